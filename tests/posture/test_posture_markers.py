"""The examination's markers of pronation stand beside those of the plate."""

from __future__ import annotations

import pytest

from pedograph.measures import Measure, MeasureTable
from pedograph.measures.pronation import agreement
from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.markers import examined_markers, foot_markers, person_of
from pedograph.recording import BELT_SPEED, PressureRecording, SensorGrid, Source

FLAT = [MeasureTable({"arch_index": Measure("arch_index", 0.31, "1", 0.01)})]


def test_only_what_was_entered_is_a_marker() -> None:
    assert examined_markers(FootExamination()) == ()
    assert examined_markers(FootExamination(fpi_talar_head=2)) == ()
    both = examined_markers(FootExamination(fpi_total=8, navicular_drop=6.0))
    assert [(one.key, one.value) for one in both] == [("fpi_total", 8.0), ("navicular_drop", 6.0)]


def test_each_foot_has_its_own_and_they_are_not_added_up() -> None:
    examination = Examination(
        sex="other", age_years=40.0, left=FootExamination(fpi_total=2), right=FootExamination(fpi_total=9)
    )
    person = person_of(examination)
    left, right = (foot_markers(FLAT, examination.foot(side), person) for side in ("left", "right"))
    assert [one.reading for one in (left[0], left[-1])] == ["pronated", "neutral"]
    assert agreement(left).endswith("no foot-function label.")
    assert right[-1].reading == "pronated"


def test_the_age_of_the_examination_chooses_the_reference() -> None:
    child = foot_markers(FLAT, FootExamination(), person_of(Examination(age_years=9.0)))
    assert child[0].reading == "undecided"
    assert "18 years and more, this one is 9" in child[0].reason


def recording(task: str = "walk", format: str = "tekscan", **header: str) -> PressureRecording:
    source = Source(format=format, header=header)
    return PressureRecording([[[1.0]]], [0.0], SensorGrid(5.0, 5.0), source, task=task)


def test_a_person_is_known_as_far_as_the_recordings_agree() -> None:
    examination = Examination(sex="female", age_years=30.0)
    mat, other = recording(SENSOR_TYPE=" MatScan "), recording("stand", SENSOR_TYPE="FSCAN")
    one = person_of(examination, [mat, mat])
    assert (one.age, one.sex, one.task, one.device, one.speed) == (30.0, "female", "walk", "MatScan", None)
    assert person_of(examination, [mat, other]) == person_of(examination)
    assert person_of(examination, [recording("walk", **{BELT_SPEED: "1250.0"})]).speed == pytest.approx(1.25)


def test_a_format_is_no_device_so_it_brings_no_cut_that_is_bound_to_one() -> None:
    """CPEI's cut is of the MatScan; Tekscan's format is also that of its insoles."""
    cpei = [MeasureTable({"cpei": Measure("cpei", 2.0, "%", 1.0)})] * 3
    readings = {}
    for made_with in ("", "FSCAN", "Tekscan", "MatScan"):
        one = recording(SENSOR_TYPE=made_with) if made_with else recording()
        person = person_of(Examination(age_years=70.0), [one])
        found = foot_markers(cpei, FootExamination(), person)
        readings[made_with] = next(marker for marker in found if marker.key == "cpei")
    assert {name: marker.reading for name, marker in readings.items()} == {
        "": "undecided",
        "FSCAN": "undecided",
        "Tekscan": "undecided",
        "MatScan": "pronated",
    }
    assert "holds for Tekscan MatScan only" in readings["FSCAN"].reason
