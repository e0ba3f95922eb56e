"""Rules about the project itself: it starts light, its rooms stay small, and what it says of itself is true."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grimp
import pytest

import pedograph

REPOSITORY = Path(__file__).parent.parent
MODULES = sorted((REPOSITORY / "src").rglob("*.py"))
LONGEST_MODULE = 400
LONGEST_FUNCTION = 60
HEAVY = ("scipy", "h5py", "PySide6", "pyqtgraph", "python_calamine", "skimage")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY / "src").as_posix()


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from its first decorator to its end, without the docstring."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    lines = (function.end_lineno or first) - first + 1
    if ast.get_docstring(function) is not None:
        text = function.body[0]
        lines -= (text.end_lineno or text.lineno) - text.lineno + 1
    return lines


def test_importing_pedograph_loads_nothing_heavy() -> None:
    code = f"import sys, pedograph; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def circle(imports: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules that import each other in a circle, the first again at the end; none if there is no circle."""
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_no_imports_run_in_a_circle() -> None:
    """Those of functions and of type checkers count too: they hide a circle, and do not undo it."""
    graph = grimp.build_graph("pedograph", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len(imports) == len(MODULES)
    assert circle(imports) == []
    assert circle({**imports, "pedograph.units": {"pedograph.analysis"}})[0] in imports


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for function in functions(ast.parse(text)):
        assert length(function) <= LONGEST_FUNCTION, f"{function.name} in line {function.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_left_for_later_or_printed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:TODO|FIXME|XXX)\b", text)
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    printed = [call.lineno for call in calls if isinstance(call, ast.Name) and call.id == "print"]
    assert not printed, "a library does not print, and the command line uses click.echo"


def test_the_changelog_begins_with_this_version() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)\b", text, flags=re.MULTILINE)
    assert versions[0] == pedograph.__version__


def test_the_changelog_tells_of_every_version_what_changed_in_the_numbers() -> None:
    text = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    for entry in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        assert "### Scientific changes" in entry, entry.splitlines()[0]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_to_files_that_exist(page: str) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (REPOSITORY / link).exists()]
    assert not missing


def test_make_help_names_what_the_readme_tells_people_to_run() -> None:
    told = set(re.findall(r"\bmake ([a-z-]+)\b", (REPOSITORY / "README.md").read_text(encoding="utf-8")))
    told |= set(re.findall(r"`make ([a-z-]+)", (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert told
    assert told <= explained


def test_continuous_integration_runs_what_a_person_runs() -> None:
    script = REPOSITORY / ".ci" / "run"
    commands = re.findall(r"^make (\S+)", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert commands == ["test", "test-lowest"]
    assert script.stat().st_mode & 0o111, "it must be executable"
