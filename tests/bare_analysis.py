"""Analyses without errors, which cost three times as much as all the rest and which few tests ask for."""

from __future__ import annotations

import pedograph as pg
from pedograph.recording import PressureRecording
from pedograph.settings import AnalysisSettings


def without_errors(recording: PressureRecording, settings: AnalysisSettings | None = None) -> pg.Analysis:
    """The analysis of a recording with values alone."""
    return pg.analyze(recording, (settings or AnalysisSettings()).with_changes(uncertainties=False))
