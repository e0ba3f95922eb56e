"""The table of measures as it is shown: groups, rows, what stands left and right, and the little bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pedograph.analysis import StepAnalysis
from pedograph.measures import MeasureDefinition, MeasureTable, catalogue
from pedograph.measures.reference.choice import Person, choose_band
from pedograph.measures.reference.ranges import ReferenceRange

_LONG_NAME: Final = 30
"""Characters from which on a name is shortened further than by the centre of pressure."""
_ABBREVIATIONS: Final = (
    ("Centre of pressure", "CoP"),
    ("Mediolateral", "ML"),
    ("Anteroposterior", "AP"),
    (" of the CoP in ", " of CoP, "),
    (" of the CoP", " of CoP"),
    ("body weight", "BW"),
    ("Integral of the momentary", "Integral of"),
    ("forefoot contact", "forefoot cont."),
)
NO_STEP: Final = "no step of this foot is shown"
"""Why a foot has no numbers where none of its steps is looked at."""


@dataclass(frozen=True)
class Reading:
    """What one foot has of a measure: a number, or the reason why there is none.

    Parameters
    ----------
    text : str
        As it is printed, without its unit; a dash where it is missing.
    value, uncertainty : float or None
        The number and its standard error.
    reason : str
        Why it is missing; empty where it is not.
    flags : tuple of str
        What a reader of the number should know.
    """

    text: str
    value: float | None = None
    uncertainty: float | None = None
    reason: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeasureRow:
    """A measure of both feet.

    Parameters
    ----------
    definition : MeasureDefinition
        What it is.
    left, right : Reading
        Of each foot.
    span : (float, float)
        Ends of the bar on which both are shown.
    reference : ReferenceRange, optional
        Whose band they are compared with.
    both : Reading, optional
        Of what has no side; ``left`` and ``right`` are then the same.
    group : str
        Heading under which it stands, where that is not its group in the catalogue.
    """

    definition: MeasureDefinition
    left: Reading
    right: Reading
    span: tuple[float, float]
    reference: ReferenceRange | None = None
    both: Reading | None = None
    group: str = ""

    @property
    def heading(self) -> str:
        """The heading under which it stands."""
        return self.group or self.definition.group_name

    @property
    def name(self) -> str:
        """The measure's name, short enough for a narrow column."""
        name = self.definition.name
        for long, short in _ABBREVIATIONS:
            if len(name) > _LONG_NAME or short == "CoP":
                name = name.replace(long, short).replace(long.lower(), short)
        return name

    @property
    def band(self) -> tuple[float, float] | None:
        """The reference band; the bar is drawn only where there is one."""
        return None if self.reference is None else self.reference.band

    @property
    def band_words(self) -> str:
        """The bar in words ("Left within, right beyond the band of ..."); empty where there is no bar."""
        reference, band = self.reference, self.band
        if reference is None or band is None:
            return ""
        places = [
            f"{side} {'within' if band[0] <= reading.value <= band[1] else 'beyond'}"
            for side, reading in (("left", self.left), ("right", self.right))
            if reading.value is not None
        ]
        words = ", ".join(places) or "no foot is shown against"
        return f"{words.capitalize()} the band of {self.definition.reference_text(reference)}"


def measure_rows(
    left: StepAnalysis | None,
    right: StepAnalysis | None,
    person: Person | None = None,
    own: Mapping[str, Sequence[ReferenceRange]] | None = None,
) -> tuple[MeasureRow, ...]:
    """Every measure of the foot that was asked for, in the catalogue's order.

    Parameters
    ----------
    left, right : StepAnalysis or None
        The steps shown.
    person : Person, optional
        Whom the reference bands have to fit, as far as known. A band of another task is shown where there is no
        other, as its words tell; of another device, age or sex, none.
    own : mapping of str to sequence of ReferenceRange, optional
        The user's own references by measure.
    """
    shown = [step for step in (left, right) if step is not None]
    rows = []
    for definition in measures_of(shown):
        readings = (_reading(definition, left), _reading(definition, right))
        reference = choose_band(
            definition.references, person or Person(), (own or {}).get(definition.key, ()), any_task=True
        ).reference
        rows.append(MeasureRow(definition, *readings, _span(definition, reference, readings), reference))
    return tuple(rows)


def measures_of(steps: Sequence[StepAnalysis]) -> list[MeasureDefinition]:
    """The measures of the foot that were made or tried; shares of a body weight that nobody entered are none."""
    return [
        definition
        for key, definition in catalogue().items()
        if "foot" in definition.levels
        and (not steps or any(key in step.measures or key in step.missing for step in steps))
    ]


def reading_of(definition: MeasureDefinition, table: MeasureTable) -> Reading:
    """What a table has of a measure, or the reason why it has nothing."""
    measure = table.get(definition.key)
    if measure is None:
        return Reading("–", reason=str(table.missing.get(definition.key, "it was not measured")))
    text = definition.format(measure.value, measure.uncertainty)
    return Reading(text, measure.value, measure.uncertainty, flags=tuple(map(str, measure.flags)))


def _reading(definition: MeasureDefinition, step: StepAnalysis | None) -> Reading:
    return Reading("–", reason=NO_STEP) if step is None else reading_of(definition, step.measures)


def _span(
    definition: MeasureDefinition, reference: ReferenceRange | None, readings: tuple[Reading, Reading]
) -> tuple[float, float]:
    """Ends of the bar: round the reference band where there is one; else from 0, or even about it, to both values.

    Values far from the band widen it only so far; what lies beyond stands at the end.
    """
    values = [reading.value for reading in readings if reading.value is not None]
    if reference is not None and reference.band is not None:
        low, high = reference.band
        width = high - low
        reach = [*values, low - 0.75 * width, high + 0.75 * width]
        return max(min(reach), low - 3 * width), min(max(reach), high + 3 * width)
    largest = max((abs(value) for value in values), default=1.0) or 1.0
    signed = bool(definition.positive)
    return (-1.3 * largest if signed else 0.0, 1.3 * largest)
