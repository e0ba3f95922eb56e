"""Small files of every format, written here letter by letter from known frames, and ways to damage them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from formats_samples_arrays import ARRAY_SAMPLES
from formats_samples_insoles import INSOLE_SAMPLES
from formats_samples_zebris import ZEBRIS_SAMPLES
from formats_workbook import workbook
from numpy.typing import NDArray

Frames = NDArray[np.float64]


def frames(count: int = 3, rows: int = 5, columns: int = 4, *, step: float = 5.0) -> Frames:
    """Frames [frame, row, column], multiples of ``step``, the last row first: no two cells of a frame alike."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    return np.stack([step * ((cells + number) % (rows * columns)) for number in range(count)])


def emed_page(
    picture: Frames,
    number: int,
    *,
    first_row: int = 30,
    first_column: int = 26,
    force: bool = True,
    suppress: bool = False,
    title: str = "",
    time: str = "10.0 ms",
    size: str = "0.500x0.500 cm",
) -> str:
    """One page; row 0 of ``picture`` is the one printed first, at the toe end."""
    head = f"\n\t\t\t\tPage {number}\n\n\tFile: C:\\novel\\Mustermann\\2.dat \tMatrix: 64x95 \n"
    head += (
        f"\tSensor area: 0.25 cm\u00b2\tTime/picture:{time}\n\tMV over frames\n\tSensor size: {size}\n\tvendor\n"
    )
    head += title or f"\tPict-No.: {number}  Force[N]=sum*sensor_area in row/column"
    labels = [str(first_column + column) for column in range(picture.shape[1])]
    lines = [head, "", "\t" + "\t".join(labels) + ("\tForce" if force else "")]
    for row, values in enumerate(picture):
        cells = ["" if suppress and value == 0 else f"{value:.2f}" for value in values]
        lines.append(
            "\t".join([str(first_row + row), *cells, *([f"{values.sum() * 0.025:.2f}"] if force else [])])
        )
    if force:
        sums = [*picture.sum(axis=0), picture.sum()]
        lines.append("\t".join(["Force", *[f"{value * 0.025:.2f}" for value in sums]]))
    return "\n".join([*lines, "\f"])


def emed(pictures: Frames | None = None, **options: object) -> bytes:
    """An emed export of frames whose row 0 is at the heel."""
    shown = (frames() if pictures is None else pictures)[:, ::-1]
    pages = [emed_page(picture, number + 1, **options) for number, picture in enumerate(shown)]  # type: ignore[arg-type]
    return ("".join(pages) + "\n\f").encode("latin-1")


def footscan_frames(newtons: Frames, *, word: str = "Frame", step: float = 2.0, blank_lines: int = 1) -> list[str]:
    """Lines of frames, times in ms."""
    lines = []
    for number, frame in enumerate(newtons):
        lines.append(f"{word} {number} ({number * step:.2f} ms)")
        lines += ["\t".join(f"{value:.1f}" for value in row) for row in frame]
        lines += [""] * blank_lines
    return lines


def footscan_plate(newtons: Frames | None = None, *, line_end: str = "\r\n", **options: object) -> bytes:
    """An "Entire Plate Roll Off" text."""
    shown = frames(step=0.3) if newtons is None else newtons
    return line_end.join([*footscan_frames(shown, **options), ""]).encode("latin-1")  # type: ignore[arg-type]


def footscan_header(side: str, shape: tuple[int, ...], *, bottom: int = 6, left: int = 40) -> list[str]:
    """Lines above the frames of one foot."""
    lines = [
        f"{side} foot data",
        "",
        f"{side} rectangle position",
        "Rectangle bottom",
        str(bottom),
        "Rectangle left",
    ]
    return [*lines, str(left), "Rectangle width", str(shape[2]), "Rectangle height", str(shape[1]), ""]


def footscan_top(left: float = 0.0, right: float = 500.0) -> list[str]:
    """The lines with the measurement."""
    return [
        "Dynamic Roll off for measurement: Barefoot_2",
        "Patient name: Mustermann",
        "Measurement done on 07-07-2011",
        f"Scanning speed;  for the left foot: {left:.2f} Hertz, for the right foot: {right:.2f} Hertz",
        "",
    ]


def footscan_dynamic(newtons: Frames | None = None, *, side: str = "Right") -> bytes:
    """A "Dynamic Roll off" text of one foot."""
    shown = frames(step=0.3) if newtons is None else newtons
    lines = [*footscan_top(), *footscan_header(side, shown.shape), *footscan_frames(shown)]
    return "\r\n".join([*lines, ""]).encode("latin-1")


def as_workbook(text: bytes) -> bytes:
    """The same sheet as an Excel workbook."""
    rows: list[list[float | str | None]] = []
    for line in text.decode("latin-1").split("\r\n"):
        rows.append([_cell(field) for field in line.split("\t")])
    return workbook(rows, title="Test")


def _cell(field: str) -> float | str | None:
    try:
        return float(field)
    except ValueError:
        return field or None


def footscan_workbook() -> bytes:
    """A "Dynamic Roll off" workbook."""
    return as_workbook(footscan_dynamic())


def tekscan(
    values: Frames | None = None,
    *,
    unit: str = "KPa",
    absent: Sequence[tuple[int, int]] = ((0, 0), (4, 3)),
    titles: Sequence[str] = (),
    spacing: tuple[str, str] = ("5.08 mm", "5.08 mm"),
    comments: str = "barefoot walk",
    mirror: tuple[int, int] = (0, 0),
    line_end: str = "\r\n",
) -> bytes:
    """A Tekscan export of frames whose row 0 is at the heel; ``absent`` counts rows as printed, from the toes."""
    shown = (frames(step=6.0) if values is None else values)[:, ::-1]
    lines = [
        "DATA_TYPE MOVIE",
        "VERSION Tekscan 6.33",
        "FILENAME C:\\DATA\\Mustermann\\walkL.fsx",
        "SENSOR_TYPE FSCAN",
    ]
    lines += [f"ROWS {shown.shape[1]}", f"COLS {shown.shape[2]}", f"ROW_SPACING {spacing[0]}"]
    lines += [f"COL_SPACING {spacing[1]}", "NOISE_THRESHOLD 3", "SECONDS_PER_FRAME 0.032"]
    lines += ["SATURATION_PRESSURE 1514.73 KPa ", "COMMENTS:", *comments.split("\n"), "START_FRAME 1"]
    lines += [f"END_FRAME {len(shown)}", f"UNITS {unit}", f"MIRROR_ROW {mirror[0]}", f"MIRROR_COL {mirror[1]}"]
    lines += ["ASCII_DATA @@", ""]
    for number, frame in enumerate(shown):
        lines.append(titles[number] if titles else f"Frame {number + 1}")
        for row, cells in enumerate(frame):
            fields = ["B" if (row, column) in absent else f"{value:g}" for column, value in enumerate(cells)]
            lines.append(",".join(fields))
        lines.append("")
    return line_end.join([*lines[:-1], "@@", ""]).encode("latin-1")


SAMPLES: dict[str, Callable[..., bytes]] = {
    "emed": emed,
    "footscan_plate": footscan_plate,
    "footscan_dynamic": footscan_dynamic,
    "footscan_workbook": footscan_workbook,
    "tekscan": tekscan,
    **INSOLE_SAMPLES,
    **ZEBRIS_SAMPLES,
    **ARRAY_SAMPLES,
}
"""Makers of a small file, by name; the format's key is the name, "footscan_dynamic" for the workbook."""


def key_of(sample: str) -> str:
    """Key of the format that reads the sample."""
    return "footscan_dynamic" if sample == "footscan_workbook" else sample


_REPLACEMENTS = [
    b"nan",
    b"inf",
    b"1e308",
    b"-1",
    b"",
    b"x",
    b"1,5",
    b"999999999999",
    b"0x10",
    b"1_0",
    b"\xff",
    b"--",
    b".",
]


def damaged(data: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Variants of a file, each with one to three kinds of damage; the same for the same seed."""
    draw = np.random.default_rng(seed)
    for _ in range(count):
        changed = data
        for _ in range(int(draw.integers(1, 4))):
            changed = _DAMAGE[int(draw.integers(len(_DAMAGE)))](changed, draw)
        yield changed


def _flip(data: bytes, draw: np.random.Generator) -> bytes:
    changed = bytearray(data)
    for _ in range(int(draw.integers(1, 5))):
        if changed:
            changed[int(draw.integers(len(changed)))] ^= 1 << int(draw.integers(8))
    return bytes(changed)


def _cut(data: bytes, draw: np.random.Generator) -> bytes:
    return data[: int(draw.integers(len(data) + 1))]


def _lines(data: bytes, draw: np.random.Generator) -> bytes:
    """Double, drop or swap lines."""
    lines = data.split(b"\n")
    first, second = (int(place) for place in draw.integers(len(lines), size=2))
    kind = int(draw.integers(3))
    if kind == 0:
        lines.insert(first, lines[first])
    elif kind == 1:
        del lines[first]
    else:
        lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _number(data: bytes, draw: np.random.Generator) -> bytes:
    """Replace a number by something else."""
    start = int(draw.integers(len(data) + 1))
    while start < len(data) and not data[start : start + 1].isdigit():
        start += 1
    stop = start
    while stop < len(data) and data[stop : stop + 1] in b"0123456789.":
        stop += 1
    return data[:start] + _REPLACEMENTS[int(draw.integers(len(_REPLACEMENTS)))] + data[stop:]


def _separators(data: bytes, draw: np.random.Generator) -> bytes:
    kind = int(draw.integers(4))
    if kind == 0:
        return data.replace(b".", b",")
    if kind == 1:
        return data.replace(b"\r\n", b"\n")
    if kind == 2:
        return data.replace(b"\t", b" ")
    place = int(draw.integers(len(data) + 1))
    return data[:place] + bytes(int(draw.integers(1, 9))) + data[place:]


def _encoding(data: bytes, draw: np.random.Generator) -> bytes:
    return data.decode("latin-1").encode(("utf-8", "utf-16", "utf-8-sig")[int(draw.integers(3))])


_DAMAGE = (_flip, _flip, _cut, _lines, _number, _number, _separators, _encoding)
