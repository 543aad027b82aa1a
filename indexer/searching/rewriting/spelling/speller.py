"""Typed words → query words: every spelling they may stand for, weighed by their neighbours, and
what is said of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from itertools import groupby

from indexer.gazetteer.place_names import places_within
from indexer.language import Variant, fold, is_syllable, regrouped, variant
from indexer.language.lexicon.synonyms import synonyms_within
from indexer.language.syllable.bare import bare_syllables
from indexer.model.query import Scope, SynonymQuery, WeightedTerm
from indexer.model.results import Correction, CorrectionKind
from indexer.records import dataclass
from indexer.searching.parsing.ast import QueryToken
from indexer.searching.ports import Vocabulary, in_proportion
from indexer.searching.rewriting.spelling.fuzzy import fuzzy_candidates
from indexer.searching.rewriting.spelling.input_method_decoding import exact_slots, slots
from indexer.searching.rewriting.spelling.lattice import Candidate, forward_backward, has_marks
from indexer.searching.rewriting.synonyms import is_name

__all__ = ["Read", "Speller", "as_typed"]

MAX_CORRECTED = 8  # words of one query whose corrections are looked for
FAR_MORE = 200  # a rare word is doubted beside one so many times more frequent,
RARE_SHARE = 1e-3  # when it is in less than this share of the articles
# and the frequent one stands so often beside its neighbour in the query; fewer times in a small
# archive
OFTEN_BESIDE = 20
CLOSE = 0.1  # fit of a correction that changes a tone or a shape only
HABIT = 0.15  # of leaving marks out: below it, an unmarked word is meant as it stands,
UNSURE = 0.3  # and where no article holds it so, its other spellings weigh only so much
_VOWELS = frozenset("aeiouy")
# of the places of the rarer of two words, those at which both stand side by side only by chance
BY_CHANCE = 0.005
LIKELY = 0.1  # corrections less likely than this beside the best reading are dropped


@dataclass(frozen=True, slots=True)
class Read:
    """A typed word as read: `best` is its likeliest spelling, `origin` why that is not what was
    typed.
    """

    typed: QueryToken
    word: SynonymQuery
    best: str
    known: bool
    origin: CorrectionKind | None = None

    @property
    def spoken(self) -> str:
        """The word said back: as typed when that is how it was read, else the likeliest
        spelling.
        """
        if variant(self.typed.text, self.best) in (Variant.SAME, Variant.SPELLING):
            return self.typed.raw
        return self.best.capitalize() if self.typed.raw.istitle() else self.best


def as_typed(reads: list[Read]) -> list[Read]:
    """The words of a phrase in quotes; typed with marks and read just so, it means no other words
    that agree with it ("hợp tác" is not hợp tắc).
    """
    typed = [read.typed.text for read in reads]
    if not any(map(has_marks, typed)) or any(
        read.spoken != read.typed.raw or read.origin is not None for read in reads
    ):
        return reads
    return [
        replace(
            read,
            word=replace(
                read.word,
                spellings=tuple(one for one in read.word.spellings if one.weight >= LIKELY),
            ),
        )
        for read in reads
    ]


@dataclass(slots=True)
class Speller:
    """Reads the words of one query. What it found is kept in the lists.

    `dropped`: how likely the person is to leave marks out. `tolerant`: words may be missing from
    what is found, so that a word like others that no article holds need not be a slip.
    """

    vocabulary: Vocabulary
    dropped: float = 1.0
    literal: bool = False
    corrected: bool = False
    tolerant: bool = False
    unknown: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    looked_up: int = 0  # words whose corrections were looked for

    def read(self, words: Sequence[QueryToken], scope: Scope, *, exact: bool = False) -> list[Read]:
        """The words with their spellings, likeliest first; a word no article holds stands for
        itself.

        `exact`: the words were quoted, so that mistyped ones are not corrected.
        """
        texts = [word.text for word in words]
        options = (
            exact_slots(texts, self.vocabulary)
            if self.literal
            else slots(texts, self.vocabulary, self.dropped)
        )
        if not (self.literal or exact):
            options = self._with_corrections(words, options)
        named = any(has_marks(word.text) or _is_foreign(word) for word in words)
        found: list[Read] = []
        for known, run in groupby(zip(words, options, strict=True), key=lambda pair: bool(pair[1])):
            chain = list(run)
            if known:
                found += self._weighed(chain, scope, named)
            else:
                self.unknown += [word.raw for word, _ in chain if not word.parts]
                found += [
                    Read(word, SynonymQuery((WeightedTerm(word.text),), scope), word.text, False)
                    for word, _ in chain
                ]
        self._tell(found)
        return found

    def _with_corrections(
        self, words: Sequence[QueryToken], options: Sequence[tuple[Candidate, ...]]
    ) -> list[tuple[Candidate, ...]]:
        """What a mistyped word may have been meant for, beside what it may stand for as typed.

        A word no article holds is corrected at once; a rare one where its neighbours speak strongly
        for another; any word its neighbours do not speak for when the query as typed found too
        little (`corrected`).
        """
        found = list(options)
        shouted = len(words) > 1 and all(word.raw.isupper() for word in words)
        texts = tuple(word.text for word in words)
        spans = [(start, end) for start, end, _ in synonyms_within(texts)]
        spans += _places_in_full(words)
        listed = {at for start, end in spans for at in range(start, end)}
        for index, (word, slot) in enumerate(zip(words, options, strict=True)):
            around = _around(options, index)
            if index in listed or _is_acronym(word, shouted):
                continue
            if self.looked_up < MAX_CORRECTED and self._doubtful(word, slot, around):
                self.looked_up += 1
                meant = [
                    c
                    for c in fuzzy_candidates(word.text, self.vocabulary)
                    if c.term not in {own.term for own in slot}
                ]
                if slot and not self.corrected:
                    meant = [
                        c for c in meant if c.df > FAR_MORE * slot[0].df and self._fits(c, *around)
                    ]
                elif slot or is_syllable(
                    word.text
                ):  # a word like others: only a slip of marks, or what its neighbours speak for
                    meant = [c for c in meant if c.fit >= CLOSE or self._fits(c, *around)]
                if (
                    self.dropped < HABIT
                    and word.text.isascii()
                    and not _VOWELS.isdisjoint(word.text)
                ):  # meant without marks
                    meant = [c for c in meant if c.term.isascii()]
                found[index] = tuple(sorted((*slot, *meant), key=lambda c: (-c.fit * c.df, c.term)))
        return found

    def _doubtful(
        self,
        word: QueryToken,
        slot: Sequence[Candidate],
        around: tuple[Sequence[Candidate], Sequence[Candidate]],
    ) -> bool:
        """May a word be a slip? `around`: what may stand before and after it."""
        if word.parts or is_name(word.text):
            return False
        if not slot:
            return not (self.tolerant and is_syllable(word.text))
        if self.corrected and not self.tolerant:
            return not any(self._beside(c, *around) >= OFTEN_BESIDE for c in slot[:3])
        return any(around) and sum(c.df for c in slot) < RARE_SHARE * self.vocabulary.doc_count

    def _is_named_so(
        self,
        typed: QueryToken,
        best: Candidate,
        slot: Sequence[Candidate],
        around: tuple[Sequence[Candidate], Sequence[Candidate]],
    ) -> bool:
        """Is a word typed without marks, but with a capital beside words with marks or foreign
        ones, a name as it stands («Phú Quang», «Xi Jinping»)? Not where its neighbours speak for
        another («Quảng Tay»).
        """
        if not typed.raw.istitle() or has_marks(typed.text) or best.term == typed.text:
            return False
        stated = next((c for c in slot if c.term == typed.text), None)
        if stated is None:
            return False
        return self._share_beside(best, *around) <= max(
            BY_CHANCE, self._share_beside(stated, *around)
        )

    def _share_beside(
        self, meant: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]
    ) -> float:
        """The share of the places of a word, or of a neighbour in the query where that is rarer,
        at which both stand side by side; of the neighbour that this is most for.
        """
        shares = [0.0]
        for others, is_before in ((before[:3], True), (after[:3], False)):
            for other in others:
                pair = (other, meant) if is_before else (meant, other)
                times = self.vocabulary.pair_counts([pair[0].term], [pair[1].term])[0][0]
                shares.append(times / max(1, min(meant.df, other.df)))
        return max(shares)

    def _half_typed(
        self,
        stated: Candidate,
        meant: Candidate,
        around: tuple[Sequence[Candidate], Sequence[Candidate]],
    ) -> bool:
        """Does a word never stand beside its neighbours as typed, and often with the rest of the
        marks it may lack?
        """
        return self._fits(meant, *around) and not self._beside(stated, *around)

    def _fits(
        self, meant: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]
    ) -> bool:
        """Does a word stand often, as the archive's size goes, beside one of its neighbours in the
        query?
        """
        return self._beside(meant, before, after) >= in_proportion(OFTEN_BESIDE, self.vocabulary)

    def _beside(
        self, meant: Candidate, before: Sequence[Candidate], after: Sequence[Candidate]
    ) -> int:
        """How often a word stands beside one of its neighbours in the query."""
        left = (
            self.vocabulary.pair_counts([c.term for c in before[:3]], [meant.term])
            if before
            else []
        )
        right = (
            self.vocabulary.pair_counts([meant.term], [c.term for c in after[:3]]) if after else []
        )
        return max((n for row in (*left, *right) for n in row), default=0)

    def _weighed(
        self, chain: Sequence[tuple[QueryToken, Sequence[Candidate]]], scope: Scope, named: bool
    ) -> list[Read]:
        """A run of words that articles hold. `named`: beside others that show that a word with a
        capital and no marks may be a name as it stands.
        """
        chained = [slot for _, slot in chain]
        found: list[Read] = []
        for at, ((typed, slot), likely) in enumerate(
            zip(chain, forward_backward(chained, self.vocabulary), strict=True)
        ):
            if regrouped(typed.text) is not None:
                found.append(_number(typed, slot, scope))
                continue
            kept = [
                (c, x)
                for c, x in zip(slot, likely, strict=True)
                if c.origin != "spelling" or x >= LIKELY
            ]
            ranked = sorted(kept, key=lambda pair: (-pair[1], -pair[0].df, pair[0].term))
            best = ranked[0][0]
            sure = best.fit >= HABIT or best.origin is not None
            stated = next((c for c, _ in ranked if c.fit >= HABIT), None)
            if named and sure and self._is_named_so(typed, best, slot, _around(chained, at)):
                stated = next(c for c in slot if c.term == typed.text)
                sure = False
            if (
                not sure
                and has_marks(typed.text)
                and (stated is None or self._half_typed(stated, best, _around(chained, at)))
            ):
                sure = True  # cưa khẩu: a mark was typed, another left out
            elif (
                not sure and stated is not None
            ):  # its neighbours would have it otherwise, but it was typed with its marks
                others = [(c, x * UNSURE) for c, x in ranked if c is not stated]
                ranked, best, sure = [(stated, 1.0), *others], stated, True
            spellings = tuple(
                WeightedTerm(c.term, round(x if sure else x * UNSURE, 4)) for c, x in ranked
            )
            found.append(
                Read(
                    typed,
                    SynonymQuery(spellings, scope),
                    best.term if sure else typed.text,
                    True,
                    best.origin,
                )
            )
        return found

    def _tell(self, reads: Sequence[Read]) -> None:
        """One correction for each stretch of words read otherwise for the same reason."""
        for origin, run in groupby(reads, key=lambda read: read.origin):
            if origin is not None:
                changed = list(run)
                typed, best = (
                    " ".join(words)
                    for words in ([r.typed.raw for r in changed], [r.best for r in changed])
                )
                self.corrections.append(Correction(typed, best, origin, True))


def _number(typed: QueryToken, slot: Sequence[Candidate], scope: Scope) -> Read:
    """A number in every writing that the archive has, all alike."""
    terms = [candidate.term for candidate in slot]
    best = typed.text if typed.text in terms else terms[0]
    return Read(typed, SynonymQuery(tuple(map(WeightedTerm, terms)), scope), best, True)


def _is_acronym(word: QueryToken, shouted: bool) -> bool:
    """Is a word in capitals a short form, which is never another word mistyped? Where all is in
    capitals, only one that cannot be said.
    """
    raw = word.raw
    if len(raw) < 2 or not raw.isupper() or is_syllable(word.text):
        return False
    return not shouted or _VOWELS.isdisjoint(fold(word.text))


def _places_in_full(words: Sequence[QueryToken]) -> list[tuple[int, int]]:
    """Where words are a place's name with its capitals and marks, which is no slip of another word
    though no article holds it: Tịnh Tây is no «tỉnh Tây».
    """
    texts = [word.text for word in words]
    return [
        (start, end)
        for start, end, places in places_within(texts)
        if end - start > 1
        and all(word.raw[:1].isupper() for word in words[start:end])
        and any(tuple(texts[start:end]) in place.writings for place in places)
    ]


def _is_foreign(word: QueryToken) -> bool:
    """Is a word in capitals none of Vietnamese, with marks or without (Jinping)?"""
    return word.raw.istitle() and word.text.isalpha() and word.text not in bare_syllables()


def _around(
    slots: Sequence[Sequence[Candidate]], at: int
) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
    """What may stand before and after a word."""
    return slots[at - 1] if at else (), slots[at + 1] if at + 1 < len(slots) else ()
