"""Rows of numbers as text: exactly the doubles that Python reads, and every fault found with its place."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pedograph.errors import ReadError
from pedograph.formats.parsing.decimals import RowLayout, plain_decimals
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.numbers import (
    LARGEST_VALUE,
    CellError,
    number_blocks,
    parts_of,
    read_rows,
    shown,
    usual_columns,
)

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


_SIXTEEN_LETTERS = st.from_regex(r" {0,9}[0-9]{0,9}\.?[0-9]{0,9}", fullmatch=True).filter(
    lambda text: len(text) <= 16 and sum(map(str.isdigit, text)) in range(1, 16)
)


@given(st.lists(st.tuples(_SIXTEEN_LETTERS, _SIXTEEN_LETTERS), min_size=1, max_size=20), st.booleans())
def test_fields_of_up_to_sixteen_letters_are_read(table: list[tuple[str, str]], separated: bool) -> None:
    end = "\t" if separated else ""
    text = "\n".join(f"{first}\t{second}{end}" for first, second in table).encode()
    expected = [[float(field) for field in row] for row in table]
    if max(max(row) for row in expected) > LARGEST_VALUE:
        with pytest.raises(CellError, match="more than any sensor"):
            list(number_blocks([text], RowLayout(2, b"\t", b".")))
    else:
        (found,) = number_blocks([text], RowLayout(2, b"\t", b"."))
        assert found.tolist() == expected


def test_a_few_long_fields_are_read_at_once_among_short_ones() -> None:
    layout = RowLayout(20, b"\t", b",")
    row = [b"0,1234567890123456789", *[b"12,5"] * 19]
    found = plain_decimals(b"\n".join([b"\t".join(row)] * 2), layout)
    assert found is not None
    assert found.tolist() == [[0.1234567890123456789, *[12.5] * 19]] * 2
    for wrong in (b"0,1234567,8", b"123456789,,", b"12345678:"):
        assert plain_decimals(b"\t".join([wrong, *row[1:]]), layout) is None


@given(st.binary(min_size=1, max_size=18).filter(lambda field: not set(field) & set(b"\t\n")))
def test_letters_are_read_at_once_only_where_they_are_a_decimal(field: bytes) -> None:
    found = plain_decimals(b"1\t2\n3\t" + field, RowLayout(2, b"\t", b"."))
    if re.fullmatch(rb"\d+\.?\d*|\.\d+", field) and len(field) <= 7:
        assert found is not None
        assert found[1, 1] == float(field)
    else:
        assert found is None


@pytest.mark.parametrize("field", [b"12. 1234567", b"1       2345678", b"123456781.5.5", b"1.2345678.9", b"..3"])
def test_a_long_field_must_be_one_number(field: bytes) -> None:
    with pytest.raises(CellError, match="is not a number"):
        list(number_blocks([field], RowLayout(1, b"\t", b".")))


@given(st.lists(st.sampled_from([b"0", b"12.5", b".5", b"7.", b"", b".", b"1.2.3"]), min_size=4, max_size=4))
def test_short_fields_are_numbers_wherever_they_stand(fields: list[bytes]) -> None:
    layout = RowLayout(2, b"\t", b".", blank_as_zero=True)
    found = plain_decimals(b"%b\t%b\n%b\t%b" % tuple(fields), layout)
    if {b".", b"1.2.3"} & set(fields) or b"" in fields[::2]:
        assert found is None
    else:
        assert found is not None
        assert found.ravel().tolist() == [float(field or b"0") for field in fields]


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=6), st.sampled_from([b"\n", b",,\r\n,,,\r\n"]))
def test_stretches_of_a_text_are_read_in_parts_and_in_order(counts: list[int], between: bytes) -> None:
    numbers = iter(range(sum(counts)))
    stretches = [between.join(b"%d,7" % next(numbers) for _ in range(count)) for count in counts]
    text, spans = b"", []
    for stretch in stretches:
        text += b"title\n"
        spans.append((len(text), len(text) + len(stretch)))
        text += stretch + between
    parts = list(parts_of(text, spans, between))
    assert max(map(len, parts)) < 1 << 18
    table = np.concatenate(list(number_blocks(parts, RowLayout(2, b",", b"."))))
    np.testing.assert_array_equal(table[:, 0], np.arange(sum(counts)))
    assert (table[:, 1] == 7).all()


def test_a_fault_in_a_later_part_is_named_with_its_row() -> None:
    parts = [b"1\t2\n3\t4", b"5\t6\n7\tx"]
    with pytest.raises(CellError, match='"x" is not a number') as caught:
        list(number_blocks(parts, RowLayout(2, b"\t", b".")))
    assert (caught.value.row, caught.value.column) == (3, 1)
    with pytest.raises(CellError, match="no device"):
        list(number_blocks([b"1"], RowLayout(5001, b"\t", b".")))


@given(st.text("ab \f\r\n", max_size=60))
def test_lines_of_a_text_are_those_that_it_is_split_into(words: str) -> None:
    text = words.encode()
    lines, expected = TextLines(text, "x"), text.split(b"\n")
    assert list(lines) == expected
    assert lines[1:3] == expected[1:3]
    assert lines[::-1] == expected[::-1]
    letters = [(line.lstrip(b" \f") or b"\n")[0] for line in expected]
    assert lines.first_letters.tolist() == letters
    start, stop = lines.span(range(len(expected)))
    assert text[start:stop] == text


def test_a_far_indented_line_has_its_first_letter_found_and_many_short_lines_are_refused() -> None:
    assert TextLines(b" " * 50 + b"x\n" + b" " * 50, "x").first_letters.tolist() == [ord("x"), ord("\n")]
    with pytest.raises(ReadError, match="too short to hold a matrix"):
        TextLines(b"1\n" * 20_000, "x")


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


def test_a_comma_that_parts_fields_is_no_decimal_sign() -> None:
    with pytest.raises(CellError, match="2 values where 1"):
        read_rows([b"0,5\r"], 1, separator=b",", decimal=b",")


def test_blanks_and_a_separator_at_the_end_do_no_harm() -> None:
    assert _expanded([b" 1.0 \t2.0\t\r", b"3\t 4"], 2).tolist() == [[1, 2], [3, 4]]


def test_a_letter_for_no_sensor_is_nan_and_only_where_it_stands_alone() -> None:
    values = _expanded([b"B,1,B", b"2,3,4"], 3, separator=b",", decimal=b".", absent=b"B")
    np.testing.assert_array_equal(values, [[np.nan, 1, np.nan], [2, 3, 4]])
    for field in (b"B5", b"5B", b"0B", b"BB", b"B.", b".B", b"-B", b"+B", b"b", b":", b"nan"):
        with pytest.raises(CellError, match="not a number"):
            read_rows([b"1,2", b"1," + field], 2, separator=b",", decimal=b".", absent=b"B")


def test_the_number_that_stands_in_for_no_sensor_is_itself_refused() -> None:
    with pytest.raises(CellError, match="more than any sensor"):
        read_rows([b"B,999999999999999"], 2, separator=b",", decimal=b".", absent=b"B")


def test_an_empty_field_is_zero_only_where_that_is_asked_for() -> None:
    (found,) = number_blocks([b"1\t\t2"], RowLayout(3, b"\t", b".", blank_as_zero=True))
    assert found.tolist() == [[1, 0, 2]]
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
        (b"1\t\x1c2\t3", 1, "not a number"),
        (b"1\t2e0\xa0\t3", 1, "not a number"),
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
