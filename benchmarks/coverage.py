"""How often the truth lies within the error that a measure states: `python benchmarks/coverage.py [--write]`.

Each model step has a truth drawn from what the errors are said to stand for: a foot axis a few degrees off the
one that is found (SD 2 degrees), a toe line a few mm off (SD 2 mm), contact from a threshold somewhat higher
than the device's (half normal, 3 kPa), a path of the centre of pressure that begins between 20 N and some per
cent of the largest force (half normal, 5 %), and for the excursion index any of the field's rules for the path's
ends. The true value is the mean over many placements on the same cells and moments of the same frames; what
larger cells and lower rates do to it on average stands in accuracy.md. The step is then recorded as a device
would: anywhere on cells of 5 mm, at 100 Hz from any moment on, in whole kPa. Coverage is the share of recordings
in which value ± 1.96 standard uncertainties holds the truth; the columns behind it show which part of the mean
uncertainty each source has.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pedograph.analysis import analyze
from pedograph.anatomy import read_again
from pedograph.anatomy.foot import turned
from pedograph.measures import StepContext, Unmeasurable, catalogue
from pedograph.measures.cop.excursion_rules import RULES, cpei_over_rules
from pedograph.measures.step import RULE, step_values
from pedograph.measures.uncertainty.sources import AXIS_ERROR, GATE, THRESHOLD_ERROR, TOE_LINE_ERROR
from pedograph.recording import SensorGrid, Side
from pedograph.settings import AnalysisSettings
from pedograph.simulation import FootShape, Placement, Sampling, SimulatedRecording, StepParameters, simulate_step

STEPS, RECORDINGS, PLACEMENTS = 250, 8, 12
THRESHOLD = 5.0
RATE = 100.0
_WITHOUT_ERRORS = AnalysisSettings(uncertainties=False)
_ROUNDING = 1e-6
"""Share of a measure's uncertainty below which a source does nothing but move its last digits."""
_SOURCES = ("threshold", "axis", "toe line", "placement", "sampling", "resolution", "gate", RULE)
PAGE = Path(__file__).parents[1] / "docs" / "error-coverage.md"


@dataclass(frozen=True)
class Draw:
    """What is true of one model step beyond what its print shows."""

    parameters: StepParameters
    turn: float
    toe_line: float
    threshold: float
    gate: float
    rule: str


def draws(random: np.random.Generator) -> Iterator[Draw]:
    """Model steps of many feet, with what is true of them."""
    for number in range(STEPS):
        foot = FootShape(
            length=random.uniform(230.0, 285.0),
            forefoot_width=random.uniform(85.0, 100.0),
            heel_width=random.uniform(55.0, 66.0),
            arch_height=random.uniform(0.15, 0.72),
        )
        parameters = StepParameters(
            foot,
            Side.LEFT if number % 2 else Side.RIGHT,
            body_mass=random.uniform(55.0, 95.0),
            stance_time=random.uniform(0.6, 0.8),
            pronation=random.uniform(-0.5, 0.5),
            progression_angle=random.uniform(-5.0, 25.0),
        )
        yield Draw(
            parameters,
            random.normal(0.0, AXIS_ERROR),
            random.normal(0.0, TOE_LINE_ERROR),
            THRESHOLD + abs(random.normal(0.0, THRESHOLD_ERROR)),
            20.0 + abs(random.normal()) * (GATE * 1.1 * parameters.body_weight - 20.0),
            str(random.choice(RULES)),
        )


def truth(draw: Draw, random: np.random.Generator) -> dict[str, float]:
    """Mean of each measure over placements, without any of the errors."""
    found = defaultdict(list)
    for _ in range(PLACEMENTS):
        grid = SensorGrid(5.0, 5.0, threshold=draw.threshold)
        step = analyze(_recorded(draw, grid, Sampling(RATE), random).recording, _WITHOUT_ERRORS).steps[0]
        if step.anatomy is None:
            continue
        frame = turned(step.anatomy.frame, step.anatomy.heel_centre, draw.turn)
        foot = read_again(step.frames, step.anatomy, frame=frame, toe_line_shift=draw.toe_line)
        context = StepContext(step.frames, foot, None, replace(_WITHOUT_ERRORS, force_threshold=draw.gate))
        values = step_values(context)
        values.pop("cpei", None)
        for key, value in {**values, **_by_rule(context, draw.rule)}.items():
            found[key].append(value)
    return {key: float(np.mean(values)) for key, values in found.items() if len(values) == PLACEMENTS}


def _by_rule(context: StepContext, rule: str) -> dict[str, float]:
    """The excursion index by a rule, if it is available by it."""
    try:
        found = cpei_over_rules(context)
    except Unmeasurable:
        return {}
    return {"cpei": found[rule]} if rule in found else {}


def _recorded(draw: Draw, grid: SensorGrid, sampling: Sampling, random: np.random.Generator) -> SimulatedRecording:
    place = Placement(
        x=170.0 + random.uniform(0.0, 5.0),
        y=50.0 + random.uniform(0.0, 5.0),
        start=random.uniform(0.0, 0.01) + 0.02,
    )
    return simulate_step(draw.parameters, grid, sampling=sampling, placement=place)


@dataclass(frozen=True)
class Outcome:
    """One measure of one recording: its error, its standard uncertainty, and that by source."""

    error: float
    uncertainty: float
    shares: dict[str, float]


def coverage(seed: int = 1) -> dict[str, list[Outcome]]:
    """What became of every measure of every recording, by measure."""
    random = np.random.default_rng(seed)
    found = defaultdict(list)
    for draw in draws(random):
        true = truth(draw, random)
        for _ in range(RECORDINGS):
            grid = SensorGrid(5.0, 5.0, threshold=THRESHOLD)
            simulated = _recorded(draw, grid, Sampling(RATE, quantum=1.0), random)
            for key, measure in analyze(simulated.recording).steps[0].measures.items():
                if key in true and measure.uncertainty is not None and measure.budget is not None:
                    error = measure.value - true[key]
                    found[key].append(Outcome(error, measure.uncertainty, measure.budget.by_source))
    return found


def table(found: dict[str, list[Outcome]]) -> str:
    """The table, a line a measure."""
    head = [
        "measure",
        "unit",
        "recordings",
        "mean error",
        "SD of error",
        "mean uncertainty",
        "coverage",
        *_SOURCES,
    ]
    lines = ["| " + " | ".join(head) + " |", "|---|---|" + "---:|" * (len(head) - 2)]
    for key, definition in catalogue().items():
        if key not in found:
            continue
        errors = np.array([outcome.error for outcome in found[key]])
        uncertainties = np.array([outcome.uncertainty for outcome in found[key]])
        held = 100.0 * np.mean(np.abs(errors) <= 1.96 * uncertainties)
        numbers = [f"{number:.3g}" for number in (errors.mean(), errors.std(), uncertainties.mean())]
        least = _ROUNDING * float(uncertainties.mean())
        means = [np.mean([outcome.shares.get(source, 0.0) for outcome in found[key]]) for source in _SOURCES]
        shares = [float(share) if share > least else 0.0 for share in means]
        cells = [definition.name, definition.display_unit, str(errors.size), *numbers, f"{held:.0f} %"]
        lines.append("| " + " | ".join([*cells, *(f"{share:.2g}" for share in shares)]) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table; with --write, put it into docs/error-coverage.md."""
    found = table(coverage())
    print(found)
    if "--write" in sys.argv:
        PAGE.write_text(
            f"# How often the truth lies within the stated error\n\n{_ABOUT}\n\n{found}\n", encoding="utf-8"
        )


_ABOUT = "\n".join((__doc__ or "").splitlines()[2:])

if __name__ == "__main__":
    main()
