"""Model recordings that have every measure, to show what a number and its error look like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from pedograph.analysis import analyze
from pedograph.measures import Measure, MeasureTable
from pedograph.measures.step import RULE
from pedograph.measures.uncertainty.model import ErrorBudget
from pedograph.notes import Note
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import (
    Placement,
    Sampling,
    StepParameters,
    cropped,
    simulate_step,
    simulate_steps,
    simulate_walk,
)
from pedograph.standing import measure_standing, romberg

_MASS = 70.0
_CELLS = SensorGrid(5.0, 5.0, threshold=5.0)
_LONG_PLATE = (400, 63)
"""Rows and columns of a footscan plate of 3 m, long enough for two strides of each foot."""
_STANCE_RATE, _STANCE_TIME = 25.0, 60.0
_STEP = 0.5
"""kPa in steps of which the plate tells pressure, from which its noise is told."""
_SWAYS = ((0.11, 1.0), (0.23, 0.7), (0.41, 0.5), (0.67, 0.35), (1.1, 0.2), (1.9, 0.1))
"""Hz and relative height of the swings of a model person who stands."""


@dataclass(frozen=True)
class Examples:
    """Every measure of model feet, and what the errors of a step's come from.

    Parameters
    ----------
    step, walk, stance : MeasureTable
        Of a step, of several steps, and of a person who stands.
    sources : mapping of str to str
        Which source of error (`pedograph.measures.error_sources`) gives most of the error of a step's measures; ""
        where none gives any.
    of_regions : bool
        Whether the measures of a step's regions come with an error.
    """

    step: MeasureTable
    walk: MeasureTable
    stance: MeasureTable
    sources: Mapping[str, str]
    of_regions: bool

    @property
    def tables(self) -> tuple[MeasureTable, MeasureTable, MeasureTable]:
        """Step, walk and stance."""
        return self.step, self.walk, self.stance


@cache
def examples() -> Examples:
    """A model person of 70 kg: a step on cells of 5 mm at 100 Hz (250 Hz where needed), a walk, and standing."""
    fast, slow = (_step(rate) for rate in (250.0, 100.0))
    table = _joined([slow[0], fast[0]])
    walk = analyze(cropped(simulate_walk(shape=_LONG_PLATE).recording)).walk.measures
    return Examples(table, walk, _stance_measures(), {**fast[1], **slow[1]}, _regions_have_errors())


def _step(rate: float) -> tuple[MeasureTable, dict[str, str]]:
    """Measures of a model step, and for each the source of most of its error."""
    recording = simulate_step(StepParameters(), _CELLS, sampling=Sampling(sample_rate=rate)).recording
    settings = AnalysisSettings(body_mass=_MASS)
    step = analyze(recording, settings).steps[0]
    return step.measures, {key: _largest_source(measure) for key, measure in step.measures.items()}


def _largest_source(measure: Measure) -> str:
    """The source of most of a measure's error; the choice of a rule is none of the step's."""
    shares = () if measure.budget is None else measure.budget.shares
    alone = [(ErrorBudget((share,)).total or 0.0, share.source) for share in shares if share.source != RULE]
    return max(alone, default=(0.0, ""))[1]


def _regions_have_errors() -> bool:
    step = analyze(simulate_step(StepParameters(), _CELLS).recording).steps[0]
    return all(one.uncertainty is not None for region in step.regions.values() for one in region.values())


def _joined(tables: Iterable[MeasureTable]) -> MeasureTable:
    """All that any of the tables has; of two, that of the first."""
    found: dict[str, Measure] = {}
    missing: dict[str, Note] = {}
    for table in tables:
        found = {**dict(table.items()), **found}
        missing |= table.missing
    return MeasureTable(found, {key: why for key, why in missing.items() if key not in found})


def _stance_measures() -> MeasureTable:
    """Measures of a model person who stands with eyes open, and the ratios to eyes closed."""
    settings = AnalysisSettings(body_mass=_MASS)
    calm, unsteady = (measure_standing(_stance_recording(sway), settings) for sway in (0.02, 0.03))
    return _joined([calm.measures, romberg(calm, unsteady)])


def _stance_recording(sway: float) -> PressureRecording:
    """Two model feet whose load swings to the sides and forwards by about this share of it."""
    grid, shape = SensorGrid(5.0, 5.0), (70, 60)
    time = np.arange(int(_STANCE_TIME * _STANCE_RATE)) / _STANCE_RATE
    left, front = (0.5 + sway * _swing(time, phase) for phase in (0.3, 1.7))
    pressure = np.zeros((time.size, *shape))
    for side, x, share in ((Side.LEFT, 95.0, left), (Side.RIGHT, 205.0, 1.0 - left)):
        parameters = StepParameters(side=side, progression_angle=7.0)
        image = simulate_steps([(parameters, Placement(x, 40.0))], grid, shape).recording.peak_image
        image = image * (9.80665 * _MASS / (image.sum() * grid.newton_per_kilopascal))
        ahead = (grid.y(np.arange(shape[0])) > 40.0 + 130.0)[:, None]
        for part, weight in ((image * ahead, 2.0 * front), (image * ~ahead, 2.0 * (1.0 - front))):
            pressure += (share * weight)[:, None, None] * part
    return PressureRecording(_STEP * np.round(pressure / _STEP), time, grid, task="stand")


def _swing(time: FloatArray, phase: float) -> FloatArray:
    """Sum of slow sines."""
    waves = [height * np.sin(2 * np.pi * hertz * time + 40 * phase * hertz) for hertz, height in _SWAYS]
    return np.asarray(np.sum(waves, axis=0))
