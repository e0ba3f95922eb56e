"""Writes a session and a recording, or opens them, and prints what is in them.

``python exchange.py write FOLDER`` and ``python exchange.py open FOLDER`` print the same, whatever versions of the
libraries either of the two runs on.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pedograph as pg
from pedograph.session import Session, new_session, open_session, save_session, with_recording

SAMPLE = Path(__file__).parents[2] / "sample_scans" / "emed_before_insole.lst"


def of_recording(recording: pg.PressureRecording) -> dict[str, Any]:
    """Frames and times to the bit, and the grid."""
    return {
        "shape": recording.pressure.shape,
        "frames": hashlib.sha256(recording.pressure.tobytes()).hexdigest(),
        "time": hashlib.sha256(recording.time.tobytes()).hexdigest(),
        "grid": [recording.grid.row_spacing, recording.grid.column_spacing, recording.grid.threshold],
        "subject": recording.subject,
    }


def of_session(session: Session) -> dict[str, Any]:
    """Its recordings, and every measure of every step with its error, to the bit."""
    steps = [step for item in session.recordings for step in item.analysis.steps]
    return {
        "subject": session.visit.subject,
        "recordings": [of_recording(item.recording) for item in session.recordings],
        "measures": [
            {key: [repr(one.value), one.unit, repr(one.uncertainty)] for key, one in step.measures.items()}
            for step in steps
        ],
        "missing": [{key: str(why) for key, why in step.missing.items()} for step in steps],
        "masks": [hashlib.sha256(step.footstep.mask.tobytes()).hexdigest() for step in steps],
    }


def main(what: str, folder: Path) -> None:
    session_file, recording_file = folder / "session.h5", folder / "recording.h5"
    if what == "write":
        recording = pg.read(SAMPLE)
        session = with_recording(new_session("P-1"), pg.analyze(recording), "AB", "2026-11-30T10:00:00+01:00")
        save_session(session, session_file)
        pg.write(recording, recording_file)
    else:
        recording, session = pg.read(recording_file), open_session(session_file)
    json.dump({"recording": of_recording(recording), "session": of_session(session)}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
