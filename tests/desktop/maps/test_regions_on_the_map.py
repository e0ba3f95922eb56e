"""The map draws the regions that the table shows, on fine and on coarse plates; a picture has no time course."""

from __future__ import annotations

from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import pytest
from desktop_window import Stage

from pedograph.analysis import Analysis, StepAnalysis, analyze
from pedograph.anatomy import REGION_LABELS
from pedograph.anatomy.regions import FAN_REGIONS
from pedograph.anatomy.schemes import scheme
from pedograph.desktop.timeline.panel import ONE_PICTURE
from pedograph.desktop.timeline.plot import NO_TIME_COURSE
from pedograph.formats import read, write_bytes
from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.settings import REGION_SCHEMES
from pedograph.workspace.drawing.prints import StepPrint, step_print

pytest_plugins = ("desktop_fixtures",)


@pytest.fixture(scope="module")
def walk(walk_file: Path) -> Analysis:
    return analyze(read(walk_file))


def apart_at(drawn: StepPrint, right: float, up: float, reach: float = 0.8) -> bool:
    """Whether two regions meet within so many mm of a place."""
    around = [(dx, dy) for dx in (-reach, 0.0, reach) for dy in (-reach, 0.0, reach)]
    return len({drawn.region_at(right + dx, up + dy) for dx, dy in around}) > 1


def points(drawn: StepPrint) -> np.ndarray:
    """The points of all borders that lie on the print."""
    every = np.concatenate(drawn.borders)
    return np.asarray(every[np.isfinite(every[:, 0])])


@pytest.mark.parametrize("key", REGION_SCHEMES)
def test_every_border_parts_two_regions(walk: Analysis, key: str) -> None:
    for step in walk.complete_steps:
        drawn = step_print(step, key)
        assert drawn.scheme == key
        assert all(apart_at(drawn, right, up) for right, up in points(drawn).tolist())


@pytest.mark.parametrize("key", REGION_SCHEMES)
def test_wherever_two_regions_meet_on_the_print_a_border_is_drawn(walk: Analysis, key: str) -> None:
    drawn = step_print(walk.complete_steps[0], key)
    left, right, low, high = drawn.extent
    borders = points(drawn)
    across = [[(x, y) for x in np.arange(left, right, 1.0)] for y in np.arange(low, high, 7.3)]
    lengthwise = [[(x, y) for y in np.arange(low, high, 1.0)] for x in np.arange(left, right, 7.3)]
    met = 0
    for (x, y), (next_x, next_y) in chain.from_iterable(pairwise(line) for line in (*across, *lengthwise)):
        place = ((x + next_x) / 2, (y + next_y) / 2)
        if drawn.region_at(x, y) != drawn.region_at(next_x, next_y) and drawn.pressure_at(*place, None) > 0:
            met += 1
            assert np.hypot(*(borders - place).T).min() < 1.6
    assert met >= 10


@pytest.mark.parametrize("key", REGION_SCHEMES)
def test_each_name_stands_once(walk: Analysis, key: str) -> None:
    drawn = step_print(walk.complete_steps[0], key)
    assert [label.text for label in drawn.labels] == [REGION_LABELS[name] for name in scheme(key).names]


def test_the_rays_of_the_ten_regions_lie_where_the_fan_is_cut(walk: Analysis) -> None:
    step = walk.complete_steps[0]
    foot = step.anatomy
    assert foot is not None
    along = np.array([0.5 * (foot.borders.thirds[1] + foot.toeless_length)])
    drawn = points(step_print(step, "ten"))
    for fraction in FAN_REGIONS:
        place = step_print(step).frame.to_drawing(*foot.frame.to_plate(foot.borders.ray(fraction, along), along))
        assert np.hypot(*(drawn - place).T).min() < 0.6


def drawn_feet(stage: Stage) -> dict[Side, StepPrint]:
    feet = stage.window.scan.maps.feet
    return {side: foot.step_print for side, foot in feet.items() if foot.step_print is not None}


def test_choosing_a_scheme_in_the_tab_redraws_the_map(stage: Stage, walk_file: Path) -> None:
    stage.drop(walk_file)
    maps = stage.window.scan.maps
    assert {drawn.scheme for drawn in drawn_feet(stage).values()} == {"ten"}
    measures = stage.window.scan.measures
    measures.tabs.setCurrentWidget(measures.region_page)
    stage.settle()
    before = stage.pixels(maps.feet[Side.LEFT])
    schemes = measures.region_page.schemes
    schemes.setCurrentIndex(schemes.findData("three"))
    schemes.activated.emit(schemes.currentIndex())
    stage.settle()
    assert {drawn.scheme for drawn in drawn_feet(stage).values()} == {"three"}
    assert (stage.pixels(maps.feet[Side.LEFT]) != before).any()
    stage.workspace.prefer(region_scheme="")
    stage.settle()
    back = stage.pixels(maps.feet[Side.LEFT]).astype(int)
    assert np.abs(back - before).max() <= 16  # edges are smoothed, and may fall a fraction of a pixel elsewhere


def coarse_picture(step: StepAnalysis, path: Path) -> Path:
    """The peaks of a step on cells of 8.5 mm, as a file of one image."""
    peaks, grid = step_print(step).image(None), step.footstep.recording.grid
    at_row = (np.arange(peaks.shape[0]) * grid.row_spacing / 8.5).astype(int) + 2
    at_column = (np.arange(peaks.shape[1]) * grid.column_spacing / 8.5).astype(int) + 2
    picture = np.zeros((1, at_row[-1] + 3, at_column[-1] + 3))
    np.maximum.at(picture[0], np.ix_(at_row, at_column), peaks)
    path.write_bytes(write_bytes(PressureRecording(picture, [0.0], SensorGrid(8.5, 8.5), side=step.side), "apd"))
    return path


def test_a_coarse_picture_shows_seven_regions_and_no_curve(
    stage: Stage, walk: Analysis, walk_file: Path, tmp_path: Path
) -> None:
    timeline = stage.window.scan.timeline.plot
    stage.drop(walk_file)
    assert not timeline.note.isVisible()
    assert stage.window.scan.timeline.time.text() == "peak of the stance"
    stage.drop(coarse_picture(walk.complete_steps[0], tmp_path / "picture.apd"))
    (drawn,) = drawn_feet(stage).values()
    assert drawn.step.anatomy is not None
    assert [label.text for label in drawn.labels] == ["T1", "T2-5", "M1", "M2", "M3-5", "MF", "H"]
    assert timeline.note.isVisible()
    assert timeline.note.text() == timeline.accessibleDescription() == NO_TIME_COURSE
    label = stage.window.scan.timeline.time
    for action in ("play.first", "play.peak", "view.plate", "view.plate"):
        assert label.text() == ONE_PICTURE
        stage.action(action)
    assert label.text() == ONE_PICTURE
    stage.workspace.prefer(region_scheme="twelve_prc_style")
    assert {drawn.scheme for drawn in drawn_feet(stage).values()} == {"seven"}
