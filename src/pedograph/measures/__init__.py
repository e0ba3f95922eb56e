"""Measures of a footstep, each with its unit and definition, or the reason why it cannot be had."""

from __future__ import annotations

from pedograph.measures.catalogue import MeasureDefinition, catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.cop import CentreOfPressure
from pedograph.measures.load import region_measures
from pedograph.measures.model import Measure, MeasureTable, Unmeasurable
from pedograph.measures.step import measure_step

__all__ = [
    "CentreOfPressure",
    "Measure",
    "MeasureDefinition",
    "MeasureTable",
    "StepContext",
    "Unmeasurable",
    "catalogue",
    "measure_step",
    "region_measures",
]
