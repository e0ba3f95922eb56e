"""How long reading takes: each real recording in a warm process, against the time promised for it.

    python benchmarks/reading.py [FOLDER]

FOLDER holds the vendors' recordings; without it, $PEDOGRAPH_REAL_SCANS or the folder that the tests use.
The limits are what others take for the same numbers, checking nothing: NumPy's own text parser, from memory; the C
engine of pandas, for a file of the lines of numbers alone, cut out before the clock starts; and the same for the
whole file, headers and all, as text. All take turns, so that each sees the same machine.

The lines of numbers are those of the frames as they stand in the file: with row numbers, times and sums beside the
pressures, with blanks before numbers and separators that fill a line up (XSENSOR prints twenty columns for the
eleven of an insole), for these have to be stepped over by whoever reads the file. What is left out costs pandas
nothing: headers, titles of frames, and the lines of separators alone that part XSENSOR's rows. Our own time is for
the file from its name to the recording: opening it, recognising its format, hashing, headers, checks, frames on a
grid.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np

from pedograph.formats import read

PROMISED = {
    "emed_walk.lst": 0.025,
    "footscan_plate_walk_1.zip": 0.35,
    "footscan_plate_walk_2.zip": 0.35,
    "footscan_dynamic_rolloff_right.xls": 0.060,
    "fscan_walk_left.asf": 0.025,
    "pedar_walk.asc": 0.1,
    "xsensor_walk.csv": 0.1,
    "zebris_treadmill_gait.zip": 1.5,
}
"""Seconds on two cores."""

_NUMBERS = re.compile(rb"(?:y\d+)?[\d.,\tB -]+")


def seconds(*works: Callable[[], object], rounds: int = 9) -> list[float]:
    """Median time of each, after one round to warm up; they take turns, so that all see the same machine."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            if number:
                taken.append(time.perf_counter() - start)
    return [median(taken) for taken in times]


def content(path: Path) -> bytes:
    """The file's bytes, unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])


def numpy_job(text: bytes, count: int) -> Callable[[], object] | None:
    """What has NumPy's text parser read numbers of the text, as many as the frames have; None for a workbook."""
    fields = text.translate(bytes.maketrans(b"\t\r\n\f,", b"     ")).split()
    numbers = [field for field in fields if field.replace(b".", b"", 1).isdigit()][:count]
    if len(numbers) < count // 2:
        return None
    plain = b" ".join((numbers * (count // len(numbers) + 1))[:count])
    return lambda: np.fromstring(plain, sep=" ")


def pandas_jobs(text: bytes, folder: Path) -> tuple[Callable[[], object] | None, Callable[[], object] | None]:
    """What has pandas' C engine read a file of the text's lines of numbers alone, and one of all of the text.

    None without pandas or such lines. pandas is no dependency: `pip install pandas` to see these columns.
    """
    if importlib.util.find_spec("pandas") is None:
        return None, None
    import pandas

    def job(name: str, table: bytes, **options: object) -> Callable[[], object]:
        path = folder / name
        path.write_bytes(table)
        return lambda: pandas.read_csv(path, header=None, engine="c", **options)

    numbers = ((line, line.strip(b"\r\t ,")) for line in text.split(b"\n"))
    matrix = [
        line for line, bare in numbers if _NUMBERS.fullmatch(bare) and len(bare.split()) + bare.count(b",") > 3
    ]
    separator = max((b"\t", b","), key=lambda one: sum(line.count(one) for line in matrix[:50]))
    widths = Counter(line.count(separator) for line in matrix)
    if not widths:
        return None, None
    usual = widths.most_common(1)[0][0]
    plain = b"\n".join(line for line in matrix if line.count(separator) == usual)
    most = max(line.count(separator) for line in text.split(b"\n")) + 1
    as_text = {"names": range(most), "dtype": str, "encoding": "latin-1", "quoting": csv.QUOTE_NONE}
    return job("plain", plain, sep=separator.decode()), job("whole", text, sep=separator.decode(), **as_text)


def main() -> int:
    """Print a line for each file; 1 if one takes longer than promised."""
    default = os.environ.get("PEDOGRAPH_REAL_SCANS", Path(__file__).parents[2] / "shared" / "real_scans")
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else default)
    print(
        f"{'file':38}{'MB':>7}{'ms':>8}{'promised':>10}{'MB/s':>7}{'ns/cell':>9}"
        f"{'x NumPy':>9}{'x pandas':>9}{'x whole':>9}"
    )
    late = False
    for name, promised in PROMISED.items():
        path = folder / name
        if not path.exists():
            print(f"{name:38} is not in {folder}")
            continue
        data = content(path)
        cells = read(path).pressure.size
        with tempfile.TemporaryDirectory() as own:
            others = (numpy_job(data, cells), *pandas_jobs(data, Path(own)))
            taken, *limits = seconds(partial(read, path), *(job for job in others if job))
        size = len(data) / 1e6
        ratio = "".join(f"{taken / limits.pop(0):9.2f}" if job else "        -" for job in others)
        print(
            f"{name:38}{size:7.2f}{taken * 1e3:8.1f}{promised * 1e3:10.0f}{size / taken:7.0f}"
            f"{taken / cells * 1e9:9.1f}{ratio}"
        )
        late |= taken > promised
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
