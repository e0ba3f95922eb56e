"""The measures by key: name, unit, definition, formula, source and what a value can be compared with.

All of it stands as data in ``resources/measures.toml`` and ``resources/reference_ranges/``; tooltips, tables,
exports and documentation draw on it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from pedograph._resources import resource
from pedograph.measures.reference.ranges import Citation, ReferenceRange

LEVELS = ("foot", "region", "walk", "stand")
"""What a measure can be of: a step, a region of it, several steps, or a person who stands."""
_DISPLAY_UNITS = {"1": "", "cm2": "cm²", "mm2": "mm²", "kPa s": "kPa·s", "N s": "N·s", "% s": "%·s", "deg": "°"}
_MORE_DECIMALS = 2
"""Decimals beyond the usual ones that a small error can bring; what is finer tells nobody anything."""


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
        "foot" where a step has one, "region" where each region has one, "walk" for several steps together,
        "stand" for a person who stands.
    positive : str
        What a positive sign means ("medial"); empty for a measure without a sign.
    possible : (float, float)
        Between which every value lies by definition; infinite where nothing limits it.
    references : tuple of ReferenceRange
        What a value can be compared with; mind population and posture.
    proof : str
        The test that compares it with a known truth ("tests/measures/test_arch.py::test_name").
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
    possible: tuple[float, float] = (-math.inf, math.inf)
    references: tuple[ReferenceRange, ...] = ()
    proof: str = ""

    @property
    def display_unit(self) -> str:
        """The unit as it is printed after a number ("cm²"); empty for a pure number."""
        return _DISPLAY_UNITS.get(self.unit, self.unit)

    @property
    def all_sources(self) -> tuple[Citation, ...]:
        """Sources of the definition, then those of the references, each once."""
        return tuple(dict.fromkeys([*self.sources, *(reference.source for reference in self.references)]))

    def format(self, value: float, uncertainty: float | None = None) -> str:
        """The number without its unit, with as many decimals as its error allows: ``0.23 ± 0.01``.

        The error is rounded to one significant digit, but never coarser than whole units; without an error,
        or with one of 0, the number has the measure's usual decimals. It has at most two decimals more than
        those: an error too small for them, as of a model without noise, is given as 1 in the last one, never as
        none.

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
        if uncertainty == 0:
            return f"{_rounded(value, self.decimals)} ± {0:.{self.decimals}f}"
        decimals, shown = error_digits(uncertainty, self.decimals)
        return f"{_rounded(value, decimals)} ± {shown:.{decimals}f}"

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
        device = f"{reference.device}, and no other" if reference.device_bound else reference.device
        parts = [people, reference.posture, device, reference.source.short]
        if not reference.verified:
            parts.append("quoted from elsewhere, not checked in the source")
        return f"{self._reference_numbers(reference)}{unit}; {'; '.join(part for part in parts if part)}"

    def _reference_numbers(self, reference: ReferenceRange) -> str:
        """The band, else the mean, with its SD where that is known."""
        if reference.band:
            return " to ".join(_rounded(end, self.decimals) for end in reference.band)
        spread = "" if reference.sd is None else f", SD {reference.sd:.{self.decimals}f}"
        return f"mean {reference.mean:.{self.decimals}f}{spread}"


@cache
def catalogue() -> Mapping[str, MeasureDefinition]:
    """Every measure by key, in the order in which they are shown; read once, read-only.

    Raises
    ------
    ValueError
        If a data file names a source, group or measure that is not defined.
    """
    data = tomllib.loads(resource("measures.toml").read_text(encoding="utf-8"))
    ranges = sorted(resource("reference_ranges").iterdir(), key=lambda file: file.name)
    for file in ranges:
        if file.name.endswith(".toml"):
            _add_ranges(data, tomllib.loads(file.read_text(encoding="utf-8")), file.name)
    return _parse(data)


def _add_ranges(data: dict[str, Any], more: Mapping[str, Any], name: str) -> None:
    """Puts the ranges and sources of one file beside those that are there."""
    for key, source in more.get("sources", {}).items():
        if key in data["sources"]:
            raise ValueError(f"{name}: the source {key} is defined already.")
        data["sources"][key] = source
    for table in more["ranges"]:
        fields = dict(table)
        key = _measure_of(fields, name)
        if key not in data["measures"]:
            raise ValueError(f"{name}: there is no measure {key}.")
        data["measures"][key].setdefault("references", []).append(fields)


def _measure_of(fields: dict[str, Any], name: str) -> str:
    """Takes the key of the measure out of a range's table."""
    if "measure" not in fields:
        raise ValueError(f"{name}: a range does not say of which measure it is.")
    return str(fields.pop("measure"))


def parse_ranges(
    tables: Iterable[Mapping[str, Any]], sources: Mapping[str, Citation], known: Container[str]
) -> dict[str, tuple[ReferenceRange, ...]]:
    """Reference ranges by measure, from the tables of a file.

    Parameters
    ----------
    tables : iterable of mapping
        Each with "measure", "source" and the fields of `ReferenceRange`.
    sources : mapping of str to Citation
        By key.
    known : container of str
        Keys of the measures that there are.

    Raises
    ------
    ValueError
        If a table names no measure or one that is not known.
    KeyError, TypeError
        If a field is missing or not known.
    """
    found: dict[str, tuple[ReferenceRange, ...]] = {}
    for table in tables:
        fields = dict(table)
        key = _measure_of(fields, "a file of ranges")
        if key not in known:
            raise ValueError(f"there is no measure {key}")
        found[key] = (*found.get(key, ()), _range(fields, sources))
    return found


def _range(table: Mapping[str, Any], sources: Mapping[str, Citation]) -> ReferenceRange:
    """One reference; lists become tuples."""
    plain = {name: _frozen(value) for name, value in table.items()}
    return ReferenceRange(**{**plain, "source": sources[table["source"]]})


def _frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


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
        unknown = [level for level in table.get("levels", []) if level not in LEVELS]
        if unknown:
            raise ValueError(f"measures.toml: {key} has the level {unknown[0]}; levels are {', '.join(LEVELS)}.")


def _definition(
    key: str,
    order: int,
    table: Mapping[str, Any],
    sources: Mapping[str, Citation],
    groups: Mapping[str, str],
) -> MeasureDefinition:
    references = tuple(_range(reference, sources) for reference in table.get("references", []))
    plain: dict[str, Any] = {name: _frozen(value) for name, value in table.items()}
    plain |= {"sources": tuple(sources[source] for source in table["sources"]), "references": references}
    return MeasureDefinition(key=key, order=order, group_name=groups[table["group"]], **plain)


def error_digits(uncertainty: float, usual: int) -> tuple[int, float]:
    """Decimals that show one significant digit of an error, and the error to show with them.

    Parameters
    ----------
    uncertainty : float
        Above 0.
    usual : int
        Decimals that the number has without an error; with one it has at most two more, and an error that is
        finer than those is shown as 1 in the last of them.
    """
    exponent = int(f"{uncertainty:.0e}".partition("e")[2])
    decimals = min(max(0, -exponent), usual + _MORE_DECIMALS)
    return decimals, max(uncertainty, 10.0**-decimals)


def _rounded(value: float, decimals: int) -> str:
    """The value with that many decimals; what rounds to zero has no minus sign."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0.0 else text
