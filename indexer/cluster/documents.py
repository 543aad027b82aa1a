"""The documents of an archive in a cluster: which of them are its articles, by number or by id, and
what was stored of them.
"""

from __future__ import annotations

import base64
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from indexer.cluster.client import Client
from indexer.cluster.published import Published
from indexer.cluster.terms import StoredTerms, from_doc_values, unpack
from indexer.errors import ClusterUnavailable, IndexCorrupt
from indexer.model.article import Article
from indexer.storage.format.article_codec import decode

__all__ = [
    "MOST_TERMS",
    "Known",
    "KnownArticles",
    "Stored",
    "article_of",
    "at_home",
    "in_lots",
    "portable",
    "seen",
    "stored",
]

_PAGE: Final = 500  # whole articles fetched at a time
_ROWS: Final = 10_000  # of ids and origins fetched at a time
_IDS: Final = 1_000  # looked up at a time
MOST_TERMS: Final = 60_000  # in one clause; the cluster takes 65,536
_FEW: Final = 2_000
"""Ids looked up after which reading all at once is the shorter way."""
Json = dict[str, Any]
T = TypeVar("T")
_BESIDE: Final = "beside:/"


def in_lots(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The values, so many at a time."""
    return (values[at : at + size] for at in range(0, len(values), size))


def portable(origin: str, home: Path | None) -> str:
    """An origin for every machine: a file of the folder `home` beside the archive is named by its
    place there.
    """
    inside = f"{home}{os.sep}"
    if home is None or not origin.startswith(inside):
        return origin
    return _BESIDE + origin.removeprefix(inside).replace(os.sep, "/")


def at_home(origin: str, home: Path | None) -> str:
    """An origin as this machine says it, whose folder beside the archive is `home`."""
    if home is None or not origin.startswith(_BESIDE):
        return origin
    return f"{home}{os.sep}" + origin.removeprefix(_BESIDE).replace("/", os.sep)


def seen(query: Json, published: Published) -> Json:
    """A bool query, among the articles that are served; what it holds is added to."""
    inside = query["bool"]
    inside.setdefault("filter", []).append({"range": {"number": {"lte": published.top}}})
    if published.gone:
        out = inside.setdefault("must_not", [])
        for numbers in in_lots(published.gone, MOST_TERMS):
            out.append({"terms": {"number": list(numbers)}})
    return query


def article_of(hit: Json) -> Article:
    """The article of a hit that has its `record`. Raises IndexCorrupt."""
    try:
        return decode(base64.b64decode(hit["_source"]["record"]))
    except (KeyError, ValueError, IndexError, TypeError) as error:
        raise IndexCorrupt(f"article {hit.get('_id')} of the cluster is damaged: {error}") from None


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as a cluster holds it: itself, its terms, its number, and what it came from."""

    article: Article
    terms: StoredTerms
    number: int
    origin: str


def stored(client: Client, published: Published) -> Iterator[Stored]:
    """Every article that is served, by number. Raises IndexCorrupt where one is damaged."""
    for hit in _pages(client, published, _PAGE, ["record", "origin"], ["number", "terms"]):
        try:
            terms = unpack(from_doc_values(hit["fields"]["terms"][0]))
            number, origin = int(hit["fields"]["number"][0]), str(hit["_source"]["origin"])
        except (ValueError, IndexError, KeyError, TypeError, zlib.error) as error:
            raise IndexCorrupt(f"article {hit.get('_id')} of the cluster is damaged") from error
        yield Stored(article_of(hit), terms, number, origin)


def _pages(
    client: Client, published: Published, size: int, source: list[str], values: list[str]
) -> Iterator[Json]:
    """All documents that are served, by number."""
    last = 0
    while True:
        after = {"range": {"number": {"gt": last}}}
        body = {
            "query": seen({"bool": {"filter": [after]}}, published),
            "size": size,
            "sort": [{"number": "asc"}],
            "_source": source or False,
            "docvalue_fields": values,
        }
        hits = _hits(client, published, body)
        if not hits:
            return
        yield from hits
        last = int(hits[-1]["fields"]["number"][0])


def _hits(client: Client, published: Published, body: Json) -> list[Json]:
    """The hits of a search that every shard has answered."""
    found = client.search(f"/{published.index}/_search?search_type=query_then_fetch", body)
    if found["_shards"]["failed"] or found.get("timed_out"):
        raise ClusterUnavailable("a shard of the archive does not answer")
    hits: list[Json] = found["hits"]["hits"]
    return hits


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article without reading it: its number, and what it came from."""

    number: int
    origin: str


class KnownArticles:
    """The articles that are served, by id; what building asks of a local snapshot."""

    def __init__(self, client: Client, published: Published, home: Path | None = None) -> None:
        """`home` is the folder beside the archive on this machine."""
        self._client, self._home = client, home
        self.published = published
        self.generation = published.generation
        self.doc_count = published.figures.articles
        self._known: dict[str, Known | None] = {}
        self._all = False

    def look_up(self, ids: Iterable[str]) -> None:
        """Learn of many ids at once."""
        new = [id_ for id_ in dict.fromkeys(ids) if id_ not in self._known]
        if self._all or not new:
            return
        if len(self._known) + len(new) > _FEW:
            self._learn_all()
            return
        for some in in_lots(new, _IDS):
            named = {"bool": {"filter": [{"terms": {"id": list(some)}}]}}
            body = {
                "query": seen(named, self.published),
                "size": len(some),
                "_source": False,
                "docvalue_fields": ["id", "number", "origin"],
            }
            found = dict(map(self._row, _hits(self._client, self.published, body)))
            for id_ in some:
                self._known[id_] = found.get(id_)

    def _learn_all(self) -> None:
        values = ["id", "number", "origin"]
        rows = map(self._row, _pages(self._client, self.published, _ROWS, [], values))
        self._known = dict(rows)
        self._all = True

    def get(self, id: str) -> Known | None:
        """What is known of an article, None when it is not there."""
        self.look_up([id])
        return self._known.get(id)

    def origin(self, id: str) -> str | None:
        """What an article came from, None when it is not there."""
        known = self.get(id)
        return None if known is None else known.origin

    def find(self, id: str) -> int | None:
        """The number of an article, None when it is not there."""
        known = self.get(id)
        return None if known is None else known.number

    def ids(self) -> Iterator[str]:
        """The ids of all articles."""
        return iter(self.origins())

    def origins(self) -> dict[str, str]:
        """Id → origin of all articles."""
        if not self._all:
            self._learn_all()
        return {id_: known.origin for id_, known in self._known.items() if known is not None}

    def article(self, doc: int) -> Article:
        """The article of a number. Raises IndexCorrupt, and ClusterUnavailable."""
        hits = self._of_numbers([doc], {"_source": ["record"]})
        return article_of(hits[0])

    def terms(self, numbers: Sequence[int]) -> Iterator[StoredTerms]:
        """The terms of articles by their numbers."""
        asked = {"_source": False, "docvalue_fields": ["terms"]}
        for some in in_lots(numbers, _PAGE):
            for hit in self._of_numbers(some, asked):
                try:
                    yield unpack(from_doc_values(hit["fields"]["terms"][0]))
                except (ValueError, IndexError, KeyError, TypeError, zlib.error) as error:
                    raise IndexCorrupt(f"article {hit.get('_id')} is damaged") from error

    def _of_numbers(self, numbers: Sequence[int], asked: Json) -> list[Json]:
        named = {"bool": {"filter": [{"terms": {"number": list(numbers)}}]}}
        hits = _hits(self._client, self.published, {"query": named, "size": len(numbers)} | asked)
        if len(hits) < len(numbers):
            raise ClusterUnavailable(f"{len(numbers) - len(hits)} articles are not found")
        return hits

    def _row(self, hit: Json) -> tuple[str, Known]:
        fields = hit["fields"]
        origin = at_home(str(fields.get("origin", [""])[0]), self._home)
        return str(fields["id"][0]), Known(int(fields["number"][0]), origin)
