"""Analyses as plain JSON values: lengths in mm, places in the plate's frame, time in s, no NaN."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.exports.gait_json import summary_as_json, walk_as_json
from pedograph.exports.plain import measure_as_json, plain, sentences
from pedograph.exports.standing import standing_as_json
from pedograph.notes import Note, Severity
from pedograph.settings import AnalysisSettings


def analyses_as_json(
    analyses: Iterable[Analysis],
    settings: AnalysisSettings,
    findings: Sequence[Mapping[str, Any]],
    version: str,
    failures: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The document that ``pedograph analyze --json`` prints.

    Parameters
    ----------
    analyses : iterable of Analysis
        One per recording.
    settings : AnalysisSettings
        How they were analysed.
    findings : sequence of mapping
        Findings as plain values.
    version : str
        Version of Pedograph.
    failures : sequence of mapping
        "file" and "reason" of each recording that could not be read or gave no step.
    """
    return {
        "pedograph": version,
        "settings": settings.as_dict(),
        "recordings": [_recording(analysis) for analysis in analyses],
        "failures": [dict(failure) for failure in failures],
        "findings": [dict(finding) for finding in findings],
    }


def _recording(analysis: Analysis) -> dict[str, Any]:
    recording = analysis.recording
    source = recording.source
    return {
        "source": {
            "file": source.file,
            "sha256": source.sha256,
            "format": source.format,
            "assumed": list(source.assumed),
        },
        "subject": recording.subject,
        "body_mass": analysis.settings.body_mass,
        "frames": recording.frames,
        "rows": recording.rows,
        "columns": recording.columns,
        "row_spacing": recording.grid.row_spacing,
        "column_spacing": recording.grid.column_spacing,
        "sample_rate": plain(recording.sample_rate),
        "quality": [note.sentence for note in analysis.quality],
        "quality_notes": [_note(note) for note in analysis.quality],
        "steps": [_step(step) for step in analysis.steps],
        "standing": standing_as_json(analysis),
        "walk": walk_as_json(analysis.walk),
        "summary": summary_as_json(analysis),
    }


def _note(note: Note) -> dict[str, Any]:
    return {
        "key": note.key,
        "sentence": note.sentence,
        "measures": list(note.affects),
        "steps": list(note.steps),
        "blocks": note.severity is Severity.BLOCKS,
    }


def _step(step: StepAnalysis) -> dict[str, Any]:
    foot = step.footstep
    regions = {
        name: {key: {"value": plain(one.value), "unit": one.unit} for key, one in measures.items()}
        for name, measures in step.regions.items()
    }
    return {
        "index": foot.index,
        "side": foot.side.value,
        "side_confidence": round(foot.side_confidence, 4),
        "complete": foot.complete,
        "incomplete": [reason.sentence for reason in foot.incomplete],
        "direction": foot.direction,
        "start": plain(foot.start),
        "end": plain(foot.end),
        "measures": {key: measure_as_json(measure) for key, measure in step.measures.items()},
        "missing": sentences(step.missing),
        "regions": {"scheme": step.scheme, **regions},
        "cop": {
            "time": [plain(value) for value in step.path.time],
            "x": [plain(value) for value in step.path.x],
            "y": [plain(value) for value in step.path.y],
        },
    }
