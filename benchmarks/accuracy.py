"""How far measures lie from the truth of model feet: `python benchmarks/accuracy.py [--write]`.

Each entry is the mean and the standard deviation of measured minus true value over twelve recordings: a planus, a
rectus and a cavus foot, left and right, each twice, anywhere on the sensors and at any moment between two frames.
The truth is worked out from the model's continuous pressure field, not from any sensor. Contact is above 5 kPa in
both. Where nothing else is said, cells are 5 x 5 mm, the rate is 100 Hz, the foot points 6 degrees outwards,
pronation is neutral and there is no noise. A dash stands for what is not available; a number in brackets says in
how many of the recordings it could, where not in all."""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from pedograph.analysis import StepAnalysis, analyze
from pedograph.measures import catalogue
from pedograph.recording import SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import (
    FootShape,
    FootTruth,
    Placement,
    Sampling,
    SimulatedRecording,
    StepParameters,
    StepTruth,
    simulate_steps,
)
from pedograph.simulation.placement import box

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
THRESHOLD = 5.0
REPEATS = 2
BARE = AnalysisSettings(uncertainties=False)
FEET = (FootShape.planus(), FootShape.rectus(), FootShape.cavus())
PITCHES = ((2.5, 2.5), (4.0, 4.0), (5.0, 5.0), (7.62, 5.08), (8.4, 8.4), (10.0, 10.0), (12.0, 12.0))
ARCHES = (0.0, 0.2, 0.4, 0.5, 0.6, 0.8)
PRONATIONS = (-0.6, -0.3, 0.0, 0.3, 0.6)
ANGLES = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 45.0)
RATES = (25.0, 50.0, 100.0, 200.0, 500.0)
NOISES = (0.0, 0.5, 1.0, 2.0, 3.0)
_INSTANTS = np.linspace(0.0, 1.0, 2001)


@dataclass(frozen=True)
class Condition:
    """One column of a table."""

    name: str
    feet: tuple[FootShape, ...] = FEET
    pitch: tuple[float, float] = (5.0, 5.0)
    rate: float = 100.0
    noise: float = 0.0
    angle: float = 6.0
    pronation: float = 0.0


@dataclass
class Errors:
    """Measured minus true values of one measure under one condition, and the true values."""

    values: list[float] = field(default_factory=list)
    truths: list[float] = field(default_factory=list)


def tables() -> Iterator[tuple[str, list[Condition]]]:
    """Title and columns of each table."""
    yield (
        "Cell size, mm (along x across)",
        [Condition(f"{row:g} x {column:g}", pitch=(row, column)) for row, column in PITCHES],
    )
    yield (
        "Arch height (0 is flat all over, 0.5 a rectus foot; at 1 the midfoot leaves the ground)",
        [Condition(f"{arch:g}", feet=(FootShape(arch_height=arch),) * 3) for arch in ARCHES],
    )
    yield (
        "Pronation (load towards the lateral side at -1, the inner at 1)",
        [Condition(f"{load:g}", pronation=load) for load in PRONATIONS],
    )
    yield "Angle of the foot on the plate, degrees", [Condition(f"{angle:g}", angle=angle) for angle in ANGLES]
    yield "Frames a second", [Condition(f"{rate:g} Hz", rate=rate) for rate in RATES]
    yield (
        "Noise of a reading, kPa (standard deviation; what is then below 5 kPa reads 0, the rest feigns contact)",
        [Condition(f"{noise:g}", noise=noise) for noise in NOISES],
    )


def recorded(condition: Condition, seed: int) -> Iterator[SimulatedRecording]:
    """The recordings of a condition, each placed at random."""
    random = np.random.default_rng(seed)
    row, column = condition.pitch
    grid = SensorGrid(row, column, threshold=THRESHOLD)
    for foot in condition.feet:
        for side in (Side.LEFT, Side.RIGHT) * REPEATS:
            step = StepParameters(foot, side, progression_angle=condition.angle, pronation=condition.pronation)
            low, high = box(step, Placement(0.0, 0.0))
            shape = (int((high - low)[1] / row) + 4, int((high - low)[0] / column) + 4)
            place = Placement(
                x=float(column * random.uniform(1.0, 2.0) - low[0]),
                y=float(row * random.uniform(1.0, 2.0) - low[1]),
                start=0.05 + random.uniform(0.0, 1.0 / condition.rate),
            )
            frames = int(np.ceil((0.85 + 1.0 / condition.rate) * condition.rate))
            sampling = Sampling(condition.rate, noise=condition.noise, seed=int(random.integers(1 << 30)))
            yield simulate_steps([(step, place)], grid, shape, sampling=sampling, frames=frames)


@lru_cache(maxsize=32)
def of_the_field(step: StepParameters) -> dict[str, float]:
    """True values that a step's truth does not hold ready, from the continuous field."""
    foot = FootTruth(step, THRESHOLD)
    force = foot.walking.force(_INSTANTS)
    gated = _INSTANTS[force >= 20.0]
    path = foot.centre_of_pressure(gated)
    shapes = foot.walking.field.fine_shapes
    mean = np.trapezoid(foot.walking.pressures(_INSTANTS), _INSTANTS, axis=0) * step.stance_time
    return {
        "force_time_integral": float(np.trapezoid(force, _INSTANTS)) * step.stance_time,
        "pressure_time_integral": float(np.tensordot(mean, shapes, axes=1).max()),
        "contact_time": _contact_time(foot) * step.stance_time,
        "cop_length": float(np.hypot(*np.diff(path, axis=0).T).sum()),
        "cop_range_ml": float(np.ptp(path[:, 0])),
        "cop_range_ap": float(np.ptp(path[:, 1])),
    }


def _contact_time(foot: FootTruth) -> float:
    """Share of stance in which some place has more than the threshold; only its ends need be looked at."""
    places = foot.walking.field.fine_shapes[:, ::2, ::2].reshape(len(foot.walking.field.parts), -1)
    ends = np.linspace(0.0, 0.1, 201)
    first, last = (
        at[(foot.walking.pressures(at).astype(np.float32) @ places).max(axis=1) > THRESHOLD]
        for at in (ends, 1.0 - ends)
    )
    return float(last.max() - first.min())


def true_values(truth: StepTruth) -> dict[str, float]:
    """What is true of a step, by the keys of the catalogue."""
    phases = truth.phases
    names = ("initial_contact_phase", "forefoot_contact_phase", "foot_flat_phase", "forefoot_push_off_phase")
    return {
        "arch_index": truth.arch_index,
        "modified_arch_index": truth.modified_arch_index,
        "foot_length": truth.length,
        "foot_width": truth.width,
        "foot_progression_angle": truth.progression_angle,
        "contact_area": truth.contact_area,
        "contact_time": float("nan"),  # keeps its place
        "peak_pressure": truth.peak_pressure,
        "peak_force": truth.peak_force,
        "pressure_time_integral": float("nan"),
        "force_time_integral": float("nan"),
        "cpei": truth.cpei,
        **{name: getattr(phases, name) for name in names},
        **of_the_field(replace(truth.parameters, side=Side.RIGHT, progression_angle=0.0)),
    }


def off_the_path(step: StepAnalysis, truth: StepTruth) -> float:
    """Root mean square distance of the centre of pressure from where it truly is at the same times, mm."""
    inside = ~np.isnan(truth.cop[:, 0])
    true = [np.interp(step.path.time, truth.time[inside], truth.cop[inside, axis]) for axis in (0, 1)]
    return float(np.sqrt(np.mean((step.path.x - true[0]) ** 2 + (step.path.y - true[1]) ** 2)))


PATH = "cop_distance"
NAMES: dict[str, Callable[[], tuple[str, str, int]]] = {
    PATH: lambda: ("Distance of the centre of pressure from the true one (RMS)", "mm", 1)
}


def named(key: str) -> tuple[str, str, int]:
    """Name, unit and decimals of a row."""
    if key in NAMES:
        return NAMES[key]()
    definition = catalogue()[key]
    return definition.name, definition.display_unit, definition.decimals


def errors_under(condition: Condition, seed: int) -> dict[str, Errors]:
    """Errors of each measure under one condition."""
    errors: dict[str, Errors] = {}
    for simulated in recorded(condition, seed):
        truth = simulated.truth
        steps = [step for step in analyze(simulated.recording, BARE).steps if step.complete]
        step = max(steps, key=lambda one: float(one.frames.force.max()), default=None)
        for key, true in true_values(truth).items():
            kept = errors.setdefault(key, Errors())
            kept.truths.append(true)
            if step is not None and key in step.measures:
                kept.values.append(step.measures[key].value - true)
        path = errors.setdefault(PATH, Errors())
        path.truths.append(0.0)
        if step is not None and step.path.time.size:
            path.values.append(off_the_path(step, truth))
    return errors


def entry(errors: Errors, decimals: int) -> str:
    """Mean and SD; a dash where there is none."""
    if not errors.values:
        return "-"
    mean, spread = float(np.mean(errors.values)), float(np.std(errors.values))
    count = f" ({len(errors.values)})" if len(errors.values) < len(errors.truths) else ""
    return f"{mean:+.{decimals + 1}f} ± {spread:.{decimals + 1}f}{count}"


def table(title: str, conditions: Iterable[Condition]) -> str:
    """One table in Markdown: a row a measure, a column a condition."""
    found = [(condition.name, errors_under(condition, seed=7)) for condition in conditions]
    head = ["measure", "unit", "true mean", *(name for name, _ in found)]
    lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|---|---|" + "---:|" * (len(head) - 2)]
    for key in found[0][1]:
        name, unit, decimals = named(key)
        truths = [true for _, errors in found for true in errors[key].truths]
        true = "" if key == PATH else f"{np.mean(truths):.{decimals}f}"
        cells = [entry(errors[key], decimals) for _, errors in found]
        lines.append("| " + " | ".join([name, unit, true, *cells]) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables; with --write, put them into docs/accuracy.md."""
    page = "\n\n".join(table(title, conditions) for title, conditions in tables())
    print(page)
    if "--write" in sys.argv:
        about = "\n".join((__doc__ or "").splitlines()[2:])
        PAGE.write_text(
            f"# How far measures lie from the truth\n\n{about}\n\n{_MADE}\n\n{page}\n", encoding="utf-8"
        )


_MADE = "Made by `python benchmarks/accuracy.py --write`."

if __name__ == "__main__":
    main()
