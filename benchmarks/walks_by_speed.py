"""Analyses the 600 walks of jiku-data and prints the mean of each measure by walking speed.

Run: python benchmarks/walks_by_speed.py
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import pedograph as pg
from pedograph.measures import catalogue

sys.path.insert(0, str(Path(__file__).parent))
from walks import conditions, walks

SPEEDS = {1: "slow", 2: "normal", 3: "fast"}


def main() -> None:
    chosen = conditions()
    values: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    sides: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    flags: Counter[str] = Counter()
    least = 1.0
    for person, trial, recording in walks():
        analysis = pg.analyze(recording)
        speed = int(chosen[person][trial])
        step = max(analysis.steps, key=lambda one: float(one.frames.force.max()))
        sides[f"{step.side.value}, {'whole' if step.complete else 'cut'}, {len(analysis.steps)} step"] += 1
        least = min(least, step.footstep.side_confidence)
        flags.update(note.sentence.split(" at ")[0] for note in analysis.quality)
        missing.update(f"{key}: {reason}" for key, reason in step.missing.items())
        for key, measure in step.measures.items():
            values[key][speed].append(measure.value)
    print(dict(sides), f"least confidence {least:.3f}")
    print(f"{'measure':<26}{'unit':>8}" + "".join(f"{name:>18}" for name in SPEEDS.values()))
    for key, by_speed in values.items():
        cells = [f"{np.mean(by_speed[s]):10.3f} ±{np.std(by_speed[s]):6.3f}" for s in SPEEDS]
        print(f"{key:<26}{catalogue()[key].unit:>8}" + "".join(f"{cell:>18}" for cell in cells))
    for title, counts in (("missing", missing), ("notes", flags)):
        print(title)
        for text, count in counts.most_common(12):
            print(f"  {count:4d}  {text}")


if __name__ == "__main__":
    main()
