"""What the window does for the actions that need one: dialogs for files, palette, keys, cards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from pedograph.desktop.shell import dialogs
from pedograph.desktop.shell.binding import ActionBinding, Handlers
from pedograph.desktop.shell.header import Header
from pedograph.desktop.shell.keys import KeysDialog
from pedograph.desktop.shell.palette import CommandPalette
from pedograph.desktop.shell.recording_chooser import RecordingChooser
from pedograph.desktop.shell.source_card import SourceCard
from pedograph.desktop.style.picture import save_picture
from pedograph.workspace.autosave import Keeper
from pedograph.workspace.commands import set_note
from pedograph.workspace.files import export_table, look_for_session, new_visit, open_paths, open_sample, save
from pedograph.workspace.model import Workspace


class WindowCommands:
    """Handlers of the actions that the workspace cannot do alone.

    Parameters
    ----------
    window : QWidget
        The window; it is closed by Quit, and dialogs open over it.
    workspace : Workspace
        What is open.
    keeper : Keeper
        Unsaved work of an earlier run.
    picture : callable
        Gives the widget that Export picture draws.
    """

    def __init__(
        self, window: QWidget, workspace: Workspace, keeper: Keeper, picture: Callable[[], QWidget]
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._keeper = keeper
        self._picture = picture
        self._keys: KeysDialog | None = None
        self._source: SourceCard | None = None

    def handlers(self, binding: ActionBinding, header: Header) -> Handlers:
        """What to do, by the key of the action."""
        return {
            "file.open": self.open,
            "file.sample": lambda: open_sample(self._workspace),
            "file.new": self.new,
            "file.save": self.save,
            "file.save_as": self.save_as,
            "file.table": self.table,
            "file.picture": self.picture,
            "file.recover": lambda: self.after_saving(self._keeper.recover),
            "file.forget": self._keeper.forget,
            "file.quit": self.quit,
            "edit.note": self.note,
            "view.source": lambda: self.source(header),
            "view.dismiss": self.dismiss,
            "help.palette": lambda: CommandPalette(binding, self._window).open_over(self._window),
            "help.keys": self.keys,
            "help.about": lambda: dialogs.about_dialog(self._window).open(),
        }

    def quit(self) -> None:
        """Close the window, which asks where something is not saved."""
        self._window.close()

    def open(self) -> None:
        """Ask for files and open them."""
        self.open_files(dialogs.ask_open(self._window))

    def open_files(self, paths: list[Path], ask: bool = True) -> None:
        """Open files; where a session would replace unsaved changes, ask first.

        Parameters
        ----------
        paths : list of Path
            Files and folders.
        ask : bool
            Whether to ask which recordings are wanted of a file that holds several; else all of them are opened.
        """
        choose = self._choose if ask else None

        def go_on() -> None:
            open_paths(self._workspace, paths, choose)

        if paths and self._workspace.document.dirty:
            look_for_session(self._workspace, paths, lambda found: self.after_saving(go_on) if found else go_on())
        elif paths:
            go_on()

    def _choose(self, recordings: Sequence[Path], go_on: Callable[[Sequence[Path]], None]) -> None:
        """Ask which of the recordings of files that hold several are wanted."""
        RecordingChooser(self._window, recordings, go_on).open()

    def new(self) -> None:
        """Begin an empty visit."""
        self.after_saving(lambda: new_visit(self._workspace))

    def after_saving(self, go_on: Callable[[], None]) -> None:
        """Go on once unsaved changes are saved or given up; not at all where the person cancels."""
        if not self._workspace.document.dirty:
            go_on()
            return
        answer = dialogs.ask_unsaved(self._window)
        if answer == QMessageBox.StandardButton.Discard:
            go_on()
        elif answer == QMessageBox.StandardButton.Save:
            self.save(go_on)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save into the visit's file, or ask for one."""
        path = self._workspace.document.path
        if path is None or self._workspace.document.read_only:
            self.save_as(then)
        else:
            save(self._workspace, path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file and save into it."""
        visit = self._workspace.document.session.visit
        suggestion = "_".join(part for part in (visit.subject, visit.date) if part) + ".h5"
        path = dialogs.ask_save(self._window, "Save the visit", suggestion, dialogs.SESSIONS)
        if path is not None:
            save(self._workspace, path, then)

    def table(self) -> None:
        """Ask for a file and write the measures into it."""
        path = dialogs.ask_save(self._window, "Export table", "measures.csv", dialogs.CSV)
        if path is not None:
            export_table(self._workspace, path)

    def picture(self) -> None:
        """Ask for a file and write what the maps show into it."""
        path = dialogs.ask_save(self._window, "Export picture", "feet.png", dialogs.PNG)
        if path is None:
            return
        try:
            save_picture(self._picture().grab(), path)
        except OSError:
            self._workspace.messages.warn(f"{path.name} could not be written. Choose another folder or name.")
        else:
            self._workspace.messages.say(f"The picture is in {path.name}.")

    def note(self) -> None:
        """Open the visit's note."""
        note = self._workspace.document.session.visit.note
        dialogs.note_dialog(self._window, note, lambda text: set_note(self._workspace, text)).open()

    def source(self, header: Header) -> None:
        """Open the card on how the recording was read."""
        if self._source is None:
            self._source = SourceCard(self._workspace, self._window)
        self._source.open_under(header.source)

    def restyle(self) -> None:
        """Hand a new theme on to what stays open."""
        if self._source is not None:
            self._source.restyle()

    def dismiss(self) -> None:
        """Cancel what runs; where nothing does, put the message away; without one, end correcting a foot."""
        workspace = self._workspace
        if workspace.jobs.current is not None:
            workspace.jobs.cancel()
        elif workspace.messages.current is None and workspace.correcting:
            workspace.toggle_correcting()
        else:
            workspace.messages.dismiss()

    def keys(self) -> None:
        """Show every key, beside the window."""
        if self._keys is not None:
            self._keys.close()
        self._keys = KeysDialog(self._window)
        self._keys.show()
