"""Xapian through its own bindings, where Python can import them (Debian: python3-xapian)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.language import fold, index_terms
from indexer.model.article import Article
from tests.benchmarks.corpora import BenchQuery

__all__ = ["Xapian"]


class Xapian:
    """Terms without a prefix are the text's, "B" marks folded ones, "F" facet values; facets are counted by value spies."""

    name = "Xapian"

    def build(self, folder: Path, articles: Iterable[Article]) -> None:
        import xapian

        base = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OVERWRITE)
        for article in articles:
            document = xapian.Document()
            for position, term in enumerate(index_terms(f"{article.title}\n{article.text}")[0]):
                if len(term.encode()) < 200:
                    document.add_posting(term, position)
                    document.add_posting("B" + fold(term)[:100], position)
            provinces = list(dict.fromkeys(p.today for p in article.provinces))
            for province in provinces:
                document.add_boolean_term("F" + province)
            counterparts = dict.fromkeys(
                n for c in article.counterparts for n in (c.name, c.parent) if n
            )
            for slot, values in enumerate(
                (provinces, counterparts, (article.date.start[:4] or "unknown",))
            ):
                document.add_value(slot, "\t".join(values))
            document.add_value(3, f"{int(article.date.start.replace('-', '') or 0):08d}")
            document.add_value(4, article.id)
            document.set_data(article.text)
            base.add_document(document)
        base.commit()
        base.close()

    def open(self, folder: Path) -> None:
        import xapian

        self._base = xapian.Database(str(folder))

    def ask(self, shape: str, query: BenchQuery) -> tuple[int, list[str]]:
        import xapian

        make: Any = xapian.Query
        asked, offset = make(make.OP_AND, list(query.words)), 0
        enquire = xapian.Enquire(self._base)
        match shape:
            case "facets":
                for slot in range(3):
                    enquire.add_matchspy(xapian.ValueCountMatchSpy(slot))
            case "phrase":
                asked = make(make.OP_PHRASE, list(query.words))
            case "prefix":
                started = make(
                    make.OP_WILDCARD,
                    "B" + query.bare[-1][:2],
                    0,
                    make.WILDCARD_LIMIT_ERROR,
                    make.OP_SYNONYM,
                )
                asked = make(make.OP_AND, [*map(make, query.words[:-1]), started])
            case "bare" | "half":
                asked = make(make.OP_AND, ["B" + word for word in query.bare])
            case "filtered":
                asked = make(
                    make.OP_FILTER, asked, make(f"FTỉnh {int(query.province.split()[1]) % 34}")
                )
            case "newest":
                enquire.set_sort_by_value(3, True)
            case "page 50":
                offset = 490
        enquire.set_query(asked)
        found = enquire.get_mset(offset, 10, 0 if shape == "top 10" else self._base.get_doccount())
        return found.get_matches_estimated(), [
            match.document.get_value(4).decode() for match in found
        ]
