"""Quality of a recording: what is wrong with it, which measures that touches, and what it forbids."""

from __future__ import annotations

from pedograph.quality.assessment import ASSESSED, assess
from pedograph.quality.model import Assessed, AssessedStep

__all__ = ["ASSESSED", "Assessed", "AssessedStep", "assess"]
