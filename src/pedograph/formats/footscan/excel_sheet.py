"""An Excel workbook seen as rows that are blank, a short text, or a row of a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pedograph.errors import ReadError
from pedograph.formats.footscan.sheet import FRAME_LINE, KILOPASCAL_PER_NEWTON
from pedograph.formats.parsing.excel import Worksheet, worksheets
from pedograph.formats.parsing.numbers import LARGEST_VALUE, CellError, shown
from pedograph.formats.parsing.text import EXPORT_AGAIN


class WorkbookSheet:
    """A worksheet; see `Sheet`."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._sheet = worksheet
        filled = ~np.isnan(worksheet.values)
        # One past the last number in each row; 0 where there is none.
        self._widths = np.where(filled.any(axis=1), filled.shape[1] - np.argmax(filled[:, ::-1], axis=1), 0)
        outline = {
            row: text for (row, column), text in worksheet.texts.items() if self._is_title(row, column, text)
        }
        alone = np.flatnonzero((self._widths == 1) & filled[:, 0])
        outline |= {int(row): f"{worksheet.values[row, 0]:g}" for row in alone}
        self.outline = [(row, text.strip()[:1000]) for row, text in sorted(outline.items())]

    def _is_title(self, row: int, column: int, text: str) -> bool:
        """Whether a text stands alone in its row; among numbers it is a damaged number."""
        return column == 0 and bool(text.strip()) and not self._widths[row]

    def height(self) -> int:
        """Number of rows."""
        return len(self._widths)

    def is_blank(self, row: int) -> bool:
        """Whether the row has no number (one with a text has its place in the outline)."""
        return not self._widths[row]

    def place(self, row: int) -> str:
        """Sheet and row, counted from 1."""
        return f"sheet {self._sheet.title}, row {row + 1}"

    def pressures(self, rows: Sequence[int]) -> NDArray[np.float32]:
        """Matrix rows in kPa, float32 [row, column]."""
        columns = Counter(self._widths[rows[:200]].tolist()).most_common(1)[0][0]
        widths = self._widths[rows]
        if (widths > columns).any():
            row = int(np.argmax(widths > columns))
            raise CellError(row, None, f"the row has {widths[row]} values where {columns} were expected")
        values = self._sheet.values[rows, :columns]
        bad = ~((values >= 0) & (values <= LARGEST_VALUE))
        if bad.any():
            row, column = (int(place) for place in np.argwhere(bad)[0])
            raise CellError(row, column, self._wrong(rows[row], column))
        return (values * KILOPASCAL_PER_NEWTON).astype(np.float32)

    def _wrong(self, row: int, column: int) -> str:
        """What stands in a cell that is no pressure."""
        text = self._sheet.texts.get((row, column))
        value = self._sheet.values[row, column]
        if text is not None:
            return f'"{shown(text)}" is not a number'
        if np.isnan(value):
            return "a value is missing"
        return (
            f"{value:g} is negative, and no pressure is"
            if value < 0
            else f"{value:g} is more than any sensor reports"
        )


def workbook_sheet(data: bytes, name: str) -> WorkbookSheet:
    """The first worksheet with a frame in it.

    Raises
    ------
    ReadError
        If there is none, or the workbook is damaged.
    """
    for worksheet in worksheets(data, name):
        if any(
            column == 0 and FRAME_LINE.fullmatch(text.strip()[:100])
            for (_, column), text in worksheet.texts.items()
        ):
            return WorkbookSheet(worksheet)
    raise ReadError(name, "none of the workbook's sheets holds frames", advice=EXPORT_AGAIN)
