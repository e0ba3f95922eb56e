"""The sample scans: small recordings in vendors' formats whose truth is known, made by one command."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pedograph.recording import PressureRecording, SensorGrid, Side
from pedograph.simulation.foot import FootShape
from pedograph.simulation.gait import StepParameters
from pedograph.simulation.plate import Sampling, SimulatedRecording, simulate_step
from pedograph.simulation.truth import StepTruth
from pedograph.simulation.walk import FOOTSCAN_SAMPLING, Walk, cropped, simulate_walk

Writer = Callable[[PressureRecording, Path, str], object]
"""Writes a recording to a file in the format with a key ("emed", "footscan_plate")."""

EMED_GRID = SensorGrid(row_spacing=5.0, column_spacing=5.0, threshold=10.0)
"""Cells of an emed platform with four sensors a cm2, silent below 10 kPa."""

EMED_PLATE = "64x95"
"""Columns and rows of the emed platform, as its files say it."""

EMED_SAMPLING = Sampling(sample_rate=100.0, quantum=5.0, noise=1.0, gain_spread=0.03)
"""An emed platform: 100 Hz, readings in steps of 5 kPa."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One sample scan.

    Parameters
    ----------
    file : str
        Its file name.
    format : str
        Key of the format it is written in.
    about : str
        What it shows, one sentence.
    simulated : SimulatedRecording
        Frames and truth.
    """

    file: str
    format: str
    about: str
    simulated: SimulatedRecording


def sample_scans() -> Iterator[Sample]:
    """The sample scans one after the other, the same each time.

    Yields
    ------
    Sample
        A planus, a rectus and a cavus walker on a footscan plate of 2 m, and one emed step before and after an
        insole.
    """
    yield from _walkers()
    yield from _insole()


def write_samples(folder: Path | str, write: Writer) -> list[Path]:
    """Write the sample scans and the page that says what is true of them.

    Parameters
    ----------
    folder : path
        Where to; made if it is not there. Files of the same names are replaced.
    write : callable
        ``write(recording, path, format_key)`` writes one recording; formats and simulation do not know each
        other, so whoever calls this brings the writer.

    Returns
    -------
    list of Path
        The files written, README.md last. The same bytes come out each time.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    page = [_PREFACE]
    files = []
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as making:
        for sample in sample_scans():
            path = _written(sample, Path(making), write)
            files.append(path.replace(folder / sample.file))
            page.append(_section(sample))
        readme = Path(making) / "README.md"
        readme.write_text("\n".join(page), encoding="utf-8", newline="\n")
        files.append(readme.replace(folder / "README.md"))
    return files


def _walkers() -> Iterator[Sample]:
    """Three people crossing a footscan plate."""
    people = (
        (
            "planus",
            "A planus (low-arched, pronating) walker, 74 kg; the last print lacks its forefoot.",
            StepParameters(FootShape.planus(), body_mass=74.0, pronation=0.5, progression_angle=9.0),
            Walk(step_length=600.0, step_width=105.0, first_side=Side.LEFT, first_heel=30.0),
        ),
        (
            "rectus",
            "A rectus walker, 70 kg, coming from the far end; the first print lacks its heel, the last its toes.",
            StepParameters(FootShape.rectus(), body_mass=70.0, progression_angle=6.0),
            Walk(step_length=625.0, step_width=85.0, first_side=Side.RIGHT, first_heel=-150.0, direction=-1),
        ),
        (
            "cavus",
            "A cavus (high-arched, supinating) walker, 62 kg; the first print lacks its heel, the last its toes.",
            StepParameters(FootShape.cavus(), body_mass=62.0, pronation=-0.2, progression_angle=4.0),
            Walk(step_length=600.0, step_width=75.0, first_side=Side.RIGHT, first_heel=-90.0),
        ),
    )
    for seed, (kind, about, parameters, walk) in enumerate(people, start=1):
        sampling = replace(FOOTSCAN_SAMPLING, noise=0.2, gain_spread=0.06, seed=seed)
        other = parameters.with_changes(pronation=parameters.pronation - 0.08)
        walk = replace(walk, variation=1.0, seed=seed, step_time=0.54)
        simulated = simulate_walk(parameters, walk, other=other, sampling=sampling)
        yield Sample(f"walk_{kind}.zip", "footscan_plate", about, simulated)


def _insole() -> Iterator[Sample]:
    """One foot on an emed platform, as it is and after an insole that supports its arch."""
    foot = replace(FootShape.rectus(), arch_height=0.42, length=256.0)
    before = StepParameters(foot, body_mass=68.0, stance_time=0.74, pronation=0.45, progression_angle=7.0)
    softer = replace(foot, pad_spread=1.07, arch_height=0.38)
    after = before.with_changes(foot=softer, midfoot_load=1.5, pronation=0.1, progression_angle=6.0)
    for seed, (name, about, parameters) in enumerate(
        (
            ("before", "A right foot without insole, 68 kg.", before),
            ("after", "The same foot with the insole: lower peaks, more midfoot contact, less pronation.", after),
        ),
        start=11,
    ):
        simulated = simulate_step(parameters, EMED_GRID, sampling=replace(EMED_SAMPLING, seed=seed))
        part = _loaded_frames(cropped(simulated.recording))
        source = replace(part.source, header={"File": f"simulated {name} insole", "Matrix": EMED_PLATE})
        whole = SimulatedRecording(replace(part, source=source), simulated.truths)
        yield Sample(f"emed_{name}_insole.lst", "emed", about, whole)


def _loaded_frames(recording: PressureRecording) -> PressureRecording:
    """The recording from first contact on, with time starting again, as a device that waits for load has it."""
    loaded = recording.pressure.any(axis=(1, 2))
    first = int(loaded.argmax())
    return replace(recording, pressure=recording.pressure[first:], time=recording.time[: recording.frames - first])


def _written(sample: Sample, folder: Path, write: Writer) -> Path:
    """The sample's file in ``folder``, zipped where its name says so."""
    path = folder / sample.file
    if path.suffix != ".zip":
        write(sample.simulated.recording, path, sample.format)
        return path
    text = path.with_suffix(".txt")
    write(sample.simulated.recording, text, sample.format)
    entry = zipfile.ZipInfo(text.name, date_time=(2026, 1, 1, 0, 0, 0))  # not now: same bytes each time
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(entry, text.read_bytes(), compresslevel=9)
    text.unlink()
    return path


_PREFACE = """# Sample scans

Made by `python -m pedograph.cli simulate sample_scans --samples` from a model of a walking foot: nobody was
measured. What stands in the tables is worked out from the model's continuous pressure field, not from the cells
in the files, so it is what a measurement should come close to.

AI is the arch index and MAI the modified arch index (pressures of the peak image), both without toes along the
axis from heel centre to second toe. CPEI is positive where the path of the centre of pressure bulges laterally;
FPA is the angle between foot axis and plate, out-toeing positive. Contact is where the pressure is above the
threshold given. A print that is cut shows what is true of the whole foot. Phases are initial contact, forefoot
contact, foot flat and forefoot push-off.
"""

_HEAD = (
    "| step | side | toes point | print | AI | MAI | CPEI % | FPA deg | length mm | width mm | area cm2 "
    "| peak force N | peak pressure kPa | stance s | phases % of stance |"
)


def _section(sample: Sample) -> str:
    """What the page says of one file."""
    recording = sample.simulated.recording
    threshold = sample.simulated.truth.contact_threshold
    lines = [
        f"## {sample.file}",
        "",
        sample.about,
        f"{recording.frames} frames at {recording.sample_rate:.0f} Hz, {recording.rows} x {recording.columns} "
        f"cells of {recording.grid.row_spacing:g} x {recording.grid.column_spacing:g} mm (along x across); "
        f"contact above {threshold:.2g} kPa.",
        "",
        _HEAD,
        "|" + " --- |" * _HEAD.count(" | ") + " --- |",
    ]
    lines += [_row(number, truth) for number, truth in enumerate(sample.simulated.truths, start=1)]
    return "\n".join(lines) + "\n"


def _row(number: int, truth: StepTruth) -> str:
    """One step of the table."""
    phases = truth.phases
    shares = (
        phases.initial_contact_phase,
        phases.forefoot_contact_phase,
        phases.foot_flat_phase,
        phases.forefoot_push_off_phase,
    )
    cells = (
        str(number),
        truth.side.value,
        "+y" if truth.direction > 0 else "-y",
        "whole" if truth.complete else "cut",
        f"{truth.arch_index:.3f}",
        f"{truth.modified_arch_index:.3f}",
        f"{truth.cpei:.1f}",
        f"{truth.progression_angle:.1f}",
        f"{truth.length:.0f}",
        f"{truth.width:.0f}",
        f"{truth.contact_area:.0f}",
        f"{truth.peak_force:.0f}",
        f"{truth.peak_pressure:.0f}",
        f"{phases.stance_time:.3f}",
        " / ".join(f"{share:.1f}" for share in shares),
    )
    return "| " + " | ".join(cells) + " |"
