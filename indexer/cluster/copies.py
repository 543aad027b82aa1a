"""The copies of an archive that there are in a cluster: which is served, which were never finished,
which are of no use any more; and what a new one is to be like.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Final

from indexer.cluster.client import Client, NotThere, Refused
from indexer.cluster.loading import delete_all
from indexer.cluster.published import GENERATION, Published, files_of
from indexer.errors import BadQuery, ClusterUnavailable, CuaKhauError

__all__ = [
    "Spread",
    "delete_copy",
    "forget",
    "need_nodes",
    "remove_litter",
    "remove_unfinished",
    "served_index",
    "spread_of_environment",
]

_LITTER: Final = 10_000  # documents looked for at a time
_SPREAD: Final = ("CUAKHAU_CLUSTER_SHARDS", "CUAKHAU_CLUSTER_REPLICAS")
Spread = tuple[int, int]
"""Shards, and replicas of each."""


def remove_litter(client: Client, published: Published) -> None:
    """Remove articles that nobody sees, written by a writer that did not end."""
    client.write("POST", f"/{published.index}/_refresh")
    body = {
        "query": {"range": {"number": {"gt": published.top}}},
        "size": _LITTER,
        "_source": False,
    }
    path = f"/{published.index}/_search?search_type=query_then_fetch"
    while hits := client.search(path, body)["hits"]["hits"]:
        delete_all(client, published.index, [hit["_id"] for hit in hits])
        client.write("POST", f"/{published.index}/_refresh")


def spread_of_environment() -> Spread:
    """Shards and replicas of an archive that is not there yet. Raises BadQuery."""
    told = [os.environ.get(name) or "1" for name in _SPREAD]
    if not re.fullmatch(r"[1-9]\d{0,2} \d", " ".join(told), re.ASCII):
        raise BadQuery(f"{_SPREAD[0]}: 1–999, {_SPREAD[1]}: 0–9", "cluster")
    return int(told[0]), int(told[1])


def need_nodes(client: Client, copies: int) -> None:
    """Raise ClusterUnavailable where there are fewer data nodes than copies to be kept."""
    nodes = int(client.get("/_cluster/health")["number_of_data_nodes"])
    if nodes < copies:
        raise ClusterUnavailable(
            f"{copies} copies of every article are to be kept, and the cluster has {nodes} data "
            f"nodes; {_SPREAD[1]}=0 where one copy is enough"
        )


def served_index(client: Client) -> str:
    """The index that is served now, whatever version wrote it; "" when there is none.

    Raises ClusterUnavailable where several are.
    """
    name = client.address.name
    try:
        found = list(client.get(f"/_alias/{name}"))
    except NotThere:
        return ""
    if len(found) > 1:
        raise ClusterUnavailable(f"{name} names something else in the cluster")
    return found[0] if found else ""


def _copies(client: Client) -> dict[str, bool]:
    """The indexes that writers have made for this archive; which of them were finished."""
    name = client.address.name
    own = re.compile(re.escape(name) + r"-\d{14}-[0-9a-f]{6}")
    found: dict[str, bool] = {}
    with suppress(NotThere):
        for index in client.get(f"/{name}-*/_settings/index.uuid"):
            if own.fullmatch(index):
                found[index] = _is_finished(client, index)
    return found


def _is_finished(client: Client, index: str) -> bool:
    try:
        client.fetch(f"/{files_of(index)}/_doc/{GENERATION}")
    except NotThere:
        return False
    return True


def remove_unfinished(client: Client, served: str) -> None:
    """Remove copies that writers began and did not end."""
    for index, finished in _copies(client).items():
        if not finished and index != served:
            delete_copy(client, index)


def forget(client: Client, kept: set[str]) -> None:
    """Remove copies but those to be kept."""
    for index in _copies(client):
        if index not in kept:
            delete_copy(client, index)


def delete_copy(client: Client, index: str) -> None:
    """Remove a copy and its files, as well as the cluster lets us."""
    for one in (index, files_of(index)):
        with suppress(CuaKhauError, NotThere, Refused):
            client.write("DELETE", f"/{one}")
