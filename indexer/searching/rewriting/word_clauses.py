"""Words side by side → the clauses of a query: read together, they are cut into units, and each
unit is what an article must hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from indexer.language import is_syllable
from indexer.language.lexicon.abbreviations import usual_writing
from indexer.language.lexicon.function_words import opens_a_request
from indexer.model.facets import FACETS
from indexer.model.query import DateRange, Facet, Filter, Node, Or, Scope
from indexer.model.results import Correction, Unit
from indexer.searching.constants import LONG_QUERY, PERIOD_WEIGHT
from indexer.searching.parsing.ast import QueryToken
from indexer.searching.parsing.time_expressions import day_text
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.filters import is_value
from indexer.searching.rewriting.minimum_should_match import BooleanClause, all_of
from indexer.searching.rewriting.query_unit import NAMES, QueryUnit
from indexer.searching.rewriting.rewrite_context import RewriteContext
from indexer.searching.rewriting.segmentation import segment
from indexer.searching.rewriting.spelling.speller import Read
from indexer.searching.rewriting.synonyms import Span
from indexer.searching.rewriting.truecase import truecase
from indexer.searching.rewriting.wordings import KINDS, written_out

__all__ = ["spoken", "word_clauses"]

_YEAR = re.compile(r"(?:19|20)\d\d")


def word_clauses(
    context: RewriteContext, typed: Sequence[QueryToken], scope: Scope
) -> list[BooleanClause]:
    """What an article must hold of neighbouring words, unit by unit."""
    reads, units, spans = _segmented(
        context, context.wordings.short_forms(context.speller.read(_unshouted(typed), scope))
    )
    context.chains.append(tuple(read.word for read in reads))
    context.written_out[len(context.chains) - 1] = written_out(reads, spans)
    place = len(context.said)
    context.said += spoken(context, reads)
    for span in spans:
        vietnamese = all(is_syllable(read.best) for read in reads[span.start : span.end])
        vietnamese = vietnamese and all(w.shorter for w in span.ways if w.kind == "abbreviation")
        told = (way.text for way in span.ways if not (way.shorter or way.tacit))
        others = ", ".join(dict.fromkeys(told))
        if others and not vietnamese:
            context.said[place + span.end - 1] += f" (= {others})"
    for read in reads:
        context.wordings.mark([read.word])
    if len([unit for unit in units if not unit.optional]) > 1:
        counted: Sequence[str] = KINDS
    else:  # a word alone is counted as itself; what means the same comes near it
        counted = ("abbreviation", "alias")
    years = _years(context, units, reads) if scope == "text" else {}
    return [
        _year(context, unit, years[unit.start], clause, scope) if unit.start in years else clause
        for unit in units
        for clause in _unit(context, unit, reads, spans, counted, scope)
    ]


def _years(
    context: RewriteContext, units: Sequence[QueryUnit], reads: Sequence[Read]
) -> dict[int, str]:
    """The years among several units, by where they stand: «Quảng Tây 2025» is Quảng Tây năm 2025.
    One that names something with the word before it («Olympic 2024») is a word.
    """
    if context.loose or context.speller.literal or len(units) < 2:
        return {}
    found = {}
    for before, unit in zip((None, *units), units, strict=False):
        year = reads[unit.start].typed.text
        if unit.joined or not _YEAR.fullmatch(year):
            continue
        if before is None or not _names_with(before, year, context.vocabulary):
            found[unit.start] = year
    return found


def _names_with(before: QueryUnit, year: str, vocabulary: Vocabulary) -> bool:
    """Does a unit name something together with the year behind it?"""
    if before.optional or before.kind == "place":
        return False
    row = before.rows[0]
    return not row[-1].isalpha() or bool(vocabulary.holding(((*row, year),)))


def _year(
    context: RewriteContext, unit: QueryUnit, year: str, clause: BooleanClause, scope: Scope
) -> BooleanClause:
    """What an article must hold where a year was typed: just what «năm 2025» asks for."""
    first, last = f"{year}-01-01", f"{year}-12-31"
    node = Or((DateRange(first, last), context.wordings.row(("năm", year), scope)), alike=True)
    said = "–".join(map(day_text, (first, last)))
    context.wordings.corrections.append(Correction(year, said, "time", True))
    return replace(clause, node=node, loose=((node, clause.weight or PERIOD_WEIGHT),))


def _segmented(
    context: RewriteContext, reads: Sequence[Read]
) -> tuple[Sequence[Read], list[QueryUnit], list[Span]]:
    """The words as read within the units they make, the units, and what can be written
    otherwise.
    """
    spans = context.wordings.spans(reads)
    if context.loose:
        units = [QueryUnit(i, i + 1, "loose", ((r.best,),)) for i, r in enumerate(reads)]
        return reads, units, spans
    forced = [(span.start, span.end) for span in spans]
    read, units = segment(reads, forced, context.vocabulary)
    units = _without_former(_without_request(units))
    if any(new.best != old.best for new, old in zip(read, reads, strict=True)):
        spans = context.wordings.spans(read)
    return read, units, spans


def _without_request(units: Sequence[QueryUnit]) -> list[QueryUnit]:
    """The units of a query; what it begins with may be missing where that only asks for the rest:
    «tìm bài về …», «cho tôi xem …».
    """
    opening = list(takewhile(lambda unit: unit.optional or _opens(unit), units))
    while opening and not opening[-1].optional:
        opening.pop()
    return [*(replace(unit, optional=True) for unit in opening), *units[len(opening) :]]


def _without_former(units: Sequence[QueryUnit]) -> list[QueryUnit]:
    """The units; «cũ» behind a place, as former provinces are called («Hà Giang (cũ)»), may be
    missing.
    """
    former = {
        unit.start
        for place, unit in pairwise(units)
        if place.kind == "place" and unit.rows[0] == ("cũ",)
    }
    return [replace(unit, optional=True) if unit.start in former else unit for unit in units]


def _opens(unit: QueryUnit) -> bool:
    return opens_a_request(unit.rows[0])


def _unit(
    context: RewriteContext,
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
    label = _note(context, unit, own)
    loose = context.wordings.word_by_word(own, within, scope)
    written = [span.of(*counted) for span in within]
    alike = [span.of(*(kind for kind in KINDS if kind not in counted)) for span in within]
    if not unit.joined:
        exact = context.wordings.word_by_word(own, written, scope)
        return [
            replace(
                clause,
                node=_numbered(context, reads, unit, clause.node, scope),
                label=label,
                loose=near.loose,
                optional=unit.optional,
            )
            for clause, near in zip(exact, loose, strict=True)
        ]
    rows = [context.wordings.row(row, scope) for row in unit.rows]
    phrases = Or(tuple(rows), alike=True) if len(rows) > 1 else rows[0]
    node: Node = all_of([*(read.word for read in own), Filter(phrases)])
    others = context.wordings.other_wordings(own, written, scope)
    others += context.wordings.numbered_row(unit.rows[0], own[-1].typed, scope)
    if others:
        node = Or((node, *others), alike=True)
    parts = tuple(part for clause in loose for part in clause.loose)
    anchors = (node, *context.wordings.other_wordings(own, alike, scope), *_places(context, unit))
    if unit.weak:
        anchors = (*anchors, all_of([read.word for read in own]))
    inner = tuple(context.wordings.row(row, scope) for row in unit.inner)
    if len(reads) <= LONG_QUERY and unit.kind not in NAMES and not unit.optional:
        context.longer.append((unit, sum(weight for _, weight in parts)))
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


def _places(context: RewriteContext, unit: QueryUnit) -> tuple[Node, ...]:
    """Articles of the province or partner that a unit names: an article about Nam Ninh is near
    one about Quảng Tây.
    """
    if unit.kind != "place":
        return ()
    name = " ".join(truecase(unit.rows[0], context.vocabulary))
    return tuple(
        Facet(facet.name, name)
        for facet in FACETS.values()
        if facet.places and is_value(facet.name, name, context.vocabulary)
    )


def _numbered(
    context: RewriteContext, reads: Sequence[Read], unit: QueryUnit, node: Node, scope: Scope
) -> Node:
    """A unit of one word, or what it is as a numeral behind another word."""
    if not unit.start:
        return node
    return context.wordings.numbered(reads[unit.start - 1], reads[unit.start], node, scope)


def _note(context: RewriteContext, unit: QueryUnit, reads: Sequence[Read]) -> str:
    """Tell how the query was cut; how the unit is called."""
    typed = " ".join(read.typed.raw for read in reads)
    said = tuple(" ".join(truecase(row, context.vocabulary)) for row in unit.rows)
    context.units.append(Unit(typed, said, unit.kind, unit.optional))
    return said[0]


def spoken(context: RewriteContext, reads: Sequence[Read]) -> list[str]:
    """The words said back; names get their capitals when some word was not typed as it is
    read.
    """
    accented = [read.spoken != read.typed.raw for read in reads]
    if not any(accented):
        return [read.typed.raw for read in reads]
    capitals = truecase([read.best for read in reads], context.vocabulary)
    spoken = [
        read.spoken if name == read.best else name
        for read, name in zip(reads, capitals, strict=True)
    ]
    if any(other and read.origin is None for read, other in zip(reads, accented, strict=True)):
        context.wordings.corrections.append(
            Correction(
                " ".join(read.typed.raw for read in reads), " ".join(spoken), "accents", True
            )
        )
    return spoken


def _unshouted(typed: Sequence[QueryToken]) -> Sequence[QueryToken]:
    """The words, a short form that is a word in small letters (TƯ) by its usual writing; where
    several words are all in capitals, it may be the word.
    """
    in_capitals = [token.raw.isupper() for token in typed]
    if not any(in_capitals) or (len(typed) > 1 and all(in_capitals)):
        return typed
    return [replace(token, text=usual_writing(token.raw) or token.text) for token in typed]
