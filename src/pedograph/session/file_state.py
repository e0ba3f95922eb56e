"""What tells a session file from what it was before: which file it is, and what is in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pedograph._platform.regular_file import open_regular


@dataclass(frozen=True)
class FileState:
    """A file as it was read or written.

    Parameters
    ----------
    path : Path
        Where it is, links resolved.
    device, inode : int
        Which file that is, by whatever name.
    sha256 : str
        Hash of its content: its time of change alone does not tell two saves of one moment apart.
    """

    path: Path
    device: int
    inode: int
    sha256: str

    def is_at(self, path: Path) -> bool:
        """Whether a path, however it is spelt, leads to this file, or to one that has taken its place."""
        path = path.resolve()
        if path == self.path:
            return True
        try:
            status = path.stat()
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == (self.device, self.inode)

    def holds(self, path: Path) -> bool:
        """Whether a path still leads to this content; also if nothing is there, for nothing is lost then."""
        now = file_state(path)
        return now is None or now.sha256 == self.sha256


def file_state(path: Path, data: bytes | None = None) -> FileState | None:
    """What a file is like; None where there is none that can be read.

    Parameters
    ----------
    path : Path
        The file.
    data : bytes, optional
        All of it, if it has been read already.
    """
    try:
        path = path.resolve()
        status = path.stat()
        if data is None:
            with open_regular(path) as file:
                digest = hashlib.sha256(file.read()).hexdigest()
        else:
            digest = hashlib.sha256(data).hexdigest()
    except OSError:
        return None
    return FileState(path, status.st_dev, status.st_ino, digest)
