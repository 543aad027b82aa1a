"""Requests that ask for less than one that found nothing: a longer time, without a filter, without
quotes, without a word. Least change first; whether they find anything is for the caller to count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model.facets import FACETS, LISTS
from indexer.model.messages import Message
from indexer.model.request import SearchRequest
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
)
from indexer.searching.rewriting.rewritten_query import RewrittenQuery

__all__ = ["weaker_requests", "written"]

MAX_DROPPED = 8  # words of a query that are tried without
MAX_ALONE = 4  # parts of a query of which each is tried alone


def weaker_requests(
    request: SearchRequest,
    parsed: ParsedQuery,
    reading: RewrittenQuery,
    lacking: Sequence[str] = (),
    *,
    words: bool = True,
) -> Iterator[tuple[str, SearchRequest]]:
    """What to try, the least change first: in a longer time, without one filter, without any,
    without what the nearest article lacks (`lacking`), without quotes, without a word (`words`).
    """
    request = replace(request, page=1)
    yield from _longer(request, parsed.root)
    filters = [
        (name, field, value) for name, field in LISTS.items() for value in getattr(request, field)
    ]
    for name, field, value in filters:
        kept = tuple(v for v in getattr(request, field) if v != value)
        label = Message("drop_filter", field=Message(name.removeprefix("without_")), value=value)
        yield label, replace(request, **{field: kept})  # type: ignore[arg-type]
    if request.date_from or request.date_to:
        yield Message("drop_dates"), replace(request, date_from="", date_to="")
    none = replace(request, **dict.fromkeys(LISTS.values(), ()), date_from="", date_to="")  # type: ignore[arg-type]
    if len(filters) + bool(request.date_from or request.date_to) > 1:
        yield Message("drop_filters"), none
    ways = [*_looser(parsed.root), *_fewer_parts(parsed.root, reading, lacking, words)]
    for way, q in ways:
        yield way, replace(request, q=q)
    if filters or request.date_from or request.date_to:
        for way, q in ways:
            yield Message("and_drop_filters", way=way), replace(none, q=q)


def _longer(request: SearchRequest, root: AndClause) -> Iterator[tuple[str, SearchRequest]]:
    """In all of the year of which a part was asked for, by filter or among the words."""
    year = _year_around(request.date_from, request.date_to)
    if year:
        yield Message("all_year", year=year), replace(request, date_from=year, date_to=year)
    for at, clause in enumerate(root.children):
        if isinstance(clause, TimeExpression | DateFilter):
            year = _year_around(clause.start, clause.end)
            if year:
                whole = TermClause(QueryToken(year, f"ngày:{year}"))
                children = (*root.children[:at], whole, *root.children[at + 1 :])
                q = " ".join(map(written, children))
                yield Message("all_year", year=year), replace(request, q=q)


def _year_around(start: str, end: str) -> str:
    """The year that a stretch of days is a part of; "" for any other."""
    year = start[:4]
    if not year.isdigit() or end[:4] != year:
        return ""
    return "" if (start, end) == (f"{year}-01-01", f"{year}-12-31") else year


def _looser(root: AndClause) -> Iterator[tuple[str, str]]:
    """The query without its quotes, wherever in the article, without what it leaves out."""
    children = root.children
    if any(map(is_quoted, children)):
        yield Message("drop_quotes"), " ".join(map(_unquoted, children))
    scoped = [c for c in children if isinstance(c, FieldScope)]
    if scoped:
        inner = [c.child if isinstance(c, FieldScope) else c for c in children]
        yield Message("drop_scope"), " ".join(map(written, inner))
        if any(is_quoted(clause.child) for clause in scoped):
            yield Message("drop_quotes"), " ".join(map(_unquoted, inner))
    kept = [clause for clause in children if not isinstance(clause, NotClause)]
    if kept and len(kept) < len(children):
        yield Message("drop_exclusions"), " ".join(map(written, kept))


def _unquoted(clause: Clause) -> str:
    """A clause as one would type it without its quotes."""
    if is_quoted(clause):
        return " ".join(word.raw for word in clause.words)
    return written(clause)


def _fewer_parts(
    root: AndClause, reading: RewrittenQuery, lacking: Sequence[str], words: bool
) -> Iterator[tuple[str, str]]:
    """The query without some of its parts: without words that are in no article, without each
    part, these first and words last; without its conditions; without what is lacking; each part
    alone.
    """
    children = root.children
    parts = _parts(children, reading)
    if len(parts) < 2:
        return
    unknown = [c for c in children if isinstance(c, TermClause) and c.word.raw in reading.unknown]
    if words and 1 < len(unknown) < len(children):
        alone = [[c] for c in children]
        yield _without(alone, [part for part in alone if part[0] in unknown])
    order = sorted(parts, key=lambda part: (part[0] not in unknown, _is_word(part)))
    for part in order[:MAX_DROPPED]:
        if words or not _is_word(part):
            yield _without(parts, [part])
    conditions = [part for part in parts if isinstance(part[0], FacetClause | DateFilter)]
    if 1 < len(conditions) < len(parts):
        yield _without(parts, conditions)
    names = _names(parts, reading)
    lacked = [part for name, part in zip(names, parts, strict=True) if name in lacking]
    if 1 < len(lacked) < len(parts):
        yield _without(parts, lacked)
    if words and 2 < len(parts) <= MAX_ALONE:
        for part in parts:
            yield _without(parts, [other for other in parts if other is not part])


def _is_word(part: Sequence[Clause]) -> bool:
    return isinstance(part[0], TermClause)


def _without(
    parts: Sequence[Sequence[Clause]], dropped: Sequence[Sequence[Clause]]
) -> tuple[str, str]:
    """What is said of parts dropped, and the query without them."""
    gone = set(map(id, dropped))  # not by what they say: a word may be typed twice
    left = [clause for part in parts if id(part) not in gone for clause in part]
    what = "», «".join(" ".join(map(written, part)) for part in dropped)
    key = "drop_word" if len(dropped) == 1 and _is_word(dropped[0]) else "drop"
    return Message(key, what=what), " ".join(map(written, left))


def _names(parts: Sequence[Sequence[Clause]], reading: RewrittenQuery) -> list[str]:
    """How each part is called where it is said what an article lacks."""
    units = iter(reading.units)
    names = []
    for part in parts:
        if _is_word(part):
            unit = next(units, None)
            names.append(unit.read[0] if unit else "")
        else:
            names.append(written(part[0]))
    return names


def _parts(children: Sequence[Clause], reading: RewrittenQuery) -> list[list[Clause]]:
    """The clauses, the words of one unit together: no offer drops half a word."""
    sizes = [len(unit.text.split()) for unit in reading.units]
    if sum(sizes) != sum(isinstance(clause, TermClause) for clause in children):
        sizes = []  # words were parted or joined in reading: each is one of its own
    parts: list[list[Clause]] = []
    wanted = 0
    for clause in children:
        if not isinstance(clause, TermClause):
            parts.append([clause])
            wanted = 0
        elif wanted:
            parts[-1].append(clause)
            wanted -= 1
        else:
            parts.append([clause])
            wanted = sizes.pop(0) - 1 if sizes else 0
    return parts


def written(clause: Clause) -> str:
    """A clause as one would type it."""
    match clause:
        case TermClause():
            return clause.word.raw
        case PrefixClause():
            return f"{clause.word.raw}*"
        case PhraseClause():
            if clause.implied:
                return clause.words[0].raw + "".join(w.raw[-1] for w in clause.words[1:])
            return f'"{" ".join(w.raw for w in clause.words)}"' + (
                f"~{clause.slop}" if clause.slop else ""
            )
        case FacetClause():
            return f'{FACETS[clause.name].key}:"{clause.value}"'
        case FieldScope():
            return f"{'tiêu-đề' if clause.scope == 'title' else 'nội-dung'}:{written(clause.child)}"
        case DateFilter():
            return f"ngày:{clause.start}..{clause.end}"
        case TimeExpression():
            return clause.raw
        case NotClause():
            return f"-{written(clause.child)}"
        case OrClause():
            return f"({' HOẶC '.join(map(written, clause.children))})"
        case AndClause():
            return f"({' '.join(map(written, clause.children))})"
