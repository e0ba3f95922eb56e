"""The findings: notes with evidence and decisions; it knows `pedograph.posture` and nothing else."""

from __future__ import annotations

from pedograph.desktop.findings.panel import FindingsPanel

__all__ = ["FindingsPanel"]
