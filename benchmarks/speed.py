"""Times reading and analysing in a warm process, one core each, and prints the medians.

Run: python benchmarks/speed.py [FILE ...]      (without files: the sample scans)
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

import pedograph as pg
from pedograph.errors import ReadError

Result = TypeVar("Result")
ROUNDS = 7
HERE = Path(__file__).parent.parent


def timed(job: Callable[[], Result]) -> tuple[Result, float]:
    """The job's result and the median of its times in ms, after one round that warms it up."""
    result = job()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        result = job()
        times.append(1000 * (time.perf_counter() - start))
    return result, float(np.median(times))


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or sorted(
        path for path in (HERE / "sample_scans").iterdir() if path.suffix != ".md"
    )
    print(f"{'file':<40}{'frames':>8}{'cells':>8}{'steps':>7}{'read ms':>9}{'analyse ms':>12}{'both ms':>9}")
    for file in files:
        try:
            recording, reading = timed(partial(pg.read, file))
        except ReadError as error:
            print(f"{file.name:<40}{str(error).split(': ', 1)[1][:60]}")
            continue
        analysis, analysing = timed(partial(pg.analyze, recording))
        cells = recording.rows * recording.columns
        print(
            f"{file.name:<40}{recording.frames:>8}{cells:>8}{len(analysis.steps):>7}{reading:>9.1f}"
            f"{analysing:>12.1f}{reading + analysing:>9.1f}"
        )


if __name__ == "__main__":
    main()
