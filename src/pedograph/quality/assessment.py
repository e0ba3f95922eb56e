"""Everything that is wrong with a recording, in the order in which a person should read it."""

from __future__ import annotations

from pedograph.quality.cells import cell_notes
from pedograph.quality.model import Assessed, QualityNote
from pedograph.quality.prints import print_notes
from pedograph.quality.timing import timing_notes
from pedograph.quality.walking import walking_notes


def assess(analysis: Assessed) -> tuple[QualityNote, ...]:
    """What a person should know before he trusts the numbers of an analysis.

    Nothing is changed by it: where a note blocks, the measures that it touches are missing already, and the note
    says why; where it does not, they carry their values, and the note says what they may suffer from.

    Parameters
    ----------
    analysis : Assessed
        Recording, settings and measured steps (`pedograph.analysis.Analysis` is one).

    Returns
    -------
    tuple of QualityNote
        Sensors first, then prints, time and steps; empty for a recording without fault.
    """
    return (
        *cell_notes(analysis),
        *print_notes(analysis),
        *timing_notes(analysis),
        *walking_notes(analysis),
    )
