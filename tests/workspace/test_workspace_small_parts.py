"""History, overlays, messages and preferences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pedograph._platform.paths import settings_folder
from pedograph.formats import write
from pedograph.recording import PressureRecording, SensorGrid
from pedograph.session import new_session, save_session
from pedograph.workspace.drawing.overlays import Overlay, Overlays
from pedograph.workspace.history import History
from pedograph.workspace.importing import is_session
from pedograph.workspace.messages import Messages
from pedograph.workspace.preferences import (
    RECENT_FILES,
    Preferences,
    load_preferences,
    save_preferences,
)


def test_history_goes_back_and_forth_by_name() -> None:
    history: History[int] = History()
    history.push("one", 0, 1)
    history.push("two", 1, 2)
    assert history.undo_name == "two"
    undone = history.undo()
    assert undone is not None
    assert undone.before == 1
    assert (history.undo_name, history.redo_name) == ("one", "two")
    redone = history.redo()
    assert redone is not None
    assert redone.after == 2


def test_a_new_change_ends_what_could_be_redone() -> None:
    history: History[int] = History()
    history.push("one", 0, 1)
    history.undo()
    history.push("other", 0, 5)
    assert history.redo() is None
    assert history.undo_name == "other"


def test_history_is_only_so_deep() -> None:
    history: History[int] = History(depth=2)
    for number in range(5):
        history.push(str(number), number, number + 1)
    assert [change.name for change in (history.undo(), history.undo()) if change] == ["4", "3"]
    assert history.undo() is None


def test_overlays_toggle_and_are_named() -> None:
    overlays = Overlays()
    told: list[list[str]] = []
    overlays.changed.connect(lambda: told.append(overlays.names))
    overlays.toggle(Overlay.THIRDS)
    assert not overlays.shown(Overlay.THIRDS)
    overlays.set_names(["thirds", "of another version"])
    assert told == [["outline", "axis", "regions", "path"], ["thirds"]]


def test_a_message_stays_until_it_is_dismissed() -> None:
    messages = Messages()
    messages.warn("The plate is on fire.")
    assert messages.current is not None
    assert messages.current.warning
    messages.dismiss()
    assert messages.current is None


def test_preferences_come_back(tmp_path: Path) -> None:
    chosen = Preferences("dark", ("a.lst",), ("axis",), True, "KL", True, ("Load",), "three")
    kept = chosen.with_recent(tmp_path / "b.lst")
    save_preferences(kept, tmp_path / "home")
    assert load_preferences(tmp_path / "home") == kept
    assert kept.recent == (str(tmp_path / "b.lst"), "a.lst")


def test_recent_files_are_few_and_each_stands_there_once(tmp_path: Path) -> None:
    preferences = Preferences()
    for number in (*range(RECENT_FILES + 3), 5):
        preferences = preferences.with_recent(tmp_path / f"{number}.lst")
    assert len(preferences.recent) == RECENT_FILES
    assert len(set(preferences.recent)) == RECENT_FILES
    assert preferences.recent[0].endswith("5.lst")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": "pink", "recent": 3, "smooth": "yes", "more": 1}'])
def test_preferences_that_make_no_sense_are_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "preferences.json").write_text(text, encoding="utf-8")
    assert load_preferences(tmp_path) == Preferences()


def test_preferences_that_cannot_be_kept_do_no_harm(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "home").write_text("a file where the folder should be", encoding="utf-8")
    save_preferences(Preferences(), tmp_path / "home")
    assert "could not be kept" in caplog.text


def test_preferences_are_plain_json(tmp_path: Path) -> None:
    save_preferences(Preferences(), tmp_path)
    assert json.loads((tmp_path / "preferences.json").read_text(encoding="utf-8"))["theme"] == "light"


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path))
    assert settings_folder() == tmp_path


def test_a_recording_in_hdf5_is_no_session(tmp_path: Path) -> None:
    recording = PressureRecording(np.ones((2, 3, 3)), [0.0, 0.1], SensorGrid(5.0, 5.0))
    write(recording, tmp_path / "walk.h5", "pedograph_hdf5")
    save_session(new_session(), tmp_path / "visit.h5")
    (tmp_path / "cut.h5").write_bytes((tmp_path / "visit.h5").read_bytes()[:900])
    assert not is_session(tmp_path / "walk.h5")
    assert is_session(tmp_path / "visit.h5")
    assert is_session(tmp_path / "cut.h5")
