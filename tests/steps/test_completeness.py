"""Whether a step is whole: in time, and at each edge of the plate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from steps_examples import SQUARE, recording_of, step_of

from pedograph.notes import blocks
from pedograph.recording import BELT_SPEED, FloatArray, SensorGrid, Source
from pedograph.steps.completeness import cut_steps_are_short, nearest_edge, why_incomplete

EDGES = ("near", "far", "left", "right")


def whole(rows: int = 30, columns: int = 20) -> NDArray[np.float64]:
    """A print in the middle of a plate, in three frames of which the first and the last are empty."""
    frames = np.zeros((3, rows, columns))
    frames[1, 10:20, 5:15] = 100.0
    return frames


def at_edge(edge: str, cells: int, share: float = 1.0) -> NDArray[np.float64]:
    """A print of so many cells across an edge, whose outermost cells reach a share of the next ones."""
    image = np.zeros((30, 30))
    image[0:10, 5 : 5 + cells] = 100.0
    image[0, 5 : 5 + cells] *= share
    turned = {"near": image, "far": image[::-1], "left": image.T, "right": image.T[:, ::-1]}[edge]
    frames = np.zeros((3, 30, 30))
    frames[1] = turned
    return frames


def reasons(frames: FloatArray, grid: SensorGrid = SQUARE) -> tuple[str, ...]:
    return tuple(map(str, why_incomplete(step_of(recording_of(frames, grid)))))


def test_a_print_in_the_middle_is_whole() -> None:
    assert reasons(whole()) == ()


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize(("cells", "cut"), [(3, False), (4, True)])
def test_a_print_is_cut_where_18_mm_run_on_over_an_edge(edge: str, cells: int, cut: bool) -> None:
    expected = (f"it is cut by the {edge} edge of the plate",) if cut else ()
    assert reasons(at_edge(edge, cells)) == expected


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize(("share", "cut"), [(0.61, True), (0.59, False), (0.0, False)])
def test_a_print_ends_at_an_edge_where_pressure_falls(edge: str, share: float, cut: bool) -> None:
    assert bool(reasons(at_edge(edge, 8, share))) is cut


@pytest.mark.parametrize(("edge", "cut"), [("near", False), ("far", False), ("left", True), ("right", True)])
def test_what_runs_on_is_measured_in_mm_along_the_edge(edge: str, cut: bool) -> None:
    """Three cells are 30 mm along a side, and 12 mm along the near and the far edge."""
    assert bool(reasons(at_edge(edge, 3), SensorGrid(10.0, 4.0))) is cut
    assert bool(reasons(at_edge(edge, 3), SensorGrid(4.0, 10.0))) is not cut


def test_a_cropped_matrix_has_no_edges() -> None:
    assert reasons(at_edge("near", 8), SensorGrid(5.0, 5.0, cropped=True)) == ()


def test_a_sensor_of_one_row_or_column_is_not_cut_across_it() -> None:
    frames = np.zeros((3, 1, 30))
    frames[1, 0, 5:20] = 100.0
    assert reasons(frames) == ()
    assert reasons(frames.transpose(0, 2, 1)) == ()


def test_a_step_is_cut_in_time_at_either_end() -> None:
    frames = whole()
    begun, going_on = "it had begun before the recording did", "it was still going on when the recording ended"
    assert reasons(frames[1:]) == (begun,)
    assert reasons(frames[:2]) == (going_on,)


def test_a_single_image_and_a_standing_foot_are_not_cut_in_time() -> None:
    assert reasons(whole()[1:2]) == ()
    assert reasons(np.repeat(whole()[1:2], 5, axis=0)) == ()


def test_a_print_on_a_moving_belt_is_drawn_out() -> None:
    belt = Source(header={BELT_SPEED: "1200"})
    recording = recording_of(whole()).with_metadata(source=belt)
    assert tuple(map(str, why_incomplete(step_of(recording)))) == ("the belt of the treadmill drew its print out",)


@pytest.mark.parametrize(
    ("before", "behind", "edge"),
    [
        (26, 40, "near"),
        (27, 40, ""),
        (40, 26, "far"),
        (40, 27, ""),
        (10, 10, "near"),
        (11, 10, "far"),
        (10, 11, "near"),
    ],
)
def test_the_rest_of_a_foot_may_lie_within_130_mm_of_an_edge(before: int, behind: int, edge: str) -> None:
    frames = np.zeros((3, before + 4 + behind, 6))
    frames[1, before : before + 4, 2:4] = 10.0
    assert nearest_edge(step_of(recording_of(frames))) == edge
    assert nearest_edge(step_of(recording_of(frames, SensorGrid(5.0, 5.0, cropped=True)))) == ""


def test_the_distance_to_an_edge_is_in_mm() -> None:
    frames = np.zeros((3, 60, 6))
    frames[1, 20:30, 2:4] = 10.0
    assert nearest_edge(step_of(recording_of(frames, SensorGrid(7.0, 5.0)))) == ""
    assert nearest_edge(step_of(recording_of(frames, SensorGrid(6.5, 20.0)))) == "near"


def test_a_step_is_short_under_six_tenths_of_the_median_of_the_others() -> None:
    footstep = step_of(recording_of(whole())).footstep
    assert cut_steps_are_short(footstep, 59.9, [80.0, 100.0, 400.0])
    assert not cut_steps_are_short(footstep, 60.0, [80.0, 100.0, 400.0])
    assert not cut_steps_are_short(footstep, 10.0, [])
    assert not cut_steps_are_short(replace(footstep, incomplete=(blocks("cut", "cut"),)), 10.0, [100.0])
