"""Analyses of recordings from the plain columns of a session file: measures as stored, nothing measured anew."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

import numpy as np

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.anatomy import AnatomyCorrection, FootAnatomy, UnreadablePrint, find_anatomy
from pedograph.errors import PedographError
from pedograph.formats.pedograph.layout import Values
from pedograph.import_correction import ReadingCorrection, corrected
from pedograph.measures import (
    CentreOfPressure,
    Measure,
    MeasureTable,
    RegionLoads,
    RegionSchemes,
    StepContext,
)
from pedograph.recording import BoolArray, Footstep, PressureRecording, Side
from pedograph.session.model import Correction, SessionRecording
from pedograph.settings import AnalysisSettings
from pedograph.steps import CleanFrames, StepFrames, clean, step_frames

Result = TypeVar("Result")


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
    tables = StoredTables(values)
    steps = values["steps"]
    if steps["step"] != list(range(len(steps["step"]))):
        raise Unfit("does not number its steps from 0")
    if not tables.corrected <= set(steps["step"]):
        raise Unfit("has a correction of a step that is not there")
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


def _step(
    index: int,
    steps: Values,
    recording: PressureRecording,
    settings: AnalysisSettings,
    frames: CleanFrames,
    tables: StoredTables,
) -> StepAnalysis:
    footstep = _footstep(index, steps, recording)
    cells = step_frames(footstep, frames)
    if not cells.peak.size:
        raise Unfit(f"has a step {index} without a loaded cell")
    correction = tables.correction(index)
    if correction is not None and _holds_a_cell_of(footstep, correction.left_out):
        raise Unfit(f"has a step {index} that holds a cell left out of it")
    anatomy, why_not = _without_surprise(index, lambda step: _anatomy(step, correction), cells)
    schemes = tables.schemes(index)
    if anatomy is None and schemes:
        raise Unfit(f"has a step {index} in which no foot can be found ({why_not}), yet measures of its regions")
    context = StepContext(cells, anatomy, why_not, settings)
    return StepAnalysis(
        footstep,
        cells,
        anatomy,
        tables.table(index),
        RegionSchemes(context, schemes),
        steps["scheme"][index],
        tables.path(index),
        correction,
    )


def _anatomy(step: StepFrames, correction: AnatomyCorrection | None) -> tuple[FootAnatomy | None, str]:
    """The foot in a whole step's print, or the reason why there is none."""
    if not step.footstep.complete:
        return None, f"the step is not whole: {' and '.join(step.footstep.incomplete)}"
    try:
        return find_anatomy(step, correction), ""
    except UnreadablePrint as reason:
        return None, str(reason)


def _holds_a_cell_of(footstep: Footstep, left_out: Iterable[tuple[int, int]]) -> bool:
    low, (rows, columns) = (footstep.first_row, footstep.first_column), footstep.mask.shape
    places = ((row - low[0], column - low[1]) for row, column in left_out)
    return any(0 <= row < rows and 0 <= column < columns and footstep.mask[row, column] for row, column in places)


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


Place = tuple[int, str, str]
"""Step, scheme and region; the last two are empty for the whole foot."""


class Unfit(ValueError):
    """Stored values that do not fit together; the text completes "the part ..."."""


def texts_from(text: str) -> tuple[str, ...]:
    """A JSON list of texts."""
    value = json.loads(text)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit("has an entry that is no JSON list of texts")
    return tuple(value)


def rows_of(table: Values, *names: str) -> Iterable[tuple[Any, ...]]:
    """The rows of a table, with the columns named."""
    return zip(*(table[name] for name in names), strict=True)


class StoredTables:
    """Measures, reasons, paths and corrections by step.

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
        for step, *row in rows_of(values["measures"], "step", "key", "value", "unit", "flags"):
            self._add((step, "", ""), row, errors)
        self._regions: defaultdict[int, dict[Place, None]] = defaultdict(dict)
        names = ("step", "scheme", "region", "key", "value", "unit", "flags")
        for step, scheme, region, *row in rows_of(values["region_measures"], *names):
            self._regions[step][step, scheme, region] = None
            self._add((step, scheme, region), row, errors)
        self.missing: defaultdict[Place, dict[str, str]] = defaultdict(dict)
        for step, key, reason in rows_of(values["missing"], "step", "key", "reason"):
            self.missing[step, "", ""][key] = reason
        for *place, key, reason in rows_of(values["missing_in_regions"], *names[:4], "reason"):
            self.missing[place[0], place[1], place[2]][key] = reason
        self.points: defaultdict[int, list[Sequence[float]]] = defaultdict(list)
        for step, *point in rows_of(values["cop"], "step", "frame", "time", "x", "y"):
            self.points[step].append(point)
        self._axes = {
            step: ((rear_x, rear_y), (front_x, front_y))
            for step, rear_x, rear_y, front_x, front_y in rows_of(
                values["axes_by_hand"], "step", "rear_x", "rear_y", "front_x", "front_y"
            )
        }
        self._toe_lines = _by_step(rows_of(values["toe_lines_by_hand"], "step", "x", "y"))
        self._left_out = _by_step(rows_of(values["cells_left_out"], "step", "row", "column"))

    def _add(self, place: Place, row: Sequence[Any], errors: Mapping[tuple[Any, ...], float]) -> None:
        key, value, unit, flags = row
        self.measures[place][key] = Measure(key, value, unit, errors.get((*place, key)), texts_from(flags))

    @property
    def corrected(self) -> frozenset[int]:
        """The steps of whose anatomy a person set something."""
        return frozenset((*self._axes, *self._toe_lines, *self._left_out))

    def correction(self, step: int) -> AnatomyCorrection | None:
        """What a person set of the anatomy of a step.

        Raises
        ------
        SettingsError
            If it makes no correction.
        """
        if step not in self.corrected:
            return None
        return AnatomyCorrection(self._axes.get(step), self._toe_lines.get(step), self._left_out.get(step, ()))

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


def _by_step(rows: Iterable[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    """Points or cells of each step that has any."""
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for step, *place in rows:
        found[step].append(tuple(place))
    return {step: tuple(places) for step, places in found.items()}
