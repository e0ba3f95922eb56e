"""Pages of an emed export: where they are in the text, which cells they print, and their numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.parsing.decimals import RowLayout
from pedograph.formats.parsing.lines import TextLines
from pedograph.formats.parsing.numbers import CellError, decimal_sign, number_blocks, parts_of, shown
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, tabbed
from pedograph.recording import FloatArray

PICTURE: Final = re.compile(rb"Pict-?No\.?\s{0,9}:?\s{0,9}(\d{1,9})\b")
"""The line that starts a picture."""

SUMMARY: Final = re.compile(rb"\s{0,9}M[VP]P\b")
"""The line that stands in its place on pages that sum up: mean or maximum value picture."""

_TITLE = re.compile(rb"Pict|MVP|MPP")
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


def find_pages(lines: TextLines, name: str) -> list[Page]:
    """Pages that hold pictures, in the order of the file.

    Raises
    ------
    ReadError
        If a page is damaged or cut off, or numbers stand on a page without a picture number.
    """
    pages: list[Page] = []
    free = 0
    found = _text_of(lines, name)
    titles = [row for row, words in found.words.items() if words in found.titles]
    if len(titles) > _MANY and len(lines.text) < _BYTES_A_PAGE * len(titles):
        raise ReadError(name, "it holds far more pages than numbers", advice=EXPORT_AGAIN)
    for title in titles:
        if title < free:
            continue
        picture, summary = PICTURE.search(found.words[title][:200]), SUMMARY.match(found.words[title][:200])
        if picture is None and summary is None:
            continue
        page, free = _page(found, free, title, int(picture[1]) if picture else 0)
        if picture:
            pages.append(page)
    _header_above(found, free, len(lines))
    rest = next((row for row in range(free, len(lines)) if lines[row].strip()), None)
    if rest is not None or not pages:
        what = "the last page has no picture" if pages else "there is no picture in it"
        raise ReadError(name, what, where=f"line {(rest or 0) + 1}", advice=COMPLETE_FILE)
    return pages


@dataclass(frozen=True, eq=False)
class _Text:
    """An export between its matrices.

    ``words`` are the lines there by their place, without blanks at their ends; of them ``titles`` may name a page,
    ``damaged`` are such as no header has, ``left_out`` say nothing. ``columns`` is what column numbers say.
    """

    lines: TextLines
    words: dict[int, bytes]
    others: Sequence[int]
    titles: set[bytes]
    damaged: set[bytes]
    left_out: set[bytes]
    columns: dict[bytes, tuple[range, bool]]
    name: str

    def line(self, row: int) -> bytes:
        """A line without blanks at its ends, also one of a matrix."""
        return self.words[row] if row in self.words else self.lines[row].strip()


def _text_of(lines: TextLines, name: str) -> _Text:
    """The lines of an export that start with no number; those that come again are looked at once."""
    others = np.flatnonzero(lines.first_letters - np.uint8(ord("0")) > 9)
    rows, last = others.tolist(), np.diff(others, append=len(lines) + 1) > 1
    spans = zip(lines.starts[others[np.roll(last, 1)]].tolist(), lines.stops[others[last]].tolist(), strict=True)
    words = [line for start, stop in spans for line in lines.text[start:stop].split(b"\n")]
    stripped = {line: line.replace(b"\f", b" ").strip() for line in set(words)}
    titles = {each for each in stripped.values() if _TITLE.search(each)}
    damaged = {each for each in stripped.values() if each[:1].isdigit() or each[:5] == b"Force"}
    left_out = {each for each in stripped.values() if not each or each.startswith(b"Page ")}
    by_row = dict(zip(rows, map(stripped.__getitem__, words), strict=True))
    return _Text(lines, by_row, rows, titles, damaged, left_out, {}, name)


def _header_above(text: _Text, start: int, stop: int) -> tuple[bytes, ...]:
    """Lines of a header that are not blank; none of them may be a row of numbers."""
    header = [text.words.get(row) for row in range(start, stop)]
    if None in header or not text.damaged.isdisjoint(header):
        row = next(row for row, words in enumerate(header, start) if words is None or words in text.damaged)
        found = f'"{shown(text.line(row))}" stands where no row of a matrix was expected'
        raise ReadError(text.name, found, where=f"line {row + 1}", advice=EXPORT_AGAIN)
    return tuple([words for words in header if words and words not in text.left_out])


def _page(text: _Text, free: int, title: int, picture: int) -> tuple[Page, int]:
    """The page with its title in line ``title``, and the first line after it."""
    lines, name = text.lines, text.name
    header = _header_above(text, free, title)
    place = f"picture {picture}, line {title + 1}"
    labels = title + 1
    while labels < len(lines) and not text.line(labels):
        labels += 1
    if labels == len(lines):
        raise ReadError(name, "the file ends before the picture", where=place, advice=COMPLETE_FILE)
    words = text.line(labels)
    if words not in text.columns:
        text.columns[words] = _column_numbers(words, name, f"picture {picture}, line {labels + 1}")
    columns, force = text.columns[words]
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
    force = bool(fields) and fields[-1].lower() == b"force"
    labels = fields[: len(fields) - force]
    if labels and all(label.isdigit() and len(label) < 6 for label in labels):
        numbers = [int(label) for label in labels]
        columns = range(numbers[0], numbers[0] + len(numbers))
        if numbers == list(columns):
            return columns, force
    raise ReadError(name, "the row of column numbers is damaged", where=place, advice=EXPORT_AGAIN)


def _has_column_forces(lines: TextLines, row: int, page: Page, name: str) -> bool:
    """Whether the forces of the columns stand in line ``row``; where rows have forces, they must, all of them."""
    words = lines[row].strip(b" \r\f") if row < len(lines) else b""
    present = words.startswith(b"Force")
    fields = words.count(b"\t") + 1 if b"\t" in words else len(words.split())
    if page.force and (not present or fields != len(page.columns) + 2):
        at_end = not any(line.strip() for line in lines[row + 1 : row + 3])
        found = f"picture {page.picture} has no complete row of forces at its end"
        advice = COMPLETE_FILE if at_end else EXPORT_AGAIN
        raise ReadError(name, found, where=f"line {row + 1}", advice=advice)
    return present


def read_pages(lines: TextLines, pages: Sequence[Page], name: str) -> Iterator[PageNumbers]:
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
        labels, pressures, sums = _group_numbers(lines, members, len(columns), force, name)
        start = 0
        for page, row in zip(members, _first_rows(labels, members, name), strict=True):
            stop = start + len(page.lines)
            yield PageNumbers(
                page, range(row, row + stop - start), pressures[start:stop], sums[start:stop] if force else None
            )
            start = stop


def _group_numbers(
    lines: TextLines, pages: Sequence[Page], columns: int, force: bool, name: str
) -> tuple[FloatArray, NDArray[np.float32], FloatArray]:
    """Row number, pressures, and sums as in `PageNumbers`, of all lines of ``pages``."""
    text = lines.text
    bounds = np.array([(page.lines.start, page.lines.stop - 1) for page in pages]).T
    spans = list(zip(lines.starts[bounds[0]].tolist(), lines.stops[bounds[1]].tolist(), strict=True))
    layout = RowLayout(1 + columns + force, b"\t", decimal_sign(text, spans))
    rows = sum(len(page.lines) for page in pages)
    suppressed = text.find(b"\t\t", *spans[0]) >= 0
    try:
        try:
            numbers = _numbers(text, spans, rows, replace(layout, blank_as_zero=suppressed), force)
        except CellError:
            if suppressed or not any(text.find(b"\t\t", *span) >= 0 for span in spans):
                raise
            suppressed = True
            numbers = _numbers(text, spans, rows, replace(layout, blank_as_zero=True), force)
        if suppressed:
            _check_suppression(text, spans)
    except CellError as error:
        raise _placed(error, pages, name) from None
    return numbers


def _numbers(
    text: bytes, spans: Sequence[tuple[int, int]], rows: int, layout: RowLayout, force: bool
) -> tuple[FloatArray, NDArray[np.float32], FloatArray]:
    """What `_group_numbers` gives, from stretches of the text."""
    parts: Iterable[bytes] = parts_of(text, spans)
    if text.find(b"\t", *spans[0]) < 0:
        parts = map(tabbed, parts)
    columns = slice(1, layout.columns - force)
    labels, sums = np.empty(rows), np.empty((rows, 3 * force))
    pressures = np.empty((rows, columns.stop - 1), dtype=np.float32)
    start = 0
    for block in number_blocks(parts, layout):
        here = slice(start, start + len(block))
        values = block[:, columns]
        labels[here], pressures[here] = block[:, 0], values
        start = here.stop
        if force:
            for place, each in enumerate((values, (values > 0).astype(np.float64))):
                np.einsum("ij->i", each, out=sums[here, place])
            sums[here, 2] = block[:, -1]
    return labels, pressures, sums


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


def _check_suppression(text: bytes, spans: Sequence[tuple[int, int]]) -> None:
    """Blank cells stand for zero only in a file that prints no zero: else one of them is a missing value."""
    if any(_PRINTED_ZERO.search(text, *span) for span in spans):
        rows = b"\n".join([text[start:stop] for start, stop in spans])
        raise CellError(rows.count(b"\n", 0, rows.index(b"\t\t")), None, "a value is missing")


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
