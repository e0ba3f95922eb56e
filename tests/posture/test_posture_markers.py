"""The examination's markers of pronation stand beside those of the plate."""

from __future__ import annotations

from pedograph.measures import Measure, MeasureTable
from pedograph.measures.pronation import agreement
from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.markers import examined_markers, foot_markers

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
    left, right = (foot_markers(FLAT, examination, side, task="walk") for side in ("left", "right"))
    assert [one.reading for one in (left[0], left[-1])] == ["pronated", "neutral"]
    assert agreement(left).endswith("no foot-function label.")
    assert right[-1].reading == "pronated"


def test_the_age_of_the_examination_chooses_the_reference() -> None:
    child = foot_markers(FLAT, Examination(age_years=9.0), "left", task="walk")
    assert child[0].reading == "undecided"
    assert "18 years and more, this one is 9" in child[0].reason
