"""The strip of all steps."""

from __future__ import annotations
