"""The outline of a print: closed curves half-way between loaded and unloaded cells."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pedograph.anatomy import outline_of
from pedograph.recording import FloatArray, Footstep, PressureRecording, SensorGrid, Source
from pedograph.steps import StepFrames

GRID = SensorGrid(5.0, 7.0)


def outlines(cells: list[str]) -> tuple[FloatArray, ...]:
    """Outlines of a print drawn in characters, the first row nearest the walker; # is loaded."""
    loaded: NDArray[np.bool_] = np.array([[character == "#" for character in row] for row in cells])
    frames = np.where(loaded, 100.0, 0.0).astype(np.float32)[None]
    recording = PressureRecording(frames, np.zeros(1), GRID, Source("drawn", "", "drawn"))
    rows, columns = np.nonzero(loaded)
    footstep = Footstep(recording, 0, 0, 1, 0, 0, loaded)
    return outline_of(StepFrames(footstep, rows, columns, frames[:, rows, columns].astype(np.float64)))


def area(curve: FloatArray) -> float:
    """Signed area within a closed curve, mm2."""
    x, y = curve.T
    return 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def test_a_block_is_outlined_half_a_cell_outside_its_centres() -> None:
    (curve,) = outlines(["....", ".##.", ".##.", "...."])
    assert np.array_equal(curve[0], curve[-1])
    assert np.ptp(curve, axis=0) == pytest.approx([2 * GRID.column_spacing, 2 * GRID.row_spacing])
    assert curve[:, 0].mean() == pytest.approx(2 * GRID.column_spacing, abs=GRID.column_spacing / 4)
    # The four corners are cut off half-way to the neighbouring cells' centres.
    assert abs(area(curve)) == pytest.approx((4 - 4 / 8) * GRID.cell_area)


def test_a_print_at_the_border_of_the_plate_is_closed_too() -> None:
    (curve,) = outlines(["##", "##"])
    assert np.array_equal(curve[0], curve[-1])
    assert curve.min(axis=0) == pytest.approx([0.0, 0.0])


def test_parts_and_holes_have_curves_of_their_own() -> None:
    curves = outlines(["###..", "#.#.#", "###.."])
    assert len(curves) == 3
    assert all(np.array_equal(curve[0], curve[-1]) for curve in curves)
    around, hole, alone = sorted(curves, key=lambda curve: -abs(area(curve)))
    assert abs(area(hole)) == pytest.approx(abs(area(alone))) == pytest.approx(GRID.cell_area / 2)
    assert np.sign(area(hole)) == -np.sign(area(around))
