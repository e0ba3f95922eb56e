"""Long explanations as tooltips: rich text, which wraps."""

from __future__ import annotations

from html import escape


def wrapped(text: str) -> str:
    """Plain text of several lines as rich text that breaks its lines by itself."""
    lines = "".join(f'<p style="margin:0 0 4px 0">{escape(line)}</p>' for line in text.splitlines())
    return f"<qt>{lines}</qt>"
