"""Small files of the formats that hold arrays: NumPy, HDF5, NIfTI, tables, and Pedograph's own."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from pedograph.formats import write_bytes
from pedograph.notes import doubt
from pedograph.recording import PressureRecording, SensorGrid, Source

Frames = NDArray[np.float64]


def _frames() -> Frames:
    """Three frames of 5 rows and 4 columns, the heel first; no two cells of a frame alike."""
    return np.stack([5.0 * ((np.arange(20) + number) % 20).reshape(5, 4) for number in range(3)])


def recording(values: Frames | None = None) -> PressureRecording:
    """Frames in kPa as a recording whose orientation was assumed."""
    shown = _frames() if values is None else values
    source = Source(
        "walk.lst", "ab12", "emed", {"Sensor area": "0.25 cm2"}, ("orientation",), (doubt("a_note", "A note."),)
    )
    return PressureRecording(shown, np.arange(len(shown)) * 0.01, SensorGrid(7.62, 5.08), source)


def csv(values: Frames | None = None) -> bytes:
    """Pedograph's CSV."""
    return write_bytes(recording(values), "csv")


def npz(values: Frames | None = None) -> bytes:
    """Pedograph's NPZ, as it is without packing: frames that repeat themselves pack far better than real ones."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write_bytes(recording(values), "npz"))) as packed,
        zipfile.ZipFile(stream, "w") as plain,
    ):
        for info in packed.infolist():
            plain.writestr(zipfile.ZipInfo(info.filename), packed.read(info))
    return stream.getvalue()


def pedograph_hdf5(values: Frames | None = None) -> bytes:
    """Pedograph's HDF5 file of one recording."""
    return write_bytes(recording(values), "pedograph_hdf5")


def session(values: Frames | None = None, *, recordings: int = 1, version: int = 1) -> bytes:
    """A session's file, as far as its recordings go."""
    stream = io.BytesIO()
    with (
        h5py.File(io.BytesIO(pedograph_hdf5(values)), "r") as one,
        h5py.File(stream, "w", libver=("v110", "v110")) as file,
    ):
        file.attrs["format"] = np.bytes_("pedograph-session")
        file.attrs["version"] = version
        file.create_group("visit")
        file.create_group("recordings")
        for number in range(recordings):
            place = file.create_group(f"recordings/{number:03d}")
            for name in one:
                one.copy(name, place)
            place["time"][...] += number
    return stream.getvalue()


def jiku(values: Frames | None = None, *, walks: int = 1, padding: int = 0) -> bytes:
    """Walks as PyTables writes them: whole numbers, rows x columns x frames."""
    shown = np.rint(_frames() if values is None else values).astype("u2")
    stored = np.pad(np.moveaxis(shown, 0, 2), ((0, 0), (0, 0), (0, padding)))
    stream = io.BytesIO()
    with h5py.File(stream, "w", libver="earliest") as file:
        file.attrs["CLASS"] = np.bytes_("GROUP")
        file.attrs["PYTABLES_FORMAT_VERSION"] = np.bytes_("2.1")
        for walk in range(walks):
            chunk = (1, *stored.shape[1:])
            file.create_dataset(f"img{walk:03d}", data=stored + walk, chunks=chunk, compression="gzip")
    return stream.getvalue()


def nifti(values: Frames | None = None, **changes: Any) -> bytes:
    """A NIfTI-1 image of newtons, rows x columns x frames; ``changes`` are fields of its header."""
    shown = np.moveaxis(_frames() if values is None else values, 0, 2).astype("f4")
    fields: dict[str, Any] = {
        "order": "<",
        "axes": (3, *shown.shape, 1, 1, 1, 1),
        "kind": 16,
        "spacings": (1.0, 7.62, 5.08, 2.0, 0.0, 0.0, 0.0, 0.0),
        "start": 352.0,
        "slope": 0.0,
        "intercept": 0.0,
        "units": 0,
        "magic": b"n+1",
        "description": b"",
        "numbers": shown.tobytes(order="F"),
    } | changes
    head = bytearray(352)
    order = fields["order"]
    struct.pack_into(f"{order}i", head, 0, 348)
    struct.pack_into(f"{order}8h", head, 40, *fields["axes"])
    struct.pack_into(f"{order}h", head, 70, fields["kind"])
    struct.pack_into(f"{order}8f", head, 76, *fields["spacings"])
    struct.pack_into(f"{order}3f", head, 108, fields["start"], fields["slope"], fields["intercept"])
    head[123] = fields["units"]
    head[148 : 148 + len(fields["description"])] = fields["description"]
    head[344 : 344 + len(fields["magic"])] = fields["magic"]
    numbers: bytes = fields["numbers"]
    return bytes(head) + numbers


def stepup(values: Frames | None = None, *, shape: tuple[int, int] = (180, 180), key: str = "arr_0") -> bytes:
    """An NPZ file with one array of the walkway's or a part's shape, toes in the first row."""
    shown = _frames() if values is None else values
    array = np.zeros((len(shown), *shape), dtype=np.float32)
    array[:, : shown.shape[1], : shown.shape[2]] = shown[:, ::-1]
    return saved({key: array})


def saved(arrays: dict[str, Any], *, packed: bool = False) -> bytes:
    """Arrays as `numpy.savez` writes them."""
    stream = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(stream, **arrays)
    return stream.getvalue()


DESCRIPTION: dict[str, float | str] = {
    "row_spacing": 7.62,
    "column_spacing": 5.08,
    "unit": "kPa",
    "rows_from": "heel",
    "columns_from": "left",
    "rate": 100.0,
}
"""What has to be said of every table."""


def toml(**changes: Any) -> str:
    """A description as TOML; None leaves a key out."""
    values = {key: value for key, value in (DESCRIPTION | changes).items() if value is not None}
    return "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return (
        repr(value)
        if isinstance(value, int | float)
        else str([value])[1:-1]
        if isinstance(value, str)
        else str(value)
    )


def table_text(
    values: Frames | None = None, *, separator: str = ",", between: str = "\n", style: str = "{:g}"
) -> str:
    """Frames with a blank line after each."""
    shown = _frames() if values is None else values
    return between.join(
        "".join(separator.join(style.format(value) for value in row.tolist()) + "\n" for row in frame)
        for frame in shown
    )


def table(values: Frames | None = None) -> bytes:
    """A CSV that says in its comments what it holds."""
    rows = (_frames() if values is None else values).shape[1]
    said = toml(assumed=["orientation"], layout="stacked", rows=rows).splitlines()
    return ("".join(f"# {line}\n" for line in said) + table_text(values)).encode()


ARRAY_SAMPLES: dict[str, Callable[..., bytes]] = {
    "cadwalk": nifti,
    "csv": csv,
    "jiku": jiku,
    "npz": npz,
    "pedograph_hdf5": pedograph_hdf5,
    "session": session,
    "stepup": stepup,
    "table": table,
}
"""Makers of a small file, by the key of its format."""
