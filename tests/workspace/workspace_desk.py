"""A workspace without a window: what jobs bring home waits in a queue until the test takes it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path

from pedograph.workspace.files import open_paths
from pedograph.workspace.model import Workspace

PATIENCE = 30.0


class Desk:
    """A workspace with the queue that stands for its main thread."""

    def __init__(self, folder: Path | None) -> None:
        self._calls: queue.Queue[Callable[[], None]] = queue.Queue()
        self.workspace = Workspace(self._calls.put, folder)
        self.folder = self.workspace.folder

    def post(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    def settle(self) -> None:
        """Take what jobs bring home until none runs."""
        runners = (self.workspace.jobs, self.workspace.aside, self.workspace.disk)
        while any(runner.current is not None for runner in runners):
            self._calls.get(timeout=PATIENCE)()

    def take_one(self) -> None:
        self._calls.get(timeout=PATIENCE)()

    def open(self, *paths: Path) -> Workspace:
        open_paths(self.workspace, paths)
        self.settle()
        return self.workspace
