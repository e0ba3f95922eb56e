"""Writing a recording as a vendor's file, packed where its name says so."""

from __future__ import annotations

import io
import os
from pathlib import Path

from pedograph._platform.atomic_write import replace_file
from pedograph.errors import SettingsError
from pedograph.formats.model import WritableFormat
from pedograph.formats.registry import formats, list_formats
from pedograph.recording import PressureRecording


def write_bytes(recording: PressureRecording, format_key: str) -> bytes:
    """The bytes of a file of the format ``format_key``; see `write`."""
    module = formats().get(format_key)
    if module is None:
        raise SettingsError(f'there is no format "{format_key}"; the formats are {", ".join(formats())}.')
    if not module.SPEC.can_write or not isinstance(module, WritableFormat):
        able = ", ".join(key for key, other in formats().items() if other.SPEC.can_write)
        raise SettingsError(f"{module.SPEC.name} cannot be written; these can: {able}.")
    return module.write(recording)


def write(recording: PressureRecording, path: str | os.PathLike[str], format_key: str = "") -> None:
    """Write a recording as a vendor's file, whole or not at all.

    Parameters
    ----------
    recording : PressureRecording
        What to write.
    path : str or path
        The file; an existing one is replaced when the new one is complete. A name that ends in .zip or .gz makes
        an archive with the file in it.
    format_key : str, optional
        Key of a format with ``can_write``; by the name's ending (`format_by_name`) if not given.

    Raises
    ------
    SettingsError
        If there is no such format, it cannot be written, or the ending does not tell it.
    RecordingError
        If the format cannot hold this recording.
    OSError
        If the disk refuses.
    """
    format_key = format_key or format_by_name(path)
    put_bytes(write_bytes(recording, format_key), path, format_key)


def put_bytes(data: bytes, path: str | os.PathLike[str], format_key: str) -> None:
    """Put the bytes of a file of a format where they belong, packed if the name says so; see `write`."""
    path = Path(path)
    endings = formats()[format_key].SPEC.extensions
    if path.suffix.lower() not in endings:
        data = _packed_as_named(data, path.name, next(filter(None, endings), ""))
    replace_file(path, data)


def format_by_name(path: str | os.PathLike[str]) -> str:
    """Key of the one writable format whose files end as a name does; of several, the one that is called so.

    Parameters
    ----------
    path : str or path
        What is going to be written; an ending .zip or .gz is taken for an archive's.

    Raises
    ------
    SettingsError
        If there is no such format, or several; it names them.
    """
    name = Path(path).name
    packed = Path(name).suffix.lower() in (".zip", ".gz")
    ending = Path(Path(name).stem if packed else name).suffix.lower()
    able = [spec for spec in list_formats() if spec.can_write]
    fitting = [spec.key for spec in able if ending and ending in spec.extensions]
    if ending[1:] in fitting:
        return ending[1:]
    if len(fitting) == 1:
        return fitting[0]
    keys = ", ".join(fitting or [spec.key for spec in able])
    found = f'several formats end in "{ending}"' if fitting else "its ending tells no format"
    raise SettingsError(f"{name}: {found}; say which one it is to be: {keys}.")


def _packed_as_named(data: bytes, name: str, ending: str) -> bytes:
    """The bytes of a file as an archive, where the name that it gets is one of an archive; else as they are.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        What it is going to be called: .zip and .gz make an archive. The same bytes give the same archive.
    ending : str
        Ending of the file in a zip archive, where ``name`` has none before its .zip.
    """
    inner, _, kind = name.rpartition(".")
    if kind.lower() == "gz":
        import gzip

        return gzip.compress(data, mtime=0)
    if kind.lower() != "zip":
        return data
    import zipfile

    entry = zipfile.ZipInfo(inner if "." in inner.strip(".") else f"{inner}{ending}")
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16  # else nobody but root may read what is unpacked
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(entry, data)
    return packed.getvalue()
