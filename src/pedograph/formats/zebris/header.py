"""What stands above the frames of a zebris raw text: the record, its exercises, and channels sampled beside."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from pedograph.formats.context import FileContext
from pedograph.formats.parsing.text import decoded
from pedograph.recording import FloatArray

PERSONAL: Final = frozenset({"person", "sex", "born", "code"})
"""Keys of the person, in lower case."""

_NAMING: Final = frozenset({"person", "born"})

PLATFORM: Final = re.compile(rb"\s*Platform\s*\{\s*", re.IGNORECASE)
"""The line that opens the part with the frames."""

_FEWEST_POINTS = 10
_MOST_LINES, _LONGEST_LINE = 2000, 4000


@dataclass(frozen=True, eq=False)
class Channels:
    """Signals of the whole recording, sampled like the frames.

    Parameters
    ----------
    names : tuple of str
        As printed, with the unit after the last comma: ``Time,ms``, ``Position,m``, ``l force,N``.
    values : float64 array [sample, channel]
        NaN where the file gives no number.
    """

    names: tuple[str, ...] = ()
    values: FloatArray = field(default_factory=lambda: np.empty((0, 0)))

    def of_unit(self, unit: str) -> list[int]:
        """Channels in a unit; their names are of the program's language, their units are not."""
        return [place for place, name in enumerate(self.names) if name.rpartition(",")[2].strip() == unit]

    def force(self) -> FloatArray | None:
        """Force in N on both feet together [sample]; None where no channel gives it."""
        places = self.of_unit("N")
        total = [place for place in places if self.names[place].lower().startswith("butterfly")]
        sides = [place for place in places if place not in total]
        if not sides and not total:
            return None
        return np.asarray(self.values[:, sides or total[:1]].sum(axis=1))

    def belt_speed(self) -> float | None:
        """Mean speed of the belt in mm/s; None where there is no position or it does not move."""
        times, positions = self.of_unit("ms"), self.of_unit("m")
        if not times or not positions:
            return None
        known = np.isfinite(self.values[:, [times[0], positions[0]]]).all(axis=1)
        time, position = self.values[known, times[0]], self.values[known, positions[0]]
        if time.size < _FEWEST_POINTS or np.ptp(time) <= 0:
            return None
        speed = float(np.polyfit(time - time[0], position, 1)[0]) * 1e6
        return speed if abs(speed) >= 1.0 else None


def header_fields(lines: Sequence[bytes], context: FileContext) -> tuple[dict[str, str], Channels, bool]:
    """Fields above the frames without those of the person, the channels, and whether a person was named.

    Parameters
    ----------
    lines : sequence of bytes
        The lines above that which opens the platform.
    context : FileContext
        Told of the fields of the person.

    Returns
    -------
    fields : dict of str to str
        In the order of the file; the table of exercises is one field.
    channels : Channels
        Empty where there are none.
    personal : bool
        Whether fields of a person were left out.
    """
    fields: dict[str, str] = {}
    closing = [row for row, line in enumerate(lines) if line.strip() == b"}"]
    personal, row = False, 0
    while row < len(lines):
        words = lines[row][:_LONGEST_LINE].strip(b"\r\n").split(b"\t")
        key, value = decoded(words[0]), decoded(b"\t".join(words[1:]))
        row += 1
        if key.endswith(",ms") and len(words) > 1:
            fields["Channels"] = " | ".join(decoded(word) for word in words)
            return fields, _channels(words, lines[row:]), personal
        if key.lower() in PERSONAL:
            personal = personal or bool(value)
            context.leave_out(key, value, identifies=key.lower() in _NAMING)
        elif value == "{":
            place = bisect_left(closing, row)
            stop = closing[place] if place < len(closing) else row
            fields.setdefault(key, "\n".join(decoded(line) for line in lines[row : min(stop, row + _MOST_LINES)]))
            row = stop + 1 if stop > row else row
        elif key and value and len(fields) < _MOST_LINES:
            fields.setdefault(key, value)
    return fields, Channels(), personal


def _channels(names: Sequence[bytes], lines: Sequence[bytes]) -> Channels:
    """The table below the names of channels; a line with fewer values (``Calibr``) is no sample."""
    values = array("d")
    for line in lines:
        if line[:1].isdigit() and line.count(b"\t") == len(names) - 1:
            values.extend(map(_value, line.replace(b",", b".").split(b"\t")))
    table = np.array(values, dtype=np.float64).reshape(-1, len(names))
    return Channels(tuple(decoded(name) for name in names), table)


def _value(text: bytes) -> float:
    """A number, or NaN where there is none."""
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if abs(value) < 1e12 else np.nan


def platform_fields(lines: Sequence[bytes]) -> dict[str, str]:
    """Keys and values between the line that opens the platform and its first frame."""
    fields: dict[str, str] = {}
    for line in lines[:_MOST_LINES]:
        key, _, value = decoded(line[:300]).partition("\t")
        if key.strip() and value.strip():
            fields.setdefault(key.strip(), value.strip())
    return fields


def quantity(fields: Mapping[str, str], name: str) -> tuple[str, str]:
    """Value and unit of a field like ``Cell width,mm``, found by the words before the comma; "" where absent."""
    for key, value in fields.items():
        words, _, unit = key.partition(",")
        if words.strip().lower() == name.lower():
            return value, unit.strip()
    return "", ""
