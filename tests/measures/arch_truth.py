"""What is true of a model foot's print without toes, read off the fine grid of its continuous pressure field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray
from pedograph.simulation.foot import FINE_STEP, plantar_field
from pedograph.simulation.foot_truth import foot_truth
from pedograph.simulation.gait import StepParameters


@dataclass(frozen=True)
class ArchTruth:
    """Widths and areas of a print without toes.

    Parameters
    ----------
    length : float
        mm.
    heel_width, midfoot_width, foot_width : float
        mm.
    truncated_arch_index, arch_index : float
        Shares.
    clarke_angle : float
        Degrees.
    arch_length_index : float
        Ratio.
    """

    length: float
    heel_width: float
    midfoot_width: float
    foot_width: float
    truncated_arch_index: float
    arch_index: float
    clarke_angle: float
    arch_length_index: float


def arch_truth(parameters: StepParameters, threshold: float) -> ArchTruth:
    """The truth of a step above a contact threshold in kPa."""
    truth = foot_truth(parameters, threshold)
    m, y = plantar_field(parameters.foot).fine_grid
    rows = np.flatnonzero(truth.toeless.any(axis=1))
    contact, along = truth.toeless[rows[0] : rows[-1] + 1], y[rows[0] : rows[-1] + 1]
    width = contact.sum(axis=1) * FINE_STEP
    place = (along - along[0]) / (along[-1] - along[0])
    rear, middle = place < 1 / 3, (place >= 1 / 3) & (place <= 2 / 3)
    inner = m[contact.shape[1] - 1 - np.argmax(contact[:, ::-1], axis=1)] + FINE_STEP / 2
    angle, ratio = _hollow(along, inner, place)
    return ArchTruth(
        length=float(along[-1] - along[0]) + FINE_STEP,
        heel_width=float(width[rear].max()),
        midfoot_width=float(width[middle].min()),
        foot_width=truth.width,
        truncated_arch_index=float(width[middle].sum() / width[rear | middle].sum()),
        arch_index=truth.arch_index,
        clarke_angle=angle,
        arch_length_index=ratio,
    )


def _hollow(along: FloatArray, inner: FloatArray, place: FloatArray) -> tuple[float, float]:
    """Clarke's angle and the arch-length index by the convex hull of heel and ball."""
    from scipy.spatial import ConvexHull

    ends = np.flatnonzero(((place > 0.08) & (place < 0.33)) | (place > 0.78))
    points = np.stack([inner[ends], along[ends]], axis=1)
    corners = np.sort(ConvexHull(points).vertices)
    heels, balls = corners[place[ends[corners]] < 0.5], corners[place[ends[corners]] > 0.5]
    first, last = ends[_outermost(points, heels, balls)]
    edge = _smooth(np.stack([inner, along], axis=1)[first : last + 1])
    chord = edge[-1] - edge[0]
    depth = (chord[1] * (edge[0, 0] - edge[:, 0]) - chord[0] * (edge[0, 1] - edge[:, 1])) / np.hypot(*chord)
    deepest = int(depth.argmax())
    angle = np.degrees(np.arcsin(depth[deepest] / np.hypot(*(edge[-1] - edge[deepest]))))
    return float(angle), float(np.hypot(*np.diff(edge, axis=0).T).sum() / np.hypot(*chord))


def _outermost(points: FloatArray, heels: FloatArray, balls: FloatArray) -> list[int]:
    """The heel and the ball corner whose line has no other point beyond it."""

    def beyond(heel: int, ball: int) -> float:
        slope = (points[ball, 0] - points[heel, 0]) / (points[ball, 1] - points[heel, 1])
        return float((points[:, 0] - points[heel, 0] - slope * (points[:, 1] - points[heel, 1])).max())

    pairs = [(int(heel), int(ball)) for heel in heels for ball in balls]
    return list(min(pairs, key=lambda pair: beyond(*pair)))


def _smooth(edge: FloatArray) -> FloatArray:
    """An edge without the stairs of the fine grid, its ends kept."""
    size = 17
    inner = np.pad(edge[:, 0], size // 2, mode="reflect", reflect_type="odd")
    smooth = np.convolve(inner, np.ones(size) / size, mode="valid")
    return np.stack([smooth, edge[:, 1]], axis=1)
