"""The 600 footscan walks of jiku-data (Pataky and others, 2008) as recordings."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pedograph.recording import PressureRecording, SensorGrid, Source

SPACING = 5.08
"""mm; not stated in the data, taken from the length of the prints."""
RATE = 500.0
"""Hz."""


def folder() -> Path | None:
    """Folder of the data set, or None where jiku-data is not installed."""
    found = importlib.util.find_spec("jikudata")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "datasets" / "SpeedPP2DS"


def speeds() -> dict[str, np.ndarray]:
    """Walking speed in m/s of each trial, by person."""
    place = folder()
    assert place is not None, "jiku-data is not installed"
    lines = (place / "data_x" / "speeds.csv").read_text().split()
    names = lines[0].split(",")[1:]
    table = np.array([line.split(",")[1:] for line in lines[1:]], dtype=float)
    return dict(zip(names, table.T, strict=True))


def conditions() -> dict[str, np.ndarray]:
    """1 slow, 2 normal, 3 fast for each trial, by person."""
    place = folder()
    assert place is not None, "jiku-data is not installed"
    lines = (place / "data_x" / "conditions.csv").read_text().split()
    names = lines[0].split(",")[1:]
    table = np.array([line.split(",")[1:] for line in lines[1:]], dtype=int)
    return dict(zip(names, table.T, strict=True))


def walks(people: int = 10, every: int = 1) -> Iterator[tuple[str, int, PressureRecording]]:
    """Person, trial and recording of the walks; values are taken as kPa, which the data do not state."""
    import h5py

    place = folder()
    assert place is not None, "jiku-data is not installed"
    for person in range(people):
        name = f"subj{person:03d}"
        with h5py.File(place / "data_y" / f"{name}.h5") as file:
            for trial in range(0, 60, every):
                images = np.moveaxis(file[f"img{trial:03d}"][()], 2, 0)
                last = int(np.flatnonzero(images.any(axis=(1, 2)))[-1]) + 2
                yield name, trial, _recording(images[:last], f"{name}-{trial:02d}")


def _recording(images: np.ndarray, name: str) -> PressureRecording:
    time = np.arange(len(images)) / RATE
    source = Source(file=name, format="jiku", assumed=("unit", "cell size"))
    return PressureRecording(images, time, SensorGrid(SPACING, SPACING), source)
