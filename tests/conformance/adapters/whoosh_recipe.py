"""The recipe most would begin with: Whoosh, words by pyvi, folded by Unidecode."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from unidecode import unidecode

from tests.conformance.adapters.stated import Stated
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
        listed = list(documents)
        for one in listed:
            writer.add_document(id=one["id"], title=_words(one["title"]), body=_words(one["body"]))
        writer.commit()
        self._index, self._stated = made, Stated(listed)

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        from whoosh.qparser import MultifieldParser

        parser = MultifieldParser(["title", "body"], self._index.schema)
        with self._index.searcher() as searcher:
            asked = parser.parse(_words(query) if query else "*:*")
            found = [hit["id"] for hit in searcher.search(asked, limit=LIMIT)]
        stated = self._stated
        ids = [id for id in found if stated.passes(id, filters)]
        if sort != "relevance":
            ids.sort(key=stated.day, reverse=sort == "newest")
        facets = {name: stated.counts(name, ids) for name in ("province", "counterpart", "year")}
        return Answer(ids, len(ids), facets=facets)


def _words(text: str) -> str:
    from pyvi import ViTokenizer

    return str(unidecode(ViTokenizer.tokenize(text)))
