"""The versions in requirements/ are what pyproject.toml allows, on every Python that it names."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
PYTHONS = ["3.11", "3.12", "3.13"]


def wanted(python: str, *extras: str) -> list[Requirement]:
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in EXTRAS[extra])]
    return [one for one in map(Requirement, texts) if applies(one, python)]


def applies(one: Requirement, python: str) -> bool:
    return one.marker is None or one.marker.evaluate(
        {"python_version": python, "python_full_version": f"{python}.0"}
    )


def pinned(file: str, python: str) -> dict[str, Version]:
    """Versions that a file of requirements/ has for one Python, by name."""
    lines = (REPOSITORY / "requirements" / file).read_text(encoding="utf-8").splitlines()
    found = [one for one in map(Requirement, lines) if applies(one, python)]
    assert all(re.fullmatch(r"==[0-9a-z.]+", str(one.specifier)) and one.url is None for one in found)
    versions: dict[str, Version] = {canonicalize_name(one.name): Version(str(one.specifier)[2:]) for one in found}
    assert len(versions) == len(found), "a library has two versions"
    return versions


@pytest.mark.parametrize("python", PYTHONS)
def test_the_newest_versions_are_allowed_ones(python: str) -> None:
    versions = pinned("newest.txt", python)
    for one in wanted(python, *EXTRAS):
        assert one.specifier.contains(versions[canonicalize_name(one.name)]), one


def test_the_oldest_versions_are_the_bounds_themselves() -> None:
    """A bound that no release has, such as one that was never published, is none."""
    versions = pinned("lowest.txt", PYTHONS[0])
    for one in wanted(PYTHONS[0], "test"):
        (floor,) = [Version(part.version) for part in one.specifier if part.operator == ">="]
        assert versions[canonicalize_name(one.name)] == floor, one


def test_every_python_that_is_named_is_allowed() -> None:
    named = [text.rpartition(" ")[2] for text in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert named == PYTHONS
    allowed = Requirement(f"python{PROJECT['requires-python']}").specifier
    assert [python for python in ("3.10", *PYTHONS, "3.14") if allowed.contains(python)] == PYTHONS


def test_the_build_needs_no_more_than_the_tests_build_with() -> None:
    (build,) = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["build-system"][
        "requires"
    ]
    assert build in EXTRAS["test"]
