"""Two model feet that stand, sway and shift their load by a known course."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from standing_phantoms import GRID, HEEL_Y, RATE, Parts, parts_of_two_feet, shares_for, stance

from pedograph.measures.model import Unmeasurable
from pedograph.recording import Footstep, PressureRecording, SensorGrid, Side, Track
from pedograph.simulation import StepParameters, simulate_step
from pedograph.standing import BODY_KEYS, FOOT_KEYS, Standing, measure_standing

SWAYING = stance(*shares_for())
MEASURED = measure_standing(SWAYING.recording)


def changed(pressure: np.ndarray, like: PressureRecording = SWAYING.recording, task: str = "stand") -> Standing:
    return measure_standing(PressureRecording(pressure, like.time[: len(pressure)], like.grid, task=task))


def values(standing: Standing) -> dict[str, float]:
    return {key: measure.value for key, measure in standing.measures.items()}


def test_loads_of_a_known_stance() -> None:
    measures = MEASURED.measures
    assert measures["standing_load_left"].value == pytest.approx(100 * SWAYING.left.mean(), abs=1e-3)
    assert measures["standing_load_right"].value == pytest.approx(100 - 100 * SWAYING.left.mean(), abs=1e-3)
    assert measures["standing_load_sd"].value == pytest.approx(100 * SWAYING.left.std(), abs=1e-3)
    assert measures["standing_force"].value == pytest.approx(700.0, rel=1e-4)
    cells = np.count_nonzero(SWAYING.recording.peak_image)
    assert measures["standing_contact_area"].value == pytest.approx(cells * 0.25)
    assert measures["standing_mean_pressure"].value == pytest.approx(700.0 / (cells * 25.0) * 1000, rel=1e-4)
    assert MEASURED.load_left == pytest.approx(100 * SWAYING.left, abs=1e-3)
    assert measures["standing_duration"].value == pytest.approx(29.99)


def test_the_course_of_the_body_is_the_true_one() -> None:
    assert MEASURED.path is not None
    x, y = MEASURED.path.on_plate()
    inner = slice(20, -20)
    assert np.hypot(x - SWAYING.x, y - SWAYING.y)[inner].max() < 0.01
    length = np.hypot(np.diff(SWAYING.x), np.diff(SWAYING.y)).sum()
    found = MEASURED.measures
    assert found["sway_path_length"].value == pytest.approx(length, rel=1e-3)
    assert found["sway_velocity"].value == pytest.approx(length / 29.99, rel=1e-3)
    assert found["sway_rms_across"].value == pytest.approx(SWAYING.x.std(), rel=1e-3)
    assert found["sway_rms_along"].value == pytest.approx(SWAYING.y.std(), rel=1e-3)
    assert found["sway_range_along"].value == pytest.approx(np.ptp(SWAYING.y), rel=5e-3)


def test_each_foot_has_its_own_course() -> None:
    """Within a foot only the front share moves: the same for both."""
    left, right = MEASURED.left, MEASURED.right
    assert left is not None and right is not None and left.path is not None
    parts = parts_of_two_feet()
    reach = np.hypot(parts.x[1] - parts.x[0], parts.y[1] - parts.y[0])
    length = np.abs(np.diff(SWAYING.front)).sum() * reach
    assert left.measures["sway_path_length"].value == pytest.approx(length, rel=2e-3)
    assert right.measures["sway_path_length"].value == pytest.approx(length, rel=2e-3)
    assert left.force == pytest.approx(700.0 * SWAYING.left, rel=1e-4)
    assert np.degrees(left.path.heading) == pytest.approx(-7.0, abs=1.0)


def test_front_and_rear_of_known_parts() -> None:
    """Feet that point straight ahead, parted where the measure parts them."""
    stood = stance(*shares_for(), parts=parts_of_two_feet(angle=0.0))
    standing = measure_standing(stood.recording)
    truth = 100 * stood.front.mean()
    for table in (standing.measures, *(foot.measures for foot in standing.feet)):
        fore, rear = table["standing_fore_load"], table["standing_rear_load"]
        assert fore.uncertainty is not None
        assert abs(fore.value - truth) < max(2.5 * fore.uncertainty, 1e-9)
        assert fore.value == pytest.approx(truth, abs=1.0)
        assert fore.value + rear.value == pytest.approx(100.0)


def test_regions_add_up_and_follow_the_load() -> None:
    heavy_heels = measure_standing(stance(np.full(1000, 0.5), np.full(1000, 0.2)).recording)
    light_heels = measure_standing(stance(np.full(1000, 0.5), np.full(1000, 0.7)).recording)
    for heavy, light in zip(heavy_heels.feet, light_heels.feet, strict=True):
        for scheme in ("ten", "three"):
            assert sum(one.value for one in heavy.schemes[scheme].values()) == pytest.approx(100.0)
        rear = [foot.schemes["three"]["rearfoot"].value for foot in (heavy, light)]
        # the heel's own load: all of its print lies in the rear part, whose load is 80 and 30 % of the foot
        assert rear[0] / rear[1] == pytest.approx(80.0 / 30.0, rel=1e-3)


def test_a_mirrored_stance_swaps_the_sides() -> None:
    mirrored = changed(SWAYING.recording.pressure[:, :, ::-1])
    plain, other = values(MEASURED), values(mirrored)
    assert other["standing_load_left"] == pytest.approx(plain["standing_load_right"], abs=1e-4)
    assert other.pop("sway_ellipse_angle") == pytest.approx(180 - plain.pop("sway_ellipse_angle"), abs=1e-3)
    for key in plain.keys() - {"standing_load_left", "standing_load_right", "sway_noise_length"}:
        assert other[key] == pytest.approx(plain[key], rel=2e-3), key


def test_facing_the_other_way_changes_nothing() -> None:
    turned = values(changed(SWAYING.recording.pressure[:, ::-1, ::-1]))
    for key, value in values(MEASURED).items():
        if key not in ("sway_ellipse_angle", "sway_noise_length"):
            assert turned[key] == pytest.approx(value, rel=2e-3), key


def test_place_and_pressure_scale() -> None:
    padded = np.pad(SWAYING.recording.pressure, ((0, 0), (3, 4), (5, 2)))
    moved, doubled = values(changed(padded)), values(changed(2 * SWAYING.recording.pressure))
    for key, value in values(MEASURED).items():
        if key == "sway_noise_length":
            continue
        assert moved[key] == pytest.approx(value, rel=1e-4), key
        scale = 2.0 if key in ("standing_force", "standing_mean_pressure") else 1.0
        # the rim of the print, and with it the foot's axis, lies where the pressure meets a fixed threshold
        assert doubled[key] == pytest.approx(scale * value, rel=0.02, abs=1.0), key


def test_stepping_on_and_off_is_left_out() -> None:
    empty = np.zeros((250, *SWAYING.recording.pressure.shape[1:]), dtype=np.float32)
    pressure = np.concatenate([empty, SWAYING.recording.pressure, empty])
    recording = PressureRecording(pressure, np.arange(len(pressure)) / RATE, GRID, task="stand")
    standing = measure_standing(recording)
    assert (standing.start_frame, standing.stop_frame) == (350, 250 + 3000 - 100)
    assert standing.measures["standing_duration"].value == pytest.approx(27.99)
    assert "3.5 to 31.5 s" in str(standing.notes[0])
    assert standing.measures["standing_load_left"].value == pytest.approx(
        100 * SWAYING.left[100:-100].mean(), abs=0.01
    )


def test_feet_that_never_leave_stand_whatever_the_task() -> None:
    standing = changed(SWAYING.recording.pressure, task="walk")
    assert values(standing) == values(MEASURED)


def test_a_walk_is_no_standing() -> None:
    step = simulate_step(StepParameters(), GRID).recording
    with pytest.raises(Unmeasurable, match="nobody stands on the plate from the first frame"):
        measure_standing(step)
    middle = PressureRecording(step.pressure[20:40], step.time[20:40], GRID)
    with pytest.raises(Unmeasurable, match="do not stay on the ground"):
        measure_standing(middle)
    with pytest.raises(Unmeasurable, match="single image"):
        measure_standing(PressureRecording(step.peak_image[None], [0.0], GRID))
    with pytest.raises(Unmeasurable, match="nobody stands"):
        measure_standing(PressureRecording(np.zeros((50, 9, 9)), np.arange(50) / RATE, GRID, task="stand"))


def test_a_single_picture_has_loads_but_no_sway() -> None:
    picture = SWAYING.recording.pressure[:1]
    standing = changed(picture)
    found, missing = standing.measures, standing.measures.missing
    assert found["standing_load_left"].value == pytest.approx(100 * SWAYING.left[0], abs=0.01)
    assert "standing_fore_load" in found and standing.left is not None and standing.left.schemes["ten"]
    for key in ("sway_path_length", "sway_ellipse_area", "sway_f95", "standing_load_sd", "standing_duration"):
        assert str(missing[key]) == "the recording is a single image without a time course"


def test_what_adds_up_a_single_picture_says_so_and_nothing_else_does() -> None:
    said, course = changed(SWAYING.recording.pressure[:1]), MEASURED
    foot = said.feet[0]
    peaks = "a picture of peaks adds up pressures of different moments"
    assert f"at most this: {peaks}" in map(str, said.measures["standing_force"].flags)
    for key in ("standing_mean_pressure", "standing_fore_load", "standing_load_left"):
        assert peaks in map(str, said.measures[key].flags)
    assert all(peaks in map(str, one.flags) for scheme in foot.schemes.values() for one in scheme.values())
    assert not any("picture" in str(flag) for flag in said.measures["standing_contact_area"].flags)
    assert not any("picture" in str(flag) for measure in course.measures.values() for flag in measure.flags)


def test_one_foot_only() -> None:
    pressure = SWAYING.recording.pressure.copy()
    pressure[:, :, : pressure.shape[2] // 2] = 0
    standing = changed(pressure)
    assert [foot.side for foot in standing.feet] == [Side.RIGHT]
    assert str(standing.measures.missing["standing_load_left"]) == "only one foot stands on the sensor"
    assert str(standing.measures["sway_path_length"].flags[0]).startswith("one foot only")
    assert standing.left is None and standing.right is not None


def test_a_foot_cut_by_the_edge() -> None:
    """The other foot still has its own numbers; the body has none."""
    far = 45
    standing = changed(SWAYING.recording.pressure[:, :, :far])
    left, right = standing.feet
    assert left.side is Side.LEFT and left.footstep.complete and not right.footstep.complete
    assert "sway_path_length" in left.measures
    for key in ("standing_load_left", "sway_path_length", "standing_force", "standing_fore_load"):
        assert str(standing.measures.missing[key]) == "the right foot: it is cut by the right edge of the plate"
    assert "right edge" in str(right.measures.missing["sway_rms"])


def test_a_lifted_foot_spoils_the_body() -> None:
    left, front = shares_for()
    left = np.where((np.arange(left.size) > 1000) & (np.arange(left.size) < 1200), 0.0, left)
    standing = measure_standing(stance(left, front).recording)
    assert str(standing.measures.missing["standing_load_left"]).startswith("the left foot is lifted")
    right = standing.right
    assert right is not None and "sway_rms" in right.measures
    with pytest.raises(Unmeasurable, match="do not stay on the ground"):
        measure_standing(stance(left, front, task="walk").recording)


@pytest.mark.parametrize(
    ("seconds", "rate", "key", "reason"),
    [
        (4.0, 100.0, "sway_rms", "4.0 s are too short for sway"),
        (12.0, 100.0, "sway_f95", "12.0 s are too short for frequencies"),
        (60.0, 8.0, "sway_path_length", "8 Hz are too slow"),
        (60.0, 8.0, "sway_power", "8 Hz are too slow"),
    ],
)
def test_too_short_and_too_slow(seconds: float, rate: float, key: str, reason: str) -> None:
    standing = measure_standing(stance(*shares_for(seconds, rate), rate=rate).recording)
    assert str(standing.measures.missing[key]).startswith(reason)
    assert "standing_load_left" in standing.measures
    if rate < 10:
        assert standing.measures["sway_rms"].value == pytest.approx(MEASURED.measures["sway_rms"].value, rel=0.02)


def test_what_is_short_is_called_unreliable() -> None:
    flag = "30 s are of low reliability for sway; at least 90 s are advised"
    for key in ("sway_path_length", "sway_ellipse_area", "sway_f95", "standing_duration"):
        assert flag in map(str, MEASURED.measures[key].flags)
    long = measure_standing(stance(*shares_for(91.0, 25.0), rate=25.0).recording)
    assert not any("reliability" in str(flag) for flag in long.measures["sway_rms"].flags)
    assert long.processing == "25 Hz, low-pass 10 Hz"


def test_uneven_frames_are_brought_to_even_steps() -> None:
    random = np.random.default_rng(6)
    kept = np.sort(random.choice(3000, 2700, replace=False))
    kept[0], kept[-1] = 0, 2999
    kept = np.unique(kept)
    time = kept / RATE
    recording = PressureRecording(SWAYING.recording.pressure[kept], time, GRID, task="stand")
    standing = measure_standing(recording)
    assert "resampled to even steps" in standing.processing
    for key in ("sway_path_length", "sway_rms", "sway_f95", "sway_ellipse_area", "standing_load_left"):
        assert standing.measures[key].value == pytest.approx(MEASURED.measures[key].value, rel=5e-3)


def test_missing_frames_are_said() -> None:
    kept = np.r_[0:1000, 1100:3000]
    recording = PressureRecording(SWAYING.recording.pressure[kept], kept / RATE, GRID, task="stand")
    standing = measure_standing(recording)
    assert str(standing.measures.missing["sway_rms"]) == "frames are missing, for 1010 ms at once"
    assert "standing_load_left" in standing.measures


def test_insoles_have_loads_but_no_body() -> None:
    half = SWAYING.recording.columns // 2
    tracks = (Track(Side.LEFT, 0, half), Track(Side.RIGHT, half, half))
    recording = PressureRecording(
        SWAYING.recording.pressure, SWAYING.recording.time, GRID, task="stand", tracks=tracks
    )
    standing = measure_standing(recording)
    assert standing.measures["standing_load_left"].value == pytest.approx(100 * SWAYING.left.mean(), abs=0.01)
    assert str(standing.measures.missing["sway_rms"]) == "insoles do not tell where the feet stand to each other"
    assert all("sway_rms" in foot.measures for foot in standing.feet)


@pytest.mark.parametrize("noise", [0.0, 1.0])
def test_feet_that_touch_each_other_are_parted(noise: float) -> None:
    stood = stance(*shares_for(), parts=parts_of_two_feet(angle=0.0, apart=85.0), noise=noise)
    loaded = stood.recording.peak_image[:, 20:40] > 0
    assert np.all(loaded, axis=1).any(), "a row without a bare cell between the feet"
    standing = measure_standing(stood.recording)
    assert standing.measures["standing_load_left"].value == pytest.approx(100 * stood.left.mean(), abs=0.3)
    length = np.hypot(np.diff(stood.x), np.diff(stood.y)).sum()
    assert standing.measures["sway_path_length"].value == pytest.approx(length, rel=0.02)


def test_cells_that_read_alike_throughout_are_a_part_of_the_print() -> None:
    """A sensor of coarse steps under a still person; a cell stuck beside the feet is left out all the same."""
    left, front = 0.5 + 0.02 * np.sin(np.arange(1000) / 50), np.full(1000, 0.45)
    recording = stance(left, front, quantum=2.0).recording
    loaded = recording.peak_image > 0
    alike = loaded & (recording.pressure.min(axis=0) == recording.peak_image)
    assert 0.1 < alike.sum() / loaded.sum() < 0.5
    stuck = recording.pressure.copy()
    stuck[:, 3, 30] = 300.0
    for pressure in (recording.pressure, stuck):
        standing = changed(pressure, recording)
        assert standing.measures["standing_force"].value == pytest.approx(recording.force.mean(), rel=1e-3)
        assert standing.measures["standing_contact_area"].value == pytest.approx(loaded.sum() * 0.25, rel=0.02)


def test_a_side_told_by_a_person_stands() -> None:
    columns = SWAYING.recording.columns // 2
    mask = SWAYING.recording.peak_image[:, :columns] > 0
    told = Footstep(SWAYING.recording, 0, 0, 3000, 0, 0, mask, Side.RIGHT, 1.0)
    crossed = measure_standing(SWAYING.recording, known=(told,))
    assert crossed.measures["standing_load_right"].value == pytest.approx(100 * SWAYING.left.mean(), abs=0.01)
    unsure = measure_standing(SWAYING.recording, known=(replace(told, side_confidence=0.9),))
    assert values(unsure) == values(MEASURED)


@pytest.mark.parametrize("grid", [SensorGrid(5.0, 7.0), SensorGrid(8.5, 8.5), SensorGrid(10.0, 10.0)])
def test_coarse_and_oblong_cells(grid: SensorGrid) -> None:
    shape = (round(350 / grid.row_spacing), round(300 / grid.column_spacing))
    stood = stance(*shares_for(), parts=parts_of_two_feet(grid, shape))
    standing = measure_standing(stood.recording)
    length = np.hypot(np.diff(stood.x), np.diff(stood.y)).sum()
    assert standing.measures["sway_path_length"].value == pytest.approx(length, rel=2e-3)
    assert standing.measures["standing_load_left"].value == pytest.approx(100 * stood.left.mean(), abs=0.01)
    assert standing.left is not None and standing.left.measures["standing_fore_load"].uncertainty


def test_every_measure_has_a_value_with_error_or_a_reason() -> None:
    for table, keys in ((MEASURED.measures, BODY_KEYS), *((foot.measures, FOOT_KEYS) for foot in MEASURED.feet)):
        assert {*table.keys(), *table.missing} == set(keys)
        assert all(measure.uncertainty is not None for measure in table.values())
        assert all(table.missing.values())


def test_the_phantom_is_what_it_says() -> None:
    parts: Parts = parts_of_two_feet()
    assert parts.x[0] < parts.x[2] and parts.y[0] < HEEL_Y + 130 < parts.y[1]
    assert SWAYING.recording.force == pytest.approx(700.0, rel=1e-5)
