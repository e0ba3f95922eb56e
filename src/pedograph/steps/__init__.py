"""Footsteps in a recording: cleaned frames, contacts in space and time, direction, side, completeness."""

from __future__ import annotations

from pedograph.steps.cleaning import CleanFrames, clean
from pedograph.steps.finding import FoundSteps, find_steps
from pedograph.steps.frames import StepFrames, cells_in_box, step_frames, without_cells

__all__ = [
    "CleanFrames",
    "FoundSteps",
    "StepFrames",
    "cells_in_box",
    "clean",
    "find_steps",
    "step_frames",
    "without_cells",
]
