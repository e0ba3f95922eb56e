"""The timeline: force over the stance, and playing it."""

from __future__ import annotations
