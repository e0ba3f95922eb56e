"""Where on this machine a person's own settings and unsaved visits are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs

_NAME = "Pedograph" if sys.platform in ("win32", "darwin") else "pedograph"


def settings_folder() -> Path:
    """Where settings are kept: ``PEDOGRAPH_HOME`` where it is set, else the system's place for them."""
    return _named() or platformdirs.user_config_path(_NAME, appauthor=False, roaming=True)


def data_folder() -> Path:
    """Where data are kept that stay on this machine: ``PEDOGRAPH_HOME``, else the system's place for them.

    What is about a patient does not follow the user to other machines, as settings do on Windows.
    """
    return _named() or platformdirs.user_data_path(_NAME, appauthor=False, roaming=False)


def _named() -> Path | None:
    named = os.environ.get("PEDOGRAPH_HOME")
    return Path(named) if named else None
