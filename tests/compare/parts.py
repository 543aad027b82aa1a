"""One engine, one part, one process: what is measured, printed as a line of JSON.

python -m tests.compare.parts PART ENGINE FOLDER …
"""

from __future__ import annotations

import json
import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.compare import faults
from tests.compare.material import Material
from tests.conformance.__main__ import held_by
from tests.peers.peer import Document, peer, size_of
from tests.support.typing_ways import WAYS, typed

__all__ = ["Figures"]

Figures = dict[str, Any]
WARMING = 10  # queries of a kind that are asked before it is timed
SECONDS = 45.0  # for one kind of query; what was not asked by then is left out, and said
FEWEST = 10
DEPTH = 10


def build(key: str, folder: Path, material: str, most: str) -> Figures:
    """Index the documents; how many there were."""
    documents = _Counted(Material(Path(material)).documents(int(most)))
    made = peer(key)
    made.build(documents, folder)
    return {"articles": documents.number, "bytes": size_of(folder / made.data)}


def conformance(key: str, _folder: Path) -> Figures:
    """Cases held of each kind."""
    return held_by(key)


def speed(key: str, folder: Path, material: str) -> Figures:
    """Milliseconds of each kind of query in a warm process: p50, p95, and how many were asked.

    Every query is asked once, so that nobody's cache answers; each kind has its own share of them.
    """
    asked = Material(Path(material)).queries()
    engine = peer(key)(folder)
    ways: dict[str, Callable[[str], object]] = {
        "words": lambda q: engine.page(q, facets=False, snippets=False),
        "phrase": lambda q: engine.page(f'"{q}"', facets=False, snippets=False),
        "facets": lambda q: engine.page(q, facets=True, snippets=False),
        "answer": lambda q: engine.page(q, facets=True, snippets=True),
    }
    found: Figures = {}
    for number, (name, way) in enumerate(ways.items()):
        share = asked[number :: len(ways)]
        found[name] = _timed(way, share[:WARMING], share[WARMING:])
    engine.close()
    return found


def _timed(way: Callable[[str], object], warming: Sequence[str], asked: Sequence[str]) -> Figures:
    until = time.monotonic() + SECONDS
    for query in warming:
        if time.monotonic() < until:
            way(query)
    times: list[float] = []
    for query in asked:
        if time.monotonic() > until and len(times) >= FEWEST:
            break
        began = time.perf_counter()
        way(query)
        times.append(1e3 * (time.perf_counter() - began))
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    return {"p50": p50, "p95": p95, "queries": len(times)}


def relevance(key: str, folder: Path, questions: str, most: str) -> Figures:
    """MRR@10, nDCG@10 and recall@10 by way of typing, of the questions of a set."""
    asked = _questions(Path(questions), int(most))
    engine = peer(key)(folder)
    found: Figures = {"questions": len(asked)}
    for way in WAYS:
        scores = []
        for number, (text, grades) in enumerate(asked):
            ids = engine.best(typed(text, way, seed=number))
            scores.append(_scores(ids[:DEPTH], grades))
        names = ("mrr", "ndcg", "recall")
        found[way] = dict(zip(names, map(statistics.fmean, zip(*scores, strict=True)), strict=True))
    engine.close()
    return found


def relevance_of_corpus(key: str, _folder: Path, questions: str, most: str) -> Figures:
    """The same, over an index of the set's own corpus, made for it."""
    made = peer(key)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        made.build(_corpus(Path(questions)), folder)
        return relevance(key, folder, questions, most)


def _corpus(folder: Path) -> Iterator[Document]:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            title, body = one.get("title") or "", one["text"]
            yield {
                "id": one["_id"],
                "title": title,
                "body": body,
                "provinces": [],
                "counterparts": [],
            }


def _questions(folder: Path, most: int) -> list[tuple[str, dict[str, int]]]:
    """(text, grade by id) of a set in BEIR layout, a fixed sample of at most `most`."""
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = int(grade)
    lines = (folder / "queries.jsonl").read_text("utf-8").splitlines()
    kept = [
        (one["text"], grades[one["_id"]]) for one in map(json.loads, lines) if one["_id"] in grades
    ]
    kept = [(text, grade) for text, grade in kept if any(grade.values())]
    random.Random(7).shuffle(kept)
    return kept[:most]


def _scores(ids: Sequence[str], grades: Mapping[str, int]) -> tuple[float, float, float]:
    """(reciprocal rank, nDCG, recall) of at most ten ids."""
    rank = next((place for place, id in enumerate(ids, 1) if grades.get(id, 0) > 0), 0)
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    gained = _gain([grades.get(id, 0) for id in ids]) / (_gain(ideal) or 1.0)
    right = {id for id, grade in grades.items() if grade > 0}
    return (1 / rank if rank else 0.0, gained, len(right & set(ids)) / len(right))


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


class _Counted:
    """Documents handed on, and how many so far."""

    def __init__(self, given: Iterable[Document]) -> None:
        self._given = given
        self.number = 0

    def __iter__(self) -> Iterator[Document]:
        for one in self._given:
            self.number += 1
            yield one


PARTS: dict[str, Callable[..., Any]] = {
    "build": build,
    "conformance": conformance,
    "speed": speed,
    "relevance": relevance,
    "relevance_of_corpus": relevance_of_corpus,
    "fault_base": faults.base,
    "fault_write": faults.write,
    "fault_look": faults.look,
}


def main() -> None:
    """Run the part that is named."""
    part, key, folder, *rest = sys.argv[1:]
    if reason := peer(key).missing():
        raise SystemExit(reason)
    print(json.dumps(PARTS[part](key, Path(folder), *rest)))


if __name__ == "__main__":
    main()
