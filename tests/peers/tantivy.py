"""Tantivy by its Python bindings: simple tokenizer, lower case, folded to ASCII (đ too); its own
query language with AND between words, its own snippets and aggregations.

It composes no letters, so texts and queries are composed before.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, SNIPPET, Document, Page
from tests.peers.text import CLOSED, OPENED, composed, joined, words

__all__ = ["Tantivy"]

FIELDS = ["title", "body"]
BOOSTS = {"title": 5.0}
COUNTED = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
ALL = 1_000_000


class Tantivy:
    """One index of two texts; places and years are columns that are filtered and counted by."""

    name = "Tantivy"
    data = "tantivy"
    serves = False

    @staticmethod
    def missing() -> str:
        try:
            import tantivy  # noqa: F401
        except ImportError:
            return "pip install tantivy"
        return ""

    @staticmethod
    def version() -> str:
        return metadata.version("tantivy")

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        import tantivy

        (folder / "tantivy").mkdir()
        index = _analysed(tantivy.Index(_schema(), path=str(folder / "tantivy")))
        _write(index, documents)

    def __init__(self, folder: Path) -> None:
        import tantivy

        self._folder = folder
        self._index = _analysed(tantivy.Index.open(str(folder / "tantivy")))
        self._index.reload()
        self._searcher = self._index.searcher()

    def _read(self, query: str) -> Any:
        return self._index.parse_query(
            composed(query) or "*", FIELDS, conjunction_by_default=True, field_boosts=BOOSTS
        )

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        read = self._read(query)
        asked = _filtered(self._index.schema, read, filters)
        documents = self._hits(asked, 100)
        if sort != "relevance":
            documents.sort(key=_day, reverse=sort == "newest")
            documents.sort(key=lambda one: not _day(one))
        snippets = [self._snippets(read, name) for name in FIELDS]
        marks = {
            one["id"][0]: [text for marked in snippets for text in joined(marked(one))]
            for one in documents
        }
        counts = {}
        for name in FACETS:
            others = {key: value for key, value in filters.items() if key != name}
            counted = _filtered(self._index.schema, read, others)
            counts[name] = _buckets(self._searcher.aggregate(counted, COUNTED))[name]
        total = self._searcher.search(asked, 1, count=True).count
        return Answer([one["id"][0] for one in documents], total, (), marks, counts)

    def _hits(self, asked: Any, limit: int) -> list[Any]:
        return [self._searcher.doc(hit) for _, hit in self._searcher.search(asked, limit).hits]

    def _snippets(self, asked: Any, name: str) -> Any:
        """Document → the passage of a field with its marks."""
        from tantivy import SnippetGenerator

        generator = SnippetGenerator.create(self._searcher, asked, self._index.schema, name)
        generator.set_max_num_chars(SNIPPET)

        def marked(document: Any) -> str:
            snippet = generator.snippet_from_doc(document)
            text, done, parts = snippet.fragment().encode(), 0, []
            for part in snippet.highlighted():
                parts += [text[done : part.start], OPENED.encode(), text[part.start : part.end]]
                parts.append(CLOSED.encode())
                done = part.end
            return b"".join([*parts, text[done:]]).decode()

        return marked

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        asked = self._read(query)
        found = self._searcher.search(asked, 10, count=True)
        counts = _buckets(self._searcher.aggregate(asked, COUNTED)) if facets else {}
        documents = [self._searcher.doc(hit) for _, hit in found.hits]
        shown = list(map(self._snippets(asked, "body"), documents)) if snippets else ()
        return Page([one["id"][0] for one in documents], found.count, counts, shown)

    def best(self, query: str) -> list[str]:
        typed = " ".join(words(composed(query)))
        if not typed:
            return []
        asked = self._index.parse_query(typed.lower(), FIELDS, field_boosts=BOOSTS)
        return [one["id"][0] for one in self._hits(asked, 10)]

    def add(self, documents: Iterable[Document]) -> None:
        _write(self._index, documents)
        self._index.reload()
        self._searcher = self._index.searcher()

    def ids(self) -> set[str]:
        from tantivy import Query

        return {one["id"][0] for one in self._hits(Query.all_query(), ALL)}

    def again(self) -> Tantivy:
        return Tantivy(self._folder)

    def close(self) -> None:
        """It holds no process."""


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in FIELDS:
        builder.add_text_field(name, stored=True, tokenizer_name="vi")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", fast=True)
    builder.add_text_field("day", stored=True, tokenizer_name="raw")
    builder.add_integer_field("day_number", indexed=True, fast=True)
    return builder.build()


def _analysed(index: Any) -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    steps = TextAnalyzerBuilder(Tokenizer.simple())
    index.register_tokenizer(
        "vi", steps.filter(Filter.lowercase()).filter(Filter.ascii_fold()).build()
    )
    return index


def _write(index: Any, documents: Iterable[Document]) -> None:
    import tantivy

    writer = index.writer(300_000_000)
    for one in documents:
        document = tantivy.Document(
            id=one["id"], title=composed(one["title"]), body=composed(one["body"])
        )
        for value in one["provinces"]:
            document.add_text("province", value)
        for value in one["counterparts"]:
            document.add_text("counterpart", value)
        if one.get("date"):
            document.add_text("year", one["date"][:4])
            document.add_text("day", one["date"])
            document.add_integer("day_number", _number(one["date"], "00"))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _filtered(schema: Any, asked: Any, filters: Filters) -> Any:
    from tantivy import FieldType, Occur, Query

    must = [(Occur.Must, asked)]
    for name in ("province", "counterpart"):
        if filters.get(name):
            must.append((Occur.Must, Query.term_set_query(schema, name, list(filters[name]))))
    if "date_from" in filters or "date_to" in filters:
        ends = (_number(filters.get("date_from", "0000"), "00"),)
        ends += (_number(filters.get("date_to", "9999"), "99"),)
        within = Query.range_query(schema, "day_number", FieldType.Integer, *ends)
        must.append((Occur.Must, within))
    return Query.boolean_query(must) if len(must) > 1 else asked


def _number(date: str, rest: str) -> int:
    """20240315 for a day; `rest` stands for the month and day that a date leaves out."""
    return int("".join([*date.split("-"), rest, rest][:3]))


def _buckets(found: Any) -> dict[str, dict[str, int]]:
    return {n: {b["key"]: b["doc_count"] for b in found[n]["buckets"]} for n in FACETS}


def _day(document: Any) -> str:
    return str(document["day"][0]) if document["day"] else ""
