"""The house's import arrows, read from the source: which room may know of which, and who may use which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# records, errors, bounded caches and one rule: every room above may use them
FREE = {"model", "errors", "location", "records", "caching"}
ALLOWED = {
    "model": {"errors", "records"},
    "errors": set(),
    "location": {"records"},
    "records": set(),
    "caching": set(),
    "language": {"errors", "caching"},
    "gazetteer": {"language", "errors", "records"},
    "reading": {"gazetteer", "language", "model", "errors", "caching"},
    "storage": {"gazetteer", "language", "model", "errors", "records", "caching"},
    "searching": {"storage", "gazetteer", "language", "model", "errors", "records", "caching"},
    "building": {"reading", "storage", "language", "model", "errors"},
    "archive": {"building", "searching", "storage", "reading", "language", *FREE},
    "commands": {
        "archive",
        "building",
        "searching",
        "reading",
        "storage",
        "gazetteer",
        "language",
        *FREE,
    },
    "webapp": {"archive", "building", "searching", "language", *FREE},
    "": {"archive", "searching", *FREE},  # indexer/__init__.py, which hands on the library's names
}
DOORS = {"webapp": {"indexer.storage.durability", "indexer.storage.format.sealed"}}
"""Single modules of other rooms that a room may use: what keeps small files whole is one for all."""
ONLY_IN = {
    "whoosh": {"storage"},
    "pyvi": {"language"},
    "unidecode": {"language"},
    "trafilatura": {"reading"},
    "pypdf": {"reading"},
    "docx": {"reading"},
    "click": {"commands", "webapp"},
    "flask": {"webapp"},
    "flask_babel": {"webapp"},
    "babel": {"webapp"},
    "jinja2": {"webapp"},
    "werkzeug": {"webapp"},
    "waitress": {"webapp"},
    "sklearn": set(),
    "rich": set(),
}
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    parts = module.split(".")
    return "webapp" if parts[0] == "webapp" else parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[str]:
    """Every module named in an import statement, wherever it stands."""
    here = module_name(path).split(".")
    package = here if path.name == "__init__.py" else here[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            if whole in ("indexer", "webapp"):
                yield from (f"{whole}.{alias.name}" for alias in node.names)
            else:
                yield whole


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    mine = room(module_name(path))
    ours = {name for name in imports(path) if name.split(".")[0] in ("indexer", "webapp")}
    wrong = {
        name for name in ours if room(name) not in {mine, *ALLOWED[mine]} and room(name) in ALLOWED
    }
    assert wrong - DOORS.get(mine, set()) == set()


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_library_is_imported_only_in_its_room(path: Path) -> None:
    mine = room(module_name(path))
    wrong = {name for name in imports(path) if mine not in ONLY_IN.get(name.split(".")[0], {mine})}
    assert wrong == set()


def test_every_room_is_in_the_drawing() -> None:
    assert {room(module_name(path)) for path in MODULES} <= set(ALLOWED)


def test_the_drawing_has_no_circle() -> None:
    def reach(start: str, seen: frozenset[str] = frozenset()) -> set[str]:
        assert start not in seen
        return {below for name in ALLOWED[start] for below in {name} | reach(name, seen | {start})}

    assert {name for name in ALLOWED if name in reach(name)} == set()
