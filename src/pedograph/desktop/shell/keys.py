"""F1: every key, from the table of actions."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from pedograph.desktop.style import current_theme
from pedograph.workspace.actions import GROUPS, actions_of


class KeysDialog(QDialog):
    """A list of all keys that stays open beside the window.

    Parameters
    ----------
    parent : QWidget
        The window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.text = QTextBrowser()
        self.text.setAccessibleName("Every key")
        self.text.document().setDocumentMargin(16)
        self.text.setHtml(keys_text())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self.resize(640, 720)


def keys_text() -> str:
    """All keys as HTML, menu by menu."""
    dim = current_theme().dim
    rows = ""
    for group in GROUPS:
        rows += f'<tr><td colspan="3" style="padding:12px 0 4px 0"><h3>{group}</h3></td></tr>'
        rows += "".join(
            f'<tr><td style="padding:2px 24px 2px 0"><b>{escape(_native(action.shortcut))}</b></td>'
            f'<td style="padding:2px 16px 2px 0">{escape(action.text)}</td>'
            f'<td style="padding:2px 0; color:{dim}">{escape(action.tooltip)}</td></tr>'
            for action in actions_of(group)
        )
    return f"<table>{rows}</table>"


def _native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
