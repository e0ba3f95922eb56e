"""Which format reads a file: the first that recognises its content, whatever the file is called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from pedograph.errors import ReadError, RecordingError
from pedograph.formats.context import FileContext
from pedograph.formats.model import CollectionFormat, Format, FormatSpec
from pedograph.formats.registry import formats
from pedograph.formats.unknown_file import what_it_is
from pedograph.recording import PressureRecording

_BLANK = b"\0\t\n\r\x0b\x0c "
_EMPTY_ADVICE = "Export the recording once more from the vendor's program"


@dataclass(frozen=True)
class Recognised:
    """What a look at the first bytes of a file tells.

    Parameters
    ----------
    format : Format or None
        The first format that recognises it, a fallback only where no other does.
    reasons : mapping of str to str
        Why the formats before that one do not, by key.
    """

    format: Format | None
    reasons: Mapping[str, str]

    @property
    def rank(self) -> int:
        """2 for a file of a known format, 1 for one that only a fallback reads, 0 for any other."""
        return 0 if self.format is None else 1 if self.format.SPEC.fallback else 2


def recognise(head: bytes, name: str) -> Recognised:
    """Ask the formats, one after the other, whether they know a file.

    Parameters
    ----------
    head : bytes
        Its first 64 KiB.
    name : str
        What it is called.
    """
    reasons: dict[str, str] = {}
    for key, module in sorted(formats().items(), key=lambda item: item[1].SPEC.fallback):
        try:
            verdict = module.sniff(head, name)
        except Exception as error:  # noqa: BLE001 - a fault in one format must not keep a file from another
            verdict = f"it could not look at the file ({error.__class__.__name__})"
        if verdict is True:
            return Recognised(module, reasons)
        reasons[key] = verdict if isinstance(verdict, str) else "its marks are not there"
    return Recognised(None, reasons)


class Content:
    """The content of a file, on the disk or in an archive: recognised once, and unpacked when it is asked for.

    Parameters
    ----------
    name : str
        Name of the file, without its folder.
    load_head, load : callable
        Give its first 64 KiB, and all of it.
    packed : bool
        Whether it must be unpacked; that is not done to an unknown file.
    """

    def __init__(
        self, name: str, load_head: Callable[[], bytes], load: Callable[[], bytes], *, packed: bool = False
    ) -> None:
        self.name = name
        self._load_head = load_head
        self._load = load
        self._packed = packed

    @cached_property
    def head(self) -> bytes:
        """Its first 64 KiB."""
        return self._load_head()

    @cached_property
    def recognised(self) -> Recognised:
        """The format that knows it."""
        return recognise(self.head, self.name)

    def names(self, data: bytes) -> tuple[str, ...]:
        """Names of the recordings in it; empty where there is nothing to choose.

        Parameters
        ----------
        data : bytes
            All of it, as `bytes_to_read` gives it.

        Raises
        ------
        ReadError
            If it is of no known format, or damaged.
        """
        module = self._format(data)
        with _only_read_errors(module.SPEC, self.name):
            return module.contents(data, self.name) if isinstance(module, CollectionFormat) else ()

    def recording(self, data: bytes, choice: str, context: FileContext) -> PressureRecording:
        """The recording in it, or the one that is called ``choice``.

        Raises
        ------
        ReadError
            If it is of no known format, holds no such recording, or something in it is not as it should be.
        """
        module = self._format(data)
        with _only_read_errors(module.SPEC, self.name):
            if not choice:
                return call_reader(module.read, context, data, self.name)
            if isinstance(module, CollectionFormat):
                return call_reader(module.read_one, context, data, self.name, choice)
        raise ReadError(self.name, f'it holds one recording, and nothing in it is called "{choice[:60]}"')

    def bytes_to_read(self) -> bytes:
        """All of it; of an unknown file in an archive the first bytes, which tell why it is not known."""
        return self.head if self._packed and self.recognised.format is None else self._load()

    def _format(self, data: bytes) -> Format:
        if not self.head.strip(_BLANK) and not data.strip(_BLANK):
            raise ReadError(self.name, "the file is empty", advice=_EMPTY_ADVICE)
        module, reasons = self.recognised.format, self.recognised.reasons
        if module is None:
            found = f"it is of no known format: {what_it_is(self.head)}"
            advice = "Export the recording from the vendor's program in a format that `pedograph formats` lists"
            raise ReadError(
                self.name, found, advice=advice, details=[f"{key}: {why}" for key, why in reasons.items()]
            )
        return module


def call_reader(
    reader: Callable[..., PressureRecording], context: FileContext, *arguments: bytes | str
) -> PressureRecording:
    """What a format's ``read`` or ``read_one`` gives, called with the context if it takes one."""
    if "context" in inspect.signature(reader).parameters:
        return reader(*arguments, context=context)
    return reader(*arguments)


@contextmanager
def _only_read_errors(spec: FormatSpec, name: str) -> Iterator[None]:
    """Whatever a reader does wrong is said as a ReadError."""
    try:
        yield
    except ReadError:
        raise
    except RecordingError as error:
        raise ReadError(name, f"it is no recording: {error}", advice=_EMPTY_ADVICE) from error
    except Exception as error:
        found = f"the reader of {spec.name} failed ({error.__class__.__name__}: {error})"
        raise ReadError(name, found, advice="Please report this, if you can with the file") from error
