"""What leaves the application: tables and JSON."""

from __future__ import annotations

from pedograph.exports.json import analyses_as_json
from pedograph.exports.table import COLUMNS, codebook, table_rows, write_table

__all__ = ["COLUMNS", "analyses_as_json", "codebook", "table_rows", "write_table"]
