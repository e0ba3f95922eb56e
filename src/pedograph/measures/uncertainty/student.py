"""Student's distribution, for what is known of a few values only."""

from __future__ import annotations

from typing import Final

import numpy as np

NORMAL: Final = 1.959963984540054
"""97.5 % point of the normal distribution: Student's for infinitely many degrees of freedom."""


def student(freedom: float) -> float:
    """97.5 % point of Student's distribution; `NORMAL` for infinitely many degrees of freedom."""
    from scipy.special import stdtrit

    return NORMAL if np.isinf(freedom) else float(stdtrit(freedom, 0.975))
