"""Where a standing person puts the load: left and right, front and rear, regions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pedograph.anatomy import scheme, scheme_weights, schemes_for
from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import NO_FOOT
from pedograph.measures.model import Measure, Unmeasurable
from pedograph.recording import FloatArray
from pedograph.standing.feet import FootOnGround
from pedograph.standing.model import REGION_KEY, picture_flags
from pedograph.standing.sway import BLOCKS, Values, jackknife

SPLIT = 0.5
"""Share of the foot's length, from the heel end to the tip of the toes, at which front and rear part."""
_LINE_ERROR = 0.3
"""Standard error of the line's place in cells: both ends of the foot lie somewhere within a cell."""
_MM2_PER_CM2 = 100.0


def left_share(left: FloatArray, right: FloatArray) -> FloatArray:
    """Load on the left foot in % of both, from their forces."""
    return np.asarray(100.0 * left / (left + right))


def side_values(left: FloatArray, right: FloatArray) -> Values:
    """Mean load of either foot in % of both, and the SD of its course.

    Parameters
    ----------
    left, right : float array [sample]
        Forces, N.
    """
    share = left_share(left, right)
    mean, error = mean_and_error(share)
    values: Values = {"standing_load_left": (mean, error), "standing_load_right": (100.0 - mean, error)}
    if share.size > 1:
        spread, spread_error = jackknife(_deviation, _block_sums(np.stack([share, share * share], axis=1)))
        values["standing_load_sd"] = (float(spread[0]), float(spread_error[0]))
    return values


def load_values(feet: tuple[FootOnGround, ...], force: FloatArray) -> Values:
    """Mean force, area of the prints, and the mean pressure on it."""
    mean, error = mean_and_error(force)
    area = sum(foot.picture.peak.size * foot.picture.cell_area for foot in feet)
    area_error = float(np.sqrt(sum(_rim_cells(foot) * foot.picture.cell_area**2 / 12.0 for foot in feet)))
    pressure = 1000.0 * mean / area
    relative = float(np.hypot((error or 0.0) / mean, area_error / area))
    return {
        "standing_force": (mean, error),
        "standing_contact_area": (area / _MM2_PER_CM2, area_error / _MM2_PER_CM2),
        "standing_mean_pressure": (pressure, pressure * relative),
    }


def _rim_cells(foot: FootOnGround) -> int:
    """Cells of the print with an unloaded neighbour; the foot covers an unknown part of each."""
    from scipy.ndimage import binary_erosion

    step = foot.picture
    image = np.zeros((int(np.ptp(step.rows)) + 3, int(np.ptp(step.columns)) + 3), dtype=bool)
    image[step.rows - step.rows.min() + 1, step.columns - step.columns.min() + 1] = True
    return int(np.count_nonzero(image & ~binary_erosion(image)))


def fore_rear_values(feet: tuple[FootOnGround, ...]) -> Values:
    """Load in front of and behind the middle of the feet's length, % of both.

    Raises
    ------
    Unmeasurable
        If the print of one of the feet cannot be read.
    """
    parts = []
    for foot in feet:
        if foot.anatomy is None:
            why_not = foot.why_no_anatomy or NO_FOOT
            raise Unmeasurable(why_not.key, f"{foot.name}: {why_not}")
        slack = _LINE_ERROR * float(np.sqrt(foot.picture.cell_area))
        fore, nearer, farther = (
            foot.anatomy.cells.share_along(SPLIT * foot.anatomy.length + shift, np.inf)
            for shift in (0.0, -slack, slack)
        )
        columns = np.stack([fore, np.ones_like(fore), (nearer - farther) / 2.0], axis=1)
        parts.append(_print_over_blocks(foot) @ columns)
    rows = np.sum(parts, axis=0)
    value, error = _share_of(rows[:, :2])
    by_line = 100.0 * float(rows[:, 2].sum() / rows[:, 1].sum())
    error = float(np.hypot(error or 0.0, by_line))
    return {"standing_fore_load": (value, error), "standing_rear_load": (100.0 - value, error)}


def region_loads(foot: FootOnGround) -> Mapping[str, Mapping[str, Measure]]:
    """Share of the foot's load on each region, by scheme and region; empty where the print cannot be read."""
    if foot.anatomy is None:
        return {}
    blocks = _print_over_blocks(foot)
    unit = catalogue()[REGION_KEY].unit
    flags = (*foot.anatomy.flags, *picture_flags(REGION_KEY, len(foot.pressure)))
    schemes: dict[str, dict[str, Measure]] = {}
    places = foot.anatomy.places
    for key in schemes_for(foot.picture.footstep.recording.grid):
        schemes[key] = {}
        for name, weight in scheme_weights(places, scheme(key)).items():
            value, error = _share_of(blocks @ np.stack([weight, np.ones_like(weight)], axis=1))
            schemes[key][name] = Measure(REGION_KEY, value, unit, error, flags)
    return schemes


def mean_and_error(values: FloatArray) -> tuple[float, float | None]:
    """Mean of a course and its standard error from the spread of its tenths; None for a single image."""
    if values.size < BLOCKS:
        return float(values.mean()), None
    mean, error = jackknife(lambda sums: np.asarray(sums[1:] / sums[0]), _block_sums(values[:, None]))
    return float(mean[0]), float(error[0])


def _deviation(sums: FloatArray) -> FloatArray:
    count, total, squares = sums
    return np.array([np.sqrt(max(squares / count - (total / count) ** 2, 0.0))])


def _block_sums(columns: FloatArray) -> FloatArray:
    """Count and sums of each tenth [block, 1 + column]."""
    return np.stack([[len(block), *block.sum(axis=0)] for block in np.array_split(columns, BLOCKS)])


def _print_over_blocks(foot: FootOnGround) -> FloatArray:
    """Pressure on the cells of the print, summed over each tenth of the time; one row for a single image."""
    places = {place: number for number, place in enumerate(zip(foot.rows, foot.columns, strict=True))}
    print_cells = [places[place] for place in zip(foot.picture.rows, foot.picture.columns, strict=True)]
    pressure = foot.pressure[:, print_cells]
    parts = np.array_split(pressure, BLOCKS) if len(pressure) >= BLOCKS else [pressure]
    return np.stack([part.sum(axis=0) for part in parts])


def _share_of(rows: FloatArray) -> tuple[float, float | None]:
    """A part's share in % from (part, whole) of each tenth, and its standard error."""
    part, whole = rows.sum(axis=0)
    if len(rows) < BLOCKS:
        return float(100.0 * part / whole), None
    value, error = jackknife(lambda sums: np.asarray([100.0 * sums[0] / sums[1]]), rows)
    return float(value[0]), float(error[0])
