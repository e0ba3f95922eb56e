"""A toe line that a person drew."""

from __future__ import annotations

import numpy as np

from pedograph.anatomy.cells import UnreadablePrint
from pedograph.anatomy.toes import Sampler, ToeLine
from pedograph.recording import FloatArray

_STEP = 2.0
"""mm between the points of the line."""
_NARROWEST = 10.0
"""mm across the foot that a toe line must cover at least."""


def toe_line_through(medial: FloatArray, along: FloatArray, pressure: Sampler, loaded: Sampler) -> ToeLine:
    """The toe line through points of the foot frame, straight between them.

    Parameters
    ----------
    medial, along : float array [point]
        mm, in any order.
    pressure : Sampler
        Peak pressure, kPa.
    loaded : Sampler
        1 at the centre of loaded cells, 0 at that of others: above a half within a loaded cell.

    Returns
    -------
    ToeLine
        Its ``depth`` is the median pressure on the line as a share of the largest pressure up to 30 mm behind it.

    Raises
    ------
    UnreadablePrint
        If the points do not lie across the foot.
    """
    order = np.argsort(medial)
    medial, along = medial[order], along[order]
    if float(medial[-1] - medial[0]) < _NARROWEST:
        raise UnreadablePrint("the toe line set by hand does not run across the foot")
    across = np.linspace(medial[0], medial[-1], max(round(float(medial[-1] - medial[0]) / _STEP) + 1, 8))
    line = np.interp(across, medial, along)
    back = np.arange(_STEP, 30.0, _STEP)
    behind = pressure(*np.broadcast_arrays(across[:, None], line[:, None] - back))
    depth = float(np.median(pressure(across, line))) / max(float(behind.max()), 1e-9)
    return ToeLine(across, line, depth, loaded(across, line) > 0.5)
