"""Syntax tree → query tree: every word becomes the indexed spellings it may stand for, weighed by
its neighbours.

A query asks for all of its units (`segmentation`); what holds most of it is near
(`minimum_should_match`). Marks that were typed must agree, missing marks are free. What was read
otherwise than typed is told in corrections, what could not be in warnings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import field, replace
from datetime import date
from itertools import groupby

from indexer.caching import Cache, CachePool
from indexer.language import Variant, fold, is_syllable, variant
from indexer.language.lexicon.abbreviations import usual_writing
from indexer.language.lexicon.synonyms import synonyms_version
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    Filter,
    MatchAll,
    MatchNone,
    Node,
    Not,
    Or,
    Phrase,
    Scope,
    SynonymQuery,
    WeightedTerm,
)
from indexer.model.results import Correction, Unit
from indexer.records import dataclass
from indexer.searching.constants import LONG_QUERY
from indexer.searching.parsing.ast import (
    AndClause,
    Clause,
    DateFilter,
    FacetClause,
    FieldScope,
    NotClause,
    OrClause,
    ParsedQuery,
    PhraseClause,
    PrefixClause,
    QueryToken,
    TermClause,
    TimeExpression,
    is_quoted,
    words_of,
)
from indexer.searching.parsing.parser import is_question
from indexer.searching.parsing.relative_time import months_from
from indexer.searching.parsing.time_expressions import day_text, parse_single, surface_forms
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.field_values import with_values
from indexer.searching.rewriting.filters import find_values, is_value
from indexer.searching.rewriting.minimum_should_match import (
    BooleanClause,
    all_of,
    nearly_all_of,
)
from indexer.searching.rewriting.query_unit import NAMES, QueryUnit, Row
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.rewriting.segmentation import segment
from indexer.searching.rewriting.spelling.input_method_decoding import decode_input_method
from indexer.searching.rewriting.spelling.lattice import has_marks, mark_omission_rate
from indexer.searching.rewriting.spelling.speller import Read, Speller, as_typed
from indexer.searching.rewriting.spelling.word_breaking import break_words
from indexer.searching.rewriting.synonyms import Span, is_name
from indexer.searching.rewriting.truecase import truecase
from indexer.searching.rewriting.wordings import KINDS, Chain, Wordings, written_out

__all__ = ["MAX_PREFIX_TERMS", "rewrite"]

MAX_PREFIX_TERMS = 200
ORDER_SAID = {"newest": "xếp bài mới trước", "oldest": "xếp bài cũ trước"}
SCOPE_NAMES = {"title": "tiêu đề", "body": "nội dung"}
PERIOD_WEIGHT = 5.0  # of a stretch of time, beside the rarities of words

_QUERIES: CachePool[RewrittenQuery] = CachePool(
    "searching.rewriting.queries",
    8_000_000,
    lambda query: 4_000 + 2_000 * len(query.patterns) + 2_000 * query.length,
)
"""The last queries as understood: results, their timeline, their facets, the next page and the
article that is opened from them all begin with one.
"""


def _known(_: Vocabulary) -> Cache[Hashable, RewrittenQuery]:
    """What has been read over a vocabulary."""
    return Cache(_QUERIES)


def rewrite(
    parsed: ParsedQuery,
    vocabulary: Vocabulary,
    *,
    literal: bool = False,
    corrected: bool = False,
    relaxed: bool = False,
    loose: bool = False,
) -> RewrittenQuery:
    """The query tree of a parsed query over an archive's vocabulary.

    `literal`: words exactly as typed, nothing added. `corrected`: for a query that found too little
    as typed: words that are likely mistyped are read as what they may have been meant for, and that
    is told. `relaxed`: quotes are not insisted on. `loose`: the syllables of words may stand
    anywhere.
    """
    readings = (literal, corrected, relaxed, loose)
    return vocabulary.derived(_known).remember(
        (parsed, readings, synonyms_version()), lambda: _rewritten(parsed, vocabulary, *readings)
    )


def _rewritten(
    parsed: ParsedQuery,
    vocabulary: Vocabulary,
    literal: bool,
    corrected: bool,
    relaxed: bool,
    loose: bool,
) -> RewrittenQuery:
    """What `rewrite` makes."""
    said = decode_input_method([w.text for w in words_of(parsed.root)], vocabulary)
    question = parsed.question or is_question(" ".join(said))
    speller = Speller(vocabulary, mark_omission_rate(said), literal, corrected)
    rewriter = _Rewriter(
        parsed, vocabulary, speller, Wordings(vocabulary, speller), question, relaxed, loose
    )
    clauses = rewriter.clauses()
    if parsed.order is not None:
        rewriter.wordings.corrections.append(
            Correction(parsed.order[0], ORDER_SAID[parsed.order[1]], "time", True)
        )
    wanted = [c for c in clauses if not c.optional] or clauses
    return RewrittenQuery(
        parsed.text,
        all_of([c.node for c in wanted]) if wanted else MatchAll(),
        nearly_all_of(clauses, question) if not loose else None,
        tuple(wanted),
        tuple(rewriter.units),
        tuple(rewriter.chains),
        rewriter.otherwise(),
        rewriter.beginnings(wanted),
        tuple(dict.fromkeys(rewriter.wordings.patterns)),
        " ".join(rewriter.said),
        tuple(dict.fromkeys((*speller.corrections, *rewriter.wordings.corrections))),
        (*parsed.warnings, *rewriter.warnings),
        tuple(dict.fromkeys(speller.unknown)),
        question,
    )


@dataclass(slots=True)
class _Rewriter:
    parsed: ParsedQuery
    vocabulary: Vocabulary
    speller: Speller
    wordings: Wordings
    question: bool = False
    relaxed: bool = False
    loose: bool = False
    units: list[Unit] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    written_out: dict[int, Chain] = field(default_factory=dict)
    longer: list[tuple[QueryUnit, float]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def clauses(self) -> list[BooleanClause]:
        """What an article must hold, part by part."""
        clauses: Sequence[Clause] = self.parsed.root.children
        words = sum(isinstance(c, TermClause) for c in clauses)
        if words > LONG_QUERY and any(is_quoted(c) for c in clauses):
            self.relaxed = True  # a pasted headline: its quotes are punctuation
            self.warnings.append(Message("phrases_loosened"))
        if self.relaxed:
            clauses = [part for c in clauses for part in _unquoted(c)]
        # where words may be missing, one that no article holds need not be a slip
        self.speller.tolerant = words > LONG_QUERY or (self.question and words > 2)
        return self._sequence(clauses, "text")

    def otherwise(self) -> tuple[tuple[Chain, ...], ...]:
        """The chains with short forms and names in them written as they may be, one way each."""
        written = {at: way for at, way in self.written_out.items() if way and at < len(self.chains)}
        if not written:
            return ()
        return (tuple(written.get(at, chain) for at, chain in enumerate(self.chains)),)

    def beginnings(self, wanted: Sequence[BooleanClause]) -> tuple[tuple[Row, float], ...]:
        """The words of the query that may be the beginning of others, each with its share."""
        whole = sum(clause.weight for clause in wanted)
        if not whole:  # nothing of it has a weight: all that is wanted stands as it is
            return ()
        return tuple((unit.rows[0], weight / whole) for unit, weight in self.longer)

    def _sequence(self, clauses: Sequence[Clause], scope: Scope) -> list[BooleanClause]:
        """The parts of clauses side by side; neighbouring words are read together."""
        clauses = self._apart(with_values(clauses, self.vocabulary, literal=self.speller.literal))
        found: list[BooleanClause] = []
        for plain, run in groupby(clauses, key=_is_term):
            if plain:
                found += self._words([c.word for c in run if isinstance(c, TermClause)], scope)
            else:
                found += [self._clause(c, scope) for c in run]
        return found

    def _clause(self, clause: Clause, scope: Scope) -> BooleanClause:
        if isinstance(clause, TimeExpression):
            return self._period(clause, scope)
        place = len(self.said)
        node = self._node(clause, scope)
        return BooleanClause(node, " ".join(self.said[place:]))

    def _all(self, clauses: Sequence[Clause], scope: Scope) -> Node:
        """Clauses side by side as one node."""
        parts = [part.node for part in self._sequence(clauses, scope)]
        return all_of(parts) if parts else MatchAll()

    def _apart(self, clauses: Sequence[Clause]) -> list[Clause]:
        """The clauses, words typed without spaces as the words they are made of, short forms typed
        as one as each (VN-TQ).
        """
        found: list[Clause] = []
        for clause in clauses:
            if self.speller.literal or not isinstance(clause, TermClause):
                found.append(clause)
                continue
            word = clause.word
            if word.parts and not is_name(word.text) and all(map(is_name, word.parts)):
                found += [TermClause(QueryToken(part, part.upper())) for part in word.parts]
                continue
            parts = break_words(word.text, self.vocabulary)
            if not parts:
                found.append(clause)
                continue
            self.wordings.corrections.append(
                Correction(clause.word.raw, " ".join(parts), "spelling", True)
            )
            found += [TermClause(QueryToken(part, part)) for part in parts]
        return found

    def _node(self, clause: Clause, scope: Scope) -> Node:
        match clause:
            case TermClause() | TimeExpression():
                return self._all((clause,), scope)
            case PhraseClause():
                return self._phrase(clause, scope)
            case PrefixClause():
                return self._prefix(clause, scope)
            case AndClause():
                place = len(self.said)
                node = self._all(clause.children, scope)
                self.said[place:] = [f"({' '.join(self.said[place:])})"]
                return node
            case OrClause():
                return self._either(clause, scope)
            case NotClause():
                return self._negated(clause, scope)
            case FieldScope():
                place = len(self.said)
                node = self._node(clause.child, clause.scope)
                self.said[place:] = [f"{SCOPE_NAMES[clause.scope]}:{' '.join(self.said[place:])}"]
                return node
            case DateFilter():
                self.said.append(f"ngày:{clause.start}..{clause.end}")
                return DateRange(clause.start, clause.end)
            case FacetClause():
                return self._facet(clause)

    def _either(self, clause: OrClause, scope: Scope) -> Node:
        nodes, options = [], []
        for child in clause.children:
            place = len(self.said)
            children = child.children if isinstance(child, AndClause) else (child,)
            nodes.append(self._all(children, scope))
            options.append(" ".join(self.said[place:]))
            del self.said[place:]
        self.said.append(f"({' HOẶC '.join(options)})")
        return Or(tuple(nodes))

    def _negated(self, clause: NotClause, scope: Scope) -> Node:
        marked, chained, place, unknown, longer = (
            len(self.wordings.patterns),
            len(self.chains),
            len(self.said),
            len(self.speller.unknown),
            len(self.longer),
        )
        node = self._node(clause.child, scope)
        del self.wordings.patterns[marked:], self.chains[chained:], self.speller.unknown[unknown:]
        del self.longer[longer:]
        self.said[place:] = [f"-{' '.join(self.said[place:])}"]
        return Not(node)

    # --- words

    def _words(self, typed: Sequence[QueryToken], scope: Scope) -> list[BooleanClause]:
        reads, units, spans = self._segmented(
            self.wordings.short_forms(self.speller.read(_unshouted(typed), scope))
        )
        self.chains.append(tuple(read.word for read in reads))
        self.written_out[len(self.chains) - 1] = written_out(reads, spans)
        place = len(self.said)
        self.said += self._spoken(reads)
        for span in spans:
            vietnamese = all(is_syllable(read.best) for read in reads[span.start : span.end])
            told = (way.text for way in span.ways if not (way.shorter or way.tacit))
            others = ", ".join(dict.fromkeys(told))
            if others and not vietnamese:
                self.said[place + span.end - 1] += f" (= {others})"
        for read in reads:
            self.wordings.mark([read.word])
        if len([unit for unit in units if not unit.optional]) > 1:
            counted: Sequence[str] = KINDS
        else:  # a word alone is counted as itself; what means the same comes near it
            counted = ("abbreviation", "alias")
        return [
            clause for unit in units for clause in self._unit(unit, reads, spans, counted, scope)
        ]

    def _segmented(
        self, reads: Sequence[Read]
    ) -> tuple[Sequence[Read], list[QueryUnit], list[Span]]:
        """The words as read within the units they make, the units, and what can be written
        otherwise.
        """
        spans = self.wordings.spans(reads)
        if self.loose:
            units = [QueryUnit(i, i + 1, "loose", ((r.best,),)) for i, r in enumerate(reads)]
            return reads, units, spans
        forced = [(span.start, span.end) for span in spans]
        read, units = segment(reads, forced, self.vocabulary)
        if any(new.best != old.best for new, old in zip(read, reads, strict=True)):
            spans = self.wordings.spans(read)
        return read, units, spans

    def _unit(
        self,
        unit: QueryUnit,
        reads: Sequence[Read],
        spans: Sequence[Span],
        counted: Sequence[str],
        scope: Scope,
    ) -> list[BooleanClause]:
        """What is searched for where a unit was typed: its words side by side, or as it may be
        written otherwise; other writings that are not of the kinds `counted` only make what is
        near.
        """
        own = reads[unit.start : unit.end]
        within = [
            replace(span, start=span.start - unit.start, end=span.end - unit.start)
            for span in spans
            if unit.start <= span.start and span.end <= unit.end
        ]
        label = self._note(unit, own)
        loose = self.wordings.word_by_word(own, within, scope)
        written = [span.of(*counted) for span in within]
        alike = [span.of(*(kind for kind in KINDS if kind not in counted)) for span in within]
        if not unit.joined:
            exact = self.wordings.word_by_word(own, written, scope)
            return [
                replace(
                    clause,
                    node=self._numbered(reads, unit, clause.node, scope),
                    label=label,
                    loose=near.loose,
                    optional=unit.optional,
                )
                for clause, near in zip(exact, loose, strict=True)
            ]
        rows = [self.wordings.row(row, scope) for row in unit.rows]
        phrases = Or(tuple(rows), alike=True) if len(rows) > 1 else rows[0]
        node: Node = all_of([*(read.word for read in own), Filter(phrases)])
        others = self.wordings.other_wordings(own, written, scope)
        others += self.wordings.numbered_row(unit.rows[0], own[-1].typed, scope)
        if others:
            node = Or((node, *others), alike=True)
        parts = tuple(part for clause in loose for part in clause.loose)
        anchors = (node, *self.wordings.other_wordings(own, alike, scope), *self._places(unit))
        if unit.weak:
            anchors = (*anchors, all_of([read.word for read in own]))
        inner = tuple(self.wordings.row(row, scope) for row in unit.inner)
        if len(reads) <= LONG_QUERY and unit.kind not in NAMES and not unit.optional:
            self.longer.append((unit, sum(weight for _, weight in parts)))
        return [
            BooleanClause(
                node,
                label,
                parts,
                len(own),
                joined=True,
                anchors=anchors,
                inner=inner,
                optional=unit.optional,
            )
        ]

    def _places(self, unit: QueryUnit) -> tuple[Node, ...]:
        """Articles of the province or partner that a unit names: an article about Nam Ninh is near
        one about Quảng Tây.
        """
        if unit.kind != "place":
            return ()
        name = " ".join(truecase(unit.rows[0], self.vocabulary))
        return tuple(
            Facet(facet.name, name)
            for facet in FACETS.values()
            if facet.places and is_value(facet.name, name, self.vocabulary)
        )

    def _numbered(self, reads: Sequence[Read], unit: QueryUnit, node: Node, scope: Scope) -> Node:
        """A unit of one word, or what it is as a numeral behind another word."""
        if not unit.start:
            return node
        return self.wordings.numbered(reads[unit.start - 1], reads[unit.start], node, scope)

    def _note(self, unit: QueryUnit, reads: Sequence[Read]) -> str:
        """Tell how the query was cut; how the unit is called."""
        typed = " ".join(read.typed.raw for read in reads)
        said = tuple(" ".join(truecase(row, self.vocabulary)) for row in unit.rows)
        self.units.append(Unit(typed, said, unit.kind, unit.optional))
        return said[0]

    def _spoken(self, reads: Sequence[Read]) -> list[str]:
        """The words said back; names get their capitals when some word was not typed as it is
        read.
        """
        accented = [read.spoken != read.typed.raw for read in reads]
        if not any(accented):
            return [read.typed.raw for read in reads]
        capitals = truecase([read.best for read in reads], self.vocabulary)
        spoken = [
            read.spoken if name == read.best else name
            for read, name in zip(reads, capitals, strict=True)
        ]
        if any(other and read.origin is None for read, other in zip(reads, accented, strict=True)):
            self.wordings.corrections.append(
                Correction(
                    " ".join(read.typed.raw for read in reads), " ".join(spoken), "accents", True
                )
            )
        return spoken

    def _phrase(self, clause: PhraseClause, scope: Scope) -> Node:
        """Consecutive words; a phrase in them that has a short or long form may stand in that
        form.
        """
        reads = self.speller.read(clause.words, scope, exact=not clause.implied)
        if not clause.implied:
            reads = as_typed(reads)
        self.chains.append(tuple(read.word for read in reads))
        if clause.implied:
            self.said.append(clause.words[0].raw + "".join(w.raw[-1] for w in clause.words[1:]))
        else:
            self.said.append(
                f'"{" ".join(self._spoken(reads))}"' + (f"~{clause.slop}" if clause.slop else "")
            )
        nodes: list[Node] = []
        for words in self.wordings.of_phrase(reads, scope, aliases=clause.implied):
            for part in [words] if not clause.slop else [[word] for word in words]:
                self.wordings.mark(part)
            nodes.append(words[0] if len(words) == 1 else Phrase(tuple(words), clause.slop, scope))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes), alike=True)

    def _prefix(self, clause: PrefixClause, scope: Scope) -> Node:
        """Every indexed word that starts with the letters typed and agrees with their marks."""
        typed = clause.word.text
        key = fold(typed)
        self.said.append(f"{clause.word.raw}*")
        found = [
            WeightedTerm(term)
            for term, _ in self.vocabulary.prefix(key, MAX_PREFIX_TERMS + 1)
            if not has_marks(typed) or _starts(term, typed, key)
        ]
        if len(found) > MAX_PREFIX_TERMS:
            self.warnings.append(Message("star_many", word=clause.word.raw, most=MAX_PREFIX_TERMS))
        if not found:
            self.speller.unknown.append(f"{clause.word.raw}*")
            return MatchNone()
        word = SynonymQuery(tuple(found[:MAX_PREFIX_TERMS]), scope)
        self.wordings.mark([word])
        return word

    # --- time and facets

    def _period(self, clause: TimeExpression, scope: Scope) -> BooleanClause:
        """Articles that speak of the stretch of time, or, where the year is known, are dated in
        it.
        """
        if self.speller.literal:
            words_node = all_of([part.node for part in self._words(clause.wordings[0], scope)])
            return BooleanClause(words_node, clause.raw, ((words_node, PERIOD_WEIGHT),), 1)
        if clause.relative:
            return self._relative(clause)
        dated: tuple[Node, ...] = ()
        if not clause.start.startswith("--"):
            dated = (DateRange(clause.start, clause.end),)
        spoken = self._spoken_of(clause, scope)
        said = _span_said(clause)
        if said:
            self.wordings.corrections.append(Correction(clause.raw, said, "time", True))
        if said and parse_single(clause.raw) is None:
            self.said.append(f"{clause.raw} ({said})")
        else:
            usual = surface_forms(clause.start, clause.end)
            self.said.append(usual[0] if clause.raw.isascii() and usual else clause.raw)
        options = (*dated, *spoken)
        if not options:
            self.speller.unknown.append(clause.raw)
        node: Node = Or(options, alike=True) if options else MatchNone()
        return BooleanClause(node, clause.raw, ((node, PERIOD_WEIGHT),), 1)

    def _spoken_of(self, clause: TimeExpression, scope: Scope) -> Iterable[Node]:
        """Articles that say a stretch of time; one that names no year, up to a year from when it
        begins.
        """
        for wording in clause.wordings:
            known = len(self.speller.unknown)
            words = [
                word
                for read in self.speller.read(wording, scope)
                for word in self.wordings.whole(read, scope)
            ]
            held = len(self.speller.unknown) == known
            del self.speller.unknown[known:]
            if not held:
                continue
            self.wordings.mark(words)
            node: Node = words[0] if len(words) == 1 else Phrase(tuple(words), 0, scope)
            if clause.counted:
                node = And((node, Filter(DateRange(clause.start, _year_after(clause.start)))))
            yield node

    def _relative(self, clause: TimeExpression) -> BooleanClause:
        """Articles dated in a stretch that is counted from today, or that spans years."""
        said = _span_said(clause)
        self.said.append(f"({said})")
        self.wordings.corrections.append(Correction(clause.raw, said, "time", True))
        node = DateRange(clause.start, clause.end)
        return BooleanClause(node, clause.raw, ((node, PERIOD_WEIGHT),), 1)

    def _facet(self, clause: FacetClause) -> Node:
        label = FACETS[clause.name].word[0]
        meant = find_values(clause.name, clause.value, self.vocabulary)
        self.said.append(" HOẶC ".join(f'{label}:"{value}"' for value in meant.values))
        if meant.warning:
            self.warnings.append(meant.warning)
        if not meant.known:
            return MatchNone()
        facets = tuple(Facet(clause.name, value) for value in meant.values)
        return facets[0] if len(facets) == 1 else Or(facets)


def _span_said(clause: TimeExpression) -> str:
    """The first and last day of a stretch; "" for a day of no year."""
    if clause.start.startswith("--"):
        return ""
    ends = dict.fromkeys((clause.start, clause.end))
    return "–".join(day_text(day) if day else "…" for day in ends)


def _year_after(day: str) -> str:
    """The same day a year later."""
    return months_from(date.fromisoformat(day), 12).isoformat()


def _is_term(clause: Clause) -> bool:
    return isinstance(clause, TermClause)


def _unquoted(clause: Clause) -> Iterable[Clause]:
    """A clause, or the words of one in quotes."""
    if is_quoted(clause):
        return map(TermClause, clause.words)
    return (clause,)


def _starts(term: str, typed: str, key: str) -> bool:
    """Does the beginning of a term agree with the marks typed?"""
    return (
        len(fold(term)) == len(term) and variant(typed, term[: len(key)]) <= Variant.MARKS_MISSING
    )


def _unshouted(typed: Sequence[QueryToken]) -> Sequence[QueryToken]:
    """The words, a short form that is a word in small letters (TƯ) by its usual writing; where
    several words are all in capitals, it may be the word.
    """
    in_capitals = [token.raw.isupper() for token in typed]
    if not any(in_capitals) or (len(typed) > 1 and all(in_capitals)):
        return typed
    return [replace(token, text=usual_writing(token.raw) or token.text) for token in typed]
