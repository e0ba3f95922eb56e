"""Settings follow the user; what is about a patient stays on the machine."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs
import pytest

from pedograph._platform import paths


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("PEDOGRAPH_HOME", raising=False)
    return monkeypatch


def test_one_folder_can_be_named_for_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path))
    assert paths.settings_folder() == paths.data_folder() == tmp_path


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of folders on Linux")
def test_settings_and_data_are_where_the_system_has_them(unnamed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unnamed.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    unnamed.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert paths.settings_folder() == tmp_path / "config" / "pedograph"
    assert paths.data_folder() == tmp_path / "data" / "pedograph"


def test_on_windows_settings_roam_and_data_do_not(unnamed: pytest.MonkeyPatch) -> None:
    windows = pytest.importorskip("platformdirs.windows")
    unnamed.setattr(windows, "get_win_folder", {"CSIDL_APPDATA": "R", "CSIDL_LOCAL_APPDATA": "L"}.__getitem__)
    unnamed.setattr(platformdirs, "PlatformDirs", windows.Windows)
    unnamed.setattr(paths, "_NAME", "Pedograph")
    assert paths.settings_folder().parts == ("R", "Pedograph")
    assert paths.data_folder().parts == ("L", "Pedograph")
