"""What a measurement is: a value with its unit and error, or a reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from pedograph.measures.uncertainty.model import ErrorBudget
from pedograph.notes import Note, Refusal, blocks

NOT_MEASURED = blocks("not_measured", "not measured")
"""Why a measure is missing of which nothing is said."""


@dataclass(frozen=True)
class Measure:
    """One number with all that belongs to it; name, definition and source stand in the catalogue.

    Parameters
    ----------
    key : str
        Key in the catalogue ("arch_index").
    value : float
        The value in ``unit``.
    unit : str
        As in the catalogue; "1" for a pure number.
    uncertainty : float, optional
        Standard uncertainty in ``unit``; None where it has not been worked out.
    flags : tuple of Note
        What a reader of the number should know.
    budget : ErrorBudget, optional
        The sources of ``uncertainty`` with the share of each; None where it was not worked out from sources, or
        was read from a file, which holds the total only. Two measures that differ in nothing else are equal.
    """

    key: str
    value: float
    unit: str
    uncertainty: float | None = None
    flags: tuple[Note, ...] = ()
    budget: ErrorBudget | None = field(default=None, compare=False, repr=False)

    def with_error(self, budget: ErrorBudget) -> Measure:
        """The measure with its error and the sources of that."""
        return replace(self, uncertainty=budget.total, budget=budget if budget.shares else None)


class Unmeasurable(Refusal):
    """Raised inside a measure where the step does not allow it; its note is the reason shown to the person."""

    @classmethod
    def because(cls, note: Note) -> Unmeasurable:
        """The error with a reason that is known already."""
        return cls(note.key, note.sentence)


@dataclass(frozen=True)
class MeasureTable:
    """Measures by key, and the reasons for those that are not available.

    ``table["arch_index"].value`` reads a measure; a missing one raises a KeyError that says why.
    """

    found: Mapping[str, Measure] = field(default_factory=dict)
    missing: Mapping[str, Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", MappingProxyType(dict(self.found)))
        object.__setattr__(self, "missing", MappingProxyType(dict(self.missing)))

    def __reduce__(self) -> tuple[type[MeasureTable], tuple[dict[str, Measure], dict[str, Note]]]:
        """Sent to another process, it is recreated there, read-only as here."""
        return MeasureTable, (dict(self.found), dict(self.missing))

    def __getitem__(self, key: str) -> Measure:
        if key in self.found:
            return self.found[key]
        raise KeyError(f"{key} is not available: {self.missing.get(key, 'there is no such measure')}")

    def __contains__(self, key: object) -> bool:
        return key in self.found

    def __len__(self) -> int:
        return len(self.found)

    def get(self, key: str) -> Measure | None:
        """The measure, or None where it is missing."""
        return self.found.get(key)

    def items(self) -> list[tuple[str, Measure]]:
        """Keys and measures, in the order in which they were made."""
        return list(self.found.items())

    def keys(self) -> list[str]:
        """Keys of the measures that could be had."""
        return list(self.found)

    def values(self) -> list[Measure]:
        """The measures that could be had."""
        return list(self.found.values())
