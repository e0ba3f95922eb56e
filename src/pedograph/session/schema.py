"""Version 4 of the session file: its groups and datasets beside those of the recordings themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pedograph.formats.pedograph.layout import Field, Group, Kind
from pedograph.formats.pedograph.layout import integer as _integer
from pedograph.formats.pedograph.layout import long_text as _long_text
from pedograph.formats.pedograph.layout import number as _number
from pedograph.formats.pedograph.layout import table as _table
from pedograph.formats.pedograph.layout import text as _text

FORMAT: Final = "pedograph-session"
"""Attribute ``format`` of the file."""


def _step(row: str) -> Field:
    return _integer("step", "Index of the step, from 0", row=row)


FILE: Final = (
    Group(
        "",
        "One visit: plantar-pressure recordings, and all that was found, said and decided",
        (_long_text("settings", "Settings for recordings yet to come, as JSON"),),
    ),
    Group(
        "visit",
        "Whose visit it is, and when",
        (
            _text("identifier", "32 hexadecimal digits, the same as long as the session lives"),
            _text("date", "Date of the visit, ISO 8601"),
            _text("subject", "Patient ID, never a name; may be empty"),
            _text("written_by", "Program and version that wrote this file"),
            _long_text("note", "Note on the visit"),
        ),
    ),
    Group(
        "examination",
        "What was asked, seen and measured by hand",
        (_long_text("json", "The whole examination as JSON, without what was not taken"),),
    ),
    Group(
        "findings",
        "What the rules say, and what was decided about it",
        (_long_text("review_json", "Every decision, oldest first, as JSON"),),
    ),
    Group(
        "findings",
        "What the rules say, and what was decided about it",
        (_long_text("json", "Rules that apply, do not apply, or cannot be said, as JSON"),),
        derived=True,
    ),
    _table(
        "findings/notes",
        "Findings that apply, with the last decision about each",
        "finding",
        _text("rule", "Key of the rule", row="finding"),
        _integer("version", "Version of the rule", row="finding"),
        _text("title", "Title of the rule", row="finding"),
        _text("text", "What the rule says", row="finding"),
        _text("strength", "Strength of the evidence, in words", row="finding"),
        _text("evidence", "Keys of the studies for it, as a JSON list", row="finding"),
        _text("against", "Keys of the studies against it, as a JSON list", row="finding"),
        _text("state", "open, accepted, edited, rejected, or changed since", row="finding"),
        _text("shown_text", "The text to show, as edited", row="finding"),
        _text("who", "Who decided, as a code; may be empty", row="finding"),
        _text("when", "When it was decided; empty while open", row="finding"),
        derived=True,
    ),
    _table(
        "journal",
        "Every change to the session, oldest first",
        "change",
        _text("when", "ISO 8601 time with its offset from UTC", row="change"),
        _text("who", "Initials or ID of who made the change; may be empty", row="change"),
        _text("what", "The change in a sentence", row="change"),
        _text("detail", "The same for a program, with old and new value, as JSON", row="change"),
        _text("sha256", "SHA-256 of the entry and of the one before it, hexadecimal", row="change", since=4),
        Field(
            "late",
            Kind.YES_NO,
            ("change",),
            "1",
            "1 for an entry that got its hash after it was made, as it is from a file of an earlier version",
            since=4,
        ),
    ),
)
"""Groups of the file itself."""

ANALYSED: Final = (
    Group(
        "",
        "One recording, its footsteps and their measures",
        (
            _long_text("settings", "Settings of its analysis, as JSON"),
            replace(_long_text("corrections", "What a person corrected, as JSON"), since=3),
            _text("quality", "What a person should know of it, in sentences", row="item"),
            _text("quality_keys", "Key of each of these", row="item", since=3),
            _text("quality_severities", "Of each: information, doubt or blocks", row="item", since=3),
            _text("quality_affects", "Keys of the measures it affects, as a JSON list", row="item", since=3),
            _text("quality_steps", "Steps it is about, from 0, as a JSON list", row="item", since=3),
        ),
    ),
    _table(
        "steps",
        "Footsteps in order of first contact",
        "step",
        _step("step"),
        _integer("start_frame", "First frame with contact", row="step"),
        _integer("stop_frame", "One past the last frame with contact", row="step"),
        _integer("first_row", "First row of the grid that the step covers", row="step"),
        _integer("first_column", "First column of the grid that the step covers", row="step"),
        _integer("rows", "Number of rows that it covers", row="step"),
        _integer("columns", "Number of columns that it covers", row="step"),
        _text("side", "left, right or unknown", row="step"),
        _number("side_confidence", "1", "Probability between 0.5 and 1 that the side is right", row="step"),
        _integer("direction", "1: the toes point along +y, -1: along -y", row="step"),
        _text("incomplete", "Why the step is incomplete, as a JSON list", row="step"),
        _text("incomplete_keys", "Keys of these reasons, as a JSON list", row="step", since=3),
        _text("scheme", "Scheme of regions that the settings chose to show", row="step"),
        replace(_text("detected_side", "Its side before it was corrected", row="step"), since=3),
        replace(
            _number("detected_side_confidence", "1", "Probability that this side is right", row="step"), since=3
        ),
        Field(
            "mask",
            Kind.YES_NO,
            ("step", "row", "column"),
            "1",
            "1 for the cells that belong to the step, without those that a person left out",
        ),
    ),
    _table(
        "measures",
        "Measures of the whole foot that are available",
        "measure",
        _step("measure"),
        _text("key", "Key of the measure", row="measure"),
        Field("value", Kind.NUMBER, ("measure",), "see the column unit", "Its value"),
        _text("unit", "Its unit; 1 for a pure number", row="measure"),
        _text("flags", "What a reader should know, as a JSON list", row="measure"),
        _text("flag_keys", "Keys of these, as a JSON list", row="measure", since=3),
    ),
    _table(
        "region_measures",
        "Measures of the regions that touched the ground",
        "measure",
        _step("measure"),
        _text("scheme", "Key of the scheme of regions", row="measure"),
        _text("region", "Region of the foot", row="measure"),
        _text("key", "Key of the measure", row="measure"),
        Field("value", Kind.NUMBER, ("measure",), "see the column unit", "Its value"),
        _text("unit", "Its unit; 1 for a pure number", row="measure"),
        _text("flags", "What a reader should know, as a JSON list", row="measure"),
        _text("flag_keys", "Keys of these, as a JSON list", row="measure", since=3),
    ),
    _table(
        "uncertainties",
        "Standard uncertainties of those measures for which it was worked out",
        "measure",
        _step("measure"),
        _text("scheme", "Scheme of regions; empty for the whole foot", row="measure"),
        _text("region", "Region of the foot; empty for the whole foot", row="measure"),
        _text("key", "Key of the measure", row="measure"),
        Field("uncertainty", Kind.NUMBER, ("measure",), "as the measure", "Standard uncertainty"),
    ),
    _table(
        "missing",
        "Measures of the whole foot that are not available",
        "measure",
        _step("measure"),
        _text("key", "Key of the measure", row="measure"),
        _text("reason", "Why it is not available", row="measure"),
        _text("reason_key", "Key of the reason", row="measure", since=3),
    ),
    _table(
        "missing_in_regions",
        "Measures that regions which touched the ground do not have",
        "measure",
        _step("measure"),
        _text("scheme", "Key of the scheme of regions", row="measure"),
        _text("region", "Region of the foot", row="measure"),
        _text("key", "Key of the measure", row="measure"),
        _text("reason", "Why it is not available", row="measure"),
        _text("reason_key", "Key of the reason", row="measure", since=3),
        since=2,
    ),
    _table(
        "cop",
        "Centre of pressure of each step, while enough of the foot is loaded",
        "point",
        _step("point"),
        _integer("frame", "Frame, counted from the first of the step", row="point"),
        _number("time", "s", "Time of the frame", row="point"),
        _number("x", "mm", "Position from the grid's left edge, to the walker's right", row="point"),
        _number("y", "mm", "Position from the grid's near edge, along the walk", row="point"),
    ),
    _table(
        "outlines",
        "Outline of each print, half-way to the unloaded cells",
        "point",
        _step("point"),
        _integer("curve", "Closed curve of the step, from 0", row="point"),
        _number("x", "mm", "Position from the grid's left edge, to the walker's right", row="point"),
        _number("y", "mm", "Position from the grid's near edge, along the walk", row="point"),
        derived=True,
    ),
)
"""Groups of each recording that hold what was found in it."""

UNTIL_2: Final = (
    Group(
        "",
        "One recording, its footsteps and their measures",
        (_long_text("reading", "What a person set right about how the file was read, as JSON"),),
    ),
    _table(
        "corrections",
        "Sides that a person set, in their order",
        "correction",
        _step("correction"),
        _text("side", "left, right or unknown", row="correction"),
    ),
    _table(
        "axes_by_hand",
        "Foot axes that a person set: the line through two points",
        "axis",
        _step("axis"),
        _number("rear_x", "mm", "First point, nearer the heel: from the grid's left edge", row="axis"),
        _number("rear_y", "mm", "First point: from the grid's near edge", row="axis"),
        _number("front_x", "mm", "Second point: from the grid's left edge", row="axis"),
        _number("front_y", "mm", "Second point: from the grid's near edge", row="axis"),
        since=2,
    ),
    _table(
        "toe_lines_by_hand",
        "Toe lines that a person set, each two points or more at which the toes begin",
        "point",
        _step("point"),
        _number("x", "mm", "Position from the grid's left edge, to the walker's right", row="point"),
        _number("y", "mm", "Position from the grid's near edge, along the walk", row="point"),
        since=2,
    ),
    _table(
        "cells_left_out",
        "Cells that a person left out of a step, as they are not the foot's",
        "cell",
        _step("cell"),
        _integer("row", "Row of the grid", row="cell"),
        _integer("column", "Column of the grid", row="cell"),
        since=2,
    ),
)
"""Groups of each recording in which files up to version 2 hold what a person corrected."""
