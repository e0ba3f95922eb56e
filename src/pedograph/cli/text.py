"""An analysis as text for the terminal: steps as columns, measures as rows."""

from __future__ import annotations

from pedograph.analysis import Analysis, StepAnalysis
from pedograph.measures import catalogue

_NAME, _COLUMN = 54, 18
_STEPS_ACROSS = 3
_MARK = "*"


def analysis_as_text(analysis: Analysis) -> str:
    """What was read, what was found, and every measure of every whole step."""
    recording = analysis.recording
    head = (
        f"{recording.source.file or 'recording'}: {recording.source.format}, {recording.frames} frames at "
        f"{recording.sample_rate:.0f} Hz, {recording.rows} x {recording.columns} cells of "
        f"{recording.grid.row_spacing:g} x {recording.grid.column_spacing:g} mm"
    )
    lines = [head, *(f"  - {note}" for note in analysis.quality), ""]
    whole = analysis.complete_steps
    for start in range(0, len(whole), _STEPS_ACROSS):
        lines += _table(whole[start : start + _STEPS_ACROSS])
    if not whole:
        lines.append("No step is whole, so nothing is measured.\n")
    lines.append("For research and documentation. Not for diagnosis.\n")
    return "\n".join(lines)


def _table(steps: tuple[StepAnalysis, ...]) -> list[str]:
    """Rows of measures for a few steps, under their groups, and reasons for what is missing."""
    lines = [" " * _NAME + "".join(f"{_title(step):>{_COLUMN}}" for step in steps)]
    group = ""
    reasons: dict[str, None] = {}
    flagged: dict[tuple[str, str], list[str]] = {}
    for key, definition in catalogue().items():
        known = any(key in step.measures or key in step.missing for step in steps)
        if "foot" not in definition.levels or not known:  # shares of a body weight that nobody entered
            continue
        if definition.group_name != group:
            group = definition.group_name
            lines.append(group)
        unit = f" ({definition.display_unit})" if definition.display_unit else ""
        cells = []
        for step in steps:
            measure = step.measures.get(key)
            if measure is None:
                cells.append("-")
                reasons[f"  - {definition.name}, {_title(step)}: {step.missing.get(key, 'not measured')}"] = None
            else:
                cells.append(definition.format(measure.value, measure.uncertainty) + _MARK * bool(measure.flags))
                for flag in measure.flags:
                    flagged.setdefault((_title(step), flag), []).append(definition.name)
        lines.append(f"  {definition.name + unit:<{_NAME - 2}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells))
    flags = [f"  {_MARK} {', '.join(names)}, {title}: {flag}" for (title, flag), names in flagged.items()]
    return [*lines, *flags, *reasons, ""]


def _title(step: StepAnalysis) -> str:
    return f"{step.index + 1} {step.side.value}"
