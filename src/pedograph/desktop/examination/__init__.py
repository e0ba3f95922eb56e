"""The examination form: fields on cards, red flags first; it knows `pedograph.posture` and nothing else."""

from __future__ import annotations

from pedograph.desktop.examination.panel import ExaminationPanel

__all__ = ["ExaminationPanel"]
