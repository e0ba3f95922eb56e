"""Rows of short unsigned decimals as text, as nearly all files hold: exactly the doubles that ``float`` gives.

NumPy's text parser takes twice as long for them, and reads all else (see `numbers`). The eight characters up to
the one that ends a field are taken as one word of 64 bits, a byte each: digits are their values, all else is 0x10.
The lowest such byte is the decimal sign, or else the end of the field; the digits before it move up by one
into its place, and neighbouring digits are added up to pairs, fours and eights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.recording import BoolArray, FloatArray, IndexArray

Words = NDArray[np.uint64]

_LETTERS: Final = 8
"""Characters in a word."""
_MARGIN: Final = b"0" * _LETTERS
"""Stands before a text, so that words may reach over its beginning."""
_ABSENT: Final = b":"
"""Stands in for what says that there is no sensor: the letter behind the nine, so that it has the value 10."""
_LONG_ONES: Final = 16
"""One field in so many may be longer than a word."""
_ZERO, _MARK = np.uint8(ord("0")), np.uint8(0x10)
_MARKS = np.uint64(0x1010101010101010)
_END = np.uint64(0x10 << 56)
_NO_SENSOR = np.uint64((0x10 << 56) + (10 << 48))
_KEPT = np.array([(1 << 64) - (1 << 8 * (_LETTERS - size)) for size in range(_LETTERS + 1)], dtype="<u8")
"""Bytes of a word that belong to a field of so many characters with the one that ends it."""
_PLACES = np.uint64(sum((place + 1) << (56 - 8 * place) for place in range(_LETTERS)))
"""Times a mark, gives the number of its byte from 1 in the four highest bits."""
_DIVISORS = np.array([1.0, *(10.0 ** (_LETTERS - 1 - place) for place in range(_LETTERS))])
"""By that number; behind the digits after a sign stands a 0, in the place of the field's end."""
_SUMS: Final = tuple(
    (np.uint64(1 + (10**digits << 8 * digits)), np.uint64(8 * digits), np.uint64(kept))
    for digits, kept in ((1, 0x00FF00FF00FF00FF), (2, 0x0000FFFF0000FFFF), (4, 0x00000000FFFFFFFF))
)
"""What makes pairs, fours and eights of neighbouring digits: a factor, a shift, and the bits to keep."""


@dataclass(frozen=True)
class RowLayout:
    """What a row looks like.

    Parameters
    ----------
    columns : int
        Fields in it.
    separator, decimal : bytes
        One byte between fields, and the decimal sign, a point or a comma.
    absent : bytes
        What stands where there is no sensor; empty for nothing.
    blank_as_zero : bool
        Whether an empty field, if it is not the first, is a 0.
    """

    columns: int
    separator: bytes
    decimal: bytes
    absent: bytes = b""
    blank_as_zero: bool = False


def plain_decimals(text: bytes, layout: RowLayout) -> FloatArray | None:
    """Values of rows of unsigned decimals like ``12.50``; None where anything else stands in the text.

    The quotient of a whole number below 2^53 and a power of ten is the nearest double, as ``float`` would give it.

    Parameters
    ----------
    text : bytes
        Rows with a line feed between them.
    layout : RowLayout
        What they look like.

    Returns
    -------
    float64 array [row, column] or None
        NaN where there is no sensor. Fields have up to seven characters, but for a few.
    """
    if layout.absent:
        if _ABSENT in text:
            return None
        text = text.replace(layout.absent, _ABSENT)
    codes = np.frombuffer(b"%b%b\n" % (_MARGIN, text), dtype=np.uint8)
    line_end = codes == ord("\n")
    end = codes == layout.separator[0]
    end |= line_end
    fields = _fields(np.flatnonzero(end), line_end, layout.columns)
    if fields is None:
        return None
    sizes = fields[1]
    if sizes.min() == 1 and not (layout.blank_as_zero and (sizes[:: layout.columns] > 1).all()):
        return None
    signs = codes == layout.decimal[0]
    letters = _letters(codes, end, signs, bool(layout.absent))
    return None if letters is None else _values(text, letters, signs, fields, layout)


def _fields(ends: IndexArray, line_end: BoolArray, columns: int) -> tuple[IndexArray, IndexArray] | None:
    """Where fields end, and their characters with that of the end; None unless all lines have so many of them."""
    lines = np.count_nonzero(line_end)
    count, rest = divmod(ends.size, lines)
    if rest or not columns <= count <= columns + 1 or not line_end[ends[count - 1 :: count]].all():
        return None
    sizes = np.empty_like(ends)
    sizes[0] = ends[0] - len(_MARGIN) + 1
    np.subtract(ends[1:], ends[:-1], out=sizes[1:])
    if count == columns:
        return ends, sizes
    if (sizes[columns::count] > 1).any():
        return None
    # A separator at the end of each line, with nothing behind it, does no harm.
    ends, sizes = (each.reshape(lines, count)[:, :-1].ravel() for each in (ends, sizes))
    return ends, sizes


def _letters(codes: NDArray[np.uint8], end: BoolArray, signs: BoolArray, absent: bool) -> NDArray[np.uint8] | None:
    """Values of digits, marks for signs and ends; None where there are other characters, or a sign alone."""
    letters = codes ^ _ZERO
    digit = letters <= 9 + absent
    other = ~digit
    marks = end | signs
    letters *= digit.view(np.uint8)
    letters |= marks.view(np.uint8) * _MARK
    if (other != marks).any():
        return None
    other[len(_MARGIN) - 1] = True  # a sign at the beginning has no digit before it
    return None if (other[:-2] & signs[1:-1] & other[2:]).any() else letters


def _values(
    text: bytes,
    letters: NDArray[np.uint8],
    signs: BoolArray,
    fields: tuple[IndexArray, IndexArray],
    layout: RowLayout,
) -> FloatArray | None:
    """Values of fields [row, column]; None where one has two signs, or too many are long."""
    ends, sizes = fields
    long = np.flatnonzero(sizes > _LETTERS)
    if long.size * _LONG_ONES > ends.size:
        return None
    words = _words(letters, ends, sizes)
    texts = _texts(text, ends[long] - len(_MARGIN), sizes[long] - 1, layout.decimal)
    words[long] = _END
    absent = np.empty(0, dtype=np.intp)
    if layout.absent:
        absent = np.flatnonzero((words == _NO_SENSOR) & (sizes == 2))
        if absent.size != text.count(_ABSENT):
            return None
        words[absent] = _END
    marks = _without_signs(words)
    signed = np.count_nonzero(marks != _END) + sum(text.count(b".") for text in texts)
    if signed != np.count_nonzero(signs) or any(text.count(b".") > 1 for text in texts):
        return None  # a field has two
    values = _summed(words)
    values /= _divisors(marks)
    values[long] = [float(text) for text in texts]
    values[absent] = np.nan
    return values.reshape(-1, layout.columns)


def _texts(text: bytes, ends: IndexArray, widths: IndexArray, decimal: bytes) -> list[bytes]:
    """Fields by where they end, with a decimal point."""
    spans = zip((ends - widths).tolist(), ends.tolist(), strict=True)
    return [text[start:stop].replace(decimal, b".") for start, stop in spans]


def _words(letters: NDArray[np.uint8], ends: IndexArray, sizes: IndexArray) -> Words:
    """The characters of fields up to those that end them, in the highest bytes."""
    # Eight bytes without a type may lie anywhere; words that straddle those of the memory may not.
    everywhere = np.ndarray((letters.size - _LETTERS + 1,), f"V{_LETTERS}", letters, strides=(1,))
    words = everywhere[ends - (_LETTERS - 1)].view("<u8")
    words &= _KEPT.take(sizes, mode="clip")
    return words


def _without_signs(words: Words) -> Words:
    """Take marks and ends out of words, with the digits before them moved up; the lowest mark of each."""
    below = words & _MARKS
    below -= np.uint64(1)
    # With the digits below the lowest mark goes that of the end, if there are two: it is moved out of the word.
    below &= words
    words ^= below
    marks = words & _MARKS
    words ^= marks
    below <<= np.uint64(8)
    words |= below
    return marks


def _divisors(marks: Words) -> FloatArray:
    """Powers of ten by the digits behind the marks, one more where that is a sign; the marks are used up."""
    if (marks == marks[0]).all():
        marks = marks[:1]
    marks *= _PLACES
    marks >>= np.uint64(60)
    return _DIVISORS.take(marks.view("<i8"), mode="clip")


def _summed(words: Words) -> FloatArray:
    """Whole numbers by their digits, the last one in the highest byte; the words are used up."""
    for factor, shift, kept in _SUMS:
        words *= factor
        words >>= shift
        words &= kept
    return words.view("<i8").astype(np.float64)
