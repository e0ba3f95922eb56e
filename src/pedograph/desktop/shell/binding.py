"""The table of actions as Qt sees it: a QAction for each, enabled, checked and named as the workspace says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QSize, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar, QToolButton, QWidget

from pedograph.desktop.style import icon
from pedograph.desktop.style.fitting_button import FittingButton
from pedograph.desktop.style.words import without_mnemonic, wrapped
from pedograph.workspace.actions import ACTIONS, GROUPS, Action, actions_of
from pedograph.workspace.model import Workspace

Handlers = Mapping[str, Callable[[], None]]


class ActionBinding(QObject):
    """Every action of the table, bound to the workspace or to what the window does for it.

    Parameters
    ----------
    workspace : Workspace
        What actions work on.
    window : QWidget
        Where their keys are heard.
    """

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._handlers: Handlers = {}
        self.actions: dict[str, QAction] = {}
        for action in ACTIONS.values():
            self.actions[action.key] = self._made(action)
            window.addAction(self.actions[action.key])
        self.restyle()

    def bind(self, handlers: Handlers) -> None:
        """Say what the window does for the actions that need one.

        Raises
        ------
        KeyError
            If an action has neither; or both.
        """
        without = {key for key, action in ACTIONS.items() if action.run is None}
        if without != set(handlers):
            raise KeyError(f"these actions have no handler, or two: {sorted(without ^ set(handlers))}")
        self._handlers = handlers
        self.refresh()

    def _made(self, action: Action) -> QAction:
        made = QAction(action.text, self)
        made.setData(action.key)
        made.setObjectName(action.key)
        made.setShortcut(QKeySequence(action.shortcut))
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(wrapped(f"{action.tooltip}  ({keys})"))
        made.setStatusTip(action.tooltip)
        made.setCheckable(action.checked is not None)
        made.setAutoRepeat(action.group == "Play" and action.checked is None)
        made.triggered.connect(self._triggered)
        return made

    @Slot()
    def _triggered(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self.run(str(sender.data()))

    def run(self, key: str) -> None:
        """Do an action, where it is possible now."""
        action = ACTIONS[key]
        if not action.enabled(self._workspace):
            return
        if action.run is not None:
            action.run(self._workspace)
        else:
            self._handlers[key]()
        self.refresh()

    def refresh(self) -> None:
        """Enable, check and name the actions as things are now."""
        for key, action in ACTIONS.items():
            made = self.actions[key]
            made.setEnabled(action.enabled(self._workspace))
            if action.checked is not None:
                made.setChecked(action.checked(self._workspace))
        history = self._workspace.document.history
        self.actions["edit.undo"].setText(without_mnemonic(f"Undo {history.undo_name}".rstrip()))
        self.actions["edit.redo"].setText(without_mnemonic(f"Redo {history.redo_name}".rstrip()))

    def restyle(self) -> None:
        """Draw the icons again in another theme."""
        for key, action in ACTIONS.items():
            if action.icon:
                self.actions[key].setIcon(icon(action.icon))

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for group in GROUPS:
            menu = bar.addMenu(group)
            menu.setObjectName(group)
            menu.setToolTipsVisible(True)
            for action in actions_of(group):
                if action.separated:
                    menu.addSeparator()
                menu.addAction(self.actions[action.key])

    def button(self, key: str, words: bool = False) -> QToolButton:
        """A button for an action, with its icon, or with its name too."""
        return self._bound(QToolButton(), key, words)

    def fitting_button(self, key: str) -> FittingButton:
        """A button for an action that says as much beside its icon as it has room for."""
        made = FittingButton()
        self._bound(made, key, words=True)
        return made

    def _bound(self, made: QToolButton, key: str, words: bool) -> QToolButton:
        made.setDefaultAction(self.actions[key])
        made.setIconSize(QSize(20, 20))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(ACTIONS[key].text)
        made.setAccessibleDescription(ACTIONS[key].tooltip)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
        made.setToolButtonStyle(style)
        return made
