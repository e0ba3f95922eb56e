"""Small files of insoles and mats (pedar, pliance, XSENSOR, Stappone), written here from known values."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float64]

PEDAR_SENSORS = 99


def sensor_values(frames: Frames | None, sensors: int, step: float = 2.5) -> Frames:
    """Values [frame, sensor]: those of some frames, taken in turn, else multiples of ``step``."""
    if frames is None:
        return np.asarray(step * ((np.arange(sensors) + 7 * np.arange(3)[:, None]) % 60), dtype=np.float64)
    return np.resize(frames.reshape(len(frames), -1), (len(frames), sensors)) if frames.size else frames


def pedar(
    frames: Frames | None = None,
    *,
    left: Sequence[int] = range(1, PEDAR_SENSORS + 1),
    right: Sequence[int] = range(1, PEDAR_SENSORS + 1),
    size: str = "y",
    unit: str = "kPa",
    masks: bool = True,
    summary: bool = False,
    line_end: str = "\n",
) -> bytes:
    """A pedar export; the columns are those of the left insole, then those of the right one."""
    values = sensor_values(frames, len(left) + len(right))
    lines = [
        "file name:  D:\\novel\\Mustermann\\walk.sol\tdate/time  25.04.23 10.49",
        f"sensor type:  {size}-1865l-1870r-pxf306-11mar2021 ",
        f"total time [secs]:  {len(values) / 100:.3f}\ttime per frame [secs]:  0.01000\tscanning rate [Hz]:   100",
        f"pressure values in  {unit}",
        "",
        "mask definition: ",
    ]
    if masks:
        lines += [f"left insole: {''.join(f'{each},' for each in left)}"]
        lines += [f"right insole: {''.join(f'{each},' for each in right)}"]
    lines += ["", "time[secs]    \t" + "".join(f"{each:7d}\t" for each in [*left, *right])]
    for number, row in enumerate(values):
        lines.append(f"{(number + 1) * 0.01:12.5f}\t" + "".join(f"{value:7.3f}\t" for value in row))
    if summary:
        lines.append("         MPP\t" + "".join(f"{value:7.3f}\t" for value in values.max(axis=0)))
        lines.append("         MVP\t" + "".join(f"{value:7.3f}\t" for value in values.mean(axis=0)))
    return line_end.join([*lines, ""]).encode("ascii")


def pliance(
    frames: Frames | None = None,
    *,
    rows: int = 5,
    columns: int = 4,
    left_out: Sequence[int] = (4,),
    width: float = 0.528,
    height: float = 1.028,
    gap: float = 0.0,
    forces: bool = True,
    force_factor: float = 1.0,
    geometry: bool = True,
    tabs: bool = False,
) -> bytes:
    """A pliance export of a mat whose sensors are numbered down the columns, the first at the highest y."""
    sensors = [each for each in range(1, rows * columns + 1) if each not in left_out]
    values = sensor_values(frames, len(sensors))
    low_x = np.array([(each - 1) // rows * (width + gap) for each in sensors])
    low_y = np.array([(rows - 1 - (each - 1) % rows) * (height + gap) for each in sensors])
    lines = [
        "file name: C:\\Mustermann\\seat.mat date/time 17.06.23 15.21",
        "mat type s2160_001",
        "total times [secs]: 44.458 time per frame [secs]: 0.04167 scanning rate [Hz]: 24",
        "pressure values in kPa",
        "",
        "",
        "electrical:",
        "time[secs] " + " ".join(f"{each:7d}" for each in sensors),
    ]
    times = 5.79167 + np.arange(len(values)) / 24.0
    lines += [
        f"{time:11.5f}" + "".join(f"{value:8.3f}" for value in row)
        for time, row in zip(times, values, strict=True)
    ]
    lines.append("        MPP" + "".join(f"{value:8.3f}" for value in values.max(axis=0)))
    lines.append("        MVP" + "".join(f"{value:8.3f}" for value in values.mean(axis=0)))
    if forces:
        lines += ["", " time[secs] force[N]   x[cm]   y[cm]", "", "    0.04167       -       -       -"]
        newtons = values.sum(axis=1) * width * height * 0.1 * force_factor
        lines += [f"{time:11.5f}{force:10.3f}  1.0  2.0" for time, force in zip(times, newtons, strict=True)]
    if geometry:
        table = {
            "x[0]": low_x, "y[0]": low_y, "x[1]": low_x + width, "y[1]": low_y,
            "x[2]": low_x + width, "y[2]": low_y + height, "x[3]": low_x, "y[3]": low_y + height,
            "x[c]": low_x + width / 2, "y[c]": low_y + height / 2, "area": np.full(len(sensors), width * height),
        }  # fmt: skip
        lines += ["", "sensor  " + "".join(f"{each:9d}" for each in sensors), "corner[cm]"]
        lines += [f"{key:<6}" + "".join(f"{value:9.4f}" for value in row) for key, row in table.items()]
    text = "\r\n".join([*lines, ""])
    if tabs:
        text = "\r\n".join("\t".join(line.split()) if line[:1] == " " else line for line in text.split("\r\n"))
    return text.encode("ascii")


def xsensor(
    frames: Frames | None = None,
    *,
    names: Sequence[str] = ("HX210.11.31.M11-DFM-LF S0073", "HX210.11.31.M11-DFM-RF S0073"),
    unit: str = "mmHg",
    clock: Sequence[str] = (),
    cell: float = 0.7411,
    load_factor: float = 0.0133322387,
    groups: bool = True,
    padded: bool = True,
    colons: bool = False,
    separator: str = ",",
    decimal: str = ".",
    squared: str = "cm²",
) -> bytes:
    """An XSENSOR export; row 0 of a frame is at the heel, the matrices are printed toes first."""
    shown = np.resize(7.25 * np.arange(3 * 5 * 4), (3, 5, 4)) if frames is None else frames
    colon = ":" if colons else ""
    lines = [
        f'File:{separator}"C:\\Users\\Mustermann\\walk.XSN"',
        f"Units:{separator}{unit}",
        f"Threshold:{separator}51{decimal}72",
    ]

    def line(key: str, value: object) -> str:
        words = f"{value:g}" if isinstance(value, float) else str(value)
        return f"{key}{colon}{separator}{words.replace('.', decimal) if isinstance(value, float) else words}"

    for number, frame in enumerate(shown):
        time = clock[number] if clock else f"08:21:{17.982 + 0.0134 * number:06.3f}"
        lines += ["", line("FRAME", 1464 + number), line("Date", " 2022 Aug 16"), line("Time", " " + time), ""]
        for place, name in enumerate(names):
            cells = np.roll(frame, place, axis=1)[::-1]
            area = np.count_nonzero(cells) * cell
            lines += [line("SENSOR", name), line("Rows", cells.shape[0]), line("Columns", cells.shape[1])]
            lines += [line(f"Sensel {side} (cm)", 0.86) for side in ("Width", "Height")]
            lines += [line(f"Contact Area ({squared})", float(area)), line("Contact %", 39.15)]
            lines += [line("Est. Load (N)", float(cells.sum() * cell * load_factor)), f"SENSELS{colon}"]
            quote = '"' if decimal == separator else ""
            for row in cells:
                fields = (f"{value:g}".replace(".", decimal) for value in row)
                lines.append(
                    separator.join(f"{quote}{field}{quote}" if decimal in field else field for field in fields)
                )
        if groups and number < len(shown) - 1:
            lines += [line("GROUP", 1), line("Name", "Left Heel"), line("Cells", 3), "SENSELS", "7.25,0,14.5"]
    if padded:
        wide = max(text.count(separator) for text in lines) + 2
        lines = [text + separator * (wide - text.count(separator)) for text in lines]
        lines = [each for text in lines for each in (text, separator * wide)][:-1]
    return b"\xef\xbb\xbf" + "\r\n".join([*lines, ""]).encode("utf-8")


STAPPONE_LAYOUT = "\n".join(
    [
        'name = "sole, measured"',
        'calibration = {unit = "kPa", factor = 0.5, offset = 60}',
        "soles = {left = 1, right = 2}",
        "[left.sensors]",
        *(
            f"{number + 1} = {{polygon = [[{x}, {y}], [{x + 12}, {y}], [{x + 12}, {y + 12}], [{x}, {y + 12}]]}}"
            for number, (x, y) in enumerate((15 * (n % 3), 20 * (n // 3)) for n in range(12))
        ),
    ]
)
"""A layout of twelve square sensors in four rows of three, 12 mm each."""


def stappone(
    frames: Frames | None = None, *, soles: Sequence[int] = (1, 2), late: int = 0, corrupt: Sequence[int] = ()
) -> bytes:
    """A Stappone text; ``late`` is by how many ms the second sole is sampled later."""
    values = sensor_values(frames, 12 * len(soles), 10.0)
    names = [*(f"{kind}_{axis}" for kind in ("accel", "gyro", "magn") for axis in "xyz")]
    lines = [",".join(["sole_id", "timestamp", *names, *(f"pressure_{n:02d}" for n in range(1, 13)), "corrupt"])]
    for number, row in enumerate(values):
        for place, sole in enumerate(soles):
            time = 1_600_000_000_000 + 16 * number + late * place
            counts = [f"{60 + value:g}" for value in row[12 * place : 12 * place + 12]]
            bad = int(number in corrupt)
            lines.append(",".join([str(sole), str(time), *["-0.25"] * len(names), *counts, str(bad)]))
    return "\n".join([*lines, ""]).encode("ascii")


# A Stappone file cannot be read without a layout of the user's own: here is one, in settings for tests.
_HOME = tempfile.TemporaryDirectory(prefix="pedograph-tests-")
atexit.register(_HOME.cleanup)
os.environ.setdefault("PEDOGRAPH_HOME", _HOME.name)
_FOLDER = Path(os.environ["PEDOGRAPH_HOME"]) / "layouts"
if Path(_HOME.name) in _FOLDER.parents:
    _FOLDER.mkdir()
    (_FOLDER / "stappone.toml").write_text(STAPPONE_LAYOUT, encoding="utf-8")

INSOLE_SAMPLES: dict[str, Callable[..., bytes]] = {
    "pedar": pedar,
    "pliance": pliance,
    "xsensor": xsensor,
    "stappone": stappone,
}
