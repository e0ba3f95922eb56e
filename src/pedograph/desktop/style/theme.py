"""Themes: colours by their part, a palette made of them, and a style sheet."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pedograph._resources import resource

FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
"""The type family: the first of these that the computer has."""
TEXT_SIZE, SMALL_SIZE, TINY_SIZE = 13, 11, 8.5
"""Pixels; a title has 17, a large word 22, a label on a small map the least."""


@dataclass(frozen=True)
class Theme:
    """Colours by their part, each as "#RRGGBB"; ``halo`` lies under lines and words on the maps."""

    name: str
    window: str
    surface: str
    raised: str
    map: str
    line: str
    grid: str
    text: str
    dim: str
    accent: str
    accent_soft: str
    accent_text: str
    left: str
    right: str
    band: str
    phase: str
    overlay: str
    halo: str
    warning: str
    warning_soft: str

    def colour(self, part: str, alpha: int = 255) -> QColor:
        """The colour of a part, with this opacity of 255."""
        colour = QColor(getattr(self, part))
        colour.setAlpha(alpha)
        return colour


@cache
def load_theme(name: str) -> Theme:
    """The theme "light" or "dark"."""
    text = resource("themes", f"{name}.toml").read_text(encoding="utf-8")
    return Theme(**tomllib.loads(text))


_shown: list[str] = ["light"]


def current_theme() -> Theme:
    """The theme that the application shows."""
    return load_theme(_shown[0])


def apply_theme(application: QApplication, name: str) -> None:
    """Show the application in a theme; widgets that paint themselves are to be restyled after it."""
    _shown[0] = name
    theme = load_theme(name)
    # Each of these goes through every widget: what does not change with the theme is set once.
    if application.property("pedograph") is None:
        application.setProperty("pedograph", True)
        application.setStyle("Fusion")
        application.setFont(base_font())
    sheet = _style_sheet(theme)
    if application.styleSheet() != sheet:
        application.setPalette(_palette(theme))
        application.setStyleSheet(sheet)


def name_part(widget: QWidget, name: str) -> None:
    """Let a widget be drawn as another part of the style sheet."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def base_font(size: float = TEXT_SIZE, bold: bool = False) -> QFont:
    """The application's type with figures of one width; the size in pixels at 100 % scaling."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(size * 0.75)
    font.setFeature(QFont.Tag("tnum"), 1)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _palette(theme: Theme) -> QPalette:
    parts = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "raised",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "dim",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "accent_text",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Midlight: "grid",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Dark: "dim",
    }
    palette = QPalette()
    for role, part in parts.items():
        palette.setColor(role, theme.colour(part))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.colour("dim"))
    return palette


def _style_sheet(theme: Theme) -> str:
    text = resource("themes", "pedograph.qss").read_text(encoding="utf-8")
    return re.sub(r"\{(\w+)\}", lambda part: str(getattr(theme, part.group(1))), text)
