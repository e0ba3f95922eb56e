"""UNB StepUP-P150 (Larracy and others, 2025): trials on a walkway of 1.2 x 3.6 m, footsteps, standing, as NPZ."""

from __future__ import annotations

import re
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.archives import several
from pedograph.formats.datasets.stepup_trial import FRAME, PERIOD, fits, passes, trial_frames
from pedograph.formats.model import FormatSpec
from pedograph.formats.parsing.arrays import as_frames
from pedograph.formats.parsing.npy import SIGNATURE, ArrayHeader, array_header, read_array
from pedograph.formats.parsing.packages import Package, first_part
from pedograph.notes import Note, doubt
from pedograph.recording import PressureRecording, SensorGrid, Source

SPEC = FormatSpec(
    key="stepup",
    name="UNB StepUP-P150 (.npz)",
    vendor="University of New Brunswick",
    description="A trial on the walkway, its footsteps, or standing, as a NumPy array in kPa",
    extensions=(".npz",),
    page="docs/formats/stepup.md",
    notes=(
        "The array says nothing of itself: kPa, cells of 5 mm and 100 Hz are those of the data set.",
        "A whole trial is read part by part: trial.npz#frames 180-640; recordings_in lists the passes in it.",
        "Footsteps of pipeline 1 follow each other with gaps, each drawn out to 1.01 s; their own times are lost.",
        "Footsteps of pipeline 2 were changed in size and force, and are refused.",
    ),
)

_SPACING: Final = 5.0
_STEP: Final = (101, 75, 40)
_STANDING: Final = (180, 180)
_GAP: Final = 20
_LEAST_FORCE: Final = 20.0
"""N that a footstep in kPa always reaches; one whose mean force was brought to 1 does not."""
_CHOICE: Final = re.compile(r"frames (\d{1,9})-(\d{1,9})")
_ASSUMED: Final = ("unit", "cell size", "time", "orientation")

_SAME_LENGTH = doubt(
    "durations_normalised",
    "Their durations were brought to one length: times, impulses and rates are not those of the steps.",
)
_STRAIGHT_AHEAD = doubt(
    "directions_normalised",
    "Each was turned to point straight ahead: foot progression angles are not those of the steps.",
)


def sniff(head: bytes, name: str) -> bool | str:
    """Whether the first array has one of the shapes of this data set."""
    part = first_part(head)
    if part is None or not part[1].startswith(SIGNATURE):
        return "it is no zip file of arrays"
    try:
        header = array_header(part[1], name)
    except ReadError:
        return "its first array is not of plain numbers"
    known = _kind(header.shape) and not header.columns_first
    return True if known else "its first array has none of the shapes of StepUP-P150"


def read(data: bytes, name: str) -> PressureRecording:
    """The trial, footsteps or standing in a file; see `Format.read`."""
    package, part, header = _opened(data, name)
    if _kind(header.shape) == "trial" and not fits(header):
        raise several(name, passes(package, part, header), "", _too_long(header))
    if _kind(header.shape) == "trial":
        return _trial(package, part, header, (0, header.shape[0]), name)
    values = read_array(package.buffer(part), name, part)
    return _footsteps(values, name) if _kind(header.shape) == "footsteps" else _standing(values, name)


def read_one(data: bytes, name: str, choice: str) -> PressureRecording:
    """A part of a trial, such as ``frames 180-640``; see `CollectionFormat.read_one`."""
    package, part, header = _opened(data, name)
    found = _CHOICE.fullmatch(choice)
    if _kind(header.shape) != "trial" or found is None:
        raise ReadError(name, f'nothing in it is called "{choice[:60]}"', advice='Name frames: "frames 0-999"')
    first, last = int(found[1]), int(found[2])
    if not first <= last < header.shape[0]:
        found_text = f"there are no frames {first} to {last}; the trial has {header.shape[0]}, from 0"
        raise ReadError(name, found_text, advice='Name frames that are there: "frames 0-999"')
    return _trial(package, part, header, (first, last + 1), name)


def contents(data: bytes, name: str) -> tuple[str, ...]:
    """Passes over the walkway that a trial too long to be read whole consists of."""
    package, part, header = _opened(data, name)
    if _kind(header.shape) != "trial" or fits(header):
        return ()
    return passes(package, part, header)


def _kind(shape: tuple[int, ...]) -> str:
    """What an array of a shape is; an empty text where it is none of them."""
    if shape[:1] == (0,):
        return ""
    return {FRAME: "trial", _STEP: "footsteps", _STANDING: "standing"}.get(shape[1:], "")


def _opened(data: bytes, name: str) -> tuple[Package, str, ArrayHeader]:
    """The file, its array's name, and what the array says of itself."""
    package = Package(data, name)
    parts = [part for part in package.names if part.endswith(".npy")]
    if not parts:
        raise ReadError(name, "it holds no array")
    header = array_header(next(package.pieces(parts[0], 20_000, huge=True), b""), name, parts[0])
    if not _kind(header.shape) or header.columns_first:
        raise ReadError(name, f"its array has the shape {header.shape}, none of StepUP-P150", where=parts[0])
    return package, parts[0], header


def _too_long(header: ArrayHeader) -> str:
    return f"a trial of {header.shape[0] * PERIOD:.0f} s is too large to be read whole; it holds"


def _trial(
    package: Package, part: str, header: ArrayHeader, frames: tuple[int, int], name: str
) -> PressureRecording:
    """Some frames of a trial, at their times in the whole."""
    values = trial_frames(package, part, header, frames, name)
    notes = (Note("part_of_trial", f"Frames {frames[0]} to {frames[1] - 1} of {header.shape[0]}."),)
    grid = SensorGrid(_SPACING, _SPACING)
    return _recording(values, grid, header.shape, name, notes=notes, first=frames[0])


def _footsteps(values: NDArray[Any], name: str) -> PressureRecording:
    """Footsteps one after another, empty frames between them."""
    steps, length, rows, columns = values.shape
    laid = np.zeros((steps, length + _GAP, rows, columns), dtype=np.float32)
    for place, step in enumerate(values):
        laid[place, :length] = as_frames(step, name)
    newtons = laid.sum(axis=(2, 3), dtype=np.float64).max(axis=1) * (_SPACING**2 * 0.001)
    weak = np.flatnonzero(newtons <= _LEAST_FORCE)
    if weak.size:
        found = f"footstep {weak[0]} reaches only {newtons[weak[0]]:.3g} N: sizes and forces were normalised"
        advice = "Open pipeline_1.npz, or trial.npz, of the same trial"
        raise ReadError(name, found, advice=advice)
    frames = laid.reshape(-1, rows, columns)[: 1 - _GAP]
    gaps = f"{steps} footsteps, each of {length} frames from first to last contact, follow each other with gaps."
    notes = (Note("footsteps_with_gaps", gaps), _SAME_LENGTH, _STRAIGHT_AHEAD)
    return _recording(frames, SensorGrid(_SPACING, _SPACING, cropped=True), values.shape, name, notes=notes)


def _standing(values: NDArray[Any], name: str) -> PressureRecording:
    """Standing, cut out of the walkway."""
    grid = SensorGrid(_SPACING, _SPACING, cropped=True)
    return _recording(as_frames(values, name), grid, values.shape, name, task="stand")


def _recording(
    frames: NDArray[np.float32],
    grid: SensorGrid,
    shape: tuple[int, ...],
    name: str,
    *,
    task: str = "walk",
    notes: tuple[Note, ...] = (),
    first: int = 0,
) -> PressureRecording:
    """Frames of the file, whose rows run downwards in a picture seen from above, as a recording."""
    return PressureRecording(
        pressure=frames[:, ::-1],
        time=np.arange(first, first + len(frames)) * PERIOD,
        grid=grid,
        source=Source(
            file=name,
            format=SPEC.key,
            header={"shape": " x ".join(map(str, shape))},
            assumed=_ASSUMED,
            notes=notes,
        ),
        task=task,
    )
