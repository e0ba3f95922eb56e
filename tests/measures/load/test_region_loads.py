"""The load of regions: against loads placed by hand, against the whole foot, and lazily by scheme."""

from __future__ import annotations

import pickle
from functools import cache

import numpy as np
import pytest

import pedograph as pg
from pedograph.analysis import StepAnalysis
from pedograph.anatomy import UnsuitableScheme
from pedograph.exports.json import analyses_as_json
from pedograph.exports.table import table_rows
from pedograph.measures import Measure, RegionSchemes, StepContext, catalogue
from pedograph.measures.load.regions import REGION_MAKERS, loads_by_weight
from pedograph.notes import Note
from pedograph.recording import PressureRecording, SensorGrid
from pedograph.settings import REGION_SCHEMES, AnalysisSettings
from pedograph.simulation import StepParameters, simulate_step

ADD_UP = ("contact_area", "force_time_integral", "force_time_integral_share", "force_time_integral_body_weight")
LARGEST = ("peak_pressure", "pressure_time_integral", "peak_pressure_gradient")


@cache
def walk(pitch: float = 5.0, **changes: float) -> pg.Analysis:
    recording = simulate_step(StepParameters(), SensorGrid(pitch, pitch, threshold=5.0)).recording
    return pg.analyze(recording, AnalysisSettings(body_mass=70.0).with_changes(**changes))


def sheet() -> StepAnalysis:
    """A foot-shaped sheet of 5 mm cells: in six frames of 0.1 s the heel half rises later than the front half."""
    pressure = np.zeros((8, 52, 24))
    pressure[1:7, 2:26, 4:20] = np.array([10.0, 20.0, 40.0, 80.0, 40.0, 10.0])[:, None, None]
    pressure[1:7, 26:50, 4:20] = np.array([30.0, 120.0, 60.0, 30.0, 20.0, 10.0])[:, None, None]
    recording = PressureRecording(pressure, np.arange(8) * 0.1, SensorGrid(5.0, 5.0))
    return pg.analyze(recording, AnalysisSettings(body_mass=50.0)).steps[0]


def test_loads_of_a_sheet_by_halves() -> None:
    """Every measure of a region against numbers written down by hand; a cell on the border counts by its share."""
    step = sheet()
    rear = (step.frames.rows < 26).astype(float)
    rear[step.frames.rows == 25] = 0.25
    found = loads_by_weight(step.schemes.context, {"rear": rear, "front": 1.0 - rear})
    area = (23 + 0.25) * 16 * 25.0
    course = np.array([10.0, 20.0, 40.0, 80.0, 40.0, 10.0])
    integral = float((course[1:] + course[:-1]).sum() / 2 * 0.1)
    front_course = np.array([30.0, 120.0, 60.0, 30.0, 20.0, 10.0])
    front_integral = float((front_course[1:] + front_course[:-1]).sum() / 2 * 0.1)
    rear_impulse = integral * area / 1000
    front_impulse = (integral * 0.75 * 16 + front_integral * 24 * 16) * 25.0 / 1000
    values = {key: measure.value for key, measure in found["rear"].items()}
    newton = 50.0 * 9.80665
    assert values == {
        "peak_pressure": pytest.approx(80.0),
        "mean_pressure": pytest.approx(80.0),
        "peak_force": pytest.approx(80.0 * area / 1000),
        "peak_force_body_weight": pytest.approx(100 * 80.0 * area / 1000 / newton),
        "contact_area": pytest.approx(area / 100),
        "pressure_time_integral": pytest.approx(integral),
        "pressure_time_integral_of_peaks": pytest.approx(integral),
        "pressure_time_integral_mean": pytest.approx(integral),
        "force_time_integral": pytest.approx(integral * area / 1000),
        "force_time_integral_body_weight": pytest.approx(100 * integral * area / 1000 / newton),
        "force_time_integral_share": pytest.approx(100 * rear_impulse / (rear_impulse + front_impulse)),
        "contact_time": pytest.approx(0.6),
        "contact_onset": 0.0,
        "contact_end": 100.0,
        "peak_pressure_instant": pytest.approx(60.0),
        "peak_force_instant": pytest.approx(60.0),
        "peak_pressure_gradient": pytest.approx(np.hypot(80.0, 80.0) / 10.0),
    }
    assert not found["rear"].missing
    front = found["front"]
    assert front["peak_pressure_instant"].value == pytest.approx(20.0)
    assert front["peak_pressure"].value == pytest.approx(120.0), "the border's cells are three quarters its own"
    assert front["mean_pressure"].value == pytest.approx((24 * 120 + 0.75 * 80) / 24.75)


@pytest.mark.parametrize("scheme", REGION_SCHEMES)
def test_regions_add_up_to_the_foot(scheme: str) -> None:
    step = walk().steps[0]
    parts = step.schemes[scheme].values()
    for key in ADD_UP:
        whole = 100.0 if key.endswith("share") else step.measures[key].value
        assert sum(region[key].value for region in parts) == pytest.approx(whole, rel=1e-9), key
    for key in LARGEST:
        assert max(region[key].value for region in parts) == pytest.approx(step.measures[key].value), key
    for key in ("mean_pressure", "pressure_time_integral_mean"):
        total = sum(region[key].value * region["contact_area"].value for region in parts)
        whole = step.measures[key].value * step.measures["contact_area"].value
        assert total == pytest.approx(whole, rel=1e-9), key
    assert all(0 <= region["peak_force_instant"].value <= 100 for region in parts)
    for region in parts:
        assert all(
            (region[key].uncertainty or 0.0) > 0 for key in ("contact_time", "contact_end") if key in region
        )


def test_what_a_region_has_is_explained() -> None:
    for key in REGION_MAKERS:
        assert "region" in catalogue()[key].levels, key
    found = walk().steps[0].schemes["seven"]["heel"]
    assert set(found) == set(REGION_MAKERS)
    assert all(found[key].unit == catalogue()[key].unit for key in found)


def test_without_body_mass_there_are_newtons_only_by_region() -> None:
    region = sheet().schemes["three"]["midfoot"]
    assert "peak_force_body_weight" in region
    recording = walk().recording
    without = pg.analyze(recording).steps[0].schemes["three"]["midfoot"]
    assert "peak_force_body_weight" not in without


def test_a_small_region_has_its_area_and_a_reason() -> None:
    step = sheet()
    few = np.zeros(step.frames.peak.size)
    few[:3] = (1.0, 1.0, 0.6)
    weights = {"few": few, "rest": 1.0 - few}
    refused = loads_by_weight(step.schemes.context, weights, fewest_cells=4)["few"]
    assert set(refused) == {"contact_area"}
    assert refused["contact_area"].value == pytest.approx(2.6 * 0.25)
    assert str(refused.missing["peak_force"]) == "the region is of 2.6 cells only; at least 4 are needed"
    flagged = loads_by_weight(step.schemes.context, weights)["few"]
    assert flagged["peak_force"].value == pytest.approx(2.6 * 25 * 80 / 1000)
    assert flagged["peak_force"].flags == (Note("few_cells", "the region is of 2.6 cells only"),)
    sliver = loads_by_weight(step.schemes.context, {"sliver": np.where(few > 0, 0.4, 0.0)})["sliver"]
    assert "peak_pressure" not in sliver
    assert "half" in str(sliver.missing["peak_pressure"])


def test_a_region_at_the_devices_limit_says_so() -> None:
    recording = walk().recording
    top = float(recording.pressure.max())
    limit = 0.9 * top
    clipped = PressureRecording(
        np.minimum(recording.pressure, limit),
        recording.time,
        SensorGrid(5.0, 5.0, threshold=5.0, saturation=limit),
    )
    regions = pg.analyze(clipped).steps[0].regions
    flagged = {name for name, region in regions.items() if region["peak_pressure"].flags}
    assert flagged == {name for name, region in regions.items() if region["peak_pressure"].value >= limit * 0.999}
    assert 0 < len(flagged) < len(regions)


def test_a_scheme_is_measured_when_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    schemes = walk().steps[0].schemes
    fresh = RegionSchemes(schemes.context)

    def measured(context: StepContext, key: str, sources: object) -> dict[str, dict[str, Measure]]:
        asked.append(key)
        return {"all": {}}

    monkeypatch.setattr("pedograph.measures.load.region_schemes.region_measures", measured)
    assert tuple(fresh) == REGION_SCHEMES
    assert "six" in fresh
    assert len(fresh) == len(REGION_SCHEMES)
    assert asked == []
    assert fresh["six"] is fresh["six"]
    assert asked == ["six"]


def test_schemes_travel_to_another_process() -> None:
    schemes = walk().steps[0].schemes
    again = pickle.loads(pickle.dumps(schemes))
    assert again["four"] == schemes["four"]
    assert list(again) == list(schemes)


def test_a_coarse_plate_shows_seven_regions_and_says_so() -> None:
    analysis = walk(9.0)
    step = analysis.steps[0]
    assert step.scheme == "seven"
    assert len(step.regions) == 7
    assert "ten" not in step.schemes
    with pytest.raises(UnsuitableScheme, match="cells of 9 x 9 mm are too large"):
        _ = step.schemes["ten"]
    with pytest.raises(UnsuitableScheme, match="there is no scheme"):
        _ = step.schemes["eleven"]
    assert any('too large for the regions "ten"; "seven" is shown' in str(note) for note in analysis.quality)
    assert not any("too large" in str(note) for note in walk(9.0, region_scheme="six").quality)
    assert walk(9.0, region_scheme="six").steps[0].scheme == "six"


@pytest.mark.parametrize("scheme", ["ten", "twelve_prc_style", "six"])
def test_exports_hold_the_scheme_that_is_shown(scheme: str) -> None:
    analysis = walk(region_scheme=scheme)
    step = analysis.steps[0]
    names = set(step.schemes[scheme])
    document = analyses_as_json([analysis], analysis.settings, [], "1")
    assert set(document["recordings"][0]["steps"][0]["regions"]) == {"scheme", *names}
    assert {row["region"] for row in table_rows([analysis])} == {"foot", *names}
    assert list(step.kept_schemes) == list(dict.fromkeys(("ten", "three", scheme)))


def test_a_step_that_is_not_whole_has_no_regions() -> None:
    recording = walk().recording
    cut = pg.analyze(PressureRecording(recording.pressure[30:], recording.time[30:], recording.grid)).steps[0]
    assert list(cut.schemes) == []
    assert cut.regions == {}
    with pytest.raises(UnsuitableScheme, match="no regions"):
        _ = cut.schemes["ten"]


def test_a_single_picture_has_pressures_but_no_integrals() -> None:
    recording = walk().recording
    picture = PressureRecording(recording.peak_image[None], np.zeros(1), recording.grid)
    heel = pg.analyze(picture).steps[0].schemes["seven"]["heel"]
    assert {"peak_pressure", "mean_pressure", "peak_force", "contact_area"} <= set(heel)
    assert "force_time_integral" not in heel
