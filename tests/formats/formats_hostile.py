"""Files that mean harm: what reading them may take, and archives that hold them."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from pedograph.errors import ReadError
from pedograph.formats import read_bytes


@dataclass
class Memory:
    """What was taken at the most, bytes; known once the block is left."""

    peak: int = 0


@contextmanager
def traced() -> Iterator[Memory]:
    """Count the memory that a block takes."""
    memory = Memory()
    tracemalloc.start()
    try:
        yield memory
        memory.peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def check_refused(data: bytes, most: int, seconds: float = 5.0) -> None:
    """A file is refused, takes less memory than ``most`` bytes, and less time than that."""
    start = time.process_time()
    with traced() as memory, pytest.raises(ReadError):
        read_bytes(data, "x")
    assert memory.peak < most
    assert time.process_time() - start < seconds


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()
