"""Everything that is wrong with a recording, in the order in which a person should read it."""

from __future__ import annotations

from typing import Final

from pedograph.notes import Note
from pedograph.quality.cells import cell_notes
from pedograph.quality.model import Assessed
from pedograph.quality.prints import print_notes
from pedograph.quality.timing import timing_notes
from pedograph.quality.walking import walking_notes

ASSESSED: Final = frozenset(
    (
        "saturated_cells",
        "drifting_cells",
        "noise",
        "no_load",
        "no_step",
        "cut_print",
        "uncertain_side",
        "unknown_side",
        "no_toes",
        "print_without_toes",
        "no_toe_valley",
        "axis_disagreement",
        "coarse_cells",
        "no_time_course",
        "gap_in_step",
        "gap",
        "low_rate",
        "low_rate_for_walking",
        "few_steps",
        "unlike_the_others",
        "unusual_stance",
    )
)
"""Keys of the notes that nobody but `assess` makes of a recording; those on cells are of `clean`, too."""


def assess(analysis: Assessed) -> tuple[Note, ...]:
    """What a person should know before he trusts the numbers of an analysis.

    Nothing is changed by it: where a note blocks, the measures that it touches are missing already, and the note
    says why; where it does not, they carry their values, and the note says what they may suffer from.

    Parameters
    ----------
    analysis : Assessed
        Recording, settings and measured steps (`pedograph.analysis.Analysis` is one).

    Returns
    -------
    tuple of Note
        Sensors first, then prints, time and steps; empty for a recording without fault.
    """
    return (
        *cell_notes(analysis),
        *print_notes(analysis),
        *timing_notes(analysis),
        *walking_notes(analysis),
    )
