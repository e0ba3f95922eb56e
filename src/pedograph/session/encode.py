"""What was found in a session's recordings as the plain columns that its file holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy import outline_of
from pedograph.formats.pedograph.layout import Group, Values
from pedograph.measures import Measure, RegionLoads, catalogue
from pedograph.notes import Note
from pedograph.session.model import SessionRecording
from pedograph.session.schema import ANALYSED
from pedograph.steps import StepFrames


def analysed_values(item: SessionRecording) -> dict[str, Values]:
    """What was found in a recording, by path of the group; one row a step, measure or point."""
    analysis = item.analysis
    return {
        "": {
            "settings": as_json(analysis.settings.as_dict()),
            "corrections": as_json(analysis.corrections.to_dict()),
            **_quality(analysis.quality),
        },
        "steps": {
            **_columns("steps", map(_step_row, analysis.steps, analysis.detected)),
            "mask": _masks(analysis),
        },
        "measures": _columns("measures", _measure_rows(analysis)),
        "region_measures": _columns("region_measures", _region_rows(analysis)),
        "uncertainties": _columns("uncertainties", _uncertainty_rows(analysis)),
        "missing": _columns("missing", _missing_rows(analysis)),
        "missing_in_regions": _columns("missing_in_regions", _missing_in_regions(analysis)),
        "cop": _columns("cop", _path_rows(analysis)),
        "outlines": _columns("outlines", _outline_rows(analysis)),
    }


def as_json(value: Any) -> str:
    """JSON text, the same for the same value; numbers come back as they were."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def as_list(texts: Iterable[str]) -> str:
    """Texts as a JSON list on one line, for a column."""
    return json.dumps(list(texts), ensure_ascii=False)


def _quality(notes: Sequence[Note]) -> Values:
    """The notes on a recording, as columns."""
    return {
        "quality": [note.sentence for note in notes],
        "quality_keys": [note.key for note in notes],
        "quality_severities": [str(note.severity) for note in notes],
        "quality_affects": [as_list(note.affects) for note in notes],
        "quality_steps": [json.dumps(note.steps) for note in notes],
    }


def _as_lists(notes: Sequence[Note]) -> tuple[str, str]:
    """Sentences and keys of notes, a JSON list each."""
    return as_list(note.sentence for note in notes), as_list(note.key for note in notes)


def table_columns(group: Group, rows: Iterable[tuple[Any, ...]]) -> Values:
    """Rows as columns, in the order of the group's fields."""
    columns = list(zip(*rows, strict=True))
    names = [field.name for field in group.fields]
    return dict(zip(names, columns or [()] * len(names), strict=False))


def _columns(path: str, rows: Iterable[tuple[Any, ...]]) -> Values:
    return table_columns(_GROUPS[path], rows)


def _step_row(step: StepAnalysis, detected: StepFrames) -> tuple[Any, ...]:
    foot = step.footstep
    return (
        foot.index,
        foot.start_frame,
        foot.stop_frame,
        foot.first_row,
        foot.first_column,
        *foot.mask.shape,
        str(foot.side),
        foot.side_confidence,
        foot.direction,
        *_as_lists(foot.incomplete),
        step.scheme,
        str(detected.footstep.side),
        detected.footstep.side_confidence,
    )


def _masks(analysis: Analysis) -> NDArray[np.bool_]:
    """Cells of each step on the whole grid [step, row, column]."""
    masks = np.zeros((len(analysis.steps), *analysis.recording.pressure.shape[1:]), dtype=bool)
    for mask, step in zip(masks, analysis.steps, strict=True):
        mask[step.footstep.rows, step.footstep.columns] = step.footstep.mask
    return masks


def _measure_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        for key, measure in step.measures.items():
            yield step.index, key, measure.value, measure.unit, *_as_lists(measure.flags)


def _regions(analysis: Analysis) -> Iterator[tuple[int, str, str, str, Measure]]:
    """Step, scheme, region, key and measure."""
    for step in analysis.steps:
        for scheme, regions in step.kept_schemes.items():
            for region, measures in regions.items():
                for key, measure in measures.items():
                    yield step.index, scheme, region, key, measure


def _region_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for *place, measure in _regions(analysis):
        yield *place, measure.value, measure.unit, *_as_lists(measure.flags)


def _uncertainty_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        for key, measure in step.measures.items():
            if measure.uncertainty is not None:
                yield step.index, "", "", key, measure.uncertainty
    for *place, measure in _regions(analysis):
        if measure.uncertainty is not None:
            yield *place, measure.uncertainty


def _missing_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        for key, reason in step.measures.missing.items():
            yield step.index, key, reason.sentence, reason.key


def _missing_in_regions(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        for scheme, regions in step.kept_schemes.items():
            for region, loads in regions.items():
                reasons = loads.missing if isinstance(loads, RegionLoads) else {}
                # in the catalogue's order: the same session is to give the same bytes
                for key in (key for key in catalogue() if key in reasons):
                    yield step.index, scheme, region, key, reasons[key].sentence, reasons[key].key


def _path_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        path = step.path
        columns = (path.frames.tolist(), path.time.tolist(), path.x.tolist(), path.y.tolist())
        yield from ((step.index, *point) for point in zip(*columns, strict=True))


def _outline_rows(analysis: Analysis) -> Iterator[tuple[Any, ...]]:
    for step in analysis.steps:
        for number, curve in enumerate(outline_of(step.frames)):
            yield from ((step.index, number, *point) for point in curve.tolist())


_GROUPS: Mapping[str, Group] = {group.path: group for group in ANALYSED if group.row}
