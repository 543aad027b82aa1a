"""Every kind of input in great number, and a table of what came of it.

    python -m tests.fuzz.run INDEX CASES [SEED]

CASES are shared out among the kinds: addresses of every route, the same with strange headers, the same
with other methods and bodies, queries and completions of the engine, the parser, keys. Prints a JSON
object: cases of each kind, statuses, `faults` (exceptions, statuses from 500 on) and `slow`: cases of
more than a second of this thread's processor time. What is written goes to a copy of INDEX.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from indexer import Archive
from indexer.errors import BadQuery
from indexer.language import decode, fold, syllables
from indexer.searching.parsing.parser import parse
from tests.fuzz.inputs import addresses, queries, request_bodies, request_headers
from webapp import create_app
from webapp.settings import Settings

__all__ = ["MOST_SECONDS", "Table", "run"]

MOST_SECONDS = 1.0  # of processor time, for any case
SHOWN = 12  # faults, and slowest cases
TOKEN = "fuzz-fuzz-fuzz-fuzz"
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "QUERY", "PROPFIND")
Case = tuple[str, Callable[[], int]]
"""What is asked, for a person to read, and the asking: the status, 200 where there is none."""


@dataclass
class Table:
    """What came of the cases."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[tuple[float, str]] = field(default_factory=list)

    def take(self, kind: str, case: Case) -> None:
        """Ask one case."""
        shown, ask = case
        began = time.thread_time()
        try:
            status = ask()
        except Exception as error:  # the very thing that is looked for
            self.faults.append(f"{kind} {shown!r}: {type(error).__name__}: {error}")
            return
        self.seconds.append((time.thread_time() - began, f"{kind} {shown!r:.200}"))
        self.cases[kind] += 1
        self.statuses[f"{kind} {status}"] += 1
        if status >= 500:
            self.faults.append(f"{kind} {shown!r}: {status}")

    def told(self) -> dict[str, Any]:
        slowest = sorted(self.seconds, reverse=True)
        return {
            "cases": dict(self.cases),
            "all": sum(self.cases.values()),
            "statuses": dict(sorted(self.statuses.items())),
            "faults": self.faults[:SHOWN],
            "slow": [shown for seconds, shown in slowest if seconds > MOST_SECONDS][:SHOWN],
            "slowest": [f"{seconds:.3f} s {shown}" for seconds, shown in slowest[:SHOWN]],
        }


def run(index: Path, cases: int, seed: int = 15) -> dict[str, Any]:
    """Ask so many cases; what came of them."""
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        app = create_app(settings=Settings(index=copy, token=TOKEN, wrong_tokens=0))
        app.testing = True  # an error of ours is raised, and seen
        archive = Archive.open(index)
        ids = [hit.id for hit in archive.search("hop tac").hits] or ["001"]
        client = app.test_client()
        kinds: dict[str, Iterator[Case]] = {
            "address": _addresses(client, cases // 4, seed, ids),
            "headers": _headers(client, cases // 8, seed + 1, ids),
            "method": _methods(client, cases // 8, seed + 2, ids),
            "query": _queries(archive, cases // 5, seed + 3),
            "grammar": _grammar(cases // 5, seed + 4),
            "keys": _keys(cases // 10, seed + 5),
        }
        for kind, asked in kinds.items():
            for case in asked:
                table.take(kind, case)
    return table.told()


def _addresses(client: FlaskClient, number: int, seed: int, ids: list[str]) -> Iterator[Case]:
    for address in addresses(number, seed, ids):
        yield address, lambda a=address: client.get(a, buffered=True).status_code  # type: ignore[misc]


def _headers(client: FlaskClient, number: int, seed: int, ids: list[str]) -> Iterator[Case]:
    asked = addresses(number, seed, ids)
    for address, headers in zip(asked, request_headers(number, seed), strict=True):
        yield (
            f"{address} {headers}",
            lambda a=address, h=headers: client.get(a, headers=h, buffered=True).status_code,  # type: ignore[misc]
        )


def _methods(client: FlaskClient, number: int, seed: int, ids: list[str]) -> Iterator[Case]:
    chance = random.Random(seed)
    asked = addresses(number, seed, ids)
    for address, (kind, body) in zip(asked, request_bodies(number, seed), strict=True):
        method = chance.choice((*METHODS, "POST", "DELETE"))
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": kind}
        # A wait is a wait for a commit, not work: what is held to a second is the work.
        address = address.replace("wait=", "waited=")
        if chance.random() < 0.5:
            address = (
                "/api/v1/articles" + address[address.find("?") :]
                if "?" in address
                else "/api/v1/articles"
            )

        def ask(
            m: str = method, a: str = address, h: dict[str, str] = headers, b: bytes = body
        ) -> int:
            return client.open(a, method=m, headers=h, data=b, buffered=True).status_code

        yield f"{method} {address} {kind} {body[:80]!r}", ask


def _queries(archive: Archive, number: int, seed: int) -> Iterator[Case]:
    def ask(query: str) -> int:
        found = archive.search(query)
        assert found.total >= sum(not hit.near for hit in found.hits)
        archive.suggest(query)
        return 200

    for query in queries(number, seed):
        yield query, lambda q=query: ask(q)  # type: ignore[misc]


def _grammar(number: int, seed: int) -> Iterator[Case]:
    def ask(query: str) -> int:
        try:
            parse(query)
        except BadQuery as error:
            assert error.args
        return 200

    for query in queries(number, seed):
        yield query, lambda q=query: ask(q)  # type: ignore[misc]


def _keys(number: int, seed: int) -> Iterator[Case]:
    def ask(query: str) -> int:
        for word in query.split():
            assert all(found.text for found in decode(word))
        for token in syllables(query):
            assert fold(fold(token.text)) == fold(token.text)
        return 200

    for query in queries(number, seed):
        yield query, lambda q=query: ask(q)  # type: ignore[misc]


def main() -> None:
    index, cases = Path(sys.argv[1]), int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 15
    print(json.dumps(run(index, cases, seed), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
