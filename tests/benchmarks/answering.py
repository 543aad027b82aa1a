"""What answering costs around the search itself: marks by article length, completions, related articles, offers, whole pages.

    python -m tests.benchmarks.answering INDEX [--only marks,completions,related,offers,pages] [--count N]

Queries are made of titles of the index's own articles. Times are CPU times of one thread, in milliseconds; pages and
completions are timed as they come, so that the first of them find nothing remembered.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from indexer.language import fold, syllables
from indexer.model.article import Article
from indexer.model.request import SearchRequest
from indexer.searching.engine import count, search
from indexer.searching.highlight.highlighter import Highlighter
from indexer.searching.highlight.snippets import highlight_all, snippets
from indexer.searching.local.backend import LocalBackend
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.services import related
from indexer.searching.suggest.completions import complete
from indexer.searching.suggest.relaxation import did_you_mean
from indexer.storage import IndexReader, open_index

LENGTHS = (
    (0, 300),
    (300, 600),
    (600, 1_000),
    (1_000, 1_800),
    (1_800, 2_200),
    (2_200, 1_000_000),
)  # words


def main() -> None:
    """Print one line per measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--only", default="marks,completions,related,offers,pages")
    parser.add_argument("--count", type=int, default=200)
    options = parser.parse_args()
    snapshot = open_index(options.index).snapshot()
    titles = [article.title for article in _sample(snapshot, options.count)]
    print(f"{snapshot.doc_count} articles, {len(snapshot.segments)} segments")
    measures = {
        "marks": _marks,
        "completions": _completions,
        "related": _related,
        "did_you_mean": _offers,
        "pages": _pages,
    }
    for name in options.only.split(","):
        measures[name](snapshot, titles)


def _marks(snapshot: IndexReader, titles: Sequence[str]) -> None:
    """Passages and marks of articles of each length, for a few words of the title and for the whole of it; then whole texts."""
    vocabulary = LocalBackend(snapshot).vocabulary
    for low, high in LENGTHS:
        articles = _of_length(snapshot, low, high, len(titles) // 2)
        for name, query_of in (("short", _phrase), ("title", lambda a: a.title)):
            pairs = [
                (article, Highlighter(rewrite(parse(query_of(article)), vocabulary).patterns))
                for article in articles
            ]
            for article, marker in pairs:
                snippets(article, marker)  # what a page of ten has in common is made once
            _print(
                f"a hit of {low}–{high} words, {name} query",
                [_best(lambda a=a, m=m: snippets(a, m)) for a, m in pairs],
            )
        _print(
            f"a whole text of {low}–{high} words",
            [_best(lambda a=a, m=m: highlight_all(a, m)) for a, m in pairs],
        )


def _completions(snapshot: IndexReader, titles: Sequence[str]) -> None:
    """Phrases of titles typed key by key."""
    phrases = [phrase for title in titles if (phrase := _some_words(title, 4))]
    for name, typed in (("accented", phrases), ("bare", [fold(phrase) for phrase in phrases])):
        vocabulary = LocalBackend(snapshot).vocabulary
        keys = [phrase[:length] for phrase in typed for length in range(1, len(phrase) + 1)]
        for time_of in ("new", "again"):
            _print(
                f"completion, {name}, {time_of}",
                [_timed(lambda t=t, v=vocabulary: complete(t, v)) for t in keys],
            )


def _related(snapshot: IndexReader, titles: Sequence[str]) -> None:
    """Related articles of some articles."""
    ids = [article.id for article in _sample(snapshot, len(titles) // 2)]
    backend = LocalBackend(snapshot)
    _print("related", [_timed(lambda i=i: related(backend, i)) for i in ids])


def _offers(snapshot: IndexReader, titles: Sequence[str]) -> None:
    """What is offered instead of short queries, as they are and with one slip in them, that find enough or next to nothing."""
    backend = LocalBackend(snapshot)
    vocabulary = backend.vocabulary

    def tried(request: SearchRequest) -> int:
        return count(backend, request)

    short = [phrase for title in titles if (phrase := _some_words(title, 3))]
    for name, queries in (("right", short), ("slipped", list(map(_slipped, short)))):
        for total in (1, 1_000):
            asked = [(SearchRequest(q), parse(q)) for q in queries]
            read = [(request, parsed, rewrite(parsed, vocabulary)) for request, parsed in asked]
            times = [
                _timed(lambda q=q, n=total: did_you_mean(*q, vocabulary, n, tried)) for q in read
            ]
            _print(f"offers, {name} query that finds {total}", times)


def _pages(snapshot: IndexReader, titles: Sequence[str]) -> None:
    """Ten highlighted hits."""
    backend = LocalBackend(snapshot)
    short = [phrase for title in titles if (phrase := _some_words(title, 3))]
    slips = [_slipped(phrase) for phrase in short]
    for name, queries in (
        ("short", short),
        ("bare", list(map(fold, short))),
        ("slipped", slips),
        ("headline", titles),
    ):
        for time_of in ("new", "again"):
            times = [
                _timed(lambda q=q: search(backend, SearchRequest(q, per_page=10))) for q in queries
            ]
            _print(f"page of ten, {name} query, {time_of}", times)


def _slipped(phrase: str) -> str:
    """A phrase with two neighbouring letters of its longest word changed for each other."""
    words = phrase.split()
    at = max(range(len(words)), key=lambda i: len(words[i]))
    word = words[at]
    words[at] = (
        word[: len(word) // 2 - 1]
        + word[len(word) // 2]
        + word[len(word) // 2 - 1]
        + word[len(word) // 2 + 1 :]
    )
    return " ".join(words)


def _some_words(title: str, words: int) -> str:
    """As many words from the middle of a title as stand without a break."""
    runs = list(_runs(title))
    best = max(runs, key=len, default=[])
    first = max(0, (len(best) - words) // 2)
    return " ".join(best[first : first + words])


def _runs(title: str) -> Iterator[list[str]]:
    """Words of a title that stand side by side."""
    run: list[str] = []
    end = -1
    for token in syllables(title):
        if token.kind != "word" or (run and token.start != end + 1):
            if run:
                yield run
            run = []
        if token.kind == "word":
            run.append(token.text)
            end = token.end
    if run:
        yield run


def _phrase(article: Article) -> str:
    return _some_words(article.title, 3) or "việt nam"


def _sample(snapshot: IndexReader, wanted: int) -> list[Article]:
    docs = random.Random(7).sample(
        range(snapshot.doc_count_all), min(wanted, snapshot.doc_count_all)
    )
    return [snapshot.article(doc) for doc in docs]


def _of_length(snapshot: IndexReader, low: int, high: int, wanted: int) -> list[Article]:
    """Articles of so many words, chosen by chance."""
    docs: list[int] = []
    base = 0
    for segment in snapshot.segments:
        lengths = segment.file.numbers("body_length")
        docs += (base + ((lengths >= low) & (lengths < high)).nonzero()[0]).tolist()
        base += segment.doc_count_all
    chosen = random.Random(7).sample(docs, min(wanted, len(docs)))
    return [snapshot.article(doc) for doc in chosen]


def _timed(call: Callable[[], object]) -> float:
    started = time.process_time_ns()
    call()
    return 1e-6 * (time.process_time_ns() - started)


def _best(call: Callable[[], object]) -> float:
    return min(_timed(call) for _ in range(5))


def _print(name: str, times: Sequence[float]) -> None:
    if times:
        ordered = sorted(times)
        tail = ordered[int(0.95 * (len(ordered) - 1))]
        print(
            f"{name:46} p50 {statistics.median(ordered):7.2f} ms   p95 {tail:7.2f} ms   n {len(ordered)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
