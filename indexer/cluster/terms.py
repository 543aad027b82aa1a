"""An article's terms with their positions as bytes, stored beside it in the cluster.

Candidates are scored by the positions of the query's words: kept so, nothing is analysed again.

Layout, compressed: parts between NULs. JSON (id, numbers); JSON of facets; the compounds; the
terms, each between line feeds; and in 32 bits each how often every term stands there, then the
positions of one term after the other.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.storage.writer.segment_writer import DocumentTerms

__all__ = ["StoredTerms", "from_doc_values", "pack", "unpack"]

_PART = b"\0"
_LINE = b"\n"
_PLAIN = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class StoredTerms:
    """An article's terms as stored: how often each stands in it, and its places, one term after the
    other.
    """

    id: str
    numbers: Mapping[str, int]
    facets_said: bytes
    compounds: bytes
    terms: bytes
    times: memoryview
    positions: memoryview

    @property
    def facets(self) -> Mapping[str, Sequence[str]]:
        """Facet field → values."""
        return dict(json.loads(self.facets_said))

    @property
    def words(self) -> list[str]:
        """The compounds, each as often as it occurs."""
        return self.compounds.decode().split("\n") if self.compounds else []

    def whole(self) -> DocumentTerms:
        """What the article puts into an index, its record and origin apart."""
        made = self.only(self.terms[1:-1].split(_LINE) if len(self.terms) > 1 else [])
        made.words, made.facets = self.words, self.facets
        return made

    def only(self, wanted: Collection[bytes], *, facets: bool = False) -> DocumentTerms:
        """What the article puts into an index of those terms alone, in UTF-8; with its `facets`
        where they are asked for.
        """
        found: list[tuple[int, str]] = []
        for term in wanted:
            at = self.terms.find(_LINE + term + _LINE)
            if at < 0:
                continue
            place = self.terms.count(_LINE, 0, at)
            start = sum(self.times[:place])
            text = term.decode()
            positions = self.positions[start : start + self.times[place]].tolist()
            found += [(position, text) for position in positions]
        found.sort()
        title_ends = self.numbers.get("title_length", 0)
        return DocumentTerms(
            id=self.id,
            text=[term for _, term in found],
            positions=[position for position, _ in found],
            title=[term for position, term in found if position < title_ends],
            facets=self.facets if facets else {},
            numbers=self.numbers,
        )


def pack(
    document: DocumentTerms, terms: Sequence[str], times: Sequence[int], positions: Sequence[int]
) -> bytes:
    """The stored form of an article: `terms` each once, `times` how often each stands in it,
    `positions` of one term after the other. The rest is `document`'s.
    """
    said = _said({"id": document.id, "numbers": document.numbers})
    facets = _said({name: values for name, values in document.facets.items() if values})
    inside = _LINE + b"".join(term.encode() + _LINE for term in terms)
    counted = np.array([*times, *positions], dtype="<u4").tobytes()
    words = _LINE.join(word.encode() for word in document.words)
    return zlib.compress(_PART.join((said, facets, words, inside, counted)), 1)


def _said(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def from_doc_values(text: str) -> bytes:
    """What the cluster gives of a binary field's doc values: base64 for addresses, or plain, with
    padding or without.
    """
    plain = text.translate(_PLAIN).rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def unpack(data: bytes) -> StoredTerms:
    """What `pack` stored."""
    head, facets, compounds, terms, counted = zlib.decompress(data).split(_PART, 4)
    said = json.loads(head)
    count = terms.count(_LINE) - 1
    numbers = np.frombuffer(counted, dtype="<u4").astype(np.uint32).data
    return StoredTerms(
        said["id"],
        said["numbers"],
        facets,
        compounds,
        terms,
        numbers[:count],
        numbers[count:],
    )
