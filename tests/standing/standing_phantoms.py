"""Stances whose loads and sway can be written down: parts of two model feet, each with a load of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pedograph.recording import FloatArray, PressureRecording, SensorGrid, Side
from pedograph.simulation import Placement, StepParameters, simulate_steps

GRID = SensorGrid(5.0, 5.0)
SHAPE = (70, 60)
FORCE = 700.0
HEEL_Y = 40.0
RATE = 100.0


@dataclass(frozen=True, eq=False)
class Parts:
    """Prints of 1 N each of the front and rear parts of both feet.

    Parameters
    ----------
    prints : float array [part, row, column]
        kPa for each N: left rear, left front, right rear, right front.
    x, y : float array [part]
        Centres of pressure, mm.
    grid : SensorGrid
        The cells.
    """

    prints: FloatArray
    x: FloatArray
    y: FloatArray
    grid: SensorGrid


def parts_of_two_feet(
    grid: SensorGrid = GRID,
    shape: tuple[int, int] = SHAPE,
    angle: float = 7.0,
    cut: float = 0.5,
    apart: float = 110.0,
) -> Parts:
    """The parts of two rectus feet side by side, cut across the plate at a share of a foot's length.

    The foot axes lie ``apart`` mm from each other.
    """
    images = []
    for side, x in ((Side.LEFT, 150.0 - apart / 2), (Side.RIGHT, 150.0 + apart / 2)):
        step = StepParameters(side=side, progression_angle=angle)
        recording = simulate_steps([(step, Placement(x, HEEL_Y))], grid, shape=shape).recording
        image = recording.peak_image.astype(np.float64)
        rear = (grid.y(np.arange(shape[0])) < HEEL_Y + cut * 260.0)[:, None]
        images += [image * rear, image * ~rear]
    newton = np.array([image.sum() * grid.newton_per_kilopascal for image in images])
    prints = np.stack(images) / newton[:, None, None]
    weights = prints * grid.newton_per_kilopascal
    x = (weights.sum(axis=1) * grid.x(np.arange(shape[1]))).sum(axis=1)
    y = (weights.sum(axis=2) * grid.y(np.arange(shape[0]))).sum(axis=1)
    return Parts(prints, x, y, grid)


@dataclass(frozen=True, eq=False)
class Stance:
    """A recording of standing, and what is true of it.

    Parameters
    ----------
    recording : PressureRecording
        Its frames.
    x, y : float array [frame]
        Centre of pressure of the body, mm.
    left, front : float array [frame]
        Shares of the load on the left foot, and on the front part of either foot.
    """

    recording: PressureRecording
    x: FloatArray
    y: FloatArray
    left: FloatArray
    front: FloatArray


def stance(
    left: FloatArray,
    front: FloatArray,
    *,
    rate: float = RATE,
    noise: float = 0.0,
    quantum: float = 0.0,
    parts: Parts | None = None,
    task: str = "stand",
    seed: int = 1,
) -> Stance:
    """Two feet under shares of load that change over time.

    Parameters
    ----------
    left, front : float array [frame]
        Share of the load on the left foot, and on the front part of either foot.
    rate : float
        Hz.
    noise, quantum : float
        kPa; of the readings of loaded cells.
    parts : Parts, optional
        The feet.
    task : str
        What the recording says of itself.
    seed : int
        Of the noise.
    """
    parts = parts or parts_of_two_feet()
    shares = np.stack([left * (1 - front), left * front, (1 - left) * (1 - front), (1 - left) * front], axis=1)
    pressure = FORCE * np.tensordot(shares, parts.prints, axes=1)
    pressure = readings(pressure, noise, quantum, seed)
    time = np.arange(left.size) / rate
    recording = PressureRecording(pressure.astype(np.float32), time, parts.grid, task=task)
    return Stance(recording, shares @ parts.x, shares @ parts.y, left, front)


def readings(pressure: FloatArray, noise: float, quantum: float, seed: int) -> FloatArray:
    """What a sensor makes of pressures: noise on loaded cells, and steps in which it counts."""
    if noise:
        random = np.random.default_rng(seed)
        pressure = np.where(pressure > 0, pressure + random.normal(0.0, noise, pressure.shape), 0.0)
    if quantum:
        pressure = np.round(pressure / quantum) * quantum
    return np.maximum(pressure, 0.0)


def shares_for(seconds: float = 30.0, rate: float = RATE) -> tuple[FloatArray, FloatArray]:
    """Shares of load that sway as a person's do: slow waves of a few per cent, not in step with each other."""
    time = np.arange(round(seconds * rate)) / rate
    left = 0.52 + 0.02 * np.sin(2 * np.pi * 0.3 * time) + 0.008 * np.sin(2 * np.pi * 0.9 * time + 1.0)
    front = 0.45 + 0.025 * np.sin(2 * np.pi * 0.2 * time + 0.5) + 0.01 * np.sin(2 * np.pi * 0.7 * time)
    return left, front
