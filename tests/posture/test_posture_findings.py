"""The findings: their words, what they name as missing, and properties that hold for any visit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from posture_strategies import examinations, measured_facts
from posture_visits import ALL_RULES, run

from pedograph.posture import (
    Examination,
    Fact,
    Findings,
    FootExamination,
    derive_findings,
    evidence,
    examination_fields,
    rules,
)
from pedograph.posture.facts import FactError
from pedograph.posture.finding import EARLIER_VISIT, GROUP_WORDS, FindingError
from pedograph.posture.wording import banned_words

PATHS = {path for field in examination_fields() for path in field.paths}
LUMBAR = [rule.id for rule in rules().values() if "not_screened" in rule.held_by]


def all_texts(findings: Findings) -> Iterator[str]:
    for note in findings.applies:
        yield from (note.title, note.text, note.strength, note.limits, *(item.text for item in note.not_assessed))
        yield from (f"{value.label} {value.text}" for value in note.values)
    for left_out in findings.does_not_apply:
        yield from (left_out.title, *(f"{value.label} {value.text}" for value in left_out.values))
    for unsaid in findings.cannot_be_said:
        yield from (unsaid.title, *unsaid.held_back, *(item.text for item in unsaid.missing))


@settings(deadline=None, max_examples=150)
@given(examinations(), measured_facts(), st.booleans())
def test_for_any_visit(examination: Examination, facts: dict[str, Fact], clinician: bool) -> None:
    findings = derive_findings(examination, facts, clinician=clinician)
    assert not [text for text in all_texts(findings) if banned_words(text)]
    assert not [text for text in all_texts(findings) if re.search(r"[{}]|\bnan\b|None", text)]
    lists = (findings.applies, findings.does_not_apply, findings.cannot_be_said)
    assert sorted(item.rule for entries in lists for item in entries) == sorted(ALL_RULES)
    for note in findings.applies:
        assert note.text.startswith("Research note: ")
        assert set(note.evidence) | set(note.against) <= set(evidence())
        assert note.values
    for unsaid in findings.cannot_be_said:
        assert unsaid.missing or unsaid.held_back
        assert set(unsaid.fields) <= PATHS
    assert Findings.from_dict(json.loads(json.dumps(findings.to_dict()))) == findings


@settings(deadline=None, max_examples=60)
@given(examinations(), measured_facts())
def test_no_lumbar_note_without_screening_or_with_a_red_flag(
    examination: Examination, facts: dict[str, Fact]
) -> None:
    unscreened = examination.with_value("red_flags_screened", False)
    ticked = examination.with_value("red_flags_ticked", ["fever"])
    for visit in (unscreened, ticked):
        findings = derive_findings(visit, facts)
        assert not {note.rule for note in findings.applies} & set(LUMBAR)
        assert not [note for note in findings.applies if "Less dorsiflexion" in note.text]
        assert {item.rule for item in findings.cannot_be_said} >= set(LUMBAR)
    assert derive_findings(ticked, facts).applies[0].rule == "R0"


def test_a_finding_in_json_is_as_promised() -> None:
    note = run("ok lbp fpi=8/2").finding("R5")
    assert note is not None
    written = note.to_dict()
    assert list(written) == ["rule", "text", "strength", "evidence", "against"]
    assert written["rule"] == "R5"
    assert written["strength"] == "low, mixed"
    assert "menz2013" in written["against"]
    assert run("ok lbp fpi=8/2").to_list() == [written]


@pytest.mark.parametrize(
    ("given", "rule", "phrase"),
    [
        ("ok lbp fpi=8/2", "R5", "(left foot: FPI-6 +8)"),
        ("ok lbp fpi=8/7", "R5", "(both feet: FPI-6 left +8, right +7)"),
        (
            "ok lbp cait=30/19",
            "R12",
            "CAIT (right ankle: 19) at or below the cut-off of 25 (default; Wright 2014).",
        ),
        ("ok lbp cait=26/30 cait_cutoff=27.5", "R12", "CAIT (left ankle: 26) at or below the cut-off of 27.5."),
        ("ok lbp plate ai=0.235/0.28", "R2", "(both feet: left 0.235 ± 0.005, right 0.280 ± 0.005)"),
        ("ok lbp lordosis=70.5 cobb", "R8", "a lordosis of 70.5 deg is above the range used"),
        ("ok lbp duration_weeks=16", "R13", "low back pain for 16 weeks"),
        ("ok lbp lunge=12/8 cm", "R14", "(4 cm) exceeds measurement error"),
        ("ok lbp nprs_change=-3", "R18", "(NPRS -3 points, ODI not assessed, Roland-Morris not assessed)"),
        ("ok footwear_differs=yes", "R20", "other footwear: yes; other threshold: not assessed"),
        ("flag=fever", "R0", "(Fever or chills). Refer for medical assessment urgently."),
        ("flag=anal_tone", "R0", "Refer for medical assessment now, as an emergency."),
        ("flag=no_improvement", "R0", "Refer for medical assessment soon."),
        ("flag=calf_swelling", "R0", "Foot and ankle notes are held back as well"),
        ("ok lbp cait=20/19", "R12", "CAIT (both ankles: left 20, right 19) at or below the cut-off of 25 (def"),
        (
            "plate steps=1/5",
            "R16",
            "note: Record at least 3 complete steps of the left foot: it has 1. CPEI is not",
        ),
        (
            "plate steps=1/1",
            "R16",
            "note: Record at least 3 complete steps of each foot: left has 1, right has 1.",
        ),
        ("plate", "R16", "note: There are enough complete steps of both feet. CPEI is not judged: no cut-off"),
        (
            "plate steps=2/5 emed=1/1",
            "R16",
            "of the left foot: it has 2 (2 footscan steps; 1 emed step not counted: another plate).",
        ),
        (
            "ok lbp plate ai=0.235/0.28 emed=1/0",
            "R2",
            "Left foot: 5 footscan steps; 1 emed step not counted: another plate.",
        ),
        (
            "ok no_lbp plate ai=0.30/0.30 fpi=2/8",
            "R6",
            "(left foot). Arch index: above the reference band; FPI-6: +2; CPEI: not assessed",
        ),
    ],
)
def test_notes_say_their_values(given: str, rule: str, phrase: str) -> None:
    note = run(given).finding(rule)
    assert note is not None
    assert phrase in note.text


def test_the_most_pressing_tier_says_how_soon() -> None:
    examination = Examination(red_flags_ticked=("no_improvement", "fever", "saddle_numbness", "fall_risk"))
    note = derive_findings(examination).applies[0]
    assert "now, as an emergency" in note.text
    assert "urgently" not in note.text
    assert "Saddle numbness; Fever or chills; No improvement after 4 to 6 weeks; Risk of falling" in note.text


def test_dorsiflexion_is_tied_to_the_back_only_with_pain_and_after_screening() -> None:
    for words, tied in (("ok lbp", True), ("ok no_lbp", False), ("lbp", False), ("ok lbp flag=fever", False)):
        note = run(f"{words} lunge=12/8 cm").finding("R14")
        assert note is not None
        assert ("Less dorsiflexion was found" in note.text) is tied, words


def test_missing_things_come_with_the_field_to_fill() -> None:
    unsaid = {item.rule: item for item in run("ok lbp lordosis=70 fpi=2/-").cannot_be_said}
    assert unsaid["R8"].missing[0].text == "Lumbar lordosis against the range used: the method is not stated"
    assert unsaid["R8"].fields[0] == "lordosis_method"
    assert unsaid["R5"].missing[0].text == "FPI-6 total, right foot: not entered"
    assert unsaid["R5"].fields[0] == "right.fpi_total"
    assert unsaid["R12"].fields == ("left.cait", "right.cait")
    assert unsaid["R2"].missing[0].text == "Arch index, left foot: no measured step"
    assert unsaid["R2"].fields == ()


def test_too_few_steps_are_named_with_the_number_needed() -> None:
    unsaid = {
        item.rule: item for item in run("ok lbp female age=62 plate matscan cpei=4/4 steps=4/2").cannot_be_said
    }
    assert [item.text for item in unsaid["R3"].missing] == [
        "at least 5 complete steps of the foot with a CPEI (left foot)",
        "at least 5 complete steps of the foot with a CPEI (right foot)",
    ]


def test_a_cut_of_another_device_is_the_reason_given() -> None:
    unsaid = {item.rule: item for item in run("ok lbp female age=62 plate cpei=4/4").cannot_be_said}
    assert "the cut-off of 7.3 % comes from another plate (MatScan)" in unsaid["R3"].missing[0].text


def test_a_lunge_without_its_method_asks_for_it() -> None:
    unsaid = {item.rule: item for item in run("ok no_lbp lunge=12/8").cannot_be_said}
    assert [item.text.partition(": ")[2] for item in unsaid["R14"].missing] == [
        "choose how the lunge was measured (cm or degrees)"
    ]
    assert unsaid["R14"].fields == ("lunge_method",)


def test_the_default_cut_off_is_said_to_be_one_also_where_the_note_does_not_apply() -> None:
    for visit, text in (
        ("ok lbp cait=30/30", "25 (default; Wright 2014)"),
        ("ok lbp cait=30/30 cait_cutoff=25", "25"),
    ):
        values = {item.rule: item.values for item in run(visit).does_not_apply}["R12"]
        assert ("cait_cutoff", text) in [(value.key, value.text) for value in values]


@pytest.mark.parametrize(
    ("given", "grouped"),
    [
        ("", ["R20", "R17", "R18", "R19"]),
        ("ok lbp plate", ["R20", "R17", "R18", "R19"]),
        ("ok lbp flag=fever", ["R20", "R17", "R18", "R19"]),
        ("ok lbp nprs_change=-1", []),
        ("ok no_lbp comparable", []),
    ],
)
def test_notes_that_wait_for_an_earlier_visit_are_one_group(given: str, grouped: list[str]) -> None:
    unsaid = run(given).cannot_be_said
    assert [item.rule for item in unsaid if item.group == EARLIER_VISIT] == grouped
    assert {item.group for item in unsaid} <= {"", *GROUP_WORDS}


def test_findings_saved_without_groups_are_read() -> None:
    saved = run("ok lbp").to_dict()
    for entry in saved["cannot_be_said"]:
        del entry["group"]
    assert {item.group for item in Findings.from_dict(saved).cannot_be_said} == {""}


def test_steps_of_another_plate_that_were_left_out_are_named_with_each_value() -> None:
    words = "(2 footscan steps; 1 emed step not counted: another plate)"
    unsaid = {item.rule: item for item in run("ok lbp plate steps=2/2 emed=1/1").cannot_be_said}["R2"]
    assert unsaid.missing[0].text.endswith(f"with an arch index (left foot) {words}")
    note = run("ok lbp plate steps=3/3 emed=2/0").finding("R2")
    assert note is not None
    assert [value.text for value in note.values if "arch_index" in value.key] == [
        "0.235 ± 0.005 (3 footscan steps; 2 emed steps not counted: another plate)",
        "0.235 ± 0.005",
    ]


def test_what_holds_a_note_back_is_said() -> None:
    held = {item.rule: item for item in run("lbp fpi=8/8").cannot_be_said}["R5"]
    assert held.held_back == ("the red flags have not been screened",)
    assert held.fields == ("red_flags_screened",)
    flagged = {item.rule: item for item in run("ok flag=fever lbp fpi=8/8").cannot_be_said}["R5"]
    assert flagged.held_back == ("a red flag is ticked",)
    assert flagged.missing == ()


def test_the_other_side_is_said_not_to_be_assessed() -> None:
    note = run("ok lbp fpi=8/-").finding("R5")
    assert note is not None
    assert note.sides == ("left",)
    assert note.not_assessed[0].text == "FPI-6 total, right foot: not entered"


def test_the_values_behind_a_verdict_are_named() -> None:
    findings = run("ok no_lbp criteria cait=20/29")
    note = findings.finding("R10")
    assert note is not None
    assert ("left.cait", "20") in [(value.key, value.text) for value in note.values]
    left_out = {item.rule: item for item in findings.does_not_apply}["R5"]
    assert [(value.label, value.text) for value in left_out.values] == [("Low back pain", "no")]


def test_a_fact_that_no_table_knows_is_refused() -> None:
    for fact in (
        Fact("shoe_size", 43.0),
        Fact("arch_index", 0.2),
        Fact("sway_area_change", 2.0, "left"),
        Fact("plate_differs", 1.0),
        Fact("sway_area_change", True),
        Fact("arch_index_class", "flat", "left"),
        Fact("sessions_comparable", True),
    ):
        with pytest.raises(FactError):
            derive_findings(Examination(), {fact.key: fact})
    with pytest.raises(FactError, match="there is no fact"):
        derive_findings(Examination(), {"right.cpei": Fact("cpei", 3.0, "left")})


def test_what_was_entered_cannot_be_overruled_from_outside() -> None:
    examination = Examination(red_flags_screened=True, low_back_pain=False, left=FootExamination(fpi_total=8))
    claimed = Fact("low_back_pain", True)
    assert derive_findings(examination, {claimed.key: claimed}).finding("R5") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "version 2, this program knows 1"),
        ({"applies": [{"rule": "R1"}]}, "a saved Finding is incomplete"),
        ({"applies": [{"rule": "R1", "colour": "red"}]}, 'holds "colour", which this version does not know'),
    ],
)
def test_findings_of_a_newer_version_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(FindingError, match=message):
        Findings.from_dict({**Findings().to_dict(), **change})
