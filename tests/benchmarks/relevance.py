"""Ranking quality on sets of queries with known answers, per way of typing.

    python -m tests.benchmarks.relevance SET… [--max N] [--variants accented,bare,…]

SET is a folder in BEIR layout: corpus.jsonl {_id, title, text}, queries.jsonl {_id, text}, qrels.tsv. With --index DIR the
corpus is taken as already indexed there (ids as in qrels). Prints MRR@10, recall@1 and recall@10 per set and variant, and the mean.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from indexer.model.article import Article
from indexer.model.request import SearchRequest
from indexer.searching.engine import search
from indexer.searching.local.backend import LocalBackend
from indexer.storage import open_index, rebuild
from tests.support.typing_ways import WAYS, typed

Queries = list[tuple[str, set[str]]]


def load(folder: Path, most: int) -> Queries:
    """(query text, ids of its answers), a fixed random sample of at most `most`."""
    answers: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        if int(grade) > 0:
            answers[query].add(document)
    queries = [
        json.loads(line)
        for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    kept = [(query["text"], answers[query["_id"]]) for query in queries if query["_id"] in answers]
    random.Random(7).shuffle(kept)
    return kept[:most]


def index_corpus(folder: Path, path: Path) -> LocalBackend:
    """Index a set's corpus at `path`."""
    with rebuild(path) as writer, (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            writer.add(Article(id=row["_id"], title=row.get("title") or "", text=row["text"]))
    return LocalBackend(open_index(path).snapshot())


def measure(
    backend: LocalBackend, queries: Queries, way: str
) -> tuple[float, float, float, int, float]:
    """(MRR@10, recall@1, recall@10, queries that found nothing, median ms) of one way of typing."""
    ranks, empty, times = [], 0, []
    for number, (text, wanted) in enumerate(queries):
        started = time.perf_counter()
        hits = search(
            backend, SearchRequest(q=typed(text, way, seed=number)[:512], per_page=10)
        ).hits
        times.append(time.perf_counter() - started)
        empty += not hits
        ranks.append(next((place for place, hit in enumerate(hits, 1) if hit.id in wanted), 0))
    count = len(ranks)
    reciprocal = sum(1 / rank for rank in ranks if rank) / count
    return (
        reciprocal,
        sum(r == 1 for r in ranks) / count,
        sum(r > 0 for r in ranks) / count,
        empty,
        1e3 * statistics.median(times),
    )


def _ways(text: str) -> tuple[str, ...]:
    ways = tuple(text.split(","))
    if unknown := set(ways) - set(WAYS):
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(sorted(unknown))}")
    return ways


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--max", type=int, default=500)
    parser.add_argument("--variants", default=WAYS, type=_ways, metavar=",".join(WAYS))
    parser.add_argument("--index", type=Path)
    options = parser.parse_args()
    means = defaultdict(list)
    for folder in options.sets:
        queries = load(folder, options.max)
        with tempfile.TemporaryDirectory() as temporary:
            backend = (
                LocalBackend(open_index(options.index).snapshot())
                if options.index
                else index_corpus(folder, Path(temporary))
            )
            for way in options.variants:
                mrr, first, ten, empty, ms = measure(backend, queries, way)
                means[way].append(mrr)
                found = (
                    f"MRR@10 {mrr:.4f} R@1 {first:.3f} R@10 {ten:.3f} empty {empty}/{len(queries)}"
                )
                print(f"{folder.name:16} {way:9} {found} p50 {ms:.1f} ms", flush=True)
    accented = statistics.mean(means.get("accented", [1.0]))
    for way, values in means.items():
        mean = statistics.mean(values)
        print(
            f"{'mean':16} {way:9} MRR@10 {mean:.4f} error {1 - mean:.4f} of accented {mean / accented:.4f}"
        )


if __name__ == "__main__":
    main()
