"""The few questions that need an answer before anything can go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import pedograph
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import INTENDED_USE

SESSIONS = "Pedograph visit (*.h5)"
CSV = "Table (*.csv)"
PNG = "Picture (*.png)"


def ask_open(parent: QWidget) -> list[Path]:
    """Files to open; none where the person thought better of it."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Open recordings or a visit", "", "All files (*)")
    return [Path(name) for name in names]


def ask_save(parent: QWidget, title: str, suggestion: str, kinds: str) -> Path | None:
    """Where to write to; the usual ending is added where there is none."""
    name, _ = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(kinds[kinds.index("*") + 1 : kinds.index(")")])


def ask_unsaved(parent: QWidget) -> QMessageBox.StandardButton:
    """What to do with changes that are in no file: Save, Discard or Cancel."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText("This visit has changes that are not saved.")
    box.setInformativeText("Save them? What is not saved is lost.")
    kinds = QMessageBox.StandardButton
    box.setStandardButtons(kinds.Save | kinds.Discard | kinds.Cancel)
    box.setDefaultButton(kinds.Save)
    return QMessageBox.StandardButton(box.exec())


def note_dialog(parent: QWidget, note: str, done: Callable[[str], None]) -> QDialog:
    """A sheet for the visit's note, which does not stop the rest of the window."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("Note on the visit")
    text = QPlainTextEdit()
    text.setPlainText(note)
    text.setTabChangesFocus(True)
    text.setAccessibleName("Note on the visit")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    dialog.accepted.connect(lambda: done(text.toPlainText().strip()))
    layout = QVBoxLayout(dialog)
    layout.addWidget(Label("Saved with the visit. Write no names."))
    layout.addWidget(text)
    layout.addWidget(buttons)
    dialog.resize(480, 280)
    return dialog


def about_dialog(parent: QWidget) -> QMessageBox:
    """Version, licence, and what it is not for."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Pedograph")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Pedograph {pedograph.__version__}")
    box.setInformativeText(
        f"Opens plantar-pressure recordings, measures footsteps, and says how sure it is.\n\n{INTENDED_USE}\n\n"
        "BSD 3-Clause licence. Qt is used under the LGPL, version 3."
    )
    return box
