"""Left or right, with a probability: by the print's shape, by the way the load travels, and by the walk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray, IndexArray, Side
from pedograph.steps.shape import Shape

# Fitted by ridge logistic regression on 600 walks of ten people (benchmarks/side.py): each person was told right
# by the weights of the nine others. Features are antisymmetric, so there is no intercept, and a mirrored print
# gets the mirrored answer with the same probability.
_WEIGHTS: FloatArray = np.array([1.93, 7.57, 3.80, 2.55, 10.75])
_BLUR = 6.0
"""mm over which a cell passes from one part of the foot to the next."""
_LARGEST_VOTE = 6.0
"""Log odds beyond which one print's word counts no more."""
_NO_VOTE = 1e-6
"""Log odds that are nothing but rounding."""
_PART_VOTE = 1.0
"""The same for a print that is incomplete."""
_NEIGHBOURS, _NEIGHBOURS_OF_A_PART = 2.5, 4.5
"""Log odds that a print's neighbours in the walk can add, for a complete print and for a part of one."""
SAME_PLACE = 80.0
"""mm; contacts whose centres lie closer are taken for one foot's, as in an insole."""
_STEP = (200.0, 1100.0)
"""mm from one step to the next."""
_LONGEST_STEP_TIME = 1.6
"""s from one first contact to the next in the same walk."""


def side_features(shape: Shape) -> FloatArray:
    """Five numbers that are positive for a right foot and negative for a left one.

    All are distances across the foot divided by the print's width: where the midfoot lies beside the line
    from heel to forefoot; where the toes lie against the forefoot; how the forefoot slants; how far the centre of
    pressure bows out; and where it leaves.
    """
    heel, midfoot, forefoot, toes = (
        _centre(shape, low, high) for low, high in ((-1.0, 0.25), (0.3, 0.5), (0.55, 0.75), (0.85, 2.0))
    )
    chord = heel + (forefoot - heel) * (0.4 - 0.125) / (0.65 - 0.125)
    bow, leave = _path_features(shape, forefoot)
    slant = -_slope(shape, 0.5, 0.82) * shape.width / 3
    features = np.array([midfoot - chord, forefoot - toes, slant, bow, leave])
    return np.nan_to_num(features / shape.width)


def _share(shape: Shape, low: float, high: float) -> FloatArray:
    """How far each cell lies between two places along the foot, without a jump at either [cell]."""
    places = shape.along / shape.length
    blur = _BLUR / shape.length
    return np.asarray(np.clip((places - low) / blur + 0.5, 0, 1) * np.clip((high - places) / blur + 0.5, 0, 1))


def _centre(shape: Shape, low: float, high: float) -> float:
    """Mean place across the foot between two places along it, mm; NaN where nothing is loaded."""
    share = _share(shape, low, high)
    total = float(share.sum())
    return float(share @ shape.across) / total if total > 0.5 else np.nan


def _slope(shape: Shape, low: float, high: float) -> float:
    """Slope of the loaded area: mm along the foot for each mm across it."""
    share = _share(shape, low, high)
    total = float(share.sum())
    if total < 5:
        return np.nan
    across = shape.across - float(share @ shape.across) / total
    return float(share @ (across * shape.along)) / max(float(share @ across**2), 1e-9)


def _path_features(shape: Shape, forefoot: float) -> tuple[float, float]:
    """How far the path lies right of its chord on average, and how far left of the forefoot it ends, mm."""
    path = shape.cop[np.isfinite(shape.cop[:, 0])]
    if len(path) < 5 or np.ptp(path[:, 0]) < 0.4 * shape.length:
        return np.nan, np.nan
    first, last = path[0], path[-1]
    span = last[0] - first[0]
    share = (path[:, 0] - first[0]) / span if abs(span) > 1 else np.zeros(len(path))
    bow = float((path[:, 1] - first[1] - share * (last[1] - first[1])).mean())
    return bow, forefoot - float(path[-max(len(path) // 20, 1) :, 1].mean())


def shape_vote(shape: Shape) -> float:
    """Log odds that a print is a right foot, from its shape and its path alone."""
    return float(np.clip(side_features(shape) @ _WEIGHTS, -_LARGEST_VOTE, _LARGEST_VOTE))


@dataclass(frozen=True, eq=False)
class SideEvidence:
    """Where and when a print was made, to see which prints are of one walk.

    Parameters
    ----------
    shape : Shape
        The print.
    x, y : float
        Its middle on the plate, mm.
    start : float
        First contact, s.
    whole : bool
        Whether all of the foot was recorded.
    """

    shape: Shape
    x: float
    y: float
    start: float
    whole: bool

    @property
    def vote(self) -> float:
        """Log odds that it is a right foot, by itself; a part of a print, or one of unsure ends, says little."""
        vote = shape_vote(self.shape)
        largest = _LARGEST_VOTE if self.whole and self.shape.sure else _PART_VOTE
        return float(np.clip(vote, -largest, largest))


def sides_of(prints: Sequence[SideEvidence]) -> list[tuple[Side, float]]:
    """Side and probability of each step, in order of first contact.

    A print speaks for itself. Its neighbours in the same walk add what they can, left and right in turn, but
    they cannot outvote a clear print: a person may turn round, hop, or be followed by another.
    """
    if not prints:
        return []
    own = np.array([print_.vote for print_ in prints])
    walks, signs = _walks(prints)
    combined = own.copy()
    for walk in np.unique(walks):
        members = np.flatnonzero(walks == walk)
        line = _line_vote([prints[int(member)] for member in members], signs[members])
        together = float((signs[members] * own[members]).sum())
        for member in members:
            others = signs[member] * (together + line) - own[member]
            largest = _NEIGHBOURS if prints[int(member)].whole else _NEIGHBOURS_OF_A_PART
            combined[member] += np.clip(others, -largest, largest)
    return [_answer(float(vote)) for vote in combined]


def _answer(vote: float) -> tuple[Side, float]:
    if abs(vote) < _NO_VOTE:
        return Side.UNKNOWN, 0.5
    return (Side.RIGHT if vote > 0 else Side.LEFT), float(1 / (1 + np.exp(-abs(vote))))


def _walks(prints: Sequence[SideEvidence]) -> tuple[IndexArray, FloatArray]:
    """Number of the walk each step belongs to, and +1 or -1 for the same foot as the walk's first or the other."""
    walks, signs = np.zeros(len(prints), dtype=np.intp), np.ones(len(prints))
    for step in range(1, len(prints)):
        before, this = prints[step - 1], prints[step]
        if _same_place(before, this):
            walks[step], signs[step] = walks[step - 1], signs[step - 1]
        elif _next_step(before, this) or _beside(before, this):
            walks[step], signs[step] = walks[step - 1], -signs[step - 1]
        else:
            walks[step] = walks[step - 1] + 1
    return walks, signs


def _same_place(before: SideEvidence, this: SideEvidence) -> bool:
    """Whether a foot came down where one had lifted, as in an insole."""
    apart = np.hypot(this.x - before.x, this.y - before.y)
    return bool(apart < SAME_PLACE and this.shape.direction == before.shape.direction)


def _next_step(before: SideEvidence, this: SideEvidence) -> bool:
    """Whether a step follows another of the same walk: onwards, within reach, and soon."""
    onwards = (this.y - before.y) * before.shape.direction
    soon = this.start - before.start <= _LONGEST_STEP_TIME
    return soon and this.shape.direction == before.shape.direction and _STEP[0] <= onwards <= _STEP[1]


def _beside(before: SideEvidence, this: SideEvidence) -> bool:
    """Whether two prints stand side by side, as of a person who stands."""
    near = abs(this.y - before.y) < _STEP[0] and abs(this.x - before.x) < 2 * SAME_PLACE
    return near and abs(this.start - before.start) <= _LONGEST_STEP_TIME


def _line_vote(prints: Sequence[SideEvidence], signs: FloatArray) -> float:
    """Log odds that a walk's first step is a right one, from where its steps lie beside the line of walking."""
    x = np.array([print_.x for print_ in prints])
    first, second = x[signs > 0], x[signs < 0]
    if not first.size or not second.size:
        return 0.0
    beside = prints[0].shape.direction * (first.mean() - second.mean())
    return float(np.clip(beside / 20.0, -_NEIGHBOURS, _NEIGHBOURS))
