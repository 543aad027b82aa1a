"""Query segmentation: the words and names that a stretch of typed words is made of.

What is searched for is the word, not the syllable: «thông quan» is one thing, found only where its
syllables stand side by side. Three sources say what belongs together: names and terms of the
tables; the archive's own words, as its segmenter joined them; and pairs that meet far more often
than chance. A row of words is cut by dynamic programming over these; what stands beside one another
is then looked at again (`unit_joining`).

Typed without marks, a row may stand for several («hai quan»): all that are likely beside the best
are kept. Every figure here was chosen on words and queries described in tests/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import pairwise

from indexer.gazetteer.place_names import longest_name
from indexer.language import Variant, agrees, fold, is_syllable
from indexer.language.lexicon.function_words import function_phrase_of, is_function_phrase
from indexer.language.lexicon.surnames import SURNAMES
from indexer.language.lexicon.terms import longest_term
from indexer.model.query import SynonymQuery, WeightedTerm
from indexer.model.results import UnitKind
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary, in_proportion
from indexer.searching.rewriting.query_unit import QueryUnit, Row
from indexer.searching.rewriting.row_evidence import JOINT, Candidate, RowEvidence
from indexer.searching.rewriting.spelling.lattice import has_marks
from indexer.searching.rewriting.spelling.speller import Read
from indexer.searching.rewriting.unit_joining import (
    LONGEST_NAME,
    MAX_ROWS,
    MIN_PAIR,
    as_compound,
    by_neighbours,
    join,
    often_alone,
    with_iy_writings,
)
from indexer.searching.rewriting.unit_names import (
    FORCED,
    TERM,
    bears_its_marks,
    is_unheld_place,
    may_be,
    may_be_named,
    named_rows,
    typed_word,
)

__all__ = ["segment"]

MAX_ROW_WORDS = 5  # words of one row, before units are joined
SPELLINGS = 4  # of one word that a row is looked for with
LEAST_LIKELY = 0.01  # and how likely each must be beside the likeliest
UNMARKED_NPMI = 0.3  # of a pair without marks that is a word in a text without marks
# a row typed with some marks that is a word as it stands is meant so («hải quan», not «hải quân»),
# if it is at least so likely beside the likeliest («quảng tay» is no word beside «Quảng Tây»)
MEANT_AS_TYPED = 0.05
KEPT_ROWS = 0.2  # rows at least this likely beside the likeliest are searched for
MAX_JOINED_LENGTH = 8  # words of a query up to which units are joined: three counts per neighbours
MAX_TRIED = 24  # rows of spellings, the likeliest, that are tried for each length
ASKING = 3.0  # asking words without their marks, beside others
SINGLE = -0.3  # what a word left by itself costs


def segment(
    reads: Sequence[Read], forced: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> tuple[list[Read], list[QueryUnit]]:
    """The words of a stretch, read as the units they are in, and the units, from left to right.

    `forced`: (start, end) of phrases that can be written otherwise, which are units.
    """
    if len(reads) == 1:
        return list(reads), [_single(0, reads)]
    segmenter = _Segmenter(reads, vocabulary, RowEvidence(vocabulary))
    units = segmenter.cut(forced)
    read = list(reads)
    units = by_neighbours(units, vocabulary)
    units = [replace(unit, inner=segmenter.within(unit)) for unit in units]
    for unit in units:
        if unit.joined:
            read[unit.start : unit.end] = _as_read(reads[unit.start : unit.end], unit.rows)
    if len(reads) <= MAX_JOINED_LENGTH:
        units = join(units, read, vocabulary)
    return read, as_compound(units, vocabulary)


def _single(at: int, reads: Sequence[Read]) -> QueryUnit:
    best = (reads[at].best,)
    return QueryUnit(at, at + 1, "word", (best,), optional=is_function_phrase(best))


@dataclass(slots=True)
class _Segmenter:
    reads: Sequence[Read]
    vocabulary: Vocabulary
    evidence: RowEvidence
    longest: dict[int, int] = field(default_factory=dict)
    rows: dict[tuple[int, int, bool], list[tuple[Row, float]]] = field(default_factory=dict)

    def cut(self, forced: Sequence[tuple[int, int]]) -> list[QueryUnit]:
        """The cut with the highest sum of scores; of equals, the one with fewer single words."""
        count = len(self.reads)
        slots = [_slot(read) for read in self.reads]
        for first, second in pairwise(slots):
            self.evidence.look_up([s.term for s in first], [s.term for s in second])
        best: list[tuple[float, int]] = [(0.0, 0)] * (count + 1)
        back: list[QueryUnit | None] = [None] * (count + 1)
        wanted = {start: end for start, end in forced if end - start > 1}
        inside = {at for start, end in wanted.items() for at in range(start + 1, end)}
        for end in range(1, count + 1):
            best[end] = (float("-inf"), 0)
        for start in range(count):
            if start in inside or best[start][0] == float("-inf"):
                continue
            for unit, score in self._units_at(start, slots, wanted.get(start)):
                total = (best[start][0] + score, best[start][1] - (not unit.joined))
                if unit.end not in inside and total > best[unit.end]:
                    best[unit.end], back[unit.end] = total, unit
        units: list[QueryUnit] = []
        at = count
        while at:
            reached = back[at]
            assert reached is not None, "every place is reached by single words"
            units.append(reached)
            at = reached.start
        return units[::-1]

    def within(self, unit: QueryUnit) -> tuple[Row, ...]:
        """The words of two syllables that the halves of a long unit are."""
        row = unit.rows[0]
        if len(row) < 4:
            return ()
        halves = (row[at : at + 2] for at in range(0, len(row) - 1, 2))
        return tuple(half for half in halves if self.evidence.word(half))

    def _units_at(
        self, start: int, slots: Sequence[Sequence[WeightedTerm]], forced_end: int | None
    ) -> Iterator[tuple[QueryUnit, float]]:
        if forced_end is not None:
            yield self._forced(start, forced_end, slots)
        else:
            single = _single(start, self.reads)
            yield single, 0.0 if single.optional else SINGLE
        shortest = start + 2 if forced_end is None else forced_end + 1
        longest = max(MAX_ROW_WORDS, self._longest_named(start))
        for end in range(shortest, min(start + longest, len(slots)) + 1):
            candidates = self._candidates(start, end, slots)
            if candidates:
                top = candidates[0]
                rows = self._kept(candidates, self.reads[start:end])
                optional = is_function_phrase(top.row)
                yield QueryUnit(start, end, top.kind, rows, optional, weak=top.weak), top.score

    def _forced(
        self, start: int, end: int, slots: Sequence[Sequence[WeightedTerm]]
    ) -> tuple[QueryUnit, float]:
        """A phrase that can be written otherwise, as the tables have it."""
        score = FORCED * (end - start - 1) + 1.0
        candidates = self._candidates(start, end, slots)
        if candidates:
            rows = self._kept(candidates, self.reads[start:end])
            return QueryUnit(start, end, candidates[0].kind, rows), score
        row = tuple(read.best for read in self.reads[start:end])
        return QueryUnit(start, end, "name", (row,)), score

    def _kept(self, candidates: Sequence[Candidate], reads: Sequence[Read]) -> tuple[Row, ...]:
        """The rows that are searched for, and what stands in an article just as it was typed."""
        rows = self._likely(candidates, [typed_word(read) for read in reads])
        exactly = tuple(read.typed.text for read in reads)
        if self._meant_exactly(exactly, rows[0]):
            rows = [exactly]
        if exactly not in rows and self._stands_so(exactly):
            rows.append(exactly)
        return with_iy_writings(rows, self.vocabulary)

    def _meant_exactly(self, typed: Row, likeliest: Row) -> bool:
        """Is a row that is no word meant as it was typed? One with marks that stands about as often
        as the likeliest: «đông nhất» is no slip for «đồng nhất».
        """
        if not any(map(has_marks, typed)) or agrees(typed, likeliest, Variant.SPELLING):
            return False
        times = self.evidence.least_pair(typed)
        return times > 0 and times >= MEANT_AS_TYPED * self.evidence.least_pair(likeliest)

    def _stands_so(self, typed: Row) -> bool:
        """Do articles hold a row just as it was typed? One without marks not only by chance: «tra
        linh» of «kiểm tra linh kiện» is no Trà Lĩnh, «ha noi» in a text without marks is Hà Nội.
        """
        if any(map(has_marks, typed)):
            return bool(self.evidence.least_pair(typed))
        return all(npmi >= UNMARKED_NPMI for npmi in self.evidence.meeting(typed))

    def _likely(self, candidates: Sequence[Candidate], typed: Sequence[str]) -> list[Row]:
        """The likely rows; only the one typed, when it bears marks and is a word; with other
        letters than typed only where none has these: «ban gioc» is Bản Giốc, not «bản gốc».
        """
        letters = [fold(word) for word in typed]
        same = [c for c in candidates if letters == [fold(term) for term in c.row]]
        candidates = same or candidates
        top = candidates[0].likelihood
        if any(map(has_marks, typed)):
            for candidate in candidates:
                as_typed = agrees(typed, candidate.row, Variant.SPELLING)
                if as_typed and candidate.likelihood >= MEANT_AS_TYPED * top:
                    return [candidate.row]
        return [c.row for c in candidates if c.likelihood >= KEPT_ROWS * top][:MAX_ROWS]

    def _candidates(
        self, start: int, end: int, slots: Sequence[Sequence[WeightedTerm]]
    ) -> list[Candidate]:
        """What words start … end may stand for as one, likeliest first."""
        typed = tuple(map(typed_word, self.reads[start:end]))
        if not all(text.isalpha() or is_syllable(text) for text in typed):
            return []
        found: dict[Row, Candidate] = {}
        for kind, row, joint, prior in self._named(start, typed):
            times = self.evidence.least_pair(row)
            if times and may_be(self.reads[start:end], row):
                found.setdefault(row, Candidate(row, kind, joint * (len(row) - 1), times * prior))
        named = all(read.typed.raw.istitle() for read in self.reads[start:end])
        rows = self._rows(start, end, slots, named) if end - start <= MAX_ROW_WORDS else ()
        for row, weight in rows:
            if named and not bears_its_marks(typed, row):
                continue
            word = self.evidence.word(row)
            if word is None and named and may_be_named(self.reads[start:end], row):
                word = self.evidence.name(row)
            if word is None:
                continue
            known = found.get(row)
            if known is not None:
                likelihood = max(known.likelihood, word.likelihood * weight)
                score = max(known.score, word.score)
                found[row] = replace(known, score=score, likelihood=likelihood)
            else:
                found[row] = replace(word, likelihood=word.likelihood * weight)
        if asking := function_phrase_of(typed):
            if named or (start, end) == (0, len(self.reads)):
                found.pop(asking, None)
            else:  # «biên mậu la gi» does not ask for La Gi
                found = {asking: Candidate(asking, "word", ASKING, 1.0)}
        if not found:
            name = self._unheld_name(start, end, typed)
            if name or len(self.reads) > 2:
                return name
            return [
                one for one in self._alone(slots) if not named or bears_its_marks(typed, one.row)
            ]
        return sorted(found.values(), key=lambda c: (-c.likelihood, c.row))

    def _alone(self, slots: Sequence[Sequence[WeightedTerm]]) -> list[Candidate]:
        """Two words that are all of a stretch, as one thing where articles hold them side by side
        («giá vàng», «bước sang»), though nothing says that they are a word.
        """
        least = often_alone(self.vocabulary)
        found = [
            Candidate(row, "word", JOINT, self.evidence.least_pair(row) * weight, weak=True)
            for row, weight in self._rows(0, 2, slots, named=False)
            if self.evidence.least_pair(row) >= least
        ]
        return sorted(found, key=lambda c: (-c.likelihood, c.row))

    def _unheld_name(self, start: int, end: int, row: Row) -> list[Candidate]:
        """A place of the tables, or a full name typed with its capitals, and with marks, that no
        article holds is one all the same, where nothing in it is a word: its syllables here and
        there are nobody.
        """
        reads = self.reads[start:end]
        if is_unheld_place(reads, row):
            return [Candidate(row, "place", FORCED * (len(row) - 1), 0.0)]
        around = (*self.reads[max(start - 1, 0) : start], *self.reads[end : end + 1])
        if not 3 <= len(row) <= LONGEST_NAME or row[0] not in SURNAMES:
            return []
        if not all(read.typed.raw.istitle() for read in reads) or not any(map(has_marks, row)):
            return []
        if any(read.typed.raw[:1].isupper() for read in around) or any(
            map(self.evidence.word, pairwise(row))
        ):
            return []
        return [Candidate(row, "name", TERM * (len(row) - 1), 0.0)]

    def _named(self, start: int, typed: Row) -> Iterator[tuple[UnitKind, Row, float, float]]:
        """Names and terms that the words typed may be, if any that begin so are so long."""
        return named_rows(typed) if len(typed) <= self._longest_named(start) else iter(())

    def _longest_named(self, start: int) -> int:
        """How many words the longest name or term has that may begin at a word."""
        longest = self.longest.get(start)
        if longest is None:
            first = typed_word(self.reads[start])
            longest = self.longest[start] = max(longest_name(first), longest_term(first))
        return longest

    def _rows(
        self, start: int, end: int, slots: Sequence[Sequence[WeightedTerm]], named: bool
    ) -> Iterator[tuple[Row, float]]:
        """Rows of spellings whose neighbours stand together, with the likelihood of each."""
        for row, weight in self._rows_to(start, end, slots, named):
            yield row, weight**0.5

    def _rows_to(
        self, start: int, end: int, slots: Sequence[Sequence[WeightedTerm]], named: bool
    ) -> list[tuple[Row, float]]:
        """The likeliest of them, made of the rows that are one word shorter."""
        known = self.rows.get((start, end, named))
        if known is not None:
            return known
        if end == start + 1:
            return [((s.term,), s.weight) for s in slots[start]]
        usual = 1 if named else in_proportion(MIN_PAIR, self.vocabulary)
        longer = [
            ((*row, s.term), weight * s.weight)
            for row, weight in self._rows_to(start, end - 1, slots, named)
            for s in slots[end - 1]
            if self.evidence.pair(row[-1], s.term) >= (1 if row[0] in SURNAMES else usual)
        ]
        found = sorted(longer, key=lambda one: -one[1])[:MAX_TRIED]
        self.rows[start, end, named] = found
        return found


def _slot(read: Read) -> list[WeightedTerm]:
    """The spellings of a word that rows are looked for with."""
    ranked = sorted(read.word.spellings, key=lambda s: (-s.weight, s.term))
    top = ranked[0].weight if ranked else 1.0
    return [s for s in ranked[:SPELLINGS] if s.weight >= LEAST_LIKELY * top]


def _as_read(reads: Sequence[Read], rows: Sequence[Row]) -> list[Read]:
    """The words of a unit, spelled as its rows are; the first row is what they are read as."""
    found = []
    for at, read in enumerate(reads):
        weights: dict[str, float] = {}
        for place, row in enumerate(rows):
            weights.setdefault(row[at], 1.0 if not place else 0.5)
        spellings = tuple(WeightedTerm(term, weight) for term, weight in weights.items())
        found.append(
            replace(
                read, word=SynonymQuery(spellings, read.word.scope), best=rows[0][at], known=True
            )
        )
    return found
