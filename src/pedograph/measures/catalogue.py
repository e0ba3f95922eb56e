"""The measures by key: name, unit, definition, formula, source and what a value can be held against.

All of it stands as data in ``resources/measures.toml``; tooltips, tables, exports and documentation draw on it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

_DISPLAY_UNITS = {"1": "", "cm2": "cm²", "kPa s": "kPa·s", "N s": "N·s", "deg": "°"}


@dataclass(frozen=True)
class Citation:
    """A publication.

    Parameters
    ----------
    short : str
        Author and year ("Song et al. 1996").
    text : str
        Authors, title, journal, year and pages.
    doi : str
        Empty where there is none or it is not known for certain.
    verified : bool
        Whether the citation was checked.
    """

    short: str
    text: str
    doi: str
    verified: bool

    def __str__(self) -> str:
        doi = f", doi:{self.doi}" if self.doi else ""
        return f"{self.text}{doi}" if self.verified else f"{self.text}{doi} (citation not checked)"


@dataclass(frozen=True)
class ReferenceRange:
    """What a value can be held against: a band, or only a mean, of named people measured in a named way.

    Parameters
    ----------
    population : str
        Who they were, and what part of them the band holds.
    posture : str
        Standing, walking or jogging, as measured in the source.
    source : Citation
        Where the numbers are from.
    verified : bool
        Whether the numbers were seen in the source or its abstract.
    low, high : float, optional
        Ends of the band, in the measure's unit; both or neither.
    mean : float, optional
        Mean, in the measure's unit.
    n : int, optional
        Number of people or feet.
    device : str
        What it was measured with.

    Raises
    ------
    ValueError
        If there is neither a band nor a mean.
    """

    population: str
    posture: str
    source: Citation
    verified: bool
    low: float | None = None
    high: float | None = None
    mean: float | None = None
    n: int | None = None
    device: str = ""

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None) or (self.low is None and self.mean is None):
            raise ValueError(f"the reference of {self.population} needs both ends of a band, or a mean.")

    @property
    def band(self) -> tuple[float, float] | None:
        """Lower and upper end, or None where the source gives only a mean."""
        return None if self.low is None or self.high is None else (self.low, self.high)


@dataclass(frozen=True)
class MeasureDefinition:
    """All that is known of a measure but its value.

    Parameters
    ----------
    key : str
        Key of the measure ("arch_index").
    name, symbol : str
        As the field says it, and its abbreviation.
    unit : str
        As in `pedograph.measures.model.Measure`; "1" for a pure number.
    group, group_name : str
        Key and name of the group in which it is shown.
    order : int
        Place among all measures, from 0; groups stay together.
    decimals : int
        Decimals to show where the error is unknown.
    definition, formula, inputs, pitfalls : str
        In plain words: what it is, how it is formed, from what, and what misleads.
    sources : tuple of Citation
        Where the definition is from.
    settings : tuple of str
        Names of the analysis settings that change the value.
    levels : tuple of str
        "foot" where a step has one, "region" where each region has one.
    positive : str
        What a positive sign means ("medial"); empty for a measure without a sign.
    references : tuple of ReferenceRange
        What a value can be held against; mind population and posture.
    """

    key: str
    name: str
    symbol: str
    unit: str
    group: str
    group_name: str
    order: int
    decimals: int
    definition: str
    formula: str
    inputs: str
    pitfalls: str
    sources: tuple[Citation, ...]
    settings: tuple[str, ...] = ()
    levels: tuple[str, ...] = ("foot",)
    positive: str = ""
    references: tuple[ReferenceRange, ...] = ()

    @property
    def display_unit(self) -> str:
        """The unit as it is printed after a number ("cm²"); empty for a pure number."""
        return _DISPLAY_UNITS.get(self.unit, self.unit)

    @property
    def reference(self) -> ReferenceRange | None:
        """The first reference that has a band, or None."""
        return next((reference for reference in self.references if reference.band), None)

    @property
    def all_sources(self) -> tuple[Citation, ...]:
        """Sources of the definition, then those of the references, each once."""
        return tuple(dict.fromkeys([*self.sources, *(reference.source for reference in self.references)]))

    def format(self, value: float, uncertainty: float | None = None) -> str:
        """The number without its unit, with as many decimals as its error allows: ``0.23 ± 0.01``.

        The error is rounded to one significant digit, but never coarser than whole units; without an error,
        or with one of 0, the number has the measure's usual decimals.

        Raises
        ------
        ValueError
            If the value is not finite, or the error negative or not finite: what is missing is not a number.
        """
        if not math.isfinite(value):
            raise ValueError(f"{self.key} is {value}; a measure that is missing has a reason, not a value.")
        if uncertainty is None:
            return _rounded(value, self.decimals)
        if not (math.isfinite(uncertainty) and uncertainty >= 0):
            raise ValueError(f"the uncertainty of {self.key} is {uncertainty}; it must be 0 or more.")
        decimals = _decimals_of(uncertainty) if uncertainty else self.decimals
        return f"{_rounded(value, decimals)} ± {uncertainty:.{decimals}f}"

    def tooltip(self) -> str:
        """Definition, formula, inputs, references, pitfalls and sources as plain text, a line each."""
        unit = f", in {self.display_unit}" if self.display_unit else ""
        lines = [f"{self.name} ({self.symbol}){unit}", self.definition, f"Formula: {self.formula}"]
        lines.append(f"From: {self.inputs}")
        if self.positive:
            lines.append(f"Positive: {self.positive}")
        lines += [f"Reference: {self.reference_text(reference)}" for reference in self.references]
        lines.append(f"Mind: {self.pitfalls}")
        lines += [f"Source: {source}" for source in self.all_sources]
        return "\n".join(lines)

    def reference_text(self, reference: ReferenceRange) -> str:
        """One line on a reference: numbers, people, posture, device, source, and whether they were checked."""
        unit = f" {self.display_unit}" if self.display_unit else ""
        people = f"{reference.population} (n = {reference.n})" if reference.n else reference.population
        parts = [people, reference.posture, reference.device, reference.source.short]
        if not reference.verified:
            parts.append("quoted from elsewhere, not checked in the source")
        return f"{self._reference_numbers(reference)}{unit}; {'; '.join(part for part in parts if part)}"

    def _reference_numbers(self, reference: ReferenceRange) -> str:
        """The band, else the mean."""
        if reference.band:
            return " to ".join(_rounded(end, self.decimals) for end in reference.band)
        return f"mean {reference.mean:.{self.decimals}f}"


@cache
def catalogue() -> Mapping[str, MeasureDefinition]:
    """Every measure by key, in the order in which they are shown; read once, read-only.

    Raises
    ------
    ValueError
        If the data file names a source or group that it does not define.
    """
    text = files("pedograph").joinpath("resources/measures.toml").read_text(encoding="utf-8")
    return _parse(tomllib.loads(text))


def _parse(data: Mapping[str, Any]) -> Mapping[str, MeasureDefinition]:
    """Definitions from the tables of the data file; an unknown field is a TypeError."""
    sources = {
        key: Citation(
            short=table["short"], text=table["citation"], doi=table.get("doi", ""), verified=table["verified"]
        )
        for key, table in data["sources"].items()
    }
    groups = data["groups"]
    places = {key: place for place, key in enumerate(groups)}
    tables = data["measures"]
    _check_names(tables, sources, groups)
    shown = sorted(tables, key=lambda key: places[tables[key]["group"]])
    definitions = {key: _definition(key, order, tables[key], sources, groups) for order, key in enumerate(shown)}
    return MappingProxyType(definitions)


def _check_names(tables: Mapping[str, Any], sources: Mapping[str, Citation], groups: Mapping[str, str]) -> None:
    for key, table in tables.items():
        cited = [*table["sources"], *(reference["source"] for reference in table.get("references", []))]
        for source in cited:
            if source not in sources:
                raise ValueError(f"measures.toml: {key} cites {source}, which is not among the sources.")
        if table["group"] not in groups:
            raise ValueError(f"measures.toml: {key} is in the group {table['group']}, which does not exist.")


def _definition(
    key: str,
    order: int,
    table: Mapping[str, Any],
    sources: Mapping[str, Citation],
    groups: Mapping[str, str],
) -> MeasureDefinition:
    references = tuple(
        ReferenceRange(**{**reference, "source": sources[reference["source"]]})
        for reference in table.get("references", [])
    )
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    plain |= {"sources": tuple(sources[source] for source in table["sources"]), "references": references}
    return MeasureDefinition(key=key, order=order, group_name=groups[table["group"]], **plain)


def _decimals_of(uncertainty: float) -> int:
    """Decimals that show one significant digit of an error above 0, at least none."""
    exponent = int(f"{uncertainty:.0e}".partition("e")[2])
    return max(0, -exponent)


def _rounded(value: float, decimals: int) -> str:
    """The value with that many decimals; what rounds to zero has no minus sign."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0.0 else text
