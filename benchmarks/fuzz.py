"""Damages files of every format and checks that reading gives a recording or a ReadError, soon and in bounds.

Run: python benchmarks/fuzz.py [COUNT] [SEED] [FOLDER]     (20000 files, seed 0; FOLDER holds real recordings)
"""

from __future__ import annotations

import io
import sys
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pedograph as pg
from pedograph.formats import read_bytes

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "formats"))
from formats_samples import SAMPLES, damaged

LONGEST = 2.0
"""Seconds that reading may take."""
MEMORY_FACTOR, MEMORY_FLOOR = 10, 8 << 20
"""Memory that reading may take: so many times the file, and what the libraries need for any file."""
LARGEST_REAL = 3 << 20
"""Bytes of real files above which only their beginning is damaged."""


def originals(folder: Path | None) -> Iterator[tuple[str, bytes, int]]:
    """Name, bytes and unpacked size of the made files, and of the real ones where there are any."""
    for name, make in SAMPLES.items():
        data = make()
        yield name, data, unpacked_size(data)
    for path in sorted(folder.iterdir()) if folder else ():
        data = path.read_bytes()[:LARGEST_REAL]
        yield path.name, data, unpacked_size(data)


def unpacked_size(data: bytes) -> int:
    """Bytes of what is in a zip archive, or of the file itself."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(info.file_size for info in archive.infolist())


def outcome(name: str, data: bytes, size: int, watch_memory: bool) -> str:
    """What reading the file came to; anything but "read" and "refused" is a defect."""
    if watch_memory:
        tracemalloc.start()
    start = time.process_time()
    try:
        read_bytes(data, name)
        answer = "read"
    except pg.ReadError:
        answer = "refused"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        answer = f"DEFECT {error.__class__.__name__} in {name}: {error}"
    took = time.process_time() - start
    if watch_memory:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak > MEMORY_FACTOR * size + MEMORY_FLOOR:
            return f"DEFECT {peak >> 20} MB for a file of {size >> 10} kB unpacked, {name}"
    elif took > LONGEST:
        return f"DEFECT {took:.1f} s, {name}"
    return answer


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    files = list(originals(Path(sys.argv[3]) if len(sys.argv) > 3 else None))
    answers: Counter[str] = Counter()
    begun = time.perf_counter()
    for number, (name, data, size) in enumerate(files):
        share = count // len(files) + (number < count % len(files))
        for which, bad in enumerate(damaged(data, seed=seed * 1000 + number, count=share)):
            answers[outcome(name, bad, size, watch_memory=which % 10 == 0)] += 1
    took = time.perf_counter() - begun
    print(f"{sum(answers.values())} damaged files of {len(files)} originals in {took:.0f} s, seed {seed}")
    for answer, times in answers.most_common():
        print(f"{times:7d}  {answer}")
    return int(any(answer.startswith("DEFECT") for answer in answers))


if __name__ == "__main__":
    raise SystemExit(main())
