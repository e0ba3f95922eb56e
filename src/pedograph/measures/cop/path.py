"""The centre of pressure: its path, length, range, and how far it bows out (CPEI)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.anatomy import FootAnatomy, FootFrame
from pedograph.anatomy.tangents import side_end
from pedograph.measures.model import Unmeasurable
from pedograph.recording import BoolArray, FloatArray, IndexArray
from pedograph.steps import StepFrames

_STRIP = 0.03
"""Share of foot length either side of the line on which CPEI is measured, to read the foot's width there."""


@dataclass(frozen=True, eq=False)
class CentreOfPressure:
    """The path of the centre of pressure under one foot, in plate coordinates.

    Parameters
    ----------
    frames : int array [point]
        Frames of the step at which the path is defined.
    time : float array [point]
        s.
    x, y : float array [point]
        mm.
    """

    frames: IndexArray
    time: FloatArray
    x: FloatArray
    y: FloatArray

    def in_foot(self, frame: FootFrame) -> tuple[FloatArray, FloatArray]:
        """The path as (medial, along) of a foot frame, mm [point]."""
        return frame.to_foot(self.x, self.y)

    def part(self, chosen: BoolArray | IndexArray) -> CentreOfPressure:
        """Some points of the path."""
        return CentreOfPressure(self.frames[chosen], self.time[chosen], self.x[chosen], self.y[chosen])


def centre_of_pressure(step: StepFrames, minimum_force: float, minimum_cells: int) -> CentreOfPressure:
    """Centre of pressure while the force and the number of loaded cells are large enough to tell it.

    Parameters
    ----------
    step : StepFrames
        The step.
    minimum_force : float
        N.
    minimum_cells : int
        Loaded cells.
    """
    gated = np.flatnonzero((step.force > 0) & (step.force >= minimum_force) & (step.loaded_cells >= minimum_cells))
    # One pass over all frames; copying the gated ones out first would take longer than the sums.
    moments = step.pressure @ np.stack([step.x, step.y], axis=1)
    places = moments[gated] / (step.force[gated, None] / step.newton_per_kilopascal)
    return CentreOfPressure(gated, step.time[gated], places[:, 0], places[:, 1])


def path_length(path: CentreOfPressure) -> float:
    """Length of the path, mm."""
    need_points(path)
    return float(np.hypot(np.diff(path.x), np.diff(path.y)).sum())


def medial_range(path: CentreOfPressure, frame: FootFrame) -> float:
    """Extent of the path across the foot axis, mm."""
    need_points(path)
    return float(np.ptp(path.in_foot(frame)[0]))


def need_points(path: CentreOfPressure) -> None:
    """Raise Unmeasurable for a path of fewer than three points."""
    if path.frames.size < 3:
        raise Unmeasurable(
            "path_too_short", "the foot is loaded in too few frames for a path of the centre of pressure"
        )


def excursion_index(path: CentreOfPressure, anatomy: FootAnatomy, frame: FootFrame | None = None) -> float:
    """Centre of pressure excursion index, % of forefoot width, positive where the path bows to the lateral side.

    The chord joins the first and the last point of the path. On the line across the foot that is perpendicular
    to the inner tangent at two thirds of the foot's length, the distance from chord to path is taken and divided
    by the width of the foot on that line (Song and others, 1996).

    Parameters
    ----------
    path : CentreOfPressure
        Gated path.
    anatomy : FootAnatomy
        Tangent, length and cells.
    frame : FootFrame, optional
        Frame other than the anatomy's, to see how the index depends on it.

    Raises
    ------
    Unmeasurable
        If the path does not cross the line.
    """
    return 100.0 * excursion(path, anatomy, frame) / excursion_width(anatomy)


def excursion(path: CentreOfPressure, anatomy: FootAnatomy, frame: FootFrame | None = None) -> float:
    """Distance from chord to path on the line of the CPEI, mm, positive towards the lateral side.

    Parameters and errors are those of `excursion_index`.
    """
    need_points(path)
    medial, along = path.in_foot(frame or anatomy.frame)
    tangent, mark = anatomy.borders.inner.direction, _mark(anatomy)
    across = (-tangent[1], tangent[0])
    up = (medial - mark[0]) * tangent[0] + (along - mark[1]) * tangent[1]
    out = (medial - mark[0]) * across[0] + (along - mark[1]) * across[1]
    return _crossing(up, out) - _crossing(up[[0, -1]], out[[0, -1]])


def excursion_width(anatomy: FootAnatomy) -> float:
    """Width of the print without toes on the line of the CPEI, mm.

    Raises
    ------
    Unmeasurable
        If the forefoot left no print there.
    """
    return _width_on(anatomy, _mark(anatomy))


def _mark(anatomy: FootAnatomy) -> tuple[float, float]:
    """Where the line of the CPEI leaves the inner tangent: (medial, along) at two thirds of the length, mm."""
    along = anatomy.length * 2 / 3
    return float(anatomy.borders.inner.medial_at(np.array(along))), along


def _crossing(up: FloatArray, out: FloatArray) -> float:
    """Where a path crosses the line, outwards; the mean of the crossings if it does so more than once."""
    crosses = np.flatnonzero((up[:-1] < 0) != (up[1:] < 0))
    if not crosses.size:
        raise Unmeasurable("path_too_short", "the centre of pressure does not cross the front third of the foot")
    share = -up[crosses] / (up[crosses + 1] - up[crosses])
    return float((out[crosses] + share * (out[crosses + 1] - out[crosses])).mean())


def _width_on(anatomy: FootAnatomy, mark: tuple[float, float]) -> float:
    """Width of the print without toes on the line through the mark, perpendicular to the inner tangent, mm."""
    cells, tangent = anatomy.cells, anatomy.borders.inner.direction
    half = max(_STRIP * anatomy.length, float(np.sqrt(anatomy.cells.area.mean())))
    up = (cells.medial - mark[0]) * tangent[0] + (cells.along - mark[1]) * tangent[1]
    strip = cells.beyond(up + half, tangent) - cells.beyond(up - half, tangent)
    area = cells.area * anatomy.toeless * strip
    if area.sum() < 4 * cells.area.mean():
        raise Unmeasurable("part_left_no_print", "the forefoot left no print where its width is taken")
    return side_end(cells, area, 1) - side_end(cells, area, -1)
