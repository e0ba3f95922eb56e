"""How the window looks: theme, palette, icons, type."""

from __future__ import annotations

from pedograph.desktop.style.icons import icon, pixmap
from pedograph.desktop.style.theme import Theme, apply_theme, current_theme

__all__ = ["Theme", "apply_theme", "current_theme", "icon", "pixmap"]
