"""`python -m tests.conformance`: which engine holds how many cases of each kind.

`--faults ENGINE` lists what is wrong; an engine that is not installed is named as missing.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path

from tests.conformance.judging import Engine, cases, documents, faults

ENGINES = {
    "ours": ("tests.conformance.adapters.ours", "Ours"),
    "fts5": ("tests.conformance.adapters.fts5", "Fts5"),
    "tantivy": ("tests.conformance.adapters.tantivy", "Tantivy"),
    "whoosh": ("tests.conformance.adapters.whoosh_recipe", "WhooshRecipe"),
}


def main() -> None:
    """Print the table, and the faults of one engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("engines", nargs="*", default=list(ENGINES), metavar="ENGINE")
    parser.add_argument("--faults", default="", metavar="ENGINE")
    asked = parser.parse_args()
    held: dict[str, Counter[str]] = {}
    for name in asked.engines:
        held[name] = _held(name, tell=asked.faults == name)
    kinds = Counter(case.kind for case in cases())
    print(f"{'kind':<16} {'cases':>5} " + " ".join(f"{name:>8}" for name in held))
    for kind, count in kinds.items():
        print(f"{kind:<16} {count:>5} " + " ".join(_figure(own, kind) for own in held.values()))
    sums = (f"{own.total():>8}" if own else f"{'missing':>8}" for own in held.values())
    print(f"{'all':<16} {kinds.total():>5} " + " ".join(sums))


def _figure(held: Counter[str], kind: str) -> str:
    return f"{held[kind]:>8}" if held else f"{'–':>8}"


def _held(name: str, *, tell: bool) -> Counter[str]:
    """How many cases of each kind an engine holds; empty when it is not installed."""
    module, class_name = ENGINES[name]
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            engine: Engine = getattr(import_module(module), class_name)(documents(), Path(folder))
        except ImportError as error:
            print(f"{name} is missing: {error}")
            return found
        for case in cases():
            try:
                wrong = faults(case, engine)
            except Exception as error:  # an engine that fails on a query does not hold the case
                wrong = [f"{type(error).__name__}: {error}"]
            found[case.kind] += not wrong
            if wrong and tell:
                print(f"{case.id} {case.query!r}: {'; '.join(wrong)}")
    return found


if __name__ == "__main__":
    main()
