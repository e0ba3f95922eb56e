"""The window: rail, header, message, pages and status line round one workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pedograph.desktop.examination import ExaminationPanel
from pedograph.desktop.findings import FindingsPanel
from pedograph.desktop.scan import ScanPage
from pedograph.desktop.shell import dialogs
from pedograph.desktop.shell.banner import Banner
from pedograph.desktop.shell.binding import ActionBinding
from pedograph.desktop.shell.commands import WindowCommands
from pedograph.desktop.shell.dispatcher import Dispatcher
from pedograph.desktop.shell.header import Header
from pedograph.desktop.shell.rail import Rail
from pedograph.desktop.shell.status import StatusLine
from pedograph.desktop.style import apply_theme
from pedograph.posture import Decision, Examination
from pedograph.session.model import findings_of
from pedograph.workspace.autosave import Keeper
from pedograph.workspace.commands import decide, decider, set_examination
from pedograph.workspace.files import missing_of
from pedograph.workspace.model import Page, Workspace
from pedograph.workspace.step_sources import findings_sources

KEEP_EVERY: Final = 10_000
"""ms between looks whether there is unsaved work to keep."""


class MainWindow(QMainWindow):
    """The application's window.

    Parameters
    ----------
    folder : Path, optional
        Where choices and unsaved work are kept; the system's place for settings if not given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.dispatcher = Dispatcher()
        self.workspace = Workspace(self.dispatcher.post, folder)
        self.keeper = Keeper(self.workspace, self.dispatcher.post)
        self._theme = ""
        self._closing = False
        self._restyle_application()
        self.binding = ActionBinding(self.workspace, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.resize(self.screen().availableSize().boundedTo(QSize(1600, 1000)))
        self.refresh()
        self.setFocus()
        self.keeper.offer()
        self._keeping = QTimer(self)
        self._keeping.setInterval(KEEP_EVERY)
        self._keeping.timeout.connect(self.keeper.keep)
        self._keeping.start()

    def _make_parts(self) -> None:
        workspace, binding = self.workspace, self.binding
        self.header = Header(workspace, binding)
        self.rail = Rail(binding)
        self.scan = ScanPage(workspace, binding)
        self.examination = ExaminationPanel()
        self.findings = FindingsPanel(who=decider(workspace))
        self._pages = QStackedWidget()
        for page in (self.scan, self.examination, self.findings):
            self._pages.addWidget(page)
        self.banner = Banner(workspace, binding)
        self.status = StatusLine(workspace, binding)
        self.commands = WindowCommands(self, workspace, self.keeper, lambda: self.scan.maps)
        binding.bind(self.commands.handlers(binding, self.header))
        binding.fill(self.menuBar())
        self._recent = QMenu("Open recent", self)
        file_menu = self.menuBar().findChild(QMenu, "File")
        if isinstance(file_menu, QMenu):
            file_menu.insertMenu(binding.actions["file.sample"], self._recent)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.banner)
        right.addWidget(self._pages, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        central = QWidget()
        central.setObjectName("page")
        whole = QVBoxLayout(central)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(upper, 1)
        whole.addWidget(self.status)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.changed.connect(self.refresh)
        workspace.selection_changed.connect(self._refresh_pages)
        workspace.jobs.changed.connect(self._jobs_changed)
        self._recent.aboutToShow.connect(self._fill_recent)
        self.examination.changed.connect(self._examined)
        self.findings.decided.connect(self._decided)
        self.findings.field_wanted.connect(self._go_to_field)

    def refresh(self) -> None:
        """Show what can be done, which page is open, and what is not saved."""
        workspace = self.workspace
        if workspace.preferences.theme != self._theme:
            self._restyle_application()
            self._restyle_parts()
        self.binding.refresh()
        place = list(Page).index(workspace.page)
        if place != self._pages.currentIndex():
            self._pages.setCurrentIndex(place)
            self._refresh_pages()
        self.findings.set_who(decider(workspace))
        visit = workspace.document.session.visit
        name = workspace.document.path.name if workspace.document.path else visit.subject or "new visit"
        self.setWindowTitle(f"{name}[*] - Pedograph")
        self.setWindowModified(workspace.document.dirty)

    def _refresh_pages(self) -> None:
        """Fill the form and the notes; the notes only where they are looked at, for they are recalculated."""
        session = self.workspace.document.session
        self.examination.set_examination(session.examination)
        if self.workspace.page is Page.FINDINGS:
            self.findings.set_steps(findings_sources(session))
            self.findings.set_findings(findings_of(session), session.review)

    def _restyle_application(self) -> None:
        self._theme = self.workspace.preferences.theme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self._theme)

    def _restyle_parts(self) -> None:
        self.binding.restyle()
        self.scan.restyle()
        self.banner.refresh()
        self.commands.restyle()

    @Slot(object)
    def _examined(self, examination: Examination) -> None:
        set_examination(self.workspace, examination)

    @Slot(object)
    def _decided(self, decision: Decision) -> None:
        decide(self.workspace, decision)

    @Slot(str)
    def _go_to_field(self, path: str) -> None:
        self.workspace.show_page(Page.EXAMINATION)
        self.examination.show_field(path)

    def _fill_recent(self) -> None:
        """Files opened last; those that are gone stand there dim."""
        self._recent.clear()
        for name in self.workspace.preferences.recent:
            path = Path(name)
            action = self._recent.addAction(path.name)
            action.setToolTip(name)
            action.setData(name)
            action.triggered.connect(lambda _=False, path=path: self.commands.open_files([path]))
        self._recent.setToolTipsVisible(True)
        if self._recent.isEmpty():
            self._recent.addAction("No file was opened yet").setEnabled(False)
        names = self.workspace.preferences.recent
        self.workspace.disk_work("looking for recent files", lambda: missing_of(names), self._dim_recent)

    def _dim_recent(self, missing: frozenset[str]) -> None:
        for action in self._recent.actions():
            if action.data() in missing:
                action.setEnabled(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the files that were dropped."""
        event.acceptProposedAction()
        self.commands.open_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus: Space is taken by playing."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where something is not saved; an orderly end forgets what was kept against a crash."""
        self.examination.commit()
        self.scan.maps.correcting.hand_out()
        self._closing = self.workspace.jobs.changing
        if self._closing:
            event.ignore()  # what is being set by hand is not in the visit yet
            return
        if self.workspace.document.dirty:
            answer = dialogs.ask_unsaved(self)
            if answer == QMessageBox.StandardButton.Save:
                self.commands.save(self._close_again)
            if answer != QMessageBox.StandardButton.Discard:
                event.ignore()
                return
        self.shut_down()
        event.accept()

    def _close_again(self) -> None:
        self.close()

    def _jobs_changed(self) -> None:
        """Close, where that waited for a change that was made by hand."""
        if self._closing and not self.workspace.jobs.changing:
            self._closing = False
            QTimer.singleShot(0, self._close_again)  # once the change is in the visit

    def shut_down(self) -> None:
        """Stop what runs, and forget what was kept against a crash."""
        self._keeping.stop()
        self.workspace.playback.pause()
        self.workspace.jobs.cancel()
        self.workspace.jobs.wait(5.0)
        self.workspace.stop_working_out(5.0)
        self.keeper.close()
