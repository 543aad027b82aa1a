"""Tantivy by its Python bindings: simple tokenizer, lower case, folded to ASCII; its own query
language with AND between words, its own snippets, dates by a range.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

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
        self._known = {}
        for one in documents:
            self._known[one["id"]] = one
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
        ids = [id for id in found if self._passes(id, filters)]
        if sort != "relevance":
            ids.sort(key=self._day, reverse=sort == "newest")
            ids.sort(key=lambda id: not self._day(id))
        facets = {
            name: self._counted(
                name,
                [
                    i
                    for i in found
                    if self._passes(i, {k: v for k, v in filters.items() if k != key})
                ],
            )
            for name, key in (("provinces", "province"), ("counterparts", "counterpart"))
        }
        counted = {"province": facets["provinces"], "counterpart": facets["counterparts"]}
        counted["year"] = Counter(self._day(id)[:4] for id in ids if self._day(id))
        return Answer(ids, len(ids), (), marks, counted)

    def _snippets(self, tantivy: Any, searcher: Any, asked: Any, name: str) -> Any:
        generator = tantivy.SnippetGenerator.create(searcher, asked, self._schema, name)

        def marked(document: Any) -> list[str]:
            snippet = generator.snippet_from_doc(document)
            text = snippet.fragment().encode()
            return [text[part.start : part.end].decode() for part in snippet.highlighted()]

        return marked

    def _day(self, id: str) -> str:
        return str(self._known[id].get("date", ""))

    def _passes(self, id: str, filters: Filters) -> bool:
        one, day = self._known[id], self._day(id)
        for key, own in (("province", one["provinces"]), ("counterpart", one["counterparts"])):
            if filters.get(key) and not set(filters[key]) & set(own):
                return False
        if ("date_from" in filters or "date_to" in filters) and not day:
            return False
        return filters.get("date_from", "") <= day and day <= filters.get("date_to", "~") + "~"

    def _counted(self, name: str, ids: Iterable[str]) -> dict[str, int]:
        return Counter(value for id in ids for value in self._known[id][name])
