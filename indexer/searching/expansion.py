"""Syntax tree → query tree: every word becomes the indexed spellings it may stand for, weighed by its neighbours.

Short queries ask for all their words; long ones and questions for most of their weight (`coverage`). Marks that were typed
must agree, missing marks are free. What was read otherwise than typed is told in corrections, what could not be in warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from indexer.language import Variant, fold, variant
from indexer.searching.coverage import cover, word_weight
from indexer.searching.filters import find_value, unknown_value
from indexer.searching.highlight import Pattern
from indexer.searching.lattice import Candidate, candidates, has_marks, marks_dropped, weigh
from indexer.searching.results import Correction, QueryReading
from indexer.searching.syntax import (
    Clause,
    Dated,
    Either,
    Field,
    Group,
    Negated,
    Parsed,
    Period,
    Prefix,
    Quoted,
    Term,
    Typed,
    Within,
)
from indexer.searching.tree import All, And, DateRange, Facet, Node, Not, Nothing, Or, Phrase, Scope, Spelling, Word
from indexer.searching.vocabulary import Vocabulary

__all__ = ["MAX_PREFIX_TERMS", "Reading", "expand"]

MAX_PREFIX_TERMS = 200
MAX_VALUE_WORDS = 5  # words an unquoted filter value may have: tỉnh:Bà Rịa Vũng Tàu


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as understood.

    `chains`: its words in typed order, a chain per stretch without a break, for adjacency. `patterns`: what to mark.
    `unknown`: typed words no article holds.
    """

    text: str
    tree: Node
    chains: tuple[tuple[Word, ...], ...] = ()
    patterns: tuple[Pattern, ...] = ()
    interpreted: str = ""
    corrections: tuple[Correction, ...] = ()
    warnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def query(self) -> QueryReading:
        """What the results say of it."""
        return QueryReading(self.text, self.interpreted, self.corrections)


def expand(parsed: Parsed, vocabulary: Vocabulary, *, literal: bool = False) -> Reading:
    """The query tree of a parsed query over an archive's vocabulary. `literal`: words exactly as typed, nothing added."""
    expander = _Expander(parsed, vocabulary, literal)
    tree = expander.root()
    return Reading(
        parsed.text,
        tree,
        tuple(expander.chains),
        tuple(expander.patterns),
        " ".join(expander.said),
        tuple(dict.fromkeys(expander.corrections)),
        (*parsed.warnings, *expander.warnings),
        tuple(dict.fromkeys(expander.unknown)),
    )


@dataclass(slots=True)
class _Unit:
    """A node of a sequence with what the minimum needs to know: its weight, how many plain words it holds."""

    node: Node
    weight: float = 0.0
    words: int = 0
    optional: bool = False  # may be missing from a long query


@dataclass(slots=True)
class _Expander:
    parsed: Parsed
    vocabulary: Vocabulary
    literal: bool
    chains: list[tuple[Word, ...]] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    dropped: float = 1.0

    def root(self) -> Node:
        self.dropped = marks_dropped([w.text for w in _typed(self.parsed.root)])
        units = self._sequence(self.parsed.root.children, "text")
        if not units:
            return All()
        return cover([(u.node, u.weight, u.words if u.optional else 0) for u in units], self.parsed.question)

    def _sequence(self, clauses: Sequence[Clause], scope: Scope) -> list[_Unit]:
        """The units of clauses side by side; neighbouring words are read together."""
        clauses = self._with_values(clauses)
        units: list[_Unit] = []
        for plain, run in groupby(clauses, key=lambda c: isinstance(c, Term)):
            if plain:
                units += self._words([c.word for c in run if isinstance(c, Term)], scope)
            else:
                units += [self._unit(clause, scope) for clause in run]
        return units

    def _unit(self, clause: Clause, scope: Scope) -> _Unit:
        if isinstance(clause, Quoted):
            return self._phrase(clause, scope)
        if isinstance(clause, Period):
            return self._period(clause, scope)
        return _Unit(self._node(clause, scope))

    def _node(self, clause: Clause, scope: Scope) -> Node:
        if isinstance(clause, Term | Quoted | Period):
            return _all([u.node for u in self._sequence((clause,), scope)])
        if isinstance(clause, Prefix):
            return self._prefix(clause, scope)
        if isinstance(clause, Group):
            return self._grouped(clause, scope)
        if isinstance(clause, Either):
            return self._either(clause, scope)
        if isinstance(clause, Negated):
            return self._negated(clause, scope)
        if isinstance(clause, Within):
            self.said.append("tiêu đề:" if clause.scope == "title" else "nội dung:")
            place = len(self.said)
            node = self._node(clause.child, clause.scope)
            self.said[place - 1 : place + 1] = ["".join(self.said[place - 1 : place + 1])]
            return node
        if isinstance(clause, Dated):
            self.said.append(f"ngày:{clause.start}..{clause.end}")
            return DateRange(clause.start, clause.end)
        return self._facet(clause)

    def _grouped(self, clause: Group, scope: Scope) -> Node:
        self.said.append("(")
        place = len(self.said)
        node = _all([u.node for u in self._sequence(clause.children, scope)])
        self.said[place - 1 :] = [f"({' '.join(self.said[place:])})"]
        return node

    def _either(self, clause: Either, scope: Scope) -> Node:
        nodes, options = [], []
        for child in clause.children:
            place = len(self.said)
            children = child.children if isinstance(child, Group) else (child,)
            nodes.append(_all([u.node for u in self._sequence(children, scope)]))
            options.append(" ".join(self.said[place:]))
            del self.said[place:]
        self.said.append(f"({' HOẶC '.join(options)})")
        return Or(tuple(nodes))

    def _negated(self, clause: Negated, scope: Scope) -> Node:
        marked, chained, place = len(self.patterns), len(self.chains), len(self.said)
        unknown = len(self.unknown)
        node = self._node(clause.child, scope)
        del self.patterns[marked:], self.chains[chained:], self.unknown[unknown:]
        self.said[place:] = [f"-{' '.join(self.said[place:])}"]
        return Not(node)

    # --- words

    def _slots(self, words: Sequence[Typed]) -> list[tuple[Candidate, ...]]:
        if self.literal:
            return [tuple(c for c in candidates(w.text, self.vocabulary) if variant(w.text, c.term) is Variant.SAME) for w in words]
        return [candidates(w.text, self.vocabulary, self.dropped) for w in words]

    def _read(self, words: Sequence[Typed], scope: Scope) -> list[Word]:
        """The words with their spellings weighed by their neighbours; a word no article holds stands for itself."""
        slots = self._slots(words)
        found: list[Word] = []
        for known, run in groupby(zip(words, slots, strict=True), key=lambda pair: bool(pair[1])):
            chain = list(run)
            if not known:
                self.unknown += [w.raw for w, _ in chain if not w.parts]
                found += [Word((Spelling(w.text),), scope) for w, _ in chain]
                continue
            weights = weigh([slot for _, slot in chain], self.vocabulary)
            for (_, slot), likely in zip(chain, weights, strict=True):
                spellings = (Spelling(c.term, round(x, 4)) for c, x in zip(slot, likely, strict=True))
                found.append(Word(tuple(sorted(spellings, key=lambda s: (-s.weight, s.term))), scope))
        return found

    def _words(self, typed: Sequence[Typed], scope: Scope) -> list[_Unit]:
        words = self._read(typed, scope)
        self.chains.append(tuple(words))
        units = []
        for source, word in zip(typed, words, strict=True):
            node: Node = word
            weight = word_weight(word, self.vocabulary)
            self.patterns.append(Pattern((word,), weight))
            if source.parts:
                node = Or((word, self._apart(source, scope)))
            self.said.append(self._spoken(source, word))
            units.append(_Unit(node, weight, 1, optional=True))
        return units

    def _apart(self, source: Typed, scope: Scope) -> Node:
        """A compound written apart: its parts, one after the other."""
        parts = self._read([Typed(p, p) for p in source.parts], scope)
        self._pattern(parts)
        return Phrase(tuple(parts), 0, scope)

    def _pattern(self, words: Sequence[Word]) -> None:
        self.patterns.append(Pattern(tuple(words), sum(word_weight(word, self.vocabulary) for word in words)))

    def _spoken(self, source: Typed, word: Word) -> str:
        """The word as it was read: as typed when that is among its likeliest spellings, else the likeliest."""
        best = word.spellings[0]
        return source.raw if variant(source.text, best.term) in (Variant.SAME, Variant.SPELLING) else best.term

    def _phrase(self, clause: Quoted, scope: Scope) -> _Unit:
        words = self._read(clause.words, scope)
        self.chains.append(tuple(words))
        for part in [words] if not clause.slop else [[word] for word in words]:
            self._pattern(part)
        spoken = " ".join(self._spoken(t, w) for t, w in zip(clause.words, words, strict=True))
        if clause.implied:
            spoken = clause.words[0].raw + "".join(w.raw[-1] for w in clause.words[1:])
            self.said.append(spoken)
        else:
            self.said.append(f'"{spoken}"' + (f"~{clause.slop}" if clause.slop else ""))
        node: Node = words[0] if len(words) == 1 else Phrase(tuple(words), clause.slop, scope)
        return _Unit(node, sum(word_weight(w, self.vocabulary) for w in words), len(words))

    def _prefix(self, clause: Prefix, scope: Scope) -> Node:
        """Every indexed word that starts with the letters typed and agrees with their marks."""
        typed = clause.word.text
        key = fold(typed)
        self.said.append(f"{clause.word.raw}*")
        found = [
            Spelling(term)
            for term, _ in self.vocabulary.prefix(key, MAX_PREFIX_TERMS + 1)
            if not has_marks(typed) or _starts(term, typed, key)
        ]
        if len(found) > MAX_PREFIX_TERMS:
            self.warnings.append(f"«{clause.word.raw}*» có quá nhiều từ: chỉ tìm {MAX_PREFIX_TERMS} từ thường gặp nhất.")
        if not found:
            self.unknown.append(f"{clause.word.raw}*")
            return Nothing()
        word = Word(tuple(found[:MAX_PREFIX_TERMS]), scope)
        self._pattern([word])
        return word

    # --- time and facets

    def _period(self, clause: Period, scope: Scope) -> _Unit:
        """Articles that speak of the stretch of time, or are dated in it."""
        options: list[Node] = []
        for wording in clause.wordings:
            words = self._read(wording, scope)
            del self.unknown[:]
            if all(self.vocabulary.df(s.term) for w in words for s in w.spellings[:1]):
                options.append(words[0] if len(words) == 1 else Phrase(tuple(words), 0, scope))
                self._pattern(words)
        self.said.append(clause.raw)
        return _Unit(Or((*options, DateRange(clause.start, clause.end))), weight=5.0, words=1, optional=True)

    def _with_values(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Fields together with the words after them that belong to their value: tỉnh:Lạng Sơn."""
        found: list[Clause] = []
        at = 0
        while at < len(clauses):
            clause = clauses[at]
            at += 1
            if isinstance(clause, Field) and clause.open:
                text, taken = clause.value, 0
                best = (clause.value, 0)
                for following in clauses[at : at + MAX_VALUE_WORDS - 1]:
                    if not isinstance(following, Term):
                        break
                    text, taken = f"{text} {following.word.raw}", taken + 1
                    if find_value(clause.name, text, self.vocabulary) is not None:
                        best = (text, taken)
                clause, at = Field(clause.name, best[0]), at + best[1]
            found.append(clause)
        return found

    def _facet(self, clause: Field) -> Node:
        label = {"province": "tỉnh", "counterpart": "đối tác", "source": "nguồn", "year": "năm"}[clause.name]
        value = find_value(clause.name, clause.value, self.vocabulary)
        self.said.append(f'{label}:"{value or clause.value}"')
        if value is None:
            self.warnings.append(unknown_value(clause.name, clause.value, self.vocabulary))
            return Nothing()
        return Facet(clause.name, value)


def _typed(clause: Clause) -> Iterable[Typed]:
    """Every plain or quoted word of a clause."""
    if isinstance(clause, Term):
        yield clause.word
    elif isinstance(clause, Quoted):
        yield from clause.words
    elif isinstance(clause, Group | Either):
        for child in clause.children:
            yield from _typed(child)
    elif isinstance(clause, Negated | Within):
        yield from _typed(clause.child)


def _all(nodes: Sequence[Node]) -> Node:
    if not nodes:
        return All()
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def _starts(term: str, typed: str, key: str) -> bool:
    """Does the beginning of a term agree with the marks typed?"""
    return len(fold(term)) == len(term) and variant(typed, term[: len(key)]) <= Variant.MARKS_MISSING
