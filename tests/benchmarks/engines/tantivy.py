"""Tantivy through its Python bindings: one text field of ready tokens, one of folded ones, fast fields for facets and dates."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.language import fold, index_terms
from indexer.model.article import Article
from tests.benchmarks.corpora import BenchQuery

__all__ = ["Tantivy"]

FACETS = {
    name: {"terms": {"field": name, "size": 100}} for name in ("province", "counterpart", "year")
}


class Tantivy:
    """Searches and counts are two calls: the bindings do not offer them in one."""

    name = "Tantivy"

    def _schema(self) -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text", tokenizer_name="whitespace", index_option="position")
        builder.add_text_field("bare", tokenizer_name="whitespace", index_option="position")
        for name in ("province", "counterpart", "year"):
            builder.add_text_field(name, tokenizer_name="raw", fast=True)
        builder.add_integer_field("day", fast=True)
        builder.add_bytes_field("article", stored=True)
        return builder.build()

    def build(self, folder: Path, articles: Iterable[Article]) -> None:
        import tantivy

        folder.mkdir(parents=True)
        writer = tantivy.Index(self._schema(), path=str(folder)).writer(
            heap_size=300_000_000, num_threads=1
        )
        for article in articles:
            tokens = index_terms(f"{article.title}\n{article.text}")[0]
            document = tantivy.Document(
                id=article.id, text=" ".join(tokens), bare=" ".join(map(fold, tokens))
            )
            for province in dict.fromkeys(p.today for p in article.provinces):
                document.add_text("province", province)
            for counterpart in dict.fromkeys(
                n for c in article.counterparts for n in (c.name, c.parent) if n
            ):
                document.add_text("counterpart", counterpart)
            document.add_text("year", article.date.start[:4] or "unknown")
            document.add_integer("day", int(article.date.start.replace("-", "") or 0))
            document.add_bytes("article", article.text.encode())
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(folder))
        self._schema_read = self._index.schema
        self._index.reload()
        self._searcher = self._index.searcher()

    def _all(self, field: str, words: Iterable[str]) -> Any:
        from tantivy import Occur, Query

        return Query.boolean_query(
            [(Occur.Must, Query.term_query(self._schema_read, field, word)) for word in words]
        )

    def ask(self, shape: str, query: BenchQuery) -> tuple[int, list[str]]:
        from tantivy import Occur, Order, Query

        asked = self._all("text", query.words)
        offset, order = 0, {}
        match shape:
            case "facets":
                self._searcher.aggregate(asked, FACETS)
            case "phrase":
                asked = Query.phrase_query(self._schema_read, "text", list(query.words))
            case "prefix":
                first = [
                    (Occur.Must, Query.term_query(self._schema_read, "text", word))
                    for word in query.words[:-1]
                ]
                asked = Query.boolean_query(
                    [
                        *first,
                        (
                            Occur.Must,
                            Query.regex_query(self._schema_read, "bare", query.bare[-1][:2] + ".*"),
                        ),
                    ]
                )
            case "bare" | "half":
                asked = self._all("bare", query.bare)
            case "filtered":
                number = Query.term_query(
                    self._schema_read, "province", f"Tỉnh {int(query.province.split()[1]) % 34}"
                )
                asked = Query.boolean_query(
                    [(Occur.Must, asked), (Occur.Must, Query.const_score_query(number, 0.0))]
                )
            case "newest":
                order = {"order_by_field": "day", "order": Order.Desc}
            case "page 50":
                offset = 490
        found = self._searcher.search(asked, 10, offset=offset, count=shape != "top 10", **order)
        return found.count or 0, [self._searcher.doc(address)["id"][0] for _, address in found.hits]
