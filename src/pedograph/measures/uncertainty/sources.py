"""Other ways in which a step might as well have been recorded or read: the sources of a measure's error.

Each source changes the frames or the foot that all measures are made from, never a measure itself; what a measure
does then is its share of the error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.anatomy import UnreadablePrint, read_again
from pedograph.anatomy.foot import turned
from pedograph.measures.context import StepContext
from pedograph.steps import StepFrames

THRESHOLD_ERROR = 3.0
"""Standard uncertainty of the contact threshold, kPa; it might as well have been higher, but not lower."""
AXIS_ERROR = float(np.radians(2.0))
"""Standard uncertainty of the foot axis, radians."""
TOE_LINE_ERROR = 2.0
"""Standard uncertainty of the toe line, mm along the foot."""
GATE = 0.05
"""Share of the largest force at which the centre of pressure's path might as well begin and end."""
_SHIFT = 0.25
"""Share of a cell by which the foot is moved along rows and columns, either way: to four places half a cell
apart, in all of which the cells even out the pressure alike, so that they differ by the placement alone."""
_LARGEST_GATE = 500.0
"""N; the largest force threshold that the settings allow."""
_EVENED = 1.15
"""What lies between cells or frames is evened out where it is as fine as they are, by a tenth to a fifth, and with
it the differences."""
_FAR = 3.0**0.5
"""Standard uncertainties by which the axis is turned. With the foot as it is, these are the three places whose
weighted mean is right for any measure that follows a turn up to the fifth power (Gauss-Hermite quadrature)."""
_PHASES = (0.25, 0.5, 0.75)
"""Shares of the time between two frames by which the frames might as well have come later."""
_OF_TWO = 2.0**-0.5
"""Two samples differ by the square root of 2 times what each differs from the mean of all."""
_OF_FRAMES = ("path", "cell_integrals", "peak_course", "peak_gradients", "force_humps", "saturated")
"""What a context has worked out from the frames alone, and need not work out again for another foot."""
_FRAMES = 80
"""Frames of a step that are enough to see what threshold, axis, toe line, placement and gate do to it."""
_FINE = 1e-3
"""Share of the largest pressure below which the steps between a device's values do not matter."""
_SEED = 7


@dataclass(frozen=True, eq=False)
class ErrorSource:
    """One source of error.

    Parameters
    ----------
    name : str
        "threshold", "axis", "toe line", "placement", "sampling", "resolution" or "gate".
    scale : float
        What the root mean square of the changes is multiplied by to give a standard uncertainty.
    freedom : float
        Degrees of freedom of that.
    families : tuple of str
        The families of a step's measures that it can change.
    contexts : iterable of StepContext
        The step as it might as well have been, made one after the other to be looked at once.
    about : StepContext or None
        What the contexts are compared with; each other, if None.
    """

    name: str
    scale: float
    freedom: float
    families: tuple[str, ...]
    contexts: Iterable[StepContext]
    about: StepContext | None


def error_sources(context: StepContext) -> Iterator[ErrorSource]:
    """The sources of error of a step; changes that leave no readable foot are left out."""
    thinned = _thinned(context)
    for name, scale, freedom, families, changes in _SOURCES:
        about = context if name == "sampling" else thinned
        contexts = (changed for changed in changes(about) if changed is not None)
        yield ErrorSource(name, scale, freedom, families, contexts, None if name == "placement" else about)


def _thinned(context: StepContext) -> StepContext:
    """The step with as many frames as show where an error comes from, if it has many more."""
    step = context.step
    every = step.time.size // _FRAMES
    if every < 2 or step.gap:
        return context
    frames = replace(step, pressure=step.pressure[::every], moments=step.time[::every])
    loaded = np.flatnonzero(frames.peak)
    frames = replace(
        frames, rows=step.rows[loaded], columns=step.columns[loaded], pressure=frames.pressure[:, loaded]
    )
    return _read(context, frames) or context


def _threshold(context: StepContext) -> Iterator[StepContext | None]:
    """Cells count as loaded only somewhat above the least pressure that counts so far."""
    step = context.step
    device = step.footstep.recording.grid.threshold or 0.0
    floor = max(context.settings.contact_threshold, device, float(step.peak.min())) + THRESHOLD_ERROR
    firm = step.peak > floor
    if firm.any():
        pressure = step.pressure[:, firm]
        kept = np.where(pressure > floor, pressure, 0.0)
        yield _read(context, replace(step, rows=step.rows[firm], columns=step.columns[firm], pressure=kept))


def _axis(context: StepContext) -> Iterator[StepContext | None]:
    """The foot axis turned about the heel, either way."""
    if context.foot is not None:
        for turn in (-_FAR * AXIS_ERROR, _FAR * AXIS_ERROR):
            yield _again(context, frame=turned(context.foot.frame, context.foot.heel_centre, turn))


def _toe_line(context: StepContext) -> Iterator[StepContext | None]:
    """The toe line farther from the heel, which changes more than if it lay nearer: toes come in."""
    if context.foot is not None and context.foot.borders.toe_line.toes:
        yield _again(context, toe_line_shift=TOE_LINE_ERROR)


def _placement(context: StepContext) -> Iterator[StepContext | None]:
    """The foot set down elsewhere on the sensors."""
    grid = context.step.footstep.recording.grid
    for along in (-_SHIFT, _SHIFT):
        moved_along = _moved(_framed(context.step), along, 1)
        for across in (-_SHIFT, _SHIFT):
            moved = (across * grid.column_spacing, along * grid.row_spacing)
            step = _as_reported(context.step, _moved(moved_along, across, 2))
            yield _read(context, step, moved)


def _sampling(context: StepContext) -> Iterator[StepContext | None]:
    """Frames between those that were recorded."""
    step = context.step
    if step.time.size < 2 or step.gap:
        return
    time = np.concatenate([[2 * step.time[0] - step.time[1]], step.time, [2 * step.time[-1] - step.time[-2]]])
    none = np.zeros((1, step.pressure.shape[1]))
    frames = np.concatenate([none, step.pressure, none])
    for share in _PHASES:
        between = (1.0 - share) * frames[:-1] + share * frames[1:]
        between[between < step.least] = 0.0
        loaded = np.flatnonzero(between.any(axis=1))
        kept = slice(loaded[0], loaded[-1] + 1)
        moments = (time[:-1] + share * np.diff(time))[kept]
        yield replace(context, step=replace(step, pressure=between[kept], moments=moments))


def _resolution(context: StepContext) -> Iterator[StepContext | None]:
    """Pressures anywhere within the device's steps."""
    step = context.step
    size = value_step(step)
    if size <= 0:
        return
    noise = np.random.default_rng(_SEED).uniform(-size / 2, size / 2, step.pressure.shape)
    if context.foot is not None:  # cells in an order of the foot's, the same for a mirrored print
        order = np.lexsort((context.foot.cells.medial.round(6), context.foot.cells.along.round(6)))
        noise[:, order] = noise.copy()
    yield _read(context, replace(step, pressure=np.where(step.pressure > 0, step.pressure + noise, 0.0)))


def _gate(context: StepContext) -> Iterator[StepContext | None]:
    """The path of the centre of pressure while the force is above a larger share of its maximum (`GATE`)."""
    force = min(GATE * float(context.step.force.max()), _LARGEST_GATE)
    if force > context.settings.force_threshold:
        yield replace(context, settings=context.settings.with_changes(force_threshold=force))


_KNOWN = float("inf")
ALL_FAMILIES = ("print", "load", "path", "zones")
_SOURCES = (
    ("threshold", 1.0, _KNOWN, ALL_FAMILIES, _threshold),
    ("axis", 1.0 / _FAR, _KNOWN, ("print", "path", "zones"), _axis),
    ("toe line", 1.0, _KNOWN, ("print", "path", "zones"), _toe_line),
    ("placement", _EVENED, 2.0, ALL_FAMILIES, _placement),
    ("sampling", _EVENED * _OF_TWO, float(len(_PHASES)), ("load", "path", "zones"), _sampling),
    ("resolution", 1.0, _KNOWN, ALL_FAMILIES, _resolution),
    ("gate", 1.0, _KNOWN, ("path",), _gate),
)
"""Sources of error, with the degrees of freedom of each: those that stand for a known spread have any number,
those seen in a few samples only a few. The four placements lie in a square and tell as much as three at random."""


def _read(context: StepContext, step: StepFrames, moved: tuple[float, float] = (0.0, 0.0)) -> StepContext | None:
    """The context of changed frames, in which the foot lies where it lay, or so many mm farther on the plate."""
    if context.foot is None:
        return replace(context, step=step)
    frame = context.foot.frame
    return _again(context, step, moved=replace(frame, x=frame.x + moved[0], y=frame.y + moved[1]))


def _again(context: StepContext, step: StepFrames | None = None, **change: Any) -> StepContext | None:
    """The context with its foot read again, or None where it does not read any more."""
    boundary = context.anatomy.boundary if step is None else None
    try:
        foot = read_again(step or context.step, context.anatomy, boundary=boundary, **change)
    except UnreadablePrint:
        return None
    if step is not None:
        return replace(context, step=step, foot=foot)
    again = replace(context, foot=foot)
    vars(again).update({name: value for name, value in vars(context).items() if name in _OF_FRAMES})
    return again


def shifted(step: StepFrames, across: float, along: float) -> StepFrames:
    """The step as sensors would have seen it with the foot a share of a cell farther along columns and rows.

    Each cell takes the mean of the pressure that then lies over it; the force is kept but for cells that fall
    below the least pressure that the device reports.

    Parameters
    ----------
    step : StepFrames
        The step.
    across, along : float
        Shares of a cell, from -1 to 1.
    """
    return _as_reported(step, _moved(_moved(_framed(step), along, 1), across, 2))


def _framed(step: StepFrames) -> NDArray[np.float32]:
    """The step's cells as images with an empty margin, kPa [frame, row, column]."""
    low_row, low_column = int(step.rows.min()) - 1, int(step.columns.min()) - 1
    shape = (int(step.rows.max()) - low_row + 2, int(step.columns.max()) - low_column + 2)
    image = np.zeros((step.pressure.shape[0], *shape), dtype=np.float32)
    image[:, step.rows - low_row, step.columns - low_column] = step.pressure
    return image


def _as_reported(step: StepFrames, image: NDArray[np.float32]) -> StepFrames:
    """The step with other images in its frame; what is below the least that the device reports is not loaded."""
    rows, columns = np.nonzero(image.max(axis=0) >= float(step.peak.min()))
    pressure = image[:, rows, columns].astype(np.float64)
    pressure[pressure < step.least] = 0.0
    low_row, low_column = int(step.rows.min()) - 1, int(step.columns.min()) - 1
    return replace(step, rows=rows + low_row, columns=columns + low_column, pressure=pressure)


def _moved(image: NDArray[np.float32], share: float, axis: int) -> NDArray[np.float32]:
    """Images with an empty margin, moved by a share of a cell."""
    part = np.float32(abs(share))
    moved = image * (np.float32(1.0) - part)
    ahead, behind = [slice(None)] * 3, [slice(None)] * 3
    ahead[axis], behind[axis] = slice(1, None), slice(None, -1)
    to, of = (ahead, behind) if share > 0 else (behind, ahead)
    moved[tuple(to)] += part * image[tuple(of)]
    return moved


def value_step(step: StepFrames) -> float:
    """Step between the values that a device reports, kPa; 0 where they are too fine to matter.

    The smallest difference between pressures of the frame with the largest force.
    """
    values = np.unique(step.pressure[int(step.force.argmax())])
    size = float(np.diff(values).min()) if values.size > 1 else 0.0
    return size if size > _FINE * float(step.peak.max()) else 0.0
