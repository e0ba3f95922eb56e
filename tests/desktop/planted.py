"""A visit in which every text that can come from outside is a page with an image, and a walk over the window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, takewhile
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGraphicsView,
    QLabel,
    QMessageBox,
    QTabWidget,
    QTextEdit,
    QWidget,
)

import pedograph as pg
from pedograph.analysis import analyze
from pedograph.notes import Note
from pedograph.posture import DecisionKind, Examination
from pedograph.session.file import save_session
from pedograph.session.model import findings_of, new_session, with_decision, with_examination, with_recording

PLANT = "<img src=planted.png> <b>planted</b> &amp; planted"
WHEN = "2026-11-22T14:03:00+01:00"


def planted_visit(folder: Path, step_file: Path) -> Path:
    """A saved visit, full of tags: file names, header, notes of the reader, note, decision."""
    read = pg.read(step_file)
    header = {**read.source.header, PLANT: PLANT, "Operator": PLANT}
    notes = (*read.source.notes, Note("planted", PLANT))
    source = replace(read.source, file=f"{PLANT.replace('/', '')}.lst", header=header, notes=notes)
    session = new_session("P-1", note=PLANT, when=WHEN)
    session = with_recording(session, analyze(read.with_metadata(source)), "", WHEN)
    session = with_examination(session, Examination(red_flags_screened=True), "", WHEN)
    finding = findings_of(session).applies[0]
    session = with_decision(session, finding, DecisionKind.EDITED, "c1", WHEN, PLANT)
    path = folder / "<img src=planted.png><b>planted.h5"
    save_session(session, path)
    return path


def shown_texts(top: QWidget) -> Iterator[tuple[str, str, bool]]:
    """Every text in a widget that Qt may draw as a page: where it is, the text, and whether it is drawn as one."""
    for widget in (top, *top.findChildren(QWidget)):
        name = type(widget).__name__
        tips = [widget.toolTip(), widget.whatsThis(), *(action.toolTip() for action in widget.actions())]
        if isinstance(widget, QTabWidget):
            tips += [widget.tabToolTip(place) for place in range(widget.count())]
        if isinstance(widget, QComboBox | QAbstractItemView) and widget.model() is not None:
            tips += _tips_of(widget.model())
        yield from ((f"tooltip of {name}", tip, _might_be_page(tip)) for tip in tips)
        yield from ((name, text, page) for text, page in _words_of(widget))


def _words_of(widget: QWidget) -> Iterator[tuple[str, bool]]:
    """What a widget says itself, and whether that is drawn as a page."""
    if isinstance(widget, QLabel):
        yield widget.text(), _drawn_as_page(widget)
    if isinstance(widget, QMessageBox):
        automatic = widget.textFormat() is not Qt.TextFormat.PlainText
        yield widget.text(), automatic and _might_be_page(widget.text())
    if isinstance(widget, QTextEdit):
        yield widget.toHtml(), True
    if isinstance(widget, QGraphicsView):
        pages = (getattr(item, "toHtml", None) for item in widget.scene().items())
        yield from ((page(), True) for page in pages if page is not None)


def _might_be_page(text: str) -> bool:
    """Whether Qt may take a text for a page: it searches it for a tag, in a way that is its own."""
    return re.search(r"<[a-zA-Z!/?]", text) is not None


def _drawn_as_page(label: QLabel) -> bool:
    kind = label.textFormat()
    automatic = kind is Qt.TextFormat.AutoText and _might_be_page(label.text())
    return automatic or kind in (Qt.TextFormat.RichText, Qt.TextFormat.MarkdownText)


def _tips_of(model: QAbstractItemModel) -> list[str]:
    """The tooltips of a table."""
    found = []
    for row in range(model.rowCount(QModelIndex())):
        cells = takewhile(QModelIndex.isValid, (model.index(row, column) for column in count()))
        found += [str(model.data(cell, Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
    return found


def broken_texts(top: QWidget) -> list[str]:
    """Texts in which something planted is drawn as a page: not as its characters, or with an image."""
    pages = [(where, text) for where, text, page in shown_texts(top) if page and "planted" in text]
    return [f"{where}: {text}" for where, text in pages if _hurts(text)]


def _hurts(text: str) -> bool:
    document = QTextDocument()
    document.setHtml(text)
    shown = document.toPlainText()
    return "\ufffc" in shown or not ("<img src=planted" in shown or "<b>planted" in shown)


def planted_seen(top: QWidget) -> bool:
    """Whether anything planted is shown at all: a walk that meets none proves nothing."""
    return any("planted" in text for _, text, _ in shown_texts(top))


def open_windows() -> list[QWidget]:
    """The window and every dialog and menu that is open."""
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
