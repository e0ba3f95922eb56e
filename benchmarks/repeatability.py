"""Spread of every measure from walk to walk of a person: `python benchmarks/repeatability.py [--write]`.

Analyses the 600 walks of jiku-data (Pataky and others, 2008: ten people, three speeds, 20 walks each) and prints,
with --write into docs/repeatability.md, the standard error of measurement and the smallest detectable change."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import pedograph as pg
from pedograph.anatomy.foot import NO_TOES
from pedograph.measures import MeasureDefinition, catalogue
from pedograph.recording import FloatArray, IndexArray
from pedograph.settings import AnalysisSettings

sys.path.insert(0, str(Path(__file__).parent))
from pataky2008 import table
from walks import conditions
from walks_on_one_foot import walks_of

PAGE = Path(__file__).parents[1] / "docs" / "repeatability.md"
PEOPLE, WALKS = 10, 60
SPEEDS = {1: "slow", 2: "normal", 3: "fast"}
FEWEST = 10
"""Of a person's 20 walks at a speed, those that must have a measure for it to count."""
_BARE = AnalysisSettings(uncertainties=False)


@dataclass(frozen=True)
class Spread:
    """How a measure varies from walk to walk.

    Parameters
    ----------
    means, spreads : tuple of float
        Mean and standard deviation of each person who has the measure often enough; one step is the unit.
    """

    means: tuple[float, ...]
    spreads: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean of people's means."""
        return float(np.mean(self.means))

    @property
    def within(self) -> float:
        """Standard deviation within a person, root mean square over people: the SEM of a single step."""
        return float(np.sqrt(np.mean(np.square(self.spreads))))

    @property
    def between(self) -> float:
        """Standard deviation of people's means; NaN of a single person."""
        return float(np.std(self.means, ddof=1)) if len(self.means) > 1 else float("nan")

    def sem(self, steps: int) -> float:
        """Standard error of measurement of the mean of so many steps: SD within / sqrt(steps)."""
        return self.within / float(np.sqrt(steps))

    def detectable(self, steps: int) -> float:
        """MDC95 = 1.96 sqrt(2) SEM: a difference of two such means beyond which 5 % lie by chance."""
        return 1.96 * float(np.sqrt(2.0)) * self.sem(steps)


def spread(people: Sequence[FloatArray]) -> Spread | None:
    """The spread of a measure from each person's values, NaN where it is missing; None if nobody has enough."""
    enough = [values[np.isfinite(values)] for values in people]
    enough = [values for values in enough if values.size >= FEWEST]
    if not enough:
        return None
    means = tuple(float(values.mean()) for values in enough)
    return Spread(means, tuple(float(values.std(ddof=1)) for values in enough))


@dataclass(frozen=True)
class Walks:
    """Measures of one person's walks: condition [walk], values by key [walk], reasons for what is missing.

    ``without_toes`` is the number of walks in which no toe can be distinguished from the forefoot.
    """

    name: str
    condition: IndexArray
    values: Mapping[str, FloatArray]
    missing: Counter[tuple[str, str]]
    without_toes: int = 0

    def at(self, speed: int, key: str) -> FloatArray:
        """Values of one measure at one speed; NaN where it is missing."""
        return np.asarray(self.values[key][self.condition == speed])


def read(person: int) -> Walks:
    """Analyse a person's walks."""
    name, missing = f"subj{person:03d}", Counter[tuple[str, str]]()
    values = {key: np.full(WALKS, np.nan) for key in foot_measures()}
    without_toes = 0
    for trial, recording in enumerate(walks_of(person, range(WALKS))):
        step = pg.analyze(recording, _BARE).steps[0]
        missing.update((key, str(reason)) for key, reason in step.missing.items() if key in values)
        for key, measure in step.measures.items():
            values[key][trial] = measure.value
        without_toes += step.anatomy is not None and NO_TOES in step.anatomy.flags
    return Walks(name, conditions()[name], values, missing, without_toes)


def foot_measures() -> dict[str, MeasureDefinition]:
    """The measures that a step has, by key."""
    return {key: definition for key, definition in catalogue().items() if "foot" in definition.levels}


def main_table(people: Sequence[Walks], speed: int) -> str:
    """Every measure at one speed: mean, spread, and what can be detected."""
    lines = []
    for key, definition in foot_measures().items():
        values = [person.at(speed, key) for person in people]
        one = spread(values)
        if one is None:
            continue
        number = _format(one)
        had = 100.0 * np.mean(np.isfinite(np.concatenate(values)))
        relative = f"{100 * one.within / abs(one.mean):.0f}" if _has_ratio(definition, one) else ""
        lines.append(
            [definition.name, definition.display_unit or "–", f"{len(one.means)}", f"{had:.0f}", number(one.mean)]
            + [number(value) for value in (one.between, one.within)]
            + [relative, number(one.detectable(1)), number(one.sem(5)), number(one.detectable(5))]
        )
    head = ["measure", "unit", "people", "% of walks", "mean", "SD between people", "SD within = SEM of a step"]
    head += ["CV, %", "MDC95 of a step", "SEM of the mean of 5", "MDC95 of the mean of 5"]
    return table(head, lines, words=2)


def _has_ratio(definition: MeasureDefinition, one: Spread) -> bool:
    """Whether a share of the mean says anything: not for a measure with a sign, nor about 0."""
    return not definition.positive and abs(one.mean) > 1e-9 and min(one.means) >= 0


def _format(one: Spread) -> Callable[[float], str]:
    """Numbers with as many decimals as show three digits of the spread, at least none."""
    decimals = 0 if one.within <= 0 else int(np.clip(2 - np.floor(np.log10(one.within)), 0, 6))
    return lambda value: f"{value:.{decimals}f}"


def speed_table(people: Sequence[Walks]) -> str:
    """SD within a person at each speed, and over all his walks."""
    lines = []
    for key, definition in foot_measures().items():
        by_speed = [spread([person.at(speed, key) for person in people]) for speed in SPEEDS]
        whole = spread([person.values[key] for person in people])
        if whole is None or whole.within == 0:
            continue
        number = _format(whole)
        cells = ["" if one is None else number(one.within) for one in (*by_speed, whole)]
        lines.append([definition.name, definition.display_unit or "–", *cells, number(whole.detectable(1))])
    head = ["measure", "unit", *SPEEDS.values(), "all speeds", "MDC95 of a step, all speeds"]
    return table(head, lines, words=2)


def person_table(people: Sequence[Walks], speed: int, steps: int | None = None) -> str:
    """Each person at one speed: SD from walk to walk, or with ``steps`` MDC95 of the mean of so many."""
    lines = []
    for key, definition in foot_measures().items():
        whole = spread([person.at(speed, key) for person in people])
        if whole is None:
            continue
        number = _format(whole)
        own = [spread([person.at(speed, key)]) for person in people]
        cells = ["" if one is None else number(one.detectable(steps) if steps else one.within) for one in own]
        lines.append([definition.name, definition.display_unit or "–", *cells])
    return table(["measure", "unit", *(person.name.removeprefix("subj") for person in people)], lines, words=2)


def missing_table(people: Sequence[Walks]) -> str:
    """What most walks do not have, and why."""
    reasons: Counter[tuple[str, str]] = sum((person.missing for person in people), Counter())
    names = foot_measures()
    by_reason: dict[tuple[str, int], list[str]] = {}
    for (key, reason), count in reasons.most_common():
        by_reason.setdefault((reason, count), []).append(names[key].name)
    lines = [[", ".join(keys), str(count), reason] for (reason, count), keys in by_reason.items()]
    return table(["measure", "walks", "reason"], lines, words=3)


def page(people: Sequence[Walks]) -> str:
    """docs/repeatability.md."""
    return _PAGE.format(
        walks=len(people) * WALKS,
        toeless=sum(person.without_toes for person in people),
        fewest=FEWEST,
        main=main_table(people, 2),
        speeds=speed_table(people),
        spreads=person_table(people, 2),
        detectable=person_table(people, 2, 5),
        missing=missing_table(people),
    )


def main() -> None:
    """Print the tables; with --write, put them into docs."""
    with Pool(2) as pool:
        people = pool.map(read, range(PEOPLE), chunksize=1)
    text = page(people)
    print(text)
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")


_PAGE = """# Repeatability from step to step

`python benchmarks/repeatability.py --write` writes this page from {walks} walks of ten people, 20 at each of three
speeds (jiku-data, SpeedPP2DS; Pataky and others, 2008, doi:10.1016/j.jbiomech.2008.03.034; 500 Hz, one right foot
a walk).

- **Assumed**: kPa and cells of 5.08 x 5.08 mm. The data state neither; forces come out at about half of what
  adults' feet make. Shares, times, angles, indices and CVs do not depend on the unit of pressure.
- **SD within**: standard deviation of a person's walks at one speed, root mean square over people. It is the
  standard error of measurement (SEM) of a single step; that of the mean of n steps is smaller by sqrt(n).
- **MDC95** = 1.96 sqrt(2) SEM: a change, or a difference between two conditions, is beyond the spread of steps
  only if it is larger.
- **CV** = SD within / mean, for measures without a sign.
- A person counts for a measure that at least {fewest} walks at that speed have.

What it does not hold: other raters, other plates, and most likely other days, as the data name no second visit.
True changes between visits need more than these limits. Within each condition the speed varies a little, as it
does in a clinic.

Nothing was left out. In {toeless} walks no toe is distinguished from the forefoot, and toeless lengths and arch
indices of these walks are of another foot, as it were; the analysis flags them. The loading rate jumps where the
spike of the heel's impact comes to reach four fifths of the first force peak, which sets its large spread.

## Normal speed

{main}

## SD within a person by speed

"All speeds" takes a person's 60 walks together: what comes of not minding speed.

{speeds}

## Each person, SD from walk to walk at normal speed

{spreads}

## Each person, MDC95 of the mean of five steps at normal speed

{detectable}

## What walks do not have

{missing}
"""

if __name__ == "__main__":
    main()
