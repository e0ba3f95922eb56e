"""Cells that are not to be trusted: saturated, stuck, dead, never zeroed, drifting, or noisy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from pedograph.measures.load.saturation import AT_SATURATION, NO_LESS
from pedograph.notes import Note, doubt
from pedograph.quality.baseline import Baseline, Trend
from pedograph.quality.model import Assessed, AssessedStep, places, present
from pedograph.recording import BoolArray, PressureRecording
from pedograph.steps.cleaning import NOT_ZEROED, STUCK

_BY_AREA = (
    "arch_index",
    "truncated_arch_index",
    "chippaux_smirak_index",
    "staheli_index",
    "clarke_angle",
    "arch_length_index",
    "contact_area",
    "contact_time",
    "mean_pressure",
    "foot_length",
    "toeless_length",
    "foot_width",
    "heel_width",
    "midfoot_width",
)
"""Measures that depend on where and when there is contact, which noise and drift feign."""
_LOWERED = (*NO_LESS, "peak_pressure_gradient", "modified_arch_index")
"""Measures that saturation makes too small, or distorts."""
_FLAT_CELLS, _FLAT_READINGS, _FLAT_SHARE = 3, 10, 0.5
"""Fewest cells and readings at the largest pressure of a recording that speak for saturation, and the largest
share of the loaded cells: more are a dead weight or a phantom."""
_NEAR, _NEAR_LEVELS = 0.05, 3.0
"""Share of the largest pressure, and steps between the device's values, within which readings lie near it: a
rounded peak has more of them there than at its top."""
_AROUND = 5
"""Neighbours of a cell that a print must load for the cell to lie within it."""


def cell_notes(analysis: Assessed) -> Iterator[Note]:
    """Saturated, stuck, dead, drifting and noisy cells, and a plate that was not zeroed."""
    yield from _saturated(analysis)
    faults = analysis.cleaned.faults
    for fault in faults:
        everywhere = fault.note.key == NOT_ZEROED
        steps = [step for step in analysis.steps if everywhere or _within(step, fault.cells)]
        touched = _BY_AREA if everywhere else (*_LOWERED, *_BY_AREA)
        yield replace(fault.note, affects=present(steps, touched), steps=places(steps))
    if any(fault.note.key == NOT_ZEROED for fault in faults):
        return  # unloaded cells then have readings all the time
    stuck = [fault.cells for fault in faults if fault.note.key == STUCK]
    yield from _baseline(analysis, stuck[0] if stuck else None)


def _within(step: AssessedStep, cells: BoolArray) -> bool:
    """Whether one of some cells lies within a print, whether it carries load there or not."""
    loaded = np.zeros((cells.shape[0] + 2, cells.shape[1] + 2), dtype=np.intp)
    loaded[step.frames.rows + 1, step.frames.columns + 1] = 1
    rows, columns = np.nonzero(cells)
    places_around = [(row, column) for row in range(3) for column in range(3) if (row, column) != (1, 1)]
    around = sum(loaded[rows + row, columns + column] for row, column in places_around)
    return bool(np.any(around >= _AROUND))


def _saturated(analysis: Assessed) -> Iterator[Note]:
    recording = analysis.recording
    stated = recording.grid.saturation
    saturation = stated or _flat_top(recording)
    if not saturation or recording.peak_image.max() < AT_SATURATION * saturation:
        return
    steps = [step for step in analysis.steps if bool((step.frames.peak >= AT_SATURATION * saturation).any())]
    if stated:
        sentence = f"Cells reached the device's limit of {saturation:g} kPa; true pressures may be higher."
    else:
        sentence = (
            f"Several cells stay at the recording's largest pressure of {saturation:.4g} kPa, as at a device's "
            "limit; true pressures may be higher."
        )
    yield doubt("saturated_cells", sentence, present(steps, _LOWERED), places(steps))


def _flat_top(recording: PressureRecording) -> float:
    """The pressure in kPa at which cells seem to be cut off, where the device states no saturation; 0 for none.

    Saturation gathers readings: more of them lie at the very largest value than near below it.
    """
    peak = recording.peak_image
    top = float(peak.max())
    if not _FLAT_CELLS <= np.count_nonzero(peak >= top) <= _FLAT_SHARE * np.count_nonzero(peak):
        return 0.0
    readings = recording.pressure[:, peak >= 0.5 * top]
    at = int(np.count_nonzero(readings >= top))
    step = top - float(readings[readings < top].max(initial=0.0))
    near = top - max(_NEAR * top, _NEAR_LEVELS * step)
    below = int(np.count_nonzero(readings >= near)) - at
    return top if at >= _FLAT_READINGS and at > below else 0.0


def _baseline(analysis: Assessed, stuck: BoolArray | None) -> Iterator[Note]:
    """Drift and noise, detected from what cells say while no foot is on them."""
    baseline = Baseline(analysis.recording, analysis.steps, analysis.settings.force_threshold, stuck)
    trends = baseline.trends
    if trends:
        steps = [step for step in analysis.steps if any(_near(step, trend) for trend in trends)]
        yield doubt("drifting_cells", _drift(trends), present(steps, _BY_AREA), places(steps))
    noise = baseline.noise
    if noise is not None:
        sentence = (
            f"Cells on which no foot stands show noise in {100 * noise.share:.2g} % of their readings, of "
            f"{noise.level:.2g} kPa (root mean square); a contact threshold of {noise.threshold:.2g} kPa would "
            "silence 99 % of it."
        )
        steps = list(analysis.steps)
        yield doubt("noise", sentence, present(steps, _BY_AREA), places(steps))


def _near(step: AssessedStep, trend: Trend) -> bool:
    """Whether a drifting cell belongs to a step's print."""
    return bool(((step.frames.rows == trend.row) & (step.frames.columns == trend.column)).any())


def _drift(trends: tuple[Trend, ...]) -> str:
    """How many cells drift, and how the worst does."""
    worst = max(trends, key=lambda trend: abs(trend.change))
    way = "rises" if worst.change > 0 else "falls"
    where = f"row {worst.row}, column {worst.column} {way} by {abs(worst.change):.2g} kPa with no foot on it"
    if len(trends) == 1:
        return f"1 cell drifts: that in {where}."
    return f"{len(trends)} cells drift; that in {where}."
