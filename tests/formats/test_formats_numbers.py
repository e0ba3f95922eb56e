"""Rows of numbers as text: exactly the doubles that Python reads, and every fault found with its place."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pedograph.formats.parsing.numbers import LARGEST_VALUE, CellError, read_rows, shown, usual_columns

_DECIMALS = st.from_regex(r"[0-9]{1,5}(\.[0-9]{0,9})?|\.[0-9]{1,9}", fullmatch=True)
_UNUSUAL = st.from_regex(r" {0,2}\+?[0-9]{1,3}(\.[0-9]{1,30})?(e-?[0-9])? {0,2}", fullmatch=True).filter(
    lambda text: float(text) <= LARGEST_VALUE
)


def _expanded(lines: list[bytes], columns: int, **options: object) -> np.ndarray:
    rows = read_rows(lines, columns, **options)  # type: ignore[arg-type]
    return rows.table[rows.index]


@given(st.lists(st.lists(_DECIMALS, min_size=3, max_size=3), min_size=1, max_size=30))
def test_plain_decimals_are_the_doubles_that_float_gives(table: list[list[str]]) -> None:
    lines = ["\t".join(row).encode() for row in table]
    expected = np.array([[float(field) for field in row] for row in table])
    np.testing.assert_array_equal(_expanded(lines, 3), expected)


@given(st.lists(st.lists(_DECIMALS | _UNUSUAL, min_size=2, max_size=2), min_size=1, max_size=20))
def test_unusual_numbers_among_plain_ones_are_the_same_doubles(table: list[list[str]]) -> None:
    lines = [";".join(row).encode() + b"\r" for row in table]
    expected = np.array([[float(field) for field in row] for row in table])
    np.testing.assert_array_equal(_expanded(lines, 2, separator=b";"), expected)


def test_each_distinct_line_is_read_once_and_stands_where_it_stood() -> None:
    rows = read_rows([b"1\t2", b"3\t4", b"1\t2"], 2)
    assert rows.table.tolist() == [[1, 2], [3, 4]]
    assert rows.scaled(10).tolist() == [[10, 20], [30, 40], [10, 20]]


def test_more_lines_than_one_chunk_keep_their_order() -> None:
    values = np.arange(60_000).reshape(-1, 3)
    lines = ["\t".join(map(str, row)).encode() for row in values.tolist()]
    np.testing.assert_array_equal(_expanded(lines, 3), values)


def test_a_decimal_comma_is_read_where_there_is_no_point() -> None:
    assert _expanded([b"1,5\t0", b"2,25\t3"], 2).tolist() == [[1.5, 0], [2.25, 3]]


def test_blanks_and_a_separator_at_the_end_do_no_harm() -> None:
    assert _expanded([b" 1.0 \t2.0\t\r", b"3\t 4"], 2).tolist() == [[1, 2], [3, 4]]


def test_a_letter_for_no_sensor_is_nan_and_only_where_it_stands_alone() -> None:
    values = _expanded([b"B,1,B", b"2,3,4"], 3, separator=b",", decimal=b".", absent=b"B")
    np.testing.assert_array_equal(values, [[np.nan, 1, np.nan], [2, 3, 4]])
    for field in (b"B5", b"5B", b"BB", b"B.", b".B", b"-B", b"b"):
        with pytest.raises(CellError, match="not a number"):
            read_rows([b"1,2", b"1," + field], 2, separator=b",", decimal=b".", absent=b"B")


def test_the_number_that_stands_in_for_no_sensor_is_itself_refused() -> None:
    with pytest.raises(CellError, match="more than any sensor"):
        read_rows([b"B,999999999999999"], 2, separator=b",", decimal=b".", absent=b"B")


def test_an_empty_field_is_zero_only_where_that_is_asked_for() -> None:
    assert _expanded([b"1\t\t2"], 3, blank_as_zero=True).tolist() == [[1, 0, 2]]
    with pytest.raises(CellError, match="missing"):
        read_rows([b"1\t\t2"], 3)


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        (b"1\t2", None, "2 values where 3"),
        (b"1\t2\t3\t4", None, "4 values where 3"),
        (b"", None, "empty line"),
        (b"1\t\t3", 1, "missing"),
        (b"1\tx\t3", 1, '"x" is not a number'),
        (b"1\t2\t3x", 2, '"3x" is not a number'),
        (b"nan\t2\t3", 0, '"nan" is not a number'),
        (b"1\t2\tinf", 2, '"inf" is not a number'),
        (b"1\t-2\t3", 1, "negative"),
        (b"1\t1e308\t3", 1, "more than any sensor"),
        (b"1\t2.3.4\t3", 1, "not a number"),
        (b"1\t2,5\t3.5", 1, "mixes decimal points and commas"),
        (b"1\t1_0\t3", 1, "not a number"),
        (b"1\t0x1F\t3", 1, "not a number"),
        (b"1\t2 2\t3", 1, "not a number"),
        (b"1\t.\t3", 1, "not a number"),
        (b"1\t\xff\t3", 1, "not a number"),
    ],
)
def test_a_fault_is_named_with_row_and_column(line: bytes, column: int | None, found: str) -> None:
    with pytest.raises(CellError, match=found) as caught:
        read_rows([b"1.0\t2.0\t3.0", b"4.0\t5.0\t6.0", line], 3)
    assert (caught.value.row, caught.value.column) == (2, column)


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=4),
    st.lists(st.lists(st.integers(0, 10**6), min_size=4, max_size=4), min_size=2, max_size=6),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from("05.,;\t-x\n "), st.booleans()), max_size=3),
    st.sampled_from(["\t", ",", ";"]),
)
def test_even_and_damaged_columns_are_read_like_their_fields(
    decimals: list[int], table: list[list[int]], damage: list[tuple[int, str, bool]], separator: str
) -> None:
    places = [f"{{:.{count}f}}" for count in decimals]
    rows = [[form.format(value / 1000) for form, value in zip(places, row, strict=False)] for row in table]
    text = "\n".join(separator.join(row) for row in rows)
    for place, sign, instead in damage:
        start = place % (len(text) + 1)
        text = text[:start] + sign + text[start + instead :]
    lines = text.encode().split(b"\n")
    fields = [line.split(separator) for line in text.split("\n")]
    try:
        found = _expanded(lines, len(decimals), separator=separator.encode(), decimal=b".")
    except CellError:
        # Only what has a field that is no number, or too many or too few of them, may be refused.
        numbers = [[re.fullmatch(r" *(\d+\.?\d*|\.\d+) *", field) for field in row] for row in fields]
        assert any(None in row or len(row) != len(decimals) for row in numbers)
    else:
        fields = [row[:-1] if len(row) > len(decimals) and not row[-1].strip() else row for row in fields]
        assert [[float(field) for field in row] for row in fields] == found.tolist()


def test_the_first_of_several_equal_faulty_lines_is_named() -> None:
    with pytest.raises(CellError) as caught:
        read_rows([b"1\t1", b"x\t1", b"2\t2", b"x\t1"], 2)
    assert caught.value.row == 1


def test_a_line_wider_than_any_device_is_refused_before_it_takes_memory() -> None:
    with pytest.raises(CellError, match="no device"):
        read_rows([b"1\t" * 5000], 5001)


def test_the_usual_number_of_columns_is_that_of_most_lines() -> None:
    assert usual_columns([b"1\t2\t3", b"1\t2", b"4\t5\t6"]) == 3


def test_what_is_shown_of_a_file_is_short_and_printable() -> None:
    assert shown(b"\t1\x00\x072\r") == "1  2"
    assert shown("é" * 50) == "é" * 32 + "..."
