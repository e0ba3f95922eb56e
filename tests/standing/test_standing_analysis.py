"""Standing within the analysis, its JSON and its catalogue entries; recordings written and read again."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from standing_phantoms import GRID, RATE, shares_for, stance

import pedograph as pg
from bare_analysis import without_errors
from corrected_steps import with_side
from pedograph.exports import analyses_as_json
from pedograph.measures import catalogue
from pedograph.recording import Side
from pedograph.simulation import StepParameters, simulate_step
from pedograph.standing import BODY_KEYS, REGION_KEY, ROMBERG_KEYS

SWAYING = stance(*shares_for(20.5))
ANALYSIS = without_errors(SWAYING.recording)


def test_a_standing_recording_has_its_standing() -> None:
    standing = ANALYSIS.standing
    assert standing.why_not is None
    assert standing is ANALYSIS.standing, "measured once"
    assert ANALYSIS.standing.measures["standing_load_left"].value == pytest.approx(
        100 * SWAYING.left.mean(), abs=0.01
    )


def test_a_walk_has_none_and_says_why() -> None:
    analysis = without_errors(simulate_step(StepParameters(), GRID).recording)
    assert analysis.standing.feet == ()
    assert str(analysis.standing.why_not) == "nobody stands on the plate from the first frame to the last"
    assert set(analysis.standing.measures.missing) == set(BODY_KEYS)
    assert set(map(str, analysis.standing.measures.missing.values())) == {
        "nobody stands on the plate from the first frame to the last"
    }


def test_sides_set_by_a_person_hold_for_the_stance() -> None:
    first = ANALYSIS.steps[0]
    crossed = with_side(with_side(ANALYSIS, 0, first.side.other), 1, first.side)
    assert crossed.standing.measures["standing_load_right"].value == pytest.approx(
        ANALYSIS.standing.measures["standing_load_left"].value
    )


def test_the_document_holds_the_block() -> None:
    document = analyses_as_json([ANALYSIS], ANALYSIS.settings, [], pg.__version__)
    (recording,) = json.loads(json.dumps(document, allow_nan=False))["recordings"]
    block = recording["standing"]
    assert block["reason"] == ""
    assert set(block["measures"]) | set(block["missing"]) == set(BODY_KEYS)
    assert [foot["side"] for foot in block["feet"]] == ["left", "right"]
    assert len(block["cop"]["x"]) == len(block["cop"]["time"]) == len(block["load_left"]) == 2050
    assert np.std(block["cop"]["x"]) == pytest.approx(SWAYING.x.std(), rel=1e-3)
    assert set(block["feet"][0]["regions"]) >= {"ten", "three"}
    assert len(recording["steps"]) == 2


def test_the_document_of_a_walk_says_why_not() -> None:
    analysis = without_errors(simulate_step(StepParameters(), GRID).recording)
    (recording,) = analyses_as_json([analysis], analysis.settings, [], pg.__version__)["recordings"]
    assert recording["standing"] == {"reason": "nobody stands on the plate from the first frame to the last"}


def test_it_travels_to_another_process() -> None:
    assert ANALYSIS.standing.why_not is None
    again = pickle.loads(pickle.dumps(ANALYSIS.standing))
    assert dict(again.measures.found) == dict(ANALYSIS.standing.measures.found)


def test_a_recording_written_and_read_stands_alike(tmp_path: Path) -> None:
    pg.write(SWAYING.recording, tmp_path / "stand.h5", "pedograph_hdf5")
    again = pg.read(tmp_path / "stand.h5")
    assert again.task == "stand"
    for measure, one in without_errors(again).standing.measures.items():
        assert one.value == pytest.approx(ANALYSIS.standing.measures[measure].value, rel=1e-4, abs=1e-4)


def test_a_trial_of_the_data_set_with_standing(tmp_path: Path) -> None:
    """UNB StepUP-P150: 180 x 180 cells of 5 mm at 100 Hz, rows running downwards in a picture from above."""
    pressure = np.zeros((600, 180, 180), dtype=np.float32)
    pressure[:, 40:110, 60:120] = SWAYING.recording.pressure[:600]
    np.savez_compressed(tmp_path / "trial.npz", arr_0=pressure[:, ::-1])
    analysis = without_errors(pg.read(tmp_path / "trial.npz"))
    assert len(analysis.standing.feet) == 2
    assert analysis.standing.measures["standing_load_left"].value == pytest.approx(
        100 * SWAYING.left[:600].mean(), abs=0.01
    )
    assert analysis.standing.measures["sway_rms_along"].value == pytest.approx(SWAYING.y[:600].std(), rel=1e-3)


def test_the_catalogue_explains_every_measure() -> None:
    explained = {one.key for one in catalogue().values() if "stand" in one.levels}
    assert explained == {*BODY_KEYS, *ROMBERG_KEYS, REGION_KEY}
    for key in explained:
        assert catalogue()[key].group_name == "Standing"
        assert (Path(__file__).parent.parent.parent / catalogue()[key].proof.partition("::")[0]).is_file()


def test_units_are_those_of_the_catalogue() -> None:
    for key, measure in ANALYSIS.standing.measures.items():
        assert measure.unit == catalogue()[key].unit
    assert Side.LEFT in {foot.side for foot in ANALYSIS.standing.feet}
    assert RATE == 100.0


@pytest.mark.real_scans
def test_real_recordings_stand_or_say_why_not(real_scans: Path) -> None:
    """Single pictures of the zebris plates count as standing, which their file does not say; walks never do."""
    pictures = {"zebris_step_0.apd", "zebris_step_1.apd", "zebris_step_2.apd"}
    for file in sorted(real_scans.iterdir()):
        if file.suffix == ".md":
            continue
        analysis = without_errors(pg.read(file))
        assert (not analysis.standing.why_not) == (file.name in pictures), file.name
        if analysis.standing.why_not:
            assert len(set(analysis.standing.measures.missing.values())) == 1
        else:
            assert "it was assumed" in str(analysis.standing.notes[0])
            assert "standing_fore_load" in analysis.standing.measures
            assert "without a time course" in str(analysis.standing.measures.missing["sway_rms"])
