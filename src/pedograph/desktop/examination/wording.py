"""The words about a field: its name, what stands in its tooltip, and how a value is refused."""

from __future__ import annotations

from typing import Any

from pedograph.posture.examination import Examination
from pedograph.posture.fields import ExaminationError, ExaminationField
from pedograph.posture.scoring import cait_cutoff


def side_of(path: str) -> str:
    """Side of a path of `ExaminationField.paths`; "" where it has none."""
    return path.rpartition(".")[0]


def place_name(field: ExaminationField, side: str) -> str:
    """Where a value belongs ("left ankle"); "" for a field without sides."""
    return f"{side} {field.part}" if side else ""


def control_name(field: ExaminationField, path: str) -> str:
    """Accessible name of a field's control ("CAIT, left ankle")."""
    place = place_name(field, side_of(path))
    return f"{field.label}, {place}" if place else field.label


def tooltip(field: ExaminationField) -> str:
    """Help, range and source of a field."""
    parts = [field.help]
    if field.range_words:
        parts.append(f"Takes a number {field.range_words}.")
    if field.source:
        checked = "" if field.verified else " (not read there)"
        parts.append(f"Source: {field.source}{checked}.")
    parts.append("Empty means not assessed.")
    return "\n".join(part for part in parts if part)


def refusal(error: ExaminationError, field: ExaminationField, path: str, kept: str) -> str:
    """Why a value was refused, and what the visit holds instead."""
    if error.field == field.key:
        place = place_name(field, side_of(path))
        found = f"{place.capitalize()}: {error.found}" if place else error.found
        said = f"{found}; {error.expected}."
    else:
        said = str(error)
    return f"{said} Kept: {kept}." if kept else f"{said} Nothing was kept."


def empty_words(field: ExaminationField) -> str:
    """What an empty choice says: what is used instead, where the field has a default."""
    if field.key == "cait_cutoff":
        return f"{cait_cutoff(Examination()):g}, the default"
    return "not stated"


def score_words(value: int) -> str:
    """A score on a scale that runs to both sides of 0 ("+1", "−2")."""
    return "0" if value == 0 else f"{value:+d}".replace("-", "−")


def shown(field: ExaminationField, value: Any) -> str:
    """A value in words, with its unit."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    named = next((option.label for option in field.options if option.value == value), None)
    if named is not None:
        return f'"{named}"'
    number = f"{value:.10g}".replace("-", "−")
    return f"{number} {field.unit}" if field.unit else number
