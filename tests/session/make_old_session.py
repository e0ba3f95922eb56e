"""Makes the small session file that every later version has to open: ``python tests/session/make_old_session.py``.

It writes tests/files/session-N.h5 for the version N that is written today, and its numbers beside it; a file once
committed is never made again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from session_equality import missing_in_regions
from session_examples import IDENTIFIER, WHEN, WHO, all_by_hand

from corrected_steps import session_with_foot
from pedograph.analysis import analyze
from pedograph.corrections import StepCorrection
from pedograph.posture import DecisionKind, Examination
from pedograph.recording import SensorGrid, Side, Source
from pedograph.session import (
    Session,
    findings_of,
    new_session,
    save_session,
    session_version,
    with_decision,
    with_examination,
    with_recording,
)
from pedograph.settings import AnalysisSettings
from pedograph.simulation import FootShape, Sampling, StepParameters, cropped, simulate_step

FILES = Path(__file__).parents[1] / "files"


def one_step() -> Session:
    """A visit with one simulated step of a right foot, corrected by hand."""
    grid = SensorGrid(row_spacing=10.0, column_spacing=8.0)
    high_arch = StepParameters(FootShape(arch_height=0.95), stance_time=0.6)  # a midfoot of few cells, or of none
    made = simulate_step(high_arch, grid, sampling=Sampling(sample_rate=25.0, quantum=10.0))
    source = Source("step.lst", "ab" * 32, "emed", {"Sensor area": "0.64 cm²"}, ("orientation",))
    recording = replace(cropped(made.recording), source=source, side=Side.RIGHT, subject="S-7")
    settings = AnalysisSettings(region_scheme="six")
    session = new_session("P-0042", when=WHEN, who=WHO, identifier=IDENTIFIER)
    session = with_recording(session, analyze(recording, settings), WHO, WHEN)
    (step,) = session.recordings[0].analysis.steps
    session = session_with_foot(session, 0, 0, all_by_hand(step), WHEN, WHO)
    session = with_examination(session, Examination().with_value("nprs", 6), WHO, WHEN)
    finding = findings_of(session).applies[0]
    return with_decision(session, finding, DecisionKind.ACCEPTED, WHO, WHEN)


def numbers_of(session: Session) -> dict[str, Any]:
    """What the file has to give in every later version."""
    (item,) = session.recordings
    (step,) = item.analysis.steps
    foot = step.footstep
    return {
        "visit": [session.visit.identifier, session.visit.date, session.visit.subject],
        "frames": hashlib.sha256(item.recording.pressure.tobytes()).hexdigest(),
        "shape": list(item.recording.pressure.shape),
        "time": item.recording.time.tolist(),
        "spacing": [item.recording.grid.row_spacing, item.recording.grid.column_spacing],
        "header": dict(item.recording.source.header),
        "side": [str(foot.side), foot.side_confidence],
        "bounds": [foot.start_frame, foot.stop_frame, foot.first_row, foot.first_column, *foot.mask.shape],
        "cells": int(foot.mask.sum()),
        "measures": {key: [one.value, one.unit, one.uncertainty] for key, one in step.measures.items()},
        "missing": {key: str(reason) for key, reason in step.missing.items()},
        "reason_keys": {key: reason.key for key, reason in step.missing.items()},
        "flag_keys": {key: [flag.key for flag in one.flags] for key, one in step.measures.items() if one.flags},
        "regions": {
            scheme: {name: {key: one.value for key, one in found.items()} for name, found in regions.items()}
            for scheme, regions in step.kept_schemes.items()
        },
        "missing_in_regions": [
            [*place, str(reason)] for place, reason in sorted(missing_in_regions(step).items())
        ],
        "by_hand": [json.loads(json.dumps(foot_set(step.correction)))],
        "corrections": item.corrections.to_dict(),
        "path": [step.path.x.tolist(), step.path.y.tolist()],
        "examination": session.examination.to_dict(),
        "review": session.review.to_dict(),
        "journal": [[entry.when, entry.who, entry.what] for entry in session.journal],
    }


def foot_set(correction: StepCorrection) -> dict[str, Any] | None:
    """Axis, toe line and cells set by hand, as the numbers of every version have them."""
    if not correction.flags:
        return None
    return {"axis": correction.axis, "toe_line": correction.toe_line, "left_out": correction.cells_left_out}


def main() -> None:
    """Write the file and its numbers, unless they are there."""
    session = one_step()
    path = save_session(session, FILES / "session.h5")
    path = path.rename(FILES / f"session-{session_version(path)}.h5")
    text = json.dumps(numbers_of(session), ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
