"""Undo and redo over whole states: sessions do not change and share their frames, so a state costs little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")


@dataclass(frozen=True)
class Change(Generic[State]):
    """A named step from one state to the next.

    Parameters
    ----------
    name : str
        What was done, as the menu says it ("set side of step 2").
    before, after : State
        The states around it.
    """

    name: str
    before: State
    after: State


class History(Generic[State]):
    """The changes made, and those taken back."""

    def __init__(self, depth: int = 200) -> None:
        self._done: list[Change[State]] = []
        self._undone: list[Change[State]] = []
        self._depth = depth

    @property
    def undo_name(self) -> str:
        """Name of the change that undo takes back; empty where there is none."""
        return self._done[-1].name if self._done else ""

    @property
    def redo_name(self) -> str:
        """Name of the change that redo makes again; empty where there is none."""
        return self._undone[-1].name if self._undone else ""

    def push(self, name: str, before: State, after: State) -> None:
        """Keep a change that was made; what was taken back before is then gone."""
        self._done = [*self._done, Change(name, before, after)][-self._depth :]
        self._undone = []

    def undo(self) -> Change[State] | None:
        """Take the last change back and return it, or None where there is none."""
        if not self._done:
            return None
        self._undone.append(self._done.pop())
        return self._undone[-1]

    def redo(self) -> Change[State] | None:
        """Make the last change that was taken back again and return it, or None."""
        if not self._undone:
            return None
        self._done.append(self._undone.pop())
        return self._done[-1]

    def clear(self) -> None:
        """Forget everything."""
        self._done, self._undone = [], []
