"""A foot read off its print: frame, axis, toe line, thirds and regions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from pedograph.anatomy.axes import LARGEST_DISAGREEMENT, FootAxes
from pedograph.anatomy.cells import Cells, UnreadablePrint, mean_place
from pedograph.anatomy.frame import FootFrame
from pedograph.anatomy.regions import Borders, cell_points, hallux_border, ten_weights
from pedograph.anatomy.schemes import FootPlaces
from pedograph.anatomy.subcell_boundary import SubcellBoundary, find_boundary
from pedograph.anatomy.tangents import front_end, side_end, tangents, toe_end
from pedograph.anatomy.toes import Sampler, ToeLine, find_toe_line, toe_line_through, without_toes
from pedograph.corrections import NOTHING_SET, Point, StepCorrection
from pedograph.notes import Note
from pedograph.recording import FloatArray
from pedograph.steps import StepFrames
from pedograph.steps.shape import long_axis

SECOND_RAY = 0.455
"""Place across the ball, from the medial edge, of the line from heel centre to second toe: the median of the feet
among ten walkers (Pataky and others, 2008) and three vendors' prints whose second toe left a mark of its own."""
_BALL = 0.84
"""Place of the ball along the foot without toes."""
_ROUNDS = 6
_NEARLY_STEADY, _STEADY = 1e-3, 1e-9
"""Radians; a turn this small ends the search for the axis, before and after the toe line is found again."""
_FEWEST_CELLS = 12
_LARGEST_TOES = 0.27
"""Share of a print that toes can make up; a line that cuts off more runs behind the metatarsal heads."""
_SHORTEST = 1.6
"""Length of a complete print without toes over its width, at least. Whole feet have 2.07 and more (71
prints of vendors' and sample recordings), one without its heel, as of who walks on the toes, 1.2 to 1.4."""
NO_TOES = Note("no_toes", "no toe can be distinguished from the forefoot")
_UNCLEAR_VALLEY = 0.5


@dataclass(frozen=True, eq=False)
class FootAnatomy:
    """What a print shows of the foot; positions in the foot frame, mm.

    Parameters
    ----------
    frame : FootFrame
        Origin at the heel end of the axis; the axis runs from the centre of the heel to the second ray.
    cells : Cells
        Every loaded cell of the step, in the frame.
    toeless : float array [cell]
        Share of each cell behind the toe line.
    length, toeless_length : float
        From the heel end to the tip of the toes, and to the front of the print without toes.
    width : float
        Across the forefoot without toes.
    heel_centre : (float, float)
        Centre of the heel (medial, along).
    borders : Borders
        Thirds, toe line, tangents and the hallux' end.
    ten : float array [cell, region]
        Share of each cell in each of the ten regions.
    boundary : SubcellBoundary
        Where contact ends.
    flags : tuple of Note
        What makes the anatomy uncertain, and what a person set.
    """

    frame: FootFrame
    cells: Cells
    toeless: FloatArray
    length: float
    toeless_length: float
    width: float
    heel_centre: tuple[float, float]
    borders: Borders
    ten: FloatArray
    boundary: SubcellBoundary
    flags: tuple[Note, ...] = ()

    @cached_property
    def middle(self) -> FloatArray:
        """Share of each cell in the middle third of the foot without toes [cell]."""
        return self.cells.share_along(*self.borders.thirds)

    @property
    def places(self) -> FootPlaces:
        """Where the points of each cell lie in the foot [cell, point]; every scheme shares them out."""
        return self.borders.places(*cell_points(self.cells), self.length)

    @cached_property
    def axes(self) -> FootAxes:
        """The other axes in use, as the foot frame sees them."""
        return FootAxes(self.cells, self.borders.inner, self.borders.outer)


@dataclass(frozen=True, eq=False)
class Print:
    """A step's peak image with its boundary, looked at in one foot frame after another.

    Parameters
    ----------
    step : StepFrames
        The step.
    boundary : SubcellBoundary
        Where its contact ends.
    """

    step: StepFrames
    boundary: SubcellBoundary

    def cells(self, frame: FootFrame) -> Cells:
        """The cells in a foot frame."""
        medial, along = frame.to_foot(self.step.x, self.step.y)
        reach_medial, reach_along = frame.to_foot(self.boundary.x, self.boundary.y)
        (ax, ay), (mx, my) = frame.axis, frame.inner
        grid = self.step.footstep.recording.grid
        row_edge = (my * grid.row_spacing, ay * grid.row_spacing)
        column_edge = (mx * grid.column_spacing, ax * grid.column_spacing)
        return Cells(
            medial, along, self.step.peak, reach_medial, reach_along, self.boundary.area, row_edge, column_edge
        )

    def at_heel_end(self, frame: FootFrame) -> FootFrame:
        """The frame with its origin moved along its axis to the heel end."""
        return frame.moved(float(frame.to_foot(self.boundary.x, self.boundary.y)[1].min()))

    def toe_line(self, frame: FootFrame) -> ToeLine:
        """The toe line in a frame with its origin at the heel end."""
        cells = self.cells(frame)
        length = toe_end(cells)
        ball = cells.area * cells.share_along(0.55 * length, 0.8 * length)
        ball_sides = (side_end(cells, ball, -1), side_end(cells, ball, 1))
        line = find_toe_line(self._sampler(frame, self.step.peak), length, ball_sides)
        toes = 1.0 - float(cells.area @ line.share_behind(cells)) / float(cells.area.sum())
        return line if toes <= _LARGEST_TOES else without_toes(line, length)

    def toe_line_by_hand(self, frame: FootFrame, points: tuple[Point, ...]) -> ToeLine:
        """The toe line that a person drew through points on the plate, in a frame."""
        medial, along = frame.to_foot(*np.array(points, dtype=np.float64).T)
        loaded = self._sampler(frame, np.ones_like(self.step.peak))
        return toe_line_through(medial, along, self._sampler(frame, self.step.peak), loaded)

    def _sampler(self, frame: FootFrame, values: FloatArray) -> Sampler:
        """Values of the cells, 0 elsewhere, as a function of (medial, along)."""
        step = self.step
        low_row, low_column = int(step.rows.min()), int(step.columns.min())
        image = np.zeros((int(step.rows.max()) - low_row + 1, int(step.columns.max()) - low_column + 1))
        image[step.rows - low_row, step.columns - low_column] = values
        grid = step.footstep.recording.grid

        def to_index(medial: FloatArray, along: FloatArray) -> tuple[FloatArray, FloatArray]:
            x, y = frame.to_plate(medial, along)
            return y / grid.row_spacing - 0.5 - low_row, x / grid.column_spacing - 0.5 - low_column

        return Sampler(image, to_index)


@dataclass(frozen=True, eq=False)
class _Look:
    """What a frame shows of the foot without toes."""

    frame: FootFrame
    cells: Cells
    toe_line: ToeLine
    area: FloatArray
    front: float
    ball_sides: tuple[float, float]
    heel_centre: tuple[float, float]


def find_anatomy(step: StepFrames, correction: StepCorrection = NOTHING_SET) -> FootAnatomy:
    """Read frame, axis, toe line, thirds and regions off the peak image of a complete step.

    The axis is that of Cavanagh and Rodgers (1987): from the centre of the heel to the second toe. The second toe
    often leaves no print, so the axis is drawn to where it runs across the ball. Axis, heel end, toe line and
    front of the print depend on each other and are found in turns. What a person set is followed instead.

    Parameters
    ----------
    step : StepFrames
        A complete step; of a correction that leaves out cells, already without them.
    correction : StepCorrection
        Axis and toe line set by a person.

    Raises
    ------
    UnreadablePrint
        If the print does not show heel and forefoot, or the toe line set does not run across the foot.
    """
    if step.peak.size < _FEWEST_CELLS:
        raise UnreadablePrint("few_cells", f"the print is of {step.peak.size} cells only")
    print_ = Print(step, find_boundary(step))
    if correction.axis is not None:
        frame = print_.at_heel_end(_frame_along(correction.axis, step))
        toe_line = _toe_line(print_, frame, correction)
    else:
        frame, toe_line = _frame_found(print_, correction)
    foot = _anatomy(_look(print_, frame, toe_line), print_.boundary, correction)
    if foot.toeless_length < _SHORTEST * foot.width:
        raise UnreadablePrint(
            "print_too_short", "the print is too short for its width: the heel or the forefoot left no print"
        )
    return foot


def _frame_along(axis: tuple[Point, Point], step: StepFrames) -> FootFrame:
    """A frame whose axis runs through two points of the plate."""
    (x, y), (ahead_x, ahead_y) = axis
    return FootFrame(x, y, float(np.arctan2(ahead_x - x, ahead_y - y)), step.footstep.side)


def _frame_found(print_: Print, correction: StepCorrection) -> tuple[FootFrame, ToeLine]:
    """The frame whose axis runs from the heel's centre to the second toe, begun with the print's long axis, and
    the toe line in it."""
    step = print_.step
    angle = long_axis(step.x - step.x.mean(), step.y - step.y.mean())
    if step.footstep.direction < 0:
        angle += np.pi
    rough = print_.at_heel_end(FootFrame(float(step.x.mean()), float(step.y.mean()), angle, step.footstep.side))
    found_in = _turn_to_second_toe(print_, rough, _toe_line(print_, rough, correction), _NEARLY_STEADY)
    toe_line = _toe_line(print_, found_in, correction)
    frame = _turn_to_second_toe(print_, found_in, toe_line, _STEADY)
    return frame, toe_line.in_frame(found_in, frame)


def _toe_line(print_: Print, frame: FootFrame, correction: StepCorrection) -> ToeLine:
    """The toe line as a person set it, else as it is found in a frame with its origin at the heel end."""
    if correction.toe_line is None:
        return print_.toe_line(frame)
    return print_.toe_line_by_hand(frame, correction.toe_line)


def read_again(
    step: StepFrames,
    foot: FootAnatomy,
    *,
    boundary: SubcellBoundary | None = None,
    frame: FootFrame | None = None,
    moved: FootFrame | None = None,
    toe_line_shift: float = 0.0,
) -> FootAnatomy:
    """The foot as it reads with a little changed: about another axis, with another toe line, or in other frames.

    Axis and toe line are not looked for again; ends, widths, thirds and regions are.

    Parameters
    ----------
    step : StepFrames
        The step that the foot was read from, or one like it.
    foot : FootAnatomy
        As it was read.
    boundary : SubcellBoundary, optional
        Boundary of the step's print, where it is known.
    frame : FootFrame, optional
        The frame to read it in; that of the foot if not given.
    moved : FootFrame, optional
        Where the foot's frame lies in ``step``, if the foot was moved on the plate.
    toe_line_shift : float
        mm by which the toe line lies farther from the heel.

    Raises
    ------
    UnreadablePrint
        If a part of the foot left no print.
    """
    print_ = Print(step, boundary or find_boundary(step))
    at = moved or foot.frame
    frame = print_.at_heel_end(frame or at)
    toe_line = foot.borders.toe_line
    toe_line = replace(toe_line, along=toe_line.along + toe_line_shift).in_frame(at, frame)
    return _anatomy(_look(print_, frame, toe_line), print_.boundary)


def _turn_to_second_toe(print_: Print, frame: FootFrame, toe_line: ToeLine, steady: float) -> FootFrame:
    """Turn the frame until its axis runs from the heel's centre to the second toe."""
    found_in = frame
    for _ in range(_ROUNDS):
        look = _look(print_, frame, toe_line.in_frame(found_in, frame))
        (heel_m, heel_l), (outer, inner) = look.heel_centre, look.ball_sides
        second_toe = inner - SECOND_RAY * (inner - outer)
        turn = float(np.arctan2(second_toe - heel_m, _BALL * look.front - heel_l))
        frame = print_.at_heel_end(turned(look.frame, look.heel_centre, turn))
        if abs(turn) < steady:
            break
    return frame


def _look(print_: Print, frame: FootFrame, toe_line: ToeLine) -> _Look:
    """Heel centre, front and sides of the ball in a frame with its origin at the heel end."""
    cells = print_.cells(frame)
    area = cells.area * toe_line.share_behind(cells)
    front = front_end(cells, toe_line)
    heel = area * cells.share_along(0.0, 0.25 * front)
    centre = (mean_place(cells.medial, heel, "heel"), mean_place(cells.along, heel, "heel"))
    ball = area * cells.share_along(0.70 * front, 0.98 * front)
    ball_sides = (side_end(cells, ball, -1), side_end(cells, ball, 1))
    return _Look(frame, cells, toe_line, area, front, ball_sides, centre)


def turned(frame: FootFrame, centre: tuple[float, float], turn: float) -> FootFrame:
    """The frame turned towards the medial side by ``turn`` radians, with its axis through a point."""
    x, y = frame.to_plate(np.array(centre[0]), np.array(centre[1]))
    mx, my = frame.inner
    ax, ay = frame.axis
    new_x, new_y = ax * np.cos(turn) + mx * np.sin(turn), ay * np.cos(turn) + my * np.sin(turn)
    return FootFrame(float(x), float(y), float(np.arctan2(new_x, new_y)), frame.side)


def _anatomy(look: _Look, boundary: SubcellBoundary, correction: StepCorrection = NOTHING_SET) -> FootAnatomy:
    cells, area, front, toe_line = look.cells, look.area, look.front, look.toe_line
    inner, outer = tangents(cells, area, front)
    borders = Borders((front / 3, 2 * front / 3), toe_line, inner, outer)
    borders = Borders(borders.thirds, toe_line, inner, outer, hallux_border(cells, borders))
    fore = area * cells.share_along(2 * front / 3, front)
    return FootAnatomy(
        look.frame,
        cells,
        area / cells.area,
        toe_end(cells),
        front,
        side_end(cells, fore, 1) - side_end(cells, fore, -1),
        look.heel_centre,
        borders,
        ten_weights(cells, borders),
        boundary,
        (*_flags(cells, borders, correction), *correction.flags),
    )


def _flags(cells: Cells, borders: Borders, correction: StepCorrection) -> tuple[Note, ...]:
    """What makes the anatomy uncertain; what a person set is taken as certain."""
    toe_line, inner, outer = borders.toe_line, borders.inner, borders.outer
    flags = []
    if not toe_line.toes:
        flags.append(NO_TOES)
    elif toe_line.depth > _UNCLEAR_VALLEY and correction.toe_line is None:
        flags.append(Note("no_toe_valley", "no clear valley between toes and metatarsal heads"))
    if inner.ball[0] <= outer.ball[0]:
        flags.append(Note("forefoot_sides", "the sides of the forefoot could not be distinguished"))
    apart = FootAxes(cells, inner, outer).disagreement
    if apart > LARGEST_DISAGREEMENT and correction.axis is None:
        sentence = f"the foot axis lies {apart:.1f} degrees off the bisector of the foot's sides"
        flags.append(Note("axis_disagreement", sentence))
    return tuple(flags)
