"""A session as the bytes of its HDF5 file."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, Final

import h5py

from pedograph import __version__
from pedograph.posture import ExaminationField, examination_fields, review_findings
from pedograph.session.encode import Values, analysed_values, as_json, as_list, recorded_values, table_columns
from pedograph.session.hdf5_writing import LIBRARY, make_group, put, put_group
from pedograph.session.model import Session, SessionRecording, findings_of
from pedograph.session.schema import ANALYSED, FILE, FORMAT, RECORDED, VERSION, Field, Group, Kind

WRITTEN_BY: Final = f"Pedograph {__version__}"
_KINDS: Final = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "yes_no": Kind.YES_NO}
_BLOCK: Final = 1 << 20
"""Bytes by which the file grows in memory."""


def session_bytes(session: Session) -> bytes:
    """The session's file; the same session gives the same bytes.

    It is made in memory, so that a full disk or a lock shows in one place only: where the bytes are written.
    """
    name = uuid.uuid4().hex  # HDF5 refuses to open two files of one name at a time, on disk or not
    memory = {"driver": "core", "backing_store": False, "block_size": _BLOCK}
    with h5py.File(name, "w", libver=LIBRARY, track_order=True, **memory) as file:
        file.attrs["format"] = FORMAT
        file.attrs["version"] = VERSION
        file.attrs["written_by"] = WRITTEN_BY
        file.attrs["description"] = FILE[0].description
        _put_groups(file, FILE, _own_values(session))
        _put_examination(file["examination"], session)
        recordings = make_group(file, "recordings", "Recordings in the order in which they were added")
        for number, item in enumerate(session.recordings):
            _put_recording(recordings, number, item)
        file.flush()
        image: bytes = file.id.get_file_image()
    return image


def _put_recording(recordings: h5py.Group, number: int, item: SessionRecording) -> None:
    place = make_group(recordings, f"{number:03d}", RECORDED[0].description)
    _put_groups(place, RECORDED, recorded_values(item.as_read))
    _put_groups(place, ANALYSED, analysed_values(item))


def _put_groups(place: h5py.Group, groups: Iterable[Group], values: Mapping[str, Values]) -> None:
    for group in groups:
        put_group(place, group, values[group.path])


def _own_values(session: Session) -> dict[str, Values]:
    """Values of the file's own groups."""
    findings = findings_of(session)
    visit = session.visit
    reviewed = review_findings(findings, session.review)
    return {
        "": {"settings": as_json(session.settings.as_dict())},
        "visit": {
            "identifier": visit.identifier,
            "date": visit.date,
            "subject": visit.subject,
            "written_by": WRITTEN_BY,
            "note": visit.note,
        },
        "examination": {"json": as_json(session.examination.to_dict())},
        "findings": {"review_json": as_json(session.review.to_dict()), "json": as_json(findings.to_dict())},
        "findings/notes": table_columns(
            _GROUPS["findings/notes"],
            (
                (
                    one.finding.rule,
                    one.finding.version,
                    one.finding.title,
                    one.finding.text,
                    one.finding.strength,
                    as_list(one.finding.evidence),
                    as_list(one.finding.against),
                    str(one.state),
                    one.text,
                    one.decision.who if one.decision else "",
                    one.decision.when if one.decision else "",
                )
                for one in reviewed
            ),
        ),
        "journal": table_columns(
            _GROUPS["journal"],
            ((entry.when, entry.who, entry.what, as_json(dict(entry.detail))) for entry in session.journal),
        ),
    }


def _put_examination(place: h5py.Group, session: Session) -> None:
    """Each value that was taken as a dataset of its own type, under the path it has in the form."""
    make_group(place, "values", "The same, a dataset for each value")
    for item in examination_fields():
        for path in item.paths:
            value = session.examination.value(path)
            if value not in (None, ()):
                _put_examined(place["values"], item, path, value)


def _put_examined(values: h5py.Group, item: ExaminationField, path: str, value: Any) -> None:
    side, _, key = path.rpartition(".")
    place = make_group(values, side, f"Of the {side} foot and ankle") if side else values
    kind = _KINDS.get(item.kind, Kind.TEXT if isinstance(value, str | tuple) else Kind.NUMBER)
    axes = ("item",) if isinstance(value, tuple) else ()
    unit = item.unit or ("" if kind is Kind.TEXT else "1")
    put(place, Field(key, kind, axes, unit, item.label), value)


_GROUPS: Final = {group.path: group for group in FILE if group.row}
