"""A foot read off its print: frame, axis, toe line, thirds and regions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.anatomy.edges import FRONT_CAP, HEEL_CAP, TIP_CAP, Line, ends_across, ends_along, tangent
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.regions import Borders, hallux_border, ten_weights
from pedograph.anatomy.toes import Sampler, ToeLine, find_toe_line
from pedograph.recording import FloatArray
from pedograph.steps import StepFrames
from pedograph.steps.shape import long_axis

SECOND_RAY = 0.385
"""Place of the second ray across the ball, from the inner edge: the middle of the second metatarsal's share."""
_ROUNDS = 5
_UNCLEAR_VALLEY = 0.5


@dataclass(frozen=True, eq=False)
class FootAnatomy:
    """What a print shows of the foot; positions in the foot frame, mm.

    Parameters
    ----------
    frame : FootFrame
        Origin at the heel end of the axis; the axis runs from the centre of the heel to the second ray.
    cells : Cells
        Every loaded cell of the step, in the frame.
    toeless : float array [cell]
        Share of each cell behind the toe line.
    length, toeless_length : float
        From the heel end to the tip of the toes, and to the front of the print without toes.
    width : float
        Across the forefoot without toes.
    heel_centre : (float, float)
        Centre of the heel (medial, along).
    borders : Borders
        Thirds, toe line, tangents and the hallux' end.
    ten : float array [cell, region]
        Share of each cell in each of the ten regions.
    flags : tuple of str
        What makes the anatomy doubtful.
    """

    frame: FootFrame
    cells: Cells
    toeless: FloatArray
    length: float
    toeless_length: float
    width: float
    heel_centre: tuple[float, float]
    borders: Borders
    ten: FloatArray
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Fit:
    """A frame on its way to the final axis."""

    frame: FootFrame
    cells: Cells
    front: float
    edges: tuple[float, float]
    heel_centre: tuple[float, float]


def find_anatomy(step: StepFrames) -> FootAnatomy:
    """Read frame, axis, toe line, thirds and regions off the peak image of a complete step.

    The axis is that of Cavanagh and Rodgers (1987): from the centre of the heel to the second toe. The second toe
    often leaves no print, so the axis is drawn to the second ray: the place across the ball where the middle of
    the second metatarsal lies. Axis, heel end and front of the print depend on each other and are found in turns.

    Parameters
    ----------
    step : StepFrames
        A complete step.
    """
    angle = long_axis(step.x - step.x.mean(), step.y - step.y.mean())
    if step.footstep.direction < 0:
        angle += np.pi
    frame = FootFrame(float(step.x.mean()), float(step.y.mean()), angle, step.footstep.side)
    frame = _at_heel_end(step, frame)
    for _ in range(2):
        cells = cells_in(step, frame)
        toe_line = _toe_line(step, frame, cells)
        toeless = toe_line.share_behind(cells)
        fit = _fit_axis(step, frame, toeless)
        frame = fit.frame
    toe_line = _toe_line(step, frame, fit.cells)
    return _anatomy(fit, toe_line)


def cells_in(step: StepFrames, frame: FootFrame) -> Cells:
    """The step's cells in a foot frame."""
    medial, along = frame.to_foot(step.x, step.y)
    (ax, ay), (mx, my) = frame.axis, frame.inner
    grid = step.footstep.recording.grid
    area = np.full(medial.size, step.cell_area)
    row_edge = (my * grid.row_spacing, ay * grid.row_spacing)
    return Cells(medial, along, step.peak, area, row_edge, (mx * grid.column_spacing, ax * grid.column_spacing))


def _at_heel_end(step: StepFrames, frame: FootFrame) -> FootFrame:
    cells = cells_in(step, frame)
    return frame.moved(ends_along(cells, cells.area, HEEL_CAP, -1))


def _toe_line(step: StepFrames, frame: FootFrame, cells: Cells) -> ToeLine:
    length = ends_along(cells, cells.area, TIP_CAP, 1)
    ball = cells.area * cells.share_along(0.55 * length, 0.8 * length)
    edges = (ends_across(cells, ball, -1), ends_across(cells, ball, 1))
    return find_toe_line(cells, _sampler(step, frame), length, edges)


def _sampler(step: StepFrames, frame: FootFrame) -> Sampler:
    """The peak image as a function of (medial, along)."""
    low_row, low_column = int(step.rows.min()), int(step.columns.min())
    image = np.zeros((int(step.rows.max()) - low_row + 1, int(step.columns.max()) - low_column + 1))
    image[step.rows - low_row, step.columns - low_column] = step.peak
    grid = step.footstep.recording.grid

    def to_index(medial: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
        x, y = frame.to_plate(medial, along)
        return y / grid.row_spacing - 0.5 - low_row, x / grid.column_spacing - 0.5 - low_column

    return Sampler(image, to_index)


def _fit_axis(step: StepFrames, frame: FootFrame, toeless: FloatArray) -> _Fit:
    """Turn the frame until its axis runs from the heel's centre to the second ray."""
    for _ in range(_ROUNDS):
        fit = _look(step, frame, toeless)
        (heel_m, heel_l), (outer, inner) = fit.heel_centre, fit.edges
        second_ray = inner - SECOND_RAY * (inner - outer)
        turn = np.arctan2(second_ray - heel_m, 0.84 * fit.front - heel_l)
        frame = _turned(fit.frame, fit.heel_centre, float(turn))
    return _look(step, _at_heel_end(step, frame), toeless)


def _look(step: StepFrames, frame: FootFrame, toeless: FloatArray) -> _Fit:
    """Heel centre, front and edges of the ball in a frame moved to its heel end."""
    frame = _at_heel_end(step, frame)
    cells = cells_in(step, frame)
    area = cells.area * toeless
    front = ends_along(cells, area, FRONT_CAP, 1)
    heel = area * cells.share_along(0.0, 0.25 * front)
    centre = (float(np.average(cells.medial, weights=heel)), float(np.average(cells.along, weights=heel)))
    ball = area * cells.share_along(0.70 * front, 0.98 * front)
    return _Fit(frame, cells, front, (ends_across(cells, ball, -1), ends_across(cells, ball, 1)), centre)


def _turned(frame: FootFrame, centre: tuple[float, float], turn: float) -> FootFrame:
    """The frame turned towards the inner side by ``turn`` radians, with its axis through a point."""
    x, y = frame.to_plate(np.array(centre[0]), np.array(centre[1]))
    mx, my = frame.inner
    ax, ay = frame.axis
    new_x, new_y = ax * np.cos(turn) + mx * np.sin(turn), ay * np.cos(turn) + my * np.sin(turn)
    return FootFrame(float(x), float(y), float(np.arctan2(new_x, new_y)), frame.side)


def _anatomy(fit: _Fit, toe_line: ToeLine) -> FootAnatomy:
    cells = fit.cells
    toeless = toe_line.share_behind(cells)
    area = cells.area * toeless
    front = ends_along(cells, area, FRONT_CAP, 1)
    inner, outer = tangent(cells, area, front, 1), tangent(cells, area, front, -1)
    borders = Borders((front / 3, 2 * front / 3), toe_line, inner, outer)
    borders = Borders(borders.thirds, toe_line, inner, outer, hallux_border(cells, borders))
    fore = area * cells.share_along(2 * front / 3, front)
    toes = float((cells.area - area).sum())
    length = ends_along(cells, cells.area, TIP_CAP, 1) if toes > 50.0 else front
    return FootAnatomy(
        fit.frame,
        cells,
        toeless,
        length,
        front,
        ends_across(cells, fore, 1) - ends_across(cells, fore, -1),
        fit.heel_centre,
        borders,
        ten_weights(cells, borders),
        _doubts(toe_line, toes, inner, outer),
    )


def _doubts(toe_line: ToeLine, toes: float, inner: Line, outer: Line) -> tuple[str, ...]:
    flags = []
    if toes <= 50.0:
        flags.append("no toe touched the plate")
    elif toe_line.depth > _UNCLEAR_VALLEY:
        flags.append("no clear valley between toes and metatarsal heads")
    if inner.ball[0] <= outer.ball[0]:
        flags.append("the sides of the forefoot could not be told apart")
    return tuple(flags)
