"""What another new user stumbled over: treadmills turned plates, lost corrections, long lists, folders."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli_run import run

import pedograph as pg
from corrected_steps import session_with_foot, session_with_side
from pedograph.analysis import Analysis, analyze
from pedograph.cli import stored_recordings as stored
from pedograph.cli.text import analysis_as_text
from pedograph.corrections import ImportCorrection, StepCorrection
from pedograph.exports import COLUMNS
from pedograph.formats import deidentified_copy
from pedograph.notes import Note, Severity, doubt
from pedograph.privacy.deidentify import public_file_name
from pedograph.recording import BELT_SPEED, PressureRecording, SensorGrid, Side, Source, Track
from pedograph.session import Session, new_session, open_session, save_session, with_reading, with_recording
from pedograph.simulation import Placement, StepParameters, simulate_step, simulate_steps

GRID = SensorGrid(5.0, 5.0, threshold=5.0)
WHEN = "2026-11-23T09:00:00+01:00"


# ---- de-identified copies


@pytest.fixture
def treadmill(tmp_path: Path) -> Path:
    """A walk on a belt, of somebody with a name."""
    path = tmp_path / "belt.txt"
    belt = Source(header={BELT_SPEED: "1113.0", "Application": "trplatf"})
    pg.write(replace(simulate_step(StepParameters(), GRID).recording, source=belt), path, "zebris_raw")
    path.write_bytes(path.read_bytes().replace(b"Person\t", b"Person\tMuster Erika"))
    return path


@pytest.mark.parametrize("name", ["out.txt", "out.zip"])
def test_a_deidentified_treadmill_stays_a_treadmill(treadmill: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    result = run("deidentify", treadmill, out)
    assert result.exit_code == 0, result.exception
    assert "without the header fields Person" in result.output
    assert "Erika" not in result.output
    before, after = pg.read(treadmill), pg.read(out)
    assert after.belt_speed == before.belt_speed == 1113.0
    assert [one.footstep.incomplete for one in analyze(after).steps] == [
        one.footstep.incomplete for one in analyze(before).steps
    ]


def test_a_copy_that_would_be_measured_otherwise_is_not_written(
    treadmill: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deidentified_copy, "deidentified", lambda recording: recording.with_metadata(Source()))
    result = run("deidentify", treadmill, tmp_path / "out.txt")
    assert "loses the speed of the belt, 1.113 m/s" in str(result.exception)
    assert not (tmp_path / "out.txt").exists()


def test_deidentify_keeps_insoles_and_what_was_assumed_of_them(tmp_path: Path) -> None:
    pressure = np.zeros((4, 6, 8), dtype=np.float32)
    pressure[:, 1:5, 1:3] = pressure[:, 1:5, 5:7] = 50.0
    notes = (doubt("sensor_layout", "Areas are approximate."), Note("dated", "Erika Muster 1980-01-31"))
    source = Source("walk.asc", "", "pedar", {"comment": "Erika"}, ("sensor layout",), notes)
    tracks = (Track(Side.LEFT, 0, 4), Track(Side.RIGHT, 4, 4))
    insoles = PressureRecording(pressure, np.arange(4) / 100, GRID, source, subject="P7", tracks=tracks)
    pg.write(insoles, tmp_path / "in.csv")
    assert run("deidentify", tmp_path / "in.csv", tmp_path / "out.csv").exit_code == 0
    copy = pg.read(tmp_path / "out.csv")
    assert (copy.tracks, copy.subject, dict(copy.source.header)) == (tracks, "", {})
    assert (copy.source.assumed, copy.source.notes) == (("sensor layout",), notes[:1])


def test_deidentify_writes_into_a_folder(step: Path, tmp_path: Path) -> None:
    assert run("deidentify", step, tmp_path).exit_code == 0
    assert (tmp_path / "step_deidentified.lst").is_file()
    assert "is there already" in str(run("deidentify", step, tmp_path).exception)


def test_deidentify_names_the_fields_of_the_person(tmp_path: Path) -> None:
    picture, out = tmp_path / "foot.apd", tmp_path / "out.apd"
    pg.write(
        PressureRecording(simulate_step(StepParameters(), GRID).recording.peak_image[None], [0.0], GRID), picture
    )
    text = picture.read_text().replace("[Customer]\n", "[Customer]\nFirstName=Erika\nLastName=Muster\nSex=\n")
    picture.write_text(text)
    said = run("deidentify", picture, out).output
    assert "without the header fields FirstName, LastName\n" in said


# ---- sessions with corrections by hand


def two_steps() -> PressureRecording:
    feet = [
        (StepParameters(side=side), Placement(x, y))
        for side, x, y in ((Side.LEFT, 95, 40), (Side.RIGHT, 205, 340))
    ]
    return simulate_steps(feet, GRID, (140, 60)).recording


@pytest.fixture(scope="module")
def corrected() -> Session:
    """A session in which reading, a side, an axis and cells were set by hand, without errors to be quick."""
    settings = pg.AnalysisSettings(uncertainties=False)
    session = with_recording(new_session("P-1", when=WHEN), analyze(two_steps(), settings), "", WHEN)
    session = with_reading(session, 0, ImportCorrection(pressure_factor=2.0), "", WHEN)
    assert len(session.recordings[0].analysis.steps) == 2
    side = session.recordings[0].analysis.steps[1].side.other
    session = session_with_side(session, 0, 1, side, WHEN, "")
    foot = session.recordings[0].analysis.steps[0]
    assert foot.anatomy is not None
    first = foot.footstep.first_row, foot.footstep.first_column
    loaded = np.add(np.argwhere(foot.footstep.mask)[:6], first)
    cells = tuple((int(row), int(column)) for row, column in loaded)
    axis = ((80.0, 60.0), (110.0, 250.0))
    return session_with_foot(session, 0, 0, StepCorrection(axis=axis, cells_left_out=cells), WHEN)


def numbers(document: dict[str, Any]) -> list[dict[str, float]]:
    steps = document["recordings"][0]["steps"]
    return [{key: one["value"] for key, one in step["measures"].items()} for step in steps]


@pytest.mark.parametrize("packed", [False, True])
def test_what_was_set_by_hand_is_used(corrected: Session, tmp_path: Path, packed: bool) -> None:
    path = save_session(corrected, tmp_path / "2026-11-23.h5")
    if packed:
        path = Path(shutil.make_archive(str(tmp_path / "study"), "zip", tmp_path, path.name))
    result = run("analyze", path, "--json", "-", "--no-errors")
    assert result.exit_code == 0, result.exception
    document = json.loads(result.stdout)
    stored = corrected.recordings[0].analysis
    for found, step in zip(numbers(document), stored.steps, strict=True):
        assert found == {key: pytest.approx(one.value) for key, one in step.measures.items()}
    assert [step["side"] for step in document["recordings"][0]["steps"]] == [str(one.side) for one in stored.steps]
    said = "Set by hand in this session, and used: how it is read (unit); "
    said += "step 1: axis set and cells left out; step 2: "
    assert document["recordings"][0]["quality"][0].startswith(said)
    assert "step 1: axis set and cells left out" in run("info", path).output


def test_a_session_of_a_session_keeps_what_was_set(corrected: Session, tmp_path: Path) -> None:
    path = save_session(corrected, tmp_path / "visit.h5")
    again = tmp_path / "again.h5"
    assert run("analyze", path, "--session", again, "--no-errors").exit_code == 0
    (before,), (after,) = corrected.recordings, open_session(again).recordings
    assert after.corrections == before.corrections
    assert np.array_equal(after.as_read.pressure, before.as_read.pressure)
    assert [one.correction for one in after.analysis.steps] == [one.correction for one in before.analysis.steps]


def test_what_fits_no_step_is_said(corrected: Session, tmp_path: Path) -> None:
    path = save_session(corrected, tmp_path / "visit.h5")
    text = run("analyze", path, "--no-errors", "--threshold", 300).output
    assert "by hand in this session" in text
    assert "not used, for these settings find no such step: step" in text


# ---- sessions keep their date


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2026-11-23.h5#000", "2026-11-23.h5#000"),
        ("P-7_2026-11-23.h5", "P-7_2026-11-23.h5"),
        ("Muster_Erika_1980-01-31.h5", "recording.h5"),
        ("Muster_1980-01-31.h5", "Muster.h5"),
        ("31.01.1980.h5", "recording.h5"),
    ],
)
def test_the_name_of_a_session_keeps_the_date_of_the_visit(name: str, shown: str) -> None:
    assert public_file_name(name, own=True) == shown
    assert public_file_name(name) != name


def test_two_visits_are_told_apart_in_a_table(corrected: Session, tmp_path: Path) -> None:
    files = [save_session(corrected, tmp_path / f"2026-11-{day}.h5") for day in (23, 24)]
    assert run("analyze", *files, "--table", tmp_path / "out.csv", "--no-errors", "--jobs", 1).exit_code == 0
    with (tmp_path / "out.csv").open(encoding="utf-8") as table:
        assert {row["file"] for row in csv.DictReader(table)} == {"2026-11-23.h5#000", "2026-11-24.h5#000"}


# ---- the text


def assumed(*notes: Note) -> Analysis:
    source = Source("walk.asc", "", "pedar", assumed=("sensor layout",), notes=notes)
    return analyze(simulate_step(StepParameters(), GRID).recording.with_metadata(source))


_READ = (
    Note("person_left_out", "Names were left out."),
    Note("one", "One."),
    Note("two", "Two."),
    doubt("sensor_layout", "Areas are approximate."),
    Note("five", "Five."),
)


def test_notes_of_reading_are_shown_where_something_was_assumed() -> None:
    text = analysis_as_text(assumed(*_READ))
    shown = text[: text.index("\n\n")].splitlines()[-4:]
    assert shown == [
        "  - Areas are approximate.",
        "  - One.",
        "  - Two.",
        "  - and 2 more on how the file was read: `pedograph info`",
    ]


def test_the_text_ends_with_what_the_errors_hold() -> None:
    one = assumed(Note("note", "Note."))
    line = "± is one standard uncertainty of a single step as recorded"
    assert f"\n{line}; it does not hold what was assumed of the file.\n" in analysis_as_text(one)
    several = replace(one, steps=one.steps * 2)
    whole = f"\n{line}; it holds neither what was assumed of the file nor how steps differ from each other.\n"
    assert whole in analysis_as_text(several)
    bare = analyze(one.recording, pg.AnalysisSettings(uncertainties=False))
    assert "±" not in analysis_as_text(bare)


def test_steps_cut_for_one_reason_share_a_line(treadmill: Path) -> None:
    recording = pg.read(treadmill)
    belt = analyze(two_steps().with_metadata(recording.source))
    said = [note for note in belt.quality if "incomplete" in str(note)]
    assert list(map(str, said)) == [
        "Steps 1 and 2 are incomplete: the belt of the treadmill drew their prints out."
    ]
    (note,) = (one for one in belt.quality if one.key == "cut_print")
    assert note.steps == (0, 1)
    assert note.severity is Severity.BLOCKS


# ---- folders and tables


def test_a_folder_gives_the_recordings_in_it(step: Path, tmp_path: Path) -> None:
    folder = tmp_path / "study"
    (folder / "deeper").mkdir(parents=True)
    for name in ("a.lst", "b.lst", "deeper/c.lst"):
        shutil.copy(step, folder / name)
    (folder / "letter.txt").write_text("Nothing of the kind.\n")
    table = folder / "steps.csv"
    for _ in range(2):
        result = run("analyze", folder, "--table", table, "--no-errors", "--jobs", 1)
        assert result.exit_code == 0, result.exception
        assert "passed over: letter.txt." in result.stderr
        with table.open(encoding="utf-8") as rows:
            assert {row["file"] for row in csv.DictReader(rows)} == {"a.lst", "b.lst"}
    assert "no recording in the folder" in str(run("analyze", tmp_path).exception)
    assert "this is a folder" in run("info", folder).stderr


@pytest.mark.parametrize("option", ["--table", "--tables"])
def test_only_a_table_of_its_kind_is_written_over(option: str, step: Path, tmp_path: Path) -> None:
    place = tmp_path / "measures.csv"
    arguments = ("analyze", step, option, place if option == "--table" else tmp_path, "--no-errors")
    place.write_text("my,own,table\n1,2,3\n")
    assert "is no table as" in str(run(*arguments).exception)
    assert place.read_text() == "my,own,table\n1,2,3\n"
    assert run(*arguments, "--replace").exit_code == 0
    assert run(*arguments).exit_code == 0
    if option == "--table":
        place.write_text(",".join(COLUMNS[:18]) + "\nof 0.1.0\n")
        assert run(*arguments).exit_code == 0


def test_all_files_without_a_subject_are_named_at_once(step: Path, tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("a.lst", "b.lst", "c.lst", "README.md")]
    for file in files[:3]:
        shutil.copy(step, file)
    files[3].write_text("Nothing of the kind.\n")
    people = tmp_path / "people.csv"
    people.write_text("file,subject\na.lst,P-1\n")
    arguments = (
        "analyze",
        *files,
        "--subjects",
        people,
        "--table",
        tmp_path / "out.csv",
        "--jobs",
        1,
        "--no-errors",
    )
    assert f"{files[1]} and {files[2]} are not in people.csv" in str(run(*arguments).exception)
    people.write_text("file,subject\na.lst,P-1\nb.lst,P-2\nc.lst,P-3\n")
    result = run(*arguments)
    assert (result.exit_code, "3 of 4 files analysed" in result.stderr) == (2, True)
    assert "README.md: it is of no known format" in result.stderr


def test_a_session_of_several_is_opened_once(
    corrected: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = replace(corrected, recordings=corrected.recordings * 3)
    path = save_session(several, tmp_path / "several.h5")
    opened: list[str] = []

    def counted(file: str, data: bytes) -> Session:
        opened.append(file)
        return open_session(file, data)

    monkeypatch.setattr(stored, "open_session", counted)
    result = run("analyze", path, "--json", "-", "--no-errors", "--jobs", 1)
    assert (len(json.loads(result.stdout)["recordings"]), opened) == (3, ["several.h5"])
