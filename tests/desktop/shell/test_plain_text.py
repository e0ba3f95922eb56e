"""Text from outside is drawn as its characters in every label, tooltip, dialog and table, whatever tags it has."""

from __future__ import annotations

import ast
import zipfile
from pathlib import Path

import pytest
from desktop_window import Stage
from planted import PLANT, broken_texts, open_windows, planted_seen, planted_visit
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPlainTextEdit, QWidget

import pedograph.desktop
from pedograph.desktop.shell import dialogs
from pedograph.desktop.shell.crash import crash_dialog
from pedograph.desktop.shell.recording_chooser import RecordingChooser
from pedograph.desktop.style.label import Label
from pedograph.desktop.style.words import in_title, without_mnemonic, wrapped
from pedograph.workspace.messages import Message
from pedograph.workspace.model import Page

pytest_plugins = ("desktop_fixtures",)

NAME = "<img src=planted.png><b>planted"
MODULES = sorted(Path(pedograph.desktop.__file__).parent.rglob("*.py"))


def check() -> None:
    QApplication.processEvents()
    for window in open_windows():
        assert broken_texts(window) == []


@pytest.fixture
def planted(stage: Stage, tmp_path: Path, step_file: Path) -> Stage:
    """The window with the planted visit."""
    stage.drop(planted_visit(tmp_path, step_file))
    assert stage.workspace.document.session.visit.note == PLANT
    return stage


def test_the_walk_sees_what_is_drawn_as_a_page(stage: Stage) -> None:
    top = QWidget()
    label = QLabel(PLANT, top)
    assert len(broken_texts(top)) == 1
    label.setText("")
    top.setToolTip(PLANT)
    assert len(broken_texts(top)) == 1
    top.setToolTip(wrapped(PLANT))
    Label(PLANT, top)
    assert broken_texts(top) == []
    assert planted_seen(top)


def test_every_page_and_tab_draws_characters(planted: Stage) -> None:
    window = planted.window
    assert planted_seen(window)
    for page in Page:
        planted.action(f"go.{page}")
        check()
    planted.action("go.scan")
    tabs = window.scan.measures.tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        planted.settle()
        check()
    planted.action("view.plate")
    check()


def test_dialogs_draw_characters(planted: Stage, tmp_path: Path) -> None:
    for action in ("edit.note", "view.source", "help.keys", "help.palette", "help.about"):
        planted.action(action)
        check()
    boxes = [box for dialog in planted.window.findChildren(QDialog) for box in dialog.findChildren(QPlainTextEdit)]
    assert PLANT in [box.toPlainText() for box in boxes]
    RecordingChooser(planted.window, [tmp_path / f"{NAME}.zip#{PLANT}"], lambda _: None).open()
    planted.window.commands._source.form._say(PLANT)  # type: ignore[union-attr]
    crash = crash_dialog(PLANT)
    crash.show()
    check()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()


def test_messages_and_the_status_line_draw_characters(planted: Stage) -> None:
    planted.workspace.messages.show(Message(PLANT, PLANT, warning=True))
    planted.window.banner.more.click()
    check()
    assert planted.window.banner.text.text() == PLANT
    planted.workspace.run(PLANT, lambda progress: progress(0, 2, PLANT), lambda _: None)
    check()
    planted.settle()
    check()


def test_a_refused_and_an_imported_file_of_such_a_name_draw_characters(
    stage: Stage, tmp_path: Path, step_file: Path
) -> None:
    good, bad = tmp_path / f"{NAME}.lst", tmp_path / f"{NAME}.xls"
    good.write_bytes(step_file.read_bytes())
    bad.write_text("nothing", encoding="utf-8")
    stage.drop(good, bad)
    assert planted_seen(stage.window)
    check()
    stage.window._fill_recent()
    check()
    stage.action("edit.remove")
    check()


def test_a_name_with_an_ampersand_keeps_it_in_menus(stage: Stage, tmp_path: Path, step_file: Path) -> None:
    path = tmp_path / "a&b.lst"
    path.write_bytes(step_file.read_bytes())
    stage.drop(path)
    assert stage.window.binding.actions["edit.undo"].text() == "Undo import of a&&b.lst"
    stage.window._fill_recent()
    recent = next(menu for menu in stage.window.findChildren(QMenu) if menu.title() == "Open recent")
    assert recent.actions()[0].text() == without_mnemonic("a&b.lst")


def test_a_name_that_looks_like_the_mark_of_changes_stays_in_the_title(
    stage: Stage, tmp_path: Path, step_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.drop(step_file)
    path = tmp_path / "a[*]b.h5"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: path)
    stage.action("file.save_as")
    assert stage.window.windowTitle().startswith(in_title("a[*]b.h5"))


def test_an_archive_of_such_names_asks_in_characters(stage: Stage, tmp_path: Path, step_file: Path) -> None:
    path = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("one", "two"):
            archive.write(step_file, f"{NAME} {name}.lst")
    stage.drop(path)
    assert stage.window.findChildren(RecordingChooser)
    check()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_only_plain_labels_and_escaped_tooltips_are_made(module: Path) -> None:
    """A label is a `Label`; a tooltip is written in the program or goes through `wrapped`."""
    found = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id == "QLabel":
            found.append(f"line {node.lineno}: QLabel")
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("setToolTip", "setWhatsThis"):
            (words,) = node.args
            if not _is_safe(words):
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
    assert found == []


def _is_safe(words: ast.expr) -> bool:
    if isinstance(words, ast.Constant):
        return True
    if isinstance(words, ast.IfExp):
        return _is_safe(words.body) and _is_safe(words.orelse)
    if isinstance(words, ast.Call):
        named = words.func.attr if isinstance(words.func, ast.Attribute) else getattr(words.func, "id", "")
        return named == "wrapped" or (named == "tr" and isinstance(words.args[0], ast.Constant))
    return False
