"""The one place where a session's clock is read."""

from __future__ import annotations

from datetime import datetime


def now() -> str:
    """This second as ISO 8601 local time with its offset from UTC ("2026-11-22T17:45:03+01:00")."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
