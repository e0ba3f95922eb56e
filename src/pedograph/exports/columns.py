"""What each column of the tables means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

MEANINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "assumed": "What the file does not say and was taken for granted",
        "body_mass_kg": "Body mass that was given, kg",
        "by_hand": "What a person set of the foot: axis, toe line, cells left out",
        "column_spacing_mm": "Distance between the centres of neighbouring columns, mm",
        "complete": "yes where the whole foot was recorded from first to last contact",
        "contact_threshold_kpa": "Pressure above which a cell counts as loaded, kPa; 0: as the device reported it",
        "counted_steps": "How many steps count towards the means",
        "counts": "yes where the step counts towards the means of its recording",
        "cv": "Coefficient of variation, %; empty for a measure with a sign",
        "direction": "1: the toes point along the plate's +y, -1: against it",
        "end_s": "End of the step, s from the beginning of the recording",
        "failure": "Why the recording could not be read or gave no step; empty where it did",
        "file": "Name of the file, without its folder; after # the recording in it",
        "flags": "What a reader of the number should know, parted by semicolons",
        "format": "Key of the format that read the file",
        "frames": "How many frames the recording has",
        "incomplete": "Why the step is incomplete",
        "left_out": "Why the step does not count towards the means",
        "mean": "Mean of the steps that count",
        "measure": "Key of the measure, explained in measures_explained.csv",
        "median": "Median of the steps that count",
        "missing": "Why the measure is not available; then there is no value",
        "n": "How many values the statistics are of",
        "not_standing": "Why nothing of standing was measured; empty where a person stands",
        "part": "What of the body: body, left foot or right foot",
        "quality": "What a person should know of the recording, in sentences",
        "rate_hz": "Frames a second",
        "recording": "Number of the recording, from 0 in the order given; it joins the tables",
        "region": "Region of the foot; foot, or empty, for the whole foot",
        "row_spacing_mm": "Distance between the centres of neighbouring rows, mm",
        "scheme": "Scheme of regions that the region belongs to",
        "sd": "Standard deviation (n - 1); empty for a single value",
        "sha256": "SHA-256 of the file's bytes, hexadecimal",
        "side": "left, right or unknown",
        "side_confidence": "Probability between 0.5 and 1 that the side is right; 1: set by a person",
        "standard_error": "Standard error of the mean: sd / sqrt(n)",
        "start_s": "Begin of the step, s from the beginning of the recording",
        "step": "Number of the step in its recording, from 1 as on the screen; with recording it joins the tables",
        "steps": "How many steps were found",
        "steps_needed": "How many steps a stable mean needs in all",
        "steps_still_needed": "How many more steps a stable mean needs; 0: it is stable",
        "subject": "Subject ID",
        "task": "What the person did: walk or stand",
        "uncertainty": "Standard uncertainty of a single value, in its unit; empty where it was not worked out",
        "unit": "Unit of the values; 1: a pure number",
        "value": "The value in the unit",
        "whole_steps": "How many steps were recorded whole",
        "why_not_said": "Why it is not said how many steps are needed",
    }
)
"""Meaning of each column, by its name, which is the same in every table."""
