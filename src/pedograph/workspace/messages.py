"""What the application has to say: one message at a time, that stays until it is dismissed or replaced."""

from __future__ import annotations

from dataclasses import dataclass

from psygnal import Signal


@dataclass(frozen=True)
class Message:
    """A sentence for the person.

    Parameters
    ----------
    text : str
        What happened, and what to do.
    details : str
        More, a line each; empty where there is no more to say.
    warning : bool
        Whether something could not be done.
    offer, action : str
        Words and key of an action that is offered along with it; empty for none.
    """

    text: str
    details: str = ""
    warning: bool = False
    offer: str = ""
    action: str = ""


class Messages:
    """The message that is shown, if any."""

    changed = Signal()

    def __init__(self) -> None:
        self.current: Message | None = None

    def show(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self.current = message
        self.changed.emit()

    def warn(self, text: str, details: str = "") -> None:
        """Say that something could not be done."""
        self.show(Message(text, details, warning=True))

    def say(self, text: str) -> None:
        """Say that something was done."""
        self.show(Message(text))

    def dismiss(self) -> None:
        """Show none."""
        if self.current is not None:
            self.current = None
            self.changed.emit()
