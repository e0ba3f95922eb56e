"""Unsigned decimals as text, all of a block at once: exactly the doubles that ``float`` gives.

The last eight letters of a field are taken as one word of 64 bits, a byte each, and whatever is done to a word is
done to those of all fields at once: the field's neighbours are blanked out, the decimal sign is taken out, what is
left is checked to be digits behind blanks, and neighbouring digits are added up to pairs, fours and eights. Fields
of up to sixteen letters take two words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pedograph.formats.parsing.short_decimals import short_decimals
from pedograph.recording import BoolArray, FloatArray, IndexArray

Words = NDArray[np.uint64]

_LETTERS = 8
_MARGIN: Final = b"0" * 2 * _LETTERS
"""Stands before a text, so that words may reach over its beginning."""
_BLANK = ord(" ")


def _repeated(byte: int) -> np.uint64:
    """A word of eight equal bytes."""
    return np.uint64(int.from_bytes(bytes([byte] * _LETTERS), "little"))


# In words, letters are XORed with the blank: blanks are 0, digits 0x10 to 0x19.
_DIGIT, _VALUE, _SIGN, _NO_DIGIT, _SIX = (_repeated(byte) for byte in (0x10, 0x0F, 0x08, 0xE0, 0x06))
_ZERO = np.uint64(0x10 << 56)
_KEPT = np.array([(1 << 64) - (1 << 8 * (_LETTERS - width)) for width in range(_LETTERS + 1)], dtype="<u8")
"""Bytes of a word that belong to a field, by the field's width."""
_PLACES = np.uint64(sum((place + 1) << (60 - 8 * place) for place in range(_LETTERS)))
"""Times a bit at the bottom of a byte, gives the byte's number from 1 in the four highest bits."""
_DIVISORS = np.array([1.0, *(10.0 ** (_LETTERS - 1 - place) for place in range(_LETTERS))])
_PAIRS, _FOURS, _EIGHTS = np.uint64(1 + (10 << 8)), np.uint64(1 + (100 << 16)), np.uint64(1 + (10_000 << 32))
_LOW_BYTES, _LOW_PAIRS = np.uint64(0x00FF00FF00FF00FF), np.uint64(0x0000FFFF0000FFFF)


@dataclass(frozen=True)
class RowLayout:
    """What a row looks like.

    Parameters
    ----------
    columns : int
        Fields in it.
    separator, decimal : bytes
        One byte between fields, and the decimal sign, a point or a comma.
    blank_as_zero : bool
        Whether an empty field, if it is not the first, is a 0.
    absent : bytes
        Up to eight letters that stand where there is no sensor; empty for none.
    """

    columns: int
    separator: bytes
    decimal: bytes
    blank_as_zero: bool
    absent: bytes


@dataclass(frozen=True, eq=False)
class _Wholes:
    """Numbers of words without their decimal signs.

    ``digits`` are the words, ``values`` what they are as whole numbers, ``signs`` 1 at the bottom of the byte in
    which the sign stood, or 0.
    """

    digits: Words
    values: FloatArray
    signs: Words

    @property
    def divisors(self) -> FloatArray:
        """Powers of ten by the digits behind the sign."""
        return _DIVISORS.take(((self.signs * _PLACES) >> np.uint64(60)).view("<i8"), mode="clip")


def plain_decimals(text: bytes, layout: RowLayout) -> FloatArray | None:
    """Values of rows of unsigned decimals like ``12.50``; None where anything else stands in the text.

    The quotient of a whole number below 2^53 and a power of ten is the nearest double, as ``float`` would give it.

    Parameters
    ----------
    text : bytes
        Rows with a line feed between them; blanks may stand before a number, not behind it.
    layout : RowLayout
        What they look like.

    Returns
    -------
    float64 array [row, column] or None
        NaN where there is no sensor. A field is at most 16 letters long.
    """
    if not layout.absent:
        short = short_decimals(
            text, layout.columns, layout.separator, layout.decimal, blank_as_zero=layout.blank_as_zero
        )
        if short is not None:
            return short
    return _decimals(text, layout)


def _decimals(text: bytes, layout: RowLayout) -> FloatArray | None:
    """What `plain_decimals` gives, for text with blanks, absent cells and fields of up to sixteen letters."""
    codes = np.frombuffer(b"%b%b\n" % (_MARGIN, text), dtype=np.uint8)
    fields = _fields(codes, layout)
    if fields is None:
        return None
    ends, widths = fields
    letters = codes ^ np.uint8(_BLANK)
    words = _words(letters, ends - _LETTERS, widths)
    absent = _taken_out(words, layout)
    lower = _wholes(words, layout.decimal)
    if lower is None:
        return None
    values = lower.values / lower.divisors
    wide = np.flatnonzero(widths > _LETTERS)
    if wide.size:
        if int(widths.max()) > 2 * _LETTERS:
            return None
        higher = _words(letters, ends[wide] - 2 * _LETTERS, widths[wide] - _LETTERS)
        if higher.any():
            joined = _joined(higher, lower, wide, layout.decimal)
            if joined is None:
                return None
            values[wide] = joined
    if absent is not None:
        values[absent] = np.nan
    return np.asarray(values.reshape(-1, layout.columns))


def _fields(codes: NDArray[np.uint8], layout: RowLayout) -> tuple[IndexArray, IndexArray] | None:
    """Where fields end, and how wide they are; None unless all lines have so many of them."""
    line_end = codes == ord("\n")
    lines = np.count_nonzero(line_end)
    ends = np.flatnonzero(line_end | (codes == layout.separator[0]))
    count, rest = divmod(ends.size, lines)
    if rest or not line_end[ends[count - 1 :: count]].all():
        return None
    widths = np.empty_like(ends)
    widths[0] = ends[0] - len(_MARGIN)
    np.subtract(ends[1:], ends[:-1], out=widths[1:])
    widths[1:] -= 1
    if count == layout.columns + 1 and not widths[layout.columns :: count].any():
        # A separator at the end of each line, with nothing behind it, does no harm.
        ends, widths = (each.reshape(lines, count)[:, :-1].ravel() for each in (ends, widths))
        return ends, widths
    return (ends, widths) if count == layout.columns else None


def _words(letters: NDArray[np.uint8], starts: IndexArray, widths: IndexArray) -> Words:
    """The eight letters from each start, blank where they do not belong to the last ``width`` ones."""
    # Eight bytes without a type may lie anywhere; words that straddle those of the memory may not.
    everywhere = np.ndarray((letters.size - _LETTERS + 1,), "V8", letters, strides=(1,))
    words = everywhere[starts].view("<u8")
    words &= _KEPT.take(widths, mode="clip")
    return words


def _taken_out(words: Words, layout: RowLayout) -> BoolArray | None:
    """Write 0 where nothing stands, if that is a zero, and where there is no sensor; the latter places."""
    if layout.blank_as_zero:
        empty = words == 0
        empty[:: layout.columns] = False
        words[empty] = _ZERO
    if not layout.absent:
        return None
    mark = bytes(letter ^ _BLANK for letter in layout.absent.rjust(_LETTERS))
    absent: BoolArray = words == np.uint64(int.from_bytes(mark, "little"))
    words[absent] = _ZERO
    return absent


def _wholes(words: Words, decimal: bytes) -> _Wholes | None:
    """The numbers in words; None if one holds anything but digits and a decimal sign behind blanks."""
    # What has 8 but not 16 in it may be a decimal sign, or something else that is no digit.
    signs = words >> np.uint64(1)
    np.invert(signs, out=signs)
    signs &= words
    signs &= _SIGN
    signs >>= np.uint64(3)
    below = signs - np.uint64(1)
    sign = signs * np.uint64(decimal[0] ^ _BLANK)
    if (signs & below).any() or ((words & (signs * np.uint64(0xFF))) != sign).any():
        return None
    # The digits before the sign move up by a byte, into its place.
    below &= words
    digits = words ^ below
    digits ^= sign
    below <<= np.minimum(signs, np.uint64(1)) << np.uint64(3)
    digits |= below
    return _Wholes(digits, _summed(digits), signs) if _are_digits(digits) else None


def _are_digits(words: Words) -> bool:
    """Whether all bytes are digits, from the first that is not blank, and the last is none."""
    lowest_bit = words & np.negative(words)
    blanks = np.invert(words)
    blanks &= _DIGIT
    if not (blanks < lowest_bit).all():
        return False
    beyond_nine = words + _SIX
    beyond_nine |= words
    beyond_nine &= _NO_DIGIT
    return not beyond_nine.any()


def _summed(words: Words) -> FloatArray:
    """Whole numbers by their digits, the last one in the highest byte."""
    sums = words & _VALUE
    sums *= _PAIRS
    sums >>= np.uint64(8)
    sums &= _LOW_BYTES
    sums *= _FOURS
    sums >>= np.uint64(16)
    sums &= _LOW_PAIRS
    sums *= _EIGHTS
    sums >>= np.uint64(32)
    return sums.astype(np.float64)


def _joined(words: Words, lower: _Wholes, wide: IndexArray, decimal: bytes) -> FloatArray | None:
    """Values of wide fields, by their first words and all last ones; None where a first word is no number."""
    blank = words == 0
    words[blank] = _ZERO
    sign = np.uint64((decimal[0] ^ _BLANK) << 56)
    words[words == sign] = (_ZERO >> np.uint64(8)) | sign  # a sign with all its digits in the last word
    higher = _wholes(words, decimal)
    if higher is None:
        return None
    signs, digits = lower.signs[wide], lower.digits[wide]
    signed = signs > 0
    # Behind a first word that says something, the last one must be full, and there is but one decimal sign.
    full = digits & np.where(signed, np.uint64(0x1000), np.uint64(0x10)) > 0
    if not (blank | (full & ~(signed & (higher.signs > 0)))).all():
        return None
    values = higher.values * np.where(signed, 1e7, 1e8) + lower.values[wide]
    behind = np.where(higher.signs > 0, higher.divisors * 1e8, lower.divisors[wide])
    return np.asarray(values / behind)
