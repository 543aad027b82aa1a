"""The house's import arrows, read from the source: which room may know of which, and who may use which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# records, errors, bounded caches, lazy names and one rule: every room above may use them
FREE = {"model", "errors", "location", "records", "caching", "lazy"}
ALLOWED = {
    "model": {"errors", "records"},
    "errors": set(),
    "location": {"records"},
    "records": set(),
    "caching": set(),
    "lazy": set(),
    "language": {"errors", "caching"},
    "gazetteer": {"language", "errors", "records"},
    "reading": {"gazetteer", "language", "model", "errors", "caching", "lazy"},
    "storage": {"gazetteer", "language", "model", "errors", "records", "caching", "lazy"},
    "searching": {"storage", "gazetteer", "language", "model", "errors", "records", "caching"},
    "register": {"searching", "gazetteer", "language", "model", "errors", "caching"},
    "cluster": {"searching", "storage", "language", "model", "errors", "records", "caching"},
    "exporting": {"register", "searching", "gazetteer", "model"},
    "corrections": {"reading", "storage", "gazetteer", "language", "model", "errors"},
    "building": {
        "cluster",
        "corrections",
        "reading",
        "storage",
        "language",
        "location",
        "model",
        "errors",
    },
    "archive": {
        "building",
        "cluster",
        "register",
        "searching",
        "storage",
        "reading",
        "language",
        *FREE,
    },
    "commands": {
        "archive",
        "exporting",
        "register",
        "building",
        "cluster",
        "corrections",
        "searching",
        "reading",
        "storage",
        "gazetteer",
        "language",
        *FREE,
    },
    "webapp": {
        "archive",
        "building",
        "corrections",
        "exporting",
        "register",
        "searching",
        "gazetteer",
        "language",
        *FREE,
    },
    "": {"archive", "searching", *FREE},  # indexer/__init__.py, which hands on the library's names
}
DOORS = {"webapp": {"indexer.storage.durability", "indexer.storage.format.sealed"}}
"""Single modules of other rooms that a room may use: what keeps small files whole is one for all."""
SEARCHING = {
    "services": {
        "engine",
        "explain",
        "facet_results",
        "highlight",
        "suggest",
        "parsing",
        "rewriting",
        "ports",
    },
    "pivots": {"engine", "facet_results", "ports"},
    "explain": {"rewriting", "ports"},
    "engine": {
        "constants",
        "near",
        "suggest",
        "facet_results",
        "highlight",
        "plan_filters",
        "rewriting",
        "parsing",
        "ports",
    },
    "plan_filters": {"rewriting", "ports"},
    "near": {"rewriting", "ports", "constants"},
    "suggest": {"rewriting", "parsing", "query_string", "ports", "constants"},
    "facet_results": {"query_string"},
    "query_string": set(),
    "highlight": set(),
    "rewriting": {"parsing", "ports", "constants"},
    "parsing": set(),
    "local": {"ports", "constants"},
    "ports": {"constants"},
    "constants": set(),
}
"""The rooms inside searching/. Those above the port know nothing of the ones that fill it."""
BACKENDS = {"local"}  # and the room cluster, which scores candidates by the local one's code
MADE_BY = {"indexer.archive"}  # who chooses the backend
WEB_FLOORS = (
    ("webapp", "webapp.serving.serve", "webapp.serving.listener", "webapp.serving.processes"),
    ("webapp.app",),
    ("webapp.site",),
    (
        "webapp.api",
        "webapp.pages",
        "webapp.embedding",
        "webapp.exports",
        "webapp.submissions",
        "webapp.errors",
        "webapp.serving",
    ),
    (
        "webapp.links",
        "webapp.pages.filters",
        "webapp.pages.labels",
        "webapp.params",
        "webapp.requests",
        "webapp.periods",
    ),
    (
        "webapp.service",
        "webapp.i18n",
        "webapp.serving.metrics",
        "webapp.serving.logs",
        "webapp.serving.security",
        "webapp.serving.forwarded",
        "webapp.serving.rate_limit",
        "webapp.serving.shared_counts",
    ),
    ("webapp.settings", "webapp.serving.origins"),
)
"""Floors of webapp/, top to bottom; a module stands on that of its own name or of its package."""
CIRCLES = [
    {"webapp.settings", "webapp.serving.origins"},
    {"webapp.api.openapi", "webapp.api.routes"},
]
"""Modules that name each other, if only for types or on first use: none but these, to be undone."""
ONLY_IN = {
    "whoosh": {"storage"},
    "pyvi": {"language"},
    "unidecode": {"language"},
    "docx": {"exporting"},
    "xlsxwriter": {"exporting"},
    "trafilatura": {"reading"},
    "pypdfium2": {"reading"},
    "xberg": {"reading"},
    "psutil": {"reading"},
    "defusedxml": {"reading"},
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


def searching_room(module: str) -> str:
    """The room of a module inside searching/, "" for others."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["indexer", "searching"] and len(parts) > 2 else ""


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_room_of_searching_imports_only_those_below_it(path: Path) -> None:
    mine = searching_room(module_name(path))
    if mine:
        wanted = {searching_room(name) for name in imports(path)} - {"", mine}
        assert wanted <= SEARCHING[mine]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_nothing_above_the_port_knows_what_fills_it(path: Path) -> None:
    name = module_name(path)
    mine = searching_room(name)
    wanted = set(imports(path))
    if name not in MADE_BY and mine not in BACKENDS and room(name) != "cluster":
        assert {one for one in wanted if searching_room(one) in BACKENDS} == set()
    if mine and mine not in BACKENDS:
        assert {one for one in wanted if one.split(".")[0] == "numpy"} == set()
        assert {one for one in wanted if room(one) == "storage"} == set()


def web_floor(module: str) -> int:
    """How far down a module of webapp/ stands."""
    floors = {name: floor for floor, names in enumerate(WEB_FLOORS) for name in names}
    parts = module.split(".")
    whole = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    named = next(name for name in whole if name in floors)
    assert named != "webapp" or module == "webapp", f"{module} stands on no floor"
    return floors[named]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(module_name(path)) == "webapp"], ids=module_name
)
def test_a_module_of_the_site_imports_none_of_a_floor_above(path: Path) -> None:
    mine = module_name(path)
    ours = {name for name in named_modules(path) if name.split(".")[0] == "webapp"} - {"webapp"}
    assert {name for name in ours if web_floor(name) < web_floor(mine)} == set()


def named_modules(path: Path) -> set[str]:
    """Our own modules that a module imports, at once, on first use or for types."""
    known = {module_name(one) for one in MODULES}
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in known else node.module)
    return (found & known) - {module_name(path)}


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The largest sets of modules each of which leads to every other."""
    reached = {name: below(graph, name) for name in graph}
    found: list[set[str]] = []
    for name in graph:
        ring = {other for other in reached[name] if name in reached[other]}
        if ring and ring not in found:
            found.append(ring)
    return found


def below(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """Every module that one leads to, itself too when the way comes back."""
    found: set[str] = set()
    left = list(graph[start])
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += graph[name]
    return found


def test_no_modules_name_each_other() -> None:
    graph = {module_name(path): named_modules(path) for path in MODULES}
    assert [ring for ring in circles(graph) if ring not in CIRCLES] == []


def test_circles_are_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}]
    assert circles({"a": {"b"}, "b": set()}) == []
