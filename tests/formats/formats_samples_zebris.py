"""Small files of zebris and APD, written here letter by letter from known frames."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Frames = NDArray[np.float64]


def small_frames(count: int = 3, rows: int = 5, columns: int = 4, *, step: float = 5.0) -> Frames:
    """Frames in kPa [frame, row, column], heel in row 0; no two cells of a frame alike."""
    cells = np.arange(rows * columns).reshape(rows, columns)
    return np.stack([step * ((cells + number) % (rows * columns)) for number in range(count)])


CHANNELS = (
    "Time,ms",
    "Position,m",
    "Li Kraft,N",
    "Re Kraft,N",
    "Butterfly.force,N",
    "Butterfly.x,mm",
    "Butterfly.y,mm",
)
"""Names of a treadmill's channels in a program that speaks German."""

CELL = 8.47 * 8.46 / 100.0
"""cm2 of a cell of the sample."""


def zebris_channels(newtons: Sequence[float], names: Sequence[str], speed: float, step: float) -> list[str]:
    """The table of channels; half of the force on either foot, and 1.2 m/s of belt unless told."""
    lines = ["\t".join(names), "Calibr" + "\t" * (len(names) - 2), ""]
    for number, force in enumerate(newtons):
        time = number * step
        values = [
            f"{time:g}",
            f"{speed * time / 1000:.3f}",
            f"{force / 2:.1f}",
            f"{force / 2:.1f}",
            f"{force:.2f}",
        ]
        lines.append("\t".join([*values, "NaN", "NaN"][: len(names)]))
    return lines


def zebris_raw(
    values: Frames | None = None,
    *,
    names: Sequence[str] = CHANNELS,
    forces: Sequence[float] | None = None,
    speed: float = 1.2,
    step: float = 10.0,
    exercise: str = "Gait",
    application: str = "trplatf",
    along_x: bool = True,
    top: Sequence[str] = ("Person\tMustermann, Erika", "Sex\tF", "Born\t1.2.1960", "Code\t4836-CBDF", ""),
    encoding: str = "latin-1",
    line_end: str = "\r\n",
) -> bytes:
    """A WinFDM raw text of frames in kPa, row 0 at the heel; the walk goes along x, or else along y."""
    heel_first = small_frames() if values is None else values
    # x points forwards and y to the left, or y forwards and x to the right.
    shown = heel_first[:, :, ::-1].transpose(0, 2, 1) / 10 if along_x else heel_first / 10
    count, rows, columns = shown.shape
    newtons = [float(frame.sum() * CELL) for frame in shown] if forces is None else forces
    lines = [*top, "Record\t4 km/h barfuß", f"Application\t{application}", "Creation date\t23/05/2008 12:23:17"]
    lines += [
        "Exercises\t{",
        "#\tName\tStart,sec\tLength,sec\tStart time",
        f"1\t{exercise}\t0.00\t9.99\t",
        "}",
        "",
    ]
    lines += [
        "Frequency,Hz\t100.000",
        f"Count\t{count}",
        "",
        *zebris_channels(newtons, names, speed, step),
        "",
        "",
    ]
    lines += ["Platform {", f"Columns\t{columns}", f"Lines\t{rows}", "Cell width,mm\t8.47", "Cell height,mm\t8.46"]
    lines += ["Units\tN/cm^2", f"Frame count\t{count}", "Frequency\t100.00", ""]
    for number, frame in enumerate(shown):
        lines += [f"Frame {number + 1} {{", "Exercise1", f"Time, ms\t{number * step:.2f}"]
        lines += ["Center of force\t(x2,y2)", "", "\t" + "\t".join(f"x{place + 1}" for place in range(columns))]
        for place, row in enumerate(frame):
            lines.append("\t".join([f"y{place + 1}", *(f"{value:.2f}" for value in row)]))
        lines.append("}")
    return line_end.join([*lines, ""]).encode(encoding)


def zebris_report(
    values: Frames | None = None,
    *,
    title: str = "RT Pressure plots, Stance, Maximum",
    unit: str = "N/cm²",
    step: float = 0.01,
    kind: str = "signal_matrix",
) -> bytes:
    """A report's maps of frames in kPa, row 0 at the heel; toes come first in the file."""
    shown = (small_frames() if values is None else values)[:, ::-1] / 10
    count, rows, columns = shown.shape
    head = "type,name,time_units,begin_time,frequency,count,units,cell_count_x,cell_count_y"
    lines = [
        f"{head},cell_size_mm_x,cell_size_mm_y",
        f'{kind},"{title}","s",0.000,100,{count},"{unit}",{columns},{rows},8.469,8.5',
        "",
    ]
    lines.append("time," + ",".join(f"x{place + 1}" for place in range(columns)))
    for number, frame in enumerate(shown):
        for place, row in enumerate(frame):
            time = f"{number * step:.3f}" if place == 0 else ""
            lines.append(",".join([time, *(f"{value:.3f}" for value in row)]))
    return "\n".join([*lines, "", ""]).encode("utf-8-sig")


def apd_head(
    shape: Sequence[int], *, unit: str, equals: str, more: Sequence[str], start: Sequence[int]
) -> list[str]:
    """Lines above the numbers."""
    lines = [
        "[General]",
        "Description=pedcad Importfile",
        "Source=<<zebris>>",
        "Date=25/04/2017",
        "UnitDistance=mm",
    ]
    lines += [f"UnitPressure={unit}", "", "[Customer]", "FirstName=Erika", "LastName=Mustermann", "Sex=F"]
    lines += ["BirthDay=1.2.1960", "", "[Technical]", "MaxSensorsX=353", "MaxSensorsY=64"]
    lines += [
        f"StartSensX={start[0]}",
        f"StartSensY={start[1]}",
        f"SensCountX={shape[0]}",
        f"SensCountY={shape[1]}",
    ]
    lines += ["LDistX=8.46591", "LDistY=7.5", *more, ""]
    return [line.replace("=", equals, 1) for line in lines]


def apd_matrix(values: Frames, absent: str = "-1", end: str = "") -> list[str]:
    """Rows of a picture in kPa, as N/cm2; ``absent`` stands for 0."""
    return ["\t".join(f"{value / 10:.1f}" if value else absent for value in row) + end for row in values]


def apd(
    values: Frames | None = None,
    *,
    unit: str = "N/cm2",
    equals: str = "=",
    absent: str = "-1",
    end: str = "",
    more: Sequence[str] = (),
    start: Sequence[int] = (233, 8),
    encoding: str = "utf-8",
    line_end: str = "\n",
) -> bytes:
    """A picture of the first of some frames in kPa, row 0 at the heel."""
    picture = (small_frames() if values is None else values)[0]
    head = apd_head(picture.shape, unit=unit, equals=equals, more=more, start=start)
    return line_end.join([*head, "[Data]", *apd_matrix(picture, absent, end), ""]).encode(encoding)


def apd_dynamic(
    values: Frames | None = None, *, side: str = "R", first: int = 3, period: str = "8.0", more: Sequence[str] = ()
) -> bytes:
    """Frames of one step in kPa, row 0 at the heel, below the picture of their largest pressures."""
    shown = small_frames() if values is None else values
    times = ["UnitTime=ms", f"TimeDiff={period}", f"MinIdx={first}", f"MaxIdx={first + len(shown) - 1}"]
    foot = [f"FootSide={side}"] if side else []
    head = apd_head(shown.shape[1:], unit="N/cm2", equals="=", more=[*times, *foot, *more], start=(12, 30))
    lines = [*head, "[Data]", *apd_matrix(shown.max(axis=0))]
    for number, frame in enumerate(shown):
        lines += ["", f"[Data{first + number}]", *apd_matrix(frame)]
    return "\n".join([*lines, ""]).encode("utf-8")


ZEBRIS_SAMPLES: dict[str, Callable[..., bytes]] = {
    "zebris_raw": zebris_raw,
    "zebris_report": zebris_report,
    "apd": apd,
    "apd_dynamic": apd_dynamic,
}
