"""The right side of the scan page: measures, regions, the walk or the stance, and the markers of pronation."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QFrame, QTabWidget, QVBoxLayout, QWidget

from pedograph.analysis import Analysis
from pedograph.desktop.measures.lazy_page import LazyPage, RowsPage, rows_of_standing, rows_of_walk
from pedograph.desktop.measures.markers import MarkerPage
from pedograph.desktop.measures.measure_page import MeasurePage
from pedograph.desktop.measures.regions import RegionPage
from pedograph.recording import PressureRecording
from pedograph.workspace.latest_request import Latest
from pedograph.workspace.model import Workspace
from pedograph.workspace.tables.several_steps_rows import FEWEST_STEPS

_NARROWEST: Final = 460
"""Pixels in which every number has its room; the longest names need 80 more."""


class MeasuresPanel(QFrame):
    """Numbers of the two feet that are shown; it mirrors the workspace.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._stands = Latest(workspace, "looking whether somebody stands")
        self._stood: PressureRecording | None = None
        self.setObjectName("panel")
        self.setMinimumWidth(_NARROWEST)
        self.measures = MeasurePage(workspace)
        self.region_page = RegionPage(workspace)
        self.walking = RowsPage(workspace, "the walk", rows_of_walk)
        self.standing = RowsPage(workspace, "the stance", rows_of_standing, "recordings")
        self.markers = MarkerPage(workspace)
        self.table, self.details = self.measures.sheet.table, self.measures.sheet.details
        self.regions = self.region_page.table
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.measures, "Measures")
        self.tabs.addTab(self.region_page, "Regions")
        self.tabs.addTab(self.walking, "Walking")
        self.tabs.addTab(self.standing, "Standing")
        self.tabs.addTab(self.markers, "Markers")
        self._wanted: QWidget = self.measures
        self.tabs.currentChanged.connect(self._want)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 4, 1, 1)
        layout.addWidget(self.tabs)
        workspace.selection_changed.connect(self.refresh)
        self.refresh()

    @property
    def _lazy(self) -> tuple[LazyPage, ...]:
        return self.region_page, self.walking, self.standing, self.markers

    def refresh(self) -> None:
        """Show the numbers of the feet that are looked at now."""
        self._offer_tabs()
        self.measures.refresh()
        for page in self._lazy:
            page.refresh()

    def _offer_tabs(self) -> None:
        """A walk has a tab, or a stance; whether somebody stands is looked up where the file does not say."""
        analysis = self._workspace.analysis
        self._stands.forget()
        told = analysis is not None and analysis.recording.task == "stand"
        self._show_tabs(analysis, stands=told or (analysis is not None and analysis.recording is self._stood))
        if analysis is not None and not told:
            self._stands.ask(lambda: not analysis.standing.why_not, lambda found: self._looked(analysis, found))

    def _looked(self, analysis: Analysis, stands: bool) -> None:
        self._stood = analysis.recording if stands else None
        self._show_tabs(analysis, stands)

    def _show_tabs(self, analysis: Analysis | None, stands: bool) -> None:
        walks = analysis is not None and len(analysis.steps) >= FEWEST_STEPS and not stands
        wanted = self._wanted
        for page, there in ((self.walking, walks), (self.standing, stands)):
            self.tabs.setTabVisible(self.tabs.indexOf(page), there)
        place = self.tabs.indexOf(wanted)
        self.tabs.setCurrentIndex(place if self.tabs.isTabVisible(place) else 0)
        self._wanted = wanted  # Qt goes to another tab where the chosen one goes, and that nobody asked for

    def _want(self) -> None:
        self._wanted = self.tabs.currentWidget()

    def restyle(self) -> None:
        """Take the colours of the theme."""
        self.details.refresh()
        for page in (self.walking, self.standing):
            page.sheet.details.refresh()
        self.refresh()
