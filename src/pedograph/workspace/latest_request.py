"""What is shown last counts: answers to earlier questions are dropped, and work nobody waits for is not begun."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pedograph.workspace.model import Workspace

Result = TypeVar("Result")


class Latest:
    """Asks for one thing at a time; whoever asks again is not told of what was asked before.

    Parameters
    ----------
    workspace : Workspace
        Whose jobs do the work.
    name : str
        What is worked out, should it fail ("the regions").
    """

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace = workspace
        self._name = name
        self._asked = 0

    def ask(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Work something out in a thread; ``done`` takes it on the main thread, if nothing was asked since."""
        self._asked += 1
        number = self._asked

        def unless_late() -> tuple[Result, ...]:
            return (work(),) if number == self._asked else ()

        def answer(found: tuple[Result, ...]) -> None:
            if found and number == self._asked:
                done(found[0])

        self._workspace.work_out(self._name, unless_late, answer)

    def forget(self) -> None:
        """Take no answer to what was asked so far."""
        self._asked += 1
