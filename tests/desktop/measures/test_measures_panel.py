"""The tabs of measures: what stands in them, what is folded, found, chosen, and said of errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desktop_window import Stage
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from standing_phantoms import shares_for, stance

import pedograph as pg
from pedograph.desktop.measures.details import _origin
from pedograph.desktop.measures.numbers import _size_and_room
from pedograph.desktop.measures.panel import MeasuresPanel
from pedograph.desktop.measures.table import LEFT, NAME, RIGHT, MeasureTable
from pedograph.desktop.style.theme import SMALL_SIZE, TEXT_SIZE, base_font
from pedograph.posture.examination import Examination
from pedograph.recording import Side
from pedograph.workspace.commands import set_examination
from pedograph.workspace.model import Page
from pedograph.workspace.preferences import load_preferences
from pedograph.workspace.references import StepReference
from pedograph.workspace.tables.measure_choice import ESSENTIAL
from pedograph.workspace.tables.own_reference_files import own_folder

pytest_plugins = ("desktop_fixtures",)


@pytest.fixture
def walking(stage: Stage, walk_file: Path) -> Stage:
    """The window with the sample walk."""
    stage.drop(walk_file)
    return stage


def panel(stage: Stage) -> MeasuresPanel:
    return stage.window.scan.measures


def keys(table: MeasureTable) -> list[str]:
    return [entry.definition.key for entry in table.rows.entries if not isinstance(entry, str)]


def tabs_of(stage: Stage) -> list[str]:
    tabs = panel(stage).tabs
    return [tabs.tabText(number) for number in range(tabs.count()) if tabs.isTabVisible(number)]


def place_of(table: MeasureTable, key: str) -> int:
    return next(
        number
        for number, entry in enumerate(table.rows.entries)
        if (entry if isinstance(entry, str) else entry.definition.key) == key
    )


def click(stage: Stage, table: MeasureTable, row: int) -> None:
    middle = table.visualRect(table.rows.index(row, NAME)).center()
    stage.bot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, middle.y()))


def test_the_essential_measures_come_first_and_fit_without_scrolling(walking: Stage) -> None:
    walking.window.resize(1600, 1000)
    QApplication.processEvents()
    table = panel(walking).table
    assert keys(table) == list(ESSENTIAL)
    assert table.verticalScrollBar().maximum() == 0


def test_all_measures_are_a_click_away_and_the_choice_is_kept(walking: Stage) -> None:
    choice = panel(walking).measures.choice
    walking.bot.mouseClick(choice.everything, Qt.MouseButton.LeftButton)
    every = keys(panel(walking).table)
    assert set(ESSENTIAL) < set(every)
    assert choice.everything.text() == f"All {len(every)}"
    assert load_preferences(walking.workspace.folder).all_measures
    walking.bot.mouseClick(choice.essentials, Qt.MouseButton.LeftButton)
    assert keys(panel(walking).table) == list(ESSENTIAL)


def test_a_group_folds_at_a_click_and_stays_folded(walking: Stage) -> None:
    table = panel(walking).table
    before = keys(table)
    click(walking, table, place_of(table, "Load"))
    assert "peak_pressure" not in keys(table)
    heading = table.rows.index(place_of(table, "Load"), NAME)
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Load, folded, 6 measures"
    assert load_preferences(walking.workspace.folder).folded_groups == ("Load",)
    walking.workspace.select_neighbour(1)
    assert "peak_pressure" not in keys(table)
    click(walking, table, place_of(table, "Load"))
    assert keys(table) == before


def test_return_folds_the_group_of_the_heading(walking: Stage) -> None:
    table = panel(walking).table
    table.setCurrentIndex(table.rows.index(place_of(table, "Arch"), NAME))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "arch_index" not in keys(table)


def test_typing_finds_a_measure_and_escape_clears(walking: Stage) -> None:
    field, table = panel(walking).measures.choice.field, panel(walking).table
    walking.workspace.prefer(folded_groups=("Arch",))
    field.setFocus()
    QTest.keyClicks(field, "clarke")
    assert keys(table) == ["clarke_angle"]
    QTest.keyClicks(field, "xyz")
    assert keys(table) == []
    assert table._empty_words == "No measure is called “clarkexyz”."
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert keys(table) == [key for key in ESSENTIAL if "arch" not in key]


def test_the_details_say_where_the_error_comes_from(walking: Stage) -> None:
    measures = panel(walking)
    measures.table.selectRow(place_of(measures.table, "arch_index"))
    walking.settle()
    words = measures.details.toPlainText()
    assert "of it from the contact threshold" in words
    definition = words.index("The share of the footprint")
    assert words.index("Error") < definition
    walking.workspace.select_neighbour(1)
    walking.settle()
    assert "of it from" in measures.details.toPlainText()


def test_each_tab_says_what_plus_minus_stands_for(walking: Stage) -> None:
    measures = panel(walking)
    said = "one standard uncertainty; 95 % lie within twice that"
    assert said in measures.details.toPlainText()
    assert measures.details.verticalScrollBar().maximum() == 0
    assert said in measures.walking.sheet.details.toPlainText()
    assert "how recordings differ" in measures.standing.sheet.details.toPlainText()
    assert said in measures.region_page.foot.text()


def test_the_errors_of_both_feet_are_said_even_where_they_are_alike() -> None:
    words = _origin(("± 3 N, from the axis", "± 3 N, from the axis"))[0]
    assert "L</b> ± 3 N" in words and "R</b> ± 3 N" in words


def test_own_ranges_that_cannot_be_read_are_said_above_the_measures(walking: Stage) -> None:
    page = panel(walking).measures
    assert not page.trouble.isVisible()
    folder = own_folder(walking.workspace.folder)
    folder.mkdir(parents=True)
    (folder / "arch_index.toml").write_text("no table", encoding="utf-8")
    page.refresh()
    assert page.trouble.isVisible() and "arch_index.toml" in page.trouble.text()


def test_the_regions_can_be_chosen_and_the_choice_is_kept(walking: Stage) -> None:
    measures = panel(walking)
    measures.tabs.setCurrentWidget(measures.region_page)
    walking.settle()
    page = measures.region_page
    assert page.table.rowCount() == 20
    first = page.table.item(0, 2)
    assert first is not None and " ± " in first.text()
    page.schemes.setCurrentIndex(page.schemes.findData("three"))
    page.schemes.activated.emit(page.schemes.currentIndex())
    walking.settle()
    assert page.table.rowCount() == 6
    assert "Equal thirds" in page.note.text()
    assert load_preferences(walking.workspace.folder).region_scheme == "three"


def test_a_tab_follows_what_was_changed_while_another_page_was_open(walking: Stage) -> None:
    measures = panel(walking)
    measures.tabs.setCurrentWidget(measures.region_page)
    walking.settle()
    before = [measures.regions.item(0, column) for column in range(2, 7)]
    first = [cell.text() for cell in before if cell is not None]
    walking.workspace.show_page(Page.EXAMINATION)
    other = next(step for step in walking.workspace.analysis.steps if not step.complete)  # type: ignore[union-attr]
    walking.workspace.select_step(StepReference(0, other.index))
    walking.workspace.show_page(Page.SCAN)
    walking.settle()
    rows = (0, 1) if other.side is Side.LEFT else (1, 0)
    cut, kept = ([measures.regions.item(row, column) for column in range(2, 7)] for row in rows)
    assert {cell.text() for cell in cut if cell is not None} == {"–"}
    assert first and all(cell is not None and "±" in cell.text() for cell in kept)


def test_the_tab_of_standing_stays_open_when_something_is_set_right(stage: Stage, tmp_path: Path) -> None:
    recording = replace(stance(*shares_for(6.0)).recording, task="walk")
    pg.write(recording, tmp_path / "stand.h5", "pedograph_hdf5")
    stage.drop(tmp_path / "stand.h5")
    stage.settle()
    measures = panel(stage)
    measures.tabs.setCurrentWidget(measures.standing)
    stage.settle()
    stage.workspace.selection_changed.emit()
    assert measures.tabs.currentWidget() is measures.standing
    stage.settle()
    assert measures.tabs.currentWidget() is measures.standing


def test_regions_are_worked_out_only_once_they_are_looked_at(walking: Stage) -> None:
    assert panel(walking).regions.rowCount() == 0


def test_a_walk_has_its_tab_with_left_and_right(walking: Stage) -> None:
    assert tabs_of(walking) == ["Measures", "Regions", "Walking", "Markers"]
    measures = panel(walking)
    measures.tabs.setCurrentWidget(measures.walking)
    walking.settle()
    table = measures.walking.sheet.table
    row = place_of(table, "step_length")
    analysis = walking.workspace.analysis
    assert analysis is not None
    for column, side in ((LEFT, "left"), (RIGHT, "right")):
        value = analysis.walk.measures[f"step_length_{side}"].value
        assert table.rows.index(row, column).data().startswith(f"{value:.0f}")
    cadence = place_of(table, "cadence")
    assert table.columnSpan(cadence, LEFT) == 2
    missing = table.rows.index(place_of(table, "single_support"), LEFT)
    assert missing.data() == "–"
    assert "needs three complete steps" in missing.data(Qt.ItemDataRole.ToolTipRole)
    assert measures.walking.note.text().startswith("From 4 steps")


def test_spans_of_one_set_of_rows_do_not_outlive_it(walking: Stage) -> None:
    table = panel(walking).table
    load = place_of(table, "Load")
    assert table.columnSpan(load, NAME) == 4
    panel(walking).measures.choice.field.setText("arch")
    assert [table.columnSpan(row, NAME) for row in range(1, load + 1)] == [1] * load


def test_a_single_step_has_neither_walk_nor_stance(stage: Stage, step_file: Path) -> None:
    stage.drop(step_file)
    stage.settle()
    assert tabs_of(stage) == ["Measures", "Regions", "Markers"]


@pytest.mark.parametrize("task", ["stand", "walk"])
def test_a_standing_person_has_the_tab_of_standing(stage: Stage, tmp_path: Path, task: str) -> None:
    """Whether the file says so or not."""
    recording = replace(stance(*shares_for(6.0)).recording, task=task)
    pg.write(recording, tmp_path / "stand.h5", "pedograph_hdf5")
    stage.drop(tmp_path / "stand.h5")
    stage.settle()
    assert tabs_of(stage) == ["Measures", "Regions", "Standing", "Markers"]
    measures = panel(stage)
    measures.tabs.setCurrentWidget(measures.standing)
    stage.settle()
    table = measures.standing.sheet.table
    analysis = stage.workspace.analysis
    assert analysis is not None and not analysis.standing.why_not
    left = analysis.standing.measures["standing_load_left"].value
    assert table.rows.index(place_of(table, "standing_load"), LEFT).data().startswith(f"{left:.0f}")


def test_markers_are_read_side_by_side_with_their_cut_and_source(walking: Stage) -> None:
    examination = Examination()
    left, right = replace(examination.left, navicular_drop=17.0), replace(examination.right, navicular_drop=6.0)
    set_examination(walking.workspace, replace(examination, left=left, right=right))
    measures = panel(walking)
    measures.tabs.setCurrentWidget(measures.markers)
    walking.settle()
    page = measures.markers
    assert "Navicular drop: pronated" in page.agreement.text()
    assert "no foot-function label" in page.agreement.text()
    assert not page.details.isVisible()
    names = [page.table.item(row, 0) for row in range(page.table.rowCount())]
    drop = next(
        number for number, item in enumerate(names) if item is not None and item.text() == "Navicular drop"
    )
    cells = [page.table.item(drop, column) for column in (1, 2)]
    assert [cell.text().splitlines() for cell in cells if cell is not None] == [
        ["pronated", "17 ± 0.6"],
        ["neutral", "6 ± 0.6"],
    ]
    page.table.selectRow(drop)
    words = page.details.toPlainText()
    assert page.details.isVisible()
    for part in ("10, 13 and 15 mm compete", "clear of its cuts", "Nielsen", "Langley"):
        assert part in words


@pytest.mark.parametrize("width", [58.0, 64.0, 78.0, 92.0])
def test_a_narrow_column_cuts_no_digit(stage: Stage, width: float) -> None:
    for value, error in (("34.5", "±0.8"), ("1230", "±38"), ("0.041", "±0.003")):
        size, room = _size_and_room(value, error, width)
        number = QFontMetricsF(base_font(size)).horizontalAdvance(value)
        if width > 80.0 or value != "0.041":
            assert number + room <= width
        assert size in (SMALL_SIZE, TEXT_SIZE)


def test_another_theme_redraws_every_tab(walking: Stage) -> None:
    measures = panel(walking)
    for page in (measures.measures, measures.region_page, measures.walking, measures.markers):
        measures.tabs.setCurrentWidget(page)
        walking.settle()
        before = walking.pixels(page)
        walking.workspace.prefer(theme="dark")
        walking.settle()
        assert walking.pixels(page).mean() < before.mean() - 50
        walking.workspace.prefer(theme="light")
        walking.settle()
