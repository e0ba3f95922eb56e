"""What the application has to say: one message at a time, until it is dismissed, replaced or out of date."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    about : str
        What could not be done ("saving"): once that succeeds, a warning is out of date. A warning about nothing
        in particular is out of date with whatever succeeds next.
    undoes : object
        The state whose change the offer takes back: the message goes with that state, for then the offer would
        take back something else. None where it does not hang on one.
    """

    text: str
    details: str = ""
    warning: bool = False
    offer: str = ""
    action: str = ""
    about: str = ""
    undoes: object = field(default=None, compare=False, repr=False)


class Messages:
    """The message that is shown, if any."""

    changed = Signal()

    def __init__(self) -> None:
        self.current: Message | None = None

    def show(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self.current = message
        self.changed.emit()

    def warn(self, text: str, details: str = "", about: str = "") -> None:
        """Say that something could not be done."""
        self.show(Message(text, details, warning=True, about=about))

    def say(self, text: str) -> None:
        """Say that something was done."""
        self.show(Message(text))

    def dismiss(self) -> None:
        """Show none."""
        if self.current is not None:
            self.current = None
            self.changed.emit()

    def settle(self, about: str) -> None:
        """Something succeeded: a warning that it could not be done is out of date."""
        message = self.current
        if message is not None and message.warning and message.undoes is None and message.about in ("", about):
            self.dismiss()

    def state_is(self, state: object) -> None:
        """What is open is in another state: an offer to take back an earlier change is out of date."""
        if self.current is not None and self.current.undoes is not None and self.current.undoes is not state:
            self.dismiss()
