"""Pedograph: opens plantar-pressure recordings, measures footsteps, and says how sure it is.

>>> import pedograph as pg
>>> recording = pg.read("walk.lst")                    # doctest: +SKIP
>>> analysis = pg.analyze(recording)                   # doctest: +SKIP
>>> analysis.steps[0].measures["arch_index"].value     # doctest: +SKIP
"""

from __future__ import annotations

from pedograph.analysis import Analysis, StepAnalysis, analyze
from pedograph.errors import PedographError, ReadError, RecordingError, SessionError, SettingsError
from pedograph.formats import list_formats, read, write
from pedograph.measures import Measure, MeasureTable
from pedograph.recording import Footstep, PressureRecording, SensorGrid, Side, Source
from pedograph.settings import AnalysisSettings

__version__ = "0.5.0"

__all__ = [
    "Analysis",
    "AnalysisSettings",
    "Footstep",
    "Measure",
    "MeasureTable",
    "PedographError",
    "PressureRecording",
    "ReadError",
    "RecordingError",
    "SensorGrid",
    "SessionError",
    "SettingsError",
    "Side",
    "Source",
    "StepAnalysis",
    "analyze",
    "list_formats",
    "read",
    "write",
]
