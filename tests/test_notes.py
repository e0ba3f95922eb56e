"""Notes: a key means one thing, sentences decide nothing, and older files' sentences get the keys of today."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import pedograph
from pedograph.corrections import StepCorrection
from pedograph.errors import PedographError
from pedograph.measures import Unmeasurable
from pedograph.notes import FILE_OR_PERSON, Note, Severity, blocks, joined
from pedograph.quality import ASSESSED
from pedograph.stored_notes import STORED, flags_from, notes_from, old_note, reasons_from

SOURCES = sorted(Path(pedograph.__file__).parent.rglob("*.py"))
MAKERS = ("Note", "doubt", "blocks", "Unmeasurable", "UnreadablePrint")


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every note that the code makes by a key that stands there."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS
            if named and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                yield path, node


def test_every_key_is_a_name() -> None:
    keys = [node.args[0].value for _, node in calls() if isinstance(node.args[0], ast.Constant)]
    assert len(keys) > 100
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", str(key)) for key in keys)


def test_a_note_on_the_file_is_of_reading_and_one_on_quality_is_not() -> None:
    """What is left out of a de-identified copy, and what is assessed again, is told by these keys alone."""
    rooms = defaultdict(set)
    for path, node in calls():
        assert isinstance(node.args[0], ast.Constant)
        rooms[node.args[0].value].add(path.relative_to(SOURCES[0].parents[0]).parts[0])
    for key in FILE_OR_PERSON:
        assert rooms[key] and rooms[key] <= {"formats", "workspace"}, key
    for key in ASSESSED:
        assert not rooms[key] & {"formats", "steps", "session", "workspace", "cli"}, key


def test_nothing_looks_into_a_sentence() -> None:
    """No comparison and no method that searches is asked of a sentence or of a note as text."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                searched = [side for side in (node.left, *node.comparators) if _is_sentence(side)]
                found += [f"{path.name}:{node.lineno}" for _ in searched if not _is_public_text(node)]
            if isinstance(node, ast.Attribute) and node.attr in ("startswith", "endswith", "removesuffix", "find"):
                found += [f"{path.name}:{node.lineno}"] * _is_sentence(node.value)
    assert found == []


def _is_sentence(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "sentence"


def _is_public_text(node: ast.Compare) -> bool:
    """Whether it is looked for a date or a name in it, which no key can tell."""
    return "public_text" in ast.dump(node.left)


def test_a_note_is_its_sentence() -> None:
    one, other = Note("one", "It is so."), blocks("other", "it is not", ["cpei"], [2])
    assert (f"{one}", joined([one, other])) == ("It is so.", "It is so. and it is not")
    assert (other.affects, other.steps, other.severity) == (("cpei",), (2,), Severity.BLOCKS)


def test_a_refusal_carries_its_reason() -> None:
    with pytest.raises(PedographError, match=r"^no heel$") as refused:
        raise Unmeasurable("no_heel", "no heel")
    assert isinstance(refused.value, Unmeasurable)
    assert refused.value.note == blocks("no_heel", "no heel")
    assert Unmeasurable.because(refused.value.note).note == refused.value.note


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("Read from walk.txt in the archive.", "read_from_archive"),
        ("Left or right is uncertain for steps 2 and 3.", "uncertain_side"),
        ("Steps 2, 3 and 5 to 9 are not whole: they had begun before the recording did.", "cut_print"),
        ("Step 3 does not count towards the means: the stance differs from the median.", "unusual_stance"),
        ("Step 3 does not count towards the means: it is unlike the others in peak force.", "unlike_the_others"),
        ("2 cells were silent amid loaded neighbours (row 3, column 4).", "dead_cells"),
        ("1 cell was never changed in the whole recording and left out.", "stuck_cells"),
        ("Nobody knows this sentence.", STORED),
    ],
)
def test_sentences_of_older_files_get_their_keys(sentence: str, key: str) -> None:
    """Their words are those of the versions that wrote them, whatever is said today."""
    assert (old_note(sentence).key, str(old_note(sentence))) == (key, sentence)


def test_stored_parts_must_fit_each_other() -> None:
    assert notes_from(["A."], ["a"], ["doubt"]) == (Note("a", "A.", severity=Severity.DOUBT),)
    with pytest.raises(ValueError, match="shorter"):
        notes_from(["A.", "B."], ["a"], ["doubt"])
    with pytest.raises(ValueError, match="severe"):
        notes_from(["A."], ["a"], ["severe"])
    assert flags_from(["axis set by hand"]) == StepCorrection(axis=((0.0, 0.0), (0.0, 90.0))).flags
    assert reasons_from(["left and right could not be told apart"])[0].key == "unknown_side"
