"""The catalogue holds every measure that a step or region can have, and says the same everywhere."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from typing import Any

import pytest

import pedograph as pg
from pedograph._resources import resource
from pedograph.measures.catalogue import MeasureDefinition, _add_ranges, _parse, catalogue
from pedograph.measures.reference.ranges import ReferenceRange
from pedograph.measures.step import MAKERS
from pedograph.recording import SensorGrid
from pedograph.settings import AnalysisSettings
from pedograph.simulation import FootShape, StepParameters, simulate_step

STEP_UNITS = {
    "peak_pressure": "kPa",
    "peak_force": "N",
    "contact_area": "cm2",
    "contact_time": "s",
    "pressure_time_integral": "kPa s",
    "force_time_integral": "N s",
    "foot_length": "mm",
    "foot_width": "mm",
    "foot_progression_angle": "deg",
    "arch_index": "1",
    "modified_arch_index": "1",
    "cop_length": "mm",
    "cop_range_ml": "mm",
    "cpei": "%",
    "cop_medial_excursion": "%",
    "foot_balance": "%",
    "forefoot_balance": "%",
    "rearfoot_medial_share": "%",
    "initial_contact_phase": "%",
    "forefoot_contact_phase": "%",
    "foot_flat_phase": "%",
    "forefoot_push_off_phase": "%",
}
REGION_KEYS = {
    "peak_pressure",
    "peak_force",
    "pressure_time_integral",
    "force_time_integral",
    "contact_area",
    "contact_time",
    "force_time_integral_share",
}
SIGNS = {
    "cpei": "lateral",
    "cop_medial_excursion": "medial",
    "foot_balance": "medial",
    "forefoot_balance": "medial",
    "foot_progression_angle": "out-toeing",
}
PHASES = {
    "initial_contact_phase": 8.2,
    "forefoot_contact_phase": 11.3,
    "foot_flat_phase": 25.3,
    "forefoot_push_off_phase": 55.1,
}
ALL = list(catalogue().values())


RESOURCES = resource()
RANGES = sorted(file.name for file in RESOURCES.joinpath("reference_ranges").iterdir())


def raw(name: str = "measures.toml") -> dict[str, Any]:
    return tomllib.loads(RESOURCES.joinpath(name).read_text(encoding="utf-8"))


def by_key(measure: MeasureDefinition) -> str:
    return measure.key


def test_measures_of_a_step_keep_key_and_unit() -> None:
    """Tables and sessions hold both."""
    assert {key: catalogue()[key].unit for key in STEP_UNITS} == STEP_UNITS
    assert all("foot" in catalogue()[key].levels for key in STEP_UNITS)


def test_what_is_measured_is_what_is_explained() -> None:
    assert set(MAKERS) == {m.key for m in ALL if "foot" in m.levels}


def test_what_is_measured_of_a_region_is_what_is_explained() -> None:
    assert {m.key for m in ALL if "region" in m.levels} >= REGION_KEYS
    recording = simulate_step(StepParameters(), SensorGrid(5.0, 5.0, threshold=5.0)).recording
    step = pg.analyze(recording, AnalysisSettings(body_mass=70.0)).steps[0]
    measured = {key for region in step.schemes["ten"].values() for key in region}
    assert measured == {m.key for m in ALL if "region" in m.levels}


def test_signed_measures_say_what_positive_means() -> None:
    assert {key: catalogue()[key].positive for key in SIGNS} == SIGNS


def test_it_is_read_once_and_cannot_be_changed() -> None:
    assert catalogue() is catalogue()
    with pytest.raises(TypeError):
        catalogue()["arch_index"] = ALL[0]  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ALL[0].name = "another"  # type: ignore[misc]


def test_order_keeps_groups_together_in_the_order_of_the_file() -> None:
    assert [m.order for m in ALL] == list(range(len(ALL)))
    shown = list(dict.fromkeys(m.group for m in ALL))
    assert shown == list(raw()["groups"]), "each group is shown once, none is empty"
    assert [m.group for m in ALL] == [group for group in shown for m in ALL if m.group == group]


@pytest.mark.parametrize("measure", ALL, ids=by_key)
def test_an_entry_is_whole(measure: MeasureDefinition) -> None:
    for text in (measure.name, measure.symbol, measure.formula):
        assert text and not text.endswith(".")
    for text in (measure.definition, measure.inputs, measure.pitfalls):
        assert text[0].isupper() or text[:2].isdigit()
        assert text.endswith(".")
    assert 1 <= measure.definition.count(". ") + 1 <= 2, "one or two sentences"
    assert measure.sources
    assert 0 <= measure.decimals <= 3


@pytest.mark.parametrize("measure", ALL, ids=by_key)
def test_settings_that_change_it_exist(measure: MeasureDefinition) -> None:
    known = {field.name for field in dataclasses.fields(AnalysisSettings)}
    assert measure.settings
    assert set(measure.settings) <= known


def test_names_and_symbols_are_not_shared() -> None:
    assert len({m.name for m in ALL}) == len({m.symbol for m in ALL}) == len(ALL)


def test_no_source_is_left_uncited() -> None:
    cited = {source.text for m in ALL for source in m.all_sources}
    defined = [raw()["sources"], *(raw(f"reference_ranges/{name}").get("sources", {}) for name in RANGES)]
    assert cited == {table["citation"] for sources in defined for table in sources.values()}


@pytest.mark.parametrize("measure", ALL, ids=by_key)
def test_references_say_who_and_how(measure: MeasureDefinition) -> None:
    for reference in measure.references:
        assert reference.population
        assert reference.posture
        if reference.band:
            assert reference.band[0] < reference.band[1]
        if not reference.verified:
            assert "not checked" in measure.reference_text(reference)


def test_every_value_lies_where_its_measure_can() -> None:
    found: list[tuple[str, float]] = []
    for pronation, arch in ((-0.9, 0.1), (0.9, 0.9)):
        parameters = StepParameters(FootShape(arch_height=arch), pronation=pronation)
        model = simulate_step(parameters, SensorGrid(5.0, 5.0, threshold=5.0))
        (step,) = pg.analyze(model.recording, AnalysisSettings(body_mass=70.0, uncertainties=False)).steps
        found += [(key, one.value) for key, one in step.measures.items()]
        found += [(key, one.value) for loads in step.regions.values() for key, one in loads.items()]
    assert len(dict(found)) > 70
    for key, value in found:
        low, high = catalogue()[key].possible
        assert low <= value <= high, key
    limited = [key for key, one in catalogue().items() if math.isfinite(one.possible[0]) and one.references]
    assert {"arch_index", "modified_arch_index", "contact_time", "foot_flat_phase"} <= set(limited)


def test_what_has_no_sign_and_is_bounded_begins_at_0() -> None:
    for key, definition in catalogue().items():
        if math.isfinite(definition.possible[0]):
            assert (definition.possible[0] < 0) == bool(definition.positive), key


def test_ranges_quoted_from_elsewhere_are_not_called_checked() -> None:
    keys = ("arch_index", "cpei", "modified_arch_index")
    arch, cpei, modified = (next(one for one in catalogue()[key].references if one.band) for key in keys)
    assert (arch.band, arch.n, arch.verified) == ((0.21, 0.26), 107, False)
    assert (cpei.band, cpei.verified) == ((7.3, 21.0), False)
    assert (modified.band, modified.verified) == ((0.030, 0.163), False)


@pytest.mark.parametrize(("key", "mean"), PHASES.items())
def test_phases_of_jogging_are_means_without_a_band(key: str, mean: float) -> None:
    (reference,) = catalogue()[key].references
    assert (reference.mean, reference.n, reference.band, reference.verified) == (mean, 220, None, True)
    assert "jogging" in reference.posture


def test_a_reference_needs_a_band_or_a_mean() -> None:
    source = ALL[0].sources[0]
    for low, high, mean in ((None, None, None), (1.0, None, None), (None, 2.0, 1.0)):
        with pytest.raises(ValueError, match="both ends of a band, or a mean"):
            ReferenceRange("adults", "walking", source, verified=True, low=low, high=high, mean=mean)


@pytest.mark.parametrize(
    ("key", "value", "uncertainty", "text"),
    [
        ("arch_index", 0.2304, 0.0123, "0.23 ± 0.01"),
        ("arch_index", 0.2304, 0.0042, "0.230 ± 0.004"),
        ("arch_index", 0.2304, 0.0096, "0.23 ± 0.01"),
        ("arch_index", 0.2304, 0.12, "0.2 ± 0.1"),
        ("arch_index", 0.2304, 0.0, "0.23 ± 0.00"),
        ("arch_index", 0.2304, None, "0.23"),
        ("cpei", -3.26, 1.4, "-3 ± 1"),
        ("cpei", -0.04, None, "0.0"),
        ("cpei", -0.4, 3.0, "0 ± 3"),
        ("peak_force", 818.625, 25.4, "819 ± 25"),
        ("peak_force", 818.625, 9.6, "819 ± 10"),
        ("peak_force", 818.625, None, "819"),
        ("contact_time", 1.06, None, "1.060"),
        ("peak_force", 1556.20316976, 3e-8, "1556.20 ± 0.01"),
        ("peak_force", 1556.20316976, 0.04, "1556.20 ± 0.04"),
        ("arch_index", 0.23044, 0.0004, "0.2304 ± 0.0004"),
        ("arch_index", 0.23044, 0.00004, "0.2304 ± 0.0001"),
    ],
)
def test_digits_follow_the_error(key: str, value: float, uncertainty: float | None, text: str) -> None:
    assert catalogue()[key].format(value, uncertainty) == text


@pytest.mark.parametrize(
    ("value", "uncertainty"), [(math.nan, None), (math.inf, 0.1), (0.2, -0.1), (0.2, math.nan)]
)
def test_what_is_no_number_is_not_written_as_one(value: float, uncertainty: float | None) -> None:
    with pytest.raises(ValueError, match="arch_index"):
        catalogue()["arch_index"].format(value, uncertainty)


def test_the_tooltip_tells_all_in_plain_text() -> None:
    lines = catalogue()["arch_index"].tooltip().splitlines()
    assert lines[0] == "Arch index (AI)"
    assert lines[2] == "Formula: AI = area of the middle third / area of the print without toes"
    assert [line.split(":")[0] for line in lines[2:]] == ["Formula", "From", "Reference", "Mind", "Source"]
    assert lines[4].startswith("Reference: 0.21 to 0.26; adults")
    assert "(n = 107); standing, half body weight; ink print; Cavanagh & Rodgers 1987" in lines[4]
    assert lines[4].endswith("not checked in the source")
    assert lines[-1].endswith("doi:10.1016/0021-9290(87)90255-7")


def test_the_tooltip_of_a_signed_measure_names_its_sign_and_unit() -> None:
    tooltip = catalogue()["foot_progression_angle"].tooltip()
    assert tooltip.startswith("Foot progression angle (FPA), in °\n")
    assert "\nPositive: out-toeing\n" in tooltip
    assert "\nReference: -8.0 to 16.4 °; children" in tooltip
    assert "not checked" not in tooltip


def test_an_unchecked_citation_says_so() -> None:
    (first, second) = catalogue()["modified_arch_index"].tooltip().splitlines()[-2:]
    assert first.endswith("(citation not checked)")
    assert second.startswith("Source: Hagedorn") and second.endswith("doi:10.1371/journal.pone.0074364")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("sources", ["nobody_1900"], "cites nobody_1900"),
        ("group", "nowhere", "group nowhere"),
        ("levels", ["toe"], "level toe"),
    ],
)
def test_data_that_names_what_is_not_defined_is_refused(field: str, value: object, message: str) -> None:
    data = raw()
    data["measures"]["arch_index"][field] = value
    with pytest.raises(ValueError, match=message):
        _parse(data)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ranges": [{"measure": "arch", "source": "song_1996"}]}, "no measure arch"),
        ({"ranges": [{"source": "song_1996"}]}, "of which measure"),
        ({"sources": {"song_1996": {}}, "ranges": []}, "defined already"),
    ],
)
def test_ranges_that_name_what_is_not_defined_are_refused(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        _add_ranges(raw(), more, "own.toml")


def test_an_unknown_field_is_refused() -> None:
    data = raw()
    data["measures"]["arch_index"]["colour"] = "red"
    with pytest.raises(TypeError, match="colour"):
        _parse(data)


def test_the_words_never_call_a_value_normal_or_ill() -> None:
    for measure in ALL:
        words = " ".join([measure.definition, measure.formula, measure.inputs, measure.pitfalls]).lower()
        words += " ".join(reference.population for reference in measure.references).lower()
        for banned in ("normal ", "abnormal", "diagnos", "patholog", "caused by"):
            assert banned not in words, f"{measure.key} says {banned}"
