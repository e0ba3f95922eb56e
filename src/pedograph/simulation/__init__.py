"""A walking foot with known truth, for tests, for teaching and for the sample scans."""

from __future__ import annotations

from pedograph.simulation.foot import FootShape
from pedograph.simulation.foot_truth import FootTruth, foot_truth
from pedograph.simulation.gait import RollOver, StepParameters, WalkingFoot
from pedograph.simulation.phantoms import Phantom, PhantomTruth, ellipse, rectangle, two_cells
from pedograph.simulation.phases import Phases
from pedograph.simulation.placement import Placement
from pedograph.simulation.plate import (
    Sampling,
    SimulatedRecording,
    simulate_step,
    simulate_steps,
)
from pedograph.simulation.samples import Sample, sample_scans, write_samples
from pedograph.simulation.truth import StepTruth, step_truth
from pedograph.simulation.walk import (
    FOOTSCAN_2M,
    FOOTSCAN_GRID,
    FOOTSCAN_SAMPLING,
    Walk,
    cropped,
    simulate_walk,
)

__all__ = [
    "FOOTSCAN_2M",
    "FOOTSCAN_GRID",
    "FOOTSCAN_SAMPLING",
    "FootShape",
    "FootTruth",
    "Phantom",
    "PhantomTruth",
    "Phases",
    "Placement",
    "RollOver",
    "Sample",
    "Sampling",
    "SimulatedRecording",
    "StepParameters",
    "StepTruth",
    "Walk",
    "WalkingFoot",
    "cropped",
    "ellipse",
    "foot_truth",
    "rectangle",
    "sample_scans",
    "simulate_step",
    "simulate_steps",
    "simulate_walk",
    "step_truth",
    "two_cells",
    "write_samples",
]
