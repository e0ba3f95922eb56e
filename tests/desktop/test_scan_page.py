"""The scan page: overlays, playing, the plate, measures, and the regression of Qt that once crashed it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pytest
from desktop_window import Stage
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QToolButton

from pedograph.desktop.maps.colours import levels_of, lookup_table, nice_top, smoothed
from pedograph.desktop.maps.painting import apart
from pedograph.desktop.measures.table import BAR, LEFT, NAME
from pedograph.desktop.style.theme import base_font
from pedograph.recording import Side
from pedograph.workspace.drawing.overlays import Overlay

pytest_plugins = ("desktop_fixtures",)

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def walking(stage: Stage, walk_file: Path) -> Stage:
    """The window with the sample walk."""
    stage.drop(walk_file)
    return stage


@pytest.mark.parametrize(
    "key", ["view.outline", "view.axis", "view.thirds", "view.regions", "view.path", "view.smooth", "view.plate"]
)
def test_every_toggle_changes_the_picture_and_back(walking: Stage, key: str) -> None:
    maps = walking.window.scan.maps
    for _ in range(2):  # Qt draws characters a shade differently the first time that it draws them at all
        walking.action(key)
        walking.pixels(maps)
    before = walking.pixels(maps)
    walking.action(key)
    changed = (walking.pixels(maps) != before).any(axis=2).sum()
    assert changed > 100
    walking.action(key)
    np.testing.assert_array_equal(walking.pixels(maps), before)


@pytest.mark.parametrize(
    ("key", "overlay"),
    [
        (Qt.Key.Key_O, Overlay.OUTLINE),
        (Qt.Key.Key_A, Overlay.AXIS),
        (Qt.Key.Key_T, Overlay.THIRDS),
        (Qt.Key.Key_R, Overlay.REGIONS),
        (Qt.Key.Key_C, Overlay.PATH),
    ],
)
def test_letters_toggle_overlays(walking: Stage, key: Qt.Key, overlay: Overlay) -> None:
    walking.key(key)
    assert not walking.workspace.overlays.shown(overlay)
    button = walking.window.binding.actions[f"view.{overlay}"]
    assert not button.isChecked()


def test_letters_typed_into_a_line_stay_letters(walking: Stage) -> None:
    line = walking.window.header.subject
    line.setFocus()
    walking.bot.keyClicks(line, "ora")
    assert line.text() == "ora"
    assert walking.workspace.overlays.shown(Overlay.OUTLINE)


def test_keys_go_through_the_frames(walking: Stage) -> None:
    playback = walking.workspace.playback
    last = playback.times.size - 1
    for key, keys, frame in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Right, SHIFT, 11),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 10),
        (Qt.Key.Key_Left, SHIFT, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, last),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
    ):
        walking.key(key, keys)
        assert playback.frame == frame
    assert walking.window.scan.timeline.time.text() == f"0.000 s   frame 1 of {last + 1}"
    walking.key(Qt.Key.Key_P)
    assert playback.frame is None


def test_space_plays_in_real_time_and_stops(walking: Stage) -> None:
    playback = walking.workspace.playback
    playback.set_speed(1.0)
    walking.key(Qt.Key.Key_Space)
    assert playback.playing
    walking.bot.waitUntil(lambda: (playback.frame or 0) > 5, timeout=20_000)
    walking.key(Qt.Key.Key_Space)
    frame = playback.frame
    assert not playback.playing
    assert not walking.window.scan.timeline._timer.isActive()
    assert playback.frame == frame


def test_each_frame_is_drawn_as_it_was(walking: Stage) -> None:
    foot = walking.window.scan.maps.feet[Side.LEFT]
    peak = walking.pixels(foot)
    walking.workspace.playback.seek(3)
    early = walking.pixels(foot)
    walking.workspace.playback.seek(40)
    late = walking.pixels(foot)
    assert (early != late).any()
    assert (early != peak).any()


def test_enter_presses_the_button_with_the_focus_for_space_plays(walking: Stage) -> None:
    button = walking.window.scan.strip.tiles[2]
    button.setFocus()
    walking.bot.keyClick(button, Qt.Key.Key_Return)
    assert walking.workspace.selection.current == button.reference


def test_the_time_axis_stays_in_seconds_when_the_theme_changes(walking: Stage) -> None:
    axis = walking.window.scan.timeline.plot._item.getAxis("bottom")
    assert axis.autoSIPrefixScale == 1.0
    walking.action("view.dark")
    assert axis.autoSIPrefixScale == 1.0


def test_a_click_on_the_curve_goes_there(walking: Stage) -> None:
    plot = walking.window.scan.timeline.plot
    viewport = plot._plot.viewport()
    middle = plot._plot.mapFromScene(plot._area.mapViewToScene(QPointF(0.3, 200.0)))
    walking.bot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(middle.x(), middle.y()))
    assert walking.workspace.playback.time == pytest.approx(0.3, abs=0.01)
    assert "0.30" in walking.window.scan.timeline.time.text()


def test_seeking_takes_little_of_the_windows_time(walking: Stage) -> None:
    """Median of ten frames; the budget of 50 ms has room for a slow machine."""
    spent = []
    for frame in range(5, 25, 2):
        begun = time.perf_counter()
        walking.workspace.playback.seek(frame)
        walking.window.scan.maps.feet[Side.LEFT].repaint()
        walking.window.scan.maps.feet[Side.RIGHT].repaint()
        spent.append(time.perf_counter() - begun)
    assert np.median(spent) < 0.05


def test_a_click_on_the_plate_chooses_the_step(walking: Stage) -> None:
    walking.action("view.plate")
    plate = walking.window.scan.maps.plate
    width, height = plate.width(), plate.height()
    places = [QPointF(x, y) for x in range(0, width, 6) for y in range(0, height, 6)]
    place = next(place for place in places if plate.step_at(place) == 2)
    walking.bot.mouseClick(plate, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert walking.workspace.selection.current is not None
    assert walking.workspace.selection.current.step == 2
    assert plate.step_at(QPointF(1, 1)) is None


def test_the_pointer_reads_pressure_and_region(walking: Stage) -> None:
    foot = walking.window.scan.maps.feet[Side.RIGHT]
    drawn = foot.step_print
    assert drawn is not None
    heel = next(label for label in drawn.labels if label.text == "HL")
    place = foot.to_widget().map(QPointF(heel.right, heel.up))
    words = foot.reading_at(place)
    assert words == f"{drawn.pressure_at(heel.right, heel.up, None):.0f} kPa  HL"
    assert foot.reading_at(QPointF(2, 2)) == ""


def test_a_measure_explains_itself(walking: Stage) -> None:
    measures = walking.window.scan.measures
    table = measures.table
    row = next(n for n, entry in enumerate(table.rows.entries) if not isinstance(entry, str))
    definition = table.rows.entries[row].definition  # type: ignore[union-attr]
    tip = table.rows.index(row, NAME).data(Qt.ItemDataRole.ToolTipRole)
    for line in definition.tooltip().splitlines():
        assert line[:30].replace("&", "&amp;") in tip
    table.selectRow(row)
    words = measures.details.toPlainText()
    assert definition.definition in words
    assert definition.formula in words
    bar = table.rows.index(row, BAR)
    assert "Left within, right within the band of 0.21 to 0.26" in bar.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "within the band of 0.21 to 0.26" in bar.data(Qt.ItemDataRole.ToolTipRole)


def test_without_a_chosen_measure_the_table_takes_the_room(walking: Stage) -> None:
    measures = walking.window.scan.measures
    QApplication.processEvents()
    before = measures.table.height()
    assert measures.details.height() < 70 < before
    assert before + measures.details.height() > 0.95 * measures.tabs.currentWidget().height() - 20
    row = next(n for n, entry in enumerate(measures.table.rows.entries) if not isinstance(entry, str))
    measures.table.selectRow(row)
    QApplication.processEvents()
    assert measures.details.height() >= 150
    assert measures.table.height() < before


def test_names_of_phases_stand_above_the_curves_and_say_whose_they_are(walking: Stage) -> None:
    plot = walking.window.scan.timeline.plot
    QApplication.processEvents()
    step = walking.workspace.current_step
    assert step is not None
    assert f"phases of the {step.side} foot" in plot._item.getAxis("bottom").labelText
    words = [item for item in plot._phases if hasattr(item, "toPlainText")]
    assert len(words) == 4
    highest = max(float(curve.getData()[1].max()) for curve, _ in plot._curves)
    crest = plot._area.mapViewToScene(QPointF(0.0, highest)).y()
    assert all(word.sceneBoundingRect().bottom() <= crest for word in words)


def test_labels_of_regions_do_not_touch() -> None:
    font = base_font(10, bold=True)
    places = [QPointF(100, 50), QPointF(106, 52), QPointF(109, 49), QPointF(100, 90)]
    moved = apart(["M1", "M2", "M3", "MF"], places, font)
    wide = QFontMetricsF(font).horizontalAdvance("M2")
    assert moved[1].x() - moved[0].x() > wide
    assert moved[2].x() - moved[1].x() > wide
    assert moved[3] == places[3]


def test_the_ruler_stands_below_the_foot(walking: Stage) -> None:
    foot = walking.window.scan.maps.feet[Side.LEFT]
    shown = foot.step_print
    assert shown is not None
    lowest = foot.to_widget().map(QPointF(0.0, shown.extent[2])).y()
    assert lowest < foot.height() - 30


def test_a_message_covers_neither_buttons_nor_tabs(walking: Stage) -> None:
    walking.workspace.messages.warn("Something could not be done, and this is why. " * 3)
    QApplication.processEvents()
    window = walking.window
    banner = window.banner
    below = banner.mapToGlobal(banner.rect().bottomLeft()).y()
    for part in (window.scan.findChildren(QToolButton)[0], window.scan.measures.tabs):
        assert part.mapToGlobal(part.rect().topLeft()).y() > below


def test_the_chosen_measure_stays_chosen_when_another_step_is_looked_at(walking: Stage) -> None:
    table = walking.window.scan.measures.table
    table.selectRow(7)
    key = table.current_key()
    walking.workspace.select_neighbour(1)
    assert table.current_key() == key != ""
    assert table.rows.columnCount() == 4
    assert table.rows.index(7, LEFT).data()


def test_regions_are_listed_for_both_feet(walking: Stage) -> None:
    measures = walking.window.scan.measures
    measures.tabs.setCurrentWidget(measures.region_page)
    walking.settle()
    table = measures.regions
    assert table.rowCount() == 20
    first = table.item(0, 0)
    assert first is not None
    assert first.text() == "Hallux"


def test_cells_that_are_not_square_are_drawn_not_square(walking: Stage) -> None:
    """The plate's cells are 7.62 by 5.08 mm: a drawn cell is half as long again as it is wide."""
    drawn = walking.window.scan.maps.feet[Side.LEFT].step_print
    assert drawn is not None
    _, _, width, height = drawn.box
    rows, columns = drawn.image(None).shape
    assert (height / rows) / (width / columns) == pytest.approx(1.5, abs=0.001)


def test_both_feet_share_one_scale_that_holds_the_larger_peak(walking: Stage) -> None:
    maps = walking.window.scan.maps
    peaks = [float(foot.step_print.image(None).max()) for foot in maps.feet.values() if foot.step_print]
    assert len(peaks) == 2
    assert maps.scale.ticks()[0] == 0
    assert nice_top(max(peaks)) >= max(peaks)
    assert f"{nice_top(max(peaks)):g} kPa" in maps.scale.accessibleDescription()


@pytest.mark.parametrize(
    ("pressure", "top"), [(0.0, 20.0), (19.0, 20.0), (370.0, 400.0), (584.0, 600.0), (1630.0, 1750.0)]
)
def test_scales_end_at_round_numbers(pressure: float, top: float) -> None:
    assert nice_top(pressure) == top


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_told_apart_by_lightness_alone(theme: str) -> None:
    table = lookup_table(theme).astype(float)
    lightness = table[1:, :3] @ (0.2126, 0.7152, 0.0722)
    steps = np.diff(lightness[::16])
    assert (steps < 0).all() if theme == "light" else (steps > 0).all()
    assert table[0, 3] == 0
    assert (table[1:, 3] == 255).all()


def test_only_cells_without_pressure_have_no_colour() -> None:
    levels = levels_of(np.array([[0.0, 0.01, 50.0, 1000.0]], dtype=np.float32), 100.0)
    assert levels[0, 0] == 0
    assert levels[0, 1] == 1
    assert levels[0, 3] == 255


def test_smoothing_keeps_an_even_pressure_even() -> None:
    pressure = np.full((6, 5), 40.0, dtype=np.float32)
    levels = smoothed(pressure, 100.0, 4)
    assert levels.shape == (24, 20)
    inner = levels[6:-6, 6:-6]
    assert inner.min() == inner.max() == levels_of(pressure, 100.0)[0, 0]


class _Emitter(QObject):
    told = Signal(bool)


def test_signals_of_qt_do_not_lose_references(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.11 dropped one reference to True with every emit, until Python died."""
    emitter = _Emitter()
    heard: list[int] = []
    emitter.told.connect(lambda value: heard.append(1))
    before = sys.getrefcount(True)
    for _ in range(200):
        emitter.told.emit(True)
    assert len(heard) == 200
    assert abs(sys.getrefcount(True) - before) < 100
