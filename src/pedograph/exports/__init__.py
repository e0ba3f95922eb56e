"""What leaves the application: tables and JSON."""

from __future__ import annotations

from pedograph.exports.json import analyses_as_json
from pedograph.exports.table import COLUMNS, codebook, table_rows, write_table
from pedograph.exports.tables import TABLES, TableFolder, failed_text, table_texts, write_tables

__all__ = [
    "COLUMNS",
    "TABLES",
    "TableFolder",
    "analyses_as_json",
    "codebook",
    "failed_text",
    "table_rows",
    "table_texts",
    "write_table",
    "write_tables",
]
