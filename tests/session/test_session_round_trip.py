"""Saved and opened again, a session is the same to the last bit."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from session_equality import assert_same_recording, assert_same_session
from session_examples import IDENTIFIER, WHEN, WHO, small_recording

import pedograph
from pedograph.analysis import analyze
from pedograph.formats.pedograph.layout import VERSION
from pedograph.measures import Measure, RegionSchemes
from pedograph.notes import Note, Severity, blocks, doubt
from pedograph.recording import PressureRecording, SensorGrid, Side, Source
from pedograph.session import (
    Session,
    SessionRecording,
    findings_of,
    new_session,
    open_session,
    read_frames,
    save_session,
    session_version,
    with_note,
    with_recording,
)

pytest_plugins = ["session_fixtures"]

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


def empty_session() -> Session:
    return new_session("P-1", when=WHEN, identifier=IDENTIFIER)


def test_a_session_comes_back_as_it_was(session: Session, saved: Path) -> None:
    opened = open_session(saved)
    assert_same_session(session, opened)
    assert opened.written_by == f"Pedograph {pedograph.__version__}"


def test_a_corrected_side_stays_corrected(session: Session, saved: Path) -> None:
    ((index, correction),) = session.recordings[0].corrections.steps
    opened = open_session(saved).recordings[0]
    assert opened.corrections == session.recordings[0].corrections
    step = opened.analysis.steps[index]
    assert step.side is correction.side
    assert step.footstep.side_confidence == 1.0


def test_findings_are_the_same_after_opening(session: Session, saved: Path) -> None:
    assert findings_of(open_session(saved)) == findings_of(session)


def test_the_same_session_gives_the_same_bytes(session: Session, saved: Path, tmp_path: Path) -> None:
    again = save_session(session, tmp_path / "again.h5")
    assert again.read_bytes() == saved.read_bytes()
    through = save_session(open_session(saved), tmp_path / "through.h5")
    opened = open_session(through)
    assert_same_session(session, opened)


def test_opening_does_not_alter_the_file(saved: Path) -> None:
    before = (saved.read_bytes(), saved.stat().st_mtime_ns)
    open_session(saved)
    read_frames(saved)
    assert (saved.read_bytes(), saved.stat().st_mtime_ns) == before


def test_an_empty_session(tmp_path: Path) -> None:
    session = empty_session()
    opened = open_session(save_session(session, tmp_path / "empty.h5"))
    assert_same_session(session, opened)
    assert opened.recordings == ()


def test_a_recording_without_a_step(tmp_path: Path) -> None:
    recording = PressureRecording(np.zeros((3, 4, 5), dtype=np.float32), np.arange(3.0), SensorGrid(5.0, 5.0))
    session = with_recording(empty_session(), analyze(recording), WHO, WHEN)
    opened = open_session(save_session(session, tmp_path / "nothing.h5"))
    assert_same_session(session, opened)
    assert opened.recordings[0].analysis.quality == (
        doubt("no_load", "Nothing touched the plate in this recording."),
    )


def test_measures_come_from_the_file_and_are_not_measured_anew(tmp_path: Path) -> None:
    analysis = analyze(small_recording())
    step = analysis.steps[0]
    marked = Measure(
        "arch_index",
        0.123456789012345678,
        "1",
        0.1 + 0.2,
        (Note("a", "a flag"), Note("b", 'with "quotes"'), Note("c", "ü")),
    )
    measures = replace(
        step.measures, found={**step.measures.found, "arch_index": marked}, missing={"cpei": blocks("d", "why")}
    )
    scheme = {"ten": {"hallux": {"peak_force": Measure("peak_force", 1 / 3, "N", 1e-300, (Note("e", "x"),))}}}
    schemes = RegionSchemes(step.schemes.context, scheme)
    analysis = replace(analysis, steps=(replace(step, measures=measures, schemes=schemes),))
    session = replace(empty_session(), recordings=(SessionRecording(analysis),))
    opened = open_session(save_session(session, tmp_path / "marked.h5"))
    assert_same_session(session, opened)
    assert opened.recordings[0].analysis.steps[0].measures["arch_index"] == marked


def test_raw_frames_alone_can_be_analysed_anew(session: Session, saved: Path) -> None:
    for recording, item in zip(read_frames(saved), session.recordings, strict=True):
        assert_same_recording(item.recording, recording)
        assert analyze(recording, item.analysis.settings).quality == item.analysis.quality


def test_the_version_of_a_session(saved: Path) -> None:
    assert session_version(saved) == VERSION


def test_values_are_plain_python_so_that_json_takes_them(saved: Path) -> None:
    foot = open_session(saved).recordings[1].analysis.steps[0].footstep
    json.dumps([foot.index, foot.start_frame, foot.first_row, foot.direction, foot.side_confidence])
    assert type(open_session(saved).recordings[1].recording.grid.cropped) is bool


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_recording_comes_back(data: st.DataObject, tmp_path: Path) -> None:
    shape = data.draw(hnp.array_shapes(min_dims=3, max_dims=3, max_side=6))
    values = st.floats(0, 1e4, width=32) | st.just(0.0)
    pressure = data.draw(hnp.arrays(np.float32, shape, elements=values))
    gaps = data.draw(st.lists(st.floats(1e-6, 10), min_size=shape[0], max_size=shape[0]))
    spacing = st.floats(0.1, 100)
    limit = st.none() | st.floats(0, 2000)
    grid = SensorGrid(
        data.draw(spacing),
        data.draw(spacing),
        data.draw(st.none() | hnp.arrays(np.bool_, shape[1:])),
        data.draw(limit),
        data.draw(limit),
        data.draw(st.integers(0, 999)),
        data.draw(st.integers(0, 999)),
        data.draw(st.booleans()),
    )
    texts = st.lists(TEXTS, max_size=3).map(tuple)
    notes = st.lists(st.builds(Note, TEXTS, TEXTS, severity=st.sampled_from(Severity)), max_size=3).map(tuple)
    header = data.draw(st.dictionaries(TEXTS, TEXTS, max_size=4))
    source = Source(data.draw(TEXTS), "", "x", header, data.draw(texts), data.draw(notes))
    side = data.draw(st.sampled_from(Side))
    recording = PressureRecording(pressure, np.cumsum(gaps), grid, source, side, "stand", data.draw(TEXTS))
    session = with_recording(empty_session(), analyze(recording), WHO, WHEN)
    session = with_note(session, data.draw(TEXTS), WHO, WHEN)
    assert_same_session(session, open_session(save_session(session, tmp_path / "any.h5")))


def test_what_text_of_fixed_length_cannot_hold_is_left_out(tmp_path: Path) -> None:
    session = with_note(empty_session(), "a\0b\ud800c\0", WHO, WHEN)
    session = replace(session, journal=())
    opened = open_session(save_session(session, tmp_path / "odd.h5"))
    assert opened.visit.note == "ab?c"


def test_long_texts_are_kept(tmp_path: Path) -> None:
    session = with_note(empty_session(), "ü" * 200_000, WHO, WHEN)
    opened = open_session(save_session(session, tmp_path / "long.h5"))
    assert opened == replace(session, written_by=opened.written_by)


@pytest.mark.real_scans
def test_real_scans_come_back(real_scans: Path, tmp_path: Path) -> None:
    session = empty_session()
    for name in ("emed_walk.lst", "footscan_plate_walk_1.zip", "footscan_dynamic_rolloff_right.xls"):
        session = with_recording(session, analyze(pedograph.read(real_scans / name)), WHO, WHEN)
    assert_same_session(session, open_session(save_session(session, tmp_path / "real.h5")))


def test_saving_and_opening_a_whole_plate_is_quick(tmp_path: Path) -> None:
    frames = np.zeros((249, 256, 63), dtype=np.float32)
    step = small_recording().pressure
    for place in (10, 90, 170):
        frames[place : place + step.shape[0], place : place + step.shape[1], 20 : 20 + step.shape[2]] = step
    recording = PressureRecording(frames, np.arange(249) / 125.0, SensorGrid(7.62, 7.62))
    session = with_recording(empty_session(), analyze(recording), WHO, WHEN)
    assert len(session.recordings[0].analysis.steps) == 3
    took = []
    for _ in range(2):  # the first loads HDF5
        begin = time.process_time()
        opened = open_session(save_session(session, tmp_path / "plate.h5"))
        took.append(time.process_time() - begin)
    assert_same_session(session, opened)
    assert min(took) < 1.0
