"""Messages: what is out of date goes, what offers to undo goes with its change, and errors name their file."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from workspace_desk import PATIENCE, Desk

from pedograph.recording import Side
from pedograph.workspace.commands import set_note, set_side, set_subject
from pedograph.workspace.files import export_table, new_visit, open_paths, save
from pedograph.workspace.jobs import Progress
from pedograph.workspace.messages import Message, Messages
from pedograph.workspace.references import StepReference

pytest_plugins = ("workspace_fixtures",)


@pytest.fixture
def at_work(tmp_path: Path, step_file: Path) -> Desk:
    """A workspace with one recording."""
    desk = Desk(tmp_path / "home")
    desk.open(step_file)
    return desk


def text(desk: Desk) -> str:
    message = desk.workspace.messages.current
    return "" if message is None else message.text


def fail_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the disk be full until the answer is called."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    return monkeypatch.undo


def test_a_warning_goes_once_the_same_thing_succeeds(
    at_work: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = fail_once(monkeypatch)
    save(at_work.workspace, tmp_path / "visit.h5")
    at_work.settle()
    assert "visit.h5" in text(at_work)
    message = at_work.workspace.messages.current
    assert message is not None
    assert message.warning
    room()
    save(at_work.workspace, tmp_path / "visit.h5")
    at_work.settle()
    assert at_work.workspace.messages.current is None


def test_a_warning_about_something_else_stays(at_work: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "holiday.lst"
    broken.write_text("Dear aunt", encoding="utf-8")
    at_work.open(broken)
    said = text(at_work)
    assert said.startswith("holiday.lst")
    save(at_work.workspace, tmp_path / "visit.h5")
    at_work.settle()
    assert text(at_work) == said


def test_a_refused_patient_id_is_forgotten_once_one_is_taken(at_work: Desk) -> None:
    assert not set_subject(at_work.workspace, "Two Words")
    assert text(at_work)
    assert set_subject(at_work.workspace, "P-1")
    assert text(at_work) == ""
    assert not set_subject(at_work.workspace, "Two Words")
    assert set_subject(at_work.workspace, "P-1")
    assert text(at_work) == ""


def test_a_full_disk_names_the_file_and_no_number(
    at_work: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_once(monkeypatch)
    for write, name in ((export_table, "table.csv"), (save, "visit.h5")):
        write(at_work.workspace, tmp_path / name)
        at_work.settle()
        assert name in text(at_work)
        assert "Errno" not in text(at_work)
    assert "disk is full" in text(at_work) or "No space left" in text(at_work)


def test_an_offer_to_undo_goes_with_the_next_change(at_work: Desk) -> None:
    workspace = at_work.workspace
    step = workspace.current_step
    assert step is not None
    other = Side.RIGHT if step.side is Side.LEFT else Side.LEFT
    set_side(workspace, StepReference(0, step.index), other)
    at_work.settle()
    message = workspace.messages.current
    assert message is not None
    assert message.action == "edit.undo"
    set_note(workspace, "limps")
    assert workspace.messages.current is None
    workspace.document.undo()
    assert workspace.messages.current is None


@pytest.mark.parametrize("change", ["undo", "new visit"])
def test_an_offer_to_undo_goes_where_its_change_is_no_longer_the_last(at_work: Desk, change: str) -> None:
    workspace = at_work.workspace
    set_note(workspace, "limps")
    session = workspace.document.session
    workspace.messages.show(Message("Now so.", warning=True, offer="Undo", action="edit.undo", undoes=session))
    workspace.document.undo() if change == "undo" else new_visit(workspace)
    assert workspace.messages.current is None


def test_a_success_does_not_take_an_offer_away() -> None:
    messages = Messages()
    state = object()
    messages.show(Message("Now so.", warning=True, offer="Undo", action="edit.undo", undoes=state))
    messages.settle("saving")
    messages.state_is(state)
    assert messages.current is not None


def test_what_was_done_is_not_taken_for_a_warning_that_is_settled() -> None:
    messages = Messages()
    messages.say("The table is in a.csv.")
    messages.settle("saving")
    assert messages.current is not None


def test_an_import_ends_at_once_where_it_is_cancelled_and_brings_nothing_home(
    tmp_path: Path, step_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that never looks whether it is to stop holds up nobody."""
    from pedograph.workspace import importing

    desk, reading, gate = Desk(tmp_path / "home"), threading.Event(), threading.Event()
    real = importing._with_file

    def slow(*arguments: object) -> object:
        reading.set()
        assert gate.wait(PATIENCE)
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "_with_file", slow)
    open_paths(desk.workspace, [step_file])
    assert reading.wait(PATIENCE)
    assert desk.workspace.cancel()
    assert desk.workspace.jobs.current is None
    assert text(desk) == "Opening was cancelled. Nothing was changed."
    gate.set()
    desk.workspace.jobs.wait(PATIENCE)
    desk.open(step_file)  # whatever the first one brought is taken before the second
    assert len(desk.workspace.document.session.recordings) == 1
    assert desk.workspace.document.history.undo_name == f"import of {step_file.name}"


def test_saving_is_not_cancelled(at_work: Desk, tmp_path: Path) -> None:
    save(at_work.workspace, tmp_path / "visit.h5")
    assert not at_work.workspace.cancel()
    at_work.settle()
    assert (tmp_path / "visit.h5").exists()


def test_a_fault_of_a_cancelled_job_is_not_told(tmp_path: Path) -> None:
    desk, gate = Desk(tmp_path / "home"), threading.Event()

    def work(progress: Progress) -> None:
        gate.wait(PATIENCE)
        raise OSError(errno.EIO, "Input/output error")

    desk.workspace.run("opening", work, lambda _: None)
    desk.workspace.cancel()
    said = text(desk)
    gate.set()
    desk.workspace.jobs.wait(PATIENCE)
    desk.workspace.run("counting", lambda progress: None, lambda _: None)
    desk.settle()
    assert text(desk) == said
