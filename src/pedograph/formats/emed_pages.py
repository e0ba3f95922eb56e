"""Pages of an emed export: where they are in the text, which cells they print, and their numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.numbers import CellError, NumberRows, read_rows, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN
from pedograph.recording import FloatArray

PICTURE: Final = re.compile(rb"Pict-?No\.?\s{0,9}:?\s{0,9}(\d{1,9})\b")
"""The line that starts a picture."""

SUMMARY: Final = re.compile(rb"\s{0,9}M[VP]P\b")
"""The line that stands in its place on pages that sum up: mean or maximum value picture."""

_TITLES = (b"Pict", b"MVP", b"MPP")
_MANY, _BYTES_A_PAGE = 1000, 300
_PRINTED_ZERO = re.compile(rb"\t0*[.,]?0+(?=\t)")


@dataclass(frozen=True)
class Page:
    """One page: a picture or a part of it.

    Parameters
    ----------
    picture : int
        Number of the picture.
    title : int
        Line of that number, from 0.
    header : tuple of bytes
        Lines above it that are not blank.
    columns : range
        Plate columns printed.
    force : bool
        Whether each row ends with its force.
    lines : range
        Lines of the matrix.
    """

    picture: int
    title: int
    header: tuple[bytes, ...]
    columns: range
    force: bool
    lines: range


@dataclass(frozen=True, eq=False)
class PageNumbers:
    """The numbers of a page.

    Parameters
    ----------
    page : Page
        Where they stand.
    rows : range
        Plate rows printed.
    values : float32 array [row, column]
        Pressures.
    sums : float64 array [row, 3] or None
        For each row the sum of its pressures, the number of those above 0, and the force printed behind it; None
        where no force is.
    """

    page: Page
    rows: range
    values: NDArray[np.float32]
    sums: FloatArray | None


def find_pages(text: bytes, lines: Sequence[bytes], name: str) -> list[Page]:
    """Pages that hold pictures, in the order of the file; ``lines`` are those of ``text``.

    Raises
    ------
    ReadError
        If a page is damaged or cut off, or numbers stand on a page without a picture number.
    """
    pages: list[Page] = []
    free = 0
    found = _Text(lines, [row for row, line in enumerate(lines) if not line.lstrip(b" ")[:1].isdigit()], {}, name)
    # The lines of a header come again on every page; each is looked at once.
    named = {line for line in {lines[row] for row in found.others} if any(word in line for word in _TITLES)}
    titles = [row for row in found.others if lines[row] in named]
    if len(titles) > _MANY and len(text) < _BYTES_A_PAGE * len(titles):
        raise ReadError(name, "it holds far more pages than numbers", advice=EXPORT_AGAIN)
    for title in titles:
        if title < free:
            continue
        picture, summary = PICTURE.search(lines[title][:200]), SUMMARY.match(lines[title][:200])
        if picture is None and summary is None:
            continue
        page, free = _page(found, free, title, int(picture[1]) if picture else 0)
        if picture:
            pages.append(page)
    _header_above(lines, free, len(lines), name)
    rest = next((row for row in range(free, len(lines)) if lines[row].strip()), None)
    if rest is not None or not pages:
        what = "the last page has no picture" if pages else "there is no picture in it"
        raise ReadError(name, what, where=f"line {(rest or 0) + 1}", advice=COMPLETE_FILE)
    return pages


@dataclass(frozen=True, eq=False)
class _Text:
    """An export: its lines, which of them start with no number, and the column numbers that stand in a line."""

    lines: Sequence[bytes]
    others: Sequence[int]
    columns: dict[bytes, tuple[range, bool]]
    name: str


def _header_above(lines: Sequence[bytes], start: int, stop: int, name: str) -> tuple[bytes, ...]:
    """Lines of a header that are not blank; none of them may be a row of numbers."""
    header = []
    for row in range(start, stop):
        words = lines[row].strip()
        if words[:1].isdigit() or words[:5] == b"Force":
            found = f'"{shown(words)}" stands where no row of a matrix was expected'
            raise ReadError(name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
        if words and not words.startswith(b"Page "):
            header.append(words)
    return tuple(header)


def _page(text: _Text, free: int, title: int, picture: int) -> tuple[Page, int]:
    """The page with its title in line ``title``, and the first line after it."""
    lines, name = text.lines, text.name
    header = _header_above(lines, free, title, name)
    place = f"picture {picture}, line {title + 1}"
    labels = title + 1
    while labels < len(lines) and not lines[labels].strip():
        labels += 1
    if labels == len(lines):
        raise ReadError(name, "the file ends before the picture", where=place, advice=COMPLETE_FILE)
    if lines[labels] not in text.columns:
        where = f"picture {picture}, line {labels + 1}"
        text.columns[lines[labels]] = _column_numbers(lines[labels], name, where)
    columns, force = text.columns[lines[labels]]
    first = labels + 1
    following = bisect_left(text.others, first)
    stop = text.others[following] if following < len(text.others) else len(lines)
    if stop == first:
        raise ReadError(name, "the picture has no rows", where=place, advice=COMPLETE_FILE)
    page = Page(picture, title, header, columns, force, range(first, stop))
    return page, stop + (1 if _has_column_forces(lines, stop, page, name) else 0)


def _column_numbers(line: bytes, name: str, place: str) -> tuple[range, bool]:
    """Plate columns of a page, and whether a column of forces follows them."""
    fields = line.split()
    force = bool(fields) and fields[-1].strip(b"\r").lower() == b"force"
    labels = fields[: len(fields) - force]
    if labels and all(label.isdigit() and len(label) < 6 for label in labels):
        numbers = [int(label) for label in labels]
        columns = range(numbers[0], numbers[0] + len(numbers))
        if numbers == list(columns):
            return columns, force
    raise ReadError(name, "the row of column numbers is damaged", where=place, advice=EXPORT_AGAIN)


def _has_column_forces(lines: Sequence[bytes], row: int, page: Page, name: str) -> bool:
    """Whether the forces of the columns stand in line ``row``; where rows have forces, they must, all of them."""
    words = lines[row].strip(b" \r") if row < len(lines) else b""
    present = words.startswith(b"Force")
    fields = words.count(b"\t") + 1 if b"\t" in words else len(words.split())
    if page.force and (not present or fields != len(page.columns) + 2):
        at_end = not any(line.strip() for line in lines[row + 1 : row + 3])
        found = f"picture {page.picture} has no complete row of forces at its end"
        advice = COMPLETE_FILE if at_end else EXPORT_AGAIN
        raise ReadError(name, found, where=f"line {row + 1}", advice=advice)
    return present


def read_pages(lines: Sequence[bytes], pages: Sequence[Page], name: str) -> Iterator[PageNumbers]:
    """The numbers of the pages; pages that print the same columns are read together.

    Raises
    ------
    ReadError
        With picture, row and column, where a value is missing or is no pressure.
    """
    groups: dict[tuple[range, bool], list[Page]] = {}
    for page in pages:
        groups.setdefault((page.columns, page.force), []).append(page)
    for (columns, force), members in groups.items():
        numbers = _group_numbers(lines, members, len(columns), force, name)
        values = numbers.table[:, 1 : 1 + len(columns)]
        sums = np.stack([values.sum(axis=1), np.count_nonzero(values, axis=1), numbers.table[:, -1]], axis=1)
        pressures, sums = values.astype(np.float32)[numbers.index], sums[numbers.index]
        first_rows = _first_rows(numbers.table[numbers.index, 0], members, name)
        start = 0
        for page, row in zip(members, first_rows, strict=True):
            stop = start + len(page.lines)
            yield PageNumbers(
                page, range(row, row + stop - start), pressures[start:stop], sums[start:stop] if force else None
            )
            start = stop


def _group_numbers(
    lines: Sequence[bytes], pages: Sequence[Page], columns: int, force: bool, name: str
) -> NumberRows:
    """Row number, pressures and force of all lines of ``pages``."""
    wanted = [lines[row] for page in pages for row in page.lines]
    if not any(b"\t" in line for line in wanted[:100]):
        wanted = [b"\t".join(line.split()) for line in wanted]
    suppressed = b"\t\t" in b"\n".join(wanted)
    try:
        numbers = read_rows(wanted, 1 + columns + force, blank_as_zero=suppressed)
    except CellError as error:
        raise _placed(error, pages, name) from None
    if suppressed:
        _check_suppression(wanted, pages, name)
    return numbers


def _placed(error: CellError, pages: Sequence[Page], name: str) -> ReadError:
    """The error with the picture and line in which it is."""
    row = error.row
    for page in pages:
        if row < len(page.lines):
            break
        row -= len(page.lines)
    column = (
        f", column {page.columns[error.column - 1]}" if error.column and error.column <= len(page.columns) else ""
    )
    where = f"line {page.lines[row] + 1} (picture {page.picture}{column})"
    return ReadError(name, error.found, where=where, advice=EXPORT_AGAIN)


def _check_suppression(lines: Sequence[bytes], pages: Sequence[Page], name: str) -> None:
    """Blank cells stand for zero only in a file that prints no zero: else one of them is a missing value."""
    distinct = list(dict.fromkeys(lines))
    if any(_PRINTED_ZERO.search(line) for line in distinct):
        blank = next(line for line in distinct if b"\t\t" in line)
        raise _placed(CellError(lines.index(blank), None, "a value is missing"), pages, name)


def _first_rows(labels: FloatArray, pages: Sequence[Page], name: str) -> list[int]:
    """The plate row that each page starts with; below it, rows must be numbered one after the other."""
    counts = np.array([len(page.lines) for page in pages])
    starts = np.cumsum(counts) - counts
    first = np.floor(labels[starts])
    expected = np.arange(labels.size) + np.repeat(first - starts, counts)
    wrong = np.flatnonzero(labels != expected)
    if wrong.size:
        row = int(wrong[0])
        place = int(np.searchsorted(starts, row, side="right")) - 1
        found = f"row {labels[row]:g} stands where row {expected[row]:g} was expected"
        where = f"line {pages[place].lines[row - starts[place]] + 1} (picture {pages[place].picture})"
        raise ReadError(name, found, where=where, advice=EXPORT_AGAIN)
    return [int(row) for row in first]
