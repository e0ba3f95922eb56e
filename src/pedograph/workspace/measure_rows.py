"""The table of measures as it is shown: groups, rows, what stands left and right, and the little bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pedograph.analysis import StepAnalysis
from pedograph.anatomy import REGION_LABELS, SCHEMES
from pedograph.measures import MeasureDefinition, catalogue

REGION_NAMES: Final[dict[str, str]] = {
    "hallux": "Hallux",
    "toes_2_5": "Toes 2-5",
    "metatarsal_1": "Metatarsal 1",
    "metatarsal_2": "Metatarsal 2",
    "metatarsal_3": "Metatarsal 3",
    "metatarsal_4": "Metatarsal 4",
    "metatarsal_5": "Metatarsal 5",
    "midfoot": "Midfoot",
    "heel_medial": "Heel medial",
    "heel_lateral": "Heel lateral",
}
REGION_COLUMNS: Final = (
    "peak_pressure",
    "peak_force",
    "contact_area",
    "pressure_time_integral",
    "force_time_integral_share",
)
_NO_STEP: Final = "no step of this foot is shown"
_TOO_COARSE: Final = "the cells of this plate are too large for ten regions"


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
    """

    definition: MeasureDefinition
    left: Reading
    right: Reading
    span: tuple[float, float]

    @property
    def name(self) -> str:
        """The measure's name, short enough for a narrow column."""
        return self.definition.name.replace("Centre of pressure", "CoP").replace("centre of pressure", "CoP")

    @property
    def band(self) -> tuple[float, float] | None:
        """The reference band; the bar is drawn only where there is one."""
        reference = self.definition.reference
        return None if reference is None else reference.band

    @property
    def band_words(self) -> str:
        """The bar in words ("Left within, right beyond the band of ..."); empty where there is no bar."""
        reference, band = self.definition.reference, self.band
        if reference is None or band is None:
            return ""
        places = [
            f"{side} {'within' if band[0] <= reading.value <= band[1] else 'beyond'}"
            for side, reading in (("left", self.left), ("right", self.right))
            if reading.value is not None
        ]
        words = ", ".join(places) or "no foot is shown against"
        return f"{words.capitalize()} the band of {self.definition.reference_text(reference)}"


@dataclass(frozen=True)
class RegionRow:
    """The load of one region of one foot: readings by measure."""

    region: str
    label: str
    name: str
    side: str
    readings: tuple[Reading, ...]


def measure_rows(left: StepAnalysis | None, right: StepAnalysis | None) -> tuple[MeasureRow, ...]:
    """Every measure of the foot, in the catalogue's order."""
    rows = []
    for definition in catalogue().values():
        if "foot" in definition.levels:
            readings = (_reading(definition, left), _reading(definition, right))
            rows.append(MeasureRow(definition, *readings, _span(definition, readings)))
    return tuple(rows)


def region_rows(left: StepAnalysis | None, right: StepAnalysis | None) -> tuple[RegionRow, ...]:
    """Load of the ten regions, left and right under each other."""
    return tuple(
        RegionRow(region, REGION_LABELS[region], REGION_NAMES[region], side, _region_readings(step, region))
        for region in SCHEMES["ten"]
        for side, step in (("L", left), ("R", right))
    )


def _reading(definition: MeasureDefinition, step: StepAnalysis | None) -> Reading:
    if step is None:
        return Reading("–", reason=_NO_STEP)
    measure = step.measures.get(definition.key)
    if measure is None:
        return Reading("–", reason=step.missing.get(definition.key, "it was not measured"))
    text = definition.format(measure.value, measure.uncertainty)
    return Reading(text, measure.value, measure.uncertainty, flags=measure.flags)


def _region_readings(step: StepAnalysis | None, region: str) -> tuple[Reading, ...]:
    if step is None:
        return tuple(Reading("–", reason=_NO_STEP) for _ in REGION_COLUMNS)
    if step.anatomy is None:
        why = f"the step is not whole: {' and '.join(step.footstep.incomplete)}"
        return tuple(Reading("–", reason=why) for _ in REGION_COLUMNS)
    if "ten" not in step.schemes:
        return tuple(Reading("–", reason=_TOO_COARSE) for _ in REGION_COLUMNS)
    found = step.schemes["ten"].get(region)
    if found is None:
        return tuple(Reading("–", reason="this region did not touch the ground") for _ in REGION_COLUMNS)
    readings = []
    for key in REGION_COLUMNS:
        measure = found.get(key)
        if measure is None:
            readings.append(Reading("–", reason="it cannot be had in so small a region or a single picture"))
        else:
            readings.append(Reading(catalogue()[key].format(measure.value), measure.value))
    return tuple(readings)


def _span(definition: MeasureDefinition, readings: tuple[Reading, Reading]) -> tuple[float, float]:
    """Ends of the bar: round the reference band where there is one; else from 0, or even about it, to both values.

    Values far from the band widen it only so far; what lies beyond stands at the end.
    """
    values = [reading.value for reading in readings if reading.value is not None]
    reference = definition.reference
    if reference is not None and reference.band is not None:
        low, high = reference.band
        width = high - low
        reach = [*values, low - 0.75 * width, high + 0.75 * width]
        return max(min(reach), low - 3 * width), min(max(reach), high + 3 * width)
    largest = max((abs(value) for value in values), default=1.0) or 1.0
    signed = bool(definition.positive)
    return (-1.3 * largest if signed else 0.0, 1.3 * largest)
