"""The recipe most would begin with: Whoosh, words by pyvi, folded by Unidecode."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unidecode import unidecode

from tests.conformance.judging import Answer, Filters

__all__ = ["WhooshRecipe"]

LIMIT = 100


class WhooshRecipe:
    """Title and body as pyvi's words without marks, and-ed by Whoosh's own parser."""

    name = "Whoosh + pyvi + Unidecode"

    def __init__(self, documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
        from whoosh import fields, index

        logging.getLogger("whoosh").setLevel(logging.ERROR)
        (folder / "whoosh").mkdir()
        schema = fields.Schema(
            id=fields.ID(stored=True), title=fields.TEXT(field_boost=5.0), body=fields.TEXT
        )
        made = index.create_in(folder / "whoosh", schema)
        writer = made.writer()
        self._known = {}
        for one in documents:
            self._known[one["id"]] = one
            writer.add_document(id=one["id"], title=_words(one["title"]), body=_words(one["body"]))
        writer.commit()
        self._index = made

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        from whoosh.qparser import MultifieldParser

        parser = MultifieldParser(["title", "body"], self._index.schema)
        with self._index.searcher() as searcher:
            asked = parser.parse(_words(query) if query else "*:*")
            found = [hit["id"] for hit in searcher.search(asked, limit=LIMIT)]
        ids = [id for id in found if self._passes(id, filters)]
        if sort != "relevance":
            ids.sort(key=self._day, reverse=sort == "newest")
        facets = {
            key: Counter(value for id in ids for value in self._known[id][name])
            for key, name in (("province", "provinces"), ("counterpart", "counterparts"))
        }
        facets["year"] = Counter(self._day(id)[:4] for id in ids if self._day(id))
        return Answer(ids, len(ids), facets=facets)

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


def _words(text: str) -> str:
    from pyvi import ViTokenizer

    return str(unidecode(ViTokenizer.tokenize(text)))
