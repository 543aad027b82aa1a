"""The folder that lies beside an archive in a cluster: what a local index has in its directory of
corrections, articles that were sent, and articles that are kept away.

The cluster has it, a document a file in the index `name-beside`; each machine that writes or shows
it keeps a copy, which is brought up to date before it is read, and by the writer handed back before
its commit. What waits to be taken in (`inbox`) and how files of sources looked are a machine's own.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, Final

from indexer.cluster.client import Client, NotThere, make_index
from indexer.cluster.loading import Bulk
from indexer.errors import ClusterUnavailable, IndexCorrupt
from indexer.storage.durability import Lock, locked, make_folder, remove, write

__all__ = ["Beside", "fill"]

_FILES: Final = ("corrections.csv", "corrections-history.csv")
_FOLDERS: Final = ("submitted", "hidden")
_VERSION: Final = "version"
_KEPT: Final = ".beside.json"
"""The copy's own note: which version it is of, and the digest of each file then."""
_PAGE: Final = 1_000
_LOOKED_AGAIN: Final = 1.0  # seconds for which a copy is taken to be up to date
Digests = dict[str, str]


class Beside:
    """The folder of one archive. One per process and archive is enough; safe for threads."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._index = f"{client.address.name}-beside"
        self.folder = _home() / sha256(str(client.address).encode()).hexdigest()[:16]
        self._looked = -_LOOKED_AGAIN
        self._looking = threading.Lock()

    def read(self) -> Path:
        """The folder, as it was a second ago at most; while somebody here writes, as it is now.

        Raises ClusterUnavailable, IndexCorrupt and OSError.
        """
        with self._looking:
            if time.monotonic() - self._looked < _LOOKED_AGAIN:
                return self.folder
            self.make()
            with Lock(self.folder / "LOCK") as alone:
                if alone:  # else it is being changed, by who has brought it up to date
                    self._pull()
            self._looked = time.monotonic()
        return self.folder

    @contextmanager
    def changing(self, seconds: float) -> Iterator[Path]:
        """The folder, up to date and nobody else's here; call it as the archive's writer, and
        `push` what was changed. Raises as `read` does, and IndexBusy.
        """
        with locked(self.folder / "LOCK", seconds):
            self._pull()
            yield self.folder

    def make(self) -> None:
        """Make the folder, where only its owner may look. Raises OSError."""
        if not self.folder.is_dir():
            make_folder(self.folder)
            self.folder.chmod(0o700)

    def push(self) -> None:
        """Hand the cluster what was changed. Raises ClusterUnavailable and OSError."""
        _, before = self._kept()
        now = {name: _digest(self.folder / name) for name in _names(self.folder)}
        if now == before:
            return
        self._make_index()
        self._say(secrets.token_hex(8))  # whoever reads meanwhile looks again
        bulk = Bulk(self.client, self._index)
        for name, digest in now.items():
            if before.get(name) != digest:
                content = base64.b64encode(zlib.compress((self.folder / name).read_bytes(), 1))
                bulk.put(name, {"name": name, "digest": digest, "content": content.decode()})
        for name in before.keys() - now.keys():
            bulk.delete(name)
        bulk.flush()
        self.client.write("POST", f"/{self._index}/_refresh")
        version = secrets.token_hex(8)
        self._say(version)
        self._keep(version, now)

    def _pull(self) -> None:
        """Have the files that the cluster has, and no others."""
        version = self._version()
        known, digests = self._kept()
        if version == known:
            return
        there = self._there() if version else {}
        for name, digest in there.items():
            if digests.get(name) != digest or not (self.folder / name).exists():
                make_folder((self.folder / name).parent)
                write(self.folder / name, self._content(name))
        for name in list(_names(self.folder)):
            if name not in there:
                remove(self.folder / name)
        self._keep(version, there)

    def _version(self) -> str:
        """Which version the cluster has, "" when it has none."""
        try:
            found = self.client.fetch(f"/{self._index}/_doc/{_VERSION}")
        except NotThere:
            return ""
        return str(found["_source"]["digest"])

    def _there(self) -> Digests:
        """The files that the cluster has: name → digest. Raises IndexCorrupt for a name of another
        place.
        """
        found: Digests = {}
        after: list[Any] = []
        while True:
            body: dict[str, Any] = {
                "query": {"match_all": {}},
                "size": _PAGE,
                "sort": [{"name": "asc"}],
                "_source": ["name", "digest"],
            }
            if after:
                body["search_after"] = after
            answer = self.client.search(f"/{self._index}/_search?allow_no_indices=false", body)
            if answer["_shards"]["failed"]:
                raise ClusterUnavailable(f"a shard of {self._index} does not answer")
            hits = answer["hits"]["hits"]
            if not hits:
                return found
            for hit in hits:
                name = hit["_source"]["name"]
                if name == _VERSION:
                    continue
                if not _is_own(name):
                    raise IndexCorrupt(f"{self._index} names a file of another place: {name}")
                found[name] = hit["_source"]["digest"]
            after = hits[-1]["sort"]

    def _content(self, name: str) -> bytes:
        found = self.client.fetch(f"/{self._index}/_doc/{name.replace('/', '%2F')}")
        try:
            content = zlib.decompress(base64.b64decode(found["_source"]["content"]))
        except (KeyError, ValueError, zlib.error) as error:
            raise IndexCorrupt(f"{name} beside the archive is damaged") from error
        return content

    def _make_index(self) -> None:
        key = {"type": "keyword"}
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1"},
            "mappings": {
                "dynamic": "strict",
                "properties": {"name": key, "digest": key, "content": {"type": "binary"}},
            },
        }
        make_index(self.client, self._index, body)

    def _say(self, version: str) -> None:
        body = {"name": _VERSION, "digest": version}
        self.client.write("PUT", f"/{self._index}/_doc/{_VERSION}?refresh=true", body)

    def _kept(self) -> tuple[str, Digests]:
        try:
            kept = json.loads((self.folder / _KEPT).read_text("utf-8"))
            return str(kept["version"]), dict(kept["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return "?", {}

    def _keep(self, version: str, files: Digests) -> None:
        said = json.dumps({"version": version, "files": files})
        write(self.folder / _KEPT, said.encode("utf-8"))


def fill(folder: Path, other: Path) -> None:
    """Take over into a folder beside an archive what another has and it has not. Raises OSError."""
    for name in _names(other):
        if not (folder / name).exists():
            make_folder((folder / name).parent)
            write(folder / name, (other / name).read_bytes())


def _names(home: Path) -> Iterator[str]:
    """The files of a folder beside an archive, by their place in it."""
    for name in _FILES:
        if (home / name).is_file():
            yield name
    for folder in _FOLDERS:
        for path in sorted((home / folder).glob("[!.]*")):
            if path.is_file():
                yield f"{folder}/{path.name}"


def _home() -> Path:
    """Where the copies are: kept, for they hold what was promised and not yet taken in."""
    named = os.environ.get("CUAKHAU_CLUSTER_STATE")
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(named) if named else Path(base) / "cuakhau"


def _is_own(name: str) -> bool:
    """Is it the name of a file that lies in the folder, as `Beside` names them?"""
    folder, _, file = name.rpartition("/")
    in_place = name in _FILES if not folder else folder in _FOLDERS
    return in_place and not file.startswith(".") and not any(one in file for one in "\\:\0")


def _digest(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=16).hexdigest()
