"""The version of what is known: a digest of the rules and tables by which articles are read.

It stands in an index's settings. A build under other rules reads every article again, and
`indexer status`, `indexer check` and the server's log say that an index is older than the rules.

The digest is over the bytes of the files themselves, code and tables, not over a number that
somebody must remember to raise: a forgotten number leaves old facts in an archive for years, an
unneeded reading costs minutes. Line ends do not count. Nothing of this is asked by a search.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from indexer.building.place import place_of

__all__ = ["is_current", "known_of", "rules"]

_PROGRAM = Path(__file__).parents[1]
_ROOMS = ("gazetteer", "language", "reading")
_FILES = ("model/facets.py", "storage/writer/analysis.py")
"""What an article is filed under, and how that is read from it."""
_KINDS = (".csv", ".py")


@cache
def rules() -> str:
    """The version of the rules and tables of this program: 24 hexadecimal digits."""
    return digest(_PROGRAM)


def digest(program: Path) -> str:
    """The version of what a program's folder knows, the same on every system."""
    whole = blake2b(digest_size=12)
    for path in _read_by(program):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.relative_to(program).as_posix()}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _read_by(program: Path) -> Iterator[Path]:
    """The files that decide what is read, in a fixed order."""
    for room in _ROOMS:
        found = (path for path in (program / room).rglob("*") if path.suffix in _KINDS)
        yield from sorted(found, key=lambda path: path.relative_to(program).as_posix())
    yield from (program / name for name in _FILES)


def known_of(index: Path) -> str:
    """The version of the rules by which every article of an index was read; "" when unknown.

    Raises IndexMissing, IndexOutdated, IndexCorrupt and FileNotFoundError; of a cluster
    ClusterUnavailable, too.
    """
    return place_of(index).knowledge


def is_current(index: Path) -> bool:
    """Was an index read by the rules of this program? Raises as `known_of` does."""
    return known_of(index) == rules()
