"""Fits the weights that tell a left print from a right one, and says how well they do on people left out.

Run: python benchmarks/side.py     (needs jiku-data: 600 walks of ten people, Pataky and others, 2008)
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from pedograph.recording import FloatArray, PressureRecording
from pedograph.settings import AnalysisSettings
from pedograph.steps import clean, find_steps
from pedograph.steps.shape import shape_of
from pedograph.steps.side import side_features

sys.path.insert(0, str(Path(__file__).parent))
from walks import walks

SETTINGS = AnalysisSettings()


def features_of(recording: PressureRecording) -> FloatArray:
    """Features of the largest step of a recording."""
    steps = find_steps(recording, clean(recording, SETTINGS), SETTINGS).steps
    step = max(steps, key=lambda one: float(one.force.max()))
    return side_features(shape_of(step, SETTINGS.force_threshold, SETTINGS.minimum_cells))


def fit(features: FloatArray, penalty: float = 10.0, rounds: int = 100) -> FloatArray:
    """Ridge logistic regression through the origin; every row is a right foot, its mirror image a left one."""
    weights = np.zeros(features.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-features @ weights))
        slope = features.T @ (1 - chance) - penalty / 100 * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features + penalty / 100 * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    people: dict[str, list[FloatArray]] = {}
    for person, _, recording in walks():
        people.setdefault(person, []).append(features_of(recording))
    groups = {person: np.array(rows) for person, rows in people.items()}
    for person, rows in groups.items():
        others = np.concatenate([other for name, other in groups.items() if name != person])
        votes = rows @ fit(others)
        print(
            f"{person}: {np.mean(votes > 0):7.1%} told right by the nine others' weights; least {votes.min():.1f}"
        )
    everyone = np.concatenate(list(groups.values()))
    weights = fit(everyone)
    print("single features:", np.round((everyone > 0).mean(axis=0), 3))
    print("weights:", np.array2string(weights, precision=2, separator=", "))
    print(f"all: {np.mean(everyone @ weights > 0):.2%}, votes 1 % {np.quantile(everyone @ weights, 0.01):.2f}")


if __name__ == "__main__":
    main()
