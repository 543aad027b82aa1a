"""Looking after an archive in a cluster: is every article there and sound, how large is it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.cluster.address import read_address
from indexer.cluster.client import Client, NotThere
from indexer.cluster.documents import Stored, stored
from indexer.cluster.published import files_of, served
from indexer.errors import ClusterUnavailable, IndexCorrupt

__all__ = ["State", "check", "state_of"]


@dataclass(frozen=True, slots=True)
class State:
    """Shards that answer, bytes of all copies of them, when what they hold was written, and the
    version of the rules by which it was read.
    """

    shards: int
    size: int
    updated: str
    rules: str


def check(place: str | Path) -> int:
    """Read every article that an archive holds; returns how many.

    Raises what opening it raises, IndexCorrupt where an article is damaged, and ClusterUnavailable
    where some are missing.
    """
    client = Client(read_address(place))
    now = served(client)
    done = sum(map(_is_sound, stored(client, now)))
    if done != now.figures.articles:
        raise ClusterUnavailable(f"the cluster gives {done} of {now.figures.articles} articles")
    return done


def _is_sound(source: Stored) -> bool:
    """True. Raises IndexCorrupt where the two halves of a document are of two articles."""
    if source.article.id != source.terms.id:
        raise IndexCorrupt(f"article {source.terms.id} is stored under another id")
    return True


def state_of(place: str | Path) -> State:
    """What the cluster says of an archive. Raises what opening it raises."""
    client = Client(read_address(place))
    now = served(client)
    try:
        stats = client.get(f"/{now.index},{files_of(now.index)}/_stats/store")
    except NotThere:  # replaced at this moment
        raise ClusterUnavailable(f"{now.index} was replaced; ask again") from None
    return State(
        int(stats["_shards"]["successful"]),
        int(stats["_all"]["total"]["store"]["size_in_bytes"]),
        datetime.fromtimestamp(now.made).astimezone().isoformat(timespec="seconds"),
        now.rules,
    )
