"""What stands round the pages: window, rail, header, menus, messages."""

from __future__ import annotations
