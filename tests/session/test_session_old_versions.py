"""A session file of every version there was opens with the numbers that were saved in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from make_old_session import numbers_of

from pedograph.formats.pedograph.layout import VERSION
from pedograph.session import open_session, save_session, session_version

pytest_plugins = ["session_fixtures"]

FILES = Path(__file__).parents[1] / "files"
SAVED = sorted(FILES.glob("session-*.h5"))
NEW_IN_2 = {"by_hand", "missing_in_regions"}


def test_there_is_a_file_of_every_version() -> None:
    assert [path.name for path in SAVED] == [f"session-{version}.h5" for version in range(1, VERSION + 1)]
    assert all(path.stat().st_size < 80_000 for path in SAVED)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_it_opens_with_its_numbers(path: Path) -> None:
    assert session_version(path) == int(path.stem.removeprefix("session-"))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = numbers_of(open_session(path))
    assert expected.keys() == (found.keys() if path == SAVED[-1] else found.keys() - NEW_IN_2)
    for name, value in expected.items():
        assert found[name] == value, name


def test_a_file_of_the_first_version_has_nothing_set_on_the_foot_and_becomes_one_of_the_second(
    tmp_path: Path,
) -> None:
    opened = open_session(SAVED[0])
    found = numbers_of(opened)
    assert (found["by_hand"], found["missing_in_regions"]) == ([None], [])
    again = save_session(opened, tmp_path / "again.h5")
    assert session_version(again) == VERSION
    assert numbers_of(open_session(again)) == found
