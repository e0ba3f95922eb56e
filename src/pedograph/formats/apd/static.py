"""APD "pedcad Importfile", written by several vendors: one image of a foot, its largest pressures."""

from __future__ import annotations

import numpy as np

from pedograph.errors import ReadError
from pedograph.formats.apd import sections
from pedograph.formats.apd.writer import write_picture as write
from pedograph.formats.context import FileContext
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.text import COMPLETE_FILE, EXPORT_AGAIN
from pedograph.notes import Note
from pedograph.recording import PressureRecording, Source

__all__ = ["SPEC", "read", "sniff", "write"]

SPEC = FormatSpec(
    key="apd",
    name="APD picture (pedcad Importfile)",
    vendor="zebris, EcoFoot and others",
    description="One pressure picture of one foot, exchanged between programs that make insoles",
    extensions=(".apd",),
    can_write=True,
    page="docs/formats/apd.md",
    notes=(
        "It is a picture of the largest pressures of a step or of standing, without time; standing is assumed.",
        "The heel is taken to stand in the first row, and columns to run to the right, seen from above.",
        "-1 marks a cell without contact; it is read as 0 kPa.",
    ),
)

_PICTURE = "It is one image of the largest pressures of a foot: nothing in it changes over time."


def sniff(head: bytes, name: str) -> bool | str:
    """Whether sections state the sensors of one image."""
    if not sections.looks_like_apd(head):
        return "no section states SensCountX"
    if sections.DYNAMIC.search(head):
        return "it holds frames, not one image"
    return True


def read(data: bytes, name: str, context: FileContext) -> PressureRecording:
    """The picture in an APD file; see `Format.read`."""
    apd = sections.taken_apart(data, name, context)
    if not apd.blocks:
        raise ReadError(name, "there is no section [Data]", advice=COMPLETE_FILE)
    if len(apd.blocks) > 1:
        block = apd.blocks[1]
        found = f"a second section [{block.name}] follows the picture, and no time is given for it"
        raise ReadError(name, found, where=f"line {block.title + 1}", advice=EXPORT_AGAIN)
    picture, absent = sections.pressures(apd, apd.blocks)
    picture.flags.writeable = False
    side, notes = sections.side_of(apd)
    return PressureRecording(
        pressure=picture,
        time=np.zeros(1),
        grid=sections.grid(apd),
        source=Source(
            file=name,
            format=SPEC.key,
            header=apd.fields,
            assumed=("orientation", "task"),
            notes=(
                Note("picture_of_peaks", _PICTURE),
                *sections.notes_of(apd, absent, picture.size),
                *notes,
            ),
        ),
        side=side,
        task="stand",
    )
