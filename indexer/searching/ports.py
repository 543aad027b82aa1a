"""What understanding a query needs to know of an archive: its spellings, their frequencies, and
which words stand together.

A snapshot of the index offers this; tests use a small one over a dict. Nothing here reads postings
or articles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

__all__ = ["Vocabulary", "in_proportion"]


class Vocabulary(Protocol):
    """Read-only and cheap: each call is a binary search or a look-up, safe to make a few hundred
    times per query.
    """

    @property
    def doc_count(self) -> int:
        """Number of articles."""

    def spellings(self, key: str) -> Sequence[tuple[str, int]]:
        """Indexed terms whose folded form is `key`, with the number of articles that hold each."""

    def prefix(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` indexed terms whose folded form starts with `key`, with document
        frequencies, most frequent first.
        """

    def df(self, term: str) -> int:
        """Number of articles that hold exactly this term; 0 when it is not indexed."""

    def title_df(self, term: str) -> int:
        """Number of articles whose title holds exactly this term."""

    def following(self, head: Sequence[str], nexts: Sequence[tuple[str, ...]]) -> Sequence[int]:
        """About how many articles hold each of `nexts` (words in a row) right after the words
        `head`.
        """

    def parted(self, head: Sequence[str], words: tuple[str, ...]) -> bool:
        """Do a head and the words after it mostly belong to two phrases, with a comma or a full
        stop between?
        """

    def pair_counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> Sequence[Sequence[int]]:
        """How often each of `seconds` (columns) stands right after each of `firsts` (rows) in the
        archive.
        """

    def followers(self, first: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` words that most often stand right after `first`, with how often, most
        frequent first.
        """

    def compounds(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        """At most `limit` words of several syllables ("cửa khẩu") whose folded form starts with
        `key` ("cua kh"), most frequent first.
        """

    def compound_df(self, word: str) -> int:
        """Number of articles that hold a word of several syllables ("cửa khẩu") as one word."""

    def facet_values(self, field: str) -> Sequence[tuple[str, int]]:
        """Values of a facet field ("province", "counterpart", "source", "year") with the number of
        articles that carry each.
        """


def in_proportion(times: int, vocabulary: Vocabulary) -> int:
    """So many times, or fewer in an archive of fewer than a thousand times as many articles."""
    return min(times, 1 + vocabulary.doc_count // 1_000)
