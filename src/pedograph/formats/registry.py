"""The formats there are: those of Pedograph, and those of other packages."""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, cast

from pedograph.formats.model import Format, FormatSpec

ENTRY_POINTS: Final = "pedograph.formats"
"""Group under which other packages name modules with formats of their own."""

_BUILT_IN = (
    "apd.static",
    "apd.dynamic",
    "novel.emed",
    "footscan.dynamic",
    "footscan.plate",
    "novel.pedar",
    "novel.pliance",
    "stappone.export",
    "tekscan.ascii_export",
    "xsensor.export",
    "zebris.raw",
    "zebris.report",
    "datasets.cadwalk",
    "datasets.jiku",
    "pedograph.frames_csv",
    "pedograph.hdf5",
    "pedograph.frames_npz",
    "pedograph.session_file",
    "datasets.stepup",
    "table.reader",
)


def list_formats() -> tuple[FormatSpec, ...]:
    """What formats there are: built-in ones first, then those of other packages."""
    return tuple(module.SPEC for module in formats().values())


@cache
def formats() -> Mapping[str, Format]:
    """The modules of all formats by key; one of another package that does not load is left out, with a warning."""
    from importlib.metadata import entry_points

    found: dict[str, Format] = {}
    for name in _BUILT_IN:
        module = cast(Format, importlib.import_module(f"pedograph.formats.{name}"))
        found[module.SPEC.key] = module
    for entry in entry_points(group=ENTRY_POINTS):
        try:
            module = entry.load()
            key = module.SPEC.key
            complete = isinstance(module, Format) and isinstance(module.SPEC, FormatSpec) and key not in found
        except Exception as error:  # noqa: BLE001 - whatever another package does, the other formats must work
            warnings.warn(f"The format {entry.name} of {entry.value} cannot be loaded: {error}.", stacklevel=2)
            continue
        if complete:
            found[key] = module
        else:
            text = (
                f"The format {entry.name} of {entry.value} is not complete, or its key is taken; it is left out."
            )
            warnings.warn(text, stacklevel=2)
    return MappingProxyType(found)
