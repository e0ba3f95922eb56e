"""A standing person as plain JSON values: the same units and names as in the library, no NaN."""

from __future__ import annotations

from typing import Any

from pedograph.analysis import Analysis
from pedograph.exports.plain import measure_as_json, plain, sentences
from pedograph.measures import MeasureTable
from pedograph.recording import FloatArray
from pedograph.standing import NoiseFloor, StandingFoot, SwayPath


def standing_as_json(analysis: Analysis) -> dict[str, Any]:
    """The block "standing" of one recording.

    Where nobody stands, it holds the reason alone; otherwise the reason is empty, and the block holds when the
    person stood, the measures of body and feet with the reasons for those that are missing, the course of the
    centre of pressure on the plate (mm) and the left foot's share of the load (%).

    Parameters
    ----------
    analysis : Analysis
        The recording, analysed.
    """
    standing = analysis.standing
    if standing.why_not:
        return {"reason": standing.why_not.sentence}
    time = analysis.recording.time
    return {
        "reason": "",
        "start": plain(float(time[standing.start_frame])),
        "end": plain(float(time[standing.stop_frame - 1])),
        "processing": standing.processing,
        "noise": _noise(standing.noise),
        "notes": [note.sentence for note in standing.notes],
        **_table(standing.measures),
        "feet": [_foot(foot) for foot in standing.feet],
        "cop": _course(standing.path),
        "load_left": _list(standing.load_left),
    }


def _foot(foot: StandingFoot) -> dict[str, Any]:
    schemes = {
        scheme: {region: measure_as_json(measure) for region, measure in regions.items()}
        for scheme, regions in foot.schemes.items()
    }
    return {
        "side": foot.side.value,
        "side_confidence": round(foot.footstep.side_confidence, 4),
        "incomplete": [reason.sentence for reason in foot.footstep.incomplete],
        **_table(foot.measures),
        "regions": schemes,
        "cop": _course(foot.path),
    }


def _table(table: MeasureTable) -> dict[str, Any]:
    return {
        "measures": {key: measure_as_json(measure) for key, measure in table.items()},
        "missing": sentences(table.missing),
    }


def _noise(floor: NoiseFloor | None) -> dict[str, Any] | None:
    if floor is None:
        return None
    return {
        "across": plain(floor.across),
        "along": plain(floor.along),
        "relative_error": plain(floor.relative_error),
        "origin": floor.origin,
    }


def _course(path: SwayPath | None) -> dict[str, list[float]]:
    if path is None:
        return {"time": [], "x": [], "y": []}
    x, y = path.on_plate()
    return {"time": _list(path.sampling.time), "x": _list(x), "y": _list(y)}


def _list(values: FloatArray) -> list[float]:
    return [plain(float(value)) for value in values]
