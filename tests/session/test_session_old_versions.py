"""A session file of every version there was opens with the numbers that were saved in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from make_old_session import numbers_of

from pedograph.analysis import with_corrections
from pedograph.corrections import Corrections
from pedograph.formats.pedograph.layout import VERSION
from pedograph.session import open_session, save_session, session_version

pytest_plugins = ["session_fixtures"]

FILES = Path(__file__).parents[1] / "files"
SAVED = sorted(FILES.glob("session-*.h5"))
NEW_IN = {2: {"by_hand", "missing_in_regions"}, 3: {"corrections", "reason_keys", "flag_keys"}}


def test_there_is_a_file_of_every_version() -> None:
    assert [path.name for path in SAVED] == [f"session-{version}.h5" for version in range(1, VERSION + 1)]
    assert all(path.stat().st_size < 100_000 for path in SAVED)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_it_opens_with_its_numbers(path: Path) -> None:
    assert session_version(path) == int(path.stem.removeprefix("session-"))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = numbers_of(open_session(path))
    version = session_version(path)
    later = {name for since, names in NEW_IN.items() if since > version for name in names}
    assert expected.keys() == found.keys() - later
    for name, value in expected.items():
        assert found[name] == value, name


def test_a_file_of_the_first_version_has_nothing_set_on_the_foot_and_becomes_one_of_the_newest(
    tmp_path: Path,
) -> None:
    opened = open_session(SAVED[0])
    found = numbers_of(opened)
    assert (found["by_hand"], found["missing_in_regions"]) == ([None], [])
    again = save_session(opened, tmp_path / "again.h5")
    assert session_version(again) == VERSION
    assert numbers_of(open_session(again)) == found


@pytest.mark.parametrize("path", SAVED[1:], ids=lambda path: path.stem)
def test_what_was_corrected_in_an_earlier_version_can_be_undone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = open_session(path).recordings[0].analysis
    monkeypatch.delattr("pedograph.analysis.find_steps")  # nothing is searched for again
    back = with_corrections(analysis, Corrections())
    assert back.corrections.nothing
    assert back.steps[0].frames.peak.size == analysis.steps[0].frames.peak.size + 2
    again = with_corrections(back, analysis.corrections)
    assert again.corrections == analysis.corrections
    one, other = again.steps[0], analysis.steps[0]
    assert one.footstep.mask.tolist() == other.footstep.mask.tolist()
    assert one.frames.pressure.tobytes() == other.frames.pressure.tobytes()
    assert one.anatomy is not None
    assert other.anatomy is not None
    assert one.anatomy.frame == other.anatomy.frame
