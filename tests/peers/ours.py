"""This project: its API as any program asks it, and its library for what is timed inside a process."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from indexer import Archive
from indexer.model.request import SearchRequest
from indexer.searching.engine import plan_of, understand
from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, Document, Page

__all__ = ["Ours"]

COUNTED = {name: (name,) for name in FACETS}


class Ours:
    """The API over an index of the documents."""

    name = "Cửa Khẩu"
    data = "index"
    serves = False

    @staticmethod
    def missing() -> str:
        return ""

    @staticmethod
    def version() -> str:
        return metadata.version("cuakhau")

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        source = folder / "documents.jsonl"
        with source.open("w", encoding="utf-8") as lines:
            for one in documents:
                lines.write(json.dumps(one, ensure_ascii=False) + "\n")
        Archive.build(source, folder / "index")
        source.unlink()

    def __init__(self, folder: Path) -> None:
        self._place, self._folder = folder, folder / "index"
        self._archive = Archive.open(self._folder)

    @cached_property
    def _client(self) -> Any:
        from webapp.app import create_app

        return create_app(index=self._folder).test_client()

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        asked = {"q": query, "sort": sort, "per_page": "100", **filters}
        response = self._client.get("/api/v1/search", query_string=asked)
        assert response.status_code == 200, response.text
        found = response.get_json()
        return Answer(
            [hit["id"] for hit in found["hits"] if not hit.get("near")],
            found["total"],
            [hit["id"] for hit in found["hits"] if hit.get("near")],
            {hit["id"]: _marked(hit["highlights"]) for hit in found["hits"]},
            {name: _counts(facet["values"]) for name, facet in found["facets"].items()},
            [offer["text"] for offer in found["suggestions"]],
        )

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        """With passages it is `Archive.search`, which also offers other queries; without, what the
        engine does for the hits alone: the query is read and evaluated.
        """
        if snippets:
            found = self._archive.search(query, per_page=10)
            return Page(
                [hit.id for hit in found.hits],
                found.total,
                {name: {v.value: v.count for v in found.facets[name].values} for name in FACETS},
                [passage.text for hit in found.hits for passage in hit.highlights],
            )
        backend = self._archive.backend
        plan = plan_of(understand(backend, SearchRequest(query, per_page=10)))
        done = backend.execute(replace(plan, facets=COUNTED if facets else {}))
        return Page([str(hit.handle) for hit in done.hits], done.total)

    def best(self, query: str) -> list[str]:
        return [hit.id for hit in self._archive.search(query[:512], per_page=10).hits]

    def add(self, documents: Iterable[Document]) -> None:
        self._archive.add([dict(one) for one in documents])

    def ids(self) -> set[str]:
        reader = self._archive.backend.snapshot  # type: ignore[attr-defined]
        known = (reader.article(doc).id for doc in range(reader.doc_count_all))
        return {id for id in known if reader.find(id) is not None}

    def again(self) -> Ours:
        return Ours(self._place)

    def close(self) -> None:
        """It holds no process."""


def _marked(highlights: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["text"][start:end] for one in highlights for start, end in one["marks"]]


def _counts(values: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value["value"]] = value["count"]
        found.update(_counts(value["children"]))
    return found
