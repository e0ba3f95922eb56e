"""How long reading takes: each real recording in a warm process, against the time promised for it.

    python benchmarks/reading.py [FOLDER]

FOLDER holds the vendors' recordings; without it, $PEDOGRAPH_REAL_SCANS or the folder that the tests use.
The limits are what others take for the same numbers, checking nothing: NumPy's own text parser; pandas' C engine,
for the lines of numbers alone, cut out before the clock starts; and pandas for the whole file, headers and all, as
text.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import os
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
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


def seconds(work: Callable[[], object], rounds: int = 9) -> float:
    """Median time of one round, after one to warm up."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return median(times)


def content(path: Path) -> bytes:
    """The file's bytes, unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0])


def numpy_seconds(text: bytes, count: int) -> float | None:
    """What NumPy's text parser takes for ``count`` numbers of the text; None for a workbook."""
    fields = text.translate(bytes.maketrans(b"\t\r\n\f,", b"     ")).split()
    numbers = [field for field in fields if field.replace(b".", b"", 1).isdigit()][:count]
    if len(numbers) < count // 2:
        return None
    plain = b" ".join(numbers)
    return seconds(lambda: np.fromstring(plain, sep=" "), 3) * count / len(numbers)


def pandas_seconds(text: bytes) -> tuple[float | None, float | None]:
    """What pandas' C engine takes for the text's lines of numbers alone, and for all of the text.

    None without pandas or such lines. pandas is no dependency: `pip install pandas` to see these columns.
    """
    if importlib.util.find_spec("pandas") is None:
        return None, None
    import pandas

    def parsed(table: bytes, **options: object) -> float:
        return seconds(lambda: pandas.read_csv(io.BytesIO(table), header=None, engine="c", **options), 5)

    lines = [line.strip(b"\r\t ,") for line in text.split(b"\n")]
    matrix = [line for line in lines if _NUMBERS.fullmatch(line) and len(line.split()) + line.count(b",") > 3]
    separator = max((b"\t", b","), key=lambda one: sum(line.count(one) for line in matrix[:50]))
    widths = Counter(line.count(separator) for line in matrix)
    if not widths:
        return None, None
    usual = widths.most_common(1)[0][0]
    plain = b"\n".join(line for line in matrix if line.count(separator) == usual)
    most = max(line.count(separator) for line in text.split(b"\n")) + 1
    as_text = {"names": range(most), "dtype": str, "encoding": "latin-1", "quoting": csv.QUOTE_NONE}
    return parsed(plain, sep=separator.decode()), parsed(text, sep=separator.decode(), **as_text)


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
        taken = seconds(lambda path=path: read(path))  # type: ignore[misc]
        limit = numpy_seconds(data, cells)
        size = len(data) / 1e6
        other = pandas_seconds(data)
        ratio = "".join(f"{taken / one:9.2f}" if one else "        -" for one in (limit, *other))
        print(
            f"{name:38}{size:7.2f}{taken * 1e3:8.1f}{promised * 1e3:10.0f}{size / taken:7.0f}"
            f"{taken / cells * 1e9:9.1f}{ratio}"
        )
        late |= taken > promised
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
