"""What goes with a file while it is read: where its companions are, and what its header says of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, eq=False)
class FileContext:
    """The surroundings of the file that is being read, and what its reader leaves out; one for each reading.

    A reader that needs one, or leaves out what is about a person, takes it as its argument ``context``.

    Parameters
    ----------
    path : Path, optional
        The file on the disk; of an archive, the archive. None where the recording is read from memory.
    """

    path: Path | None = None
    _persons: list[str] = field(default_factory=list)
    _fields: dict[str, None] = field(default_factory=dict)

    def leave_out(self, name: str, value: str, *, identifies: bool = True) -> None:
        """Tell of a header field that the reader leaves out because it is about the person.

        Parameters
        ----------
        name : str
            Name of the field.
        value : str
            As the file gives it; an empty one is not counted.
        identifies : bool
            Whether it is a name or birth date, which then goes from the file's name, too.
        """
        if value:
            self._fields[name] = None
        if identifies and value.strip():
            self._persons.append(value)

    @property
    def persons(self) -> tuple[str, ...]:
        """Names and birth dates that the header gives."""
        return tuple(self._persons)

    @property
    def fields_left_out(self) -> tuple[str, ...]:
        """Names of the header fields that were left out, each once, in order."""
        return tuple(self._fields)

    def beside(self, name: str, ending: str) -> list[Path]:
        """Places of a companion of the recording, those that count first come first.

        Parameters
        ----------
        name : str
            Name of the recording; inside an archive, its name there.
        ending : str
            What is put behind the recording's name, with or without its own ending (".layout.toml").

        Returns
        -------
        list of Path
            Empty where the recording is read from memory.
        """
        if self.path is None:
            return []
        names = [self.path.name, self.path.stem, name, Path(name).stem]
        return [self.path.parent / f"{each}{ending}" for each in dict.fromkeys(names) if each]
