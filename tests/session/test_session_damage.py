"""Files that are damaged, foreign, forged or from the future: one sentence that names the file, no other error."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_equality import assert_same_session

from pedograph.errors import SessionError
from pedograph.formats.pedograph.hdf5_writing import HDF5Writer
from pedograph.formats.pedograph.layout import RECORDED, VERSION, Field, Kind
from pedograph.session import Session, open_session, read_frames, session_version
from pedograph.session.schema import ANALYSED, FILE

pytest_plugins = ["session_fixtures"]

OLD = Path(__file__).parents[1] / "files" / f"session-{VERSION}.h5"
FIRST = "recordings/000"
LIBRARY = ("v110", "v110")
Alter = Callable[[h5py.File], None]


@pytest.fixture(scope="module")
def small() -> tuple[Session, bytes]:
    return open_session(OLD), OLD.read_bytes()


def altered(original: Path, alter: Alter, folder: Path) -> Path:
    """A copy, altered with h5py."""
    path = folder / "visit.h5"
    path.write_bytes(original.read_bytes())
    with h5py.File(path, "r+", libver=LIBRARY) as file:
        alter(file)
    return path


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[Alter], Path]:
    """A copy of the small session, altered."""
    return lambda alter: altered(OLD, alter, tmp_path)


def refused(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(SessionError) as caught:
        open_session(path)
    text = str(caught.value)
    assert path.name in text
    assert text.endswith(".")
    assert "\n" not in text
    return text


def replaced(path: str, value: Any, **more: Any) -> Alter:
    def alter(file: h5py.File) -> None:
        del file[path]
        file.create_dataset(path, data=value, **more)

    return alter


def edited(path: str, value: Any, *, row: Any = ...) -> Alter:
    """The same dataset with other values."""

    def alter(file: h5py.File) -> None:
        data = file[path][()]
        if row is ...:
            data = np.asarray(value, dtype=data.dtype)
        else:
            data[row] = value
        replaced(path, data, dtype=file[path].dtype)(file)

    return alter


def texts(path: str, value: str | list[str]) -> Alter:
    def alter(file: h5py.File) -> None:
        axes = ("row",) if isinstance(value, list) else ()
        parent, _, name = path.rpartition("/")
        del file[path]
        HDF5Writer(file).put(parent, Field(name, Kind.TEXT, axes, "", "x"), value)

    return alter


# ---- not a session


def test_no_file(tmp_path: Path) -> None:
    assert "there is no file visit.h5" in refused(tmp_path / "visit.h5")


def test_a_folder(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.parametrize("content", [b"Frame 0 (0.00 ms)\n", b"PK\x03\x04", b"\x89HDF", b"\x00" * 600])
def test_not_hdf5(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "visit.h5"
    path.write_bytes(content)
    assert "not an HDF5 file" in refused(path)


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "visit.h5"
    path.touch()
    assert "is empty" in refused(path)


@pytest.mark.parametrize(
    "attributes", [{}, {"format": "NeXus"}, {"format": "other", "version": 1}, {"format": "other", "version": "1"}]
)
def test_some_other_hdf5_file(tmp_path: Path, attributes: dict[str, Any]) -> None:
    path = tmp_path / "other.h5"
    with h5py.File(path, "w") as file:
        file["data"] = np.arange(5)
        file.attrs.update(attributes)
    text = refused(path)
    assert "is an HDF5 file, but not a session" in text
    with pytest.raises(SessionError, match="not a session"):
        session_version(path)


# ---- versions


def test_a_newer_version(damaged: Callable[[Alter], Path]) -> None:
    path = damaged(lambda file: file.attrs.update(version=VERSION + 1))
    text = refused(path)
    assert text.startswith(f"visit.h5 was written by a newer Pedograph (session version {VERSION + 1}")
    assert "install the newer version" in text
    with pytest.raises(SessionError, match="newer Pedograph"):
        read_frames(path)
    assert session_version(path) == VERSION + 1


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_there_never_was(damaged: Callable[[Alter], Path], version: int) -> None:
    assert "there never was" in refused(damaged(lambda file: file.attrs.update(version=version)))


@pytest.mark.parametrize("version", ["1", 1.0, np.array([1, 1])])
def test_a_version_that_is_no_number(damaged: Callable[[Alter], Path], version: Any) -> None:
    refused(damaged(lambda file: file.attrs.update(version=version)))


# ---- missing and forged parts

READ = [
    (f"{base}/{group.path}/{field.name}".replace("//", "/").strip("/"), field)
    for base, groups in (("", FILE), (FIRST, (*RECORDED, *ANALYSED)))
    for group in groups
    if not group.derived
    for field in group.fields
]
DERIVED = [f"{FIRST}/outlines", "findings/json", "findings/notes", "examination/values"]
"""Parts that are written for readers of the file."""


def delete(path: str) -> Alter:
    def alter(file: h5py.File) -> None:
        del file[path]

    return alter


@pytest.mark.parametrize(("path", "field"), READ, ids=[path for path, _ in READ])
def test_a_missing_part_is_named(saved: Path, tmp_path: Path, path: str, field: Field) -> None:
    changed = altered(saved, delete(path.replace("/000/", "/001/")), tmp_path)
    if field.optional:
        open_session(changed)
    else:
        assert f"the part {path.replace('/000/', '/001/')} is missing" in refused(changed)


@pytest.mark.parametrize("path", DERIVED)
def test_what_is_only_written_for_readers_may_be_missing(
    damaged: Callable[[Alter], Path], path: str, small: tuple[Session, bytes]
) -> None:
    assert_same_session(small[0], open_session(damaged(delete(path))))


@pytest.mark.parametrize("path", [path for path, _ in READ])
def test_a_part_of_the_wrong_kind_is_named(saved: Path, tmp_path: Path, path: str) -> None:
    path = path.replace("/000/", "/001/")
    assert f"the part {path} " in refused(altered(saved, replaced(path, [1.5 + 2j]), tmp_path))


@pytest.mark.parametrize("wrong", [np.zeros((2, 2, 2, 2)), np.zeros(0), "text", ["text"], h5py.Empty("f8"), True])
@pytest.mark.parametrize("path", [f"{FIRST}/pressure", f"{FIRST}/time", f"{FIRST}/side", "visit/note"])
def test_any_wrong_kind_is_named(damaged: Callable[[Alter], Path], path: str, wrong: Any) -> None:
    part = FIRST if path.endswith("time") and np.shape(wrong) == (0,) else path
    assert f"the part {part} " in refused(damaged(replaced(path, wrong)))


@pytest.mark.parametrize("path", [f"{FIRST}/pressure", "visit/note", f"{FIRST}/steps/mask", "recordings"])
def test_a_group_in_place_of_a_dataset_or_the_reverse(damaged: Callable[[Alter], Path], path: str) -> None:
    def alter(file: h5py.File) -> None:
        was_group = isinstance(file[path], h5py.Group)
        del file[path]
        if was_group:
            file[path] = 1.0
        else:
            file.create_group(path)

    assert f"the part {path} is not a" in refused(damaged(alter))


def test_links_out_of_the_file_are_not_followed(damaged: Callable[[Alter], Path], tmp_path: Path) -> None:
    outside = tmp_path / "outside.h5"
    with h5py.File(outside, "w") as file:
        file["pressure"] = np.ones((2, 2, 2), dtype="f4")
    path = f"{FIRST}/pressure"

    def link(file: h5py.File) -> None:
        del file[path]
        file[path] = h5py.ExternalLink(str(outside), "pressure")

    def virtual(file: h5py.File) -> None:
        shape = file[path].shape
        del file[path]
        layout = h5py.VirtualLayout(shape, "f4")
        layout[:2, :2, :2] = h5py.VirtualSource(str(outside), "pressure", (2, 2, 2))
        file.create_virtual_dataset(path, layout)

    for alter in (link, virtual):
        assert "leads out of the file" in refused(damaged(alter))


def test_a_dataset_that_claims_more_than_it_holds_is_not_read(damaged: Callable[[Alter], Path]) -> None:
    def empty(file: h5py.File) -> None:
        del file[f"{FIRST}/pressure"]
        file.create_dataset(f"{FIRST}/pressure", (10**6, 1000, 1000), "f4", chunks=(1, 1000, 1000))

    def compact(file: h5py.File) -> None:
        del file[f"{FIRST}/time"]
        file.create_dataset(f"{FIRST}/time", (10**12,), "f8")

    assert "0 of 1000000 blocks" in refused(damaged(empty))
    assert "more than the file can hold" in refused(damaged(compact))


# ---- values that do not fit together

STEP = f"{FIRST}/steps"


def corrections(change: Callable[[dict[str, Any]], object]) -> Alter:
    """What a person corrected, changed: ``change`` gets the first corrected step."""

    def alter(file: h5py.File) -> None:
        made = json.loads(file[f"{FIRST}/corrections"].asstr()[0])
        change(made["steps"][0])
        texts(f"{FIRST}/corrections", [json.dumps(made)])(file)

    return alter


def a_cell_in_the_mask(file: h5py.File) -> None:
    made = json.loads(file[f"{FIRST}/corrections"].asstr()[0])
    row, column = made["steps"][0]["cells_left_out"][0]
    edited(f"{STEP}/mask", 1, row=(0, row, column))(file)


FORGED: dict[str, tuple[str, Alter]] = {
    "time runs back": (FIRST, edited(f"{FIRST}/time", -1.0, row=-1)),
    "time is nan": (f"{FIRST}/time", edited(f"{FIRST}/time", np.nan, row=0)),
    "negative pressure": (FIRST, edited(f"{FIRST}/pressure", -1.0, row=(0, 0, 0))),
    "infinite pressure": (f"{FIRST}/pressure", edited(f"{FIRST}/pressure", np.inf, row=(0, 0, 0))),
    "no such side": (FIRST, texts(f"{FIRST}/side", "middle")),
    "spacing": (FIRST, edited(f"{FIRST}/grid/row_spacing", 0.0)),
    "neither 0 nor 1": (f"{FIRST}/grid/cropped", edited(f"{FIRST}/grid/cropped", 2)),
    "step numbers": (FIRST, edited(f"{STEP}/step", 5, row=0)),
    "frames outside": (FIRST, edited(f"{STEP}/stop_frame", 10**6, row=0)),
    "frames reversed": (FIRST, edited(f"{STEP}/start_frame", 10**5, row=0)),
    "rows outside": (FIRST, edited(f"{STEP}/rows", 10**6, row=0)),
    "rows negative": (FIRST, edited(f"{STEP}/first_row", -1, row=0)),
    "empty mask": (FIRST, edited(f"{STEP}/mask", 0, row=0)),
    "direction": (FIRST, edited(f"{STEP}/direction", 0, row=0)),
    "confidence": (FIRST, edited(f"{STEP}/side_confidence", 1.5, row=0)),
    "incomplete": (FIRST, texts(f"{STEP}/incomplete", ["{}"])),
    "incomplete entries": (FIRST, texts(f"{STEP}/incomplete", ["[1]"])),
    "columns of different lengths": (STEP, texts(f"{STEP}/side", ["left", "right"])),
    "detected confidence": (FIRST, edited(f"{STEP}/detected_side_confidence", 1.5, row=0)),
    "side of no correction": (FIRST, texts(f"{STEP}/side", ["left"])),
    "axis without a direction": (FIRST, corrections(lambda one: one.update(axis=[one["axis"][0]] * 2))),
    "axis is nan": (FIRST, corrections(lambda one: one["axis"][0].__setitem__(0, float("nan")))),
    "axis of words": (FIRST, corrections(lambda one: one.update(axis=[["a", "b"], ["c", "d"]]))),
    "toe line of no step": (FIRST, corrections(lambda one: one.update(step=1))),
    "correction of no step": (FIRST, corrections(lambda one: one.update(step=-1))),
    "cell of no step": (FIRST, corrections(lambda one: one["cells_left_out"].append([0, 0]))),
    "correction of something else": (FIRST, corrections(lambda one: one.update(colour="red"))),
    "cell left out and held": (FIRST, a_cell_in_the_mask),
    "measure of a number": (f"{FIRST}/measures/value", edited(f"{FIRST}/measures/value", np.nan, row=0)),
    "settings": (FIRST, texts(f"{FIRST}/settings", ['{"contact_threshold": -1}'])),
    "settings are no object": ("settings", texts("settings", ["[]"])),
    "settings are no JSON": ("settings", texts("settings", ["{"])),
    "settings hold nan": ("settings", texts("settings", ['{"zone_force": NaN}'])),
    "settings nest without end": ("settings", texts("settings", ["[" * 100_000])),
    "examination": ("examination/json", texts("examination/json", ['{"version": 1, "nprs": 99}'])),
    "examination of the future": ("examination/json", texts("examination/json", ['{"version": 2}'])),
    "examination of a foot": ("examination/json", texts("examination/json", ['{"left": 3}'])),
    "decisions": ("findings/review_json", texts("findings/review_json", ['{"version": 1, "decisions": 3}'])),
    "decisions without a rule": (
        "findings/review_json",
        texts("findings/review_json", ['{"version": 1, "decisions": [{"who": 1}]}']),
    ),
    "subject is a name": ("visit", texts("visit/subject", "Full Name")),
    "date": ("visit", texts("visit/date", "today")),
    "identifier": ("visit", texts("visit/identifier", "x")),
    "journal time": ("journal", texts("journal/when", ["noon", "noon"])),
    "journal detail": ("journal", texts("journal/detail", ["1", "1"])),
    "recordings are not numbered": ("recordings", lambda file: file.move("recordings/000", "recordings/001")),
    "recordings have names": ("recordings", lambda file: file.move("recordings/000", "recordings/first")),
}


@pytest.mark.parametrize("name", FORGED)
def test_values_that_do_not_fit_are_refused_with_their_part(damaged: Callable[[Alter], Path], name: str) -> None:
    part, alter = FORGED[name]
    assert f"the part {part} " in refused(damaged(alter))


def test_a_correction_of_no_step(damaged: Callable[[Alter], Path]) -> None:
    said = refused(damaged(corrections(lambda one: one.update(step=7))))
    assert "correction of a step that is not there" in said


def test_text_that_is_no_utf8(damaged: Callable[[Alter], Path]) -> None:
    def alter(file: h5py.File) -> None:
        replaced("visit/note", np.array([b"\xff\xfe"], dtype=h5py.string_dtype("utf-8", 2)))(file)

    assert "the part visit/note is damaged" in refused(damaged(alter))


def test_a_step_in_which_no_foot_can_be_found(damaged: Callable[[Alter], Path]) -> None:
    def alter(file: h5py.File) -> None:
        mask = file[f"{STEP}/mask"][()]
        rows, columns = np.nonzero(mask[0])
        mask[0] = 0
        mask[0, rows[0], columns[0]] = 1
        replaced(f"{STEP}/mask", mask, dtype="u1")(file)

    assert "a step 0 in which no foot can be found" in refused(damaged(alter))


# ---- bytes that rot


def test_a_rotten_frame_is_named(tmp_path: Path) -> None:
    data = bytearray(OLD.read_bytes())
    with h5py.File(OLD) as file:
        chunk = file[f"{FIRST}/pressure"].id.get_chunk_info(3)
    data[chunk.byte_offset + chunk.size // 2] ^= 1
    path = tmp_path / "visit.h5"
    path.write_bytes(data)
    assert "the part recordings/000/pressure is damaged" in refused(path)


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "visit.h5"
    path.write_bytes(OLD.read_bytes()[:-1])
    assert "cut short or damaged" in refused(path)


QUIET = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def same_or_refused(session: Session, data: bytes, path: Path) -> None:
    path.write_bytes(data)
    try:
        opened = open_session(path)
    except SessionError as error:
        assert "visit.h5" in str(error)
        return
    assert_same_session(session, opened)
    assert opened.written_by == session.written_by


@QUIET
@given(data=st.data())
def test_rotten_bytes_are_noticed_or_do_not_matter(
    data: st.DataObject, small: tuple[Session, bytes], tmp_path: Path
) -> None:
    session, whole = small
    rotten = bytearray(whole)
    places = st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(1, 255)), min_size=1, max_size=4)
    for place, change in data.draw(places):
        rotten[place] ^= change
    same_or_refused(session, bytes(rotten), tmp_path / "visit.h5")


@QUIET
@given(data=st.data())
def test_lost_blocks_are_noticed_or_do_not_matter(
    data: st.DataObject, small: tuple[Session, bytes], tmp_path: Path
) -> None:
    session, whole = small
    start = data.draw(st.integers(0, len(whole) - 1))
    length = data.draw(st.integers(1, 600))
    fill = data.draw(st.sampled_from([b"\x00", b"\xff", b"A"]))
    lost = whole[:start] + (fill * length)[: len(whole) - start] + whole[start + length :]
    same_or_refused(session, lost, tmp_path / "visit.h5")


@settings(QUIET, max_examples=40)
@given(length=st.integers(0))
def test_any_cut_is_noticed(length: int, small: tuple[Session, bytes], tmp_path: Path) -> None:
    whole = small[1]
    path = tmp_path / "visit.h5"
    path.write_bytes(whole[: length % len(whole)])
    refused(path)


def test_the_detail_of_the_journal_is_plain_json(small: tuple[Session, bytes]) -> None:
    for entry in small[0].journal:
        assert json.loads(json.dumps(dict(entry.detail))) == entry.detail
