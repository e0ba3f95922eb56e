"""A picture as the bytes of a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPixmap


def picture_bytes(picture: QPixmap, path: Path) -> bytes:
    """A picture as a file of the kind that an ending says; PNG without one.

    Parameters
    ----------
    picture : QPixmap
        What to write.
    path : Path
        Where it will be.

    Raises
    ------
    ValueError
        If the ending is of no picture that can be written.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not picture.save(buffer, (path.suffix.lstrip(".") or "png").upper()):
        raise ValueError(f"no picture ends in {path.suffix}. Let the name end in .png.")
    return bytes(data.data())
