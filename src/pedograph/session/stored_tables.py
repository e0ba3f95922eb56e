"""The tables of a session file by step: measures, reasons, paths, and what a person set of the foot."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from pedograph.anatomy import AnatomyCorrection
from pedograph.measures import CentreOfPressure, Measure, MeasureTable, RegionLoads
from pedograph.session.flattening import Values

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
