"""What is installed is what was tried: the locks hold everything that pyproject.toml names, by version and hash, and from nowhere else."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.support.running import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
OFFICE = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *EXTRAS["formats"],
]
EVERYTHING = [*OFFICE, *EXTRAS["test"], *EXTRAS["bench"]]
LOCKS = {"requirements.txt": OFFICE, "tests/requirements.txt": EVERYTHING}


def entries(name: str) -> list[str]:
    """The lock's requirements, each with its hashes on one line."""
    lines = (ROOT / name).read_text("utf-8").replace("\\\n", " ").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "--only-binary"))]


def pins(name: str) -> dict[str, set[Version]]:
    """The versions locked of each package; there are several where Pythons differ."""
    found: dict[str, set[Version]] = {}
    for entry in entries(name):
        pin = Requirement(entry.partition(" --hash")[0])
        version = next(iter(pin.specifier)).version
        found.setdefault(canonicalize_name(pin.name), set()).add(Version(version))
    return found


def wanted(named: list[str]) -> list[Requirement]:
    return [one for one in map(Requirement, named) if one.name != PROJECT["project"]["name"]]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_locked_by_version_and_hash_and_from_nowhere_else(name: str) -> None:
    form = re.compile(r"[\w.-]+==[\w.!+-]+( ; [^#@]+?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [entry for entry in entries(name) if not form.fullmatch(entry)] == []
    assert "://" not in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_wheels_alone_are_taken(name: str) -> None:
    """To build from sources pip fetches what no hash vouches for."""
    assert "--only-binary :all:" in (ROOT / name).read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_is_that_of_the_project(name: str) -> None:
    locked = pins(name)
    for requirement in wanted(LOCKS[name]):
        versions = locked[canonicalize_name(requirement.name)]
        assert (
            requirement,
            {version for version in versions if version not in requirement.specifier},
        ) == (requirement, set())


def test_tests_run_with_what_an_office_installs() -> None:
    office, tests = pins("requirements.txt"), pins("tests/requirements.txt")
    assert {name: tests.get(name) for name in office} == office


def test_every_requirement_has_a_lower_and_an_upper_bound() -> None:
    bounds = {
        requirement: {one.operator for one in requirement.specifier}
        for requirement in wanted(EVERYTHING)
    }
    assert [
        name
        for name, signs in bounds.items()
        if not (signs == {"=="} or {"<"} < signs or signs == {"~="})
    ] == []
