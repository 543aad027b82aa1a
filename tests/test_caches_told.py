"""Every cache of the program is registered with a bound in bytes, and the architecture page tells each."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import indexer
import webapp
from indexer.caching import BUDGET, bounds

ROOT = Path(__file__).parent.parent
MODULES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("webapp/**/*.py")])
BOUNDED_BY_ITS_ARGUMENTS = {
    "_writings": "places of the table of names",
    "_abbreviation": "rows of the table of abbreviations",
    "_scanners": "two yes or no",
    "_fingerprint": "files of the page itself",
    "_twice": "single-byte encodings that a text may have been read in by mistake",
    "border_provinces": "regions of the table of gates",
    "_parents": "three kinds of places",
    "beside_of": "archives in clusters that a process opens",
    "_own": "two kinds of units",
    "_through": "two kinds of units",
    "writings": "two kinds of units",
}


@pytest.fixture(scope="module")
def registered() -> dict[str, int]:
    for package in (indexer, webapp):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    return bounds()


def test_the_architecture_tells_every_cache_with_its_bound(registered: dict[str, int]) -> None:
    text = (ROOT / "indexer" / "README.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `([\w.]+)` \| [^|]+ \| ([\d.]+) \| ", text, re.M))
    assert told == {name: f"{most / 1e6:.1f}" for name, most in registered.items()}


def test_all_caches_together_stay_within_the_budget_of_a_process(
    registered: dict[str, int],
) -> None:
    assert sum(registered.values()) <= BUDGET


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_remembered_without_a_bound(path: Path) -> None:
    """`lru_cache` is `memoized`; `cache` stands only where there is one value, or a table's rows."""
    unbounded = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            cached = any(isinstance(d, ast.Name) and d.id == "cache" for d in node.decorator_list)
            given = [*node.args.args, *node.args.kwonlyargs]
            if cached and given and node.name not in BOUNDED_BY_ITS_ARGUMENTS:
                unbounded.append(node.name)
        if isinstance(node, ast.ImportFrom) and path.name != "caching.py":
            names = {(node.module, alias.name) for alias in node.names}
            unbounded += [
                name
                for module, name in names
                if (module, name) in {("functools", "lru_cache"), ("weakref", "WeakKeyDictionary")}
            ]
    assert unbounded == []
