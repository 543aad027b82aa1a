"""A stretch of time in a query → a clause: articles that speak of it, or that are dated in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indexer.model.query import And, DateRange, Filter, MatchNone, Node, Or, Phrase, Scope
from indexer.model.results import Correction
from indexer.searching.constants import PERIOD_WEIGHT
from indexer.searching.parsing.ast import TimeExpression
from indexer.searching.parsing.relative_time import months_from
from indexer.searching.parsing.time_expressions import day_text, parse_single, surface_forms
from indexer.searching.rewriting.minimum_should_match import BooleanClause, all_of
from indexer.searching.rewriting.rewrite_context import RewriteContext
from indexer.searching.rewriting.word_clauses import word_clauses

__all__ = ["period_clause"]


def period_clause(context: RewriteContext, clause: TimeExpression, scope: Scope) -> BooleanClause:
    """Articles that speak of the stretch of time, or, where the year is known, are dated in
    it.
    """
    if context.speller.literal:
        parts = word_clauses(context, clause.wordings[0], scope)
        words_node = all_of([part.node for part in parts])
        return BooleanClause(words_node, clause.raw, ((words_node, PERIOD_WEIGHT),), 1)
    if clause.relative:
        return _relative(context, clause)
    dated: tuple[Node, ...] = ()
    if not clause.start.startswith("--"):
        dated = (DateRange(clause.start, clause.end),)
    spoken = _spoken_of(context, clause, scope)
    said = _span_said(clause)
    if said:
        context.wordings.corrections.append(Correction(clause.raw, said, "time", True))
    if said and parse_single(clause.raw) is None:
        context.said.append(f"{clause.raw} ({said})")
    else:
        usual = surface_forms(clause.start, clause.end)
        context.said.append(usual[0] if clause.raw.isascii() and usual else clause.raw)
    options = (*dated, *spoken)
    if not options:
        context.speller.unknown.append(clause.raw)
    node: Node = Or(options, alike=True) if options else MatchNone()
    return BooleanClause(node, clause.raw, ((node, PERIOD_WEIGHT),), 1)


def _spoken_of(context: RewriteContext, clause: TimeExpression, scope: Scope) -> Iterable[Node]:
    """Articles that say a stretch of time; one that names no year, up to a year from when it
    begins.
    """
    for wording in clause.wordings:
        known = len(context.speller.unknown)
        words = [
            word
            for read in context.speller.read(wording, scope)
            for word in context.wordings.whole(read, scope)
        ]
        held = len(context.speller.unknown) == known
        del context.speller.unknown[known:]
        if not held:
            continue
        context.wordings.mark(words)
        node: Node = words[0] if len(words) == 1 else Phrase(tuple(words), 0, scope)
        if clause.counted:
            node = And((node, Filter(DateRange(clause.start, _year_after(clause.start)))))
        yield node


def _relative(context: RewriteContext, clause: TimeExpression) -> BooleanClause:
    """Articles dated in a stretch that is counted from today, or that spans years."""
    said = _span_said(clause)
    context.said.append(f"({said})")
    context.wordings.corrections.append(Correction(clause.raw, said, "time", True))
    node = DateRange(clause.start, clause.end)
    return BooleanClause(node, clause.raw, ((node, PERIOD_WEIGHT),), 1)


def _span_said(clause: TimeExpression) -> str:
    """The first and last day of a stretch; "" for a day of no year."""
    if clause.start.startswith("--"):
        return ""
    ends = dict.fromkeys((clause.start, clause.end))
    return "–".join(day_text(day) if day else "…" for day in ends)


def _year_after(day: str) -> str:
    """The same day a year later."""
    return months_from(date.fromisoformat(day), 12).isoformat()
