"""Rows of short unsigned decimals as text, such as nearly all files hold: the quick way beside `decimals`.

A text must have digits, decimal signs, separators and line feeds alone. The eight letters up to the one that ends
a field are taken as one word of 64 bits, a byte each: digits are their values, and whatever else is 0x10. The
lowest such byte is the decimal sign, or else the end of the field; the digits before it move up by one into its
place, and neighbouring digits are added up to pairs, fours and eights.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.recording import BoolArray, FloatArray, IndexArray

Words = NDArray[np.uint64]

LETTERS: Final = 8
"""Letters in a word."""

_MARGIN: Final = b"0" * LETTERS
"""Stands before a text, so that words may reach over its beginning."""
_ZERO, _MARK = np.uint8(ord("0")), np.uint8(0x10)
_MARKS = np.uint64(0x1010101010101010)
_END = np.uint64(0x10 << 56)
_KEPT = np.array([(1 << 64) - (1 << 8 * (LETTERS - size)) for size in range(LETTERS + 1)], dtype="<u8")
"""Bytes of a word that belong to a field of so many letters with the one that ends it."""
_PLACES = np.uint64(sum((place + 1) << (56 - 8 * place) for place in range(LETTERS)))
"""Times a mark, gives the number of its byte from 1 in the four highest bits."""
_DIVISORS = np.array([1.0, *(10.0 ** (LETTERS - 1 - place) for place in range(LETTERS))])
"""By that number; behind the digits after a sign stands a 0, in the place of the field's end."""
_VALUE, _LOW_BYTES, _LOW_PAIRS = (
    np.uint64(each) for each in (0x0F0F0F0F0F0F0F0F, 0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF)
)
_PAIRS, _FOURS, _EIGHTS = np.uint64(1 + (10 << 8)), np.uint64(1 + (100 << 16)), np.uint64(1 + (10_000 << 32))
_EIGHT, _SIXTEEN, _THIRTY_TWO, _SIXTY = (np.uint64(bits) for bits in (8, 16, 32, 60))


def short_decimals(
    text: bytes, columns: int, separator: bytes, decimal: bytes, *, blank_as_zero: bool = False
) -> FloatArray | None:
    """Values of rows of unsigned decimals, of up to seven letters; None where anything else stands in the text.

    Parameters
    ----------
    text : bytes
        Rows with a line feed between them.
    columns : int
        Fields in a row.
    separator, decimal : bytes
        One byte between fields, and the decimal sign.
    blank_as_zero : bool
        Whether an empty field, if it is not the first, is a 0.

    Returns
    -------
    float64 array [row, column] or None
        Exactly the doubles that ``float`` gives.
    """
    if b" " in text:
        return None
    codes = np.frombuffer(b"%b%b\n" % (_MARGIN, text), dtype=np.uint8)
    line_end = codes == ord("\n")
    end = codes == separator[0]
    end |= line_end
    fields = _fields(np.flatnonzero(end), line_end, columns)
    if fields is None:
        return None
    ends, sizes = fields
    if sizes.min() == 1 and not (blank_as_zero and (sizes[::columns] > 1).all()):
        return None
    signs = codes == decimal[0]
    letters = _letters(codes, end, signs) if sizes.max() <= LETTERS else None
    if letters is None:
        return None
    words = _words(letters, ends, sizes)
    marks = _without_signs(words)
    if np.count_nonzero(marks != _END) != np.count_nonzero(signs):
        return None  # a field has two
    values = _summed(words)
    values /= _divisors(marks)
    return values.reshape(-1, columns)


def _fields(ends: IndexArray, line_end: BoolArray, columns: int) -> tuple[IndexArray, IndexArray] | None:
    """Where fields end, and their letters with that of the end; None unless all lines have so many of them."""
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


def _letters(codes: NDArray[np.uint8], end: BoolArray, signs: BoolArray) -> NDArray[np.uint8] | None:
    """Values of digits, marks for signs and ends; None where there are other letters, or a sign alone."""
    letters = codes ^ _ZERO
    digit = letters <= 9
    other = ~digit
    marks = end | signs
    letters *= digit.view(np.uint8)
    letters |= marks.view(np.uint8) * _MARK
    if (other != marks).any():
        return None
    other[len(_MARGIN) - 1] = True  # a sign at the beginning has no digit before it
    return None if (other[:-2] & signs[1:-1] & other[2:]).any() else letters


def _words(letters: NDArray[np.uint8], ends: IndexArray, sizes: IndexArray) -> Words:
    """The letters of fields up to those that end them, in the highest bytes."""
    # Eight bytes without a type may lie anywhere; words that straddle those of the memory may not.
    everywhere = np.ndarray((letters.size - LETTERS + 1,), f"V{LETTERS}", letters, strides=(1,))
    words = everywhere[ends - (LETTERS - 1)].view("<u8")
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
    below <<= _EIGHT
    words |= below
    return marks


def _divisors(marks: Words) -> FloatArray:
    """Powers of ten by the digits behind the marks, one more where that is a sign; the marks are used up."""
    if (marks == marks[0]).all():
        marks = marks[:1]
    marks *= _PLACES
    marks >>= _SIXTY
    return _DIVISORS.take(marks.view("<i8"), mode="clip")


def _summed(words: Words) -> FloatArray:
    """Whole numbers by their digits, the last one in the highest byte; the words are used up."""
    words *= _PAIRS
    words >>= _EIGHT
    words &= _LOW_BYTES
    words *= _FOURS
    words >>= _SIXTEEN
    words &= _LOW_PAIRS
    words *= _EIGHTS
    words >>= _THIRTY_TWO
    return words.view("<i8").astype(np.float64)
