"""A picture of a widget as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPixmap

from pedograph._platform.atomic_write import replace_file


def save_picture(picture: QPixmap, path: Path) -> None:
    """Write a picture to a file, which appears whole or not at all; its ending says what it is, PNG without one.

    Parameters
    ----------
    picture : QPixmap
        What to write.
    path : Path
        Where to; its folder is there.

    Raises
    ------
    OSError
        If it cannot be written, or the ending is of no picture that can be; what was there before is still there.
    """
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, (path.suffix.lstrip(".") or "png").upper()):
        raise OSError(f"no picture ends in {path.suffix}")
    replace_file(path, bytes(data.data()))
