"""Which layout a recording is read with: one that the user supplies, else one that comes with Pedograph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pedograph._platform.paths import settings_folder
from pedograph.formats.companions import first_text
from pedograph.formats.context import FileContext
from pedograph.formats.layouts.layout_file import LayoutFile, parse_layout_file
from pedograph.notes import Note

ENDING: Final = ".layout.toml"
"""What stands behind a recording's name in the name of its own layout file."""


@dataclass(frozen=True, eq=False)
class SuppliedLayout:
    """A layout that the user supplies.

    Parameters
    ----------
    file : LayoutFile
        What it says.
    note : Note
        Where it was.
    """

    file: LayoutFile
    note: Note


def supplied_layout(format_key: str, size: str, name: str, context: FileContext) -> SuppliedLayout | None:
    """The layout that a user supplies for a recording; None where there is none.

    It is looked for beside the recording (``walk.layout.toml`` or ``walk.asc.layout.toml`` for ``walk.asc``), then
    in the folder ``layouts`` of the settings (``pedar-y.toml`` for size y of a format, ``pedar.toml`` for all).

    Parameters
    ----------
    format_key : str
        Key of the format.
    size : str
        Code of the size in the recording; empty where it has none.
    name : str
        Name of the recording.
    context : FileContext
        Says where the recording is.

    Raises
    ------
    ReadError
        If there is one, but something in it is not as it should be.
    """
    own = context.beside(name, ENDING)
    folder = settings_folder() / "layouts"
    general = [folder / f"{format_key}-{size}.toml"] if size.isalnum() else []
    found = first_text([*own, *general, folder / f"{format_key}.toml"])
    if found is None:
        return None
    place, text = found
    where = "beside the recording" if place in own else "in the folder of settings"
    note = f"Where the sensors lie is from {place.name}, {where}."
    return SuppliedLayout(parse_layout_file(text, place.name), Note("sensor_layout_supplied", note))
