"""What the archive says of a row of words: whether it is a word or a name there, by what its
segmenter joined and by how often neighbours meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise
from math import log

from indexer.language.lexicon.function_words import is_function_phrase
from indexer.language.lexicon.surnames import SURNAMES
from indexer.model.results import UnitKind
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.collocations import mostly_joined
from indexer.searching.rewriting.query_unit import Row
from indexer.searching.rewriting.unit_joining import MIN_PAIR, beyond_name
from indexer.searching.rewriting.unit_names import TERM

__all__ = ["JOINT", "Candidate", "RowEvidence"]

NAME_RATE = 0.2  # of what follows a family name, in any article
JOINT = 0.2  # what joining two words scores by itself
NPMI = 0.45  # of a pair that is no word of the segmenter's
FUNCTION_PENALTY = 0.15  # taken from a pair's NPMI when one of the two is a function word


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that words start … end may stand for: what joining them scores, how likely it is."""

    row: Row
    kind: UnitKind
    score: float
    likelihood: float
    weak: bool = False


@dataclass(slots=True)
class RowEvidence:
    """Pairs of words counted once for a query, and what they say of rows."""

    vocabulary: Vocabulary
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)

    def look_up(self, firsts: Sequence[str], seconds: Sequence[str]) -> None:
        """Count all pairs of neighbouring spellings at once."""
        for first, row in zip(firsts, self.vocabulary.pair_counts(firsts, seconds), strict=True):
            self.pairs.update(((first, second), n) for second, n in zip(seconds, row, strict=True))

    def pair(self, first: str, second: str) -> int:
        """How often two terms stand side by side."""
        known = self.pairs.get((first, second))
        if known is None:
            known = self.vocabulary.pair_counts([first], [second])[0][0]
            self.pairs[first, second] = known
        return known

    def least_pair(self, row: Row) -> int:
        """How often the rarest two neighbours of a row stand together."""
        return min(self.pair(first, second) for first, second in pairwise(row))

    def word(self, row: Row) -> Candidate | None:
        """A row as a word, by what the segmenter joined, or, of two, by how they meet."""
        if len(row) > 2 and not self.vocabulary.joined_df(row[:-1]):
            return None  # no word begins so, and only words are longer than two syllables
        times = self.least_pair(row)
        joined = self.vocabulary.joined_df(row)
        rate = min(1.0, joined / (times + 2))
        is_word = mostly_joined(joined, times, self.vocabulary)
        kind: UnitKind = "word"
        if not is_word and joined and row[0] in SURNAMES:
            kind = "name"
            whole = times if len(row) == 2 else self.vocabulary.holding((row,))
            is_word = joined >= NAME_RATE * (whole + 1)
        if (
            is_word
            and len(row) == 3
            and row[0] in SURNAMES
            and beyond_name(row, joined, self.vocabulary)
        ):
            return None
        if not is_word and (len(row) > 2 or times < MIN_PAIR):
            return None
        meeting = self.meeting(row)
        if not is_word and meeting[0] < NPMI:
            return None
        score = sum(JOINT + max(npmi, 0.0) for npmi in meeting) + rate
        return Candidate(row, kind, score, times * (rate + 0.2 if is_word else 0.5))

    def name(self, row: Row) -> Candidate | None:
        """A row typed with capitals that the archive holds, as a name."""
        times = self.least_pair(row)
        if not self.vocabulary.holding((row,)):
            return None
        person = len(row) > 2 and row[0] in SURNAMES
        if person and beyond_name(row[:3], self.vocabulary.joined_df(row[:3]), self.vocabulary):
            return None
        joint = TERM if person else JOINT
        return Candidate(row, "name", joint * (len(row) - 1), times * 0.5)

    def meeting(self, row: Row) -> list[float]:
        """How much more often than by chance each two neighbours of a row meet: their NPMI."""
        return [self._npmi(a, b, self.pair(a, b)) for a, b in pairwise(row)]

    def _npmi(self, first: str, second: str, times: int) -> float:
        """Normalised pointwise mutual information of a pair, -1 to 1."""
        total = max(self.vocabulary.token_count, 1)
        expected = self.vocabulary.frequency(first) * self.vocabulary.frequency(second) / total
        if not times or not expected or times >= total:
            return -1.0
        found = log(times / expected) / -log(times / total)
        if is_function_phrase((first,)) or is_function_phrase((second,)):
            found -= FUNCTION_PENALTY
        return found
