"""The walks of jiku-data laid on one common foot, and peak pressure regressed on walking speed there.

Within a person prints are registered rigidly; across people the foot frame is scaled in length and width."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import pedograph as pg
from pedograph.anatomy import FootAnatomy, FootFrame, PeakImage, register
from pedograph.anatomy.foot import NO_TOES
from pedograph.anatomy.regions import TEN
from pedograph.anatomy.registration import Registration, resampled
from pedograph.formats.datasets.jiku import read_one
from pedograph.measures import Measure, MeasureTable
from pedograph.recording import BoolArray, FloatArray, IndexArray, PressureRecording
from pedograph.settings import AnalysisSettings

sys.path.insert(0, str(Path(__file__).parent))
from walks import conditions, folder, speeds

PIXEL = 5.0
"""mm; of the common foot."""
LENGTH, WIDTH = 230.0, 94.0
"""mm; the common foot, without toes and across the forefoot: about the mean of the ten people."""
ROWS, COLUMNS, BEHIND = 62, 28, 15.0
"""Pixels of the common foot, and mm of them behind the heel end."""
FEWEST_PEOPLE = 6
"""A pixel counts where at least so many people load it in at least half of their walks."""
FEWEST_WALKS = 6
"""A person's line is drawn through at least so many walks."""
ALPHA = 0.05
_WITHOUT_ERRORS = AnalysisSettings(uncertainties=False)
_MARGIN = 6
"""Empty cells around a person's template, so that no moved print leaves it."""


@dataclass(frozen=True)
class Person:
    """One person's walks in the common foot.

    Parameters
    ----------
    name : str
        As in the data.
    speed, condition : array [walk]
        m/s; 1 slow, 2 normal, 3 fast.
    images : float array [walk, row, column]
        Peak pressure, kPa; rows from the heel, columns from the medial side.
    votes : int array [region, row, column]
        In how many walks a pixel lies in each of the ten regions.
    regions : float array [walk, region]
        Peak pressure of the ten regions, kPa; NaN where a region left no print.
    measures : dict of str to float array [walk]
        Some measures of the whole foot; NaN where one is not available.
    heel_first : float
        Share of walks whose first loaded frame has its load under the heel.
    misfit : float
        Root mean square difference between print and template, as a share of the template's own; mean of walks.
    without_toes : int
        Walks in which no toe can be distinguished from the forefoot; they have no regions.
    """

    name: str
    speed: FloatArray
    condition: IndexArray
    images: FloatArray
    votes: IndexArray
    regions: FloatArray
    measures: dict[str, FloatArray]
    heel_first: float
    misfit: float
    without_toes: int = 0

    @cached_property
    def loaded(self) -> BoolArray:
        """Pixels loaded in at least half of the walks."""
        return np.asarray((self.images > 0).mean(axis=0) >= 0.5)

    @cached_property
    def pixel_lines(self) -> tuple[FloatArray, FloatArray]:
        """Slope and t of each pixel, NaN where it is not loaded."""
        slope, t = regress(self.speed, self.images)
        return np.where(self.loaded, slope, np.nan), np.where(self.loaded, t, np.nan)

    @cached_property
    def region_lines(self) -> tuple[FloatArray, FloatArray]:
        """Slope and t of each of the ten regions; NaN for one that too few walks show."""
        lines = np.full((2, len(TEN)), np.nan)
        for number, values in enumerate(self.regions.T):
            there = np.isfinite(values)
            if there.sum() >= FEWEST_WALKS:
                lines[:, number] = [float(one) for one in regress(self.speed[there], values[there])]
        return lines[0], lines[1]

    def direction(self, region: int) -> int:
        """1 where a region rises significantly (5 %), -1 where it falls, else 0."""
        t, walks = self.region_lines[1][region], int(np.isfinite(self.regions[:, region]).sum())
        return int(np.sign(t)) if np.isfinite(t) and abs(t) > limit(1, walks - 2) else 0

    def region_correlation(self, region: int) -> float:
        """Correlation of a region's peak pressure with speed."""
        there = np.isfinite(self.regions[:, region])
        return float(np.corrcoef(self.speed[there], self.regions[there, region])[0, 1])

    def mean(self, key: str) -> float:
        """Mean of one of ``measures``."""
        return float(np.nanmean(self.measures[key]))

    def correlation(self, key: str) -> float:
        """Correlation of one of ``measures`` with speed."""
        there = np.isfinite(self.measures[key])
        return float(np.corrcoef(self.speed[there], self.measures[key][there])[0, 1])


MEASURES = ("peak_force", "second_force_peak", "contact_area", "arch_index", "contact_time")
AT_HEEL = "midfoot_peak_at_heel"
_HEEL_BORDER = 1 / 3 + 0.05
"""Share of the foot without toes up to which a peak of the midfoot lies at the heel's border."""


def read(person: int, every: int = 1) -> Person:
    """Analyse a person's walks, register them and lay them on the common foot."""
    name, trials = f"subj{person:03d}", list(range(0, 60, every))
    steps = [pg.analyze(recording, _WITHOUT_ERRORS).steps[0] for recording in walks_of(person, trials)]
    feet = [step.anatomy for step in steps if step.anatomy]
    assert len(feet) == len(steps), "a print shows no whole foot"
    with_toes = np.array([NO_TOES not in foot.flags for foot in feet])
    speed = speeds()[name][trials]
    images, votes, misfit = _on_common_foot(steps, feet, with_toes, int(np.argsort(speed)[len(speed) // 2]))
    regions = [[_value(step.schemes["ten"].get(region, {}), "peak_pressure") for region in TEN] for step in steps]
    measures = {key: np.array([_value(step.measures, key) for step in steps]) for key in MEASURES}
    measures[AT_HEEL] = np.where(with_toes, [peak_at_heel(foot) for foot in feet], np.nan)
    first = [step.frames.pressure[0] @ foot.ten for step, foot in zip(steps, feet, strict=True)]
    return Person(
        name,
        speed,
        conditions()[name][trials],
        images,
        votes,
        np.where(with_toes[:, None], regions, np.nan),
        measures,
        float(np.mean([load[-2:].sum() > 0.5 * load.sum() for load in first])),
        misfit,
        int(np.count_nonzero(~with_toes)),
    )


def _on_common_foot(
    steps: Sequence[pg.StepAnalysis], feet: Sequence[FootAnatomy], with_toes: BoolArray, middle: int
) -> tuple[FloatArray, IndexArray, float]:
    """Images [walk, row, column], votes [region, row, column] and mean misfit of a person's walks."""
    images = [PeakImage.of(step.frames, foot) for step, foot in zip(steps, feet, strict=True)]
    template, found = registered(images, images[middle])
    wide = np.median([foot.width for foot in feet]) / WIDTH
    long = np.median([foot.toeless_length for foot in feet]) / LENGTH
    frame = mean_frame([one for one, toes in zip(found, with_toes, strict=True) if toes], template.frame)
    medial, along = places()
    x, y = frame.to_plate(wide * medial, long * along)
    stack, votes = [], np.zeros((len(TEN), ROWS, COLUMNS), dtype=np.intp)
    for image, foot, one, toes in zip(images, feet, found, with_toes, strict=True):
        there = one.to_moving_plate(x, y)
        stack.append(sampled(image, *there))
        label = foot.borders.label(*foot.frame.to_foot(*there))
        votes += (label == np.arange(len(TEN))[:, None, None]) & toes
    return np.array(stack), votes, float(np.mean([one.misfit for one in found]))


def walks_of(person: int, trials: Sequence[int]) -> Iterator[PressureRecording]:
    """A person's walks, one after the other."""
    place = folder()
    assert place is not None, "jiku-data is not installed"
    file = place / "data_y" / f"subj{person:03d}.h5"
    data = file.read_bytes()
    for trial in trials:
        yield read_one(data, file.name, f"img{trial:03d}")


def peak_at_heel(foot: FootAnatomy) -> float:
    """100 where the midfoot's largest peak pressure lies at the heel's border, else 0; NaN where there is none."""
    owned = foot.ten[:, TEN.index("midfoot")] >= 0.5
    if not owned.any():
        return float("nan")
    place = foot.cells.along[owned][foot.cells.peak[owned].argmax()]
    return 100.0 * float(place < _HEEL_BORDER * foot.toeless_length)


def _value(table: Mapping[str, Measure] | MeasureTable, key: str) -> float:
    measure = table.get(key)
    return float("nan") if measure is None else float(measure.value)


def registered(images: Sequence[PeakImage], first: PeakImage) -> tuple[PeakImage, list[Registration]]:
    """Lay prints on one of them, then on the mean of what came of it: the template and how each lies on it."""
    template = replace(
        first,
        pressure=np.pad(first.pressure, _MARGIN),
        x=first.x - _MARGIN * first.column_spacing,
        y=first.y - _MARGIN * first.row_spacing,
    )
    moved = [resampled(image, register(image, template), template) for image in images]
    template = replace(template, pressure=np.mean([_cut(image, template) for image in moved], axis=0))
    return template, [register(image, template) for image in images]


def _cut(image: PeakImage, like: PeakImage) -> FloatArray:
    """The part of an image that lies on another's grid."""
    row = round((like.y - image.y) / like.row_spacing)
    column = round((like.x - image.x) / like.column_spacing)
    rows, columns = like.pressure.shape
    return image.pressure[row : row + rows, column : column + columns]


def mean_frame(found: Sequence[Registration], template: FootFrame) -> FootFrame:
    """The mean of the walks' foot frames, on the template's plate."""
    ends = [one.onto(np.zeros(2), np.array([0.0, LENGTH])) for one in found]
    (x, far_x), (y, far_y) = template.to_plate(*np.mean(ends, axis=0))
    return FootFrame(float(x), float(y), float(np.arctan2(far_x - x, far_y - y)), template.side)


def places() -> tuple[FloatArray, FloatArray]:
    """Pixel centres of the common foot (medial, along), mm [row, column]."""
    along = (np.arange(ROWS) + 0.5) * PIXEL - BEHIND
    medial = (COLUMNS / 2 - 0.5 - np.arange(COLUMNS)) * PIXEL
    across, ahead = np.meshgrid(medial, along)
    return across, ahead


def sampled(image: PeakImage, x: FloatArray, y: FloatArray) -> FloatArray:
    """Pressure at places on an image's plate, linear between cell centres, 0 beyond them."""
    from scipy.ndimage import map_coordinates

    place = [(y - image.y) / image.row_spacing, (x - image.x) / image.column_spacing]
    return np.asarray(map_coordinates(image.pressure, place, order=1, mode="constant"))


def regress(speed: FloatArray, values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Slope of values [walk, ...] on speed [walk], and its t; 0 where the values never change."""
    return pooled([speed], [values])


def pooled(speed: Sequence[FloatArray], values: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """One slope for all people, each with a mean of his own, and its t; of values [walk, ...] by person."""
    centred = [(s - s.mean(), v - v.mean(axis=0)) for s, v in zip(speed, values, strict=True)]
    square = sum(float(s @ s) for s, _ in centred)
    slope = np.sum([np.tensordot(s, v, 1) for s, v in centred], axis=0) / square
    left = np.sum([np.square(v - np.multiply.outer(s, slope)).sum(axis=0) for s, v in centred], axis=0)
    freedom = sum(s.size for s, _ in centred) - len(centred) - 1
    error = np.sqrt(left / freedom / square)
    return np.asarray(slope), np.asarray(np.divide(slope, error, out=np.zeros_like(slope), where=error > 0))


def over_people(slopes: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Mean of people's slopes [person, ...] and its t against 0, of those who have one."""
    count = np.isfinite(slopes).sum(axis=0)
    mean = np.nansum(slopes, axis=0) / np.maximum(count, 1)
    spread = np.sqrt(np.nansum(np.square(slopes - mean), axis=0) / np.maximum(count - 1, 1) / np.maximum(count, 1))
    return mean, np.divide(mean, spread, out=np.zeros_like(mean), where=spread > 0)


def limit(tests: int, freedom: int) -> float:
    """Size of t from which one of so many two-sided tests is significant at 5 % after Bonferroni."""
    from scipy.stats import t

    return float(t.isf(ALPHA / tests / 2, freedom))


@dataclass(frozen=True)
class Findings:
    """What the walks of several people show together."""

    people: tuple[Person, ...]

    @cached_property
    def counted(self) -> BoolArray:
        """Pixels that enough people load."""
        enough = min(FEWEST_PEOPLE, len(self.people))
        return np.asarray(np.sum([person.loaded for person in self.people], axis=0) >= enough)

    @cached_property
    def label(self) -> IndexArray:
        """The region, of the ten, in which a pixel lies in most walks."""
        return np.asarray(np.sum([person.votes for person in self.people], axis=0).argmax(axis=0))

    @cached_property
    def pixels(self) -> tuple[FloatArray, FloatArray]:
        """Slope and t of each pixel over all walks; each person has a mean of his own."""
        return pooled([person.speed for person in self.people], [person.images for person in self.people])

    @cached_property
    def pixels_over_people(self) -> tuple[FloatArray, FloatArray]:
        """Mean slope of each pixel over people, and its t."""
        return over_people(np.array([person.pixel_lines[0] for person in self.people]))

    @cached_property
    def regions(self) -> tuple[FloatArray, FloatArray]:
        """Slope and t of each region over all walks; each person has a mean of his own."""
        lines = []
        for region in range(len(TEN)):
            speed, values = [], []
            for person in self.people:
                there = np.isfinite(person.regions[:, region])
                if there.sum() >= FEWEST_WALKS:
                    speed.append(person.speed[there])
                    values.append(person.regions[there, region])
            lines.append(pooled(speed, values))
        return np.array([float(slope) for slope, _ in lines]), np.array([float(t) for _, t in lines])

    @cached_property
    def regions_over_people(self) -> tuple[FloatArray, FloatArray]:
        """Mean slope of each region over people, and its t."""
        return over_people(np.array([person.region_lines[0] for person in self.people]))

    @cached_property
    def walks(self) -> int:
        """Number of walks."""
        return sum(person.speed.size for person in self.people)

    @cached_property
    def pixel_limit(self) -> float:
        """Size of t from which a pixel is significant, over walks."""
        return limit(int(self.counted.sum()), self.walks - len(self.people) - 1)

    @cached_property
    def region_limit(self) -> float:
        """Size of t from which one of ten regions is significant, over walks."""
        return limit(len(TEN), self.walks - len(self.people) - 1)

    @cached_property
    def areas(self) -> dict[str, BoolArray]:
        """Pixels of areas finer than the ten regions; mid- and forefoot are halved at 1/2 and 5/6 of the foot."""
        distal = places()[1] > LENGTH * 5 / 6
        middle = self._in("midfoot")
        ahead = places()[1] > LENGTH / 2
        inside = {
            "rearfoot": self._in("heel_medial", "heel_lateral"),
            "midfoot, half next to the heel": middle & ~ahead,
            "midfoot, half next to the forefoot": middle & ahead,
            "proximal forefoot, medial": self._in("metatarsal_1", "metatarsal_2") & ~distal,
            "proximal forefoot, lateral": self._in(*(f"metatarsal_{ray}" for ray in (3, 4, 5))) & ~distal,
            "distal forefoot, medial": self._in("metatarsal_1", "metatarsal_2") & distal,
            "distal forefoot, lateral": self._in(*(f"metatarsal_{ray}" for ray in (3, 4, 5))) & distal,
            "hallux": self._in("hallux"),
            "toes 2 to 5": self._in("toes_2_5"),
        }
        return {name: where & self.counted for name, where in inside.items()}

    def _in(self, *names: str) -> BoolArray:
        return np.isin(self.label, [TEN.index(name) for name in names])

    def shares(self, where: BoolArray) -> tuple[float, float]:
        """Shares of pixels that rise and that fall, significantly, over walks."""
        t = self.pixels[1][where]
        return float(np.mean(t > self.pixel_limit)), float(np.mean(t < -self.pixel_limit))

    def distal_peaks(self, *names: str) -> float:
        """Share of walks in which the largest pressure of some regions lies in the distal half of the forefoot."""
        where = self._in(*names)
        distal = places()[1][where] > LENGTH * 5 / 6
        found = [distal[image[where].argmax()] for person in self.people for image in person.images]
        return float(np.mean(found))

    def likeness(self, number: int) -> tuple[float, float]:
        """Correlation of one person's t with the others' mean t: over pixels, and over the ten regions."""
        others = [person for place, person in enumerate(self.people) if place != number]
        one = self.people[number]
        count = np.sum([person.loaded for person in others], axis=0)
        total = np.nansum([person.pixel_lines[1] for person in others], axis=0)
        where = self.counted & one.loaded & (count > 0)
        by_pixel = np.corrcoef(one.pixel_lines[1][where], total[where] / count[where])[0, 1]
        mean = np.nanmean([person.region_lines[1] for person in others], axis=0)
        there = np.isfinite(one.region_lines[1])
        return float(by_pixel), float(np.corrcoef(one.region_lines[1][there], mean[there])[0, 1])


def findings(people: int = 10, every: int = 1, processes: int = 2) -> Findings:
    """Read so many people's walks, or every n-th of them, and regress."""
    if processes == 1:
        return Findings(tuple(read(person, every) for person in range(people)))
    with Pool(processes) as pool:
        return Findings(tuple(pool.starmap(read, [(person, every) for person in range(people)], chunksize=1)))
