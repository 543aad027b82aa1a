"""What may stand in an article where words of a query were typed: each word's spellings, other
writings of a phrase (short and long forms, names in other scripts, synonyms), as nodes.

What is made here is marked, too: `patterns` says what to highlight, `corrections` what was read
otherwise than typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from itertools import islice, product

from indexer.language import abbreviations_within, is_syllable, is_word_too, other_numeral
from indexer.model.query import (
    And,
    Node,
    Or,
    Pattern,
    Phrase,
    Scope,
    SynonymQuery,
    WeightedTerm,
)
from indexer.model.results import Correction, CorrectionKind
from indexer.records import dataclass
from indexer.searching.parsing.ast import QueryToken
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.minimum_should_match import BooleanClause, all_of, word_weight
from indexer.searching.rewriting.spelling.speller import Read, Speller
from indexer.searching.rewriting.synonyms import Span, Synonym, spans_within

__all__ = ["KINDS", "Chain", "Wordings", "written_out"]

Chain = tuple[SynonymQuery, ...]

KINDS: tuple[CorrectionKind, ...] = ("abbreviation", "alias", "synonym")
# what is numbered with Roman letters that would else be a word: khóa VI, đại hội V, quý I
NUMBERED = frozenset(["khóa", "kỳ", "thứ", "hội", "chương", "quý", "kỷ"])
ORDINAL = "thứ"  # «đại hội XIV» is Đại hội lần thứ 14
MAX_WORDINGS = 8  # of one phrase, with short and long forms in it


@dataclass(slots=True)
class Wordings:
    """The writings of one query's words; what was found is kept in the lists."""

    vocabulary: Vocabulary
    speller: Speller
    patterns: list[Pattern] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)

    def row(self, row: Sequence[str], scope: Scope) -> Node:
        return Phrase(_just(row, scope), 0, scope)

    def other_wordings(
        self, reads: Sequence[Read], spans: Sequence[Span], scope: Scope
    ) -> list[Node]:
        """A unit as it may be written otherwise: wholly, or a part of it."""
        found: list[Node] = []
        for span in spans:
            before = _just([read.best for read in reads[: span.start]], scope)
            after = _just([read.best for read in reads[span.end :]], scope)
            for way in span.ways:
                if not before and not after:
                    found.append(self._way(way, scope))
                    continue
                row = (*before, *_just(way.words, scope, way.weight), *after)
                self.mark(row)
                found.append(Phrase(row, 0, scope))
        return found[:MAX_WORDINGS]

    def numbered(self, before: Read, own: Read, node: Node, scope: Scope) -> Node:
        """A word, or where it is a numeral, what the word before it numbers so, in Roman letters or
        in digits: «Bắc Luân 2» is Bắc Luân II. A numeral that is a word as well (vi) is one only
        behind what is mostly numbered so («khóa VI»).
        """
        other = other_numeral(own.best)
        if other is None or self.speller.literal or not is_syllable(before.best):
            return node
        usual = before.best in NUMBERED
        if (is_word_too(other) or is_word_too(own.best)) and not usual:
            return node
        if is_word_too(own.best):
            if not own.typed.raw.isupper():
                return node
            node = self.row((before.best, own.best), scope)
        rows = [(word, other) for word in ((before.best, ORDINAL) if usual else (before.best,))]
        held = [row for row in rows if self.vocabulary.holding((row,))]
        if not held:
            return node
        self._tell_numeral(own.typed, other, held, scope)
        return Or((node, *(self.row(row, scope) for row in held)), alike=True)

    def numbered_row(self, row: Sequence[str], typed: QueryToken, scope: Scope) -> list[Node]:
        """A row of words that ends in a numeral, `typed` so, with the numeral written otherwise."""
        other = other_numeral(row[-1])
        if other is None or self.speller.literal:
            return []
        usual = row[-2] in NUMBERED
        if is_word_too(row[-1]) and not (usual and typed.raw.isupper()):
            return []
        turned: list[tuple[tuple[str, ...], ...]] = [((*row[:-1], other),)]
        if usual and len(row) > 2:
            turned.append((tuple(row[:-1]), (ORDINAL, other)))
        held = [rows for rows in turned if self.vocabulary.holding(rows)]
        if held:
            self._tell_numeral(typed, other, [rows[-1] for rows in held], scope)
        return [all_of([self.row(row, scope) for row in rows]) for rows in held]

    def _tell_numeral(
        self, typed: QueryToken, other: str, rows: Sequence[Sequence[str]], scope: Scope
    ) -> None:
        """Mark the rows in which a numeral is written otherwise, and say how."""
        for row in rows:
            self.mark(_just(row, scope))
        said = other if other.isdigit() else other.upper()
        self.corrections.append(Correction(typed.raw, said, "alias", True))

    def short_forms(self, reads: Sequence[Read]) -> list[Read]:
        """The words, those of a short form that is written apart (C/O), or that would be a word in
        small letters (TU), as they were typed.
        """
        found = list(reads)
        if self.speller.literal:
            return found
        shouted = all(read.typed.raw.isupper() for read in reads)
        typed = [read.typed.text for read in reads]
        for start, end, _ in abbreviations_within(typed):
            if end - start > 1 or (reads[start].typed.raw.isupper() and not shouted):
                found[start:end] = [_as_typed(read) for read in reads[start:end]]
        return found

    def spans(self, reads: Sequence[Read]) -> list[Span]:
        if self.speller.literal:
            return []
        return spans_within(
            [read.best for read in reads], [read.typed.raw for read in reads], self.vocabulary
        )

    def word_by_word(
        self, reads: Sequence[Read], spans: Sequence[Span], scope: Scope
    ) -> list[BooleanClause]:
        """A part for each word, or for each phrase that can be written otherwise."""
        units: list[BooleanClause] = []
        at = 0
        for span in spans:
            units += [self._single(read, scope) for read in reads[at : span.start]]
            inside = reads[span.start : span.end]
            within = self.word_by_word(
                inside, self.spans(inside[:-1]) if len(inside) > 2 else [], scope
            )
            at = span.end
            self.tell(span, inside)
            if not span.ways:
                units += within
                continue
            self.speller.unknown = [
                raw
                for raw in self.speller.unknown
                if raw not in {read.typed.raw for read in inside}
            ]
            ways = [self._way(way, scope) for way in span.ways]
            node = Or((all_of([u.node for u in within]), *ways), alike=True)
            weight = sum(weight for u in within for _, weight in u.loose)
            units.append(BooleanClause(node, "", ((node, weight),), len(inside)))
        return units + [self._single(read, scope) for read in reads[at:]]

    def _single(self, read: Read, scope: Scope) -> BooleanClause:
        node: Node = read.word
        if read.typed.parts:  # a compound may be written apart
            parts = tuple(self.whole(read, scope))
            self.mark(parts)
            node = Or((node, Phrase(parts, 0, scope)), alike=True)
        weight = word_weight(read.word, self.vocabulary)
        return BooleanClause(node, "", ((node, weight),), 1)

    def _way(self, way: Synonym, scope: Scope) -> Node:
        words = _just(way.words, scope, way.weight)
        self.mark(words)
        node: Node = words[0] if len(words) == 1 else Phrase(words, 0, scope)
        if not way.context:
            return node
        near = [Phrase(_just(phrase)) for phrase in way.context]
        return And((node, near[0] if len(near) == 1 else Or(tuple(near))))

    def tell(self, span: Span, reads: Sequence[Read]) -> None:
        raws = [read.typed.raw for read in reads]
        typed = (
            raws[0] + "".join(raw[-1] for raw in raws[1:])
            if raws[0] >= "\u2e80"
            else " ".join(raws)
        )
        for kind in KINDS:
            read = ", ".join(
                dict.fromkeys(way.text for way in span.ways if way.kind == kind and not way.shorter)
            )
            if read:
                self.corrections.append(Correction(typed, read, kind, True))
        self.corrections += [
            Correction(typed, offer, "abbreviation", False) for offer in span.offers
        ]

    def of_phrase(
        self, reads: Sequence[Read], scope: Scope, *, aliases: bool
    ) -> list[list[SynonymQuery]]:
        """The phrase as typed, then with its short or long forms; at most MAX_WORDINGS."""
        pieces: list[list[list[SynonymQuery]]] = []
        at = 0
        for span in self.spans(reads):
            ways = [way for way in span.ways if way.kind == "abbreviation" or aliases]
            if ways:
                self.tell(replace(span, ways=tuple(ways)), reads[span.start : span.end])
                pieces += [[self.whole(read, scope)] for read in reads[at : span.start]]
                own = [
                    word
                    for read in reads[span.start : span.end]
                    for word in self.whole(read, scope)
                ]
                pieces.append([own, *(list(_just(way.words, scope)) for way in ways)])
                at = span.end
        pieces += [[self.whole(read, scope)] for read in reads[at:]]
        return [
            [word for piece in choice for word in piece]
            for choice in islice(product(*pieces), MAX_WORDINGS)
        ]

    def whole(self, read: Read, scope: Scope) -> list[SynonymQuery]:
        """A word of a phrase; a compound counts as its parts there, which stand at their own
        positions.
        """
        if not read.typed.parts:
            return [read.word]
        quiet = Speller(self.vocabulary, literal=True)
        return [
            part.word for part in quiet.read([QueryToken(p, p) for p in read.typed.parts], scope)
        ]

    def mark(self, words: Sequence[SynonymQuery]) -> None:
        self.patterns.append(
            Pattern(tuple(words), sum(word_weight(word, self.vocabulary) for word in words))
        )


def _just(words: Sequence[str], scope: Scope = "text", weight: float = 1.0) -> Chain:
    """Words in these very spellings."""
    return tuple(SynonymQuery((WeightedTerm(word, weight),), scope) for word in words)


def _as_typed(read: Read) -> Read:
    own = WeightedTerm(read.typed.text)
    return replace(read, word=replace(read.word, spellings=(own,)), best=own.term, origin=None)


def written_out(reads: Sequence[Read], spans: Sequence[Span]) -> Chain:
    """The words with short forms in full and places by their usual names; () where there are no
    such ones.
    """
    words: list[SynonymQuery] = []
    at = 0
    for span in spans:
        way = next((w for w in span.ways if w.weight == 1), None)
        if way is None:
            continue
        words += [read.word for read in reads[at : span.start]]
        words += _just(way.words)
        at = span.end
    return (*words, *(read.word for read in reads[at:])) if at else ()
