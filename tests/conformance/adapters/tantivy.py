"""Tantivy by its Python bindings: simple tokenizer, lower case, folded to ASCII; its own query
language with AND between words, its own snippets, dates by a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.conformance.adapters.stated import Stated
from tests.conformance.judging import Answer, Filters

__all__ = ["Tantivy"]

FIELDS = ["title", "body"]


class Tantivy:
    """One index; filters and facets over stored values, which its bindings leave to the caller."""

    name = "Tantivy"

    def __init__(self, documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        for name in FIELDS:
            builder.add_text_field(name, stored=True, tokenizer_name="vi")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .build()
        )
        self._index.register_tokenizer("vi", analyzer)
        writer = self._index.writer()
        listed = list(documents)
        self._stated = Stated(listed)
        for one in listed:
            writer.add_document(
                tantivy.Document(id=one["id"], title=one["title"], body=one["body"])
            )
        writer.commit()
        self._index.reload()

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        import tantivy

        asked = self._index.parse_query(
            query or "*", FIELDS, conjunction_by_default=True, field_boosts={"title": 5.0}
        )
        searcher = self._index.searcher()
        snippets = {name: self._snippets(tantivy, searcher, asked, name) for name in FIELDS}
        found = []
        marks = {}
        for _, address in searcher.search(asked, limit=100).hits:
            document = searcher.doc(address)
            id = document["id"][0]
            found.append(id)
            marks[id] = [
                text for name in FIELDS if snippets[name] for text in snippets[name](document)
            ]
        stated = self._stated
        ids = [id for id in found if stated.passes(id, filters)]
        if sort != "relevance":
            ids.sort(key=stated.day, reverse=sort == "newest")
            ids.sort(key=lambda id: not stated.day(id))
        counted = {"year": stated.counts("year", ids)}
        for name in ("province", "counterpart"):
            others = {key: value for key, value in filters.items() if key != name}
            counted[name] = stated.counts(name, [i for i in found if stated.passes(i, others)])
        return Answer(ids, len(ids), (), marks, counted)

    def _snippets(self, tantivy: Any, searcher: Any, asked: Any, name: str) -> Any:
        generator = tantivy.SnippetGenerator.create(searcher, asked, self._schema, name)

        def marked(document: Any) -> list[str]:
            snippet = generator.snippet_from_doc(document)
            text = snippet.fragment().encode()
            return [text[part.start : part.end].decode() for part in snippet.highlighted()]

        return marked
