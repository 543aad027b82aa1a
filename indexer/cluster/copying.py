"""An archive copied whole: from a local index into a cluster, and back.

A copy is written aside and served by one switch of an alias. The copy served before is kept, to go
back to; older ones are deleted. Two that copy at a time do not meet: the last to finish is served.
"""

from __future__ import annotations

import base64
import json
import secrets
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from indexer.cluster.address import read_address
from indexer.cluster.client import Client, NotThere, Refused
from indexer.cluster.local_documents import local_documents
from indexer.cluster.mapping import MAPPINGS, document, settings
from indexer.cluster.published import Published, files_of, said, served, write_files
from indexer.cluster.statistics import Figures
from indexer.cluster.terms import StoredTerms, from_doc_values, unpack
from indexer.cluster.vocabulary_files import SAMPLE, STATISTICS
from indexer.cluster.vocabulary_files import write_files as write_vocabulary
from indexer.errors import ClusterUnavailable, CuaKhauError, IndexCorrupt
from indexer.model.article import Article
from indexer.searching.local.searcher import Searcher
from indexer.storage import IndexReader, open_index, rebuild
from indexer.storage.format.article_codec import decode
from indexer.storage.reader import generations
from indexer.storage.reader.segment_reader import ARTICLES, COLUMNS, SegmentReader

__all__ = ["Source", "copy_from_cluster", "copy_to_cluster", "sources"]

_BULK: Final = 4_000_000  # bytes of one request
_PAGE: Final = 500  # articles fetched at a time
Progress = Callable[[int], None]


def copy_to_cluster(
    index: Path, place: str | Path, *, shards: int, replicas: int, progress: Progress
) -> int:
    """Copy the local index at `index` to an address; returns its articles. `progress` is told
    how many are there.

    Raises what opening the index raises, BadQuery for another kind of address, IndexCorrupt where
    an article is damaged, and ClusterUnavailable.
    """
    snapshot = open_index(index).snapshot()
    generation = generations.folder_of(index, generations.current(index).name)
    rules = generations.read_settings(generation).knowledge
    _publish(snapshot, rules, Client(read_address(place)), (shards, replicas), progress)
    return snapshot.doc_count


def _publish(
    snapshot: IndexReader,
    rules: str,
    client: Client,
    spread: tuple[int, int],
    progress: Progress,
) -> None:
    """Copy a snapshot into the cluster, in so many shards with so many replicas, and serve it."""
    name = client.address.name
    index = f"{name}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
    before = _served_before(client)
    try:
        client.write("PUT", f"/{index}", {"settings": settings(*spread), "mappings": MAPPINGS})
        with tempfile.TemporaryDirectory() as folder:
            write_vocabulary(snapshot, Path(folder))
            write_files(client, index, Path(folder), spread[1])
            seals = _seals(Path(folder))
        _load(snapshot, client, index, progress)
        figures = Figures(
            snapshot.doc_count,
            snapshot.average_title_length,
            snapshot.average_body_length,
            Searcher(snapshot).newest_day,
        )
        published = Published(index, f"{index}.{snapshot.generation}", figures, rules, seals)
        client.write("PUT", f"/{index}/_mapping", {"_meta": said(published)})
        switch = [{"add": {"index": index, "alias": name}}]
        if before:
            switch.insert(0, {"remove": {"index": before, "alias": name}})
        client.write("POST", "/_aliases", {"actions": switch})
    except Refused as error:
        _delete(client, index)
        raise ClusterUnavailable(str(error)) from error
    except BaseException:
        _delete(client, index)
        raise
    _forget(client, {index, before})


def _served_before(client: Client) -> str:
    """The copy that is served now, whatever version wrote it; "" when there is none.

    Raises ClusterUnavailable where something else bears the name.
    """
    name = client.address.name
    try:
        found = list(client.get(f"/_alias/{name}"))
    except NotThere:
        found = []
    if len(found) > 1 or (found and not found[0].startswith(f"{name}-")):
        raise ClusterUnavailable(f"{name} names something else in the cluster")
    return found[0] if found else ""


def _seals(folder: Path) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for stem in (STATISTICS, SAMPLE):
        columns, articles = SegmentReader(folder / stem).seals
        found[stem + COLUMNS] = (columns.size, columns.checksum)
        found[stem + ARTICLES] = (articles.size, articles.checksum)
    return found


def _load(snapshot: IndexReader, client: Client, index: str, progress: Progress) -> None:
    """Write every article, and make sure that the cluster has them all, on disk."""
    number = 0
    lines: list[bytes] = []
    size = 0
    for number, one in enumerate(local_documents(snapshot), 1):
        content = document(one.terms, number, one.stored)
        lines += [
            f'{{"index":{{"_id":"{number}"}}}}'.encode(),
            json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"),
        ]
        size += len(lines[-1])
        if size > _BULK:
            _bulk(client, index, lines)
            progress(number)
            lines, size = [], 0
    if lines:
        _bulk(client, index, lines)
    progress(number)
    client.write("POST", f"/{index}/_refresh")
    client.write("POST", f"/{index}/_flush")
    client.write("PUT", f"/{index}/_settings", {"index": {"refresh_interval": "1s"}})
    there = client.get(f"/{index}/_count")
    if there["count"] != snapshot.doc_count or there["_shards"]["failed"]:
        raise ClusterUnavailable(f"the cluster has {there['count']} of {snapshot.doc_count}")


def _bulk(client: Client, index: str, lines: list[bytes]) -> None:
    """Write some articles. Each has its number as its name, so that it may be sent twice."""
    wanted = b"\n".join(lines) + b"\n"
    found = client.write("POST", f"/{index}/_bulk", wanted)
    if found["errors"]:
        failed = [one["index"] for one in found["items"] if one["index"]["status"] >= 300]
        raise ClusterUnavailable(f"the cluster refuses {len(failed)}: {failed[0].get('error')}")


def _delete(client: Client, index: str) -> None:
    """Remove a copy and its files, as well as the cluster lets us."""
    for one in (index, files_of(index)):
        with suppress(CuaKhauError, NotThere, Refused):
            client.write("DELETE", f"/{one}")


def _forget(client: Client, kept: set[str]) -> None:
    """Remove finished copies but those to be kept."""
    name = client.address.name
    try:
        found = client.get(f"/{name}-*/_mapping?filter_path=*.mappings._meta.layout")
    except NotThere:
        return
    for index in found:
        if index not in kept:
            _delete(client, index)


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a cluster holds it: itself, its terms, and the file it came from."""

    article: Article
    terms: StoredTerms
    origin: str


def copy_from_cluster(place: str | Path, index: Path, *, progress: Progress) -> int:
    """Make the local index at `index` hold what an archive in a cluster does, in one step; returns
    its articles.

    Raises what opening that archive raises, and IndexBusy when another process is writing.
    """
    client = Client(read_address(place))
    now = served(client)
    with rebuild(index) as writer:
        writer.knowledge = now.rules
        done = 0
        for done, source in enumerate(sources(client, now.index), 1):
            writer.add(source.article, words=source.terms.words, origin=source.origin)
            if done % _PAGE == 0:
                progress(done)
        if done != now.figures.articles:
            raise ClusterUnavailable(f"the cluster gives {done} of {now.figures.articles} articles")
    progress(done)
    return done


def sources(client: Client, index: str) -> Iterator[Source]:
    """Every article of a copy, by number. Raises IndexCorrupt where one cannot be read back."""
    last = 0
    while True:
        body = {
            "query": {"range": {"number": {"gt": last}}},
            "size": _PAGE,
            "sort": [{"number": "asc"}],
            "_source": ["record", "origin"],
            "docvalue_fields": ["number", "terms"],
        }
        hits = client.search(f"/{index}/_search?search_type=query_then_fetch", body)["hits"]["hits"]
        if not hits:
            return
        for hit in hits:
            last = int(hit["fields"]["number"][0])
            yield _source(hit, index)


def _source(hit: dict[str, Any], index: str) -> Source:
    try:
        return Source(
            decode(base64.b64decode(hit["_source"]["record"])),
            unpack(from_doc_values(hit["fields"]["terms"][0])),
            hit["_source"]["origin"],
        )
    except (ValueError, IndexError, KeyError, TypeError, zlib.error) as error:
        raise IndexCorrupt(f"article {hit.get('_id')} of {index} is damaged: {error}") from error
