"""Markers of pronation of one foot: those of the plate beside those of the examination."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pedograph.measures import MeasureTable
from pedograph.measures.pronation import Examined, Marker, pronation_markers
from pedograph.measures.reference.choice import Person
from pedograph.measures.reference.ranges import SEXES, ReferenceRange
from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.scoring import foot_posture_index
from pedograph.recording import PressureRecording


def examined_markers(foot: FootExamination) -> tuple[Examined, ...]:
    """What was measured by hand on a foot and is a marker: a whole FPI-6, and navicular drop."""
    score = foot_posture_index(foot)
    found = [] if score is None else [Examined("fpi_total", float(score.total))]
    if foot.navicular_drop is not None:
        found.append(Examined("navicular_drop", foot.navicular_drop))
    return tuple(found)


def person_of(examination: Examination, recordings: Iterable[PressureRecording] = ()) -> Person:
    """Whom a reference has to fit: age and sex as entered, and what recordings know of how they were made.

    Parameters
    ----------
    examination : Examination
        Of the visit.
    recordings : iterable of PressureRecording
        Of what was measured; task, device and the speed of a belt are known where all say the same.
    """
    sex = examination.sex if examination.sex in SEXES else ""
    facts = {(one.task, one.source.device, one.belt_speed) for one in recordings}
    tasks, devices, speeds = (
        (set(values) for values in zip(*facts, strict=True)) if facts else (set(), set(), set())
    )
    return Person(
        examination.age_years,
        sex or "",
        tasks.pop() if len(tasks) == 1 else "",
        speeds.pop() / 1000.0 or None if len(speeds) == 1 else None,
        devices.pop() if len(devices) == 1 else "",
    )


def foot_markers(
    steps: Sequence[MeasureTable],
    foot: FootExamination,
    person: Person,
    own: Mapping[str, Sequence[ReferenceRange]] | None = None,
) -> tuple[Marker, ...]:
    """Every marker of one foot, from its steps and its examination.

    Parameters
    ----------
    steps : sequence of MeasureTable
        Measures of the complete steps of that foot.
    foot : FootExamination
        What was examined of it.
    person : Person
        Whose it is, from `person_of`.
    own : mapping of str to sequence of ReferenceRange, optional
        The user's own references by measure.
    """
    return pronation_markers(steps, examined_markers(foot), person=person, own=own)
