"""What an archive in a cluster says of itself, and the files that go with it.

An archive is an index `name-<time>-<random>`; beside it `<index>-files` holds the files and, as the
document `generation`, what is said here. The alias `name` points to the index that is served,
`name~files` to its files. An index takes further articles while it is served: they are seen when
`generation` says so, which is written last.
"""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from indexer.cluster.client import Client, NotThere, make_index
from indexer.cluster.same_text import Groups
from indexer.cluster.statistics import Figures
from indexer.errors import ClusterUnavailable, IndexCorrupt, IndexMissing, IndexOutdated
from indexer.language import ANALYSIS_VERSION
from indexer.storage.format.schema import SCHEMA_VERSION

__all__ = [
    "GENERATION",
    "Published",
    "Revision",
    "changes_here",
    "files_alias",
    "files_of",
    "make_files",
    "note_change",
    "publish",
    "read_files",
    "revised",
    "served",
    "write_files",
]

LAYOUT: Final = 4  # of the cluster's mapping and of what is said here
_PART: Final = 4_000_000
"""Bytes of a file in one document, before they are compressed."""
GENERATION: Final = "generation"
"""The document that says what is served."""


@dataclass(frozen=True, slots=True)
class Published:
    """An archive as it is served. Its articles are the documents of `index` with numbers up to
    `top`, but for those in `gone`.

    `commit` counts the changes of the index, `made` is the time of the last in seconds since 1970;
    `rules` is the version of the rules by which its articles were read; `seals` are sizes and
    checksums of its files; `spread` says in how many shards and with how many replicas it is kept.
    """

    index: str
    commit: int
    made: float
    top: int
    gone: tuple[int, ...]
    figures: Figures
    rules: str
    seals: dict[str, tuple[int, int]]
    spread: tuple[int, int]
    sampled: int = 0
    """The highest number when the sample of articles was drawn."""
    groups: Groups = ()
    """Articles of the same text."""

    @property
    def generation(self) -> str:
        """Changes with every change of the archive."""
        return f"{self.index}.{self.commit}"


@dataclass(frozen=True, slots=True)
class Revision:
    """Which writing of `generation` was read: the next one goes in its place, or not at all."""

    number: int
    term: int


def _said(published: Published) -> dict[str, Any]:
    versions = {
        "layout": LAYOUT,
        "schema": str(SCHEMA_VERSION),  # more bits than a number in JSON is sure of
        "analysis": str(ANALYSIS_VERSION),
    }
    return {"said": versions | asdict(published)}


def served(client: Client) -> Published:
    """The archive as it is served. Raises IndexMissing, IndexOutdated, IndexCorrupt or
    ClusterUnavailable.
    """
    return revised(client)[0]


def revised(client: Client) -> tuple[Published, Revision]:
    """The same, and which writing of it that was. Raises as `served` does."""
    name = client.address.name
    try:
        found = client.fetch(f"/{files_alias(name)}/_doc/{GENERATION}")
        said = found["_source"]["said"]
        revision = Revision(int(found["_seq_no"]), int(found["_primary_term"]))
    except NotThere:
        raise _missing(client) from None
    except (KeyError, TypeError, ValueError) as error:
        raise IndexCorrupt(f"{name} does not say what it holds") from error
    versions = (LAYOUT, str(SCHEMA_VERSION), str(ANALYSIS_VERSION))
    if (said.get("layout"), said.get("schema"), said.get("analysis")) != versions:
        raise IndexOutdated(f"{name} was written by another version of the program")
    return _read(said), revision


def _missing(client: Client) -> IndexMissing | IndexOutdated | IndexCorrupt:
    """Why nothing is said of an archive."""
    name = client.address.name
    try:
        found = client.get(f"/{name}/_mapping?filter_path=*.mappings._meta.layout")
    except NotThere:
        return IndexMissing(f"there is no archive {name} in the cluster")
    if found:  # before layout 2 the mapping said it
        return IndexOutdated(f"{name} was written by another version of the program")
    return IndexCorrupt(f"{name} does not name a finished copy of an archive")


def _read(said: dict[str, Any]) -> Published:
    try:
        return Published(
            str(said["index"]),
            int(said["commit"]),
            float(said["made"]),
            int(said["top"]),
            tuple(map(int, said["gone"])),
            Figures(**said["figures"]),
            str(said["rules"]),
            {name: (int(size), int(checksum)) for name, (size, checksum) in said["seals"].items()},
            (int(said["spread"][0]), int(said["spread"][1])),
            int(said["sampled"]),
            tuple(tuple(map(int, row)) for row in said["groups"]),
        )
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise IndexCorrupt(f"{said.get('index')} does not say what it holds") from error


def files_of(index: str) -> str:
    """The index that holds the files of an archive."""
    return f"{index}-files"


def files_alias(name: str) -> str:
    """What names the files of the archive that is served."""
    return f"{name}~files"


def make_files(client: Client, index: str, replicas: int) -> None:
    """Make the index that is to hold the files of an archive."""
    body = {
        "settings": {"number_of_shards": 1, "number_of_replicas": replicas},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "part": {"type": "binary"},
                "said": {"type": "object", "enabled": False},
            },
        },
    }
    make_index(client, files_of(index), body)


def publish(client: Client, published: Published, before: Revision | None) -> None:
    """Say what an archive holds now, in place of what was read `before`.

    Raises Conflict where something else was said meanwhile.
    """
    path = f"/{files_of(published.index)}/_doc/{GENERATION}?refresh=true"
    if before is not None:
        path += f"&if_seq_no={before.number}&if_primary_term={before.term}"
    client.write("PUT", path, _said(published))
    note_change(client)


_MADE_HERE: Final[Counter[str]] = Counter()


def note_change(client: Client) -> None:
    """Remember that this process has changed what an archive serves."""
    _MADE_HERE[str(client.address)] += 1


def changes_here(client: Client) -> int:
    """How often it has: readers beside a writer see what it wrote at once."""
    return _MADE_HERE[str(client.address)]


def write_files(client: Client, index: str, folder: Path, names: Sequence[str]) -> None:
    """Store files of an archive from a folder."""
    home = files_of(index)
    for name in names:
        for number, part in enumerate(_parts(folder / name)):
            body = {"part": base64.b64encode(zlib.compress(part, 1)).decode()}
            client.write("PUT", f"/{home}/_doc/{name}:{number}", body)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def read_files(client: Client, published: Published, names: Sequence[str], folder: Path) -> None:
    """Fetch files of an archive into a folder. Whether they are whole, their seals tell."""
    for name in names:
        with (folder / name).open("wb") as file:
            for number in range(-(-published.seals[name][0] // _PART)):
                file.write(_part(client, published.index, f"{name}:{number}"))


def _part(client: Client, index: str, part: str) -> bytes:
    try:
        found = client.fetch(f"/{files_of(index)}/_doc/{part}")
        return zlib.decompress(base64.b64decode(found["_source"]["part"]))
    except NotThere:
        raise ClusterUnavailable(f"{index} lacks {part}") from None
    except (KeyError, ValueError, zlib.error) as error:
        raise IndexCorrupt(f"{part} of {index} is damaged") from error
