"""``pedograph simulate``: a walking foot whose measures are known, written as a vendor's file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from pedograph._platform.atomic_write import replace_file
from pedograph.cli.output_paths import Output, check_outputs
from pedograph.errors import SettingsError
from pedograph.formats import write
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import (
    FootShape,
    Sampling,
    SimulatedRecording,
    StepParameters,
    simulate_step,
    write_samples,
)

_FORMATS = {".lst": "emed", ".zip": "footscan_plate", ".txt": "footscan_plate"}


@click.command("simulate")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--arch", type=click.Choice(["planus", "rectus", "cavus"]), default="rectus", show_default=True)
@click.option("--side", type=click.Choice(["left", "right"]), default="right", show_default=True)
@click.option("--pronation", type=float, default=0.0, show_default=True, help="-1 (lateral) to 1 (medial load).")
@click.option("--angle", type=float, default=6.0, show_default=True, help="Foot progression angle, degrees out.")
@click.option("--mass", type=float, default=70.0, show_default=True, help="Body mass, kg.")
@click.option("--stance", type=float, default=0.7, show_default=True, help="Time on the plate, s.")
@click.option("--noise", type=float, default=0.0, show_default=True, help="Noise of a cell, kPa.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the noise.")
def simulate_command(
    out: Path,
    arch: str,
    side: str,
    pronation: float,
    angle: float,
    mass: float,
    stance: float,
    noise: float,
    seed: int,
) -> None:
    """Write simulated recordings with known truth.

    OUT is a folder: the sample scans (three walkers on a footscan plate, one emed step before and after an
    insole) with a page that says what is true of them. OUT is a file (.lst for emed, .txt or .zip for footscan):
    one step as the options describe it, and its truth in a .truth.json file beside it.
    """
    if not out.suffix:
        for path in write_samples(out, write):
            click.echo(f"Written: {path}")
        return
    if out.suffix.lower() not in _FORMATS:
        raise SettingsError(f"{out.name}: simulate writes .lst (emed) and .txt or .zip (footscan) files.")
    if not out.with_name(f"{out.stem}.truth.json").exists():  # beside a simulated step stands its truth
        check_outputs([Output(out, "OUT")], [])
    shape = {"planus": FootShape.planus, "rectus": FootShape.rectus, "cavus": FootShape.cavus}[arch]()
    step = StepParameters(
        foot=shape,
        side=Side(side),
        body_mass=mass,
        stance_time=stance,
        pronation=pronation,
        progression_angle=angle,
    )
    simulated = _simulated(step, _FORMATS[out.suffix.lower()], noise, seed)
    write(simulated.recording, out, _FORMATS[out.suffix.lower()])
    truth = replace_file(out.with_name(f"{out.stem}.truth.json"), json.dumps(_truth(simulated), indent=1).encode())
    click.echo(f"Written: {out} and {truth}")


def _simulated(step: StepParameters, format_key: str, noise: float, seed: int) -> SimulatedRecording:
    """One step on the plate that the format belongs to."""
    emed = format_key == "emed"
    grid = SensorGrid(5.0, 5.0, threshold=10.0) if emed else SensorGrid(7.62, 5.08, threshold=2.6)
    sampling = Sampling(sample_rate=100.0 if emed else 250.0, quantum=5.0 if emed else 0.0, noise=noise, seed=seed)
    return simulate_step(step, grid, sampling=sampling)


def _truth(simulated: SimulatedRecording) -> dict[str, object]:
    """What is true of the step, by the names of the measures."""
    truth = simulated.truth
    phases = ("initial_contact_phase", "forefoot_contact_phase", "foot_flat_phase", "forefoot_push_off_phase")
    return {
        "side": truth.side.value,
        "contact_threshold": truth.contact_threshold,
        "arch_index": truth.arch_index,
        "modified_arch_index": truth.modified_arch_index,
        "cpei": truth.cpei,
        "foot_progression_angle": truth.progression_angle,
        "foot_length": truth.length,
        "contact_area": truth.contact_area,
        "peak_force": truth.peak_force,
        **{name: getattr(truth.phases, name) for name in phases},
        "cop": {"time": truth.time.tolist(), "x": truth.cop[:, 0].tolist(), "y": truth.cop[:, 1].tolist()},
    }
