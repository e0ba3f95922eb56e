"""The gait line: the path of the centre of pressure in the foot frame over stance, and left against right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pedograph.measures.context import StepContext
from pedograph.measures.cop.path import need_points
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray

NODES: Final = 101
"""Nodes of a curve over stance: one for each per cent and one for the start."""


@dataclass(frozen=True, eq=False)
class CopCurve:
    """A path of the centre of pressure at 101 even times of its duration.

    Parameters
    ----------
    medial, along : float array [node]
        mm in the foot frame, the same for left and right feet.
    length, width : float
        Length of the foot and width of its forefoot, mm.
    """

    medial: FloatArray
    along: FloatArray
    length: float
    width: float

    @property
    def stance(self) -> FloatArray:
        """0 to 100 % of the time from the first to the last point of the path [node]."""
        return np.linspace(0.0, 100.0, self.medial.size)

    @property
    def medial_share(self) -> FloatArray:
        """Distance from the foot axis, % of forefoot width, medial positive [node]."""
        return np.asarray(100.0 * self.medial / self.width)

    @property
    def along_share(self) -> FloatArray:
        """Distance from the heel end, % of foot length [node]."""
        return np.asarray(100.0 * self.along / self.length)


@dataclass(frozen=True, eq=False)
class GaitLineSymmetry:
    """How far apart the mean gait lines of the two feet lie, laid over each other in the foot frame.

    Parameters
    ----------
    rms, largest : float
        Root mean square and largest distance over the nodes, mm.
    rms_share, largest_share : float
        The same in % of the mean width of both forefeet.
    largest_at : float
        % of stance at which the distance is largest.
    left, right : CopCurve
        The mean gait lines.
    """

    rms: float
    largest: float
    rms_share: float
    largest_share: float
    largest_at: float
    left: CopCurve
    right: CopCurve


def cop_curve(context: StepContext) -> CopCurve:
    """The gated path in the foot frame at 101 nodes, even in time, by linear interpolation.

    Raises
    ------
    Unmeasurable
        If the foot did not roll over the plate, or the path has fewer than three points.
    """
    context.need_walk()
    need_points(context.path)
    time, (medial, along) = context.path.time, context.foot_path
    nodes = np.linspace(time[0], time[-1], NODES)
    return CopCurve(
        np.interp(nodes, time, medial),
        np.interp(nodes, time, along),
        context.anatomy.length,
        context.anatomy.width,
    )


def mean_curve(curves: Sequence[CopCurve]) -> CopCurve:
    """The mean of gait lines, node by node.

    Raises
    ------
    Unmeasurable
        If there is none.
    """
    if not curves:
        raise Unmeasurable("no_gait_line", "there is no gait line to take the mean of")
    return CopCurve(
        np.mean([curve.medial for curve in curves], axis=0),
        np.mean([curve.along for curve in curves], axis=0),
        float(np.mean([curve.length for curve in curves])),
        float(np.mean([curve.width for curve in curves])),
    )


def gait_line_symmetry(left_paths: Sequence[CopCurve], right_paths: Sequence[CopCurve]) -> GaitLineSymmetry:
    """How unlike the gait lines of left and right feet are.

    Parameters
    ----------
    left_paths, right_paths : sequence of CopCurve
        Gait lines of each foot's steps, from `cop_curve`; the foot frame has mirrored one side already.

    Raises
    ------
    Unmeasurable
        If one of the feet has none.
    """
    for name, curves in (("left", left_paths), ("right", right_paths)):
        if not curves:
            raise Unmeasurable("no_gait_line", f"there is no gait line of the {name} foot")
    left, right = mean_curve(left_paths), mean_curve(right_paths)
    distance = np.hypot(left.medial - right.medial, left.along - right.along)
    rms, largest = float(np.sqrt(np.mean(distance**2))), float(distance.max())
    width = (left.width + right.width) / 2
    at = float(left.stance[distance.argmax()])
    return GaitLineSymmetry(rms, largest, 100.0 * rms / width, 100.0 * largest / width, at, left, right)
