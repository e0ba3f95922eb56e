"""Files without a line feed at their end: whether the last value was cut off."""

from __future__ import annotations


def last_value_is_cut(line: bytes, before: bytes, separator: bytes = b"\t", absent: bytes = b"") -> bool:
    """Whether the last value of a file has fewer decimals than others near it.

    Parameters
    ----------
    line : bytes
        The last line, which no line feed ends.
    before : bytes
        The line above it.
    separator : bytes
        One byte between values.
    absent : bytes
        What stands where there is no value; it tells nothing.
    """
    values = [value.strip() for value in line.split(separator)]
    if values[-1] in (b"", absent):
        return False
    near = [value.strip() for value in before.split(separator)] + values
    return _decimals(values[-1]) < max(_decimals(value) for value in near if value != absent)


def _decimals(value: bytes) -> int:
    """How many digits stand behind the decimal point or comma."""
    return len(value.replace(b",", b".").partition(b".")[2])
