"""A damaged visit: what is complete of it is saved as a new file beside it, which is then opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pedograph.errors import SessionError
from pedograph.session.model import Session
from pedograph.workspace.jobs import Progress
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Workspace

REPAIR = "file.repair"
"""Key of the action."""


def offer_repair(workspace: Workspace, damaged: Path | None) -> None:
    """Offer to save what is complete of a visit that was refused; None withdraws an earlier offer."""
    workspace.damaged = damaged
    current = workspace.messages.current
    if damaged is not None and current is not None:
        workspace.messages.show(replace(current, offer="Save what is complete", action=REPAIR))
    workspace.changed.emit()


def repair_damaged(workspace: Workspace) -> None:
    """Save what is complete of the damaged visit as a new file beside it, and open that, if nothing is unsaved."""
    damaged = workspace.damaged
    if damaged is None:
        return

    def work(progress: Progress) -> tuple[Path, Session | None, tuple[str, ...]]:
        from pedograph.session.repair import repair_file

        progress(0, 1, f"repairing {damaged.name}")
        target = next(path for path in _names_beside(damaged) if not path.exists())
        try:
            repaired = repair_file(damaged.read_bytes(), target)
        except OSError as error:
            raise SessionError(f"{damaged.name} cannot be read: {error.strerror or error}.") from error
        except SessionError as error:
            raise SessionError(f"{damaged.name}: {error.sentence}") from error
        return target, repaired.session, repaired.lost

    def done(result: tuple[Path, Session | None, tuple[str, ...]]) -> None:
        target, session, lost = result
        workspace.damaged = None
        opened = session is not None and not workspace.document.dirty
        if session is not None and opened:
            workspace.document.open(session, target)
            workspace.select_recording(0)
        else:
            workspace.changed.emit()
        said = f"What is complete of {damaged.name} was saved as {target.name}."
        if not opened:
            said += " Save this visit, and open it."
        if lost:
            said += f" {len(lost)} part{'s' if len(lost) > 1 else ''} could not be saved as before."
        workspace.messages.show(Message(said, "\n".join(f"{one}." for one in lost), warning=bool(lost)))

    workspace.run("repairing", work, done)


def _names_beside(path: Path) -> Iterator[Path]:
    """Names for the new file: visit_repaired.h5, visit_repaired_2.h5, and so on."""
    yield path.with_name(f"{path.stem}_repaired.h5")
    number = 2
    while True:
        yield path.with_name(f"{path.stem}_repaired_{number}.h5")
        number += 1
