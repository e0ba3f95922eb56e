"""Correcting feet by hand: a layer and a note on each map, bound to the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout

from pedograph.analysis import StepAnalysis
from pedograph.corrections import StepCorrection
from pedograph.desktop.maps.by_hand import ByHandNote
from pedograph.desktop.maps.correction_layer import CorrectionLayer
from pedograph.desktop.maps.foot_map import FootMap
from pedograph.recording import Side
from pedograph.workspace.drawing.handles import back_to_automatic, correct_foot, set_by_hand_words
from pedograph.workspace.model import Workspace
from pedograph.workspace.references import StepReference, steps_of

_LEFT_FREE = 32
"""Pixels on both sides of a note together."""


class Correcting(QObject):
    """The hands on both feet.

    Parameters
    ----------
    workspace : Workspace
        What is looked at.
    feet : mapping of Side to FootMap
        The maps.
    parent : QObject
        What it lives as long as.
    """

    def __init__(self, workspace: Workspace, feet: Mapping[Side, FootMap], parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._feet = feet
        self.layers = {side: CorrectionLayer(foot) for side, foot in feet.items()}
        self.notes = {side: ByHandNote() for side in feet}
        for side, foot in feet.items():
            self._lay_over(side, foot)
            layer = self.layers[side]
            layer.touched.connect(partial(self._touch, side))
            layer.corrected.connect(partial(self._correct, side))
            layer.left.connect(self._correct_left)
            layer.refused.connect(workspace.messages.warn)
            layer.ended.connect(self._end)
            self.notes[side].undone.connect(partial(self._undo_all, side))
        workspace.jobs.changed.connect(self._jobs_changed)

    def _lay_over(self, side: Side, foot: FootMap) -> None:
        """The layer over the whole map, the note over it in the lower right corner, beside the ruler."""
        foot.resized.connect(self.layers[side].resize)
        foot.resized.connect(lambda _: self._show_note(side))
        column = QVBoxLayout(foot)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(0, 0, _LEFT_FREE // 2, 3)
        column.addStretch(1)
        column.addWidget(self.notes[side], 0, Qt.AlignmentFlag.AlignRight)
        self.notes[side].raise_()

    def refresh(self) -> None:
        """Show what was set by hand, and the handles while feet are corrected."""
        workspace = self._workspace
        for side, layer in self.layers.items():
            self._show_note(side)
            self._feet[side].set_correcting(workspace.correcting)
            if layer.isHidden() and workspace.correcting:
                layer.resize(self._feet[side].size())
                layer.show()
                self.notes[side].raise_()
                if self._reference(side) == workspace.selection.current:
                    layer.setFocus()
            elif not workspace.correcting and not layer.isHidden():
                layer.hand_out()
                layer.hide()
            layer.refresh()

    def hand_out(self) -> None:
        """Hand out what the arrow keys have just done, without waiting for them to rest."""
        for layer in self.layers.values():
            layer.hand_out()

    def _show_note(self, side: Side) -> None:
        step = self._workspace.shown_step(side)
        words = "" if step is None else set_by_hand_words(step)
        self.notes[side].show_words(words, self._feet[side].room_below - _LEFT_FREE)

    def _reference(self, side: Side) -> StepReference | None:
        selection = self._workspace.selection
        return selection.left if side is Side.LEFT else selection.right

    def _touch(self, side: Side) -> None:
        """Choose the step that stands on a side, and leave the other where it is."""
        workspace, reference = self._workspace, self._reference(side)
        if reference is not None:
            workspace.select(replace(workspace.selection, recording=reference.recording, current=reference))

    def _correct(self, side: Side, correction: StepCorrection) -> None:
        reference = self._reference(side)
        if reference is not None:
            correct_foot(self._workspace, reference, correction)

    def _correct_left(self, step: StepAnalysis, correction: StepCorrection) -> None:
        """Correct a step that is no longer shown, if it is still in the visit as it was."""
        places = steps_of(self._workspace.document.session)
        reference = next((place for place, found in places if found is step), None)
        if reference is not None:
            correct_foot(self._workspace, reference, correction)

    def _undo_all(self, side: Side) -> None:
        if not self._workspace.jobs.busy:
            back_to_automatic(self._workspace, self._reference(side))

    def _end(self) -> None:
        if self._workspace.correcting:
            self._workspace.toggle_correcting()

    def _jobs_changed(self) -> None:
        for layer in self.layers.values():
            layer.set_busy(self._workspace.jobs.busy)
