"""The measures as a table, with their definitions."""

from __future__ import annotations
