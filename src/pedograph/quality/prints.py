"""Prints that do not show all they should: cut, of an uncertain side, without toe valley or a sure axis."""

from __future__ import annotations

from collections.abc import Iterator

from pedograph.anatomy import shown_scheme
from pedograph.anatomy.axes import LARGEST_DISAGREEMENT
from pedograph.anatomy.foot import NO_TOES
from pedograph.gait.contacts import SURE
from pedograph.measures.step import UNCERTAIN_SIDE
from pedograph.notes import Note, blocks, doubt, joined
from pedograph.quality.model import (
    Assessed,
    AssessedStep,
    flagged,
    grouped,
    named,
    places,
    present,
    refused,
)
from pedograph.recording import Side

_PLURALS = (("it had", "they had"), ("it was", "they were"), ("it is", "they are"), ("its print", "their prints"))
_RESOLUTION = ("arch_index", "modified_arch_index", "peak_pressure", "peak_pressure_gradient", "clarke_angle")
"""Measures that large cells blur, beside those of single zones."""


def print_notes(analysis: Assessed) -> Iterator[Note]:
    """No step at all, cut and unreadable prints, uncertain sides, toe valley, axis, coarse cells."""
    yield from _no_step(analysis)
    yield from _cut(analysis)
    yield from _sides(analysis)
    yield from _toes(analysis)
    yield from _axis(analysis)
    yield from _coarse(analysis)


def _no_step(analysis: Assessed) -> Iterator[Note]:
    if not analysis.recording.peak_image.any():
        yield doubt("no_load", "Nothing touched the plate in this recording.")
    elif not analysis.steps:
        yield doubt("no_step", "No footstep was found.")


def _cut(analysis: Assessed) -> Iterator[Note]:
    """Incomplete steps have no measures; those of one reason together."""
    alike: dict[tuple[Note, ...], list[AssessedStep]] = {}
    for step in analysis.steps:
        if not step.footstep.complete:
            alike.setdefault(step.footstep.incomplete, []).append(step)
    for reasons, steps in alike.items():
        reason, verb = joined(reasons), "is"
        if len(steps) > 1:
            reason, verb = _of_several(reason), "are"
        sentence = f"{named(steps).capitalize()} {verb} incomplete: {reason}."
        yield blocks("cut_print", sentence, refused(steps), places(steps))


def _of_several(reason: str) -> str:
    """What is said of one step, said of several."""
    for one, several in _PLURALS:
        reason = reason.replace(one, several)
    return reason


def _sides(analysis: Assessed) -> Iterator[Note]:
    unsure = [step for step in analysis.steps if step.footstep.side_confidence < SURE]
    if not unsure:
        return
    sentence = f"Left or right is uncertain for {named(unsure)}."
    keys = flagged(unsure, UNCERTAIN_SIDE.key)
    yield doubt("uncertain_side", sentence, keys, places(unsure))
    unknown = [step for step in unsure if step.footstep.side is Side.UNKNOWN]
    keys = refused(unknown, "unknown_side")
    if keys:
        sentence = f"What differs between left and right is not available of {named(unknown)}."
        yield blocks("unknown_side", sentence, keys, places(unknown))


def _toes(analysis: Assessed) -> Iterator[Note]:
    """Prints in which the toe line is missing or in no clear valley."""
    whole = [step for step in analysis.steps if step.anatomy is not None]
    toeless = [step for step in whole if NO_TOES.key in _flags(step)]
    if toeless:
        keys = refused(toeless, NO_TOES.key)
        sentence = f"No toe can be distinguished from the forefoot of {named(toeless)}."
        yield blocks("no_toes", sentence, keys, places(toeless))
        sentence = f"All of the print of {named(toeless)} is taken for the foot without toes."
        touched = flagged(toeless, NO_TOES.key)
        yield doubt("print_without_toes", sentence, touched, places(toeless))
    unclear = [step for step in whole if "no_toe_valley" in _flags(step)]
    if unclear:
        sentence = f"There is no clear valley between toes and metatarsal heads of {named(unclear)}."
        touched = flagged(unclear, "no_toe_valley")
        yield doubt("no_toe_valley", sentence, touched, places(unclear))


def _flags(step: AssessedStep) -> frozenset[str]:
    """Keys of what makes the anatomy of a step doubtful."""
    return frozenset(flag.key for flag in step.anatomy.flags) if step.anatomy is not None else frozenset()


def _axis(analysis: Assessed) -> Iterator[Note]:
    """Axes in use that disagree; not where a person drew the axis."""
    apart = {step.footstep.index: angle for step in analysis.steps if (angle := _disagreement(step)) > 0.0}
    steps = [step for step in analysis.steps if step.footstep.index in apart]
    if steps:
        sentence = (
            f"The foot axis lies up to {max(apart.values()):.1f} degrees off the bisector of the foot's sides in "
            f"{named(steps)}."
        )
        touched = flagged(steps, "axis_disagreement")
        yield doubt("axis_disagreement", sentence, touched, places(steps))


def _disagreement(step: AssessedStep) -> float:
    """Degrees between the axes where they are too many, else 0."""
    if step.anatomy is None or step.correction.axis is not None:
        return 0.0
    angle = step.anatomy.axes.disagreement
    return angle if angle > LARGEST_DISAGREEMENT else 0.0


def _coarse(analysis: Assessed) -> Iterator[Note]:
    """Cells too large for the regions that the settings ask for."""
    grid, asked = analysis.recording.grid, analysis.settings.region_scheme
    shown = shown_scheme(asked, grid)
    steps = [step for step in analysis.steps if step.anatomy is not None]
    if shown == asked or not steps:
        return
    size = f"{grid.column_spacing:.3g} x {grid.row_spacing:.3g} mm"
    sentence = f'Cells of {size} are too large for the regions "{asked}"; "{shown}" is shown instead.'
    touched = present(steps, (*_RESOLUTION, *grouped("balance", "roll_over")))
    yield doubt("coarse_cells", sentence, touched, places(steps))
