"""What understanding a query costs: reading it, completing it, choosing and marking passages.

    python -m tests.benchmarks.query_understanding INDEX [--queries N]

Queries are the first words of the index's own articles, accented and bare; each is read once with nothing remembered of it
(new words are looked up on the way) and once more. Times are of one thread, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.language import fold, syllables
from indexer.model.article import Article
from indexer.searching.highlight.highlighter import Highlighter
from indexer.searching.highlight.snippets import snippets
from indexer.searching.local.backend import LocalBackend
from indexer.searching.parsing.parser import parse
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.suggest.completions import complete
from indexer.storage import IndexReader, open_index


def main() -> None:
    """Print one line per measure: median, 95th percentile, number of calls."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    snapshot = open_index(options.index).snapshot()
    articles = _sample(snapshot, options.queries)
    print(
        f"{snapshot.doc_count} articles, {len(snapshot.segments)} segments, {len(articles)} queries"
    )
    for words in (3, 12):
        queries = [q for article in articles if (q := _query(article, words))]
        for name, typed in (("accented", queries), ("bare", [fold(q) for q in queries])):
            _reading(f"read {words} words, {name}", typed, LocalBackend(snapshot).vocabulary)
    vocabulary = LocalBackend(snapshot).vocabulary
    typing = [
        fold(q)[:length]
        for article in articles
        if (q := _query(article, 3))
        for length in (2, 5, 9)
    ]
    _print("complete, new", [_timed(lambda t=t: complete(t, vocabulary)) for t in typing])
    _print("complete, again", [_timed(lambda t=t: complete(t, vocabulary)) for t in typing])
    _passages(articles, vocabulary)


def _reading(name: str, queries: Sequence[str], vocabulary: Vocabulary) -> None:
    """Each query once with nothing remembered of it, and once more."""
    for time_of in ("new", "again"):
        _print(
            f"{name}, {time_of}",
            [_timed(lambda q=q: rewrite(parse(q), vocabulary)) for q in queries],
        )


def _passages(articles: Sequence[Article], vocabulary: Vocabulary) -> None:
    """Passages of every article for queries of two to four of its own words."""
    for low, high in ((0, 500), (500, 1_000), (1_000, 1_800), (1_800, 2_200), (2_200, 100_000)):
        times = []
        for article in articles:
            if low <= len(article.text.split()) < high and (query := _query(article, 4)):
                marker = Highlighter(rewrite(parse(query), vocabulary).patterns)
                times.append(_timed(lambda a=article, m=marker: snippets(a, m)))
        if times:
            _print(f"passages, {low}–{high} words", times)


def _sample(snapshot: IndexReader, count: int) -> list[Article]:
    docs = random.Random(7).sample(
        range(snapshot.doc_count_all), min(count, snapshot.doc_count_all)
    )
    return [snapshot.article(doc) for doc in docs]


def _query(article: Article, words: int) -> str:
    text = article.text[:400]
    return " ".join(
        token.text for token in [t for t in syllables(text) if t.kind == "word"][:words]
    )


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return 1e3 * (time.perf_counter() - started)


def _print(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    print(
        f"{name:36} p50 {statistics.median(ordered):7.2f} ms   p95 {ordered[int(0.95 * (len(ordered) - 1))]:7.2f} ms   n {len(ordered)}"
    )


if __name__ == "__main__":
    main()
