"""The maps: both feet true to scale, and the whole plate."""

from __future__ import annotations
