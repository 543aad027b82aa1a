"""Where the articles of an index came from: the file of each and the digest of what was read
there, as one string, "file<TAB>digest", and after it "+" and the mark of what people corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Final

import numpy as np

from indexer.building.holding import Holding
from indexer.storage import IndexReader, Segment

__all__ = ["Provenance", "file_of", "is_marked", "with_mark", "without_mark"]

_NO_FILE: Final = "\t"
FEW_ASKED: Final = 1_000
"""Look-ups after which reading all origins at once is the shorter way."""


class Provenance:
    """Id → origin ("file<TAB>digest", or "" when it was not given one) of every live article of a
    snapshot.
    """

    def __init__(self, snapshot: Holding | None) -> None:
        self._snapshot = snapshot
        self._all: dict[str, str] | None = None if snapshot is not None else {}
        self._asked = 0

    def get(self, id_: str) -> str | None:
        """The origin of an article, None when it is not there."""
        if self._snapshot is not None and not isinstance(self._snapshot, IndexReader):
            return self._snapshot.origin(id_)
        if self._all is None and self._snapshot is not None and self._asked < FEW_ASKED:
            self._asked += 1
            doc = self._snapshot.find(id_)
            return None if doc is None else self._of(self._snapshot, doc)
        return self.all().get(id_)

    def all(self) -> dict[str, str]:
        """All of them."""
        if self._all is None:
            self._all = {}
            if isinstance(self._snapshot, IndexReader):
                for segment in self._snapshot.segments:
                    self._all.update(_live(segment))
            elif self._snapshot is not None:
                self._all.update(self._snapshot.origins())
        return self._all

    @staticmethod
    def _of(snapshot: IndexReader, doc: int) -> str:
        segment = next(
            segment for segment in snapshot.segments if doc < segment.base + segment.doc_count_all
        )
        field = segment.file.field("origin")
        places = np.flatnonzero(field.all_docs.whole() == doc - segment.base)
        if not len(places):
            return ""
        return field.term(int(np.searchsorted(field.post_offsets, places[0], side="right")) - 1)


def _live(segment: Segment) -> Iterable[tuple[str, str]]:
    """(id, origin) of a segment's live articles."""
    ids, origins = [""] * segment.doc_count_all, [""] * segment.doc_count_all
    for doc, id_ in _values(segment, "id"):
        ids[doc] = id_
    for doc, origin in _values(segment, "origin"):
        origins[doc] = origin
    live = segment.live.tolist() if segment.live is not None else repeat(True, len(ids))
    return ((id_, origin) for id_, origin, lives in zip(ids, origins, live, strict=True) if lives)


def _values(segment: Segment, name: str) -> Iterator[tuple[int, str]]:
    """(document, value) of a field that has one value a document."""
    field = segment.file.field(name)
    values = field.terms()
    ordinals = field.per_posting(np.arange(len(values), dtype=np.uint32)).tolist()
    return zip(field.all_docs.whole().tolist(), map(values.__getitem__, ordinals), strict=True)


def file_of(origin: str) -> str:
    """The file an origin names."""
    return origin.rpartition("\t")[0]


def is_marked(origin: str) -> bool:
    """Does an origin bear the mark of corrections?"""
    return "+" in origin.rpartition("\t")[2]


def without_mark(origin: str) -> str:
    """An origin as it is without corrections."""
    file, tab, digest = origin.rpartition("\t")
    bare = digest.partition("+")[0]
    return f"{file}{tab}{bare}" if file or bare else ""


def with_mark(origin: str, mark: str) -> str:
    """An origin without corrections, with the mark of some; "" is the mark of none."""
    return f"{origin or _NO_FILE}+{mark}" if mark else origin
