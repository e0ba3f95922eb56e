"""The processes of an analysis end with the one that began them, and nothing unfinished stays."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import pedograph as pg
from pedograph._platform.atomic_write import finished_name, replace_file
from pedograph.recording import SensorGrid, Side
from pedograph.simulation import StepParameters, simulate_step

PATIENCE = 60.0
ANALYSING = """
import sys
from pedograph.cli import batch
from pedograph.cli.main import main

kept, pool = [], batch._pool

def watched(processes):
    kept.append(pool(processes))
    return kept[-1]

def told(outcome):
    print(*kept[0]._processes, flush=True)
    return outcome

batch._pool = watched
from pedograph.cli import analyze
outcomes = analyze.outcomes
analyze.outcomes = lambda jobs, processes: map(told, outcomes(jobs, processes))
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a process that is no child has ended")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(tmp_path: Path, how: signal.Signals) -> None:
    first = tmp_path / "000.lst"
    pg.write(simulate_step(StepParameters(side=Side.LEFT), SensorGrid(5.0, 5.0, threshold=5.0)).recording, first)
    for number in range(1, 200):
        (tmp_path / f"{number:03d}.lst").hardlink_to(first)
    results = tmp_path / "results"
    results.mkdir()
    arguments = ["analyze", str(tmp_path), "--table", str(results / "table.csv"), "--jobs", "2"]
    command = [sys.executable, "-c", ANALYSING, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as program:
        assert program.stdout is not None
        workers = [os.pidfd_open(int(one)) for one in program.stdout.readline().split()]
        assert len(workers) == 2
        assert [path for path in results.iterdir() if finished_name(path)]
        program.send_signal(how)
        program.stdout.close()
        program.wait(PATIENCE)
    for worker in workers:
        assert select.select([worker], [], [], PATIENCE)[0], "a worker lives on"
        os.close(worker)
    if how is signal.SIGKILL:
        replace_file(results / "other.csv", b"")
    assert not [path for path in results.iterdir() if finished_name(path)]
