"""Icons: line drawings in SVG, drawn in a colour of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pedograph._resources import resource
from pedograph.desktop.style.theme import current_theme


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, part: str = "text", size: int = 20) -> QPixmap:
    """An icon as a picture, in the colour of a part of the theme."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    data = _drawing(name).replace("currentColor", getattr(current_theme(), part))
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(data.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, size: int = 20) -> QIcon:
    """An icon for a button or a menu: dim where it is disabled, in the accent colour where it is switched on."""
    drawn = QIcon()
    drawn.addPixmap(pixmap(name, "text", size), QIcon.Mode.Normal, QIcon.State.Off)
    drawn.addPixmap(pixmap(name, "accent", size), QIcon.Mode.Normal, QIcon.State.On)
    drawn.addPixmap(pixmap(name, "band", size), QIcon.Mode.Disabled, QIcon.State.Off)
    drawn.addPixmap(pixmap(name, "band", size), QIcon.Mode.Disabled, QIcon.State.On)
    return drawn
