"""Masks as files: a GeoJSON FeatureCollection of polygons in foot coordinates (docs/masks.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from pedograph._platform.atomic_write import replace_file
from pedograph._platform.regular_file import open_regular
from pedograph.anatomy.masks import Mask, MaskError, MaskRegion, Rings
from pedograph.errors import ReadError
from pedograph.recording import FloatArray

_FORMAT: Final = 1
_MEMBER: Final = "pedograph_mask"
_CHOICES: Final = {"across": ("width", "mm"), "along": ("toeless", "whole", "mm")}
_ADVICE: Final = "docs/masks.md describes what a mask looks like"
_LARGEST_FILE: Final = 20_000_000
"""Bytes; a mask of a thousand points is a few ten thousand."""


def read_mask(path: Path | str) -> Mask:
    """A mask from a GeoJSON file.

    Parameters
    ----------
    path : path
        The file, as `write_mask` writes it; docs/masks.md describes it.

    Raises
    ------
    ReadError
        If the file is no mask; its text says what is wrong and where.
    OSError
        If it cannot be opened.
    """
    path = Path(path)
    with open_regular(path) as file:
        data = file.read(_LARGEST_FILE + 1)
    if len(data) > _LARGEST_FILE:
        raise ReadError(path.name, "the file is too large for a mask")
    try:
        return _mask(json.loads(data.decode("utf-8-sig"), parse_constant=_no_number))
    except MaskError as error:
        raise ReadError(path.name, str(error), advice=_ADVICE) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ReadError(
            path.name, "the file is no JSON text", advice="docs/masks.md describes the file"
        ) from error


def write_mask(mask: Mask, path: Path | str) -> Path:
    """Write a mask as GeoJSON; the file appears whole or not at all.

    Parameters
    ----------
    mask : Mask
        The regions.
    path : path
        Where to.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If the place cannot be written to.
    """
    about = {
        "format": _FORMAT,
        "name": mask.name,
        "version": mask.version,
        "across": mask.across,
        "along": mask.along,
        "fewest_cells": mask.fewest_cells,
    }
    features = [
        {"type": "Feature", "properties": {"region": region.name}, "geometry": _geometry(region)}
        for region in mask.regions
    ]
    document = {"type": "FeatureCollection", _MEMBER: about, "features": features}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return replace_file(Path(path), text.encode())


def _geometry(region: MaskRegion) -> dict[str, Any]:
    polygons = [[_closed(ring, outer=place == 0) for place, ring in enumerate(rings)] for rings in region.polygons]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _closed(ring: FloatArray, *, outer: bool) -> list[list[float]]:
    """The border with its first point repeated, counterclockwise outside and clockwise for a hole (RFC 7946)."""
    medial, along = ring.T
    left_handed = float(medial @ np.roll(along, -1) - along @ np.roll(medial, -1)) < 0
    points = ring[::-1] if left_handed == outer else ring
    return [*points.tolist(), points[0].tolist()]


def _mask(document: Any) -> Mask:
    """The mask of a parsed file."""
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise MaskError("the file is no GeoJSON FeatureCollection")
    about = document.get(_MEMBER)
    if not isinstance(about, dict):
        raise MaskError(f'the member "{_MEMBER}" is missing, which says in what units the polygons are drawn')
    if about.get("format") != _FORMAT:
        raise MaskError(f"the mask is of format {about.get('format')!r}; this version reads format {_FORMAT}")
    for name, choices in _CHOICES.items():
        if about.get(name) not in choices:
            raise MaskError(f'"{name}" is {about.get(name)!r}; it must be one of {", ".join(choices)}')
    fewest = about.get("fewest_cells", 0)
    if isinstance(fewest, bool) or not isinstance(fewest, int) or not 0 <= fewest <= 1000:
        raise MaskError(f'"fewest_cells" is {fewest!r}; it must be a whole number from 0 to 1000')
    features = document.get("features")
    if not isinstance(features, list):
        raise MaskError('the list "features" is missing')
    regions = tuple(_region(feature, place) for place, feature in enumerate(features, start=1))
    return Mask(_text(about, "name"), _text(about, "version"), about["across"], about["along"], regions, fewest)


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value:
        raise MaskError(f'"{name}" is {value!r}; it must be a text')
    return value


def _region(feature: Any, place: int) -> MaskRegion:
    """One feature as a region; features count from 1."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        raise MaskError(f"feature {place} has no properties or no geometry")
    name = _text(properties, "region")
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        coordinates = [coordinates]
    elif geometry.get("type") != "MultiPolygon":
        raise MaskError(f"the region {name} is a {geometry.get('type')!r}; it must be a Polygon or MultiPolygon")
    return MaskRegion(name, tuple(_rings(polygon, name) for polygon in _list(coordinates, name)))


def _rings(polygon: Any, name: str) -> Rings:
    return tuple(
        np.array([_point(point, name) for point in _list(ring, name)], dtype=np.float64).reshape(-1, 2)
        for ring in _list(polygon, name)
    )


def _list(value: Any, name: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise MaskError(f"the region {name} has a border that is no list of places (medial, along)")
    return value


def _point(point: Any, name: str) -> tuple[float, float]:
    """Medial and along; a height is left out."""
    numbers = _list(point, name)[:2]
    if len(numbers) < 2 or not all(type(one) in (int, float) and abs(one) < 1e6 for one in numbers):
        raise MaskError(f"the region {name} has a place that is no pair of numbers")
    return float(numbers[0]), float(numbers[1])


def _no_number(name: str) -> NoReturn:
    raise MaskError(f"the file holds {name}, which is no number")
