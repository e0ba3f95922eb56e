"""Posture: the examination, the evidence, and the rules that make notes of them; nothing is measured here."""

from __future__ import annotations

from pedograph.posture.decisions import Decision, DecisionKind, FindingsReview, decide, review_findings
from pedograph.posture.evidence import EvidenceRecord, evidence
from pedograph.posture.examination import Examination, FootExamination
from pedograph.posture.facts import (
    Fact,
    FactSettings,
    facts_from_measures,
    facts_from_recordings,
    symptom_change_facts,
)
from pedograph.posture.fields import ExaminationError, ExaminationField, examination_fields, red_flags
from pedograph.posture.finding import Finding, Findings
from pedograph.posture.findings import criteria_outcome, derive_findings
from pedograph.posture.plates import MeasuredRecording, MeasuredStep, Plate, recording_key
from pedograph.posture.rules import Rule, rules

__all__ = [
    "Decision",
    "DecisionKind",
    "EvidenceRecord",
    "Examination",
    "ExaminationError",
    "ExaminationField",
    "Fact",
    "FactSettings",
    "Finding",
    "Findings",
    "FindingsReview",
    "FootExamination",
    "MeasuredRecording",
    "MeasuredStep",
    "Plate",
    "Rule",
    "criteria_outcome",
    "decide",
    "derive_findings",
    "evidence",
    "examination_fields",
    "facts_from_measures",
    "facts_from_recordings",
    "recording_key",
    "red_flags",
    "review_findings",
    "rules",
    "symptom_change_facts",
]
