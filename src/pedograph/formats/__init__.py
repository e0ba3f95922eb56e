"""Vendors' file formats: a folder each, and what finds the one that reads a file."""

from __future__ import annotations

from pedograph.formats.model import FormatSpec
from pedograph.formats.opened import OpenedFile, open_file, read, read_bytes, recordings_in
from pedograph.formats.registry import list_formats
from pedograph.formats.writing import write, write_bytes

__all__ = [
    "FormatSpec",
    "OpenedFile",
    "list_formats",
    "open_file",
    "read",
    "read_bytes",
    "recordings_in",
    "write",
    "write_bytes",
]
