"""A reference of one's own, made of sessions and listed with the measures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from pedograph.recording import SensorGrid
from pedograph.session import new_session, save_session, with_recording
from pedograph.simulation import FootShape, StepParameters, simulate_step
from pedograph.workspace.tables.own_reference_files import own_references


@pytest.fixture
def visits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three visits of two people and a third."""
    monkeypatch.setenv("PEDOGRAPH_HOME", str(tmp_path / "home"))
    paths = []
    for number, (subject, arch) in enumerate((("P-1", 0.3), ("P-2", 0.5), ("P-3", 0.7), ("P-3", 0.75))):
        shape = FootShape(arch_height=arch)
        recording = simulate_step(StepParameters(shape), SensorGrid(5.0, 5.0, threshold=5.0)).recording
        session = with_recording(
            new_session(subject), pg.analyze(recording), who="", when="2026-11-22T10:00:00+00:00"
        )
        paths.append(save_session(session, tmp_path / f"visit_{number}.h5"))
    return paths


def test_people_count_once_and_the_reference_is_listed(visits: list[Path]) -> None:
    result = run("reference", "arch_index", *visits, "--population", "model feet", "--age", "20", "40")
    assert result.exit_code == 0, result.output
    assert "model feet (n = 3)" in result.output
    (reference,) = own_references()["arch_index"]
    values = [
        pg.analyze(
            simulate_step(
                StepParameters(FootShape(arch_height=arch)), SensorGrid(5.0, 5.0, threshold=5.0)
            ).recording
        )
        .steps[0]
        .measures["arch_index"]
        .value
        for arch in (0.3, 0.5, 0.7, 0.75)
    ]
    expected = [values[0], values[1], float(np.mean(values[2:]))]
    assert reference.mean == pytest.approx(np.mean(expected))
    assert (reference.age, reference.task, reference.own) == ((20, 40), "walk", True)
    listed = run("measures").output
    assert listed.count("Own reference: ") == 1
    assert "model feet (n = 3); walking; your own measurements" in listed


def test_what_cannot_be_a_reference_says_why(visits: list[Path]) -> None:
    few = run("reference", "arch_index", *visits[:2], "--population", "two")
    assert few.exit_code != 0
    assert "at least 3 people; there are 2" in str(few.exception)
    unknown = run("reference", "arch", *visits, "--population", "all")
    assert 'no measure "arch" of a step' in str(unknown.exception)
    assert own_references() == {}
