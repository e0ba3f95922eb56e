"""What is measured of a standing person: both feet, the body, and the courses behind the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pedograph.anatomy import FootAnatomy
from pedograph.measures.load.saturation import AT_MOST, PICTURE
from pedograph.measures.model import Measure, MeasureTable
from pedograph.notes import Note
from pedograph.recording import FloatArray, Footstep, Side
from pedograph.standing.course import SwayPath
from pedograph.standing.noise import NoiseFloor

LOAD_KEYS = ("standing_force", "standing_contact_area", "standing_mean_pressure")
FORE_REAR_KEYS = ("standing_fore_load", "standing_rear_load")
SIDE_KEYS = ("standing_load_left", "standing_load_right", "standing_load_sd")
REGION_KEY = "standing_region_load"
LENGTH_KEYS = ("sway_path_length", "sway_velocity", "sway_velocity_across", "sway_velocity_along")
SPREAD_KEYS = (
    "sway_rms",
    "sway_rms_across",
    "sway_rms_along",
    "sway_range_across",
    "sway_range_along",
    "sway_ellipse_area",
    "sway_ellipse_major",
    "sway_ellipse_minor",
    "sway_ellipse_angle",
)
FREQUENCY_KEYS = ("sway_mean_frequency", "sway_median_frequency", "sway_f95", "sway_power")
SWAY_KEYS = (*LENGTH_KEYS, *SPREAD_KEYS, *FREQUENCY_KEYS, "sway_noise_length")
FOOT_KEYS = (*LOAD_KEYS, *FORE_REAR_KEYS, *SWAY_KEYS)
BODY_KEYS = ("standing_duration", *SIDE_KEYS, *FOOT_KEYS)
"""Keys of the measures of the whole body; those of a foot are ``FOOT_KEYS``."""
_ADDED_UP: Final = ("standing_force", "standing_mean_pressure", *FORE_REAR_KEYS, *SIDE_KEYS, REGION_KEY)


def picture_flags(key: str, frames: int) -> tuple[Note, ...]:
    """What to know of a measure that adds up the pressures of a single image; nothing of any other.

    Parameters
    ----------
    key : str
        The measure.
    frames : int
        Number of frames that it was made from.
    """
    if frames > 1 or key not in _ADDED_UP:
        return ()
    return (AT_MOST if key == "standing_force" else PICTURE,)


@dataclass(frozen=True, eq=False)
class StandingFoot:
    """One foot of a standing person.

    Parameters
    ----------
    footstep : Footstep
        Its print in the mean image (a recording of one frame); side, confidence and completeness.
    anatomy : FootAnatomy or None
        Frame, axis, length and regions; None where the print cannot be read.
    measures : MeasureTable
        Of this foot, and the reasons for those that are missing.
    schemes : mapping of str to mapping
        Share of the foot's load by region, for each scheme of regions; empty without anatomy.
    force : float array [sample]
        N over the time in which the person stands; one value for a single image.
    path : SwayPath or None
        Course of the foot's centre of pressure in its own axes; None where it is not available.
    """

    footstep: Footstep
    anatomy: FootAnatomy | None
    measures: MeasureTable
    schemes: Mapping[str, Mapping[str, Measure]]
    force: FloatArray
    path: SwayPath | None

    @property
    def side(self) -> Side:
        """Which foot."""
        return self.footstep.side


@dataclass(frozen=True, eq=False)
class Standing:
    """A recording of standing, measured.

    Parameters
    ----------
    start_frame, stop_frame : int
        First frame in which the person stands and one past the last.
    feet : tuple of StandingFoot
        One or two, the left one first.
    measures : MeasureTable
        Of the whole body, and the reasons for those that are missing.
    time : float array [sample]
        s in the recording, in even steps.
    load_left : float array [sample]
        Load on the left foot, % of both; empty where it is not available.
    path : SwayPath or None
        Course of the whole body's centre of pressure; None where it is not available.
    noise : NoiseFloor or None
        The sensor's noise that was taken off length and velocity; None where it is not known.
    processing : str
        Rate and filter in words; empty for a single image.
    notes : tuple of Note
        What a person should know.
    why_not : Note or None
        Why nobody stands in the recording; None where somebody does. Every measure is then missing for it.
    """

    start_frame: int
    stop_frame: int
    feet: tuple[StandingFoot, ...]
    measures: MeasureTable
    time: FloatArray
    load_left: FloatArray
    path: SwayPath | None
    noise: NoiseFloor | None
    processing: str = ""
    notes: tuple[Note, ...] = field(default=())
    why_not: Note | None = None

    @property
    def left(self) -> StandingFoot | None:
        """The left foot, if it is there and told."""
        return self._foot(Side.LEFT)

    @property
    def right(self) -> StandingFoot | None:
        """The right foot, if it is there and told."""
        return self._foot(Side.RIGHT)

    def _foot(self, side: Side) -> StandingFoot | None:
        return next((foot for foot in self.feet if foot.side is side), None)
