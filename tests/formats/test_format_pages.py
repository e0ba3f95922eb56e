"""Lists of formats: each has its page, and the index and the command name those of the registry, no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from pedograph.cli.main import commands
from pedograph.formats import list_formats

REPOSITORY = Path(__file__).parents[2]
BUILT_IN = list_formats()


@pytest.mark.parametrize("spec", BUILT_IN, ids=lambda spec: spec.key)
def test_every_format_has_a_page_that_names_its_key(spec: object) -> None:
    page = REPOSITORY / spec.page  # type: ignore[attr-defined]
    assert page.parent == REPOSITORY / "docs" / "formats"
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert f"`{spec.key}`" in text  # type: ignore[attr-defined]
    assert len(text.splitlines()) >= 15


def test_every_page_is_that_of_a_format() -> None:
    pages = {
        f"docs/formats/{page.name}"
        for page in (REPOSITORY / "docs" / "formats").glob("*.md")
        if page.name != "README.md"
    }
    assert pages == {spec.page for spec in BUILT_IN}


def test_the_index_lists_the_formats_of_the_registry_and_no_other() -> None:
    index = (REPOSITORY / "docs" / "formats" / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (.+?) \|", index, flags=re.MULTILINE)[1:]
    assert sorted(listed) == sorted(spec.name for spec in BUILT_IN)


def test_the_command_lists_the_formats_of_the_registry() -> None:
    lines = CliRunner().invoke(commands, ["formats"]).output.splitlines()
    assert [line.partition("Key: ")[2] for line in lines[1::2]] == [spec.key for spec in BUILT_IN]
    for line, spec in zip(lines[::2], BUILT_IN, strict=True):
        assert line.startswith(f"{spec.name} ({spec.vendor}; ")
        assert line.endswith("can be written)") == spec.can_write
