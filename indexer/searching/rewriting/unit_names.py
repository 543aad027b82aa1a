"""What names and terms of the tables, or of nobody's table, the words of a query may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.gazetteer.place_names import districts_named, places_named
from indexer.language import Variant, agrees
from indexer.language.lexicon.terms import terms_named
from indexer.model.results import UnitKind
from indexer.searching.rewriting.query_unit import Row
from indexer.searching.rewriting.spelling.lattice import has_marks
from indexer.searching.rewriting.spelling.speller import Read

__all__ = [
    "FORCED",
    "TERM",
    "bears_its_marks",
    "is_unheld_place",
    "may_be",
    "may_be_named",
    "named_rows",
    "typed_word",
]

# a name of the gazetteer beside a word that stands as often: provinces and regions are what is
# asked for most, districts (Đất Đỏ, Sông Cầu) are words as often as not
UNIT_PRIOR = 8.0
PLACE_PRIOR = 4.0
DISTRICT_PRIOR = 1.5
FORCED = 2.0  # what a joint of a name, a term or an abbreviation scores
DISTRICT = 0.8  # and one of a district
TERM = 1.0  # and one of a term of the trade


def typed_word(read: Read) -> str:
    """A word as typed, its keystrokes decoded."""
    return read.typed.text if read.origin is None else read.best


def may_be(reads: Sequence[Read], row: Row) -> bool:
    """Is every word of a row among the spellings that a word may stand for? One taken as typed
    stands for itself alone.
    """
    return all(
        any(spelling.term == term for spelling in read.word.spellings)
        for read, term in zip(reads, row, strict=True)
    )


def bears_its_marks(typed: Row, row: Row) -> bool:
    """May a row be the name that was typed? One with marks on every word bears no others: «Thiên
    Bảo» is no «Thiện Bảo»; «Vương Nghi» may be Vương Nghị.
    """
    return not all(map(has_marks, typed)) or agrees(typed, row, Variant.SPELLING)


def may_be_named(reads: Sequence[Read], row: Row) -> bool:
    """May a row be a name that is in no table? Beside words with marks, one that was read just as
    it was typed stays so: «Mai Phan Dũng» is no «mại phan».
    """
    if not any(has_marks(read.typed.text) for read in reads):
        return any(read.typed.text != read.best for read in reads) or row == tuple(
            map(typed_word, reads)
        )
    return all(
        read.best != read.typed.text or term == read.best
        for read, term in zip(reads, row, strict=True)
    )


def is_unheld_place(reads: Sequence[Read], typed: Row) -> bool:
    """Are the words a place of the tables, with its capitals and marks? It is one though no article
    names it: its syllables here and there are nothing of it.
    """
    if not all(read.typed.raw[:1].isupper() for read in reads):
        return False
    return any(typed in place.writings for place in places_named(typed))


def named_rows(typed: Row) -> Iterator[tuple[UnitKind, Row, float, float]]:
    """Names and terms of the tables that the words typed may be: (kind, row, what each joint
    scores, how much likelier it is than a word that stands as often).
    """
    for place in places_named(typed):
        prior = UNIT_PRIOR if place.kind in ("province", "region", "country") else PLACE_PRIOR
        for row in place.writings:
            if agrees(typed, row):
                yield "place", row, FORCED, prior
    for row in districts_named(typed):
        yield "place", row, DISTRICT, DISTRICT_PRIOR
    for row in terms_named(typed):
        yield "term", row, TERM, 1.0
