"""Markers of pronation of one foot: those of the plate beside those of the examination."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pedograph.measures import MeasureTable
from pedograph.measures.pronation import Examined, Marker, pronation_markers
from pedograph.measures.reference import SEXES, ReferenceRange
from pedograph.measures.reference_choice import Person
from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.scoring import foot_posture_index


def examined_markers(foot: FootExamination) -> tuple[Examined, ...]:
    """What was measured by hand on a foot and is a marker: a whole FPI-6, and navicular drop."""
    score = foot_posture_index(foot)
    found = [] if score is None else [Examined("fpi_total", float(score.total))]
    if foot.navicular_drop is not None:
        found.append(Examined("navicular_drop", foot.navicular_drop))
    return tuple(found)


def foot_markers(
    steps: Sequence[MeasureTable],
    examination: Examination,
    side: str,
    *,
    task: str = "",
    device: str = "",
    own: Mapping[str, Sequence[ReferenceRange]] | None = None,
) -> tuple[Marker, ...]:
    """Every marker of one foot, from its steps and its examination.

    Parameters
    ----------
    steps : sequence of MeasureTable
        Measures of the whole steps of that foot.
    examination : Examination
        Of the visit; its age and sex choose among references.
    side : str
        "left" or "right".
    task, device : str
        What the person did, and what it was recorded with.
    own : mapping of str to sequence of ReferenceRange, optional
        The user's own references by measure.
    """
    sex = examination.sex if examination.sex in SEXES else ""
    person = Person(examination.age_years, sex or "", task, device=device)
    return pronation_markers(steps, examined_markers(examination.foot(side)), person=person, own=own)
