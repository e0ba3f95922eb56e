"""Names of files: persons and dates are left out of what is kept, and everything else stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from formats_samples import SAMPLES, emed, footscan_dynamic, footscan_plate
from formats_samples_zebris import apd, zebris_raw
from hypothesis import given
from hypothesis import strategies as st

from pedograph.cli.main import commands
from pedograph.formats import read, read_bytes
from pedograph.privacy.deidentify import public_file_name

NOTE = "What looks like a person's name or a date in the file's name was left out."


@pytest.mark.parametrize(
    "name",
    [
        "emed_walk.lst", "footscan_plate_walk_1.zip", "zebris_step_0.apd", "RawDataGaitAnalysis", "GaCo01_02.txt",
        "subj000.h5#img007", "walks.zip#trials/second.lst", "Entire Plate Roll Off", "v1.2.10.csv", "P_1_2_3.lst",
        "step_12345678.csv", "Left Foot, Shod.asf", "Sensor_99-99-2020.csv", "", "#", ".lst", "a/b#c",
    ],
)  # fmt: skip
def test_names_without_a_person_stay_as_they_are(name: str) -> None:
    assert public_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("Doe_Jane_1980-01-31_walk.lst", "walk.lst"),
        ("emed_Doe_Jane_1980.01.31.lst", "emed.lst"),
        ("19800131_DOE_JANE_walk_2.csv", "walk_2.csv"),
        ("walk 31-01-1980 Doe Jane Ann.asf", "walk.asf"),
        ("Doe, Jane left.xls", "left.xls"),
        ("Barefoot_2 - 7-7-2011 - Entire Plate Roll Off", "Barefoot_2 - Entire Plate Roll Off"),
        ("walk_31.01.80.txt", "walk.txt"),
        ("walk_31011980_L.apd", "walk_L.apd"),
        ("1980-01-31.lst", "recording.lst"),
        ("walks.zip#in/Doe_Jane_1980-01-31_2.lst", "walks.zip#in/2.lst"),
    ],
)
def test_dates_and_names_beside_them_are_left_out(name: str, public: str) -> None:
    assert public_file_name(name) == public


@pytest.mark.parametrize(
    ("name", "persons", "public"),
    [
        ("doe_jane_walk.lst", ["Doe, Jane"], "walk.lst"),
        ("JaneDoe_R2.apd", ["Doe", "Jane"], "R2.apd"),
        ("Walk_Müller_2_L.asf", ["MULLER"], "Walk_2_L.asf"),
        ("doe-310180-L1.apd", ["Doe", "31.01.1980"], "L1.apd"),
        ("doe-800131.apd", ["Doe", "1980-01-31"], "recording.apd"),
        ("test_walk_310180.lst", ["Test", "NA", "J"], "test_walk_310180.lst"),
        ("janet_walk.lst", ["Jane Doe"], "janet_walk.lst"),
    ],
)
def test_a_person_that_the_header_names_is_left_out(name: str, persons: list[str], public: str) -> None:
    assert public_file_name(name, persons) == public


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_name_has_a_public_one_that_needs_no_further_change(name: str, persons: list[str]) -> None:
    public = public_file_name(name, persons)
    assert len(public) <= len(name) + len("recording") * (1 + name.count("#") + name.count("/"))
    assert public_file_name(public, persons) == public


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_recording_keeps_no_name_and_date_of_its_file(sample: str) -> None:
    recording = read_bytes(SAMPLES[sample](), "Doe_Jane_1980-01-31_walk.xyz")
    assert recording.source.file == "walk.xyz"
    assert NOTE in map(str, recording.source.notes)
    assert NOTE not in map(str, read_bytes(SAMPLES[sample](), "walk.xyz").source.notes)


def _xsensor_of(person: str) -> bytes:
    return SAMPLES["xsensor"]().replace(b"Units", b"Patient Name:,%b\r\nUnits" % person.encode(), 1)


@pytest.mark.parametrize(
    ("data", "personal"),
    [
        (lambda: footscan_dynamic().replace(b"Mustermann", b"Jane Doe"), True),
        (lambda: zebris_raw(top=("Person\tDoe, Jane", "Born\t1.2.1960", "")), True),
        (lambda: _xsensor_of("Jane Doe"), True),
        (lambda: footscan_plate(), False),
    ],
    ids=["footscan_dynamic", "zebris_raw", "xsensor", "no header"],
)
def test_readers_tell_whom_the_header_names(data: Callable[[], bytes], personal: bool) -> None:
    source = read_bytes(data(), "doe_jane_walk.txt").source
    assert source.file == ("walk.txt" if personal else "doe_jane_walk.txt")
    assert (NOTE in map(str, source.notes)) == personal


def test_a_person_is_forgotten_before_the_next_file() -> None:
    read_bytes(footscan_dynamic().replace(b"Mustermann", b"Jane Doe"), "x")
    assert read_bytes(footscan_plate(), "doe_walk").source.file == "doe_walk"


def test_names_in_archives_and_in_headers_are_left_out_too() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Doe_Jane_1980-01-31.lst", emed().replace(b"2.dat", b"Doe_Jane_1980-01-31_2.dat"))
    source = read_bytes(packed.getvalue(), "visits.zip").source
    assert source.header["File"] == "2.dat"
    assert "Read from recording.lst in the archive." in map(str, source.notes)
    assert "Doe" not in f"{source}"


def test_deidentify_proposes_a_name_without_the_person(tmp_path: Path) -> None:
    personal = tmp_path / "Doe_Jane_1980-01-31_walk.lst"
    personal.write_bytes(emed())
    done = CliRunner().invoke(commands, ["scrub", str(personal)])
    assert done.exit_code == 0, done.output
    assert (read(tmp_path / "walk_deidentified.lst").pressure == read(personal).pressure).all()
    again = CliRunner().invoke(commands, ["scrub", str(personal)])
    assert again.exit_code != 0
    assert "say what the copy is to be called" in str(again.exception)
    named = CliRunner().invoke(commands, ["scrub", str(personal), str(tmp_path / "Doe_Jane_1980-01-31.lst")])
    assert "walk_deidentified.lst would not" in named.output


def test_the_foot_of_an_apd_file_is_no_person() -> None:
    assert read_bytes(apd(), "walk_L1.apd").source.file == "walk_L1.apd"
