"""What is indexed: the fields, how their terms are keyed, and where title and body stand among the
positions.

A term's key is its folded form, a NUL and the exact form, so that all spellings of a bare syllable,
and all terms with a bare prefix, are neighbours in the dictionary. Fields that are never typed bare
use the exact form alone.
"""

from __future__ import annotations

from typing import Final, Literal
from zlib import crc32

from indexer.model.facets import FACETS as FACET_SPECS
from indexer.records import dataclass

__all__ = [
    "FACETS",
    "FIELDS",
    "NUMBERS",
    "POSITION_GAP",
    "SCHEMA_VERSION",
    "UNKNOWN",
    "Field",
    "exact",
    "key_of",
]

POSITION_GAP: Final = 64
"""Positions left free between the title and the text, and between parts of different kinds; a
phrase's slop stays below.
"""

UNKNOWN: Final = "unknown"
"""The value of the facets `year` and `month` for articles without a known date."""

Kind = Literal["positions", "frequencies", "documents"]


@dataclass(frozen=True, slots=True)
class Field:
    """`kind` says what a posting holds beside the document; `folded` whether terms are keyed by
    their folded form.
    """

    name: str
    kind: Kind
    folded: bool = False


FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in (
        Field("text", "positions", folded=True),  # title from position 0, the rest after a gap
        Field("title", "frequencies", folded=True),
        Field("words", "frequencies", folded=True),  # pyvi's compounds, syllables joined by "_"
        *(
            # of a tree every value and its parent, in the other field "parent<TAB>value"; of years
            # every one the date touches, or UNKNOWN, in the other field "2025-03": the month the
            # date starts in, when known that well, or UNKNOWN
            Field(name, "documents", folded=name == facet.name and facet.shape != "time")
            for facet in FACET_SPECS.values()
            for name in facet.fields
        ),
        Field("id", "documents"),
        Field("origin", "documents"),  # "path<TAB>fingerprint" of the file an article came from
        Field("date_start", "documents"),
        Field("date_end", "documents"),
        Field("title_length", "documents"),
        Field("lead_length", "documents"),
        Field("body_length", "documents"),
        Field("body_end", "documents"),
    )
}

FACETS: Final = tuple(name for facet in FACET_SPECS.values() for name in facet.fields)
NUMBERS: Final = (
    "date_start",
    "date_end",
    "title_length",
    "lead_length",
    "body_length",
    "body_end",
)
"""Numbers per document. Dates are days (1 is 0001-01-01), lengths count positions without gaps;
`body_end` is the position where the body ends and "related" parts may follow.
"""


_LAYOUT = 7
SCHEMA_VERSION: Final = _LAYOUT << 32 | crc32(
    " ".join(f"{f.name}:{f.kind}:{f.folded}" for f in FIELDS.values()).encode()
)
"""How files are laid out, and which fields there are: an index without a field that this version
reads, such as that of a new facet, is built anew.
"""


def key_of(term: str, folded: str | None) -> bytes:
    """The dictionary key of a term; `folded` is None in fields that are not keyed by
    folded forms.
    """
    return term.encode() if folded is None else f"{folded}\0{term}".encode()


def exact(key: bytes) -> str:
    """The term a key stands for."""
    return key[key.find(b"\0") + 1 :].decode()
