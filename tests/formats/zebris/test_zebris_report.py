"""Maps of a zebris report: orientation, foot, several maps, other tables, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from formats_samples_zebris import small_frames, zebris_report

from pedograph.errors import ReadError
from pedograph.formats import read_bytes
from pedograph.recording import PressureRecording, Side

VALUES = small_frames(3, 5, 4)
TEXT = zebris_report(VALUES)


def _read(data: bytes, name: str = "maximum.csv") -> PressureRecording:
    recording = read_bytes(data, name)
    assert recording.source.format == "zebris_report"
    return recording


def test_maps_are_turned_heel_first() -> None:
    recording = _read(TEXT)
    np.testing.assert_allclose(recording.pressure, VALUES, rtol=1e-6)
    np.testing.assert_allclose(recording.time, [0, 0.01, 0.02])
    assert (recording.grid.row_spacing, recording.grid.column_spacing) == (8.5, 8.469)
    assert recording.grid.cropped
    assert recording.task == "walk"


def test_one_map_is_a_picture_without_time() -> None:
    recording = _read(zebris_report(VALUES[:1]))
    assert (recording.frames, recording.task) == (1, "stand")
    assert any('"RT Pressure plots, Stance, Maximum"' in str(note) for note in recording.source.notes)


@pytest.mark.parametrize(
    ("name", "title", "side", "assumed"),
    [
        ("stance_maximum-L.csv", "RT Pressure plots, Stance, Maximum", Side.LEFT, True),
        ("stance_maximum-R.csv", "RT Pressure plots, Stance, Maximum", Side.RIGHT, True),
        ("stance_maximum.csv", "RT Pressure plots, Stance, Maximum", Side.UNKNOWN, False),
        ("MODEL.csv", "LT Pressure plots", Side.UNKNOWN, False),
        ("stance_maximum-R.csv", "LT Pressure plots, left", Side.LEFT, False),
    ],
)
def test_the_name_of_the_file_tells_the_foot(name: str, title: str, side: Side, assumed: bool) -> None:
    recording = _read(zebris_report(title=title), name)
    assert recording.side is side
    assert ("side" in recording.source.assumed) == assumed


@pytest.mark.parametrize("kind", ["signal", "signal_2d"])
def test_tables_without_maps_are_refused_with_the_reason(kind: str) -> None:
    with pytest.raises(ReadError, match=f'zebris_report: it is a table of the type "{kind}"'):
        read_bytes(zebris_report(kind=kind), "x.csv")


@pytest.mark.parametrize("change", ["crlf", "no mark", "lines of commas", "latin-1"])
def test_every_way_to_write_the_text_reads_the_same(change: str) -> None:
    data = TEXT
    if change == "crlf":
        data = data.replace(b"\n", b"\r\n")
    elif change == "no mark":
        data = data[3:]
    elif change == "lines of commas":
        data = data.replace(b"\n,", b"\n,,,,\n,").replace(b"\n\n", b"\n,,,,\n")
    else:
        data = data.decode("utf-8-sig").encode("latin-1")
    np.testing.assert_allclose(_read(data).pressure, VALUES, rtol=1e-6)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (TEXT.replace(b",4,5,8.469", b",4,1000000000,8.469"), 'cell_count_y is "1000000000"'),
        (TEXT.replace(b",4,5,8.469", b",5,5,8.469"), "the row has 4 values where 5 were expected"),
        (TEXT.replace(b",4,5,8.469", b",4,6,8.469"), "a time stands within a map of 6 rows"),
        (TEXT.replace(b"cell_count_y", b"cell_count_z"), "cell_count_y is missing"),
        (TEXT.replace(b"8.469", b"wide"), 'cell_size_mm_x is "wide", no length'),
        (TEXT.replace("N/cm²".encode(), b"V"), '"V" is not a unit of pressure'),
        (TEXT.replace(b"\n0.010,", b"\n0.000,"), "is no time, or runs back"),
        (TEXT.replace(b"\n0.010,", b"\nten,"), "is no time, or runs back"),
        (TEXT.replace(b"\n0.010,", b"\n,"), "a map begins without a time"),
        (TEXT.replace(b",4.500", b",4.5x0", 1), r'line \d+ \(row \d, x\d\): "4.5x0" is not a number'),
        (TEXT.replace(b",4.500", b",-4.500", 1), "negative"),
        (TEXT.replace(b"\ntime,", b"\nzeit,"), "there is no table below the head"),
        (TEXT[: TEXT.index(b"\n0.020")], "it holds 10 rows where 3 maps of 5 were expected"),
        (TEXT.rstrip()[:-1], "the last value is cut off"),
        (TEXT[: TEXT.index(b"\n\ntime")], "there is no table below the head"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, found: str) -> None:
    assert data != TEXT
    with pytest.raises(ReadError, match=found) as caught:
        read_bytes(data, "map.csv")
    assert caught.value.file == "map.csv"
    assert caught.value.advice
