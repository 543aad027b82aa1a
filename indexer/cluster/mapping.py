"""An article as the cluster indexes it: the product's own terms, each at its own position.

The cluster analyses nothing. A field's terms arrive laid out in a string, parted by spaces: terms
at one position joined by STACK, a position that holds none as HOLE, and a new value of the field
where POSITION_GAP positions are free.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any, Final

from indexer.searching import constants
from indexer.searching.local.pivots import KNOWN_TO_THE_DAY
from indexer.storage.format.schema import FACETS, POSITION_GAP
from indexer.storage.writer.segment_writer import DocumentTerms

__all__ = ["FIELDS", "MAPPINGS", "STACK", "TITLE_K1", "document", "settings"]

STACK, HOLE = "\ue000", "\ue001"
FIELDS: Final = {
    "title": ("title",),
    "body": ("body",),
    "text": ("title", "body"),
}
"""The cluster's fields for each scope of a word."""
TITLE_K1: Final = constants.K1 / constants.TITLE_WEIGHT
"""With it an occurrence in a title counts as TITLE_WEIGHT of them do."""
DELAYED: Final = "20s"
"""How long a node that went away is expected back before its shards are copied elsewhere: writing
waits for two copies of each.
"""
_KEY: Final = {"type": "keyword", "norms": False}


def _text(similarity: str) -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "laid_out",
        "search_analyzer": "keyword",
        "position_increment_gap": POSITION_GAP,
        "similarity": similarity,
    }


MAPPINGS: Final[dict[str, Any]] = {
    "dynamic": "strict",
    "_source": {"excludes": ["title", "body", "terms"]},  # terms has them all, and is stored aside
    "properties": {
        "title": _text("of_titles"),
        "body": _text("of_texts"),
        **dict.fromkeys(FACETS, _KEY),
        "id": _KEY,
        "origin": {**_KEY, "index": False},
        "number": {"type": "integer"},
        "date_start": {"type": "integer"},
        "date_end": {"type": "integer"},
        "day": {"type": "integer"},  # date_start, of dates known to the day
        "terms": {"type": "binary", "doc_values": True},
        "record": {"type": "binary"},
    },
}


def settings(shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index: its writer alone says when what was written can be seen."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "max_result_window": 10_000,
        "unassigned.node_left.delayed_timeout": DELAYED,
        "similarity": {
            "of_titles": {"type": "BM25", "k1": TITLE_K1, "b": constants.TITLE_B},
            "of_texts": {"type": "BM25", "k1": constants.K1, "b": constants.BODY_B},
        },
        "analysis": {
            "tokenizer": {"spaces": {"type": "simple_pattern_split", "pattern": " "}},
            "filter": {
                "stacked": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{STACK}]+)"],
                },
                "holes": {"type": "stop", "stopwords": [HOLE]},
            },
            "analyzer": {
                "laid_out": {
                    "type": "custom",
                    "tokenizer": "spaces",
                    "filter": ["stacked", "holes"],
                }
            },
        },
    }


def document(article: DocumentTerms, number: int, stored: bytes, origin: str) -> dict[str, Any]:
    """An article as a document of the cluster: `number` is its handle, `stored` its terms,
    packed; `origin` is where it came from, for every machine.
    """
    ends = article.numbers.get("title_length", 0)
    placed = list(zip(article.positions, article.text, strict=True))
    days = ("date_start", "date_end")
    numbers = {name: article.numbers[name] for name in days if name in article.numbers}
    if numbers and numbers["date_end"] - numbers["date_start"] < KNOWN_TO_THE_DAY:
        numbers["day"] = numbers["date_start"]
    facets = {name: sorted(set(values)) for name, values in article.facets.items() if values}
    return {
        "id": article.id,
        "number": number,
        "origin": origin,
        "title": _laid_out(pair for pair in placed if pair[0] < ends),
        "body": _laid_out(pair for pair in placed if pair[0] >= ends),
        "terms": base64.b64encode(stored).decode(),
        "record": base64.b64encode(article.record).decode(),
        **numbers,
        **facets,
    }


def _laid_out(placed: Iterable[tuple[int, str]]) -> list[str]:
    """The values of a field from (position, term), ascending."""
    values: list[list[str]] = []
    last = -1
    for position, term in placed:
        if not values:
            values.append([])
            last = position - 1
        gap = position - last - 1
        if gap < 0:
            values[-1][-1] += STACK + term
        elif gap >= POSITION_GAP and values[-1]:
            # a further value stands POSITION_GAP behind the last position of the one before
            values.append([*[HOLE] * (gap - POSITION_GAP), term])
        else:
            values[-1] += [*[HOLE] * gap, term]
        last = position
    return [" ".join(value) for value in values]
