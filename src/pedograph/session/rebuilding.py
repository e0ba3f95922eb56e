"""Recordings and analyses from the plain columns of a session file: measures as stored, nothing measured anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import numpy as np

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy import find_anatomy
from pedograph.errors import PedographError
from pedograph.measures import CentreOfPressure, Measure, MeasureTable, RegionSchemes, StepContext
from pedograph.reading import ReadingCorrection, corrected
from pedograph.recording import BoolArray, Footstep, PressureRecording, SensorGrid, Side, Source, Track
from pedograph.session.flattening import Values
from pedograph.session.model import Correction, SessionRecording
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, clean, step_frames

Result = TypeVar("Result")
Place = tuple[int, str, str]
"""Step, scheme and region; the last two are empty for the whole foot."""


class Unfit(ValueError):
    """Stored values that do not fit together; the text completes "the part ..."."""


def recording_from(values: Mapping[str, Values]) -> PressureRecording:
    """The recording, from its values by group.

    Raises
    ------
    ValueError
        If they make no recording.
    """
    own, source, header = values[""], values["source"], values["source/header"]
    if len(set(header["field"])) != len(header["field"]):
        raise Unfit("names a header field twice")
    pressure = own["pressure"]
    pressure.flags.writeable = False  # it is nobody else's, and need not be copied
    return PressureRecording(
        pressure,
        np.array(own["time"]),
        SensorGrid(**values["grid"]),
        Source(
            source["file"],
            source["sha256"],
            source["format"],
            dict(zip(header["field"], header["value"], strict=True)),
            tuple(source["assumed"]),
            tuple(source["notes"]),
        ),
        Side(own["side"]),
        own["task"],
        own["subject"],
        tuple(
            Track(Side(side), first, columns)
            for side, first, columns in rows_of(values["tracks"], "side", "first_column", "columns")
        ),
    )


def session_recording_from(recording: PressureRecording, values: Mapping[str, Values]) -> SessionRecording:
    """The recording, as it was read, with its steps, measures and corrections as they were stored.

    Cells and anatomy are cut out of the stored frames again: they follow from frames, settings and step alone.

    Raises
    ------
    ValueError, PedographError
        If they do not fit each other.
    """
    settings = settings_from(values[""]["settings"])
    reading = ReadingCorrection.from_dict(object_from(values[""]["reading"]))
    as_read, recording = recording, corrected(recording, reading)
    frames = clean(recording, settings)
    tables = _Tables(values)
    steps = values["steps"]
    if steps["step"] != list(range(len(steps["step"]))):
        raise Unfit("does not number its steps from 0")
    analysed = tuple(_step(index, steps, recording, settings, frames, tables) for index in steps["step"])
    analysis = Analysis(recording, settings, analysed, tuple(values[""]["quality"]))
    corrections = _corrections(values["corrections"], len(analysed))
    return SessionRecording(analysis, corrections, reading, None if reading.nothing else as_read)


def settings_from(text: str) -> AnalysisSettings:
    """Settings from their JSON."""
    return AnalysisSettings.from_mapping(object_from(text))


def object_from(text: str) -> dict[str, Any]:
    """A JSON object.

    Raises
    ------
    ValueError
        If the text is none.
    """
    value = json.loads(text, parse_constant=_no_number)
    if not isinstance(value, dict):
        raise Unfit("is not a JSON object")
    return value


def texts_from(text: str) -> tuple[str, ...]:
    """A JSON list of texts."""
    value = json.loads(text)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit("has an entry that is no JSON list of texts")
    return tuple(value)


def rows_of(table: Values, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a table, with the columns named."""
    return zip(*(table[name] for name in names), strict=True)


class _Tables:
    """Measures, reasons and paths by step."""

    def __init__(self, values: Mapping[str, Values]) -> None:
        errors = {
            (*place, key): value
            for *place, key, value in rows_of(
                values["uncertainties"], "step", "scheme", "region", "key", "uncertainty"
            )
        }
        self.measures: defaultdict[Place, dict[str, Measure]] = defaultdict(dict)
        for step, *row in rows_of(values["measures"], "step", "key", "value", "unit", "flags"):
            self._add((step, "", ""), row, errors)
        self.schemes: defaultdict[int, dict[str, dict[str, dict[str, Measure]]]] = defaultdict(dict)
        names = ("step", "scheme", "region", "key", "value", "unit", "flags")
        for step, scheme, region, *row in rows_of(values["region_measures"], *names):
            regions = self.schemes[step].setdefault(scheme, {})
            regions[region] = self._add((step, scheme, region), row, errors)
        self.missing: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for step, key, reason in rows_of(values["missing"], "step", "key", "reason"):
            self.missing[step][key] = reason
        self.points: defaultdict[int, list[Sequence[float]]] = defaultdict(list)
        for step, *point in rows_of(values["cop"], "step", "frame", "time", "x", "y"):
            self.points[step].append(point)

    def _add(
        self, place: Place, row: Sequence[Any], errors: Mapping[tuple[Any, ...], float]
    ) -> dict[str, Measure]:
        key, value, unit, flags = row
        self.measures[place][key] = Measure(key, value, unit, errors.get((*place, key)), texts_from(flags))
        return self.measures[place]

    def path(self, step: int) -> CentreOfPressure:
        """The path of the centre of pressure."""
        points = self.points[step]
        frames, time, x, y = zip(*points, strict=True) if points else ((), (), (), ())
        numbers = (np.array(column, dtype=np.float64) for column in (time, x, y))
        return CentreOfPressure(np.array(frames, dtype=np.intp), *numbers)


def _step(
    index: int,
    steps: Values,
    recording: PressureRecording,
    settings: AnalysisSettings,
    frames: CleanFrames,
    tables: _Tables,
) -> StepAnalysis:
    footstep = _footstep(index, steps, recording)
    cells = step_frames(footstep, frames)
    if not cells.peak.size:
        raise Unfit(f"has a step {index} without a loaded cell")
    anatomy = _without_surprise(index, find_anatomy, cells) if footstep.complete else None
    context = StepContext(cells, anatomy, "the step is not whole", settings)
    return StepAnalysis(
        footstep,
        cells,
        anatomy,
        MeasureTable(tables.measures[index, "", ""], tables.missing[index]),
        RegionSchemes(context, tables.schemes[index]),
        steps["scheme"][index],
        tables.path(index),
    )


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
        texts_from(row["incomplete"]),
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


def _corrections(table: Values, steps: int) -> tuple[Correction, ...]:
    made = tuple(Correction(step, Side(side)) for step, side in rows_of(table, "step", "side"))
    if any(not 0 <= one.step < steps for one in made):
        raise Unfit("has a correction of a step that is not there")
    return made


def _without_surprise(index: int, make: Callable[[Any], Result], value: Any) -> Result:
    """Anatomy of cells that no analysis made may fail in any way that arithmetic can."""
    try:
        return make(value)
    except (PedographError, ArithmeticError, ValueError, IndexError, TypeError) as error:
        raise Unfit(f"has a step {index} in which no foot can be found ({error})") from error


def _no_number(name: str) -> NoReturn:
    raise Unfit(f"holds {name}, which is no JSON number")
