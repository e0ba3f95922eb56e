"""``pedograph measures`` and ``pedograph reference``: what the numbers mean, and what they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import click
import numpy as np

from pedograph.errors import PedographError
from pedograph.exports import codebook
from pedograph.measures import catalogue
from pedograph.measures.reference.own import OwnPeople, own_reference
from pedograph.measures.reference.ranges import SEXES
from pedograph.session import Session, open_session
from pedograph.workspace.tables.own_reference_files import own_references, save_own

_SHOWN_TASKS = {"walk": "walking", "stand": "standing", "run": "running"}


@click.command("measures")
@click.option("--csv", "as_csv", is_flag=True, help="As a table: the codebook of what `analyze --table` writes.")
@click.argument("names", metavar="[MEASURE]...", nargs=-1)
def measures_command(names: Sequence[str], as_csv: bool) -> None:
    """Explain every measure: definition, formula, unit, where it comes from, and what it is compared with.

    With the key of a MEASURE, such as arch_index, only that one.
    """
    unknown = [name for name in names if name not in catalogue()]
    if unknown:
        raise PedographError(_no_measure(unknown[0]))
    if names and as_csv:
        raise PedographError("--csv is a table of all measures; leave out the measure or --csv.")
    if as_csv:
        click.echo(codebook(), nl=False)
        return
    own = own_references()
    for definition in [catalogue()[name] for name in names] or catalogue().values():
        click.echo(f"{definition.key}\n{definition.tooltip()}")
        for reference in own.get(definition.key, ()):
            click.echo(f"Own reference: {definition.reference_text(reference)}")
        click.echo()


def _no_measure(name: str) -> str:
    """That there is no such measure, and which one may have been meant."""
    near = get_close_matches(name, catalogue(), n=1)
    meant = f" Is {near[0]} meant?" if near else ""
    return f'there is no measure "{name}"; `pedograph measures` lists them.{meant}'


@click.command("reference")
@click.argument("measure")
@click.argument("sessions", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--population", required=True, help="Who the people are, in words; the name of the reference.")
@click.option(
    "--device", default="", help="What they were measured with; as the recordings say if they all say the same."
)
@click.option("--sex", type=click.Choice(SEXES), help="If all are of one sex.")
@click.option("--age", nargs=2, type=float, metavar="LEAST GREATEST", help="Ages in years.")
@click.option("--speed", nargs=2, type=float, metavar="LEAST GREATEST", help="Speeds in m/s.")
def reference_command(
    measure: str,
    sessions: Sequence[Path],
    population: str,
    device: str,
    sex: str | None,
    age: tuple[float, float] | None,
    speed: tuple[float, float] | None,
) -> None:
    """Keep a reference range of your own for MEASURE, from the SESSIONS of people you measured.

    Each person counts once, with the mean over all complete steps of both feet; sessions with the same code are of
    one person. A reference of the same --population is replaced.
    """
    if measure not in catalogue() or "foot" not in catalogue()[measure].levels:
        raise PedographError(f'there is no measure "{measure}" of a step; `pedograph measures` lists them.')
    opened = [open_session(path) for path in sessions]
    task = _task(opened)
    people = OwnPeople(
        population, _SHOWN_TASKS.get(task, task), task, device or _device(opened), sex or "", age, speed
    )
    reference = own_reference(_values(measure, opened), people, catalogue()[measure].possible)
    place = save_own(measure, reference)
    click.echo(f"{catalogue()[measure].reference_text(reference)}\nKept in {place}")


def _task(sessions: Iterable[Session]) -> str:
    """What the people did; it must be one thing, as walking and standing give different numbers."""
    tasks = {item.recording.task for session in sessions for item in session.recordings}
    if len(tasks) > 1:
        raise PedographError(f"the sessions mix {' and '.join(sorted(tasks))}; make a reference of one of them.")
    return next(iter(tasks), "")


def _device(sessions: Iterable[Session]) -> str:
    """What all recordings say they were made with; empty where one says something else or nothing."""
    devices = {item.recording.source.device for session in sessions for item in session.recordings}
    return devices.pop() if len(devices) == 1 else ""


def _values(measure: str, sessions: Iterable[Session]) -> list[float]:
    """One value a person: the mean over the complete steps that have the measure."""
    by_person: dict[str, list[float]] = {}
    for session in sessions:
        values = by_person.setdefault(session.visit.subject or session.visit.identifier, [])
        steps = (step for item in session.recordings for step in item.analysis.complete_steps)
        values += [found.value for step in steps if (found := step.measures.get(measure)) is not None]
    return [float(np.mean(values)) for values in by_person.values() if values]
