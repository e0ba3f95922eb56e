"""One tidy table: a row for each measure of each step and region, missing ones with their reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.measures import Measure, catalogue
from pedograph.replacing import replace_file

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
)
"""Columns of the table; ``region`` is "foot" for the whole foot, steps count from 0 as in the library."""


def table_rows(analyses: Iterable[Analysis]) -> Iterator[dict[str, str]]:
    """Rows of the table as text, dot decimals, empty where nothing stands."""
    for analysis in analyses:
        source = analysis.recording.source
        about = {
            "file": source.file,
            "sha256": source.sha256,
            "format": source.format,
            "subject": analysis.recording.subject,
            "contact_threshold_kpa": f"{analysis.settings.contact_threshold:g}",
        }
        for step in analysis.steps:
            yield from ({**about, **_about(step), **row} for row in _measure_rows(step))


def write_table(analyses: Iterable[Analysis], path: Path | str) -> Path:
    """Write the table as CSV (UTF-8); the file appears whole or not at all.

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
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(table_rows(analyses))
    return replace_file(Path(path), text.getvalue().encode())


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


def _about(step: StepAnalysis) -> dict[str, str]:
    foot = step.footstep
    return {
        "step": str(foot.index),
        "side": foot.side.value,
        "side_confidence": f"{foot.side_confidence:.3f}",
        "complete": "yes" if foot.complete else "no",
        "start_s": f"{foot.start:.4f}",
        "end_s": f"{foot.end:.4f}",
    }


def _measure_rows(step: StepAnalysis) -> Iterator[dict[str, str]]:
    for key, measure in step.measures.items():
        yield {"region": "foot", "measure": key, **_number(measure)}
    for key, reason in step.missing.items():
        yield {"region": "foot", "measure": key, "missing": reason}
    for region, measures in step.regions.items():
        for key, measure in measures.items():
            yield {"region": region, "measure": key, **_number(measure)}


def _number(measure: Measure) -> dict[str, str]:
    uncertainty = "" if measure.uncertainty is None else f"{measure.uncertainty:.6g}"
    return {
        "value": f"{measure.value:.9g}",
        "unit": measure.unit,
        "uncertainty": uncertainty,
        "flags": "; ".join(measure.flags),
    }
