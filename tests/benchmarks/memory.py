"""What a process that answers comes to hold, as a curve over different requests of every kind.

    python -m tests.benchmarks.memory INDEX [--requests 20000] [--threads 1] [--articles 3000]

Requests are made of the index's own articles: words, phrases, beginnings and headlines, accented, bare, half and with slips,
with filters, orders and pages; completions key by key, related articles, marks, timelines, pivots, facets, explanations.
No two are the same. "Own" is the process's anonymous memory (mapped index pages apart), "caches" what the registered ones
hold by their own count, both in MB. Linux only: /proc/self/smaps_rollup is read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer.archive import Archive
from indexer.caching import bounds, held
from indexer.language import fold
from indexer.model.article import Article
from indexer.model.request import SearchRequest, Sort

SHOWN = (0, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
SORTS: tuple[Sort, ...] = ("newest", "oldest")
COUNTED_WHERE_USED = ("language.", "reading.", "searching.facet_results", "searching.query_string")
"""Registered by their bound alone: `functools.lru_cache` does not say what it holds."""

Request = Callable[[Archive], object]


def own_mb() -> float:
    """Anonymous memory of this process."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) / 1024
    raise OSError("no smaps_rollup here")


def caches_mb() -> float:
    """What the pools hold that count it."""
    most = bounds()
    return sum(size for name, size in held().items() if size != most[name]) / 1e6


def requests(archive: Archive, articles: list[Article], seed: int) -> Iterator[Request]:
    """Different requests, kind after kind, without end."""
    chance = random.Random(seed)
    provinces, counterparts = (archive.facet_names(name) for name in ("province", "counterpart"))
    while True:
        article = chance.choice(articles)
        words = (article.text if chance.random() < 0.7 else article.title).split()
        first = chance.randrange(max(1, len(words) - 4))
        typed = " ".join(words[first : first + chance.choice((1, 2, 2, 3, 3, 4, 10))])
        province = chance.choice(provinces or [""])
        counterpart = chance.choice(counterparts or [""])
        asked = (
            SearchRequest(typed),
            SearchRequest(fold(typed)),
            SearchRequest(f'"{typed}"'),
            SearchRequest(f'"{typed}"~3'),
            SearchRequest(f"{typed[: max(2, len(typed) - 2)]}*"),
            SearchRequest(typed, provinces=(province,)),
            SearchRequest(typed, counterparts=(counterpart,), years=("2025",)),
            SearchRequest(typed, sort=chance.choice(SORTS), page=chance.randrange(1, 9)),
            SearchRequest(f"{typed} -{words[0]} OR {fold(words[-1])}"),
            SearchRequest(_slipped(typed, chance)),
            SearchRequest(typed, date_from=f"2025-{chance.randrange(1, 13):02}"),
        )
        for request in asked:
            yield lambda a, r=request: a.search(r)  # type: ignore[misc]
        for length in range(2, min(14, len(typed)), 4):
            yield lambda a, t=typed[:length]: a.suggest(t)  # type: ignore[misc]
        yield lambda a, i=article.id: a.related(i)  # type: ignore[misc]
        yield lambda a, i=article.id, t=typed: a.marks(i, t)  # type: ignore[misc]
        yield lambda a, r=asked[0]: a.timeline(r, "day")  # type: ignore[misc]
        yield lambda a, r=asked[1]: a.timeline(r, "month")  # type: ignore[misc]
        yield lambda a, r=asked[0]: a.facet(r, "source")  # type: ignore[misc]
        if chance.random() < 0.1:
            yield lambda a, r=asked[0]: a.matrix(r)  # type: ignore[misc]
            yield lambda a, r=asked[0]: a.explain(r)  # type: ignore[misc]


def _slipped(typed: str, chance: random.Random) -> str:
    """Two neighbouring letters changed for each other."""
    if len(typed) < 3:
        return typed
    at = chance.randrange(len(typed) - 1)
    return typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :]


def main() -> None:
    """Print one line per point of the curve, then every pool."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--articles", type=int, default=3_000)
    options = parser.parse_args()
    archive = Archive.open(options.index)
    snapshot = archive.backend.snapshot
    chosen = random.Random(7).sample(
        range(snapshot.doc_count_all), min(options.articles, snapshot.doc_count_all)
    )
    articles = [snapshot.article(doc) for doc in chosen]
    with_articles = own_mb()
    print(f"{archive.doc_count:,} articles; the questions' own {with_articles:.0f} MB are left in")
    stream = requests(archive, articles, seed=11)
    done, spent = 0, 0.0
    with ThreadPoolExecutor(options.threads) as pool:
        for point in (*(p for p in SHOWN if p < options.requests), options.requests):
            batch = [next(stream) for _ in range(point - done)]
            started = time.process_time()
            for _ in pool.map(lambda ask: ask(archive), batch):
                pass
            spent += time.process_time() - started
            done = point
            each = 1e3 * spent / max(done, 1)
            print(
                f"{done:7,} requests: own {own_mb():6.1f} MB, caches {caches_mb():6.1f} MB, "
                f"{each:5.2f} ms of processor each",
                flush=True,
            )
    most = bounds()
    for name, size in sorted(held().items(), key=lambda item: -item[1]):
        if not name.startswith(COUNTED_WHERE_USED):
            print(f"  {name:40} {size / 1e6:6.1f} of {most[name] / 1e6:6.1f} MB")


if __name__ == "__main__":
    main()
