"""Syntax tree → query tree: every word becomes the indexed spellings it may stand for, weighed by
its neighbours.

A query asks for all of its units (`segmentation`); what holds most of it is near
(`minimum_should_match`). Marks that were typed must agree, missing marks are free. What was read
otherwise than typed is told in corrections, what could not be in warnings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import Any

from indexer.caching import Cache, CachePool
from indexer.language import Variant, fold, variant
from indexer.language.lexicon.synonyms import synonyms_version
from indexer.model.facets import FACETS
from indexer.model.messages import Message
from indexer.model.query import (
    DateRange,
    Facet,
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
from indexer.model.results import Correction
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
from indexer.searching.parsing.questions import is_question
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.field_values import with_values
from indexer.searching.rewriting.filters import find_values
from indexer.searching.rewriting.minimum_should_match import (
    BooleanClause,
    all_of,
    nearly_all_of,
)
from indexer.searching.rewriting.period_clauses import period_clause
from indexer.searching.rewriting.rewrite_context import RewriteContext
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.rewriting.spelling.input_method_decoding import decode_input_method
from indexer.searching.rewriting.spelling.lattice import has_marks, mark_omission_rate
from indexer.searching.rewriting.spelling.speller import Speller, as_typed
from indexer.searching.rewriting.spelling.word_breaking import break_words
from indexer.searching.rewriting.synonyms import is_name
from indexer.searching.rewriting.word_clauses import spoken, word_clauses
from indexer.searching.rewriting.wordings import Wordings

__all__ = ["MAX_PREFIX_TERMS", "rewrite"]

MAX_PREFIX_TERMS = 200
ORDER_SAID = {"newest": "xếp bài mới trước", "oldest": "xếp bài cũ trước"}
SCOPE_NAMES = {"title": "tiêu đề", "body": "nội dung"}

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
    context = RewriteContext(vocabulary, speller, Wordings(vocabulary, speller), loose)
    clauses = _Rewriter(parsed, context, question, relaxed).clauses()
    if parsed.order is not None:
        context.wordings.corrections.append(
            Correction(parsed.order[0], ORDER_SAID[parsed.order[1]], "time", True)
        )
    wanted = [c for c in clauses if not c.optional] or clauses
    return RewrittenQuery(
        parsed.text,
        all_of([c.node for c in wanted]) if wanted else MatchAll(),
        nearly_all_of(clauses, question) if not loose else None,
        tuple(wanted),
        tuple(context.units),
        tuple(context.chains),
        context.otherwise(),
        context.beginnings(wanted),
        tuple(dict.fromkeys(context.wordings.patterns)),
        " ".join(context.said),
        tuple(dict.fromkeys((*speller.corrections, *context.wordings.corrections))),
        (*parsed.warnings, *context.warnings),
        tuple(dict.fromkeys(speller.unknown)),
        question,
    )


@dataclass(slots=True)
class _Rewriter:
    """The clauses of a query, each by its kind; what is found out on the way is the context's."""

    parsed: ParsedQuery
    context: RewriteContext
    question: bool = False
    relaxed: bool = False

    def clauses(self) -> list[BooleanClause]:
        """What an article must hold, part by part."""
        clauses: Sequence[Clause] = self.parsed.root.children
        words = sum(isinstance(c, TermClause) for c in clauses)
        if words > LONG_QUERY and any(is_quoted(c) for c in clauses):
            self.relaxed = True  # a pasted headline: its quotes are punctuation
            self.context.warnings.append(Message("phrases_loosened"))
        if self.relaxed:
            clauses = [part for c in clauses for part in _unquoted(c)]
        # where words may be missing, one that no article holds need not be a slip
        self.context.speller.tolerant = words > LONG_QUERY or (self.question and words > 2)
        return self._sequence(clauses, "text")

    def _sequence(self, clauses: Sequence[Clause], scope: Scope) -> list[BooleanClause]:
        """The parts of clauses side by side; neighbouring words are read together."""
        vocabulary, literal = self.context.vocabulary, self.context.speller.literal
        clauses = self._apart(with_values(clauses, vocabulary, literal=literal))
        found: list[BooleanClause] = []
        for plain, run in groupby(clauses, key=_is_term):
            if plain:
                words = [c.word for c in run if isinstance(c, TermClause)]
                found += word_clauses(self.context, words, scope)
            else:
                found += [self._clause(c, scope) for c in run]
        return found

    def _clause(self, clause: Clause, scope: Scope) -> BooleanClause:
        if isinstance(clause, TimeExpression):
            return period_clause(self.context, clause, scope)
        place = len(self.context.said)
        node = self._node(clause, scope)
        return BooleanClause(node, " ".join(self.context.said[place:]))

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
            if self.context.speller.literal or not isinstance(clause, TermClause):
                found.append(clause)
                continue
            word = clause.word
            if word.parts and not is_name(word.text) and all(map(is_name, word.parts)):
                found += [TermClause(QueryToken(part, part.upper())) for part in word.parts]
                continue
            parts = break_words(word.text, self.context.vocabulary)
            if not parts:
                found.append(clause)
                continue
            self.context.wordings.corrections.append(
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
                said, place = self.context.said, len(self.context.said)
                node = self._all(clause.children, scope)
                said[place:] = [f"({' '.join(said[place:])})"]
                return node
            case OrClause():
                return self._either(clause, scope)
            case NotClause():
                return self._negated(clause, scope)
            case FieldScope():
                said, place = self.context.said, len(self.context.said)
                node = self._node(clause.child, clause.scope)
                said[place:] = [f"{SCOPE_NAMES[clause.scope]}:{' '.join(said[place:])}"]
                return node
            case DateFilter():
                self.context.said.append(f"ngày:{clause.start}..{clause.end}")
                return DateRange(clause.start, clause.end)
            case FacetClause():
                return self._facet(clause)

    def _either(self, clause: OrClause, scope: Scope) -> Node:
        nodes, options = [], []
        for child in clause.children:
            place = len(self.context.said)
            children = child.children if isinstance(child, AndClause) else (child,)
            nodes.append(self._all(children, scope))
            options.append(" ".join(self.context.said[place:]))
            del self.context.said[place:]
        self.context.said.append(f"({' HOẶC '.join(options)})")
        return Or(tuple(nodes))

    def _negated(self, clause: NotClause, scope: Scope) -> Node:
        """What must not be there: it is told, but neither marked, nor missed, nor near anything."""
        context, place = self.context, len(self.context.said)
        found: tuple[list[Any], ...] = (
            context.wordings.patterns,
            context.chains,
            context.speller.unknown,
            context.longer,
        )
        before = [len(things) for things in found]
        node = self._node(clause.child, scope)
        for things, kept in zip(found, before, strict=True):
            del things[kept:]
        context.said[place:] = [f"-{' '.join(context.said[place:])}"]
        return Not(node)

    def _phrase(self, clause: PhraseClause, scope: Scope) -> Node:
        """Consecutive words; a phrase in them that has a short or long form may stand in that
        form.
        """
        reads = self.context.speller.read(clause.words, scope, exact=clause.exact)
        if clause.exact:
            reads = as_typed(reads)
        self.context.chains.append(tuple(read.word for read in reads))
        if clause.implied:
            rest = "".join(word.raw[-1] for word in clause.words[1:])
            self.context.said.append(clause.words[0].raw + rest)
        else:
            quoted = f'"{" ".join(spoken(self.context, reads))}"'
            self.context.said.append(f"{quoted}~{clause.slop}" if clause.slop else quoted)
        nodes: list[Node] = []
        for words in self.context.wordings.of_phrase(reads, scope, aliases=not clause.exact):
            for part in [words] if not clause.slop else [[word] for word in words]:
                self.context.wordings.mark(part)
            nodes.append(words[0] if len(words) == 1 else Phrase(tuple(words), clause.slop, scope))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes), alike=True)

    def _prefix(self, clause: PrefixClause, scope: Scope) -> Node:
        """Every indexed word that starts with the letters typed and agrees with their marks."""
        typed = clause.word.text
        key = fold(typed)
        self.context.said.append(f"{clause.word.raw}*")
        found = [
            WeightedTerm(term)
            for term, _ in self.context.vocabulary.prefix(key, MAX_PREFIX_TERMS + 1)
            if not has_marks(typed) or _starts(term, typed, key)
        ]
        if len(found) > MAX_PREFIX_TERMS:
            self.context.warnings.append(
                Message("star_many", word=clause.word.raw, most=MAX_PREFIX_TERMS)
            )
        if not found:
            self.context.speller.unknown.append(f"{clause.word.raw}*")
            return MatchNone()
        word = SynonymQuery(tuple(found[:MAX_PREFIX_TERMS]), scope)
        self.context.wordings.mark([word])
        return word

    def _facet(self, clause: FacetClause) -> Node:
        label = FACETS[clause.name].word[0]
        meant = find_values(clause.name, clause.value, self.context.vocabulary)
        self.context.said.append(" HOẶC ".join(f'{label}:"{value}"' for value in meant.values))
        if meant.warning:
            self.context.warnings.append(meant.warning)
        if not meant.known:
            return MatchNone()
        facets = tuple(Facet(clause.name, value) for value in meant.values)
        return facets[0] if len(facets) == 1 else Or(facets)


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
