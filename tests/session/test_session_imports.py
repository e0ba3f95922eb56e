"""Sessions are known without HDF5 being loaded; it comes with the first file."""

from __future__ import annotations

import subprocess
import sys

pytest_plugins = ["session_fixtures"]


def test_importing_sessions_does_not_load_hdf5() -> None:
    code = "import sys, pedograph.session; print('h5py' in sys.modules, 'skimage' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
