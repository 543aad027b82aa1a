"""OpenSearch, one node: every text in two fields, as its guide has for text with marks, one folded and
one as written, so that marks that were typed rank; simple_query_string with all words; terms
aggregations; its own highlighter and term suggester.

Folding is a char filter of mappings before `asciifolding`, for the plugin of ICU is no part of the node:
it takes marks off composed and decomposed letters, and makes đ d.
"""

from __future__ import annotations

import http.client
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.conformance.judging import Answer, Filters
from tests.peers.peer import FACETS, SNIPPET, Document, Page
from tests.peers.text import CLOSED, LETTERS, OPENED, TONES, composed, folded, joined, words
from tests.support.opensearch.installation import VERSION, home, reason_missing
from tests.support.opensearch.nodes import SERVING, Nodes

__all__ = ["OpenSearch"]

INDEX = "articles"
BATCH = 500  # documents of one bulk request
ALL = 10_000
FIELDS = ["title.folded^5", "body.folded", "title^5", "body"]
MARKS = {"pre_tags": [OPENED], "post_tags": [CLOSED]}
COUNTED = {name: {"terms": {"field": name, "size": 100}} for name in FACETS}
ROUNDED = {4: "||/y", 7: "||/M", 10: ""}  # length of a date → how its end is meant


def _mappings() -> tuple[list[str], list[str]]:
    """Char filters: (to folded, to composed)."""
    bare = [f"{letter} => {folded(letter)}" for letter in LETTERS if letter != folded(letter)]
    loose = ["\u0302", "\u0306", "\u031b", *TONES[1:]]
    whole = {}
    for letter in LETTERS:
        for form in (unicodedata.normalize("NFD", letter), *_halves(letter)):
            if form != letter:
                whole[form] = letter
    return bare + [f"{mark} => " for mark in loose], [f"{a} => {b}" for a, b in whole.items()]


def _halves(letter: str) -> Iterator[str]:
    """ê and its tone apart, as some keyboards have it."""
    parts = unicodedata.normalize("NFD", letter)
    for order in itertools.permutations(parts[1:]):
        yield parts[0] + "".join(order)
        if not order:
            return
        yield unicodedata.normalize("NFC", parts[0] + order[0]) + "".join(order[1:])


def _settings() -> dict[str, Any]:
    to_folded, to_composed = _mappings()
    text = {
        "type": "text",
        "analyzer": "written",
        "fields": {"folded": {"type": "text", "analyzer": "folded"}},
    }
    names = {
        "type": "keyword",
        "fields": {"folded": {"type": "keyword", "normalizer": "folded"}},
    }
    filters = {
        "folded": {"type": "mapping", "mappings": to_folded},
        "composed": {"type": "mapping", "mappings": to_composed},
    }
    steps = {"tokenizer": "standard", "filter": ["lowercase"]}
    bare = {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]}
    analysis = {
        "char_filter": filters,
        "analyzer": {
            "folded": {"type": "custom", "char_filter": ["folded"], **bare},
            "written": {"type": "custom", "char_filter": ["composed"], **steps},
        },
        "normalizer": {
            "folded": {"type": "custom", "char_filter": ["folded"], "filter": ["lowercase"]}
        },
    }
    fields = {
        "title": text,
        "body": text,
        "province": names,
        "counterpart": names,
        "year": {"type": "keyword"},
        "date": {"type": "date", "format": "yyyy-MM-dd||yyyy-MM||yyyy"},
    }
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "analysis": analysis},
        "mappings": {"dynamic": "strict", "properties": fields},
    }


class OpenSearch:
    """A node of its own, with its data in the folder; it ends with this process."""

    name = "OpenSearch"
    data = "nodes/node1/data"
    serves = True

    @staticmethod
    def missing() -> str:
        reason = reason_missing()
        if not reason:
            try:
                home()
            except Exception as error:
                reason = f"Maven could not fetch it: {error}"
        return f"{reason}; Java 17 to 23 and Maven are needed" if reason else ""

    @staticmethod
    def version() -> str:
        return VERSION

    @staticmethod
    def build(documents: Iterable[Document], folder: Path) -> None:
        started = OpenSearch(folder)
        started._call("PUT", f"/{INDEX}", _settings())
        while_loading = {"index": {"refresh_interval": "-1"}}  # as its guide has for loading
        started._call("PUT", f"/{INDEX}/_settings", while_loading)
        started._load(documents)
        started._call("PUT", f"/{INDEX}/_settings", {"index": {"refresh_interval": "1s"}})
        started._call("POST", f"/{INDEX}/_refresh")
        started._call("POST", f"/{INDEX}/_flush")
        started.close()

    def __init__(self, folder: Path, nodes: Nodes | None = None) -> None:
        (folder / "nodes").mkdir(exist_ok=True)
        self._folder, self._lent = folder, nodes is not None
        self._nodes = nodes or Nodes(1, java=SERVING, folder=folder / "nodes").__enter__()
        self.port = self._nodes.ports[0]
        self._wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        sent = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        kind = "application/x-ndjson" if isinstance(body, bytes) else "application/json"
        self._wire.request(method, path, sent, {"Content-Type": kind})
        answer = self._wire.getresponse()
        told = json.loads(answer.read())
        if answer.status >= 300 or told.get("errors"):
            raise RuntimeError(f"{method} {path}: {answer.status} {str(told)[:500]}")
        return told

    def _load(self, documents: Iterable[Document]) -> None:
        given = iter(documents)
        while batch := list(itertools.islice(given, BATCH)):
            lines = []
            for one in batch:
                lines.append(json.dumps({"index": {"_id": one["id"]}}))
                lines.append(json.dumps(_source(one)))
            self._call("POST", f"/{INDEX}/_bulk", ("\n".join(lines) + "\n").encode())

    def _search(self, body: Any) -> Any:
        return self._call("POST", f"/{INDEX}/_search", body)

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        body = _asked(query, filters, sort, 100)
        body["aggs"] = {name: _own(name, filters) for name in FACETS}
        shown = {"number_of_fragments": 0}
        body["highlight"] = MARKS | {"fields": dict.fromkeys(MARKED, shown)}
        body["suggest"] = {
            "text": query,
            "words": {"term": {"field": "body.folded", "suggest_mode": "missing"}},
        }
        found = self._search(body)
        hits = found["hits"]["hits"]
        return Answer(
            [hit["_id"] for hit in hits],
            found["hits"]["total"]["value"],
            (),
            {hit["_id"]: [t for m in _marked(hit) for t in joined(m)] for hit in hits},
            {name: _buckets(found["aggregations"][name]["own"]) for name in FACETS},
            _offers(query, found["suggest"]["words"]),
        )

    def page(self, query: str, *, facets: bool, snippets: bool) -> Page:
        found = self._search(page_request(query, facets=facets, snippets=snippets))
        hits = found["hits"]["hits"]
        counts = {name: _buckets(found["aggregations"][name]) for name in FACETS} if facets else {}
        shown = [passage for hit in hits for passage in _marked(hit)]
        return Page([hit["_id"] for hit in hits], found["hits"]["total"]["value"], counts, shown)

    def best(self, query: str) -> list[str]:
        typed = " ".join(words(composed(query)))
        either = {"multi_match": {"query": typed, "type": "most_fields", "fields": FIELDS}}
        found = self._search({"size": 10, "_source": False, "query": either})
        return [hit["_id"] for hit in found["hits"]["hits"]]

    def add(self, documents: Iterable[Document]) -> None:
        self._load(documents)

    def ids(self) -> set[str]:
        self._call("POST", f"/{INDEX}/_refresh")
        found = self._search({"size": ALL, "_source": False, "query": {"match_all": {}}})
        return {hit["_id"] for hit in found["hits"]["hits"]}

    def again(self) -> OpenSearch:
        return OpenSearch(self._folder, self._nodes)

    def close(self) -> None:
        self._wire.close()
        if not self._lent:
            self._nodes.stop()


MARKED = ("title", "body", "title.folded", "body.folded")
OPERATORS = {"AND": "+", "OR": "|", "NOT": "-"}


def page_request(query: str, *, facets: bool, snippets: bool) -> dict[str, Any]:
    """What is sent for a page of ten."""
    body = _asked(query, {}, "relevance", 10)
    if facets:
        body["aggs"] = COUNTED
    if snippets:
        one = {"number_of_fragments": 1, "fragment_size": SNIPPET}
        body["highlight"] = MARKS | {"fields": {"body.folded": one}}
    return body


def page_address(query: str) -> str:
    """The same as an address to get, for clients that know nothing else: a whole page."""
    sent = quote(json.dumps(page_request(query, facets=True, snippets=True)))
    return f"/{INDEX}/_search?source_content_type=application/json&source={sent}"


def _asked(query: str, filters: Filters, sort: str, size: int) -> dict[str, Any]:
    wanted: dict[str, Any] = {"match_all": {}}
    if query.strip():
        typed = re.sub(
            r"\b(AND|OR|NOT) ", lambda found: OPERATORS[found[1]] + " " * (found[1] == "OR"), query
        )
        wanted = {
            "simple_query_string": {"query": typed, "fields": FIELDS, "default_operator": "and"}
        }
    body: dict[str, Any] = {"size": size, "track_total_hits": True, "_source": ["title", "date"]}
    body["query"] = {"bool": {"must": [wanted], "filter": _dates(filters)}}
    body["post_filter"] = {"bool": {"filter": _names(filters)}}
    if sort != "relevance":
        order = "desc" if sort == "newest" else "asc"
        body["sort"] = [{"date": {"order": order, "missing": "_last"}}]
    return body


def _dates(filters: Filters) -> list[Any]:
    bounds = {}
    if "date_from" in filters:
        bounds["gte"] = filters["date_from"]
    if "date_to" in filters:
        last = filters["date_to"]
        bounds["lte"] = last + ROUNDED[len(last)]
    return [{"range": {"date": bounds}}] if bounds else []


def _names(filters: Filters, but: str = "") -> list[Any]:
    names = [n for n in ("province", "counterpart") if filters.get(n) and n != but]
    return [{"terms": {f"{name}.folded": list(filters[name])}} for name in names]


def _own(name: str, filters: Filters) -> dict[str, Any]:
    """A facet's counts, under every filter but its own."""
    return {
        "filter": {"bool": {"filter": _names(filters, but=name)}},
        "aggs": {"own": COUNTED[name]},
    }


def _source(one: Document) -> dict[str, Any]:
    made = {"title": one["title"], "body": one["body"]}
    made |= {"province": list(one["provinces"]), "counterpart": list(one["counterparts"])}
    if one.get("date"):
        made |= {"date": one["date"], "year": one["date"][:4]}
    return made


def _marked(hit: Any) -> list[str]:
    return [text for texts in hit.get("highlight", {}).values() for text in texts]


def _buckets(found: Any) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}


def _offers(query: str, told: Any) -> list[str]:
    """The query with each unknown word as the first that is suggested for it."""
    better, done = [], 0
    for word in told:
        better.append(query[done : word["offset"]])
        best = word["options"][0]["text"] if word["options"] else None
        done = word["offset"] + word["length"]
        better.append(best or query[word["offset"] : done])
    offer = "".join(better) + query[done:]
    return [offer] if offer != query else []
