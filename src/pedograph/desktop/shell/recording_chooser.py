"""Which recordings of a file that holds several are wanted: a list with ticks, all set at first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from pedograph.desktop.style.label import Prose
from pedograph.desktop.style.words import wrapped
from pedograph.formats.recording_path import names_in_path

_SIZE = (480, 420)


class RecordingChooser(QDialog):
    """Asks for recordings over the window, which waits for the answer.

    Parameters
    ----------
    parent : QWidget
        The window.
    recordings : sequence of Path
        Each with its name behind a ``#``.
    done : callable
        Takes those that were ticked, once Open is pressed.
    """

    def __init__(
        self, parent: QWidget, recordings: Sequence[Path], done: Callable[[Sequence[Path]], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Several recordings")
        self.recordings = tuple(recordings)
        named = [names_in_path(path) for path in self.recordings]
        files = list(dict.fromkeys(file for file, _ in named))
        self.list = QListWidget()
        self.list.setAccessibleName("Recordings")
        self.list.setSpacing(3)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for file, name in named:
            item = QListWidgetItem(name if len(files) == 1 else f"{file}: {name}")
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
            )
            item.setCheckState(Qt.CheckState.Checked)
            item.setToolTip(wrapped(item.text()))
            self.list.addItem(item)
        self._lay_out(f"{files[0] if len(files) == 1 else f'{len(files)} files'} with {len(named)} recordings")
        self.list.itemChanged.connect(self._count)
        self.accepted.connect(lambda: done(self.chosen()))
        self._count()

    def _lay_out(self, words: str) -> None:
        heading = Prose(most_lines=4)
        heading.setText(f"{words}. All join this visit: choose those of one person.")
        heading.setAccessibleName("Question")
        every, none = QPushButton("All"), QPushButton("None")
        every.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel)
        self.open_button = buttons.button(QDialogButtonBox.StandardButton.Open)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        for part in (every, none):
            part.setAutoDefault(False)
            row.addWidget(part)
        row.addWidget(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.resize(*_SIZE)

    def chosen(self) -> tuple[Path, ...]:
        """The recordings that are ticked."""
        ticks = [self.list.item(row).checkState() for row in range(self.list.count())]
        pairs = zip(self.recordings, ticks, strict=True)
        return tuple(path for path, tick in pairs if tick is Qt.CheckState.Checked)

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(state)

    def _count(self) -> None:
        """Say on the button how many are opened."""
        count = len(self.chosen())
        self.open_button.setText(f"Open {count}" if count else "Open")
        self.open_button.setEnabled(count > 0)
