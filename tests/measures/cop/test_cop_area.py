"""Areas about the path, and the sides into which path and axis part a print, against closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cop_phantoms import COLUMNS, LENGTH, WIDTH, context_of, middle, mirrored, model, sheet

from pedograph.measures import StepContext
from pedograph.measures.cop.area import COP_AREA
from pedograph.measures.model import Unmeasurable
from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step


def along_the_axis(context: StepContext) -> StepContext:
    """The sheet with its foot axis laid along its own middle, and its tangents at its sides."""
    x, y = middle()
    frame = replace(context.frame, x=x, y=y - LENGTH / 2.0, angle=0.0)
    medial, along = frame.to_foot(context.step.x, context.step.y)
    old = context.anatomy
    # Each cell counts for all of its area: how boundaries are read is not looked at here.
    area = np.full(medial.size, 25.0)
    cells = replace(old.cells, medial=medial, along=along, area=area)
    cells = replace(cells, row_edge=(0.0, 5.0), column_edge=(5.0, 0.0))
    anatomy = replace(old, frame=frame, cells=cells, toeless=np.ones(medial.size))
    return StepContext(context.step, anatomy, None, context.settings)


def parabola(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """60 mm along, bowing 8 mm to the right."""
    return 32.0 * share * (1.0 - share), 60.0 * share - 30.0


def wave(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    """As far to the right as to the left."""
    return 6.0 * np.sin(2 * np.pi * share), 50.0 * share - 25.0


def circle(share: FloatArray) -> tuple[FloatArray, FloatArray]:
    return 9.0 * np.cos(2 * np.pi * share), 9.0 * np.sin(2 * np.pi * share)


@pytest.mark.parametrize(("side", "sign"), [(Side.RIGHT, 1.0), (Side.LEFT, -1.0)])
def test_a_parabola_and_its_chord_enclose_two_thirds(side: Side, sign: float) -> None:
    """Of the rectangle about it (Archimedes); to the right is the lateral side of a right foot."""
    context = sheet(parabola, side=side)
    assert COP_AREA["cop_chord_area"](context) == pytest.approx(sign * 2 / 3 * 8.0 * 60.0 / 100.0, rel=1e-3)
    assert COP_AREA["cop_hull_area"](context) == pytest.approx(2 / 3 * 8.0 * 60.0 / 100.0, rel=1e-3)


def test_what_bows_to_both_sides_has_a_hull_but_no_area_about_its_chord() -> None:
    context = sheet(wave)
    assert COP_AREA["cop_chord_area"](context) == pytest.approx(0.0, abs=1e-5)
    assert COP_AREA["cop_hull_area"](context) > 6.0 * 50.0 / 2 / 100.0


def test_a_circle_has_the_area_of_its_polygon() -> None:
    polygon = 80 / 2 * 81.0 * np.sin(2 * np.pi / 80) / 100.0
    assert COP_AREA["cop_hull_area"](sheet(circle)) == pytest.approx(polygon, rel=1e-4)
    assert abs(COP_AREA["cop_chord_area"](sheet(circle))) == pytest.approx(polygon, rel=1e-4)


def test_any_path_has_the_hull_that_an_independent_method_finds() -> None:
    from scipy.spatial import ConvexHull

    context = model(StepParameters(pronation=0.2))
    rng = np.random.default_rng(8)
    for size in (4, 30, 300):
        medial, along = rng.normal(0.0, 9.0, size), rng.uniform(0.0, 240.0, size)
        path = replace(context.path, frames=np.arange(size), x=medial, y=along)
        found = StepContext(context.step, context.foot, None, context.settings)
        found.__dict__["path"] = path
        hull = ConvexHull(np.stack([medial, along], axis=1))
        assert COP_AREA["cop_hull_area"](found) == pytest.approx(hull.volume / 100.0)


def test_a_straight_path_has_no_area() -> None:
    context = sheet(lambda share: (0.0 * share, 60.0 * share - 30.0))
    assert COP_AREA["cop_hull_area"](context) == pytest.approx(0.0, abs=1e-4)
    assert COP_AREA["cop_chord_area"](context) == pytest.approx(0.0, abs=1e-4)


@pytest.mark.parametrize("lean", [-6.0, 0.0, 6.0])
@pytest.mark.parametrize("place", [-5.0, 0.0, 3.2])
def test_a_straight_path_parts_a_sheet_at_its_place(place: float, lean: float) -> None:
    """A path at some mm from the middle leaves that share more on one side; its ends go on along it."""

    def course(share: FloatArray) -> tuple[FloatArray, FloatArray]:
        return place + lean * (share - 0.5), 30.0 * (share - 0.5)

    context = along_the_axis(sheet(course))
    # A tilted sheet moves its load over a part of its length only: here that is called heel to forefoot.
    thirds = replace(context.anatomy.borders, thirds=(0.45 * LENGTH, 0.55 * LENGTH))
    context = StepContext(context.step, replace(context.anatomy, borders=thirds), None, context.settings)
    # To the right is the lateral side of a right foot.
    expected = -2.0 * place / WIDTH
    assert COP_AREA["lateral_medial_area_index"](context) == pytest.approx(expected, abs=1e-5)


def test_a_path_that_does_not_reach_the_forefoot_parts_nothing() -> None:
    with pytest.raises(Unmeasurable, match="from the heel to the forefoot"):
        COP_AREA["lateral_medial_area_index"](sheet(lambda share: (0.0 * share, 20.0 * share)))


@pytest.mark.parametrize("tilt", [-8.0, 0.0, 5.0])
def test_the_force_about_the_axis_of_a_tilted_sheet(tilt: float) -> None:
    """A load that grows evenly across a sheet: what is on one side of its middle is 1/2 + 3/2 of its tilt."""
    context = along_the_axis(sheet(lambda share: (0.0 * share + tilt, 0.0 * share)))
    # Exact for columns of one pressure each: the tilt at full is WIDTH / 6 x (1 - 1 / columns ** 2).
    slope = tilt / (WIDTH / 6.0 * (1.0 - 1.0 / COLUMNS**2))
    assert COP_AREA["lateral_medial_force_index"](context) == pytest.approx(slope / 2.0, abs=1e-6)


def test_a_pronated_foot_has_less_load_outside_and_a_path_further_inside() -> None:
    rows = [
        [maker(model(StepParameters(pronation=pronation))) for maker in COP_AREA.values()]
        for pronation in (-0.6, 0.0, 0.6)
    ]
    found = dict(zip(COP_AREA, np.array(rows).T, strict=True))
    assert (np.diff(found["lateral_medial_area_index"]) > 0).all()
    assert (np.diff(found["lateral_medial_force_index"]) < 0).all()
    assert (np.diff(found["cop_chord_area"]) < 0).all()
    assert (np.abs([found["lateral_medial_area_index"], found["lateral_medial_force_index"]]) < 1).all()


def test_signs_stay_in_the_mirror_and_pressure_does_not_matter() -> None:
    recording = simulate_step(StepParameters(pronation=0.3), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    one = context_of(recording, Side.RIGHT)
    scaled = PressureRecording(recording.pressure * 2, recording.time, SensorGrid(5.0, 5.0, threshold=10.0))
    loud = one.settings.with_changes(force_threshold=40.0, zone_force=10.0)
    for other in (context_of(mirrored(recording), Side.LEFT), context_of(scaled, Side.RIGHT, loud)):
        for key, maker in COP_AREA.items():
            assert maker(other) == pytest.approx(maker(one), rel=1e-5), key


def test_what_needs_a_side_says_so() -> None:
    context = sheet(parabola, side=Side.UNKNOWN)
    for key in ("cop_chord_area", "lateral_medial_area_index", "lateral_medial_force_index"):
        with pytest.raises(Unmeasurable, match="left and right"):
            COP_AREA[key](context)
