"""Steps of two plates are never averaged, and the same recording counts once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from corrected_steps import session_with_side
from pedograph.analysis import Analysis, analyze
from pedograph.measures.model import Measure
from pedograph.posture import (
    Fact,
    MeasuredRecording,
    MeasuredStep,
    Plate,
    facts_from_measures,
    facts_from_recordings,
    recording_key,
)
from pedograph.recording import PressureRecording, SensorGrid, Side, Source
from pedograph.session import findings_of, new_session, with_recording
from pedograph.session.model import Session
from pedograph.settings import AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step

WHEN = "2026-11-22T10:00:00+00:00"
FOOTSCAN = Plate("footscan_plate", 7.62, 5.08)
EMED = Plate("emed", 5.0, 5.0)


def recording(plate: Plate, value: float, *, left: int = 0, right: int = 0, key: str = "") -> MeasuredRecording:
    sides = [Side.LEFT] * left + [Side.RIGHT] * right
    measures = {"arch_index": Measure("arch_index", value, "1", 0.005)}
    return MeasuredRecording(tuple(MeasuredStep(side, True, measures) for side in sides), plate, key)


def left_arch_index(*recordings: MeasuredRecording) -> tuple[object, object, str]:
    """Mean, steps behind it, and what is said of those left out."""
    facts = facts_from_recordings(recordings)
    mean, steps = facts["left.arch_index"], facts["left.arch_index_steps"]
    assert mean.basis == steps.basis == facts["left.complete_steps"].basis
    return number(mean), number(steps), mean.basis


def number(fact: Fact) -> float:
    assert isinstance(fact.value, float)
    return fact.value


def test_the_plate_with_most_steps_of_the_foot_counts_and_the_others_are_named() -> None:
    found = left_arch_index(
        recording(EMED, 0.30, left=1), recording(FOOTSCAN, 0.20, left=1), recording(FOOTSCAN, 0.22, left=1)
    )
    assert found == (pytest.approx(0.21), 2.0, "2 footscan steps; 1 emed step not counted: another plate")


def test_each_foot_has_its_own_plate() -> None:
    facts = facts_from_recordings(
        [recording(EMED, 0.30, left=1, right=3), recording(FOOTSCAN, 0.20, left=2, right=1)]
    )
    assert number(facts["left.arch_index"]) == pytest.approx(0.20)
    assert number(facts["right.arch_index"]) == pytest.approx(0.30)
    assert facts["right.arch_index"].basis == "3 emed steps; 1 footscan step not counted: another plate"


def test_of_as_many_steps_of_the_foot_those_of_the_plate_with_more_of_both_count() -> None:
    few, more = recording(EMED, 0.30, left=2), recording(FOOTSCAN, 0.20, left=2, right=1)
    assert left_arch_index(few, more)[0] == left_arch_index(more, few)[0] == pytest.approx(0.20)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (replace(FOOTSCAN, threshold=10.0), "1 footscan step not counted: another contact threshold"),
        (replace(FOOTSCAN, row_spacing=5.08), "1 footscan step not counted: another cell size"),
        (replace(FOOTSCAN, column_spacing=7.62), "1 footscan step not counted: another cell size"),
        (
            replace(FOOTSCAN, format="footscan_dynamic"),
            "1 footscan dynamic step not counted: another kind of recording",
        ),
        (EMED, "1 emed step not counted: another plate"),
    ],
)
def test_why_a_step_is_left_out_is_said(other: Plate, said: str) -> None:
    mean, steps, words = left_arch_index(recording(FOOTSCAN, 0.20, left=2), recording(other, 0.30, left=1))
    assert (mean, steps) == (pytest.approx(0.20), 2.0)
    assert words.partition("; ")[2] == said


def test_recordings_of_one_plate_are_averaged_and_nothing_is_said() -> None:
    found = left_arch_index(recording(EMED, 0.20, left=1, key="a"), recording(EMED, 0.24, left=1, key="b"))
    assert found == (pytest.approx(0.22), 2.0, "")


def test_a_recording_that_is_there_twice_counts_once() -> None:
    twice = recording(EMED, 0.30, left=1, key="a")
    found = left_arch_index(twice, recording(EMED, 0.20, left=1, key="b"), twice)
    assert found == (
        pytest.approx(0.25),
        2.0,
        "2 emed steps; 1 emed step not counted: the same recording twice",
    )


def test_recordings_without_a_key_are_not_taken_for_one_another() -> None:
    assert left_arch_index(recording(EMED, 0.2, left=1), recording(EMED, 0.2, left=1))[1] == 2.0


def test_a_measure_that_is_missing_on_the_plate_in_use_is_not_taken_from_the_other() -> None:
    bare = MeasuredRecording((MeasuredStep(Side.LEFT, True, {}),) * 2, FOOTSCAN)
    fact = facts_from_recordings([bare, recording(EMED, 0.3, left=1)])["left.arch_index"]
    assert fact.value is None
    assert fact.basis == "2 footscan steps; 1 emed step not counted: another plate"


# ---------------------------------------------------------------- from analyses and sessions


def analysed(format_key: str, digit: str, settings: AnalysisSettings | None = None, arch: float = 1.0) -> Analysis:
    """A right step on 5 mm cells, its midfoot pressed ``arch`` times as hard."""
    made = simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording
    pressure = np.asarray(made.pressure) * arch
    source = Source(f"{digit}.lst", digit * 64, format_key)
    return analyze(PressureRecording(pressure, made.time, made.grid, source, side=Side.RIGHT), settings)


def session_of(*analyses: Analysis) -> Session:
    session = new_session("P-1", when=WHEN, who="w")
    for analysis in analyses:
        session = with_recording(session, analysis, "w", WHEN)
    return session


def plate_note(session: Session) -> str:
    note = findings_of(session).finding("R16")
    assert note is not None
    return note.text


def test_steps_of_an_analysis_are_kept_apart_by_their_plate() -> None:
    steps = [*analysed("emed", "a").steps, *analysed("emed", "b").steps, *analysed("stepup", "c").steps]
    fact = facts_from_measures(steps)["right.complete_steps"]
    assert (fact.value, fact.basis) == (2.0, "2 emed steps; 1 stepup step not counted: another plate")


def test_a_session_does_not_average_over_plates() -> None:
    text = plate_note(session_of(analysed("emed", "a"), analysed("emed", "b"), analysed("stepup", "c")))
    assert "right has 2 (2 emed steps; 1 stepup step not counted: another plate)." in text


def test_a_session_does_not_average_over_contact_thresholds() -> None:
    other = analysed("emed", "b", AnalysisSettings(contact_threshold=12.0))
    assert "not counted: another contact threshold" in plate_note(session_of(analysed("emed", "a"), other))


def test_a_file_that_was_added_twice_counts_once() -> None:
    text = plate_note(session_of(analysed("emed", "a"), analysed("emed", "a")))
    assert "right has 1 (1 emed step; 1 emed step not counted: the same recording twice)." in text


def test_of_a_file_added_twice_the_one_that_was_set_right_counts() -> None:
    session = session_of(analysed("emed", "a"), analysed("emed", "a"))
    corrected = session_with_side(session, 1, 0, Side.LEFT, WHEN, "w")
    assert "left has 1, right has 0" in plate_note(corrected)


def test_two_recordings_of_one_file_are_not_the_same() -> None:
    first, second = analysed("emed", "a"), analysed("emed", "a", arch=1.25)
    assert first.recording.source.sha256 == second.recording.source.sha256
    assert recording_key(first.recording) != recording_key(second.recording)
    assert "right has 2." in plate_note(session_of(first, second))


def test_without_a_file_no_recording_is_like_another() -> None:
    made = simulate_step(StepParameters(), SensorGrid(5.0, 5.0)).recording
    assert recording_key(replace(made, source=Source())) == ""
