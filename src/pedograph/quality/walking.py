"""Steps compared with each other: too few of them, or one unlike the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pedograph.gait.selection import UNLIKE, UNUSUAL_STANCE, LeftOut, choose
from pedograph.notes import Note, doubt
from pedograph.quality.model import Assessed, AssessedStep, named, places, present

_FEWEST = 3
"""Steps that count below which a mean says little (three are the usual least number of trials; Zammit, 2010)."""


def walking_notes(analysis: Assessed) -> Iterator[Note]:
    """Steps unlike the others of their side, and a walk of which too few steps count.

    A recording of one step says nothing by itself: several such files make up a session.
    """
    steps = analysis.steps
    if len(steps) < 2:
        return
    kept, left_out = choose(steps)
    yield from _unlike(steps, left_out)
    walked = [step for step in steps if not step.frames.stands]
    if len(walked) >= 2 and len(kept) < _FEWEST:
        count = {0: "No step counts", 1: "Only 1 step counts"}.get(len(kept), f"Only {len(kept)} steps count")
        counting = [steps[position] for position in kept]
        sentence = f"{count} towards the means; {_FEWEST} are the least that a mean should be taken from."
        yield doubt("few_steps", sentence, present(counting), places(counting))


def _unlike(steps: Sequence[AssessedStep], left_out: Sequence[LeftOut]) -> Iterator[Note]:
    """Whole, walked steps of a sure side that are left out: those of an unusual stance together."""
    hurried = []
    for out in left_out:
        step = steps[out.position]
        if out.reason.key == UNUSUAL_STANCE:
            hurried.append(step)
        elif out.reason.key == UNLIKE:  # of the other reasons other notes say so, or a person did
            sentence = f"Step {out.index + 1} does not count towards the means: {out.reason}."
            yield doubt(UNLIKE, sentence, present([step]), (out.index,))
    if hurried:
        verb = "does" if len(hurried) == 1 else "do"
        sentence = (
            f"{named(hurried).capitalize()} {verb} not count towards the means: the stance differs from the "
            "median of its side by more than 10 %."
        )
        yield doubt(UNUSUAL_STANCE, sentence, present(hurried), places(hurried))
