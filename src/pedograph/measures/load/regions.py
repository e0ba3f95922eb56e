"""Load on each region of the foot: pressure, force, area, time, their integrals and instants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from types import MappingProxyType
from typing import Final

import numpy as np

from pedograph.anatomy import Mask, PeakImage, mask_weights, register, scheme_weights, suitable
from pedograph.measures.catalogue import catalogue
from pedograph.measures.context import StepContext
from pedograph.measures.load.saturation import AT_LEAST, NO_LESS
from pedograph.measures.load.whole_foot import MM2_PER_CM2, asked_for, force_time_integral, in_body_weights
from pedograph.measures.model import Measure, Unmeasurable
from pedograph.measures.uncertainty.budget import apply_timing_error, error_budgets
from pedograph.measures.uncertainty.sources import ErrorSource
from pedograph.notes import Note, blocks
from pedograph.recording import BoolArray, FloatArray

_OWNED = 0.5
"""Share of a cell that a region must hold for the cell's pressure to count as the region's peak."""
_FEW_CELLS: Final = 4
"""Cells below which a region's numbers carry a flag, where the scheme gives them at all."""
_KILOPASCAL_PER_NEWTON_CM2 = 10.0


@dataclass(frozen=True, eq=False)
class RegionLoads(Mapping[str, Measure]):
    """Measures of one region by key, and the reasons for those that are not available.

    Parameters
    ----------
    found : mapping of str to Measure
        What the region has; the mapping shows these.
    missing : mapping of str to Note
        Why it has no others, by key.
    """

    found: Mapping[str, Measure]
    missing: Mapping[str, Note] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Measure:
        return self.found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(frozen=True, eq=False)
class RegionContext:
    """One region of one step, with what its measures share.

    Parameters
    ----------
    context : StepContext
        The step.
    weight : float array [cell]
        Share of each cell in the region.
    """

    context: StepContext
    weight: FloatArray

    @cached_property
    def force(self) -> FloatArray:
        """Force on the region, N [frame]."""
        step = self.context.step
        return np.asarray(step.pressure @ self.weight * step.newton_per_kilopascal)

    @cached_property
    def area(self) -> float:
        """Area that was ever loaded, cm2."""
        return float(self.weight.sum()) * self.context.step.cell_area / MM2_PER_CM2

    @property
    def owned(self) -> BoolArray:
        """Cells that lie in the region with at least half of their area.

        Raises
        ------
        Unmeasurable
            If there is none.
        """
        owned = np.asarray(self.weight >= _OWNED)
        if not owned.any():
            raise Unmeasurable("no_cell_in_region", "no cell lies in the region with at least half of its area")
        return owned

    @cached_property
    def impulse(self) -> float:
        """Force-time integral, N s."""
        self.context.need_time()
        return float(self.context.step.durations @ self.force)

    @cached_property
    def peak_course(self) -> FloatArray:
        """Largest pressure in the region at each moment, kPa [frame]."""
        return np.asarray(self.context.step.pressure[:, self.owned].max(axis=1))

    def instant(self, course: FloatArray) -> float:
        """When a course is largest, % of the whole foot's stance."""
        self.context.need_walk()
        return self.share_of_stance(int(np.argmax(course)))

    @cached_property
    def contact(self) -> tuple[int, int] | None:
        """First and last frame in which the region is in contact; None for one that never is."""
        return self.context.contacts_of(self.force[:, None])[0]

    def share_of_stance(self, frame: int) -> float:
        """Time of a frame, % of the whole foot's stance."""
        time = self.context.step.time
        return 100.0 * (float(time[frame] - time[0]) / float(time[-1] - time[0]))


RegionMaker = Callable[[RegionContext], float]


def _mean_pressure(region: RegionContext) -> float:
    return float(region.context.step.peak @ region.weight / region.weight.sum())


def _share(region: RegionContext) -> float:
    return 100.0 * region.impulse / force_time_integral(region.context)


def _contact_time(region: RegionContext) -> float:
    """Time for which a region carries load, s; 0 for one that never does so for two frames."""
    region.context.need_time()
    if region.contact is None:
        return 0.0
    step = region.context.step
    first, last = region.contact
    return float(step.time[last] - step.time[first]) + step.footstep.recording.frame_period


def _contact_end(region: RegionContext, end: int) -> float:
    """When a region is first (0) or last (1) in contact, % of stance (De Cock and others, 2005)."""
    region.context.need_walk()
    if region.contact is None:
        raise Unmeasurable("zone_without_load", "the region never carried load for two frames on end")
    return region.share_of_stance(region.contact[end])


def _largest_integral(region: RegionContext) -> float:
    region.context.need_time()
    return float(region.context.cell_integrals[region.owned].max())


def _integral_of_peaks(region: RegionContext) -> float:
    region.context.need_time()
    return float(region.context.step.durations @ region.peak_course)


def _peak_in_body_weights(region: RegionContext) -> float:
    region.context.need_time()  # a single image may show peaks of different moments
    return in_body_weights(region.context, float(region.force.max()))


REGION_MAKERS: Final[Mapping[str, RegionMaker]] = MappingProxyType(
    {
        "peak_pressure": lambda region: float(region.context.step.peak[region.owned].max()),
        "peak_force": lambda region: float(region.force.max()),
        "contact_area": lambda region: region.area,
        "pressure_time_integral": _largest_integral,
        "force_time_integral": lambda region: region.impulse,
        "force_time_integral_share": _share,
        "contact_time": _contact_time,
        "contact_onset": partial(_contact_end, end=0),
        "contact_end": partial(_contact_end, end=1),
        "mean_pressure": _mean_pressure,
        "peak_pressure_gradient": lambda region: float(region.context.peak_gradients[region.owned].max()),
        "pressure_time_integral_of_peaks": _integral_of_peaks,
        "pressure_time_integral_mean": lambda region: _KILOPASCAL_PER_NEWTON_CM2 * region.impulse / region.area,
        "peak_pressure_instant": lambda region: region.instant(region.peak_course),
        "peak_force_instant": lambda region: region.instant(region.force),
        "peak_force_body_weight": _peak_in_body_weights,
        "force_time_integral_body_weight": lambda region: in_body_weights(region.context, region.impulse),
    }
)
"""What makes the measures of a region, by key; they are defined as those of the whole foot."""


def region_measures(
    context: StepContext, scheme: str, sources: Iterable[ErrorSource] = ()
) -> dict[str, RegionLoads]:
    """Load of each region that touched the ground, by region and measure.

    Forces, areas and integrals share cells on a border out by area, so that regions add up to the whole; a peak
    belongs to a region that holds at least half of the cell.

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    scheme : str
        One of `pedograph.settings.REGION_SCHEMES`.
    sources : iterable of ErrorSource, optional
        Sources of error; without any, the measures have no uncertainty.

    Raises
    ------
    UnsuitableScheme
        If there is no such scheme, or the cells are too large for it.
    Unmeasurable
        If the print shows no whole foot.
    """
    found = suitable(scheme, context.step.footstep.recording.grid)
    weights = scheme_weights(context.anatomy.places, found)
    loads = loads_by_weight(context, weights, found.fewest_cells)
    budgets = error_budgets(
        context, _flat(loads), sources, lambda changed, _: _flat(region_measures(changed, scheme))
    )
    budgets = apply_timing_error(context, budgets, lambda key: key[1])
    return {
        name: replace(load, found={key: one.with_error(budgets[name, key]) for key, one in load.found.items()})
        for name, load in loads.items()
    }


def _flat(loads: Mapping[str, RegionLoads]) -> dict[tuple[str, str], float]:
    """Values by region and key."""
    return {(name, key): measure.value for name, load in loads.items() for key, measure in load.items()}


def mask_measures(context: StepContext, mask: Mask, drawn_on: StepContext | None = None) -> dict[str, RegionLoads]:
    """Load of each region of a person's own mask, and of the rest of the foot.

    Parameters
    ----------
    context : StepContext
        A step with anatomy.
    mask : Mask
        The regions.
    drawn_on : StepContext, optional
        A step of the same person for which the mask was drawn, of either foot: it is then laid on this step by
        registration of the prints. Without it, it follows axis, length and width of this step's foot.

    Raises
    ------
    Unmeasurable
        If a print shows no whole foot.
    """
    if drawn_on is None:
        return loads_by_weight(context, mask_weights(mask, context.anatomy), mask.fewest_cells)
    moving, fixed = (PeakImage.of(one.step, one.anatomy) for one in (context, drawn_on))
    weights = mask_weights(mask, context.anatomy, register(moving, fixed), drawn_on.anatomy)
    return loads_by_weight(context, weights, mask.fewest_cells)


def loads_by_weight(
    context: StepContext, weights: Mapping[str, FloatArray], fewest_cells: int = 0
) -> dict[str, RegionLoads]:
    """Load of regions given as shares of cells; a region without any cell is left out.

    Parameters
    ----------
    context : StepContext
        The step.
    weights : mapping of str to float array [cell]
        Share of each cell in each region.
    fewest_cells : int
        A region of fewer cells (sum of shares) has its area, and a reason in place of all other numbers.
    """
    return {
        name: _loads(RegionContext(context, weight), fewest_cells)
        for name, weight in weights.items()
        if weight.any()
    }


def _loads(region: RegionContext, fewest_cells: int) -> RegionLoads:
    """Measures of one region, and the reasons for those that it does not have."""
    cells = float(region.weight.sum())
    if cells < fewest_cells:
        sentence = f"the region is of {cells:.1f} cells only; at least {fewest_cells} are needed"
        flag, reason = Note("too_few_cells", sentence), blocks("too_few_cells", sentence)
        area = Measure("contact_area", region.area, catalogue()["contact_area"].unit, flags=(flag,))
        others = [
            key
            for key in REGION_MAKERS
            if key != "contact_area" and asked_for(key, region.context.settings.body_mass is not None)
        ]
        return RegionLoads({"contact_area": area}, dict.fromkeys(others, reason))
    few = (Note("few_cells", f"the region is of {cells:.1f} cells only"),) if cells < _FEW_CELLS else ()
    saturated = bool(region.context.saturated[region.weight > 0].any())
    found: dict[str, Measure] = {}
    missing: dict[str, Note] = {}
    for key, maker in REGION_MAKERS.items():
        if not asked_for(key, region.context.settings.body_mass is not None):
            continue
        try:
            value = maker(region)
        except Unmeasurable as refusal:
            missing[key] = refusal.note
            continue
        least = (AT_LEAST,) if saturated and key in NO_LESS else ()
        found[key] = Measure(key, value, catalogue()[key].unit, flags=(*few, *least))
    return RegionLoads(found, missing)
