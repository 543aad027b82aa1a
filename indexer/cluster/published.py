"""What a copy of an archive says of itself in the cluster, and the files that go with it.

A copy is an index `name-<time>-<random>`, its files are documents of `<index>-files`, and the alias
`name` points to the copy that is served. What a copy says stands in the metadata of its mapping,
written last: an index without it was never finished.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from indexer.cluster.client import Client, NotThere
from indexer.cluster.statistics import Figures
from indexer.cluster.vocabulary_files import FILES
from indexer.errors import ClusterUnavailable, IndexCorrupt, IndexMissing, IndexOutdated
from indexer.language import ANALYSIS_VERSION
from indexer.storage.format.schema import SCHEMA_VERSION

__all__ = ["Published", "files_of", "read_files", "said", "served", "write_files"]

LAYOUT: Final = 1  # of the cluster's mapping and of what is said here
_PART: Final = 4_000_000
"""Bytes of a file in one document, before they are compressed."""


@dataclass(frozen=True, slots=True)
class Published:
    """A copy: its index, its generation, the archive's figures, the version of the rules by which
    its articles were read, and the sizes and checksums of its files.
    """

    index: str
    generation: str
    figures: Figures
    rules: str
    seals: dict[str, tuple[int, int]]


def said(published: Published) -> dict[str, Any]:
    """What the metadata of a copy's mapping say."""
    return {
        "layout": LAYOUT,
        "schema": str(SCHEMA_VERSION),  # more bits than a number in JSON is sure of
        "analysis": str(ANALYSIS_VERSION),
        "generation": published.generation,
        "figures": asdict(published.figures),
        "rules": published.rules,
        "seals": {name: list(seal) for name, seal in published.seals.items()},
    }


def served(client: Client) -> Published:
    """The copy that is served. Raises IndexMissing, IndexOutdated, IndexCorrupt or
    ClusterUnavailable.
    """
    name = client.address.name
    try:
        found = client.get(f"/{name}/_mapping?filter_path=*.mappings._meta")
    except NotThere:
        raise IndexMissing(f"there is no archive {name} in the cluster") from None
    if len(found) != 1:
        raise IndexCorrupt(f"{name} does not name one finished copy of an archive")
    ((index, content),) = found.items()
    meta = content.get("mappings", {}).get("_meta", {})
    versions = (LAYOUT, str(SCHEMA_VERSION), str(ANALYSIS_VERSION))
    if (meta.get("layout"), meta.get("schema"), meta.get("analysis")) != versions:
        raise IndexOutdated(f"{index} was written by another version of the program")
    try:
        return Published(
            index,
            meta["generation"],
            Figures(**meta["figures"]),
            meta["rules"],
            {name: (int(size), int(checksum)) for name, (size, checksum) in meta["seals"].items()},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IndexCorrupt(f"{index} does not say what it holds") from error


def files_of(index: str) -> str:
    """The index that holds the files of a copy."""
    return f"{index}-files"


def write_files(client: Client, index: str, folder: Path, replicas: int) -> None:
    """Store the files of a copy from a folder."""
    home = files_of(index)
    client.write(
        "PUT",
        f"/{home}",
        {
            "settings": {"number_of_shards": 1, "number_of_replicas": replicas},
            "mappings": {"dynamic": "strict", "properties": {"part": {"type": "binary"}}},
        },
    )
    for name in FILES:
        parts = [zlib.compress(part) for part in _parts(folder / name)]
        for number, part in enumerate(parts):
            body = {"part": base64.b64encode(part).decode()}
            client.write("PUT", f"/{home}/_doc/{name}:{number}", body)
    client.write("POST", f"/{home}/_flush")


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_PART):
            yield part


def read_files(client: Client, published: Published, folder: Path) -> None:
    """Fetch the files of a copy into a folder. Whether they are whole, their seals tell."""
    for name, (size, _) in published.seals.items():
        if name not in FILES:
            raise IndexCorrupt(f"{published.index} names a file that there is not")
        with (folder / name).open("wb") as file:
            number = 0
            while file.tell() < size:
                file.write(_part(client, published.index, name, number))
                number += 1


def _part(client: Client, index: str, name: str, number: int) -> bytes:
    try:
        found = client.get(f"/{files_of(index)}/_doc/{name}:{number}")
        return zlib.decompress(base64.b64decode(found["_source"]["part"]))
    except NotThere:
        raise ClusterUnavailable(f"{index} lacks part {number} of {name}") from None
    except (KeyError, ValueError, zlib.error) as error:
        raise IndexCorrupt(f"part {number} of {name} is damaged") from error
