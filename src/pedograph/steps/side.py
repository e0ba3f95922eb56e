"""Left or right, with a probability: by the print's shape, by the way the load travels, and by the walk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pedograph.recording import FloatArray, Side
from pedograph.steps.shape import Shape

# Fitted by ridge logistic regression on 600 walks of ten people (benchmarks/side.py): each person was told right
# by the weights of the nine others. Features are antisymmetric, so there is no intercept, and a mirrored print
# gets the mirrored answer with the same probability.
_WEIGHTS: FloatArray = np.array([1.93, 7.57, 3.80, 2.55, 10.75])
_BLUR = 6.0
"""mm over which a cell passes from one part of the foot to the next."""
_LARGEST_VOTE = 6.0
"""Log odds beyond which one print's word counts no more."""
SAME_PLACE = 80.0
"""mm; contacts whose centres lie closer are of one foot (an insole, a treadmill's return)."""


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


def sides_of(shapes: Sequence[Shape], centres: FloatArray, times: FloatArray) -> list[tuple[Side, float]]:
    """Side and probability of each step, neighbours in the walk taken into account.

    Parameters
    ----------
    shapes : sequence of Shape
        One per step, in order of first contact.
    centres : float array [step, 2]
        Centre of each print on the plate, x and y in mm.
    times : float array [step, 2]
        First and last contact, s.
    """
    votes = np.array([shape_vote(shape) for shape in shapes])
    if len(votes) == 0:
        return []
    signs = _relative_signs(shapes, centres)
    known = signs != 0
    walk_vote = float((signs * votes).sum() + _line_vote(shapes, centres, signs))
    combined = np.where(known, signs * np.clip(walk_vote, -10, 10), votes)
    # A print that speaks against its walk keeps its doubt.
    against = known & (combined * votes < 0)
    combined = np.where(against, combined * 0.5, combined)
    return [_answer(vote) for vote in combined]


def _answer(vote: float) -> tuple[Side, float]:
    if vote == 0:
        return Side.UNKNOWN, 0.5
    return (Side.RIGHT if vote > 0 else Side.LEFT), float(1 / (1 + np.exp(-abs(vote))))


def _relative_signs(shapes: Sequence[Shape], centres: FloatArray) -> FloatArray:
    """+1 where a step is of the same foot as the first, -1 where of the other."""
    signs = np.ones(len(shapes))
    for step in range(1, len(shapes)):
        earlier = _same_place(centres, step)
        signs[step] = signs[earlier] if earlier is not None else -signs[step - 1]
    return signs


def _same_place(centres: FloatArray, step: int) -> int | None:
    """The latest earlier step that stood where this one stands."""
    distance = np.hypot(*(centres[:step] - centres[step]).T)
    near = np.flatnonzero(distance < SAME_PLACE)
    return int(near[-1]) if near.size else None


def _line_vote(shapes: Sequence[Shape], centres: FloatArray, signs: FloatArray) -> float:
    """Log odds that the first step is a right one, from where the steps lie beside the line of walking."""
    first, second = centres[signs > 0], centres[signs < 0]
    if not len(first) or not len(second):
        return 0.0
    direction = np.sign(sum(shape.direction for shape in shapes)) or 1.0
    beside = direction * (first[:, 0].mean() - second[:, 0].mean())
    return float(np.clip(beside / 20.0, -4.0, 4.0))
