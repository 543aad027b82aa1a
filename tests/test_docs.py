"""The documentation names everything there is: commands, options, routes, settings, targets. What is not told does not exist."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click
import pytest

from indexer.commands import messages
from indexer.commands.indexer import indexer
from indexer.commands.search import search
from tests.running import ROOT, SEEDS
from webapp.serving.serve import main as webapp

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS: dict[str, click.Command] = {"search": search, "webapp": webapp} | {
    f"indexer {name}": command for name, command in indexer.commands.items()
}


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"(^|[`\s]){re.escape(name)}\b", README, re.M)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    help_ = inspect.cleandoc(COMMANDS[name].help or "")
    assert "Example" in help_
    assert re.search(rf"(\n  |Example: ){name} ", help_)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme_and_has_help(name: str) -> None:
    assert [option.name for option in options(COMMANDS[name]) if not option.help] == []
    long = {name for option in options(COMMANDS[name]) for name in option.opts} - {"--help", "--version"}
    assert {name for name in long if f"`{name}" not in README} == set()


def test_every_setting_is_in_the_readme() -> None:
    from dataclasses import fields

    from webapp.settings import Settings

    named = {f"CUAKHAU_{field.name.upper()}" for field in fields(Settings)}
    sources = "".join(path.read_text("utf-8") for package in ("indexer", "webapp") for path in (ROOT / package).rglob("*.py"))
    used = set(re.findall(r"(?:environ\S*[\[(]|envvar=)\"(CUAKHAU_[A-Z_]+)\"", sources))
    assert {name for name in named | used if f"`{name}`" not in README} == set()


def test_every_route_is_in_the_readme(seed_index: Path) -> None:
    from webapp import create_app

    routes = {rule.rule for rule in create_app(index=seed_index).url_map.iter_rules()}
    told = {_nameless(route) for route in re.findall(r"`(/[^`\s]*)`", README)}
    assert {route for route in routes if _nameless(route) not in told and "/static/" not in route} == set()


def _nameless(route: str) -> str:
    """The route without the names and converters of its parts."""
    return re.sub(r"<[^>]+>", "<>", route)


@pytest.mark.parametrize("example", re.findall(r"^```python\n(.*?)^```", README, re.M | re.S))
def test_examples_in_python_run(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})


def test_every_parameter_of_a_search_is_in_the_readme() -> None:
    from webapp.params import NAMES

    assert {name for name in NAMES if f"`{name}`" not in README} == set()


def test_every_make_target_is_in_the_readme() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert phony is not None
    assert {target for target in phony[1].split() if target not in ("help", "install") and f"make {target}" not in README} == set()


def test_every_link_and_picture_of_the_readme_is_there() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert {target for target in targets if not (ROOT / target).exists()} == set()


def test_every_message_is_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "indexer" / "commands").glob("*.py") if path.name != "messages.py")
    assert {key for key in messages.KEYS if not re.search(rf"""["']{key}["']""", sources)} == set()


@pytest.mark.parametrize("key", sorted(messages.KEYS))
def test_both_languages_say_the_same(key: str) -> None:
    english, vietnamese = (sorted(re.findall(r"\{(\w+)\}", text)) for text in messages.texts(key))
    assert vietnamese == english
