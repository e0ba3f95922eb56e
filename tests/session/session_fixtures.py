"""A full session, made once, and the file it was saved to."""

from __future__ import annotations

from pathlib import Path

import pytest
from session_examples import full_session

from pedograph.session import Session, save_session


@pytest.fixture
def session() -> Session:
    return full_session()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The full session's file; not to be altered."""
    return save_session(full_session(), tmp_path_factory.mktemp("saved") / "visit.h5")
