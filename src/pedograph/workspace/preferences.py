"""What the application remembers of a person's choices: theme, recent files, overlays. Never of a patient."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from pedograph._platform.atomic_write import replace_file
from pedograph._platform.regular_file import regular_text

RECENT_FILES: Final = 10
"""Number of files that File > Open recent lists."""


@dataclass(frozen=True)
class Preferences:
    """Choices that outlive a session.

    Parameters
    ----------
    theme : str
        "light" or "dark".
    recent : tuple of str
        Files opened last, the newest first.
    overlays : tuple of str or None
        Overlays that are shown; None for all.
    smooth : bool
        Whether maps are drawn smoothed between cells.
    examiner : str
        Initials for the journal; empty where nobody signs.
    all_measures : bool
        Whether the table shows every measure, or the essential ones.
    folded_groups : tuple of str
        Headings of the measures that are folded away.
    region_scheme : str
        The regions that were looked at last; empty for those of the settings.
    """

    theme: str = "light"
    recent: tuple[str, ...] = ()
    overlays: tuple[str, ...] | None = None
    smooth: bool = False
    examiner: str = ""
    all_measures: bool = False
    folded_groups: tuple[str, ...] = ()
    region_scheme: str = ""

    def with_recent(self, path: Path) -> Preferences:
        """A copy with a file at the top of those opened last; the path is absolute, and no disk is asked."""
        name = os.path.abspath(path)  # noqa: PTH100 - resolving it would ask the disk
        others = [known for known in self.recent if known != name]
        return replace(self, recent=(name, *others)[:RECENT_FILES])


def load_preferences(folder: Path) -> Preferences:
    """The choices kept in a folder; the defaults where there are none or where they cannot be understood."""
    try:
        values = json.loads(regular_text(folder / "preferences.json"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        logging.getLogger(__name__).warning("the preferences could not be read: %s", error)
        return Preferences()
    return _understood(values)


def save_preferences(preferences: Preferences, folder: Path) -> None:
    """Keep the choices; a folder that cannot be written to is noted in the log and otherwise passed over."""
    text = json.dumps(asdict(preferences), indent=2)
    try:
        replace_file(folder / "preferences.json", text.encode())
    except OSError as error:
        logging.getLogger(__name__).warning("the preferences could not be kept: %s", error)


def _understood(values: object) -> Preferences:
    """The known choices of the right kind; the rest keeps its default."""
    found: dict[str, Any] = {}
    for name, value in (values if isinstance(values, dict) else {}).items():
        if name in ("recent", "overlays", "folded_groups") and isinstance(value, list):
            found[name] = tuple(str(part) for part in value)
        elif (
            (name in ("smooth", "all_measures") and isinstance(value, bool))
            or (name in ("examiner", "region_scheme") and isinstance(value, str))
            or (name == "theme" and value in ("light", "dark"))
        ):
            found[name] = value
    return Preferences(**found)
