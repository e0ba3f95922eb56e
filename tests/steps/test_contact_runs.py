"""Contact runs are connected as values that touch in space and time are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from pedograph.recording import FloatArray
from pedograph.steps.contact_runs import ContactRuns, contact_runs, label_components

seeds = st.integers(0, 2**32 - 1)
densities = st.sampled_from([0.0, 0.02, 0.1, 0.3, 0.7, 1.0])


def noise(seed: int, density: float) -> NDArray[np.float32]:
    """Frames of a few rows and columns in which readings are loaded at random, 0 to 50 kPa."""
    random = np.random.default_rng(seed)
    frames = random.uniform(0.0, 50.0, random.integers(1, 9, 3))
    return np.where(random.random(frames.shape) < density, frames, 0.0).astype(np.float32)


def components_of(runs: ContactRuns, shape: tuple[int, ...]) -> NDArray[np.intp]:
    """Number of the component, from 1, of every value in a run [frame, row, column]."""
    component, _ = label_components(runs)
    found = np.zeros(shape, dtype=np.intp)
    for number, cell, first, last in zip(component, runs.cell, runs.first, runs.last, strict=True):
        row, column = runs.places[cell]
        assert not found[first:last, row, column].any()
        found[first:last, row, column] = number + 1
    return found


def labelled(loaded: NDArray[np.bool_]) -> NDArray[np.intp]:
    """The same by scipy, which looks at every reading and its 26 neighbours."""
    labels, _ = ndimage.label(loaded, structure=np.ones((3, 3, 3)))
    return np.asarray(labels, dtype=np.intp)


@given(seeds, densities)
def test_groups_are_those_of_readings_that_touch(seed: int, density: float) -> None:
    frames = noise(seed, density)
    assert np.array_equal(components_of(contact_runs(frames), frames.shape), labelled(frames > 0))


@given(seeds, densities, st.floats(0.0, 50.0), st.floats(0.0, 50.0))
def test_levels_are_cut_within_the_spells_given(seed: int, density: float, first: float, second: float) -> None:
    frames = noise(seed, density)
    low, high = (float(np.float32(level)) for level in sorted((first, second)))
    above = contact_runs(frames).above(low)
    group, count = label_components(above)
    for number in range(count):
        own = above.part(np.flatnonzero(group == number))
        inside = components_of(own, frames.shape) > 0
        expected = labelled(np.where(inside, frames, 0) > high)
        assert np.array_equal(components_of(own.above(high), frames.shape), expected)


@given(seeds, densities)
def test_load_and_readings_add_up(seed: int, density: float) -> None:
    frames = noise(seed, density)
    runs = contact_runs(frames)
    assert runs.lengths.sum() == np.count_nonzero(frames)
    total: FloatArray = frames.sum(dtype=np.float64)
    assert np.isclose(runs.load, total, rtol=1e-12)
