"""Several steps in the JSON of ``pedograph analyze``."""

from __future__ import annotations

import json

import pytest
from gait_walks import model_walk

import pedograph as pg
from pedograph.exports import analyses_as_json
from pedograph.simulation import Walk


def document() -> dict[str, object]:
    walk = Walk(step_length=480.0, first_heel=-50.0, centre=160.0, variation=0.5, seed=2)
    analysis, _ = model_walk(walk)
    whole = analyses_as_json([analysis], pg.AnalysisSettings(), (), pg.__version__)
    text = json.dumps(whole, allow_nan=False)
    (recording,) = json.loads(text)["recordings"]
    return dict(recording)


def test_the_walk_and_the_summary_stand_beside_the_steps() -> None:
    recording = document()
    assert {"source", "quality", "steps", "walk", "summary"} <= set(recording)
    walk, summary = recording["walk"], recording["summary"]
    assert isinstance(walk, dict) and isinstance(summary, dict)
    assert walk["measures"]["step_length_left"]["unit"] == "mm"
    assert set(walk["measures"]["cadence"]) == {"value", "unit", "uncertainty", "flags"}
    first, second = walk["steps"][:2]
    assert first["heel"] is None and "edge" in first["doubt"]
    assert len(second["heel"]) == 2 and second["doubt"] == ""
    assert any(key.startswith("walk_progression_angle") for key in second["values"])
    force = summary["left"]["peak_force"]
    assert force["n"] == sum(step["side"] == "left" and step["complete"] for step in recording["steps"])  # type: ignore[attr-defined]
    assert force["still_needed"] == max(0, 5 - force["n"]) or force["still_needed"] > 0
    assert 0 not in summary["kept"]
    assert summary["left_out"][0]["index"] == 0
    assert "incomplete" in summary["left_out"][0]["reason"]
    step_length = summary["symmetry"]["step_length"]
    assert step_length["difference"] == pytest.approx(
        walk["measures"]["step_length_right"]["value"] - walk["measures"]["step_length_left"]["value"]
    )
    assert step_length["verdict"] in {"within measurement error", "asymmetric", "cannot be said"} or step_length[
        "verdict"
    ].startswith("beyond")
