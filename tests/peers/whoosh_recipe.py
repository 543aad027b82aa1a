"""The recipe most would begin with: Whoosh, words by pyvi, folded by Unidecode."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, Document, Page
from tests.peers.text import composed, words

__all__ = ["WhooshRecipe"]

LIMIT = 100
FIELDS = ["title", "body"]


class WhooshRecipe:
    """Title and body as pyvi's words without marks, and-ed by Whoosh's own parser; places and years
    as columns that are filtered and counted by.
    """

    name = "Whoosh + pyvi + Unidecode"
    data = "whoosh"
    serves = False

    @staticmethod
    def missing() -> str:
        return ""

    @staticmethod
    def version() -> str:
        return " + ".join(metadata.version(name) for name in ("whoosh3", "pyvi", "unidecode"))

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        from whoosh import fields, index

        (folder / "whoosh").mkdir()
        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True),
            title=fields.TEXT(stored=True, field_boost=5.0),
            body=fields.TEXT(stored=True),
            province=fields.KEYWORD(commas=True, sortable=True),
            counterpart=fields.KEYWORD(commas=True, sortable=True),
            year=fields.ID(sortable=True),
            day=fields.ID(stored=True, sortable=True),
        )
        _write(index.create_in(folder / "whoosh", schema), documents)

    def __init__(self, folder: Path) -> None:
        from whoosh import index

        self._folder = folder
        logging.getLogger("whoosh").setLevel(logging.ERROR)
        self._index = index.open_dir(folder / "whoosh")
        self._searcher = self._index.searcher()

    def _read(self, query: str, group: Any = None) -> Any:
        from whoosh import qparser

        kinds = {"group": group} if group else {}
        parser = qparser.MultifieldParser(FIELDS, self._index.schema, **kinds)
        return parser.parse(_words(query) if query else "*:*")

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        read = self._read(query)
        hits = self._searcher.search(read, limit=LIMIT, filter=_filter(filters))
        found = [(hit["id"], hit.get("day", "")) for hit in hits]
        if sort != "relevance":
            found.sort(key=lambda one: one[1], reverse=sort == "newest")
            found.sort(key=lambda one: not one[1])
        counts = {}
        for name in FACETS:
            others = {key: value for key, value in filters.items() if key != name}
            counts[name] = self._counted(read, _filter(others))[name]
        return Answer([id for id, _ in found], len(found), facets=counts)

    def _counted(self, read: Any, within: Any) -> dict[str, dict[str, int]]:
        found = self._searcher.search(read, limit=1, filter=within, groupedby=_groups())
        return _counts(found)

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        asked = {"groupedby": _groups()} if facets else {}
        found = self._searcher.search(self._read(query), limit=10, **asked)
        counts = _counts(found) if facets else {}
        shown = [hit.highlights("body") for hit in found] if snippets else []
        return Page([hit["id"] for hit in found], len(found), counts, shown)

    def best(self, query: str) -> list[str]:
        from whoosh import qparser

        plain = " ".join(words(composed(query)))
        found = self._searcher.search(self._read(plain, qparser.OrGroup), limit=10)
        return [hit["id"] for hit in found]

    def add(self, documents: Iterable[Document]) -> None:
        _write(self._index, documents)
        self._searcher = self._index.searcher()

    def ids(self) -> set[str]:
        return {stored["id"] for stored in self._searcher.documents()}

    def again(self) -> WhooshRecipe:
        return WhooshRecipe(self._folder)

    def close(self) -> None:
        self._searcher.close()


def _write(index: Any, documents: Iterable[Document]) -> None:
    writer = index.writer(limitmb=256)
    for one in documents:
        stated = {"year": one["date"][:4], "day": one["date"]} if one.get("date") else {}
        writer.add_document(
            id=one["id"],
            title=_words(one["title"]),
            body=_words(one["body"]),
            province=",".join(one["provinces"]),
            counterpart=",".join(one["counterparts"]),
            **stated,
        )
    writer.commit()


def _groups() -> dict[str, Any]:
    from whoosh.sorting import Count, FieldFacet

    return {n: FieldFacet(n, maptype=Count, allow_overlap=n != "year") for n in FACETS}


def _counts(found: Any) -> dict[str, dict[str, int]]:
    """What has no value is counted under none, which is no value."""
    groups = {name: found.groups(name) for name in FACETS}
    return {name: {v: n for v, n in own.items() if v} for name, own in groups.items()}


def _filter(filters: Filters) -> Any:
    from whoosh import query

    must = [
        query.Or([query.Term(name, value) for value in filters[name]])
        for name in ("province", "counterpart")
        if filters.get(name)
    ]
    if "date_from" in filters or "date_to" in filters:
        last = filters.get("date_to", "9") + "~"
        must.append(query.TermRange("day", filters.get("date_from", "0"), last))
    return query.And(must) if must else None


def _words(text: str) -> str:
    from pyvi import ViTokenizer
    from unidecode import unidecode

    return str(unidecode(ViTokenizer.tokenize(text)))
