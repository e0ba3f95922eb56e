"""One tidy table: a row for each measure of each step and region, missing ones with their reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.exports.streaming import GrowingTable
from pedograph.measures import Measure, RegionLoads, catalogue
from pedograph.notes import joined
from pedograph.recording import Footstep

Row = dict[str, str]
"""One row as text, by column; a column that is not there is empty."""
COLUMNS = (
    "file",
    "sha256",
    "format",
    "subject",
    "step",
    "side",
    "side_confidence",
    "complete",
    "start_s",
    "end_s",
    "contact_threshold_kpa",
    "region",
    "measure",
    "value",
    "unit",
    "uncertainty",
    "flags",
    "missing",
    "recording",
    "scheme",
)
"""Columns of the table; ``region`` is "foot" for the whole foot; steps count from 1, recordings from 0."""


def table_rows(analyses: Iterable[Analysis]) -> Iterator[Row]:
    """Rows of the table as text, dot decimals, empty where nothing stands."""
    for number, analysis in enumerate(analyses):
        yield from measure_rows(number, analysis)


def measure_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    """Rows of the table for one recording.

    Parameters
    ----------
    number : int
        What the column ``recording`` says: its place among the recordings, from 0.
    analysis : Analysis
        The recording, analysed.
    """
    source = analysis.recording.source
    about = {
        "file": source.file,
        "sha256": source.sha256,
        "format": source.format,
        "subject": analysis.recording.subject,
        "contact_threshold_kpa": f"{analysis.settings.contact_threshold:g}",
        "recording": str(number),
    }
    for step in analysis.steps:
        yield from ({**about, **step_cells(step), **row} for row in _measure_rows(step))


def write_table(analyses: Iterable[Analysis], path: Path | str) -> Path:
    """Write the table as CSV (UTF-8), holding one analysis at a time; it appears whole or not at all.

    Parameters
    ----------
    analyses : iterable of Analysis
        One per recording.
    path : path
        Where to.

    Raises
    ------
    OSError
        If the place cannot be written to.
    """
    with GrowingTable(Path(path), csv_head(COLUMNS)) as table:
        for number, analysis in enumerate(analyses):
            table.add(csv_text(COLUMNS, measure_rows(number, analysis)))
    return table.path


def csv_head(columns: Iterable[str]) -> str:
    """The first line of a table."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(columns)
    return text.getvalue()


def csv_text(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as CSV, without the names of the columns.

    Raises
    ------
    ValueError
        If a row has a column that the table does not have.
    """
    text = io.StringIO(newline="")
    csv.DictWriter(text, tuple(columns), restval="").writerows(rows)
    return text.getvalue()


def codebook() -> str:
    """The measures as CSV text: key, name, unit, definition, formula, sign, sources, a row each."""
    text = io.StringIO(newline="")
    columns = ("measure", "name", "unit", "for", "definition", "formula", "positive", "pitfalls", "sources")
    writer = csv.writer(text)
    writer.writerow(columns)
    for one in catalogue().values():
        sources = "; ".join(str(source) for source in one.sources)
        row = (one.key, one.name, one.unit, " and ".join(one.levels), one.definition, one.formula)
        writer.writerow((*row, one.positive, one.pitfalls, sources))
    return text.getvalue()


def step_number(step: Footstep) -> str:
    """What a step is called in the tables: its number from 1, as in sentences and on the screen."""
    return str(step.index + 1)


def number_cells(measure: Measure) -> Row:
    """The columns of one number."""
    return {
        "measure": measure.key,
        "value": f"{measure.value:.9g}",
        "unit": measure.unit,
        "uncertainty": "" if measure.uncertainty is None else f"{measure.uncertainty:.6g}",
        "flags": joined(measure.flags, "; "),
    }


def region_rows(scheme: str, regions: Mapping[str, Mapping[str, Measure]]) -> Iterator[Row]:
    """Rows of all regions of a scheme, with the reasons for what a region does not have."""
    for region, loads in regions.items():
        place = {"region": region, "scheme": scheme}
        yield from ({**place, **number_cells(measure)} for measure in loads.values())
        missing = loads.missing if isinstance(loads, RegionLoads) else {}
        yield from ({**place, "measure": key, "missing": missing[key].sentence} for key in sorted(missing))


def step_cells(step: StepAnalysis) -> Row:
    """The columns that tell a step: number, side, whether it is whole, and when it was."""
    foot = step.footstep
    return {
        "step": step_number(foot),
        "side": foot.side.value,
        "side_confidence": f"{foot.side_confidence:.3f}",
        "complete": "yes" if foot.complete else "no",
        "start_s": f"{foot.start:.4f}",
        "end_s": f"{foot.end:.4f}",
    }


def _measure_rows(step: StepAnalysis) -> Iterator[Row]:
    yield from ({"region": "foot", **number_cells(measure)} for measure in step.measures.values())
    yield from (
        {"region": "foot", "measure": key, "missing": reason.sentence} for key, reason in step.missing.items()
    )
    yield from region_rows(step.scheme, step.regions)
