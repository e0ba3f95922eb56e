"""Corrections are plain data: checked, found by step, and the same after they were JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pedograph.corrections import NOTHING_SET, Corrections, ImportCorrection, StepCorrection
from pedograph.errors import SettingsError
from pedograph.recording import Side

ALL = StepCorrection(
    Side.LEFT,
    "she stumbled",
    ((1.0 / 3.0, 2.0), (30.0, 200.5)),
    ((0.0, 180.0), (90.0, 185.0), (45.0, 190.0)),
    ((7, 3), (2, 5), (7, 3)),
)


def test_all_of_it_comes_back_from_json() -> None:
    made = Corrections(ImportCorrection(10.0, mirrored=True), ((4, ALL), (1, StepCorrection(side=Side.RIGHT))))
    assert Corrections.from_dict(json.loads(json.dumps(made.to_dict()))) == made
    assert [step["step"] for step in made.to_dict()["steps"]] == [1, 4]
    assert made.to_dict()["steps"][0] == {"step": 1, "side": "right"}
    assert Corrections.from_dict({}) == Corrections()
    assert Corrections().to_dict() == {}


def test_cells_are_in_order_and_each_once() -> None:
    assert ALL.cells_left_out == ((2, 5), (7, 3))


def test_steps_are_found_by_their_index_and_nothing_is_nothing() -> None:
    made = Corrections().with_step(3, ALL).with_step(0, StepCorrection(left_out="  "))
    assert made.steps == ((3, ALL),)
    assert (made.step(3), made.step(0)) == (ALL, NOTHING_SET)
    assert not made.nothing
    assert made.with_step(3, NOTHING_SET).nothing
    assert not Corrections(ImportCorrection(turned=True)).nothing


def test_the_foot_is_replaced_without_side_and_use() -> None:
    assert ALL.foot == StepCorrection(axis=ALL.axis, toe_line=ALL.toe_line, cells_left_out=ALL.cells_left_out)
    assert ALL.with_foot(NOTHING_SET) == StepCorrection(side=Side.LEFT, left_out="she stumbled")
    assert NOTHING_SET.with_foot(ALL) == ALL.foot


@pytest.mark.parametrize(
    "values",
    [
        {"colour": 1},
        {"reading": []},
        {"reading": {"turned": 1, "colour": 2}},
        {"steps": {}},
        {"steps": [1]},
        {"steps": [{"side": "left"}]},
        {"steps": [{"step": True, "side": "left"}]},
        {"steps": [{"step": -1, "side": "left"}]},
        {"steps": [{"step": 0, "side": "left"}, {"step": 0, "side": "right"}]},
        {"steps": [{"step": 0, "side": "middle"}]},
        {"steps": [{"step": 0, "left_out": 3}]},
        {"steps": [{"step": 0, "left_out": "x" * 501}]},
        {"steps": [{"step": 0, "axis": [[0, 0], [0, 19.9]]}]},
        {"steps": [{"step": 0, "axis": [[0, 0], [0, True]]}]},
        {"steps": [{"step": 0, "axis": [[0, 0]]}]},
        {"steps": [{"step": 0, "axis": "ab"}]},
        {"steps": [{"step": 0, "toe_line": [[0, 0]]}]},
        {"steps": [{"step": 0, "cells_left_out": [[0, 0.5]]}]},
        {"steps": [{"step": 0, "size": 3}]},
    ],
    ids=str,
)
def test_what_makes_no_correction_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(SettingsError):
        Corrections.from_dict(values)
