"""What a whole answer costs beside Tantivy's, in processor milliseconds of one process.

    python -m tests.benchmarks.answers INDEX [--work DIR] [--headlines 100] [--rounds 2]

Queries: beginnings of headlines of the index, every other one bare, and the words of words.txt.
Tantivy gets the same articles (kept in DIR and used again) and answers with ten hits, the exact
total, one terms aggregation, and ten snippets made from stored text; and, for the words as we read
them (units side by side), with ten hits, the total and the aggregation, beside our plan for the
same: reading the query is in neither. Ours: `Archive.search` with
ten hits, their passages, all facets and suggestions; the same as JSON and as a page through WSGI;
and the pages of articles of about 2,000 words with their words marked. Every query is asked of
each in turn; "new" is the first time, with the caches as the other queries left them, "again" the
least of the further rounds. Sizes are of what is sent.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from indexer import Archive
from indexer.language import canonical, fold, index_terms
from indexer.model.request import SearchRequest
from indexer.searching.engine import plan_of, understand
from tests.benchmarks.answering import _of_length, _sample
from tests.benchmarks.words import words
from webapp import create_app

BEGINNING = 4  # words of a headline
WARMING = "hợp tác quốc tế"
LONG = (1_800, 2_200)  # words of the articles whose pages are asked for
FACET = {"province": {"terms": {"field": "province", "size": 100}}}
COUNTED_BY = {"province": ("province",)}
PASSAGE = 240  # code points of a snippet


class Tantivy:
    """An archive's articles in Tantivy: one field of words as written, one of bare ones."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        import tantivy

        if not folder.exists():
            folder.mkdir(parents=True)
            self._build(archive, folder)
        self._index = tantivy.Index.open(str(folder))
        self._index.reload()
        self._searcher = self._index.searcher()

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", stored=True, tokenizer_name="default")
        builder.add_text_field("bare", stored=True, tokenizer_name="default")
        builder.add_text_field("province", tokenizer_name="raw", fast=True)
        return builder.build()

    def _build(self, archive: Archive, folder: Path) -> None:
        import tantivy

        index = tantivy.Index(self._schema(), path=str(folder))
        writer = index.writer(heap_size=300_000_000, num_threads=1)
        for article in _articles(archive):
            text = canonical(f"{article.title}\n{article.text}").text
            document = tantivy.Document(id=article.id, text=text, bare=fold(text))
            for province in dict.fromkeys(p.today for p in article.provinces):
                document.add_text("province", province)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def units(self, rows: Sequence[Sequence[Sequence[str]]]) -> int:
        """The total of articles that hold, of each unit, one of its rows side by side, counted by
        province, too.
        """
        from tantivy import Occur, Query

        schema = self._index.schema
        asked = []
        for unit in rows:
            ways = [
                Query.phrase_query(schema, "text", list(row))
                if len(row) > 1
                else Query.term_query(schema, "text", row[0])
                for row in unit
            ]
            asked.append((Occur.Must, Query.boolean_query([(Occur.Should, w) for w in ways])))
        found = self._searcher.search(Query.boolean_query(asked), 10, count=True)
        self._searcher.aggregate(Query.boolean_query(asked), FACET)
        return found.count or 0

    def answer(self, query: str, *, marked: bool) -> int:
        """The size of an answer: ten hits, the total, a facet, and snippets if wanted."""
        from tantivy import Occur, Query, SnippetGenerator

        schema, searcher = self._index.schema, self._searcher
        terms = index_terms(query)[0]
        field = "bare" if query == fold(query) else "text"
        asked = Query.boolean_query(
            [(Occur.Must, Query.term_query(schema, field, term)) for term in terms]
        )
        found = searcher.search(asked, 10, count=True)
        counts = searcher.aggregate(asked, FACET)
        size = len(str(counts))
        documents = [searcher.doc(address) for _, address in found.hits]
        if not marked:
            return size + sum(len(document["id"][0]) for document in documents)
        generator = SnippetGenerator.create(searcher, asked, schema, field)
        generator.set_max_num_chars(PASSAGE)
        return size + sum(len(generator.snippet_from_doc(one).to_html()) for one in documents)


def _articles(archive: Archive) -> Iterator[Any]:
    reader = archive.backend.snapshot
    for doc in range(reader.doc_count_all):
        yield reader.article(doc)


def queries(archive: Archive, headlines: int) -> list[str]:
    """Beginnings of headlines, every other one bare, and the words of words.txt."""
    titles = [article.title for article in _sample(archive.backend.snapshot, headlines)]
    starts = [" ".join(title.split()[:BEGINNING]) for title in titles]
    return [fold(start) if i % 2 else start for i, start in enumerate(starts)] + words()


class Units:
    """Queries as they are read, ready to be evaluated: by ours, or by Tantivy as phrases."""

    def __init__(self, archive: Archive, asked: Sequence[str]) -> None:
        self._backend = archive.backend
        self._read = {q: understand(self._backend, SearchRequest(q, per_page=10)) for q in asked}
        self._plans = {
            q: replace(plan_of(read), rescoring=None, facets=COUNTED_BY)
            for q, read in self._read.items()
        }

    def rows(self, query: str) -> list[list[tuple[str, ...]]]:
        """The rows of each unit that is asked for."""
        read = self._read[query].reading.units
        return [
            [tuple(row.lower().split()) for row in unit.read] for unit in read if not unit.optional
        ]

    def total(self, query: str) -> int:
        """Ten hits by BM25, the total, and a count by province."""
        return self._backend.execute(self._plans[query]).total


def measure(
    asked: Sequence[str], ways: dict[str, Callable[[str], int]], rounds: int
) -> dict[str, list[list[float]]]:
    """Way → milliseconds of every round of every query, asked of each way in turn."""
    times: dict[str, list[list[float]]] = {name: [] for name in ways}
    for _ in range(rounds):
        for taken in times.values():
            taken.append([])
        for query in asked:
            for name, way in ways.items():
                started = time.process_time_ns()
                way(query)
                times[name][-1].append(1e-6 * (time.process_time_ns() - started))
    return times


def _got(client: Any, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status)
    return len(response.data)


def _print(
    name: str, times: Sequence[Sequence[float]], sizes: Sequence[int], unit: float | None
) -> float:
    """One line; returns the mean of the first round."""
    new = statistics.fmean(times[0])
    again = statistics.fmean(map(min, zip(*times[1:], strict=True))) if times[1:] else new
    ordered = sorted(times[0])
    tail = ordered[int(0.95 * (len(ordered) - 1))]
    ratio = f"{new / unit:6.2f}" if unit else " " * 6
    print(
        f"{name:48} {new:7.2f} {ratio} {statistics.median(ordered):7.2f} {tail:7.2f} {again:7.2f}"
        f" {statistics.median(sizes) / 1e3:7.1f} {max(sizes) / 1e3:7.1f}",
        flush=True,
    )
    return new


def main() -> None:
    """Print one line per way to answer."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--headlines", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    archive = Archive.open(options.index)
    with tempfile.TemporaryDirectory() as aside:
        tantivy = Tantivy(archive, (options.work or Path(aside)) / "tantivy")
        _report(archive, tantivy, options)


def _report(archive: Archive, tantivy: Tantivy, options: argparse.Namespace) -> None:
    json, page, reading = (create_app(options.index).test_client() for _ in range(3))
    asked = queries(archive, options.headlines)
    units = Units(Archive.open(options.index), [*asked, WARMING])
    ways: dict[str, Callable[[str], int]] = {
        "Tantivy: units, total, one aggregation": lambda q: tantivy.units(units.rows(q)),
        "ours: the same": units.total,
        "Tantivy: ten hits, total, one aggregation": lambda q: tantivy.answer(q, marked=False),
        "… and ten snippets": lambda q: tantivy.answer(q, marked=True),
        "Archive.search": lambda q: len(archive.search(SearchRequest(q, per_page=10)).hits),
        "JSON": lambda q: _got(json, f"/api/v1/search?q={quote_plus(q)}&per_page=10"),
        "page": lambda q: _got(page, f"/?q={quote_plus(q)}"),
    }
    for way in ways.values():  # what the first answer of a process makes
        way(WARMING)
    times = measure(asked, ways, options.rounds)
    print(f"{archive.doc_count} articles, {len(asked)} queries; processor ms, kB")
    head = ("new", "ratio", "p50", "p95", "again", "kB", "most")
    print(f"{'':48} " + " ".join(f"{h:>{6 if h == 'ratio' else 7}}" for h in head))
    unit: float | None = None
    for name, way in ways.items():
        mean = _print(name, times[name], [way(query) for query in asked], unit)
        unit = mean if name == "… and ten snippets" else unit
    long = _of_length(archive.backend.snapshot, *LONG, 50)
    pages = [
        f"/articles/{quote(a.id)}?q={quote_plus(' '.join(a.title.split()[:BEGINNING]))}"
        for a in long
    ]
    way = {"article": lambda address: _got(reading, address)}
    times = measure(pages, way, options.rounds)
    name = f"page of an article of {LONG[0]}–{LONG[1]} words"
    _print(name, times["article"], [_got(reading, address) for address in pages], unit)


if __name__ == "__main__":
    main()
