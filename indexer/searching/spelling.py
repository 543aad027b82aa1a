"""Typed words → query words: every spelling they may stand for, weighed by their neighbours, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from indexer.language import Variant, variant
from indexer.searching.lattice import Candidate, weigh
from indexer.searching.rescue import exact_slots, slots
from indexer.searching.results import Correction, CorrectionKind
from indexer.searching.syntax import Typed
from indexer.searching.tree import Scope, Spelling, Word
from indexer.searching.vocabulary import Vocabulary

__all__ = ["Read", "Speller"]


@dataclass(frozen=True, slots=True)
class Read:
    """A typed word as read: `best` is its likeliest spelling, `origin` why that is not what was typed."""

    typed: Typed
    word: Word
    best: str
    known: bool
    origin: CorrectionKind | None = None

    @property
    def spoken(self) -> str:
        """The word said back: as typed when that is how it was read, else the likeliest spelling."""
        return self.typed.raw if variant(self.typed.text, self.best) in (Variant.SAME, Variant.SPELLING) else self.best


@dataclass(slots=True)
class Speller:
    """Reads the words of one query. `everything`: all its words, as tokens. What it found is kept in the lists."""

    vocabulary: Vocabulary
    everything: Sequence[str] = ()
    literal: bool = False
    unknown: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def read(self, words: Sequence[Typed], scope: Scope) -> list[Read]:
        """The words with their spellings, likeliest first; a word no article holds stands for itself."""
        texts = [word.text for word in words]
        options = exact_slots(texts, self.vocabulary) if self.literal else slots(texts, self.vocabulary, self.everything)
        found: list[Read] = []
        for known, run in groupby(zip(words, options, strict=True), key=lambda pair: bool(pair[1])):
            chain = list(run)
            if known:
                found += self._weighed(chain, scope)
            else:
                self.unknown += [word.raw for word, _ in chain if not word.parts]
                found += [Read(word, Word((Spelling(word.text),), scope), word.text, False) for word, _ in chain]
        self._tell(found)
        return found

    def _weighed(self, chain: Sequence[tuple[Typed, Sequence[Candidate]]], scope: Scope) -> list[Read]:
        weights = weigh([slot for _, slot in chain], self.vocabulary)
        found = []
        for (typed, slot), likely in zip(chain, weights, strict=True):
            ranked = sorted(zip(slot, likely, strict=True), key=lambda pair: (-pair[1], -pair[0].df, pair[0].term))
            spellings = tuple(Spelling(c.term, round(x, 4)) for c, x in ranked)
            found.append(Read(typed, Word(spellings, scope), ranked[0][0].term, True, ranked[0][0].origin))
        return found

    def _tell(self, reads: Sequence[Read]) -> None:
        """One correction for each stretch of words read otherwise for the same reason."""
        for origin, run in groupby(reads, key=lambda read: read.origin):
            if origin is not None:
                changed = list(run)
                typed, best = (" ".join(words) for words in ([r.typed.raw for r in changed], [r.best for r in changed]))
                self.corrections.append(Correction(typed, best, origin, True))
