"""Analyses of recordings from the plain columns of a session file: measures as stored, nothing measured again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from pedograph.analysis import Analysis, StepAnalysis, corrected_frames, fitted, step_anatomy
from pedograph.corrections import Corrections
from pedograph.errors import PedographError
from pedograph.formats.pedograph.layout import Values
from pedograph.import_correction import reread
from pedograph.measures import (
    CentreOfPressure,
    Measure,
    MeasureTable,
    RegionLoads,
    RegionSchemes,
    StepContext,
)
from pedograph.notes import Note
from pedograph.recording import BoolArray, Footstep, PressureRecording, Side
from pedograph.session.model import SessionRecording
from pedograph.session.stored_values import Unfit, indices_from, keys_from, object_from, rows_of, texts_from
from pedograph.session.until_2 import corrections_until_2, detected_until_2
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, StepFrames, cells_in_box, clean, step_frames
from pedograph.stored_notes import flags_from, notes_from, reasons_from

Result = TypeVar("Result")


def session_recording_from(as_read: PressureRecording, values: Mapping[str, Values]) -> SessionRecording:
    """The recording, as it was read, with its steps, measures and corrections as they were stored.

    Cells and anatomy are cut out of the stored frames again: they follow from frames, settings, step and
    corrections alone.

    Raises
    ------
    ValueError, PedographError
        If they do not fit each other.
    """
    settings, earlier = settings_from(values[""]["settings"]), "corrections" not in values[""]
    corrections = corrections_until_2(values) if earlier else _corrections(values)
    recording = reread(as_read, corrections.reading)
    frames = clean(recording, settings)
    steps = values["steps"]
    if steps["step"] != list(range(len(steps["step"]))):
        raise Unfit("does not number its steps from 0")
    if any(index >= len(steps["step"]) for index, _ in corrections.steps):
        raise Unfit("has a correction of a step that is not there")
    footsteps = [_footstep(index, steps, recording) for index in steps["step"]]
    if earlier:
        detected = detected_until_2(footsteps, corrections, frames, settings)
    else:
        detected = tuple(_detected(footstep, steps, corrections, frames) for footstep in footsteps)
    tables = StoredTables(values)
    analysed = tuple(
        _step(footstep, steps["scheme"][footstep.index], found, corrections, settings, tables)
        for footstep, found in zip(footsteps, detected, strict=True)
    )
    corrections, said = fitted(corrections, detected), _quality(values[""])
    return SessionRecording(Analysis(recording, settings, analysed, detected, frames, as_read, corrections, said))


def _corrections(values: Mapping[str, Values]) -> Corrections:
    return Corrections.from_dict(object_from(values[""]["corrections"]))


def _quality(values: Values) -> tuple[Note, ...]:
    """The notes on a recording; those of an older file do not say which measures and steps they are about."""
    notes = notes_from(values["quality"], values.get("quality_keys"), values.get("quality_severities"))
    if "quality_affects" not in values:
        return notes
    parts = zip(notes, values["quality_affects"], values["quality_steps"], strict=True)
    return tuple(
        replace(note, affects=texts_from(affects), steps=indices_from(steps)) for note, affects, steps in parts
    )


def settings_from(text: str) -> AnalysisSettings:
    """Settings from their JSON."""
    return AnalysisSettings.from_mapping(object_from(text))


def _detected(footstep: Footstep, steps: Values, corrections: Corrections, frames: CleanFrames) -> StepFrames:
    """A step as it was detected: with its own side, and with the cells that a person left out."""
    cells = corrections.step(footstep.index).cells_left_out
    out = cells_in_box(footstep, cells)
    if (out & footstep.mask).any() or np.count_nonzero(out) != len(cells):
        raise Unfit(f"has a step {footstep.index} that holds a cell left out of it, or leaves out another's")
    side, confidence = (steps[name][footstep.index] for name in ("detected_side", "detected_side_confidence"))
    if not 0.5 <= confidence <= 1.0:
        raise Unfit(f"has a step {footstep.index} with an impossible confidence")
    found = replace(footstep, mask=footstep.mask | out, side=Side(side), side_confidence=confidence)
    return step_frames(found, frames)


def _step(
    footstep: Footstep,
    scheme: str,
    detected: StepFrames,
    corrections: Corrections,
    settings: AnalysisSettings,
    tables: StoredTables,
) -> StepAnalysis:
    index, correction = footstep.index, corrections.step(footstep.index)
    cells = corrected_frames(detected, correction)
    if not cells.peak.size:
        raise Unfit(f"has a step {index} without a loaded cell")
    made = cells.footstep
    if (made.side, made.side_confidence) != (footstep.side, footstep.side_confidence):
        raise Unfit(f"has a step {index} of another side than its corrections make of it")
    anatomy, why_not = _without_surprise(index, lambda step: step_anatomy(step, correction), cells)
    schemes = tables.schemes(index)
    if anatomy is None and schemes:
        raise Unfit(f"has a step {index} in which no foot can be found ({why_not}), yet measures of its regions")
    regions = RegionSchemes(StepContext(cells, anatomy, why_not, settings), schemes)
    table, path = tables.table(index), tables.path(index)
    return StepAnalysis(made, cells, anatomy, table, regions, scheme, path, correction)


def _footstep(index: int, steps: Values, recording: PressureRecording) -> Footstep:
    row = {name: column[index] for name, column in steps.items()}
    if not 0 <= row["start_frame"] < row["stop_frame"] <= recording.frames:
        raise Unfit(f"has a step {index} outside its frames")
    if row["direction"] not in (-1, 1) or not 0.5 <= row["side_confidence"] <= 1.0:
        raise Unfit(f"has a step {index} with an impossible direction or confidence")
    return Footstep(
        recording,
        index,
        row["start_frame"],
        row["stop_frame"],
        row["first_row"],
        row["first_column"],
        _cut_mask(index, row, recording),
        Side(row["side"]),
        row["side_confidence"],
        row["direction"],
        reasons_from(texts_from(row["incomplete"]), keys_from(row.get("incomplete_keys"))),
    )


def _cut_mask(index: int, row: Values, recording: PressureRecording) -> BoolArray:
    """The step's part of its mask on the whole grid."""
    mask: BoolArray = row["mask"]
    low, size = (row["first_row"], row["first_column"]), (row["rows"], row["columns"])
    grid = (recording.rows, recording.columns)
    inside = all(a >= 0 and b > 0 and a + b <= whole for a, b, whole in zip(low, size, grid, strict=True))
    if mask.shape != grid or not inside:
        raise Unfit(f"has a step {index} outside its grid")
    return mask[low[0] : low[0] + size[0], low[1] : low[1] + size[1]].copy()


def _without_surprise(index: int, make: Callable[[Any], Result], value: Any) -> Result:
    """Anatomy of cells that no analysis made may fail in any way that arithmetic can."""
    try:
        return make(value)
    except (PedographError, ArithmeticError, ValueError, IndexError, TypeError) as error:
        raise Unfit(f"has a step {index} in which no foot can be found ({error})") from error


_REASON = ("reason", "reason_key")
Place = tuple[int, str, str]
"""Step, scheme and region; the last two are empty for the whole foot."""


class StoredTables:
    """Measures, reasons and paths by step.

    Parameters
    ----------
    values : mapping of str to values
        Columns of each table, by its path under the recording.

    Raises
    ------
    ValueError
        If an entry is not what it should be.
    """

    def __init__(self, values: Mapping[str, Values]) -> None:
        errors = {
            (*place, key): value
            for *place, key, value in rows_of(
                values["uncertainties"], "step", "scheme", "region", "key", "uncertainty"
            )
        }
        self.measures: defaultdict[Place, dict[str, Measure]] = defaultdict(dict)
        for step, *row in rows_of(values["measures"], "step", "key", "value", "unit", "flags", "flag_keys"):
            self._add((step, "", ""), row, errors)
        self._regions: defaultdict[int, dict[Place, None]] = defaultdict(dict)
        names = ("step", "scheme", "region", "key", "value", "unit", "flags", "flag_keys")
        for step, scheme, region, *row in rows_of(values["region_measures"], *names):
            self._regions[step][step, scheme, region] = None
            self._add((step, scheme, region), row, errors)
        self.missing: defaultdict[Place, dict[str, Note]] = defaultdict(dict)
        for step, key, *reason in rows_of(values["missing"], "step", "key", *_REASON):
            self.missing[step, "", ""][key] = _reason_from(*reason)
        for *place, key, reason, of in rows_of(values["missing_in_regions"], *names[:4], *_REASON):
            self.missing[place[0], place[1], place[2]][key] = _reason_from(reason, of)
        self.points: defaultdict[int, list[Sequence[float]]] = defaultdict(list)
        for step, *point in rows_of(values["cop"], "step", "frame", "time", "x", "y"):
            self.points[step].append(point)

    def _add(self, place: Place, row: Sequence[Any], errors: Mapping[tuple[Any, ...], float]) -> None:
        key, value, unit, flags, keys = row
        said = flags_from(texts_from(flags), keys_from(keys))
        self.measures[place][key] = Measure(key, value, unit, errors.get((*place, key)), said)

    def table(self, step: int) -> MeasureTable:
        """Measures of the whole foot."""
        return MeasureTable(self.measures[step, "", ""], self.missing[step, "", ""])

    def schemes(self, step: int) -> dict[str, dict[str, RegionLoads]]:
        """Measures by scheme and region, in the order in which they were stored."""
        schemes: dict[str, dict[str, RegionLoads]] = {}
        for place in self._regions[step]:
            loads = RegionLoads(self.measures[place], self.missing.get(place, {}))
            schemes.setdefault(place[1], {})[place[2]] = loads
        return schemes

    def path(self, step: int) -> CentreOfPressure:
        """The path of the centre of pressure."""
        points = self.points[step]
        frames, time, x, y = zip(*points, strict=True) if points else ((), (), (), ())
        numbers = (np.array(column, dtype=np.float64) for column in (time, x, y))
        return CentreOfPressure(np.array(frames, dtype=np.intp), *numbers)


def _reason_from(sentence: str, key: str | None) -> Note:
    return reasons_from([sentence], None if key is None else [key])[0]
