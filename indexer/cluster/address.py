"""Where an archive in a cluster is: `opensearch+https://host1:9200,host2:9200/name`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import BadQuery

__all__ = ["Address", "read_address"]

_FORM = re.compile(r"opensearch\+(https?):/{1,2}([^/@]+)/([^/]+)/?", re.ASCII)
_HOST = re.compile(r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::(\d{1,5}))?", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}", re.ASCII)
_PORT = 9200


@dataclass(frozen=True, slots=True)
class Address:
    """The nodes to ask, (host, port), and the name of the archive there; `secure`: by TLS."""

    hosts: tuple[tuple[str, int], ...]
    name: str
    secure: bool

    def __str__(self) -> str:
        nodes = ",".join(f"{host}:{port}" for host, port in self.hosts)
        return f"opensearch+http{'s' if self.secure else ''}://{nodes}/{self.name}"


def read_address(place: str | Path) -> Address:
    """The parts of an address; a Path has lost one of its slashes.

    Raises BadQuery where it has another form: user and password stand in the environment, never
    here.

    >>> read_address("opensearch+http://a:9201,b/kho").hosts
    (('a', 9201), ('b', 9200))
    """
    found = _FORM.fullmatch(str(place).replace("\\", "/"))
    hosts = [_HOST.fullmatch(host) for host in found[2].split(",")] if found else []
    if not found or not all(hosts) or not _NAME.fullmatch(found[3]):
        raise BadQuery(
            "an archive in a cluster is named opensearch+https://host1:9200,host2:9200/name; "
            "the name in small letters, user and password in the environment",
            "index",
        )
    named = tuple((host[1].strip("[]"), int(host[2] or _PORT)) for host in hosts if host)
    return Address(named, found[3], found[1] == "https")
