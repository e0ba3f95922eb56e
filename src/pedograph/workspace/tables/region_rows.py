"""The load by region as it is shown: which schemes the plate can carry, and rows of left and right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pedograph.analysis import StepAnalysis
from pedograph.anatomy import REGION_LABELS
from pedograph.anatomy.schemes import LARGEST_FINE_CELL, scheme
from pedograph.measures import catalogue
from pedograph.workspace.tables.measure_rows import NO_STEP, Reading

REGION_COLUMNS: Final = (
    "peak_pressure",
    "peak_force",
    "contact_area",
    "pressure_time_integral",
    "force_time_integral_share",
)
"""Measures that are shown of each region."""
_SCHEME_NAMES: Final[dict[str, str]] = {
    "three": "3: thirds of the foot",
    "three_percent": "3: cut at 27 and 55 %",
    "four": "4: toes and thirds",
    "six": "6: thirds in halves",
    "seven": "7: for coarse plates",
    "ten": "10: zones as in footscan",
    "ten_prc_style": "10: PRC style",
    "twelve_prc_style": "12: PRC style",
}
"""Plain names, from the fewest regions to the most."""


@dataclass(frozen=True)
class RegionRow:
    """The load of one region of one foot: readings by measure.

    Parameters
    ----------
    region, label, name : str
        Key; as it stands on the map; in words.
    side : str
        "L" or "R".
    readings : tuple of Reading
        In the order of ``REGION_COLUMNS``.
    """

    region: str
    label: str
    name: str
    side: str
    readings: tuple[Reading, ...]


def scheme_choices(left: StepAnalysis | None, right: StepAnalysis | None) -> tuple[str, ...]:
    """Keys of the schemes that a shown foot can carry, from the fewest regions to the most."""
    carried = dict.fromkeys(key for step in (left, right) if step is not None for key in step.schemes)
    known = [key for key in _SCHEME_NAMES if key in carried]
    return (*known, *(key for key in carried if key not in _SCHEME_NAMES))


def scheme_name(key: str) -> str:
    """A scheme in a few plain words, its number of regions first."""
    return _SCHEME_NAMES.get(key) or scheme(key).name


def scheme_to_show(left: StepAnalysis | None, right: StepAnalysis | None, wanted: str) -> str:
    """The scheme that is wanted where the plate carries it, else that of the analysis; empty without a step."""
    choices = scheme_choices(left, right)
    if wanted in choices:
        return wanted
    return next((step.scheme for step in (left, right) if step is not None and (step.schemes or not choices)), "")


def scheme_note(left: StepAnalysis | None, right: StepAnalysis | None, key: str) -> str:
    """How the regions are drawn, or why the plate offers few; empty without a foot."""
    steps = [step for step in (left, right) if step is not None and step.schemes]
    if not steps or not key:
        return ""
    choices = scheme_choices(left, right)
    if len(choices) < len(_SCHEME_NAMES):
        grid = steps[0].footstep.recording.grid
        size = f"{grid.column_spacing:.3g} × {grid.row_spacing:.3g} mm"
        return (
            f"Cells of {size} are too large for single metatarsal heads, which need {LARGEST_FINE_CELL:g} mm or "
            f"less: {len(choices)} of {len(_SCHEME_NAMES)} schemes are available."
        )
    return scheme(key).about


def region_rows(left: StepAnalysis | None, right: StepAnalysis | None, key: str) -> tuple[RegionRow, ...]:
    """Load of the regions of a scheme, left and right under each other; measures them where that is not yet done.

    Parameters
    ----------
    left, right : StepAnalysis or None
        The steps shown.
    key : str
        The scheme; without one there are no rows.
    """
    if not key:
        return ()
    return tuple(
        RegionRow(region.name, _label(region.name), _short(region.title), side, _readings(step, key, region.name))
        for region in scheme(key).regions
        for side, step in (("L", left), ("R", right))
    )


def _label(region: str) -> str:
    return REGION_LABELS.get(region, region)


def _short(title: str) -> str:
    """A region's title, short enough for a narrow column: "First metatarsal head" as "Metatarsal 1"."""
    for number, word in enumerate(("First", "Second", "Third", "Fourth", "Fifth"), start=1):
        if title == f"{word} metatarsal head":
            return f"Metatarsal {number}"
    return title.replace("Third to fifth metatarsal heads", "Metatarsals 3-5").replace("Third to fifth", "3rd-5th")


def _readings(step: StepAnalysis | None, key: str, region: str) -> tuple[Reading, ...]:
    """What one region of one foot has, or why it has nothing."""
    if step is None:
        return _nothing(NO_STEP)
    if step.anatomy is None:
        return _nothing(str(step.schemes.context.why_no_foot))
    if key not in step.schemes:
        return _nothing("the cells of its plate are too large for these regions")
    found = step.schemes[key].get(region)
    if found is None:
        return _nothing("this region did not touch the ground")
    readings = []
    for column in REGION_COLUMNS:
        measure = found.get(column)
        if measure is None:
            readings.append(Reading("–", reason="it is not available in so small a region or a single image"))
        else:
            text = catalogue()[column].format(measure.value, measure.uncertainty)
            readings.append(
                Reading(text, measure.value, measure.uncertainty, flags=tuple(map(str, measure.flags)))
            )
    return tuple(readings)


def _nothing(reason: str) -> tuple[Reading, ...]:
    return tuple(Reading("–", reason=reason) for _ in REGION_COLUMNS)
