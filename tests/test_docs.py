"""The documentation names everything there is: commands, options, routes, settings, targets. What is not told does not exist."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path

import click
import pytest

from indexer.commands.indexer import indexer
from indexer.commands.search import search
from tests.support.documentation import DOCUMENTS, EVERYTHING, README
from tests.support.running import ROOT, SEEDS
from webapp.serving.serve import main as webapp

COMMANDS: dict[str, click.Command] = {"search": search, "webapp": webapp} | {
    f"indexer {name}": command for name, command in indexer.commands.items()
}


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"(^|[`\s]){re.escape(name)}\b", EVERYTHING, re.M)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    help_ = inspect.cleandoc(COMMANDS[name].help or "")
    assert "Example" in help_
    assert re.search(rf"(\n  |Example: ){name} ", help_)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented_and_has_help(name: str) -> None:
    assert [option.name for option in options(COMMANDS[name]) if not option.help] == []
    long = {name for option in options(COMMANDS[name]) for name in option.opts} - {
        "--help",
        "--version",
    }
    assert {name for name in long if f"`{name}" not in EVERYTHING} == set()


def test_every_setting_is_documented() -> None:
    from dataclasses import fields

    from webapp.settings import Settings

    named = {f"CUAKHAU_{field.name.upper()}" for field in fields(Settings)}
    sources = "".join(
        path.read_text("utf-8")
        for package in ("indexer", "webapp")
        for path in (ROOT / package).rglob("*.py")
    )
    used = set(re.findall(r"(?:environ\S*[\[(]|envvar=)\"(CUAKHAU_[A-Z_]+)\"", sources))
    assert {name for name in named | used if f"`{name}`" not in EVERYTHING} == set()


def test_every_route_is_documented(seed_index: Path) -> None:
    from webapp import create_app

    routes = {rule.rule for rule in create_app(index=seed_index).url_map.iter_rules()}
    told = {_nameless(route) for route in re.findall(r"`(/[^`\s]*)`", EVERYTHING)}
    assert {
        route for route in routes if _nameless(route) not in told and "/static/" not in route
    } == set()


def _nameless(route: str) -> str:
    """The route without the names and converters of its parts."""
    return re.sub(r"<[^>]+>", "<>", route)


@pytest.mark.parametrize("example", re.findall(r"^```python\n(.*?)^```", EVERYTHING, re.M | re.S))
def test_examples_in_python_run(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "an example of the documents", "exec"), {})


def test_every_parameter_of_a_search_is_documented() -> None:
    from webapp.params import NAMES

    assert {name for name in NAMES if f"`{name}`" not in EVERYTHING} == set()


def test_every_make_target_is_documented() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert phony is not None
    assert {
        target
        for target in phony[1].split()
        if target != "help" and f"make {target}" not in EVERYTHING
    } == set()


LINKS = [
    pytest.param(path, target, id=f"{path.relative_to(ROOT)}: {target}")
    for path, text in DOCUMENTS.items()
    for target in re.findall(r"\]\(([^):]+)\)", text)
]


def headings(path: Path) -> set[str]:
    """The anchors that GitHub and GitLab make of a document's headings."""
    titles = re.findall(r"^#+ (.+)$", DOCUMENTS[path], re.M)
    return {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize(("path", "target"), LINKS)
def test_every_link_and_picture_leads_somewhere(path: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    there = (path.parent / name).resolve() if name else path
    assert there.exists()
    assert not anchor or anchor in headings(there)


def test_every_file_and_room_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:indexer|webapp|tests)/[\w./*-]*)`", EVERYTHING))
    assert {name for name in named if not list(ROOT.glob(name.rstrip("/")))} == set()


def test_every_benchmark_is_documented() -> None:
    told = DOCUMENTS[ROOT / "tests" / "README.md"]
    programs = [
        path.stem
        for path in (ROOT / "tests" / "benchmarks").glob("*.py")
        if path.stem != "__main__" and "argparse" in path.read_text("utf-8")
    ]
    assert {name for name in programs if not re.search(rf"`{name}[ `]", told)} == set()


def test_every_marker_is_documented() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    markers = project["tool"]["pytest"]["ini_options"]["markers"]
    told = DOCUMENTS[ROOT / "tests" / "README.md"]
    assert {line for line in markers if f"`{line.partition(':')[0]}`" not in told} == set()


def test_every_module_of_the_architecture_is_there() -> None:
    engine = DOCUMENTS[ROOT / "indexer" / "README.md"]
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_.]+)+)`", engine)) - {"start/end"}
    rooms = (ROOT, ROOT / "indexer", ROOT / "indexer" / "searching")
    there = {name for name in named for room in rooms if list(room.glob(f"{name.rstrip('/')}*"))}
    assert named - there == set()


def test_every_room_of_the_engine_is_in_its_architecture() -> None:
    engine = DOCUMENTS[ROOT / "indexer" / "README.md"]
    rooms = {path.parent.name for path in (ROOT / "indexer").glob("*/__init__.py")}
    assert {room for room in rooms if f"`indexer/{room}/`" not in engine} == set()


def test_the_readme_is_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 150
