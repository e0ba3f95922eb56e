"""A session as the bytes of its HDF5 file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from pedograph import __version__
from pedograph.errors import SessionError
from pedograph.formats.pedograph.codec import write_recording
from pedograph.formats.pedograph.hdf5_reading import joined
from pedograph.formats.pedograph.hdf5_writing import HDF5Writer, hdf5_bytes
from pedograph.formats.pedograph.layout import VERSION, Field, Kind, Values
from pedograph.posture import ExaminationField, examination_fields, review_findings
from pedograph.privacy.header_fields import without_names
from pedograph.session.encode import analysed_values, as_json, as_list, table_columns
from pedograph.session.model import Session, SessionRecording, findings_of
from pedograph.session.schema import ANALYSED, FILE, FORMAT

WRITTEN_BY: Final = f"Pedograph {__version__}"
_KINDS: Final = {"integer": Kind.INTEGER, "number": Kind.NUMBER, "yes_no": Kind.YES_NO}


def session_bytes(session: Session) -> bytes:
    """The session's file; the same session gives the same bytes.

    Raises
    ------
    SessionError
        If what was written could not be read back as it was.
    """
    attributes = {
        "format": FORMAT,
        "version": VERSION,
        "written_by": WRITTEN_BY,
        "description": FILE[0].description,
    }
    return hdf5_bytes(attributes, lambda writer: _put_session(writer, session), _unreadable, foreign=False)


def _unreadable(path: str, found: str) -> SessionError:
    part = f"the part {path} of its file" if path else "its file"
    return SessionError(
        f"the session was not saved, for it could not be opened again: {part} {found}; what was saved before is "
        "untouched."
    )


def _put_session(writer: HDF5Writer, session: Session) -> None:
    writer.put_groups(FILE, _own_values(session))
    _put_examination(writer, session)
    writer.make_group("recordings", "Recordings in the order in which they were added")
    writer.settle()
    for number, item in enumerate(session.recordings):
        _put_recording(writer, f"recordings/{number:03d}", item)
        writer.settle()


def _put_recording(writer: HDF5Writer, base: str, item: SessionRecording) -> None:
    """Header fields that name or identify a person are left out and listed as withheld."""
    source = item.as_read.source
    header, withheld = without_names(source.header)
    write_recording(writer, item.as_read.with_metadata(replace(source, header=header)), base, withheld)
    writer.put_groups(ANALYSED, analysed_values(item), base)


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
            (
                (entry.when, entry.who, entry.what, as_json(dict(entry.detail)), entry.sha256, entry.late)
                for entry in session.journal
            ),
        ),
    }


def _put_examination(writer: HDF5Writer, session: Session) -> None:
    """Each value that was taken as a dataset of its own type, under the path it has in the form."""
    writer.make_group("examination/values", "The same, a dataset for each value")
    for item in examination_fields():
        for path in item.paths:
            value = session.examination.value(path)
            if value not in (None, ()):
                _put_examined(writer, item, path, value)


def _put_examined(writer: HDF5Writer, item: ExaminationField, path: str, value: Any) -> None:
    side, _, key = path.rpartition(".")
    place = joined("examination/values", side)
    writer.make_group(place, f"Of the {side} foot and ankle")
    kind = _KINDS.get(item.kind, Kind.TEXT if isinstance(value, str | tuple) else Kind.NUMBER)
    axes = ("item",) if isinstance(value, tuple) else ()
    unit = item.unit or ("" if kind is Kind.TEXT else "1")
    writer.put(place, Field(key, kind, axes, unit, item.label), value)


_GROUPS: Final = {group.path: group for group in FILE if group.row}
