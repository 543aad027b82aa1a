"""`python -m tests.conformance`: which engine holds how many cases of each kind.

`--faults ENGINE` lists what is wrong; an engine that is not installed is named as missing, with how it
is to be had. `--command PROGRAM` asks any program (see program.py) instead. `--documents` prints the
documents, one a line.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from tests.conformance.judging import Engine, cases, documents, faults
from tests.conformance.program import Program
from tests.peers.peer import PEERS, peer

Held = dict[str, int]
"""Kind → how many of its cases an engine holds."""


def main() -> None:
    """Print the table, and the faults of one engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    parser.add_argument("engines", nargs="*", default=list(PEERS), metavar="ENGINE")
    parser.add_argument("--faults", default="", metavar="ENGINE")
    parser.add_argument("--command", metavar="PROGRAM")
    parser.add_argument("--documents", action="store_true")
    asked = parser.parse_args()
    if asked.documents:
        for one in documents():
            print(json.dumps(one, ensure_ascii=False))
        return
    if asked.command:
        program = Program(asked.command, documents())
        found: dict[str, Held] = {"program": held(program, tell=True)}
        program.close()
    else:
        found = {}
        for name in asked.engines:
            reason = peer(name).missing()
            print(f"{name} is missing: {reason}") if reason else None
            found[name] = {} if reason else held_by(name, tell=asked.faults == name)
    _show(found)


def held_by(name: str, *, tell: bool = False) -> Held:
    """What a peer holds, over an index of the documents made for it."""
    made = peer(name)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # servers run as another user
        made.build(documents(), folder)
        engine = made(folder)
        try:
            return held(engine, tell=tell)
        finally:
            engine.close()


def held(engine: Engine, *, tell: bool = False) -> Held:
    """How many cases of each kind an engine holds."""
    found: Counter[str] = Counter()
    for case in cases():
        try:
            wrong = faults(case, engine)
        except Exception as error:  # an engine that fails on a query does not hold the case
            wrong = [f"{type(error).__name__}: {error}"]
        found[case.kind] += not wrong
        if wrong and tell:
            print(f"{case.id} {case.query!r}: {'; '.join(wrong)}")
    return dict(found)


def _show(found: dict[str, Held]) -> None:
    kinds = Counter(case.kind for case in cases())
    print(f"{'kind':<16} {'cases':>5} " + " ".join(f"{name:>10}" for name in found))
    for kind, count in kinds.items():
        cells = (f"{own[kind]:>10}" if own else f"{'–':>10}" for own in found.values())
        print(f"{kind:<16} {count:>5} " + " ".join(cells))
    sums = (f"{sum(own.values()) if own else 'missing':>10}" for own in found.values())
    print(f"{'all':<16} {kinds.total():>5} " + " ".join(sums))


if __name__ == "__main__":
    main()
