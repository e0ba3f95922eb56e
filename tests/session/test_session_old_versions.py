"""A session file of every version there was opens with the numbers that were saved in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from make_old_session import numbers_of

from pedograph.session import open_session, session_version
from pedograph.session.schema import VERSION

pytest_plugins = ["session_fixtures"]

FILES = Path(__file__).parents[1] / "files"
SAVED = sorted(FILES.glob("session-*.h5"))


def test_there_is_a_file_of_every_version() -> None:
    assert [path.name for path in SAVED] == [f"session-{version}.h5" for version in range(1, VERSION + 1)]
    assert all(path.stat().st_size < 70_000 for path in SAVED)


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_it_opens_with_its_numbers(path: Path) -> None:
    assert session_version(path) == int(path.stem.removeprefix("session-"))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    found = numbers_of(open_session(path))
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        assert found[name] == value, name
