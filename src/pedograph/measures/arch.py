"""Arch height as the print shows it: arch index and its pressure-weighted form."""

from __future__ import annotations

import numpy as np

from pedograph.anatomy.cells import Cells
from pedograph.measures.context import StepContext
from pedograph.recording import FloatArray


def arch_index(context: StepContext) -> float:
    """Area of the middle third over the area of the print without toes (Cavanagh and Rodgers, 1987)."""
    anatomy = context.anatomy
    return middle_share(anatomy.cells, anatomy.cells.area * anatomy.toeless, anatomy.borders.thirds)


def modified_arch_index(context: StepContext) -> float:
    """Peak pressure summed over the middle third, over that of the print without toes (Chu and others, 1995)."""
    anatomy = context.anatomy
    return middle_share(anatomy.cells, anatomy.cells.peak * anatomy.toeless, anatomy.borders.thirds)


def middle_share(cells: Cells, amount: FloatArray, thirds: tuple[float, float]) -> float:
    """Share of an amount per cell that lies in the middle third; cells on a cut line are split.

    Parameters
    ----------
    cells : Cells
        In the foot frame.
    amount : float array [cell]
        Area or pressure without toes.
    thirds : (float, float)
        Ends of the first and of the second third, mm.
    """
    return max(float(np.sum(amount * cells.share_along(*thirds)) / np.sum(amount)), 0.0)
