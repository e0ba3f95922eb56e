"""APD of footscan's CAD/CAM export: the frames of one step, and their largest pressures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.apd import sections
from pedograph.formats.apd.writer import write_frames as write
from pedograph.formats.context import FileContext
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN, number
from pedograph.notes import Note
from pedograph.recording import FloatArray, PressureRecording, Source

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="apd_dynamic",
    name="APD with frames (footscan CAD/CAM)",
    vendor="RSscan",
    description="Frames of one step and the picture of their largest pressures, for programs that make insoles",
    extensions=(".apd",),
    can_write=True,
    page="docs/formats/apd_dynamic.md",
    notes=(
        "The heel is taken to stand in the first row, and columns to run to the right, seen from above.",
        "-1 marks a cell without contact; it is read as 0 kPa.",
    ),
)

_SECONDS_PER = {"ms": 0.001, "s": 1.0}


def sniff(head: bytes, name: str) -> bool | str:
    """Whether sections state the sensors and the time between frames."""
    if not sections.looks_like_apd(head):
        return "no section states SensCountX"
    if not sections.DYNAMIC.search(head):
        return "it holds one image, no frames"
    return True


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The step in an APD file with frames; see `Format.read`."""
    apd = sections.taken_apart(data, name, context)
    whole, frames = _parted(apd)
    if not frames:
        raise ReadError(name, "there are no frames like [Data0] in it", advice=COMPLETE_FILE)
    numbers = _numbers(apd, frames)
    pressure, absent = sections.pressures(apd, frames)
    pressure.flags.writeable = False
    side, notes = sections.side_of(apd)
    notes += _largest(apd, whole, pressure)
    return PressureRecording(
        pressure=pressure,
        time=np.array(numbers) * _period(apd),
        grid=sections.grid(apd),
        source=Source(
            file=name,
            format=SPEC.key,
            header=apd.fields,
            assumed=("orientation",),
            notes=(*sections.notes_of(apd, absent, pressure.size), *notes),
        ),
        side=side,
    )


def _parted(apd: sections.ApdFile) -> tuple[list[sections.Block], list[sections.Block]]:
    """The picture of the largest pressures, if there is one, and the frames."""
    whole: list[sections.Block] = []
    frames: list[sections.Block] = []
    for block in apd.blocks:
        if re.fullmatch(r"(?i)data ?\d{1,9}", block.name):
            frames.append(block)
        elif block.name.lower() == "data" and not whole:
            whole.append(block)
        else:
            found = f"[{block.name}] is no section of this format, or stands there twice"
            raise ReadError(apd.name, found, where=f"line {block.title + 1}", advice=EXPORT_AGAIN)
    return whole, frames


def _numbers(apd: sections.ApdFile, frames: Sequence[sections.Block]) -> list[int]:
    """Numbers of the frames, each one more than the last and as many as the file says."""
    numbers = [int(re.sub(r"\D", "", frame.name)) for frame in frames]
    for (before, after), frame in zip(pairwise(numbers), frames[1:], strict=True):
        if after != before + 1:
            found = f"[{frame.name}] follows frame {before}: frames are missing or in disorder"
            raise ReadError(apd.name, found, where=f"line {frame.title + 1}", advice=EXPORT_AGAIN)
    first, last = (sections.count(apd, key, least=0) for key in ("MinIdx", "MaxIdx"))
    if (numbers[0], numbers[-1]) != (first, last):
        found = f"it holds frames {numbers[0]} to {numbers[-1]} where {first} to {last} were expected"
        raise ReadError(apd.name, found, where=f"line {frames[-1].title + 1}", advice=COMPLETE_FILE)
    return numbers


def _period(apd: sections.ApdFile) -> FloatArray:
    """Time between frames in s."""
    unit = sections.field(apd, "UnitTime").lower() or "ms"
    text = sections.field(apd, "TimeDiff")
    value = number(text)
    if not value or value < 0 or unit not in _SECONDS_PER:
        found = f'TimeDiff is "{text[:20]}" {unit[:10]}, no time'
        raise ReadError(apd.name, found, where="header", advice=EXPORT_AGAIN)
    return np.asarray(value * _SECONDS_PER[unit])


def _largest(apd: sections.ApdFile, whole: Sequence[sections.Block], pressure: NDArray[np.float32]) -> list[Note]:
    """Whether the picture that comes with the frames is the largest of them."""
    if not whole:
        return []
    picture = sections.pressures(apd, whole[:1])[0][0]
    different = int(np.count_nonzero(np.abs(picture - pressure.max(axis=0)) > 0.5))
    if not different:
        return []
    sentence = f"The picture [Data] differs from the largest pressures of the frames in {different} cells."
    return [Note("picture_differs", sentence)]
