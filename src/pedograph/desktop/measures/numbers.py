"""Numbers with their error: values under each other, errors smaller and lighter behind them."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from pedograph.desktop.style import current_theme
from pedograph.desktop.style.theme import SMALL_SIZE, TEXT_SIZE, base_font
from pedograph.workspace.tables.measure_rows import Reading

_BETWEEN = " ± "
_WIDEST = "±0.000"
"""The room every error has, so that the values stand in one column."""
_NARROW = "±0.0"
"""The room they have in a narrow column."""
_WIDE_COLUMN = 80.0
_GAP = 3.0


def paint_reading(painter: QPainter, box: QRectF, reading: Reading, centred: bool = False) -> None:
    """Draw a number with its error, or a dash.

    Parameters
    ----------
    painter : QPainter
        Where to.
    box : QRectF
        The cell.
    reading : Reading
        What to draw.
    centred : bool
        In the middle of the box, as for what belongs to both feet, instead of at its right.
    """
    theme = current_theme()
    value, _, error = reading.text.partition(_BETWEEN)
    size, room = _size_and_room(value, f"±{error}" if error else "", box.width())
    if centred:
        width = QFontMetricsF(base_font(size)).horizontalAdvance(value) + _GAP + room
        box = QRectF(box.center().x() - width / 2, box.top(), width, box.height())
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.save()
    painter.setFont(base_font(size))
    painter.setPen(theme.colour("dim" if reading.value is None else "text"))
    painter.drawText(box.adjusted(0, 0, -room - _GAP, 0), Qt.AlignmentFlag.AlignRight | middle, value)
    if error:
        painter.setFont(base_font(SMALL_SIZE))
        painter.setPen(theme.colour("dim"))
        place = box.adjusted(box.width() - room, 1, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, f"±{error}")
    painter.restore()


def _size_and_room(value: str, error: str, width: float) -> tuple[float, float]:
    """Size of the value's type, and the room of its error; a narrow column has less of both, and cuts nothing."""
    small = QFontMetricsF(base_font(SMALL_SIZE))
    needed = small.horizontalAdvance(error)
    room = max(small.horizontalAdvance(_WIDEST if width > _WIDE_COLUMN else _NARROW), needed)
    number = QFontMetricsF(base_font()).horizontalAdvance(value) + _GAP
    if number + room <= width:
        return TEXT_SIZE, room
    return (TEXT_SIZE if number + needed <= width else SMALL_SIZE), needed
