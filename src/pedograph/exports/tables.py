"""A study as a folder of tidy tables, joined by recording and step, with what explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Final

from pedograph._platform.atomic_write import replace_file
from pedograph.analysis import Analysis
from pedograph.anatomy import shown_scheme
from pedograph.exports.columns import MEANINGS
from pedograph.exports.streaming import GrowingTable
from pedograph.exports.table import (
    COLUMNS,
    Row,
    codebook,
    csv_head,
    csv_text,
    measure_rows,
    number_cells,
    region_rows,
    step_cells,
)
from pedograph.gait import Statistics
from pedograph.measures import MeasureTable, catalogue
from pedograph.notes import joined
from pedograph.standing import StandingFoot


@dataclass(frozen=True)
class Table:
    """One table of the folder.

    Parameters
    ----------
    about : str
        What one row is.
    columns : tuple of str
        Their names; `pedograph.exports.columns.MEANINGS` explains each.
    rows : callable
        Rows of one recording, from its number and analysis.
    """

    about: str
    columns: tuple[str, ...]
    rows: Callable[[int, Analysis], Iterator[Row]]


def table_texts(number: int, analysis: Analysis, names: Iterable[str]) -> dict[str, str]:
    """The rows of one recording as CSV without heads, by table.

    Parameters
    ----------
    number : int
        Its place among the recordings, from 0: the column ``recording``.
    analysis : Analysis
        The recording, analysed.
    names : iterable of str
        Which of `TABLES`.
    """
    return {name: csv_text(TABLES[name].columns, TABLES[name].rows(number, analysis)) for name in names}


def failed_text(number: int, file: str, reason: str) -> str:
    """The row that the table of recordings has for one without a footstep or that could not be read, as CSV."""
    row = {"recording": str(number), "file": file, "failure": reason}
    return csv_text(TABLES["recordings"].columns, [row])


class TableFolder:
    """The tables while they grow; used in a ``with`` block, after which all of them stand in their folder.

    Parameters
    ----------
    folder : Path
        Where they are put; it is made. Tables that are there already are replaced.

    Raises
    ------
    OSError
        If they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._tables: dict[str, GrowingTable] = {}
        self._stack = ExitStack()

    def __enter__(self) -> TableFolder:
        with ExitStack() as stack:
            for name, table in TABLES.items():
                growing = GrowingTable(self.folder / f"{name}.csv", csv_head(table.columns))
                self._tables[name] = stack.enter_context(growing)
            self._stack = stack.pop_all()
        return self

    def add(self, texts: Mapping[str, str]) -> None:
        """Write more rows, as `table_texts` and `failed_text` give them."""
        for name, text in texts.items():
            self._tables[name].add(text)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)
        if kind is None:
            replace_file(self.folder / "measures_explained.csv", codebook().encode())
            replace_file(self.folder / "columns_explained.csv", columns_explained().encode())


def write_tables(analyses: Iterable[Analysis], folder: Path | str) -> Path:
    """Write a folder of tables (CSV, UTF-8): `TABLES`, and two that explain their measures and columns.

    Parameters
    ----------
    analyses : iterable of Analysis
        One per recording; only one is held at a time.
    folder : path
        Where to.

    Raises
    ------
    OSError
        If the place cannot be written to.
    """
    with TableFolder(Path(folder)) as tables:
        for number, analysis in enumerate(analyses):
            tables.add(table_texts(number, analysis, TABLES))
    return Path(folder)


def columns_explained() -> str:
    """Every column of every table with its meaning, as CSV text."""
    rows = (
        {"table": f"{name}.csv", "one_row_is": table.about, "column": column, "meaning": MEANINGS[column]}
        for name, table in TABLES.items()
        for column in table.columns
    )
    columns = ("table", "one_row_is", "column", "meaning")
    return csv_head(columns) + csv_text(columns, rows)


def _key(number: int, analysis: Analysis) -> Row:
    recording = analysis.recording
    return {"recording": str(number), "file": recording.source.file, "subject": recording.subject}


def _recording_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    recording, settings = analysis.recording, analysis.settings
    yield {
        **_key(number, analysis),
        "sha256": recording.source.sha256,
        "format": recording.source.format,
        "assumed": "; ".join(recording.source.assumed),
        "task": recording.task,
        "frames": str(recording.frames),
        "rate_hz": f"{recording.sample_rate:.6g}",
        "row_spacing_mm": f"{recording.grid.row_spacing:.6g}",
        "column_spacing_mm": f"{recording.grid.column_spacing:.6g}",
        "contact_threshold_kpa": f"{settings.contact_threshold:g}",
        "body_mass_kg": "" if settings.body_mass is None else f"{settings.body_mass:g}",
        "steps": str(len(analysis.steps)),
        "whole_steps": str(len(analysis.complete_steps)),
        "counted_steps": str(len(analysis.summary.kept)),
        "not_standing": str(analysis.standing.why_not or ""),
        "quality": joined(analysis.quality, " "),
    }


def _step_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    left_out = {one.index: one.reason.sentence for one in analysis.summary.left_out}
    for step in analysis.steps:
        foot = step.footstep
        yield {
            **_key(number, analysis),
            **step_cells(step),
            "incomplete": joined(foot.incomplete, "; "),
            "direction": str(foot.direction),
            "by_hand": joined(step.correction.flags, "; "),
            "counts": "no" if foot.index in left_out else "yes",
            "left_out": left_out.get(foot.index, ""),
        }


def _walk_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    yield from ({**_key(number, analysis), **row} for row in _rows_of(analysis.walk.measures))


def _standing_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    standing = analysis.standing
    if standing.why_not:
        return
    key = _key(number, analysis)
    yield from ({**key, "part": "body", **row} for row in _rows_of(standing.measures))
    for foot in standing.feet:
        rows = _foot_rows(foot, analysis.settings.region_scheme)
        yield from ({**key, "part": f"{foot.side.value} foot", **row} for row in rows)


def _foot_rows(foot: StandingFoot, asked: str) -> Iterator[Row]:
    yield from _rows_of(foot.measures)
    scheme = shown_scheme(asked, foot.footstep.recording.grid)
    regions = foot.schemes.get(scheme, {})
    yield from region_rows(scheme, {region: {one.key: one} for region, one in regions.items()})


def _summary_rows(number: int, analysis: Analysis) -> Iterator[Row]:
    for side, table in (("left", analysis.summary.left), ("right", analysis.summary.right)):
        for key, found in table.items():
            # values of the walk stand in the summary without their side, in the catalogue with it
            measure = key if key in catalogue() else f"{key}_{side}"
            yield {**_key(number, analysis), "side": side, "measure": measure, **_statistics(found)}


def _statistics(found: Statistics) -> Row:
    return {
        "unit": found.unit,
        "n": str(found.n),
        "mean": f"{found.mean:.9g}",
        "median": f"{found.median:.9g}",
        "sd": _or_empty(found.sd),
        "cv": _or_empty(found.cv),
        "standard_error": _or_empty(found.standard_error),
        "uncertainty": _or_empty(found.uncertainty),
        "steps_needed": "" if found.needed is None else str(found.needed),
        "steps_still_needed": "" if found.still_needed is None else str(found.still_needed),
        "why_not_said": found.why_not,
    }


def _rows_of(table: MeasureTable) -> Iterator[Row]:
    yield from (number_cells(measure) for measure in table.values())
    yield from ({"measure": key, "missing": reason.sentence} for key, reason in table.missing.items())


def _or_empty(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"


_KEY: Final = ("recording", "file", "subject")
_NUMBER: Final = ("measure", "value", "unit", "uncertainty", "flags", "missing")
TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        "recordings": Table(
            "a recording, also one that failed",
            (
                *_KEY,
                "sha256",
                "format",
                "assumed",
                "task",
                "frames",
                "rate_hz",
                "row_spacing_mm",
                "column_spacing_mm",
                "contact_threshold_kpa",
                "body_mass_kg",
                "steps",
                "whole_steps",
                "counted_steps",
                "not_standing",
                "quality",
                "failure",
            ),
            _recording_rows,
        ),
        "steps": Table(
            "a step",
            (
                *_KEY,
                "step",
                "side",
                "side_confidence",
                "complete",
                "incomplete",
                "start_s",
                "end_s",
                "direction",
                "by_hand",
                "counts",
                "left_out",
            ),
            _step_rows,
        ),
        "measures": Table("a measure of a step, of the whole foot or of a region", COLUMNS, measure_rows),
        "walk": Table("a measure over all steps of a recording", (*_KEY, *_NUMBER), _walk_rows),
        "standing": Table(
            "a measure of a person who stands, of the whole body, a foot or a region",
            (*_KEY, "part", "scheme", "region", *_NUMBER),
            _standing_rows,
        ),
        "summary": Table(
            "a measure over those steps of one side of a recording that count",
            (
                *_KEY,
                "side",
                "measure",
                "unit",
                "n",
                "mean",
                "median",
                "sd",
                "cv",
                "standard_error",
                "uncertainty",
                "steps_needed",
                "steps_still_needed",
                "why_not_said",
            ),
            _summary_rows,
        ),
    }
)
"""The tables, by the name of their file."""
