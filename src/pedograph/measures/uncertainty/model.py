"""The error of a number by its sources, and Student's distribution for what is known of a few values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

NORMAL: Final = 1.959963984540054
"""97.5 % point of the normal distribution: Student's for infinitely many degrees of freedom."""


def student(freedom: float) -> float:
    """97.5 % point of Student's distribution; `NORMAL` for infinitely many degrees of freedom."""
    from scipy.special import stdtrit

    return NORMAL if np.isinf(freedom) else float(stdtrit(freedom, 0.975))


@dataclass(frozen=True)
class ErrorShare:
    """What one source adds to the error of a measure.

    Parameters
    ----------
    source : str
        Name of the source (`pedograph.measures.uncertainty.sources.ErrorSource`).
    uncertainty : float
        Standard uncertainty from it alone, in the measure's unit.
    freedom : float
        Degrees of freedom of that.
    """

    source: str
    uncertainty: float
    freedom: float = float("inf")


@dataclass(frozen=True)
class ErrorBudget:
    """The error of one measure by its sources.

    Parameters
    ----------
    shares : tuple of ErrorShare
        One for each source that could be looked at, in the order in which they were.
    """

    shares: tuple[ErrorShare, ...] = ()

    def with_share(self, share: ErrorShare) -> ErrorBudget:
        """The budget with the share of one more source, or with another share of one that it has."""
        if any(known.source == share.source for known in self.shares):
            same = (share if known.source == share.source else known for known in self.shares)
            return replace(self, shares=tuple(same))
        return replace(self, shares=(*self.shares, share))

    @property
    def by_source(self) -> dict[str, float]:
        """Standard uncertainty by name of the source, in the measure's unit."""
        return {share.source: share.uncertainty for share in self.shares}

    @property
    def total(self) -> float | None:
        """Standard uncertainty from all sources; None where no source could be looked at.

        Enlarged by the quantile of Student's distribution over that of the normal one, for the effective degrees
        of freedom of Welch and Satterthwaite (JCGM 100:2008, G.4.1)."""
        if not self.shares:
            return None
        variance = sum(share.uncertainty**2 for share in self.shares)
        lost = sum(share.uncertainty**4 / share.freedom for share in self.shares)
        return float(np.sqrt(variance)) * student(variance**2 / lost if lost else np.inf) / NORMAL
