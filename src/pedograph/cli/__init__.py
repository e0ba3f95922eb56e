"""The same jobs in a terminal."""

from __future__ import annotations

from pedograph.cli.main import main, window

__all__ = ["main", "window"]
