"""The palette: everything that can be done, found by its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.style import current_theme
from pedograph.desktop.style.words import wrapped
from pedograph.workspace.actions import search_actions

_KEY = Qt.ItemDataRole.UserRole
_SHORTCUT = Qt.ItemDataRole.UserRole + 1


class _KeyDelegate(QStyledItemDelegate):
    """Draws an action with its key at the end of the line."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw a line of the list."""
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(current_theme().colour("dim"))
        place = option.rect.adjusted(0, 0, -16, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flags, str(index.data(_SHORTCUT)))
        painter.restore()


class CommandPalette(QDialog):
    """A line to type in and the actions that match; Enter does the chosen one.

    Parameters
    ----------
    binding : ActionBinding
        The actions.
    parent : QWidget
        The window.
    """

    def __init__(self, binding: ActionBinding, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("Search commands")
        self._binding = binding
        self.line = QLineEdit()
        self.line.setPlaceholderText("What do you want to do?")
        self.line.setAccessibleName("Search commands")
        self.list = QListWidget()
        self.list.setItemDelegate(_KeyDelegate(self.list))
        blank = QPixmap(20, 20)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands found")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self.resize(560, 420)
        self.line.textChanged.connect(self.search)
        self.line.returnPressed.connect(self.do)
        self.list.itemClicked.connect(self.do)
        self.line.installEventFilter(self)
        self.search("")

    def open_over(self, window: QWidget) -> None:
        """Open near the top of a window, in its middle."""
        place = window.mapToGlobal(window.rect().topLeft())
        self.move(place.x() + (window.width() - self.width()) // 2, place.y() + 72)
        self.show()
        self.line.setFocus()

    def search(self, words: str) -> None:
        """List what matches; what is not possible now is dim."""
        self.list.clear()
        for action in search_actions(words):
            made = self._binding.actions[action.key]
            keys = made.shortcut().toString(made.shortcut().SequenceFormat.NativeText)
            item = QListWidgetItem(made.icon() if action.icon else self._blank, action.text)
            item.setData(_SHORTCUT, keys)
            item.setToolTip(wrapped(action.tooltip))
            item.setData(_KEY, action.key)
            if not made.isEnabled():
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def do(self) -> None:
        """Do the chosen action and close."""
        item = self.list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.close()
            self._binding.run(str(item.data(_KEY)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go through the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)
