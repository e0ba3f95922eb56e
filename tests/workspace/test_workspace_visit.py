"""Opening, choosing, changing, taking back, saving: a visit from the first file to the saved session."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from workspace_desk import Desk

from pedograph.formats import read, write
from pedograph.posture import Decision, DecisionKind
from pedograph.recording import Side
from pedograph.session import findings_of, new_session, now, open_session, save_session, with_note
from pedograph.workspace import commands as edits
from pedograph.workspace import files
from pedograph.workspace.actions import ACTIONS
from pedograph.workspace.autosave import Keeper
from pedograph.workspace.importing import is_session
from pedograph.workspace.references import Selection, StepReference, choose_recording, choose_step, steps_of

pytest_plugins = ("workspace_fixtures",)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "holiday.lst"
    path.write_text("Dear aunt, the weather is fine.\n", encoding="utf-8")
    return path


def test_a_walk_shows_its_first_whole_step_of_each_side(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    left, right = (workspace.shown_step(side) for side in (Side.LEFT, Side.RIGHT))
    assert left is not None
    assert right is not None
    assert left.complete
    assert right.complete
    assert (left.side, right.side) == (Side.LEFT, Side.RIGHT)
    assert workspace.document.dirty
    assert workspace.document.history.undo_name == "import of walk_rectus.zip"
    assert workspace.preferences.recent == (str(walk_file.resolve()),)


def test_several_files_join_the_visit_and_the_first_new_one_is_shown(
    desk: Desk, walk_file: Path, step_file: Path
) -> None:
    desk.open(walk_file)
    workspace = desk.open(step_file, step_file.with_name("emed_after_insole.lst"))
    assert len(workspace.document.session.recordings) == 3
    assert workspace.selection.recording == 1
    assert workspace.document.history.undo_name == "import of 2 recordings"


def test_a_file_of_no_known_kind_leaves_everything_as_it_was(desk: Desk, walk_file: Path, broken: Path) -> None:
    workspace = desk.open(walk_file)
    session, selection = workspace.document.session, workspace.selection
    desk.open(broken)
    assert workspace.document.session is session
    assert workspace.selection == selection
    assert workspace.messages.current is not None
    text = workspace.messages.current.text
    assert text.startswith("holiday.lst")
    assert text.endswith("Nothing was changed.")


def test_the_other_files_go_on(desk: Desk, walk_file: Path, broken: Path, step_file: Path) -> None:
    workspace = desk.open(walk_file, broken, broken.with_name("gone.lst"), step_file)
    assert len(workspace.document.session.recordings) == 2
    assert workspace.messages.current is not None
    assert workspace.messages.current.text.startswith("2 files read, 2 left out: holiday.lst")
    assert "gone.lst" in workspace.messages.current.details


def test_a_folder_stands_for_its_files(desk: Desk, tmp_path: Path, step_file: Path) -> None:
    folder = tmp_path / "visit"
    folder.mkdir()
    shutil.copy(step_file, folder / "b.lst")
    shutil.copy(step_file.with_name("emed_after_insole.lst"), folder / "a.lst")
    (folder / ".hidden").write_text("no", encoding="utf-8")
    workspace = desk.open(folder)
    assert [item.name for item in workspace.document.session.recordings] == ["a.lst", "b.lst"]
    assert workspace.messages.current is None


def test_an_empty_folder_is_said(desk: Desk, tmp_path: Path) -> None:
    workspace = desk.open(tmp_path)
    assert workspace.messages.current is not None
    assert "no file in this folder" in workspace.messages.current.text


def test_the_side_is_corrected_and_taken_back(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    before = workspace.current_step
    assert before is not None
    standing = workspace.selection
    edits.set_side(workspace, StepReference(0, 0), Side.LEFT)
    desk.settle()
    corrected = workspace.current_step
    assert corrected is not None
    assert (corrected.side, corrected.footstep.side_confidence) == (Side.LEFT, 1.0)
    assert workspace.selection == Selection(0, StepReference(0, 0), StepReference(0, 0), None)
    assert workspace.document.session.journal[-1].what.startswith("Step 1 of emed_before_insole.lst: set to left")
    workspace.document.undo()
    assert workspace.current_step is before
    assert workspace.selection == standing == Selection(0, StepReference(0, 0), None, StepReference(0, 0))
    workspace.document.redo()
    assert workspace.current_step is corrected


def test_a_side_that_is_certain_already_changes_nothing(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    edits.set_side(workspace, StepReference(0, 0), Side.LEFT)
    desk.settle()
    session = workspace.document.session
    edits.set_side(workspace, StepReference(0, 0), Side.LEFT)
    edits.set_side(workspace, StepReference(7, 7), Side.LEFT)
    assert workspace.jobs.current is None
    assert workspace.document.session is session
    assert workspace.messages.current is not None
    assert "left foot already (set by hand)" in workspace.messages.current.text


def test_a_side_that_is_not_clear_is_confirmed(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    session = workspace.document.session
    item = session.recordings[0]
    step = item.analysis.steps[0]
    unsure = replace(step, footstep=replace(step.footstep, side_confidence=0.6))
    analysis = replace(item.analysis, steps=(unsure,))
    workspace.document.open(replace(session, recordings=(replace(item, analysis=analysis),)), None)
    edits.set_side(workspace, StepReference(0, 0), Side.RIGHT)
    desk.settle()
    assert workspace.document.session.recordings[0].analysis.steps[0].footstep.side_confidence == 1.0
    assert workspace.messages.current is not None
    assert workspace.messages.current.text == "Step 1 is confirmed as a right foot."


def test_what_was_corrected_in_the_meantime_is_not_overwritten(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    edits.set_side(workspace, StepReference(0, 0), Side.LEFT)
    edits.set_note(workspace, "the patient hurried")
    desk.settle()
    session = workspace.document.session
    assert session.visit.note == "the patient hurried"
    assert session.recordings[0].analysis.steps[0].side is Side.LEFT
    assert [entry.what.split()[0] for entry in session.journal[-2:]] == ["Changed", "Step"]


def test_removing_a_recording_can_be_taken_back(desk: Desk, walk_file: Path, step_file: Path) -> None:
    workspace = desk.open(walk_file, step_file)
    edits.remove_recording(workspace)
    assert [item.name for item in workspace.document.session.recordings] == [step_file.name]
    assert workspace.current_step is not None
    edits.remove_recording(workspace)
    assert workspace.current_step is None
    edits.remove_recording(workspace)
    workspace.document.undo()
    workspace.document.undo()
    assert len(workspace.document.session.recordings) == 2


def test_examination_note_code_and_decision_are_kept(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file)
    edits.set_examination(workspace, workspace.document.session.examination.with_value("nprs", 4))
    edits.set_note(workspace, "walked slowly")
    assert edits.set_subject(workspace, "P-0042")
    finding = findings_of(workspace.document.session).applies[0]
    who, when = edits.signature(workspace)
    assert who == ""
    decision = Decision(finding.rule, finding.version, DecisionKind.REJECTED, finding.text, when, edits.UNSIGNED)
    edits.decide(workspace, decision)
    session = workspace.document.session
    assert {entry.who for entry in session.journal} == {""}
    assert session.review.decisions[-1].who == edits.UNSIGNED
    assert session.examination.value("nprs") == 4
    assert (session.visit.note, session.visit.subject) == ("walked slowly", "P-0042")
    assert session.review.decisions[-1].rule == finding.rule
    for _ in range(4):
        workspace.document.undo()
    assert workspace.document.session.visit.subject == ""
    assert workspace.document.session.examination.value("nprs") is None


def test_initials_sign_changes_and_decisions(desk: Desk, step_file: Path) -> None:
    desk.workspace.prefer(examiner="A B")
    workspace = desk.open(step_file)
    finding = findings_of(workspace.document.session).applies[0]
    _, when = edits.signature(workspace)
    decision = Decision(finding.rule, finding.version, DecisionKind.ACCEPTED, finding.text, when, "A-B")
    edits.decide(workspace, decision)
    session = workspace.document.session
    assert {entry.who for entry in session.journal[1:]} == {"A-B"}
    assert session.review.decisions[-1].who == "A-B"


def test_a_side_against_a_clear_print_is_said_and_can_be_taken_back(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    session, reference = workspace.document.session, workspace.selection.current
    step = workspace.current_step
    assert step is not None
    assert reference is not None
    assert step.footstep.side_confidence >= 0.95
    edits.set_side(workspace, reference, step.side)
    desk.settle()
    said = workspace.messages.current
    assert said is not None
    assert f"is a {step.side} foot already (confidence" in said.text
    assert workspace.document.session is session
    edits.set_side(workspace, reference, step.side.other)
    desk.settle()
    message = workspace.messages.current
    assert message is not None
    sure = step.footstep.side_confidence
    assert f"The print looks like a {step.side} foot (confidence {sure:.2f})." in message.text
    assert (message.offer, message.action) == ("Undo", "edit.undo")
    assert edits.set_by_hand(workspace.document.session, reference)
    workspace.document.undo()
    assert workspace.document.session is session


def test_a_file_that_is_in_the_visit_is_not_added_twice(desk: Desk, step_file: Path, walk_file: Path) -> None:
    workspace = desk.open(step_file)
    session = workspace.document.session
    desk.open(step_file)
    assert workspace.document.session is session
    assert workspace.messages.current is not None
    assert workspace.messages.current.text == f"{step_file.name} is in this visit already."
    desk.open(step_file, walk_file, walk_file)
    assert [item.name for item in workspace.document.session.recordings] == [step_file.name, walk_file.name]
    assert workspace.messages.current.details.count("is in this visit already") == 2


def test_of_several_files_one_with_both_feet_is_shown_first(desk: Desk, step_file: Path, walk_file: Path) -> None:
    workspace = desk.open(step_file, walk_file)
    assert workspace.selection.recording == 1
    assert workspace.selection.left is not None
    assert workspace.selection.right is not None


def test_a_name_is_no_code(desk: Desk) -> None:
    assert not edits.set_subject(desk.workspace, "Ada Lovelace")
    assert desk.workspace.messages.current is not None
    assert "not an ID" in desk.workspace.messages.current.text
    assert not desk.workspace.document.dirty


def test_a_decision_on_a_note_that_is_gone_is_refused(desk: Desk) -> None:
    _, when = edits.signature(desk.workspace)
    edits.decide(
        desk.workspace, Decision("R99", 1, DecisionKind.ACCEPTED, "", when, edits.decider(desk.workspace))
    )
    assert desk.workspace.messages.current is not None
    assert "R99" in desk.workspace.messages.current.text


def test_saved_closed_and_opened_it_is_the_same(desk: Desk, tmp_path: Path, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    path = tmp_path / "visit.h5"
    then: list[bool] = []
    files.save(workspace, path, lambda: then.append(workspace.document.dirty))
    desk.settle()
    assert then == [False]
    assert is_session(path)
    before = workspace.document.session.recordings[0].analysis
    files.new_visit(workspace)
    assert workspace.analysis is None
    desk.open(path)
    after = workspace.document.session.recordings[0].analysis
    np.testing.assert_array_equal(after.recording.pressure, before.recording.pressure)
    for old, new in zip(before.steps, after.steps, strict=True):
        assert old.measures.items() == new.measures.items()
    assert not workspace.document.dirty
    assert workspace.document.path == path


def test_what_changes_while_it_is_saved_is_not_saved(desk: Desk, tmp_path: Path, step_file: Path) -> None:
    workspace = desk.open(step_file)
    files.save(workspace, tmp_path / "visit.h5")
    edits.set_note(workspace, "later")
    desk.settle()
    assert workspace.document.dirty


def test_a_place_that_cannot_be_written_to_is_said(desk: Desk, tmp_path: Path, step_file: Path) -> None:
    workspace = desk.open(step_file)
    files.save(workspace, tmp_path / "no such folder" / "visit.h5")
    desk.settle()
    assert workspace.document.dirty
    assert workspace.messages.current is not None
    assert "visit.h5" in workspace.messages.current.text


def test_one_visit_is_open_at_a_time(desk: Desk, tmp_path: Path, step_file: Path) -> None:
    workspace = desk.open(step_file)
    for name in ("one.h5", "two.h5"):
        files.save(workspace, tmp_path / name)
        desk.settle()
    desk.open(tmp_path / "one.h5", tmp_path / "two.h5")
    assert workspace.document.path == tmp_path / "one.h5"
    assert workspace.messages.current is not None
    assert "two.h5" in workspace.messages.current.text


def test_the_table_is_exported(desk: Desk, tmp_path: Path, step_file: Path) -> None:
    workspace = desk.open(step_file)
    files.export_table(workspace, tmp_path / "measures.csv")
    desk.settle()
    text = (tmp_path / "measures.csv").read_text(encoding="utf-8")
    assert "arch_index" in text
    assert workspace.messages.current is not None
    assert "measures.csv" in workspace.messages.current.text


def test_the_sample_walk_opens(desk: Desk) -> None:
    files.open_sample(desk.workspace)
    desk.settle()
    assert desk.workspace.shown_step(Side.LEFT) is not None
    assert desk.workspace.shown_step(Side.RIGHT) is not None


def test_files_of_one_step_are_put_side_by_side(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file, step_file.with_name("emed_after_insole.lst"))
    edits.set_side(workspace, StepReference(1, 0), Side.LEFT)
    desk.settle()
    workspace.select_step(StepReference(0, 0))
    assert workspace.selection == Selection(0, StepReference(0, 0), StepReference(1, 0), StepReference(0, 0))


def test_feet_of_different_devices_are_not_put_side_by_side(desk: Desk, step_file: Path) -> None:
    workspace = desk.open(step_file, step_file.with_name("emed_after_insole.lst"))
    edits.set_side(workspace, StepReference(1, 0), Side.LEFT)
    desk.settle()
    session = workspace.document.session
    first, second = session.recordings
    recording = replace(second.recording, source=replace(second.recording.source, format="another"))
    other = replace(second, analysis=replace(second.analysis, recording=recording))
    mixed = replace(session, recordings=(first, other))
    assert choose_recording(session, 0).left == StepReference(1, 0)
    assert choose_recording(mixed, 0).left is None


def test_the_other_foot_stays_while_steps_of_a_walk_are_chosen(desk: Desk, walk_file: Path) -> None:
    session = desk.open(walk_file).document.session
    start = choose_recording(session, 0)
    for reference, step in steps_of(session):
        chosen = choose_step(session, start, reference)
        assert chosen.current == reference
        kept = start.right if step.side is Side.LEFT else start.left
        assert (chosen.right if step.side is Side.LEFT else chosen.left) == kept


def test_choosing_what_is_not_there_is_harmless(desk: Desk, walk_file: Path) -> None:
    workspace = desk.workspace
    workspace.select_recording(3)
    workspace.select_neighbour(1)
    assert workspace.selection == Selection()
    desk.open(walk_file).select_recording(99)
    assert workspace.selection.recording == 0


def test_playing_goes_through_the_longer_stance_or_the_whole_plate(desk: Desk, walk_file: Path) -> None:
    workspace = desk.open(walk_file)
    assert workspace.analysis is not None
    longest = max(step.frames.time.size for step in workspace.analysis.complete_steps)
    assert workspace.playback.times.size == longest
    workspace.toggle_plate()
    assert workspace.playback.times.size == workspace.analysis.recording.frames


def test_choices_outlive_the_application(desk: Desk, walk_file: Path) -> None:
    from pedograph.workspace.drawing.overlays import Overlay
    from pedograph.workspace.model import Workspace

    desk.open(walk_file).toggle_overlay(Overlay.AXIS)
    desk.workspace.prefer(theme="dark")
    again = Workspace(desk.post, desk.folder)
    assert not again.overlays.shown(Overlay.AXIS)
    assert again.preferences.theme == "dark"


def keep(desk: Desk, keeper: Keeper) -> None:
    """Keep unsaved work and wait until that is done."""
    keeper.keep()
    desk.take_one()


def test_unsaved_work_is_offered_again_after_a_crash(desk: Desk, step_file: Path, tmp_path: Path) -> None:
    desk.open(step_file)
    crashed = Keeper(desk.workspace, desk.post)
    keep(desk, crashed)
    assert crashed.found == ()
    kept = next((desk.folder / "unsaved").glob("*.h5"))
    survivor = tmp_path / "later"
    (survivor / "unsaved").mkdir(parents=True)
    for end in (".h5", ".json"):
        shutil.copy(kept.with_suffix(end), survivor / "unsaved")
    crashed.close()

    later = Desk(survivor)
    keeper = Keeper(later.workspace, later.post)
    keeper.offer()
    assert later.workspace.messages.current is not None
    assert later.workspace.messages.current.action == "file.recover"
    assert ACTIONS["file.recover"].enabled(later.workspace)
    keeper.recover()
    later.settle()
    later.take_one()
    assert [item.name for item in later.workspace.document.session.recordings] == [step_file.name]
    assert later.workspace.document.dirty
    held = list((survivor / "unsaved").glob("*.h5"))
    assert len(held) == 1, "a second crash must find the work again"
    assert held[0].name != kept.name
    assert not ACTIONS["file.recover"].enabled(later.workspace)
    keeper.close()


def test_unsaved_work_is_kept_among_data_and_found_where_it_was_before(
    desk: Desk, step_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open(step_file)
    old = tmp_path / "settings"
    monkeypatch.setattr("pedograph.workspace.model.settings_folder", lambda: old)
    monkeypatch.setattr("pedograph.workspace.model.data_folder", lambda: tmp_path / "data")
    crashed = Keeper(desk.workspace, desk.post)
    keep(desk, crashed)
    kept = next((desk.folder / "unsaved").glob("*.h5"))
    (old / "unsaved").mkdir(parents=True)
    for end in (".h5", ".json"):
        shutil.copy(kept.with_suffix(end), old / "unsaved")
    crashed.close()

    later = Desk(None)
    keeper = Keeper(later.workspace, later.post)
    assert [item.path.parent for item in keeper.found] == [old / "unsaved"]
    keeper.recover()
    later.settle()
    later.take_one()
    assert not list((old / "unsaved").glob("*.h5"))
    assert len(list((tmp_path / "data" / "unsaved").glob("*.h5"))) == 1
    keeper.close()


def test_work_that_was_saved_is_not_offered_against_the_newer_file(
    desk: Desk, step_file: Path, tmp_path: Path
) -> None:
    workspace = desk.open(step_file)
    keeper = Keeper(workspace, desk.post)
    keep(desk, keeper)
    assert list((desk.folder / "unsaved").glob("*.h5"))
    files.save(workspace, tmp_path / "visit.h5")
    desk.settle()
    assert not list((desk.folder / "unsaved").glob("*.h5"))
    keeper.close()


def test_a_save_that_ends_in_another_visit_leaves_that_one_alone(
    desk: Desk, step_file: Path, tmp_path: Path
) -> None:
    workspace = desk.open(step_file)
    path = tmp_path / "first.h5"
    files.save(workspace, path)
    files.new_visit(workspace)
    desk.settle()
    assert workspace.document.path is None
    assert len(open_session(path).recordings) == 1


def test_what_another_program_saved_is_not_saved_over(desk: Desk, step_file: Path, tmp_path: Path) -> None:
    workspace = desk.open(step_file)
    path = tmp_path / "visit.h5"
    files.save(workspace, path)
    desk.settle()
    save_session(with_note(open_session(path), "of the other window", "", now()), path)
    edits.set_note(workspace, "of this window")
    files.save(workspace, path)
    desk.settle()
    assert open_session(path).visit.note == "of the other window"
    assert workspace.document.dirty
    assert workspace.messages.current is not None
    assert "changed by another program" in workspace.messages.current.text


def test_what_changes_while_a_visit_is_opened_is_not_lost(desk: Desk, step_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "visit.h5"
    save_session(new_session("S-9"), path)
    workspace = desk.open(step_file)
    files.save(workspace, tmp_path / "own.h5")
    desk.settle()
    files.open_paths(workspace, [path])
    edits.set_note(workspace, "typed meanwhile")
    desk.settle()
    assert workspace.document.session.visit.note == "typed meanwhile"
    assert workspace.messages.current is not None
    assert "Save it" in workspace.messages.current.text


def test_a_name_in_a_file_stays_out_of_the_visit(desk: Desk, step_file: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.npz"
    write(replace(read(step_file), subject="Anna Muster"), named, "npz")
    workspace = desk.open(named)
    session = workspace.document.session
    assert (session.visit.subject, session.recordings[0].recording.subject) == ("", "")
    assert any("name was left out" in str(note) for note in session.recordings[0].analysis.quality)


def test_an_orderly_end_leaves_nothing_behind(desk: Desk, step_file: Path) -> None:
    desk.open(step_file)
    keeper = Keeper(desk.workspace, desk.post)
    keep(desk, keeper)
    keeper.close()
    assert list((desk.folder / "unsaved").iterdir()) == []


def test_what_was_saved_need_not_be_kept(desk: Desk, step_file: Path, tmp_path: Path) -> None:
    desk.open(step_file)
    keeper = Keeper(desk.workspace, desk.post)
    keep(desk, keeper)
    files.save(desk.workspace, tmp_path / "visit.h5")
    desk.settle()
    keeper.keep()
    assert list((desk.folder / "unsaved").glob("*.h5")) == []
    keeper.close()
