"""Grouping: which components are one foot, and where a contact ends in time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from steps_examples import OBLONG, SQUARE, block, component

import pedograph as pg
from pedograph.recording import SensorGrid
from pedograph.steps import grouping
from pedograph.steps.grouping import Rules, group_components, rules_for, split_in_time

SETTINGS = pg.AnalysisSettings()
RULES = Rules(SQUARE, gap_frames=8, speck_frames=3, largest_gap=110.0, length=345.0, width=135.0)
HEEL = block(range(10), range(10))


def forefoot(gap: int) -> list[tuple[int, int]]:
    """A block so many cells (5 mm each) ahead of the heel."""
    return block(range(9 + gap, 15 + gap), range(10))


def test_rules_are_the_settings_in_frames() -> None:
    rules = rules_for(OBLONG, 0.01, SETTINGS)
    assert rules == Rules(OBLONG, 8, 3, SETTINGS.largest_gap, 345.0, 135.0)
    assert rules_for(OBLONG, 0.02, SETTINGS).gap_frames == 4
    assert rules_for(OBLONG, 0.02, SETTINGS).speck_frames == 2
    assert rules_for(OBLONG, 0.1, SETTINGS).speck_frames == 2


def test_a_single_image_has_no_gap_in_time_and_every_speck_lasts() -> None:
    rules = rules_for(SQUARE, 0.0, SETTINGS)
    assert (rules.gap_frames, rules.speck_frames) == (0, 1)


@pytest.mark.parametrize(("frames", "lasts"), [(2, False), (3, True)])
def test_a_speck_lasts_three_frames(frames: int, lasts: bool) -> None:
    assert RULES.lasts(component((0, 0), start=5, stop=5 + frames)) is lasts


@pytest.mark.parametrize(("start", "together"), [(18, True), (19, False)])
def test_parts_of_a_foot_touch_at_about_the_same_time(start: int, together: bool) -> None:
    first, second = component(HEEL, 0, 10), component(forefoot(5), start, start + 10)
    assert RULES.together(first, second) is together
    assert RULES.together(second, first) is together


def test_one_foot_has_room_for_its_parts() -> None:
    heel = component(HEEL)
    assert RULES.together(heel, component(forefoot(54)))  # 69 rows, 345 mm
    assert not RULES.together(heel, component(block(range(69, 70), range(27))))


@pytest.mark.parametrize(("load", "gap"), [(3.0, 110.0), (2.9, 40.0)])
def test_a_light_component_is_a_toe_and_lies_near(load: float, gap: float) -> None:
    heavy, light = component(HEEL, load=100.0), component((20, 2), load=load)
    assert RULES.widest_gap(heavy, light) == gap
    assert RULES.widest_gap(light, heavy) == gap


@pytest.mark.parametrize(("cells", "feet"), [(22, 1), (23, 2)])
def test_heel_and_forefoot_are_one_up_to_the_largest_gap(cells: int, feet: int) -> None:
    parts = [component(HEEL), component(forefoot(cells))]
    found, adrift = group_components(parts, [], RULES)
    assert len(found) == feet
    assert adrift == 0


@pytest.mark.parametrize(("cells", "feet"), [(8, 1), (9, 2)])
def test_a_toe_is_within_40_mm(cells: int, feet: int) -> None:
    toe = component(forefoot(cells), load=1.0)
    assert len(group_components([toe, component(HEEL)], [], RULES)[0]) == feet


def test_the_closest_are_joined_first_and_room_is_asked_for_again() -> None:
    """Of three in a row that do not fit together, the two nearest are one foot."""
    rules = replace(RULES, length=130.0, width=25.0)
    middle, near, far = (
        block(range(10, 14), range(4)),
        block(range(16, 20), range(4)),
        block(range(4), range(4)),
    )
    found, _ = group_components([component(cells) for cells in (far, middle, near)], [], rules)
    assert [len(one.cells) for one in found] == [48]
    found, _ = group_components([component(c) for c in (far, middle, near)], [], replace(rules, length=95.0))
    assert [one.cells[:, 0].min() for one in found] == [0, 10]
    assert [len(one.cells) for one in found] == [16, 32]


def test_gap_is_that_of_cells_not_of_boxes() -> None:
    """A slanting line beside a cell in its box: the box touches, the cells are 75 mm apart."""
    line = [(number, number) for number in range(21)]
    corner = component([(20, 0)], load=100.0)
    rules = replace(RULES, largest_gap=70.0)
    assert len(group_components([component(line), corner], [], rules)[0]) == 2
    assert len(group_components([component(line), corner], [], replace(rules, largest_gap=71.0))[0]) == 1


def test_feet_are_in_order_of_first_contact_then_of_rows() -> None:
    parts = [component([(80, 0)], 0, 5), component([(0, 0)], 0, 5), component([(160, 0)], 40, 50, load=900.0)]
    found, _ = group_components(parts, [], RULES)
    assert [(one.start, int(one.cells[0, 0])) for one in found] == [(0, 0), (0, 80), (40, 160)]


@pytest.mark.parametrize(("row", "adrift"), [(14, 0), (15, 1)])
def test_a_speck_within_25_mm_is_a_part_of_the_foot(row: int, adrift: int) -> None:
    speck = component((row, 0), 0, 10, load=1.0)
    found, alone = group_components([component(HEEL)], [speck], RULES)
    assert alone == adrift
    assert len(found[0].cells) == 101 - adrift


def test_a_speck_goes_to_the_nearest_foot() -> None:
    other = block(range(18, 28), range(10))
    feet = [component(HEEL, 0, 10), component(other, 12, 22)]
    rules = replace(RULES, gap_frames=1)
    for row, sizes in ((13, [101, 100]), (14, [100, 101])):
        found, adrift = group_components(feet, [component((row, 0), 9, 13)], rules)
        assert adrift == 0
        assert [len(one.cells) for one in found] == sizes


def test_a_brief_speck_is_noise() -> None:
    found, adrift = group_components(
        [component(HEEL)], [component((10, 0), 0, 2), component((11, 0), 0, 3)], RULES
    )
    assert adrift == 1
    assert len(found[0].cells) == 101


def test_beyond_the_heaviest_components_the_others_are_specks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "_MOST_COMPONENTS", 2)
    light = component([(200, number) for number in range(5)], load=1.0)
    parts = [light, component(HEEL, load=5.0), component([(100, 0)], load=9.0)]
    found, adrift = group_components(parts, [], RULES)
    assert [int(one.cells[0, 0]) for one in found] == [0, 100]
    assert adrift == 1


def spans(force: list[float], gap_frames: int = 2, trimmed: bool = False) -> list[tuple[int, int]]:
    foot = component([(0, 0)], start=100, stop=100 + len(force))
    parts = split_in_time(foot, np.array(force), 20.0, gap_frames, trimmed)
    return [(part.start - 100, part.stop - 100) for part in parts]


def test_a_contact_is_cut_where_the_foot_lifts_for_longer_than_the_gap() -> None:
    assert spans([50, 50, 0, 0, 50, 50]) == [(0, 6)]
    assert spans([50, 50, 0, 0, 0, 50, 50]) == [(0, 2), (5, 7)]
    assert spans([50, 0, 0, 0, 50, 0, 0, 0, 50]) == [(0, 1), (4, 5), (8, 9)]


def test_force_at_the_gate_counts_as_lifted() -> None:
    assert spans([50, 20, 20, 20, 50]) == [(0, 1), (4, 5)]
    assert spans([50, 20, 20.1, 20, 50]) == [(0, 5)]


def test_a_contact_keeps_its_weak_ends_and_an_insole_loses_them() -> None:
    force = [5.0, 50.0, 50.0, 0.0, 0.0, 0.0, 50.0, 5.0, 5.0]
    assert spans(force) == [(0, 3), (6, 9)]
    assert spans(force, trimmed=True) == [(1, 3), (6, 7)]


def test_a_contact_that_never_passes_the_gate_is_left_as_it_is() -> None:
    assert spans([5, 5, 5], trimmed=True) == [(0, 3)]


def test_cells_of_other_sizes_lie_as_far_apart_as_they_do() -> None:
    """On rows of 10 mm, 11 rows are 110 mm."""
    rules = replace(RULES, grid=SensorGrid(10.0, 4.0))
    for rows, feet in ((11, 1), (12, 2)):
        parts = [component([(0, 0)], grid=OBLONG), component([(rows, 0)], grid=OBLONG)]
        assert len(group_components(parts, [], rules)[0]) == feet
