"""This project's server, asked as any program asks it: over its API."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer import Archive
from tests.conformance.judging import Answer, Filters
from webapp.app import create_app

__all__ = ["Ours"]


class Ours:
    """The API over an index of the documents."""

    name = "Cửa Khẩu"

    def __init__(self, documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
        source = folder / "documents.jsonl"
        lines = (json.dumps(document, ensure_ascii=False) for document in documents)
        source.write_text("\n".join(lines), encoding="utf-8")
        Archive.build(source, folder / "index")
        self._client = create_app(index=folder / "index").test_client()

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


def _marked(highlights: Sequence[Mapping[str, Any]]) -> list[str]:
    return [one["text"][start:end] for one in highlights for start, end in one["marks"]]


def _counts(values: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value in values:
        found[value["value"]] = value["count"]
        found.update(_counts(value["children"]))
    return found
