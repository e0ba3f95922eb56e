"""What the measures of one step share: frames, anatomy, path, zones and phases, each worked out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TypeVar, cast

import numpy as np

from pedograph.anatomy import FootAnatomy, FootFrame
from pedograph.anatomy.profile import PrintProfile, print_profile
from pedograph.anatomy.regions import TEN
from pedograph.measures.cop.path import CentreOfPressure, centre_of_pressure
from pedograph.measures.load.force_curve import ForceHumps, find_humps
from pedograph.measures.load.gradient import peak_gradients
from pedograph.measures.load.saturation import AT_SATURATION
from pedograph.measures.model import Unmeasurable
from pedograph.notes import Note, blocks
from pedograph.recording import BoolArray, FloatArray, Side
from pedograph.settings import AnalysisSettings
from pedograph.steps import StepFrames

Result = TypeVar("Result")
_ROUNDING = 0.99
"""Times are often written in whole milliseconds: a rate this near to the least one is taken for it."""

SINGLE_PICTURE = blocks("no_time_course", "the recording is a single image without a time course")
"""Why a single frame has nothing that needs time."""
NO_FOOT = blocks("no_foot", "the print shows no whole foot")
"""Why a print has no anatomy, where nothing more is known."""

_ZONES = (*TEN, "heel", "forefoot")
_ZONES_OF_TEN: FloatArray = np.array(
    [
        [*(float(zone == region) for zone in TEN), region.startswith("heel"), region.startswith("metatarsal")]
        for region in TEN
    ]
)
"""Which of the ten regions make up each zone [region, zone]."""


@dataclass(frozen=True, eq=False)
class StepContext:
    """One step with all that its measures are made from.

    Parameters
    ----------
    step : StepFrames
        Frames and cells.
    foot : FootAnatomy or None
        Frame, toe line and regions; None where the print shows no whole foot.
    why_no_foot : Note or None
        The reason for None.
    settings : AnalysisSettings
        Thresholds.
    """

    step: StepFrames
    foot: FootAnatomy | None
    why_no_foot: Note | None
    settings: AnalysisSettings

    @property
    def anatomy(self) -> FootAnatomy:
        """The anatomy.

        Raises
        ------
        Unmeasurable
            If the print shows no whole foot.
        """
        if self.foot is None:
            raise Unmeasurable.because(self.why_no_foot or NO_FOOT)
        return self.foot

    @property
    def frame(self) -> FootFrame:
        """The foot frame."""
        return self.anatomy.frame

    @cached_property
    def kept(self) -> dict[str, object]:
        """What functions made `once` of the step, by their names."""
        return {}

    @cached_property
    def path(self) -> CentreOfPressure:
        """Gated centre of pressure."""
        return centre_of_pressure(self.step, self.settings.force_threshold, self.settings.minimum_cells)

    @cached_property
    def foot_path(self) -> tuple[FloatArray, FloatArray]:
        """The gated centre of pressure in the foot frame, (medial, along) in mm [point]."""
        return self.path.in_foot(self.frame)

    @cached_property
    def profile(self) -> PrintProfile:
        """Width and edges of the print without toes along the foot."""
        anatomy = self.anatomy
        return print_profile(anatomy.cells, anatomy.cells.area * anatomy.toeless, anatomy.toeless_length)

    @cached_property
    def cell_integrals(self) -> FloatArray:
        """Pressure-time integral of each cell, kPa s [cell]."""
        return np.asarray(self.step.durations @ self.step.pressure)

    @cached_property
    def peak_course(self) -> FloatArray:
        """Largest pressure on the foot at each moment, kPa [frame]."""
        return np.asarray(self.step.pressure.max(axis=1))

    @cached_property
    def peak_gradients(self) -> FloatArray:
        """Slope of the peak image at each cell, kPa/mm [cell]."""
        return peak_gradients(self.step)

    @cached_property
    def force_humps(self) -> ForceHumps | None:
        """The two peaks of the force, or None where it has no two; a step has several frames."""
        return find_humps(self.step.time, self.step.force)

    @cached_property
    def saturated(self) -> BoolArray:
        """Cells that reached the device's saturation, where that is known [cell]."""
        saturation = self.step.footstep.recording.grid.saturation
        return self.step.peak >= (AT_SATURATION * saturation if saturation else np.inf)

    @cached_property
    def zone_force(self) -> FloatArray:
        """Force on each of the ten regions, N [frame, region]."""
        return np.asarray(self.step.pressure @ self.anatomy.ten * self.step.newton_per_kilopascal)

    @cached_property
    def _zones(self) -> FloatArray:
        """Force on each of the zones, N [frame, zone]."""
        return np.asarray(self.zone_force @ _ZONES_OF_TEN)

    @cached_property
    def zone_courses(self) -> dict[str, FloatArray]:
        """Force on each of the ten regions, and on "heel" and "forefoot" as wholes, N [frame] each."""
        return dict(zip(_ZONES, self._zones.T, strict=True))

    @cached_property
    def zone_contacts(self) -> dict[str, tuple[int, int] | None]:
        """First and last frame of contact of each zone of `zone_courses`; None for one that never touches."""
        return dict(zip(_ZONES, self.contacts_of(self._zones), strict=True))

    @cached_property
    def zone_impulse(self) -> dict[str, float]:
        """Force-time integral of each of the ten regions, N s."""
        self.need_time()
        return dict(zip(TEN, (self.step.durations @ self.zone_force).tolist(), strict=True))

    def need_time(self) -> None:
        """Raise Unmeasurable for a print without a time course."""
        if self._why_no_time:
            raise Unmeasurable.because(self._why_no_time)

    @cached_property
    def _why_no_time(self) -> Note | None:
        if self.step.time.size < 2:
            return SINGLE_PICTURE
        if not self.step.gap:
            return None
        return blocks("gap_in_step", f"frames are missing within the step, for {1000 * self.step.gap:.0f} ms")

    def need_rate(self, least: float, what: str) -> None:
        """Raise Unmeasurable for a walk below ``least`` Hz; ``what`` needs more ("the slope needs")."""
        self.need_walk()
        rate = self.step.footstep.recording.sample_rate
        if rate < _ROUNDING * least:
            raise Unmeasurable("low_rate", f"{what} at least {least:.0f} Hz; this is {rate:.0f} Hz")

    def need_side(self) -> None:
        """Raise Unmeasurable where left and right could not be distinguished."""
        if self.step.footstep.side is Side.UNKNOWN:
            raise Unmeasurable("unknown_side", "left and right could not be distinguished")

    def need_walk(self) -> None:
        """Raise Unmeasurable for a foot that did not roll over the plate."""
        self.need_time()
        if self.step.stands:
            raise Unmeasurable("foot_stood", "the foot stood on the plate throughout and did not roll over it")

    def contacts_of(self, force: FloatArray) -> list[tuple[int, int] | None]:
        """First and last frame in which each zone carries load, or None for one that never does.

        A zone is in contact while its force is above a share of its own maximum and above a fixed force, for
        at least two frames on end.

        Parameters
        ----------
        force : float array [frame, zone]
            N.
        """
        floor = np.maximum(self.settings.zone_force_fraction * force.max(axis=0), self.settings.zone_force)
        above = force > floor
        steady = above[:-1] & above[1:]
        if not steady.size:
            return [None] * force.shape[1]
        first, last = steady.argmax(axis=0), steady.shape[0] - steady[::-1].argmax(axis=0)
        ends = zip(first.tolist(), last.tolist(), steady.any(axis=0).tolist(), strict=True)
        return [(begin, end) if touches else None for begin, end, touches in ends]


def once(made: Callable[[StepContext], Result]) -> Callable[[StepContext], Result]:
    """A function that several measures ask: its answer, or why there is none, is kept with the step."""

    name = f"{made.__module__}.{made.__qualname__}"

    @wraps(made)
    def kept(context: StepContext) -> Result:
        if name not in context.kept:
            try:
                context.kept[name] = made(context)
            except Unmeasurable as reason:
                context.kept[name] = reason.note  # its trace would keep the step alive
        answer = context.kept[name]
        if isinstance(answer, Note):
            raise Unmeasurable.because(answer)
        return cast(Result, answer)

    return kept
