"""What docs/session-format.md promises to a person who reads a session with plain h5py."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
from session_examples import SECRET

from pedograph.formats.pedograph.layout import RECORDED, VERSION, Group
from pedograph.posture import Examination, examination_fields
from pedograph.privacy.header_fields import names_a_person
from pedograph.session import Session, findings_of
from pedograph.session.schema import ANALYSED, FILE

pytest_plugins = ["session_fixtures"]

PAGE = Path(__file__).parents[2] / "docs" / "session-format.md"


def datasets(file: h5py.File) -> dict[str, h5py.Dataset]:
    found: dict[str, h5py.Dataset] = {}
    file.visititems(lambda name, item: found.update({name: item}) if isinstance(item, h5py.Dataset) else None)
    return found


def groups() -> Iterator[tuple[str, Group]]:
    """Each group with its path as the page has it."""
    for group in FILE:
        yield group.path or "/", group
    for group in (*RECORDED, *ANALYSED):
        yield "/".join(part for part in ("recordings/NNN", group.path) if part), group


def general(path: str) -> str:
    return re.sub(r"recordings/\d{3}", "recordings/NNN", path)


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def section(page: str, path: str, derived: bool) -> str:
    mark = " (derived)" if derived else ""
    found = re.search(rf"^### `{re.escape(path)}`{re.escape(mark)}\n(.*?)(?=^##)", page, re.MULTILINE | re.DOTALL)
    assert found, f"{path}{mark} has no section"
    return found[1]


def test_the_page_lists_every_dataset(page: str) -> None:
    listed = 0
    for path, group in groups():
        text = section(page, path, group.derived)
        assert group.description in text
        assert (f"Since version {group.since}." in text) == (group.since > 1)
        for field in group.fields:
            absent = " (may be absent)" if field.optional else ""
            axes = ", ".join(field.axes)
            row = f"| `{field.name}` | {field.kind} | {axes} | {field.unit} | {field.description}{absent} |"
            assert row in text
            listed += 1
    rows = re.findall(r"^\| `\w+` \| (?:text|u?int\d+|float\d+) \| [^|]*\| [^|]*\|", page, re.MULTILINE)
    assert len(rows) == listed


def test_the_file_holds_what_is_listed_and_nothing_else(saved: Path) -> None:
    listed = {f"{path}/{field.name}".lstrip("/"): field for path, group in groups() for field in group.fields}
    with h5py.File(saved) as file:
        found = datasets(file)
        for path, dataset in found.items():
            if path.startswith("examination/values/"):
                continue
            field = listed[general(path)]
            kind = "text" if h5py.check_string_dtype(dataset.dtype) else dataset.dtype.name
            assert kind == field.kind
            assert dataset.ndim == len(field.axes)
            assert (dataset.attrs["unit"], dataset.attrs["description"]) == (field.unit, field.description)
    seen = {general(path) for path in found}
    optional = {path for path, field in listed.items() if field.optional}
    assert set(listed) - seen == set()
    assert {path for path in seen if path not in listed and not path.startswith("examination/values/")} == set()
    assert optional <= seen, "the example is to show every optional dataset"


def test_everything_has_unit_and_description_and_no_number_is_missing(saved: Path) -> None:
    with h5py.File(saved) as file:
        for dataset in datasets(file).values():
            assert isinstance(dataset.attrs["unit"], str)
            assert dataset.attrs["description"]
            if dataset.dtype.kind == "f":
                assert np.isfinite(dataset[()]).all()
        undescribed: list[str] = []
        file.visititems(lambda name, item: undescribed.append(name) if "description" not in item.attrs else None)
        assert not undescribed
        assert file.attrs["format"] == "pedograph-session"
        assert file.attrs["version"] == VERSION
        assert file.attrs["written_by"] == file["visit/written_by"].asstr()[()]


def test_every_array_is_compressed_and_guarded(saved: Path) -> None:
    with h5py.File(saved) as file:
        for path, dataset in datasets(file).items():
            if dataset.shape == () or dataset.size == 0:
                assert dataset.id.get_create_plist().get_layout() == h5py.h5d.COMPACT
                continue
            filters = (dataset.compression, dataset.compression_opts, dataset.shuffle, dataset.fletcher32)
            assert filters == ("gzip", 4, True, True), path
        pressure = file["recordings/000/pressure"]
        assert pressure.chunks == (1, *pressure.shape[1:])


def test_nothing_in_the_file_tells_when_it_was_made(saved: Path) -> None:
    with h5py.File(saved) as file:
        made = [file["/"].id]
        file.visititems(lambda _, item: made.append(item.id))
        assert len(made) > 100
        assert not any(one.get_create_plist().get_obj_track_times() for one in made)


def test_groups_keep_their_order(saved: Path) -> None:
    with h5py.File(saved) as file:
        assert list(file) == ["settings", "visit", "examination", "findings", "journal", "recordings"]
        assert list(file["recordings/000/measures"]) == ["step", "key", "value", "unit", "flags", "flag_keys"]


def test_plain_h5py_gives_the_same_frames_and_measures(session: Session, saved: Path) -> None:
    with h5py.File(saved) as file:
        for item, place in zip(session.recordings, file["recordings"].values(), strict=True):
            assert place["pressure"][:].tobytes() == item.recording.pressure.tobytes()
            assert place["time"][:].tobytes() == item.recording.time.tobytes()
            table = place["measures"]
            found = list(zip(table["step"][:], table["key"].asstr()[:], table["value"][:], strict=True))
            expected = [
                (step.index, key, one.value) for step in item.analysis.steps for key, one in step.measures.items()
            ]
            assert found == expected
            gone = place["missing"]
            missing = list(zip(gone["step"][:], gone["key"].asstr()[:], gone["reason"].asstr()[:], strict=True))
            assert missing == [
                (step.index, key, str(reason))
                for step in item.analysis.steps
                for key, reason in step.missing.items()
            ]
            for step in item.analysis.steps:
                mask = place["steps/mask"][step.index].astype(bool)
                assert mask.sum() == step.footstep.mask.sum()
                assert (mask[step.footstep.rows, step.footstep.columns] == step.footstep.mask).all()


def test_uncertainties_stand_in_a_table_of_their_own(session: Session, saved: Path) -> None:
    with h5py.File(saved) as file:
        for number, item in enumerate(session.recordings):
            table = file[f"recordings/{number:03d}/uncertainties"]
            columns = table["step"][:], *(table[name].asstr()[:] for name in ("scheme", "region", "key"))
            found = dict(zip(zip(*columns, strict=True), table["uncertainty"][:], strict=True))
            tables = {
                (step.index, scheme, region): measures
                for step in item.analysis.steps
                for scheme, regions in ({"": {"": step.measures.found}} | dict(step.kept_schemes)).items()
                for region, measures in regions.items()
            }
            expected = {
                (*place, key): measure.uncertainty
                for place, measures in tables.items()
                for key, measure in measures.items()
                if measure.uncertainty is not None
            }
            assert found == expected
            assert number or expected


def test_the_examination_is_there_value_by_value(session: Session, saved: Path) -> None:
    with h5py.File(saved) as file:
        values = file["examination/values"]
        assert values["nprs"][()] == 6
        assert values["left/cait"].dtype == np.int64
        assert values["right/giving_way"][()] == 1
        assert values["sex"].asstr()[()] == "female"
        assert values["duration_weeks"].attrs["unit"] == "weeks"
        stored = {path.removeprefix("values/") for path in datasets(file["examination"]) if "values/" in path}
        paths = [path for field in examination_fields() for path in field.paths]
        taken = {path.replace(".", "/") for path in paths if session.examination.value(path) not in (None, ())}
        assert stored == taken
        text = json.loads(file["examination/json"].asstr()[0])
        assert Examination.from_dict(text) == session.examination


def test_the_findings_are_there_with_their_decisions(session: Session, saved: Path) -> None:
    with h5py.File(saved) as file:
        notes = file["findings/notes"]
        rules = notes["rule"].asstr()[:].tolist()
        assert rules == [finding.rule for finding in findings_of(session).applies]
        decided = session.review.decisions[0]
        row = rules.index(decided.rule)
        assert notes["state"].asstr()[row] == "edited"
        assert notes["shown_text"].asstr()[row] == decided.text
        assert notes["who"].asstr()[row] == decided.who
        assert set(notes["state"].asstr()[:]) == {"edited", "open"}


def test_the_example_of_the_page_runs(page: str, saved: Path, session: Session, tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert found
    assert len(found[1].strip().splitlines()) <= 12
    (tmp_path / "session.h5").write_bytes(saved.read_bytes())
    example = [sys.executable, "-c", found[1]]
    run = subprocess.run(example, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    lines = run.stdout.splitlines()
    assert lines[0] == f"pedograph-session {VERSION}"
    assert lines[1].startswith("000 walk.zip (106, 128, 63)")
    measure = session.recordings[1].analysis.steps[0].measures["arch_index"]
    assert f"step 0: arch_index = {measure.value:.4g} 1" in lines


def test_no_name_of_a_person_gets_into_the_file(session: Session, saved: Path) -> None:
    header = session.recordings[1].recording.source.header
    assert any(SECRET in value for value in header.values())
    with h5py.File(saved) as file:
        place = file["recordings/001/source"]
        assert place["withheld"].asstr()[:].tolist() == ["Patient name", "Date of birth"]
        assert place["header/field"].asstr()[:].tolist() == ["Sensor area", "Empty"]
        for dataset in datasets(file).values():
            if h5py.check_string_dtype(dataset.dtype):
                assert SECRET not in " ".join(np.atleast_1d(dataset.asstr()[()]).tolist())
    assert SECRET.encode() not in saved.read_bytes()


PERSONAL = """
    Name | Patient | Patient name | PatientName | patient_first_name | Surname: | LASTNAME | Geburtsdatum
    Date of birth | DOB | E-mail | Address | Naam | Operator | client_name | Achternaam
"""
TECHNICAL = """
    FILENAME | File name | Sensor name | Patient height | Weight | Patient ID | SATURATION_PRESSURE | Matrix
    Measurement done on | COMMENTS | Subject code | Program name | Scanning speed | CALIBRATION_POINT_1
"""


def fields(table: str) -> list[str]:
    return [field.strip() for field in re.split(r"[|\n]", table.strip())]


@pytest.mark.parametrize("field", fields(PERSONAL))
def test_fields_that_name_people(field: str) -> None:
    assert names_a_person(field)


@pytest.mark.parametrize("field", [*fields(TECHNICAL), ""])
def test_fields_that_do_not(field: str) -> None:
    assert not names_a_person(field)
