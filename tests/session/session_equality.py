"""Whether two sessions are the same in everything that is stored."""

from __future__ import annotations

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.measures import RegionLoads
from pedograph.notes import Note
from pedograph.privacy.header_fields import without_names
from pedograph.recording import PressureRecording
from pedograph.session import Session

GRID = ("row_spacing", "column_spacing", "threshold", "saturation", "first_row", "first_column", "cropped")


def assert_same_recording(one: PressureRecording, other: PressureRecording) -> None:
    assert one.pressure.dtype == other.pressure.dtype
    assert one.pressure.tobytes() == other.pressure.tobytes()
    assert one.pressure.shape == other.pressure.shape
    assert not other.pressure.flags.writeable
    assert one.time.tobytes() == other.time.tobytes()
    for name in GRID:
        assert getattr(one.grid, name) == getattr(other.grid, name)
        assert type(getattr(one.grid, name)) is type(getattr(other.grid, name))
    assert (one.grid.active is None) == (other.grid.active is None)
    if one.grid.active is not None and other.grid.active is not None:
        assert one.grid.active.tolist() == other.grid.active.tolist()
    assert (one.side, one.task, one.subject) == (other.side, other.task, other.subject)
    for name in ("file", "sha256", "format", "assumed", "notes"):
        assert getattr(one.source, name) == getattr(other.source, name)
    assert list(other.source.header.items()) == list(without_names(one.source.header)[0].items())


def assert_same_step(one: StepAnalysis, other: StepAnalysis) -> None:
    a, b = one.footstep, other.footstep
    for name in ("index", "start_frame", "stop_frame", "first_row", "first_column", "side", "side_confidence"):
        assert getattr(a, name) == getattr(b, name)
    assert (a.direction, a.incomplete) == (b.direction, b.incomplete)
    assert a.mask.tolist() == b.mask.tolist()
    assert one.frames.pressure.tobytes() == other.frames.pressure.tobytes()
    assert one.frames.rows.tolist() == other.frames.rows.tolist()
    assert one.measures == other.measures
    assert one.measures.keys() == other.measures.keys()
    assert one.schemes == other.schemes
    assert one.schemes.context.why_no_foot == other.schemes.context.why_no_foot
    assert [list(regions) for regions in one.schemes.values()] == [list(x) for x in other.schemes.values()]
    assert one.scheme == other.scheme
    assert one.correction == other.correction
    assert missing_in_regions(one) == missing_in_regions(other)
    for name in ("frames", "time", "x", "y"):
        assert getattr(one.path, name).tolist() == getattr(other.path, name).tolist()
    assert (one.anatomy is None) == (other.anatomy is None)
    if one.anatomy is not None and other.anatomy is not None:
        assert one.anatomy.frame == other.anatomy.frame
        assert one.anatomy.ten.tolist() == other.anatomy.ten.tolist()
        assert one.anatomy.length == other.anatomy.length


def missing_in_regions(step: StepAnalysis) -> dict[tuple[str, str, str], Note]:
    """Reasons for what the regions that a session keeps do not have, by scheme, region and key."""
    return {
        (scheme, region, key): reason
        for scheme, regions in step.kept_schemes.items()
        for region, loads in regions.items()
        if isinstance(loads, RegionLoads)
        for key, reason in loads.missing.items()
    }


def assert_same_analysis(one: Analysis, other: Analysis) -> None:
    assert_same_recording(one.recording, other.recording)
    assert one.settings == other.settings
    assert one.quality == other.quality
    for a, b in zip(one.steps, other.steps, strict=True):
        assert_same_step(a, b)
        assert b.footstep.recording is other.recording


def assert_same_session(one: Session, other: Session) -> None:
    """All but ``written_by`` and the header fields that name people, which are never stored."""
    assert one.visit == other.visit
    assert one.examination == other.examination
    assert one.review == other.review
    assert one.settings == other.settings
    assert one.journal == other.journal
    for a, b in zip(one.recordings, other.recordings, strict=True):
        assert a.corrections == b.corrections
        assert_same_analysis(a.analysis, b.analysis)
