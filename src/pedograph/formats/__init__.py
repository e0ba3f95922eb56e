"""Vendors' file formats: a module each, and the registry that finds the one that reads a file."""

from __future__ import annotations

from pedograph.formats.model import FormatSpec
from pedograph.formats.registry import knows, list_formats, read, read_bytes, recordings_in, write, write_bytes

__all__ = ["FormatSpec", "knows", "list_formats", "read", "read_bytes", "recordings_in", "write", "write_bytes"]
