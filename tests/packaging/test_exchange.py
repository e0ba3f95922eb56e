"""What is written on one set of libraries is opened on another: h5py and HDF5 above all.

``make test-lowest`` runs this on the oldest libraries, and names the Python of the newest ones in
PEDOGRAPH_OTHER_PYTHON. Without it, this environment writes for another process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = sys.executable
THERE = os.environ.get("PEDOGRAPH_OTHER_PYTHON", sys.executable)
SCRIPT = Path(__file__).with_name("exchange.py")


def exchanged(python: str, what: str, folder: Path) -> dict[str, Any]:
    run = subprocess.run([python, SCRIPT, what, folder], capture_output=True, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("writer", "reader"), [(HERE, THERE), (THERE, HERE)], ids=["here to there", "there to here"]
)
def test_a_session_and_a_recording_open_where_they_were_not_written(
    writer: str, reader: str, tmp_path: Path
) -> None:
    written = exchanged(writer, "write", tmp_path)
    opened = exchanged(reader, "open", tmp_path)
    assert written["session"]["measures"], "there must be steps to compare"
    assert opened == written
