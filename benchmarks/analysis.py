"""What the analysis of one footstep costs, and where the time goes: `python benchmarks/analysis.py`.

The footstep is of a model foot on 63 x 33 cells, 320 frames. Times are process times on one core, the least of
several rounds (what other programs do to a processor can only add to it), each on a recording of which nothing is
worked out yet. One pass over the frames (the sum and the largest value of each cell, in NumPy) is what no analysis
can undercut. Cost is then shown over plates of 100 to 100,000 cells under the same foot, and the memory beside the
frames' own."""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported: times of several threads say nothing

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from pedograph.analysis import Analysis, analyze
from pedograph.anatomy import find_anatomy
from pedograph.measures import StepContext, error_sources, measure_step
from pedograph.quality import assess
from pedograph.recording import PressureRecording, SensorGrid
from pedograph.settings import AnalysisSettings
from pedograph.simulation import Placement, Sampling, StepParameters, simulate_step
from pedograph.steps import StepFrames, clean, find_steps

Result = TypeVar("Result")
ROUNDS = 25
ROWS, COLUMNS, FRAMES = 63, 33, 320
LENGTH, WIDTH = 5.0 * ROWS, 5.0 * COLUMNS
CELLS = (100, 300, 1000, 3000, 10_000, 30_000, 100_000)
FRAMES_OF_PLATES = 80
WITHOUT, WITH = AnalysisSettings(uncertainties=False), AnalysisSettings(uncertainties=True)
MOST_WITHOUT, MOST_WITH, MOST_MEMORY = 10.0, 40.0, 4.0
"""ms without and with errors, and the frames' own size, that a footstep may cost at most."""


def footstep(cells: int = ROWS * COLUMNS, frames: int = FRAMES) -> PressureRecording:
    """A right foot in the middle of a plate of 315 x 165 mm with so many cells."""
    pitch = float(np.sqrt(LENGTH * WIDTH / cells))
    shape = (round(LENGTH / pitch), round(WIDTH / pitch))
    step = StepParameters()
    sampling = Sampling(sample_rate=frames / (step.stance_time + 0.01), subcells=4 if cells < 10_000 else 1)
    place = Placement(x=0.42 * WIDTH, y=0.08 * LENGTH, start=0.005)
    grid = SensorGrid(pitch, pitch, threshold=5.0)
    return simulate_step(step, grid, sampling=sampling, placement=place, shape=shape, frames=frames).recording


def fresh(recording: PressureRecording) -> PressureRecording:
    """The same frames, of which nothing is worked out yet; they are shared, not copied."""
    return PressureRecording(recording.pressure, recording.time, recording.grid)


def least(job: Callable[[PressureRecording], Result], recording: PressureRecording, rounds: int) -> float:
    """Least process time of a job on a fresh recording, ms, after one round that warms it up."""
    times = []
    for _ in range(rounds + 1):
        given = fresh(recording)
        start = time.process_time()
        job(given)
        times.append(1000.0 * (time.process_time() - start))
    return min(times[1:])


def one_pass(recording: PressureRecording) -> tuple[np.ndarray, np.ndarray]:
    """Sum and largest value of each cell: all frames are read once, and read again."""
    return recording.pressure.sum(axis=0), recording.pressure.max(axis=0)


def found(recording: PressureRecording) -> StepFrames:
    """The one step of a recording."""
    return find_steps(recording, clean(recording, WITHOUT), WITHOUT).steps[0]


def shares(recording: PressureRecording) -> dict[str, float]:
    """ms of each stage; the stages follow each other in an analysis."""
    step = found(recording)
    foot = find_anatomy(step)
    analysis = analyze(recording, WITHOUT)

    def bare() -> StepFrames:
        return StepFrames(step.footstep, step.rows, step.columns, step.pressure)

    def measured(worth: bool) -> Callable[[PressureRecording], object]:
        def job(_: PressureRecording) -> object:
            context = StepContext(bare(), foot, None, WITHOUT)
            return measure_step(context, error_sources(context) if worth else ())

        return job

    plain = least(measured(False), recording, ROUNDS)
    return {
        "finding": least(found, recording, ROUNDS),
        "anatomy": least(lambda _: find_anatomy(bare()), recording, ROUNDS),
        "measures": plain,
        "quality": least(lambda given: assess(_with(analysis, given)), recording, ROUNDS),
        "errors": least(measured(True), recording, ROUNDS) - plain,
    }


def _with(analysis: Analysis, recording: PressureRecording) -> Analysis:
    return replace(analysis, recording=recording)


def memory(recording: PressureRecording, settings: AnalysisSettings) -> float:
    """Largest memory in use at any time of an analysis, beside the frames themselves, in sizes of the frames."""
    given = fresh(recording)
    tracemalloc.start()
    analyze(given, settings)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / recording.pressure.nbytes


def verdict(value: float, most: float) -> str:
    return f"at most {most:g}: {'kept' if value <= most else 'NOT KEPT'}"


def one_step() -> None:
    """Prints the cost of the footstep."""
    recording = footstep()
    analyze(recording, WITH)  # loads what is loaded once
    limit = least(one_pass, recording, ROUNDS)
    without = least(lambda given: analyze(given, WITHOUT), recording, ROUNDS)
    with_errors = least(lambda given: analyze(given, WITH), recording, ROUNDS)
    measures = analyze(fresh(recording), WITHOUT).steps[0].measures
    print(f"Footstep of {recording.rows} x {recording.columns} cells, {recording.frames} frames")
    print(f"  measures               {len(measures):6d}   missing: {len(measures.missing)}")
    print(f"  one pass over frames   {limit:6.2f} ms")
    print(f"  without errors         {without:6.2f} ms   {verdict(without, MOST_WITHOUT)}")
    print(f"  with errors            {with_errors:6.2f} ms   {verdict(with_errors, MOST_WITH)}")
    for name, cost in shares(recording).items():
        print(f"    {name:<21}{cost:6.2f} ms   {100.0 * cost / with_errors:3.0f} % of all")
    for name, settings in (("without", WITHOUT), ("with", WITH)):
        used = memory(recording, settings)
        label = f"memory {name} errors"
        print(f"  {label:<22} {used:6.2f} frames   {verdict(used, MOST_MEMORY)}")


def plates() -> None:
    """Prints the cost over the number of cells."""
    print(f"\n{'cells':>8}{'frames':>8}{'one pass ms':>13}{'without ms':>12}{'with ms':>9}{'ns a value':>12}")
    print("   (the last column is of the analysis without errors)")
    sizes, costs = [], []
    for cells in CELLS:
        recording = footstep(cells, FRAMES_OF_PLATES)
        rounds = 5 if cells < 30_000 else 3
        without = least(lambda given: analyze(given, WITHOUT), recording, rounds)
        with_errors = least(lambda given: analyze(given, WITH), recording, min(rounds, 3))
        limit = least(one_pass, recording, rounds)
        values = recording.pressure.size
        print(
            f"{recording.rows * recording.columns:>8}{recording.frames:>8}{limit:>13.2f}{without:>12.1f}"
            f"{with_errors:>9.1f}{1e6 * without / values:>12.1f}"
        )
        sizes.append(values)
        costs.append(without)
        if cells == CELLS[-1]:
            for name, settings in (("without", WITHOUT), ("with", WITH)):
                print(f"  memory {name} errors at {cells} cells: {memory(recording, settings):.2f} frames")
    logs = np.log(sizes), np.log(costs)
    slope = float(np.polyfit(logs[0][-3:], logs[1][-3:], 1)[0])
    print(f"  cost grows as cells to the power {slope:.2f} over the last decade (1 is linear),")
    print(f"  {float(np.polyfit(*logs, 1)[0]):.2f} over all, in which the fixed cost of a step is most of it")


if __name__ == "__main__":
    one_step()
    plates()
