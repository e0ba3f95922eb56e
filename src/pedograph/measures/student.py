"""Student's distribution, for what is known of a few values only."""

from __future__ import annotations

import numpy as np


def student(freedom: float) -> float:
    """97.5 % point of Student's distribution; 1.96 for infinitely many degrees of freedom."""
    from scipy.special import ndtri, stdtrit

    return float(ndtri(0.975) if np.isinf(freedom) else stdtrit(freedom, 0.975))
