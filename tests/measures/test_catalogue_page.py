"""Every measure is defined, sourced, proven and has its error, and the page that says so is up to date."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from pedograph.exports.examples import examples
from pedograph.exports.measures_page import how_sure, main, measures_page
from pedograph.measures import MeasureDefinition, MeasureTable, catalogue

REPOSITORY = Path(__file__).parent.parent.parent
PAGE = REPOSITORY / "docs" / "measures.md"
ALL = list(catalogue().values())
WITHOUT_ERROR: frozenset[str] = frozenset()
"""Measures whose error is not worked out; the engine of errors is to leave none."""
ONLY_OF_REGIONS = frozenset({"force_time_integral_share", "standing_region_load", "contact_onset", "contact_end"})
"""Measures that neither a whole foot nor a whole body has."""


def by_key(measure: MeasureDefinition) -> str:
    return measure.key


@cache
def names_of_tests(file: str) -> frozenset[str]:
    """Names of the test functions in a file of the repository; empty where there is no such file."""
    path = REPOSITORY / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def asserts(file: str, name: str) -> bool:
    """Whether a test holds anything."""
    tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    nodes = list(ast.walk(functions[name]))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return any(isinstance(node, ast.Assert) for node in nodes) or any(
        isinstance(node, ast.Assert) for one in called & set(functions) for node in ast.walk(functions[one])
    )


@pytest.mark.parametrize("measure", ALL, ids=by_key)
def test_a_measure_has_definition_unit_source_and_proof(measure: MeasureDefinition) -> None:
    assert measure.definition and measure.formula and measure.inputs and measure.pitfalls
    assert measure.unit
    assert measure.sources
    file, _, name = measure.proof.partition("::")
    assert file.startswith("tests/"), "a proof is written as tests/FILE.py::test_NAME"
    assert name.startswith("test_")
    assert name in names_of_tests(file), f"{measure.proof} does not exist"
    assert asserts(file, name), f"{measure.proof} holds nothing"


@pytest.mark.parametrize(("level", "table"), [("foot", "step"), ("walk", "walk"), ("stand", "stance")])
def test_every_measure_comes_with_its_error(level: str, table: str) -> None:
    measures: MeasureTable = getattr(examples(), table)
    assert not measures.missing, "the model person has every measure"
    without = {key for key, measure in measures.items() if measure.uncertainty is None}
    expected = {measure.key for measure in ALL if level in measure.levels} - ONLY_OF_REGIONS
    assert without == expected & WITHOUT_ERROR
    assert set(measures.keys()) == expected


@pytest.mark.parametrize("measure", ALL, ids=by_key)
def test_the_page_says_how_sure_a_number_is(measure: MeasureDefinition) -> None:
    text = how_sure(measure)
    assert ("±" in text) == (measure.key not in WITHOUT_ERROR | ONLY_OF_REGIONS)
    assert text.endswith(".")


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == measures_page(), 'docs/measures.md is old: run "make docs"'


def test_the_page_holds_every_measure_once_and_its_links_lead_somewhere() -> None:
    page = measures_page()
    for measure in ALL:
        assert page.count(f'<a id="{measure.key}"></a>') == 1
        assert page.count(f"(#{measure.key})") == 1
        assert measure.definition in page
        assert measure.proof in page
        for reference in measure.references:
            assert measure.reference_text(reference) in page
    for source in {source for measure in ALL for source in measure.all_sources}:
        assert str(source) in page


def test_the_page_is_written_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["document", str(tmp_path / "page.md")])
    main()
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == measures_page()
