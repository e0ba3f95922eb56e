"""The catalogue as a page to be read: ``python -m pedograph.exports.measures_page docs/measures.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pedograph.exports.examples import examples
from pedograph.measures import MeasureDefinition, catalogue

_LEVEL_WORDS = {
    "foot": "each step",
    "region": "each region of a step",
    "walk": "several steps together",
    "stand": "a person who stands",
}
_SOURCE_WORDS = {
    "threshold": "the contact threshold",
    "axis": "the foot axis",
    "toe line": "the toe line",
    "placement": "where the foot stood on the sensors",
    "sampling": "the moments of the frames",
    "resolution": "the steps in which the device tells pressure",
    "gate": "where the path of the centre of pressure begins and ends",
}
_HEAD = """# What Pedograph measures

<!-- Written by "make docs" from the catalogue in resources: change it there. -->

Every number of Pedograph stands here: what it is, how it is formed, how sure it is, what it can be compared with
and what misleads. A measure that a step does not allow is left out with its reason; it is never 0.

- **How sure.** ± is one standard uncertainty: in about two of three cases the true value lies within it, within
  twice of it in 19 of 20. "True" is what these cells at this rate would read on average: what larger cells and
  lower rates do to a number, above all to peaks, stands in [accuracy.md](accuracy.md), and how often the truth
  is held in [error-coverage.md](error-coverage.md). For a step it is recalculated from what the number does
  when threshold, foot axis, toe line, place on the sensors, moments of the frames and ends of the path are a
  little different. The example is a model person of 70 kg: a step on cells of 5 mm at 100 frames a second (250
  where that is needed), a walk over a footscan plate of 3 m, and a minute of standing. Between steps, and from
  visit to visit, a person varies besides: see [repeatability.md](repeatability.md).
- **Compared with.** A band is of the people named, measured in the way named, and says nothing of health. "Not
  checked in the source" means that the numbers are widely quoted but were not seen in the paper itself.
- **Proof.** The test that compares the measure with a known truth, in the folder `tests` of the source code.
- Positive signs point the same way for the left and the right foot.

For research and documentation. Not for diagnosis.
"""


def measures_page() -> str:
    """The page as Markdown: a heading for each group, below it one for each measure."""
    definitions = list(catalogue().values())
    parts = [_HEAD, _contents(definitions)]
    for group, members in groupby(definitions, key=lambda definition: definition.group_name):
        parts.append(f"## {group}\n")
        parts += [_entry(definition) for definition in members]
    parts.append(_sources(definitions))
    return "\n".join(parts)


def _contents(definitions: list[MeasureDefinition]) -> str:
    """A line for each group with links to its measures."""
    lines = []
    for group, members in groupby(definitions, key=lambda definition: definition.group_name):
        links = ", ".join(f"[{definition.name}](#{definition.key})" for definition in members)
        lines.append(f"- **{group}**: {links}")
    return "\n".join([*lines, ""])


def _entry(definition: MeasureDefinition) -> str:
    """One measure; the anchor is its key, which exports and the command line use."""
    unit = definition.display_unit or "a pure number"
    levels = " and ".join(_LEVEL_WORDS[level] for level in definition.levels)
    sign = f"; positive: {definition.positive}" if definition.positive else ""
    symbol = f" ({definition.symbol})" if definition.symbol != definition.name else ""
    head = [
        f'<a id="{definition.key}"></a>',
        "",
        f"### {definition.name}{symbol}",
        "",
        f"{definition.definition}",
        "",
        f"- **Unit**: {unit}, for {levels}{sign}. Key: `{definition.key}`.",
        f"- **How it is formed**: {definition.formula}. {definition.inputs}",
    ]
    return "\n".join([*head, *_details(definition), ""])


def _details(definition: MeasureDefinition) -> Iterator[str]:
    """The lines of an entry that tell how far the number can be trusted."""
    if definition.settings:
        yield f"- **Settings that change it**: {', '.join(f'`{name}`' for name in definition.settings)}."
    yield f"- **How sure**: {how_sure(definition)}"
    for reference in definition.references:
        yield f"- **Compared with**: {definition.reference_text(reference)}."
    if not definition.references:
        yield "- **Compared with**: no published range is kept here; compare a person with their own values."
    yield f"- **What misleads**: {definition.pitfalls}"
    yield f"- **Source**: {'; '.join(source.short for source in definition.sources)}."
    if definition.proof:
        yield f"- **Proof**: `{definition.proof}`"


def how_sure(definition: MeasureDefinition) -> str:
    """How large the error of a measure is for the model person and what it comes from, or that there is none."""
    model = examples()
    measure = next((found for table in model.tables if (found := table.get(definition.key))), None)
    if measure is None or measure.uncertainty is None:
        return "no standard uncertainty is worked out; the spread over steps or people tells how it varies."
    value = definition.format(measure.value, measure.uncertainty)
    unit = f" {definition.display_unit}" if definition.display_unit else ""
    source = model.sources.get(definition.key, "")
    most = f"; most of it from {_SOURCE_WORDS.get(source, source)}" if source else ""
    region = " For a region it is worked out in the same way." if "region" in definition.levels else ""
    return f"recalculated for each recording; {value}{unit} for the model person{most}.{region}"


def _sources(definitions: list[MeasureDefinition]) -> str:
    """Every publication once, by its short name."""
    sources = {source.short: source for definition in definitions for source in definition.all_sources}
    lines = [f"- **{short}**: {sources[short]}" for short in sorted(sources, key=str.casefold)]
    return "\n".join(["## Sources", "", *lines, ""])


def main() -> None:
    """Write the page to the file named on the command line."""
    Path(sys.argv[1]).write_text(measures_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
