"""A small Excel workbook (``.xlsx``), written part by part as Excel lays it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = float | str | None

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    *sheets: Sequence[Sequence[Cell]], inline: bool = False, formula: bool = False, prefix: str = ""
) -> bytes:
    """A workbook of sheets called Sheet1, Sheet2 and so on.

    Parameters
    ----------
    sheets : sequence of rows
        Numbers, texts, or None for an empty cell.
    inline : bool
        Write texts in their cells, not in the table of shared ones.
    formula : bool
        Write numbers as results of formulas.
    prefix : str
        Before each name of XML ("x:"), as some programs write it.
    """
    texts: list[str] = []
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{number + 1}.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
            for number in range(len(sheets))
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        + "".join(
            f'<sheet name="Sheet{number + 1}" sheetId="{number + 1}" r:id="rId{number + 1}"/>'
            for number in range(len(sheets))
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{number + 1}" Type="{_LINKS}/worksheet" '
            f'Target="worksheets/sheet{number + 1}.xml"/>'
            for number in range(len(sheets))
        )
        + f'<Relationship Id="rId99" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    }
    for number, rows in enumerate(sheets):
        cells = "".join(_row(row, place + 1, texts, inline, formula) for place, row in enumerate(rows))
        body = f"<sheetData>{cells}</sheetData>"
        named = body.replace("</", "\0").replace("<", f"<{prefix}").replace("\0", f"</{prefix}")
        space = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
        parts[f"xl/worksheets/sheet{number + 1}.xml"] = (
            f'<?xml version="1.0"?><{prefix}worksheet {space}="{_MAIN}">{named}</{prefix}worksheet>'
        )
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _row(row: Sequence[Cell], number: int, texts: list[str], inline: bool, formula: bool) -> str:
    cells = []
    for column, value in enumerate(row):
        address = f"{_letters(column)}{number}"
        if isinstance(value, str) and inline:
            cells.append(f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        elif isinstance(value, str):
            texts.append(value)
            cells.append(f'<c r="{address}" s="1" t="s"><v>{len(texts) - 1}</v></c>')
        elif value is None:
            cells.append(f'<c r="{address}" s="2"/>')
        else:
            made = "<f>A1+1</f>" if formula else ""
            cells.append(f'<c r="{address}">{made}<v>{value!r}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>' if cells else ""


def _letters(column: int) -> str:
    """Name of a column, from 0."""
    first, second = divmod(column, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + second)
