"""An analysis as text for the terminal: steps as columns, measures as rows, and what they say together below."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.exports.plain import sentences
from pedograph.measures import Measure, MeasureDefinition, MeasureTable, catalogue
from pedograph.notes import FILE_OR_PERSON, Note, Severity, joined
from pedograph.workspace.tables.measure_choice import ESSENTIAL_STANDING, ESSENTIAL_WALK
from pedograph.workspace.tables.measure_rows import measures_of

_NAME, _COLUMN, _WIDTH = 58, 17, 112
_STEPS_ACROSS = 3
_MOST_NAMES = 6
"""Measures that are named where more are missing for one reason; tables and JSON name them all."""
_MOST_NOTES = 3
"""Notes on how the file was read that are shown; ``info`` shows them all."""
_MARK = "*"


def analysis_as_text(analysis: Analysis) -> str:
    """What was read and found, every measure of every complete step, and the main ones of walking and standing."""
    lines = [_head(analysis), *_notes(analysis), ""]
    whole = analysis.complete_steps
    for start in range(0, len(whole), _STEPS_ACROSS):
        lines += _table(whole[start : start + _STEPS_ACROSS])
    if not whole:
        lines.append("No step is whole, so no step is measured.\n")
    single = "there is only one step" if len(analysis.steps) == 1 and analysis.recording.frames > 1 else ""
    lines += _section("Walking", analysis.walk.measures, ESSENTIAL_WALK, single)
    lines += _section("Standing", analysis.standing.measures, ESSENTIAL_STANDING)
    lines += ["", *_what_errors_are(analysis), "For research and documentation. Not for diagnosis.\n"]
    return "\n".join(lines)


def _head(analysis: Analysis) -> str:
    """File, format and size in a line."""
    recording = analysis.recording
    time = f"{recording.frames} frames at {recording.sample_rate:.0f} Hz"
    return (
        f"{recording.source.file or 'recording'}: {recording.source.format}, "
        f"{time if recording.frames > 1 else 'one picture'}, {recording.rows} x {recording.columns} cells of "
        f"{recording.grid.row_spacing:g} x {recording.grid.column_spacing:g} mm"
    )


def _notes(analysis: Analysis) -> list[str]:
    """What is wrong with the recording and what was assumed, and how it was read where something was assumed."""
    source = analysis.recording.source
    notes = [note.sentence for note in analysis.quality if note not in source.notes]
    read = [note.sentence for note in sorted(source.notes, key=_order)]  # which keeps the order among equals
    shown = read[:_MOST_NOTES] if source.assumed else []
    rest = len(read) - len(shown)
    if rest and shown:
        shown.append(f"and {rest} more on how the file was read: `pedograph info`")
    elif rest:
        more = "1 note" if rest == 1 else f"{rest} notes"
        notes.append(f"{more} on how the file was read: `pedograph info`.")
    return [f"  - {note}" for note in (*notes, *shown)]


def _order(note: Note) -> int:
    """What bears on the numbers comes first, what was left out of the header or where the file lay last."""
    if note.severity is not Severity.INFORMATION:
        return 0
    return 2 if note.key in FILE_OR_PERSON else 1


def _what_errors_are(analysis: Analysis) -> list[str]:
    """What the errors of the steps hold, in a line; nothing where none is shown."""
    whole = analysis.complete_steps
    if not any(one.uncertainty is not None for step in whole for one in step.measures.values()):
        return []
    assumed = "what was assumed of the file" if analysis.recording.source.assumed else ""
    differ = "how steps differ from each other" if len(whole) > 1 else ""
    limits = f"; it does not hold {assumed or differ}" if assumed or differ else ""
    if assumed and differ:
        limits = f"; it holds neither {assumed} nor {differ}"
    return [f"± is one standard uncertainty of a single step as recorded{limits}."]


def _table(steps: Sequence[StepAnalysis]) -> list[str]:
    """Rows of measures for a few steps, under their groups, and reasons for what is missing."""
    lines = [" " * _NAME + "".join(f"{_title(step):>{_COLUMN}}" for step in steps)]
    group = ""
    flagged: dict[tuple[str, str], list[str]] = {}
    for definition in measures_of(steps):
        found = [step.measures.get(definition.key) for step in steps]
        if not any(found):
            continue  # a row of dashes says no more than the reason below
        if definition.group_name != group:
            group = definition.group_name
            lines.append(group)
        lines.append(_row(definition, found))
        for step, measure in zip(steps, found, strict=True):
            for flag in measure.flags if measure else ():
                flagged.setdefault((_title(step), flag.sentence), []).append(definition.name)
    flags = [f"  {_MARK} {', '.join(names)}, {title}: {flag}" for (title, flag), names in flagged.items()]
    return [*lines, *flags, *_missing(steps), ""]


def _row(definition: MeasureDefinition, found: Iterable[Measure | None]) -> str:
    unit = f" ({definition.display_unit})" if definition.display_unit else ""
    cells = [
        definition.format(one.value, one.uncertainty) + _MARK * bool(one.flags) if one else "-" for one in found
    ]
    name = definition.name.replace("centre of pressure", "CoP")
    return f"  {name + unit:<{_NAME - 2}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _missing(steps: Sequence[StepAnalysis]) -> list[str]:
    """Why steps lack measures: those that lack for one reason in one line, a whole group by its name."""
    known = measures_of(steps)
    without: dict[str, dict[str, list[str]]] = {}
    for definition in known:
        for step in steps:
            if definition.key not in step.measures:
                reason = str(step.missing.get(definition.key, "not measured"))
                without.setdefault(reason, {}).setdefault(definition.key, []).append(_title(step))
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for reason, keys in without.items():
        for key, titles in keys.items():
            alike.setdefault((reason, tuple(titles)), []).append(key)
    lines = []
    for (reason, lacking), missing in alike.items():
        where = f" ({', '.join(lacking)})" if len(lacking) < len(steps) else ""
        lines += _wrapped(f"{_some(_names(missing, known))}{where}: {reason}")
    return lines


def _names(keys: Sequence[str], known: Iterable[MeasureDefinition]) -> list[str]:
    """Names of measures; of a group that is there with all its measures, its own, and that first."""
    members: dict[str, list[str]] = {}
    for definition in known:
        members.setdefault(definition.group_name, []).append(definition.key)
    whole = {group for group, all_ in members.items() if len(all_) > 1 and set(all_) <= set(keys)}
    named = [catalogue()[key] for key in keys]
    groups = dict.fromkeys(f"all of {one.group_name}" for one in named if one.group_name in whole)
    return [*groups, *(one.name for one in named if one.group_name not in whole)]


def _some(names: Sequence[str]) -> str:
    """Names, parted by semicolons as there are commas in some; of many the first, and how many more there are."""
    more = len(names) - _MOST_NAMES
    return "; ".join([*names[:_MOST_NAMES], *([f"and {more} more"] if more > 0 else [])])


def _section(title: str, table: MeasureTable, keys: Sequence[str], why_none: str = "") -> list[str]:
    """The main measures over several steps, or of a person who stands, and why others are missing: for a reason
    that all of them share, or one that tells more, in one line."""
    definitions = [catalogue()[key] for key in keys]
    rows = [_row(one, [table.get(one.key)]) for one in definitions if one.key in table]
    reasons = _by_reason(sentences(table.missing), definitions)
    if why_none or (not rows and len(reasons) == 1):
        return [f"{title}: nothing measured, as {why_none or next(iter(reasons))}"]
    lines = [title, *rows]
    flags = _by_reason({key: joined(one.flags, "; ") for key, one in table.items() if one.flags}, definitions)
    lines += [f"  {_MARK} {'; '.join(names)}: {flag}" for flag, names in flags.items()]
    for reason, names in reasons.items():
        lines += _wrapped(f"{'; '.join(names)}: {reason}")
    return lines


def _by_reason(said: Mapping[str, str], definitions: Iterable[MeasureDefinition]) -> dict[str, list[str]]:
    """Names of measures by what is said of them."""
    reasons: dict[str, list[str]] = {}
    for one in definitions:
        if one.key in said:
            reasons.setdefault(said[one.key], []).append(one.name)
    return reasons


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _title(step: StepAnalysis) -> str:
    return f"{step.index + 1} {step.side.value}"
