"""A session for the tests: a walk with a cut step, a step on a small plate, and all that a visit can hold."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from corrected_steps import session_with_foot, session_with_side
from pedograph.analysis import StepAnalysis, analyze
from pedograph.corrections import StepCorrection
from pedograph.notes import Note
from pedograph.posture import DecisionKind, Examination
from pedograph.recording import PressureRecording, SensorGrid, Side, Source
from pedograph.session import (
    Session,
    findings_of,
    new_session,
    with_decision,
    with_examination,
    with_note,
    with_recording,
)
from pedograph.settings import AnalysisSettings
from pedograph.simulation import Sampling, StepParameters, Walk, cropped, simulate_step, simulate_walk

WHEN = "2026-11-22T10:00:00+01:00"
WHO = "AB-1"
IDENTIFIER = "0123456789abcdef" * 2
SECRET = "Secretname"
"""Stands for a person's name in a vendor's header."""


@cache
def small_recording() -> PressureRecording:
    """One step on 8 mm cells, with every optional part of a recording."""
    grid = SensorGrid(row_spacing=8.0, column_spacing=7.5, threshold=10.0, saturation=1270.0)
    sampling = Sampling(sample_rate=50.0, quantum=5.0, noise=1.0)
    made = cropped(simulate_step(StepParameters(stance_time=0.6), grid, sampling=sampling).recording)
    active = np.ones(made.pressure.shape[1:], dtype=bool)
    active[0, 0] = False
    person = {"Patient name": SECRET, "Date of birth": f"1.1.1970 {SECRET}"}
    header = {"Sensor area": "0.60 cm²", **person, "Empty": ""}
    source = Source(
        "step.lst",
        "ab" * 32,
        "emed",
        header,
        ("orientation",),
        (Note("folder_left_out", "The file's folder was left out."),),
    )
    time = made.time + np.linspace(0.0, 1e-3, made.frames)  # uneven steps are kept
    return replace(
        made, time=time, grid=replace(made.grid, active=active), source=source, side=Side.RIGHT, subject="S-7"
    )


@cache
def walk_recording() -> PressureRecording:
    """Three steps on a plate; the first is cut by its near edge."""
    walk = Walk(first_heel=-120.0, step_length=400.0, first_side=Side.LEFT)
    sampling = Sampling(sample_rate=60.0, quantum=2.6)
    grid = SensorGrid(row_spacing=7.62, column_spacing=5.08)
    made = simulate_walk(walk=walk, grid=grid, shape=(128, 63), sampling=sampling).recording
    return replace(made, source=replace(made.source, file="walk.zip"))


@cache
def full_session() -> Session:
    """Two recordings, sides and feet set by hand; an examination, decisions, a note."""
    session = new_session("P-0042", when=WHEN, who=WHO, identifier=IDENTIFIER)
    session = with_recording(session, analyze(walk_recording()), WHO, WHEN)
    settings = AnalysisSettings(contact_threshold=12.0, region_scheme="twelve_prc_style", body_mass=70.25)
    session = with_recording(session, analyze(small_recording(), settings), WHO, WHEN)
    last = session.recordings[0].analysis.steps[-1]
    session = session_with_side(session, 0, last.index, last.side.other, WHEN, WHO)
    session = session_with_foot(session, 0, last.index, turned_axis(last), WHEN, WHO)
    (step,) = session.recordings[1].analysis.steps
    session = session_with_foot(session, 1, 0, all_by_hand(step), WHEN, WHO)
    session = with_examination(session, examined(), WHO, WHEN)
    finding = findings_of(session).applies[0]
    session = with_decision(session, finding, DecisionKind.EDITED, WHO, WHEN, "Research note: as seen; ±ü°漢.")
    return with_note(session, "First line\nsecond line, ±ü°漢", WHO, WHEN)


def on_plate(step: StepAnalysis, *places: tuple[float, float]) -> tuple[tuple[float, float], ...]:
    """Places in the foot (medial, along) as points on the plate."""
    assert step.anatomy is not None
    medial, along = np.array(places).T
    x, y = step.anatomy.frame.to_plate(medial, along)
    return tuple((float(one), float(other)) for one, other in zip(x, y, strict=True))


def turned_axis(step: StepAnalysis) -> StepCorrection:
    """Only the axis, turned a little."""
    rear, front = on_plate(step, (0.0, 20.0), (8.0, 170.0))
    return StepCorrection(axis=(rear, front))


def all_by_hand(step: StepAnalysis) -> StepCorrection:
    """Axis, toe line and two cells; the numbers have no short decimal form."""
    assert step.anatomy is not None
    front = step.anatomy.toeless_length - 2.0 / 3.0
    line = on_plate(step, (-70.0, front - 8.0), (1.0 / 3.0, front), (70.0, front))
    cells = tuple((int(step.frames.rows[one]), int(step.frames.columns[one])) for one in (0, 3))
    return StepCorrection(axis=turned_axis(step).axis, toe_line=line, cells_left_out=cells)


def examined() -> Examination:
    """An examination with a value of every kind."""
    values: dict[str, object] = {
        "red_flags_screened": True,
        "low_back_pain": True,
        "duration_weeks": 13.5,
        "nprs": 6,
        "sex": "female",
        "left.cait": 21,
        "left.fpi_total": 8,
        "right.fpi_total": 2,
        "right.giving_way": True,
    }
    examination = Examination()
    for path, value in values.items():
        examination = examination.with_value(path, value)
    return examination
