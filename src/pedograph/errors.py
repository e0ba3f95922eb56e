"""The errors that Pedograph raises, each with a sentence a person can act on."""

from __future__ import annotations

from collections.abc import Sequence


class PedographError(Exception):
    """Anything that Pedograph itself has to refuse; its text is meant to be read by a person."""

    @property
    def sentence(self) -> str:
        """The text without further details."""
        return str(self)


class RecordingError(PedographError, ValueError):
    """Arrays that cannot be a pressure recording."""


class SettingsError(PedographError, ValueError):
    """A setting outside the range in which it means something."""


class SessionError(PedographError):
    """A session file that cannot be opened or written."""


class DamagedSessionError(SessionError):
    """A session file of which a part is damaged or missing, while others may be complete."""


class ReadError(PedographError):
    """A recording file that cannot be read.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    found : str
        What is wrong, in plain words ("row 12 has 21 values, 22 were expected").
    where : str, optional
        The place in the file ("line 812", "frame 31", "sheet Test, row 7").
    advice : str, optional
        What the person can do about it.
    details : sequence of str, optional
        What else can be said, a line each; they follow the sentence in the error's text.
    """

    def __init__(
        self, file: str, found: str, *, where: str = "", advice: str = "", details: Sequence[str] = ()
    ) -> None:
        self.file = file
        self.found = found
        self.where = where
        self.advice = advice
        place = f"{file}, {where}" if where else file
        sentence = f"{place}: {found.rstrip('.')}."
        self.details = tuple(details)
        self._sentence = f"{sentence} {advice.rstrip('.')}." if advice else sentence
        super().__init__("\n  ".join((self._sentence, *self.details)))

    @property
    def sentence(self) -> str:
        """The text without further details."""
        return self._sentence
