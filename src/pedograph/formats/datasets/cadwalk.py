"""CAD WALK's NIfTI images (``.nii``): one footscan print over time, rows x columns x frames."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing import nifti
from pedograph.formats.parsing.arrays import as_frames
from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording, SensorGrid, Side, Source
from pedograph.units import NEWTON_PER_KILOPASCAL_MM2

SPEC = FormatSpec(
    key="cadwalk",
    name="CAD WALK NIfTI (.nii)",
    vendor="CAD WALK",
    description="One step on a footscan plate as a NIfTI-1 image of rows, columns and frames",
    extensions=(".nii",),
    page="docs/formats/cadwalk.md",
    notes=(
        "Newtons a cell, and the heel in the first row, are assumed; spacing and times are those of the header.",
        "A third spacing without a unit is taken as milliseconds; a foot named in the file's name is believed.",
        "Free texts of the header, which may name a person, are left out.",
    ),
)

_SIDE: Final = re.compile(r"(?<![a-z])(left|right)(?![a-z])", re.IGNORECASE)
_SMALL: Final = 0.05
"""Share of the largest value up to which a value below 0 is taken for 0: smoothing leaves such."""


def sniff(head: bytes, name: str) -> bool | str:
    """Whether it begins as a NIfTI-1 file does."""
    if not nifti.byte_order(head):
        return "it does not begin as a NIfTI-1 file"
    return True if nifti.is_single_file(head) else "its numbers are in another file (.img)"


@np.errstate(all="ignore")  # a damaged number is told by its value, not by a warning
def read(data: bytes, name: str) -> PressureRecording:
    """The step in a NIfTI image; see `Format.read`."""
    image = nifti.read_image(data, name)
    if not all(math.isfinite(value) and value > 0 for value in image.spacings):
        raise ReadError(name, f"its header gives the spacings {image.spacings}", where="header")
    row_spacing, column_spacing, period = image.spacings
    newtons, notes = _newtons(image, name)
    if image.texts:
        sentence = f"Free texts of the header ({', '.join(image.texts)}) were left out."
        notes.append(Note("free_texts_left_out", sentence))
    named = {word.lower() for word in _SIDE.findall(name)}
    side = Side(named.pop()) if len(named) == 1 else Side.UNKNOWN
    guessed = {"time": image.seconds is None, "side": side is not Side.UNKNOWN}
    grid = SensorGrid(row_spacing, column_spacing, cropped=True)
    return PressureRecording(
        pressure=as_frames(newtons, name, 1.0 / (grid.cell_area * NEWTON_PER_KILOPASCAL_MM2)),
        time=np.arange(len(newtons)) * (period * (image.seconds or 1e-3)),
        grid=grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header={
                "dim": " x ".join(map(str, image.values.shape)),
                "pixdim": " x ".join(f"{value:g}" for value in image.spacings),
                "scl_slope": f"{image.slope:g}",
                "scl_inter": f"{image.intercept:g}",
            },
            assumed=("unit", "orientation", *(key for key, told in guessed.items() if told)),
            notes=tuple(notes),
        ),
        side=side,
    )


def _newtons(image: nifti.Image, name: str) -> tuple[NDArray[Any], list[Note]]:
    """Values [frame, row, column] as the header scales them, at least 0, and what was done to them."""
    frames: NDArray[Any] = np.moveaxis(image.values, 2, 0)
    if (image.slope, image.intercept) != (1.0, 0.0):
        frames = frames.astype(np.float32) * np.float32(image.slope) + np.float32(image.intercept)
    low = float(frames.min())
    if not low < 0:
        return frames, []
    if low < -_SMALL * float(frames.max()):
        raise ReadError(name, f"it holds {low:g}, and no pressure is negative")
    note = f"{int((frames < 0).sum())} values between {low:g} and 0 were taken as 0."
    return np.maximum(frames, 0), [doubt("negative_values", note)]
