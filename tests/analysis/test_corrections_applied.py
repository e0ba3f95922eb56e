"""Corrections applied by the analysis: only what changed is measured again, and all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from pedograph.analysis import Analysis, analyze, with_corrections
from pedograph.corrections import Corrections, ImportCorrection, StepCorrection
from pedograph.errors import SettingsError
from pedograph.settings import AnalysisSettings
from pedograph.simulation import cropped, simulate_walk

QUICK = AnalysisSettings(uncertainties=False)


@cache
def walk() -> Analysis:
    return analyze(cropped(simulate_walk(shape=(420, 60)).recording), QUICK)


def _of_first(correction: StepCorrection) -> Corrections:
    return Corrections(steps=((0, correction),))


def _cells(analysis: Analysis, number: int = 5) -> tuple[tuple[int, int], ...]:
    frames = analysis.detected[0]
    return tuple(zip(frames.rows[:number].tolist(), frames.columns[:number].tolist(), strict=True))


def test_only_the_step_that_was_corrected_is_measured_again() -> None:
    side = walk().steps[0].side.other
    changed = with_corrections(walk(), _of_first(StepCorrection(side=side)))
    assert changed.steps[0].side is side
    assert changed.steps[0].footstep.side_confidence == 1.0
    assert changed.steps[1:] == walk().steps[1:], "the very same steps"
    assert with_corrections(changed, changed.corrections) is changed


def test_corrections_are_undone_without_another_search_or_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    before = walk()
    made = StepCorrection(before.steps[0].side.other, "he limped", cells_left_out=_cells(before))
    changed = with_corrections(before, _of_first(made))
    assert changed.steps[0].frames.peak.size == before.steps[0].frames.peak.size - 5
    for name in ("find_steps", "clean"):
        monkeypatch.delattr(f"pedograph.analysis.{name}")
    back = with_corrections(changed, Corrections())
    assert back.detected[0] is before.detected[0]
    assert back.steps[0].footstep is before.steps[0].footstep
    assert back.steps[0].measures == before.steps[0].measures
    assert back.quality == before.quality


def test_at_once_or_one_after_the_other_is_the_same() -> None:
    without = StepCorrection(cells_left_out=_cells(walk()))
    made = Corrections(ImportCorrection(pressure_factor=2.0), ((0, without),))
    at_once = analyze(walk().as_read, QUICK, made)
    later = with_corrections(walk(), made)
    assert at_once.corrections == later.corrections == made
    assert at_once.steps[0].measures == later.steps[0].measures != walk().steps[0].measures
    assert at_once.as_read is later.as_read is walk().as_read
    assert np.array_equal(at_once.recording.pressure, 2 * walk().recording.pressure)


def test_a_step_left_out_by_hand_does_not_count_and_keeps_its_measures() -> None:
    kept = walk().summary.kept
    index = kept[0]
    reason = StepCorrection(left_out="its stance of the day")
    changed = with_corrections(walk(), Corrections(steps=((index, reason),)))
    assert changed.summary.kept == kept[1:]
    (out,) = (one for one in changed.summary.left_out if one.index == index)
    assert (out.reason.key, out.reason.sentence) == ("left_out_by_hand", "its stance of the day")
    assert changed.steps[index].measures is walk().steps[index].measures
    assert changed.walk.measures == walk().walk.measures
    assert not any(index in note.steps for note in changed.quality if note.key == "unusual_stance")
    assert with_corrections(changed, Corrections()).summary == walk().summary


def test_cells_that_are_not_the_steps_are_not_kept() -> None:
    cells = (*_cells(walk()), (-1, 0), (9999, 0))
    changed = with_corrections(walk(), _of_first(StepCorrection(cells_left_out=cells)))
    assert changed.corrections.step(0).cells_left_out == tuple(sorted(_cells(walk())))
    beside = _of_first(StepCorrection(cells_left_out=((9999, 0),)))
    assert with_corrections(walk(), beside) is walk()


@pytest.mark.parametrize("apply", [with_corrections, lambda a, c: analyze(a.as_read, a.settings, c)])
def test_what_fits_no_step_is_refused(apply: Callable[[Analysis, Corrections], Any]) -> None:
    with pytest.raises(SettingsError, match="no step 100"):
        apply(walk(), Corrections(steps=((99, StepCorrection(left_out="x")),)))
    everything = StepCorrection(cells_left_out=_cells(walk(), walk().detected[0].rows.size))
    with pytest.raises(SettingsError, match="every cell"):
        apply(walk(), _of_first(everything))


def test_frames_are_cleaned_once_whatever_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from pedograph import analysis as module
    from pedograph.standing import measure
    from pedograph.steps import clean

    cleaned = []

    def counted(*given: Any) -> Any:
        cleaned.append(given)
        return clean(*given)

    for place in (module, measure):
        monkeypatch.setattr(place, "clean", counted)
    found = analyze(walk().as_read, QUICK)
    assert found.standing.why_not
    assert found.quality == walk().quality
    with_corrections(found, _of_first(StepCorrection(cells_left_out=_cells(found))))
    assert len(cleaned) == 1
