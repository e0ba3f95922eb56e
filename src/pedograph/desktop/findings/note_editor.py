"""Writing a note in one's own words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pedograph.desktop.examination.card_style import GRID, FocusFrame
from pedograph.desktop.examination.rows import Refusal
from pedograph.desktop.findings.buttons import DecisionButton
from pedograph.posture.wording import banned_words


class NoteEditor(QWidget):
    """A box for the words of a note, with Save and Cancel; Ctrl+Return saves, Escape cancels.

    Parameters
    ----------
    title : str
        The note's title, for accessible names.
    parent : QWidget, optional
        Qt parent.

    Attributes
    ----------
    saved : Signal(str)
        The new words.
    cancelled : Signal()
        Nothing was changed.
    """

    saved = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._original = ""
        self.text = _Text(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("Words of the note: {}").format(title))
        self._frame = FocusFrame(self)
        self._frame.hold(self.text, 4)
        self._frame.setFixedHeight(13 * GRID)
        self.warning = Refusal(self)
        self.save = DecisionButton(self.tr("Save"), self.tr("Save: {}").format(title), self)
        self.cancel = DecisionButton(self.tr("Cancel"), self.tr("Cancel: {}").format(title), self)
        self._lay_out()
        self.text.textChanged.connect(self._judge)
        self.text.save_wanted.connect(self._save)
        self.text.cancel_wanted.connect(self.cancelled)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.cancelled)

    def begin(self, words: str, original: str) -> None:
        """Shows ``words`` to be changed; words equal to ``original`` cannot be saved."""
        self._original = original
        self.text.setPlainText(words)
        self._judge()
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus()

    @property
    def words(self) -> str:
        """What stands in the box, on one line."""
        return " ".join(self.text.toPlainText().split())

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._frame)
        column.addWidget(self.warning)
        column.addLayout(row)

    def _judge(self) -> None:
        """Save needs words, and other ones; words that judge a person are pointed out."""
        self.save.setEnabled(self.words not in ("", self._original))
        found = ", ".join(f'"{word}"' for word in banned_words(self.words))
        advice = self.tr("The words hold {}. A note shows evidence and judges nobody; better say what was seen.")
        self.warning.say(advice.format(found) if found else "")

    def _save(self) -> None:
        if self.save.isEnabled():
            self.saved.emit(self.words)


class _Text(QPlainTextEdit):
    """Text whose Ctrl+Return and Escape are reported."""

    save_wanted = Signal()
    cancel_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel_wanted.emit()
        else:
            super().keyPressEvent(event)
