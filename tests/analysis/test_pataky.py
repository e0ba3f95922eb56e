"""Peak pressure against speed, by pixels and by ten regions (Pataky and others, 2008), and repeatability."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest

import pataky2008
import repeatability
import walks
import walks_on_one_foot as one_foot
from pedograph.anatomy import FootFrame, PeakImage
from pedograph.anatomy.regions import TEN
from pedograph.recording import Side

needs_walks = [
    pytest.mark.walks,
    pytest.mark.skipif(walks.folder() is None, reason="jiku-data is not installed (pip install -e '.[realdata]')"),
]


def test_slope_and_t_of_a_line_with_known_noise() -> None:
    speed = np.array([1.0, 1.0, 2.0, 2.0])
    values = 3.0 * speed + np.array([0.5, -0.5, 0.5, -0.5])
    slope, t = one_foot.regress(speed, np.stack([values, -2.0 * values], axis=1))
    assert np.allclose(slope, [3.0, -6.0])
    assert np.allclose(t, [3.0 / np.sqrt(0.5), -3.0 / np.sqrt(0.5)])  # s^2 = 1 / 2, sum of squares of speed 1


def test_pooled_slope_is_blind_to_the_level_of_each_person() -> None:
    speed = [np.array([1.0, 1.0, 2.0, 2.0]), np.array([2.0, 3.0, 3.0, 4.0])]
    noise = [np.array([0.5, -0.5, 0.5, -0.5]), np.array([0.0, 0.3, -0.3, 0.0])]
    values = [3.0 * s + e + level for s, e, level in zip(speed, noise, (0.0, -500.0), strict=True)]
    slope, t = one_foot.pooled(speed, values)
    assert float(slope) == pytest.approx(3.0)
    assert float(t) == pytest.approx(3.0 / np.sqrt(1.18 / 5 / 3.0))


def test_over_people_is_students_t_of_those_who_have_a_slope() -> None:
    from scipy.stats import ttest_1samp

    slopes = np.array([[1.0, 2.0], [2.0, np.nan], [4.0, 3.0]])
    mean, t = one_foot.over_people(slopes)
    assert mean == pytest.approx([7 / 3, 2.5])
    assert t == pytest.approx([ttest_1samp(slopes[:, 0], 0.0).statistic, ttest_1samp([2.0, 3.0], 0.0).statistic])


def test_turned_and_shifted_prints_come_to_lie_on_each_other() -> None:
    images = [_print(turn, shift) for turn, shift in ((0.0, 0.0), (0.08, 4.0), (-0.06, -7.0))]
    template, found = one_foot.registered(images, images[0])
    frame = one_foot.mean_frame(found, template.frame)
    across, ahead = one_foot.places()
    x, y = frame.to_plate(across, ahead)
    laid = [one_foot.sampled(i, *one.to_moving_plate(x, y)) for i, one in zip(images, found, strict=True)]
    apart = [float(np.sqrt(np.mean((image - laid[0]) ** 2) / np.mean(laid[0] ** 2))) for image in laid[1:]]
    assert max(apart) < 0.05
    heel = ahead[:, 0][laid[0][:, one_foot.COLUMNS // 2 - 1].argmax()]
    assert heel == pytest.approx(30.0, abs=one_foot.PIXEL)


def _print(turn: float, shift: float) -> PeakImage:
    """Heel, ball and great toe as soft hills, turned about the heel end and shifted."""
    x, y = np.meshgrid(5.0 * np.arange(40), 5.0 * np.arange(70))
    frame = FootFrame(100.0 + shift, 30.0 + 0.7 * shift, turn, Side.RIGHT)
    medial, along = frame.to_foot(x, y)
    hills = (
        (0.0, 30.0, 14.0, 300.0),
        (15.0, 180.0, 16.0, 250.0),
        (-20.0, 175.0, 16.0, 180.0),
        (25.0, 240.0, 8.0, 200.0),
    )
    pressure = sum(
        top * np.exp(-((medial - m) ** 2 + (along - a) ** 2) / (2 * wide**2)) for m, a, wide, top in hills
    )
    return PeakImage(np.asarray(pressure), 0.0, 0.0, 5.0, 5.0, frame)


def test_picture_is_a_png_of_the_right_size() -> None:
    image = np.zeros((3, 4, 3))
    image[1, 2] = [255.0, 128.0, 7.0]
    data = pataky2008.png(image)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (4, 3)
    size = struct.unpack(">I", data[33:37])[0]
    rows = np.frombuffer(zlib.decompress(data[41 : 41 + size]), dtype=np.uint8).reshape(3, 13)
    assert rows[1, 7:10].tolist() == [255, 128, 7]
    assert rows.sum() == 255 + 128 + 7


def test_lines_of_a_table_are_as_long_as_its_head() -> None:
    assert pataky2008.table(["a", "b"], [["x", "1"]]) == "| a | b |\n|---|---:|\n| x | 1 |"
    with pytest.raises(ValueError, match="as many cells"):
        pataky2008.table(["a", "b"], [["x", "1", "2"]])


def test_spread_within_and_detectable_change_of_known_values() -> None:
    values = [10.0 + np.tile([-1.0, 1.0], 10), 20.0 + np.tile([-3.0, 3.0], 10), np.array([1.0, np.nan])]
    found = repeatability.spread(values)
    assert found is not None
    assert found.means == (10.0, 20.0)  # the third person has too few
    assert found.within == pytest.approx(np.sqrt(5.0 * 20 / 19))
    assert found.detectable(1) == pytest.approx(1.96 * np.sqrt(2) * found.within)
    assert found.detectable(5) == pytest.approx(found.detectable(1) / np.sqrt(5))
    assert repeatability.spread([np.full(20, np.nan)]) is None


def test_detectable_change_holds_the_differences_of_two_means() -> None:
    random = np.random.default_rng(4)
    found = repeatability.spread([random.normal(5.0, 2.0, 4000)])
    assert found is not None
    first, second = random.normal(5.0, 2.0, (2, 4000, 5)).mean(axis=2)
    assert np.mean(np.abs(first - second) <= found.detectable(5)) == pytest.approx(0.95, abs=0.012)


@pytest.fixture(scope="module")
def few() -> one_foot.Findings:
    """Three people, every third walk."""
    return one_foot.findings(people=3, every=3, processes=1)


class TestWalks:
    pytestmark = needs_walks

    def test_heel_rises_and_proximal_forefoot_falls(self, few: one_foot.Findings) -> None:
        rising, falling = few.shares(few.areas["rearfoot"])
        assert rising > 0.9
        assert falling == 0.0
        rising, falling = few.shares(few.areas["proximal forefoot, medial"])
        assert rising == 0.0
        assert falling > 0.5

    def test_regions_rise_where_pixels_fall(self, few: one_foot.Findings) -> None:
        ts = dict(zip(TEN, few.regions[1], strict=True))
        for region in ("heel_medial", "heel_lateral", "metatarsal_1", "metatarsal_2", "midfoot"):
            assert ts[region] > few.region_limit
        assert few.distal_peaks("metatarsal_1", "metatarsal_2") > 0.9
        assert np.mean(few.pixels[1][few.areas["midfoot, half next to the forefoot"]] < 0) > 0.7

    def test_every_walk_lies_well_on_its_template(self, few: one_foot.Findings) -> None:
        assert [person.name for person in few.people] == ["subj000", "subj001", "subj002"]
        assert max(person.misfit for person in few.people) < 0.5
        assert min(person.heel_first for person in few.people) > 0.9
        assert few.walks == 60

    def test_page_gives_its_numbers(self, few: one_foot.Findings) -> None:
        text = pataky2008.page(few)
        assert "60 walks of 3 people" in text
        assert "nan" not in text
        assert all(line.count("|") == 12 for line in text.splitlines() if line.startswith("| subj"))
        assert len(pataky2008.text_map(few).splitlines()) > 40
