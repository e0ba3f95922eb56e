"""Where on this machine a person's own settings are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settings_folder() -> Path:
    """Where settings are kept: ``PEDOGRAPH_HOME`` where it is set, else the system's place for them."""
    named = os.environ.get("PEDOGRAPH_HOME")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home() / "AppData" / "Roaming")) / "Pedograph"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Pedograph"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "pedograph"
