"""The studies: real designs and sizes, and what was not read is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pedograph.posture import evidence, rules
from pedograph.posture.evidence import _record
from pedograph.posture.tables import ResourceError
from pedograph.posture.wording import banned_words

BEHIND = {
    "hagiwara2024": ("case series", 3, "very low"),
    "dharmayat2021": ("cross-sectional", 200, "very low"),
    "abdelhaleem2023": ("randomised trial", 60, "low"),
    "abdelhaleem2022": ("cross-sectional", 102, "very low"),
}
COUNTER = ("menz2013", "brantingham2006", "duval2010", "betsch2011", "chun2017", "sadler2017", "chuter2014")


@pytest.mark.parametrize("name", BEHIND)
def test_the_studies_behind_the_product_stand_as_what_they_are(name: str) -> None:
    record = evidence()[name]
    assert (record.design, record.n, record.strength) == BEHIND[name]
    assert record.group == "behind_the_product"
    assert record.limits


@pytest.mark.parametrize("name", COUNTER)
def test_counter_evidence_is_there(name: str) -> None:
    assert evidence()[name].direction in ("against", "mixed")


def test_studies_of_one_group_are_marked_as_such() -> None:
    clusters = {record.cluster for record in evidence().values() if record.cluster}
    assert clusters == {"Cairo", "Seville"}
    assert all(sum(record.cluster == name for record in evidence().values()) > 1 for name in clusters)


def test_what_was_read_of_a_study_is_said_and_what_was_not_read_at_all_is_marked() -> None:
    for record in evidence().values():
        if record.verified == "no":
            assert "finding" in record.unverified, record.id


def test_what_was_read_is_said_in_plain_sentences() -> None:
    said = {record.reading_words for record in evidence().values()}
    assert "Only its abstract was read, not the whole paper." in said
    assert (
        "Only its abstract was read, not the whole paper. Not checked: the volume number, the web address (DOI)."
        in said
    )


def test_no_summary_of_a_study_holds_a_banned_word() -> None:
    for record in evidence().values():
        for text in (record.claim, record.design, record.population, record.finding, record.limits):
            assert not banned_words(text), record.id


def test_identifiers_are_well_formed_and_stand_once() -> None:
    dois = [record.doi for record in evidence().values() if record.doi]
    assert len(set(dois)) == len(dois)
    assert all(re.fullmatch(r"10\.\d{4,9}/\S+", doi) for doi in dois)
    linked = [record for record in evidence().values() if record.doi or record.pmcid or record.pmid]
    assert all(record.link.startswith("https://") for record in linked)


def test_citations_are_short() -> None:
    assert evidence()["menz2013"].citation == "Menz and others 2013, Rheumatology"
    assert evidence()["gandhi2017"].citation == "Gandhi and Salvi 2017, International Journal of Physiotherapy"
    assert evidence()["marikkar2022"].citation == "Marikkar and others 2022"


def test_every_study_a_rule_names_exists() -> None:
    for rule in rules().values():
        assert set(rule.refs) | set(rule.against) <= set(evidence()), rule.id
        assert not set(rule.refs) & set(rule.against), rule.id


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"direction": "up"}, "direction is up"),
        ({"strength": "five stars"}, "strength is five stars"),
        ({"verified": "yes"}, "verified is yes"),
        ({"unverified": ["mood"]}, "unverified names mood"),
        ({"mood": "good"}, "mood is not a key"),
    ],
)
def test_a_record_that_does_not_hold_together_is_refused(change: dict[str, object], message: str) -> None:
    entry = {
        "id": "x2000",
        "authors": "X",
        "design": "d",
        "population": "p",
        "finding": "f",
        "limits": "l",
        "direction": "for",
        "strength": "low",
        "verified": "title",
    }
    table = {"claim": "c", "group": "g"}
    assert _record(table, entry, "here").id == "x2000"
    with pytest.raises(ResourceError, match=message):
        _record(table, {**entry, **change}, "here")


def test_a_record_without_limits_is_refused() -> None:
    with pytest.raises(ResourceError, match="authors is missing"):
        _record({"claim": "c", "group": "g"}, {"id": "x2000"}, "here")


def test_resources_do_not_speak_of_memory_or_of_other_files() -> None:
    folder = Path(__file__).parents[2] / "resources"
    for name in ("evidence", "rules", "examination"):
        for file in (folder / name).glob("*.toml"):
            assert not re.search(r"\[M\]|\[S\]|from memory|EVIDENCE\.md|METHODS\.md", file.read_text("utf-8")), (
                file.name
            )
