"""The plain Whoosh recipe: its own codec, analyzer, BM25F, collector and facets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from indexer.language import fold, index_terms
from indexer.model.article import Article
from tests.benchmarks.corpora import BenchQuery

__all__ = ["StockWhoosh"]


class StockWhoosh:
    """As its documentation says, with `compound=False` and counting facet maps, which help it."""

    name = "Whoosh"

    def build(self, folder: Path, articles: Iterable[Article]) -> None:
        from whoosh import analysis, fields, index

        folder.mkdir(parents=True)
        tokens = analysis.RegexTokenizer(r"\S+")
        schema = fields.Schema(
            id=fields.ID(stored=True),
            text=fields.TEXT(analyzer=tokens),
            bare=fields.TEXT(analyzer=tokens),
            province=fields.KEYWORD(commas=True, sortable=True),
            counterpart=fields.KEYWORD(commas=True, sortable=True),
            year=fields.ID(sortable=True),
            day=fields.NUMERIC(sortable=True),
            article=fields.STORED(),
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=512, compound=False)
        for article in articles:
            terms = index_terms(f"{article.title}\n{article.text}")[0]
            writer.add_document(
                id=article.id,
                text=" ".join(terms),
                bare=" ".join(map(fold, terms)),
                province=",".join(dict.fromkeys(p.today for p in article.provinces)),
                counterpart=",".join(
                    dict.fromkeys(n for c in article.counterparts for n in (c.name, c.parent) if n)
                ),
                year=article.date.start[:4] or "unknown",
                day=int(article.date.start.replace("-", "") or 0),
                article=article.text,
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        from whoosh import index

        self._searcher = index.open_dir(str(folder)).searcher()

    def ask(self, shape: str, query: BenchQuery) -> tuple[int, list[str]]:
        from whoosh import query as q
        from whoosh import sorting

        words: list[q.Query] = [q.Term("text", word) for word in query.words]
        extra: dict[str, object] = {}
        start = 0
        match shape:
            case "facets":
                names = ("province", "counterpart", "year")
                extra["groupedby"] = {
                    n: sorting.FieldFacet(n, maptype=sorting.Count, allow_overlap=n != "year")
                    for n in names
                }
            case "phrase":
                words = [q.Phrase("text", list(query.words))]
            case "prefix":
                words[-1] = q.Prefix("bare", query.bare[-1][:2])
            case "bare" | "half":
                words = [q.Term("bare", word) for word in query.bare]
            case "filtered":
                extra["filter"] = q.Term("province", f"Tỉnh {int(query.province.split()[1]) % 34}")
            case "newest":
                extra["sortedby"], extra["reverse"] = "day", True
            case "page 50":
                start = 490
        found = self._searcher.search(q.And(words), limit=start + 10, **extra)
        return 0 if shape == "top 10" else len(found), [
            found[i]["id"] for i in range(start, min(start + 10, found.scored_length()))
        ]
