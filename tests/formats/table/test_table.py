"""Tables of numbers: what is said of them, how they lie in their file, and what is asked where nothing is said."""

from __future__ import annotations

import gzip
import io
import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.io
from formats_samples_arrays import DESCRIPTION, saved, table_text, toml
from formats_workbook import workbook
from formats_xlsx import Cell, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pedograph.errors import ReadError
from pedograph.formats import read, read_bytes
from pedograph.formats.table.description import KEYS
from pedograph.formats.table.reader import preview
from pedograph.recording import PressureRecording, Side

FRAMES = np.stack([5.0 * ((np.arange(20) + number) % 20).reshape(5, 4) for number in range(3)])
Put = Callable[..., PressureRecording]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Reads a file of some bytes with a description beside it."""

    def read_described(data: bytes | str, description: str | None, name: str = "walk.csv") -> PressureRecording:
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
        if description is not None:
            (tmp_path / f"{name}.toml").write_text(description, encoding="utf-8")
        return read(tmp_path / name)

    return read_described


def _rows(*, said: bool = False) -> list[list[Cell]]:
    """Frames as rows of a sheet, blank ones between them."""
    rows: list[list[Cell]] = [list(row) for frame in FRAMES.tolist() for row in [*frame, []]]
    keys: list[list[Cell]] = [[key, value] for key, value in DESCRIPTION.items()]
    return [*keys, [], *rows] if said else rows


def _npy(array: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


def _mat(packed: bool = False, **arrays: Any) -> bytes:
    stream = io.BytesIO()
    scipy.io.savemat(stream, arrays, do_compression=packed)
    return stream.getvalue()


def _per_line(separator: str = ",", *, times: bool = True, labels: bool = True) -> str:
    """A frame on each line."""
    lines = [separator.join(["t", *(f"c{cell}" for cell in range(20))])] if labels else []
    for number, frame in enumerate(FRAMES):
        cells = [f"{value:g}" for value in frame.ravel()]
        lines.append(separator.join([f"{number * 0.02:g}", *cells] if times else cells))
    return "\n".join(lines)


PER_LINE = {"layout": "frame per line", "rows": 5, "columns": 4}

FILES: list[tuple[str, bytes | str, dict[str, Any]]] = [
    ("comma.csv", table_text(), {}),
    ("semicolon.csv", table_text(separator=";", style="{:.1f}").replace(".", ","), {}),
    ("tab.tsv", table_text(separator="\t").replace("\n", "\r\n"), {}),
    ("blanks.txt", table_text(separator="  "), {}),
    ("blanks_comma.txt", table_text(separator=" ", style="{:.2f}").replace(".", ","), {}),
    ("comma_blank.csv", table_text(separator=", "), {}),
    ("savetxt.txt", table_text(separator=" ", style="{:.18e}", between="# New slice\n"), {}),
    ("labels.csv", "a,b,c,d\n" + table_text(), {}),
    ("bom.csv", b"\xef\xbb\xbf" + table_text().encode(), {}),
    ("utf16.csv", table_text().encode("utf-16"), {}),
    ("unparted.csv", table_text(between=""), {"layout": "stacked", "rows": 5}),
    ("last_line_open.csv", table_text().rstrip("\n"), {}),
    ("index.csv", re.sub(r"(?m)^(?=\d)", "7,", table_text()), {"skip_columns": 1}),
    ("per_line.csv", _per_line(), {**PER_LINE, "time_column": 1}),
    ("per_line_bare.csv", _per_line(times=False, labels=False), PER_LINE),
    ("frames.npy", _npy(FRAMES), {"axes": "frame, row, column"}),
    ("fortran.npy", _npy(np.asfortranarray(FRAMES)), {"axes": "frame, row, column"}),
    ("big_endian.npy", _npy(FRAMES.astype(">f4")), {"axes": "frame, row, column"}),
    ("matlab_order.npy", _npy(FRAMES.transpose(1, 2, 0)), {"axes": "row, column, frame"}),
    ("lines.npy", _npy(FRAMES.reshape(3, 20)), PER_LINE),
    ("stacked.npy", _npy(FRAMES.reshape(15, 4)), {"layout": "stacked", "rows": 5}),
    ("one.npz", saved({"p": FRAMES}), {"axes": "frame row column"}),
    ("two.npz", saved({"p": FRAMES, "q": FRAMES + 1}, packed=True), {"axes": "frame row column", "array": "p"}),
    ("v5.mat", _mat(p=FRAMES.transpose(1, 2, 0), note="text"), {"axes": "row, column, frame"}),
    ("packed.mat", _mat(True, p=FRAMES.astype("u1"), q=np.eye(3)), {"axes": "frame, row, column", "array": "p"}),
    ("sheet.xlsx", xlsx(_rows()), {}),
    ("inline.xlsx", xlsx([["a", "b", "c", "d"], *_rows()], inline=True), {}),
    ("formula.xlsx", xlsx(_rows(), formula=True, prefix="x:"), {}),
    ("second.xlsx", xlsx([[1.0, 2.0]], _rows()), {"sheet": "Sheet2"}),
    ("old.xls", workbook(_rows()), {}),
]


@pytest.mark.parametrize(
    ("name", "data", "said"), FILES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_same_numbers_in_any_file(name: str, data: bytes | str, said: dict[str, Any], put: Put) -> None:
    recording = put(data, toml(**said), name)
    np.testing.assert_array_equal(recording.pressure, FRAMES)
    period = 0.02 if "time_column" in said else 0.01
    np.testing.assert_allclose(recording.time, np.arange(3) * period)
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == (7.62, 5.08)
    assert recording.grid.active is None
    assert (recording.source.file, recording.source.format, recording.source.assumed) == (name, "table", ())
    assert f"What the numbers are is said by {name}.toml." in map(str, recording.source.notes)
    assert recording.source.header["rows_from"] == "heel"


def test_a_description_in_the_file_itself() -> None:
    comments = "".join(f"# {line}\n" for line in toml(assumed=["orientation"]).splitlines())
    for data in (
        (f"# measured on a Monday\n{comments}" + table_text()).encode(),
        xlsx(_rows(said=True)),
        saved({"p": FRAMES, "axes": "frame, row, column", **DESCRIPTION}),
    ):
        recording = read_bytes(data, "walk.csv")
        np.testing.assert_array_equal(recording.pressure, FRAMES)
        assert recording.grid.row_spacing == 7.62
        assert "The table says what it holds." in map(str, recording.source.notes)


def test_what_stands_beside_the_file_goes_before_what_stands_in_it(put: Put) -> None:
    comments = "".join(f"# {line}\n" for line in toml().splitlines())
    assert put(comments + table_text(), "row_spacing = 9.0").grid.row_spacing == 9.0


def test_the_description_may_be_called_after_the_file_without_its_ending(tmp_path: Path) -> None:
    (tmp_path / "walk.csv.gz").write_bytes(gzip.compress(table_text().encode()))
    (tmp_path / "walk.toml").write_text(toml())
    assert read(tmp_path / "walk.csv.gz").frames == 3


@pytest.mark.parametrize("rows_from", ["heel", "toes"])
@pytest.mark.parametrize("columns_from", ["left", "right"])
@pytest.mark.parametrize("axes", [" ".join(axes) for axes in itertools.permutations(["frame", "row", "column"])])
def test_every_orientation_comes_out_heel_first_and_left_to_right(
    rows_from: str, columns_from: str, axes: str, put: Put
) -> None:
    turned = FRAMES[:, :: -1 if rows_from == "toes" else 1, :: -1 if columns_from == "right" else 1]
    stored = turned.transpose([["frame", "row", "column"].index(axis) for axis in axes.split()])
    said = {"rows_from": rows_from, "columns_from": columns_from, "axes": axes}
    np.testing.assert_array_equal(put(_npy(stored), toml(**said), "walk.npy").pressure, FRAMES)


def test_lines_that_are_columns(put: Put) -> None:
    lines = table_text(FRAMES.transpose(0, 2, 1), between="")
    said = {"layout": "stacked", "columns": 4, "axes": "frame, column, row"}
    np.testing.assert_array_equal(put(lines, toml(**said)).pressure, FRAMES)
    flat = "\n".join(",".join(f"{value:g}" for value in frame.T.ravel()) for frame in FRAMES)
    said = PER_LINE | {"axes": "frame, column, row"}
    np.testing.assert_array_equal(put(flat, toml(**said)).pressure, FRAMES)


@pytest.mark.parametrize(
    ("unit", "factor", "kilopascal"),
    [
        ("kPa", None, 1.0),
        ("N/cm2", None, 10.0),
        ("N/cm²", None, 10.0),
        ("PSI", None, 6.894757),
        ("mmHg", None, 0.1333224),
        ("N", None, 1000 / (7.62 * 5.08)),
        ("kPa", 0.5, 0.5),
        ("N", 2, 2000 / (7.62 * 5.08)),
    ],
)
def test_units(unit: str, factor: float | None, kilopascal: float, put: Put) -> None:
    recording = put(table_text(), toml(unit=unit, factor=factor))
    np.testing.assert_allclose(recording.pressure, FRAMES * kilopascal, rtol=1e-6)


@pytest.mark.parametrize(
    ("mark", "said"), [("-1", -1), ("B", "B"), ("", ""), ("nan", None), ("NaN", None), ("n.a.", "n.a.")]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_places_without_a_sensor(mark: str, said: float | str | None, separator: str, put: Put) -> None:
    lines = [line.split(",") for line in table_text().splitlines()]
    for line in lines:
        if len(line) == 4:
            line[2] = mark
    text = "\n".join(separator.join(line) for line in lines)
    recording = put(text, toml(no_sensor=said))
    assert recording.grid.active is not None
    assert recording.grid.active.sum(axis=0).tolist() == [5, 5, 0, 5]
    np.testing.assert_array_equal(recording.pressure[:, :, [0, 1, 3]], FRAMES[:, :, [0, 1, 3]])
    assert not recording.pressure[:, :, 2].any()


def test_places_without_a_sensor_in_arrays_and_sheets(put: Put) -> None:
    missing = FRAMES.copy()
    missing[:, 1, 1] = np.nan
    whole = np.where(np.isnan(missing), -1, missing).astype(int)
    rows = [[None if cell != cell else cell for cell in row] for frame in missing.tolist() for row in [*frame, []]]
    for name, data, said in (
        ("a.npy", _npy(missing), {"axes": "frame row column"}),
        ("b.npy", _npy(whole), {"axes": "frame row column", "no_sensor": -1}),
        ("c.xlsx", xlsx(rows), {"no_sensor": ""}),
    ):
        recording = put(data, toml(**said), name)
        assert recording.grid.active is not None
        assert np.argwhere(~recording.grid.active).tolist() == [[1, 1]]
        assert recording.pressure[:, 1, 1].max() == 0


def test_all_else_that_can_be_said(put: Put) -> None:
    said = {"side": "left", "task": "stand", "subject": "P7", "threshold": 5, "saturation": 900.0, "cropped": True}
    recording = put(table_text(), toml(**said, assumed=["unit", "side"]))
    assert (recording.side, recording.task, recording.subject) == (Side.LEFT, "stand", "P7")
    assert (recording.grid.threshold, recording.grid.saturation, recording.grid.cropped) == (5, 900, True)
    assert recording.source.assumed == ("unit", "side")


def test_times(put: Put) -> None:
    told = saved({"p": FRAMES, "t": np.array([0, 15, 40])})
    said: dict[str, Any] = {
        "axes": "frame row column",
        "array": "p",
        "time_array": "t",
        "time_unit": "ms",
        "rate": None,
    }
    np.testing.assert_allclose(put(told, toml(**said), "a.npz").time, [0, 0.015, 0.04])
    said = PER_LINE | {"time_column": 1, "rate": None}
    np.testing.assert_allclose(put(_per_line(), toml(**said)).time, [0, 0.02, 0.04])


def test_a_single_picture_needs_no_rate(put: Put) -> None:
    recording = put(table_text(FRAMES[:1]), toml(rate=None, layout="stacked", rows=5))
    np.testing.assert_array_equal(recording.pressure, FRAMES[:1])


MISSING = "row_spacing, column_spacing, unit, rows_from, columns_from, rate"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        (
            "a.csv",
            table_text(),
            rf"3 frames x 5 rows x 4 columns, values from 0 to 95.*nothing says its {MISSING}\.",
        ),
        ("b.csv", table_text(between=""), rf"1 frame x 15 rows x 4 columns.* its {MISSING}, layout, rows\."),
        ("c.npy", _npy(FRAMES), rf"5 frames x 3 rows x 4 columns.* its {MISSING}, axes\."),
        (
            "d.npz",
            saved({"p": FRAMES, "q": FRAMES[:2]}),
            rf"5 frames x 3 rows x 4 columns.* its {MISSING}, array\.",
        ),
        ("e.xlsx", xlsx(_rows()), rf"3 frames x 5 rows x 4 columns.* its {MISSING}\."),
        ("f.mat", _mat(p=np.ones((9, 7, 30))), rf"30 frames x 9 rows x 7 columns.* its {MISSING}, axes\."),
    ],
    ids=lambda value: "",
)
def test_a_table_of_which_nothing_is_said(
    name: str, data: bytes | str, found: str, put: Put, tmp_path: Path
) -> None:
    with pytest.raises(ReadError, match=found) as caught:
        put(data, None, name)
    head, _, pasted = caught.value.advice.partition("\n\n")
    assert head.startswith(f"Save the following beside it as {name}.toml")
    # Pasted as it is, it still asks for what only a person knows, and for nothing else.
    with pytest.raises(ReadError, match=rf"its {MISSING}\.") as caught:
        put(data, pasted, name)
    filled = pasted.replace('unit = ""', 'unit = "kPa"').replace('rows_from = ""', 'rows_from = "heel"')
    filled = filled.replace('columns_from = ""', 'columns_from = "left"').replace("= 0 ", "= 5 ")
    recording = put(data, filled, name)
    assert recording.grid.row_spacing == 5
    assert recording.sample_rate in (0, pytest.approx(5))


def test_wide_lines_are_guessed_to_be_frames_with_their_times(put: Put) -> None:
    lines = "\n".join(",".join([f"{frame / 50:g}", *["1.5"] * 1290]) for frame in range(8))
    seen = preview(lines.encode(), "walk.csv")
    assert (seen.frames, seen.rows, seen.columns) == (8, 43, 30)
    assert "time_column = 1" in seen.toml
    assert (seen.smallest, seen.largest) == (0, 1.5)
    said = {"row_spacing": 5.0, "column_spacing": 5.0, "unit": "kPa", "rows_from": "heel", "columns_from": "left"}
    again = preview(lines.encode(), "walk.csv", said)
    recording = put(lines, again.toml)
    assert recording.pressure.shape == (8, 43, 30)
    np.testing.assert_allclose(recording.time, np.arange(8) / 50)


def test_what_is_known_stands_in_the_suggestion(put: Put) -> None:
    with pytest.raises(ReadError, match=r"its unit, rate\.") as caught:
        put(table_text(), toml(unit=None, rate=None, side="left"))
    assert "row_spacing = 7.62" in caught.value.advice
    assert 'side = "left"' in caught.value.advice


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"pitch": 5}, "walk.csv.toml, pitch: this key is unknown; the keys are row_spacing, "),
        ({"row_spacing": "5 mm"}, "row_spacing: '5 mm' is no number from 0.1 to 100"),
        ({"row_spacing": -5}, "row_spacing: -5 is no number"),
        ({"rate": True}, "rate: True is no number"),
        ({"unit": "raw"}, 'unit: "raw" is no unit of pressure'),
        ({"unit": 7}, "unit: 7 is no text"),
        ({"rows_from": "top"}, "rows_from: 'top' is none of 'heel', 'toes'"),
        ({"layout": "blocks"}, "layout: 'blocks' is none of 'stacked', 'frame per line'"),
        ({"layout": []}, r"layout: \[\] is none of"),
        ({"axes": "row column"}, "axes: .* does not name frame, row and column"),
        ({"rows": 2.5}, "rows: 2.5 is no whole number"),
        ({"rows": 10**9}, "rows: 1000000000 is no whole number from 1 to 10000"),
        ({"no_sensor": []}, "no_sensor: .* is neither a number nor a text"),
        ({"cropped": 1}, "cropped: 1 is neither true nor false"),
        ({"assumed": "unit"}, "assumed: it is no list of texts"),
        ({"rows": 4}, "block 1 has 5 lines, which are no whole frames of 4 lines"),
        ({"columns": 5}, "its lines hold 4 values, and 5 were expected"),
        ({"skip_columns": 4}, "its lines hold 0 values"),
        ({**PER_LINE, "rows": 2}, "a line holds 4 values, which are not 2 rows of 4 columns"),
        ({**PER_LINE, "time_column": 9}, "there is no column 9"),
        (
            {**PER_LINE, "rows": 1, "columns": 3, "time_column": 2},
            "frame 3 is at 0 s, not after 80 s|time runs back",
        ),
        ({"time_array": "t"}, 'there is no array "t" with times'),
        ({"factor": 1e9}, "more than any sensor reports"),
    ],
    ids=str,
)
def test_a_description_that_does_not_fit(said: dict[str, Any], found: str, put: Put) -> None:
    with pytest.raises(ReadError, match=found):
        put(table_text(), toml(**said))


@pytest.mark.parametrize("text", ["row_spacing = ", "[" * 3000, "\0", "a = 1\na = 2"])
def test_a_description_that_is_no_toml(text: str, put: Put) -> None:
    with pytest.raises(ReadError, match=r"^walk.csv.toml: it is no TOML"):
        put(table_text(), text)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("35", "x", r"line 2, column 4: \"x\" is not a number"),
        ("35", "", "line 2, column 4: a value is missing"),
        (",35", "", "line 2: the row has 3 values where 4 were expected"),
        ("35", "-3", "line 2, column 4: -3 is negative|negative"),
        ("35", "inf", "not a number|more than any"),
        ("35", "nan", "row 2, column 4 has a value in frame 1, and none in other frames"),
        ("35", "1e9", "more than any sensor reports"),
        ("35\n", "35\n\n", "block 1 has 2 lines"),
    ],
)
def test_a_wrong_number_is_named_by_its_place(old: str, new: str, found: str, put: Put) -> None:
    with pytest.raises(ReadError, match=found):
        put(table_text().replace(old, new, 1), toml(rows=5, layout="stacked"))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (
            xlsx([*_rows()[:2], [1.0, "x", 2.0, 3.0]]),
            r'sheet Sheet1, row 3, column 2: "x" stands among the numbers',
        ),
        (xlsx([*_rows()[:2], [1.0, None, 2.0, 3.0]]), "sheet Sheet1, row 3, column 2: a value is missing"),
        (xlsx([["nothing"]]), "none of its sheets holds numbers"),
        (xlsx(_rows()).replace(b"xl/workbook.xml", b"xl/wordbook.xml"), "but not an Excel workbook"),
        (xlsx(_rows())[:-40], "damaged or cut off|archive is damaged"),
        (workbook([["nothing", None]]), "none of its sheets holds numbers"),
        (saved({"a": np.ones(5)}), "no array with two or three axes"),
        (saved({"a": np.ones((2, 2, 2, 2))}), "no array with two or three axes"),
        (_npy(np.array([[{}]], dtype=object)), r'it holds "\|O", not plain numbers'),
        (_npy(np.array(["a"])), "not plain numbers"),
        (_npy(np.ones((2, 2), complex)), "not plain numbers"),
        (_mat(a={"b": 1}), "no array with two or three axes"),
    ],
)
def test_files_without_a_usable_table(data: bytes, found: str, put: Put) -> None:
    with pytest.raises(ReadError, match=found):
        put(data, toml(), "walk")


def test_arrays_and_sheets_that_are_not_there(put: Put) -> None:
    with pytest.raises(ReadError, match=r'no array "z" of pressures in it \(there are: p\)'):
        put(saved({"p": FRAMES}), toml(array="z"), "a.npz")
    with pytest.raises(ReadError, match=r'no sheet "z" with numbers \(there are: Sheet1\)'):
        put(xlsx(_rows()), toml(sheet="z"), "a.xlsx")


def test_a_matlab_file_of_the_newest_kind_is_told_how_to_be_saved() -> None:
    with pytest.raises(ReadError, match=r"it is a MATLAB 7\.3 file; save it with -v7"):
        read_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64" + bytes(600), "a.mat")


@pytest.mark.parametrize("text", ["hello world\n" * 99, "1\n" * 99, "name,age\nx,3\ny,4\nz,5\n", "1,2\n3,4\n"])
def test_a_text_that_is_no_table_is_not_taken_for_one(text: str) -> None:
    with pytest.raises(ReadError, match=r"(?s)it is of no known format.*table: (it|there)"):
        read_bytes(text.encode(), "x.csv")


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, st.tuples(*[st.integers(3, 6)] * 3), elements=st.just(0.0) | st.floats(1e-3, 1e5)),
    st.sampled_from([",", ";", "\t", " "]),
    st.sampled_from(["{!r}", "{:.17e}", "{:.25f}"]),
)
def test_any_writing_of_a_number_is_read_to_the_last_digit(values: Any, separator: str, style: str) -> None:
    said = toml(layout="stacked", rows=values.shape[1])
    text = "".join(f"# {line}\n" for line in said.splitlines()) + table_text(
        values, separator=separator, style=style
    )
    np.testing.assert_array_equal(read_bytes(text.encode(), "x.csv").pressure, values.astype(np.float32))


def test_a_long_table_is_read_in_bulk() -> None:
    import time

    values = np.random.default_rng(1).integers(0, 500, (100, 100, 40)) / 4
    for style in ("{:g}", "{:.6e}"):
        text = "".join(f"# {line}\n" for line in toml().splitlines()) + table_text(values, style=style)
        start = time.process_time()
        recording = read_bytes(text.encode(), "x.csv")
        assert time.process_time() - start < 1.5
        np.testing.assert_allclose(recording.pressure, values, rtol=1e-5)


PAGES = Path(__file__).parents[3] / "docs" / "formats"


def test_the_description_on_the_page_is_one(put: Put) -> None:
    shown = re.findall(r"```toml\n(.*?)```", (PAGES / "table.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(shown) == 1
    np.testing.assert_array_equal(put(table_text(), shown[0]).pressure, FRAMES)


def test_the_page_names_every_key() -> None:
    text = (PAGES / "table.md").read_text(encoding="utf-8")
    assert not [key for key in KEYS if not re.search(rf"\b{key}\b", text)]
