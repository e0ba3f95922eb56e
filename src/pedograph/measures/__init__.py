"""Measures of a footstep, each with its unit and definition, or the reason why it is not available."""

from __future__ import annotations

from pedograph.measures.catalogue import MeasureDefinition, catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.cop.path import CentreOfPressure
from pedograph.measures.load.region_schemes import RegionMeasures, RegionSchemes
from pedograph.measures.load.regions import RegionLoads, loads_by_weight, mask_measures, region_measures
from pedograph.measures.model import Measure, MeasureTable, Unmeasurable
from pedograph.measures.step import measure_step
from pedograph.measures.uncertainty.sources import error_sources

__all__ = [
    "CentreOfPressure",
    "Measure",
    "MeasureDefinition",
    "MeasureTable",
    "RegionLoads",
    "RegionMeasures",
    "RegionSchemes",
    "StepContext",
    "Unmeasurable",
    "catalogue",
    "error_sources",
    "loads_by_weight",
    "mask_measures",
    "measure_step",
    "region_measures",
]
