"""Ways on from a search: other readings, what to drop when nothing was found, provinces under
their other name.

Every way is tried before it is offered, so that each link leads to results. Counting is the
caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer.gazetteer.tables import FORMER, province_today
from indexer.language import Token, agrees, fold, syllables
from indexer.model.messages import Message
from indexer.model.request import MAX_QUERY, SearchRequest
from indexer.model.results import Suggestion
from indexer.records import dataclass
from indexer.searching.constants import LONG_QUERY
from indexer.searching.parsing.ast import (
    ParsedQuery,
    TermClause,
    is_quoted,
)
from indexer.searching.ports import Vocabulary
from indexer.searching.query_string import to_query
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.rewriting.truecase import truecase
from indexer.searching.suggest.did_you_mean import correct_phrase
from indexer.searching.suggest.weakening import weaker_requests

__all__ = [
    "LITTLE",
    "better_readings",
    "did_you_mean",
    "merged_unit_suggestions",
    "relaxations",
]

FEW_ARTICLES = 10  # articles; a query that finds no more is also offered as it may have been meant
LITTLE = 3  # a query that finds fewer articles is read again with corrections
MAX_WAYS = 5
MAX_TRIED = 16

Count = Callable[[SearchRequest], int]


def better_readings(
    parsed: ParsedQuery, reading: RewrittenQuery, vocabulary: Vocabulary
) -> Iterator[RewrittenQuery]:
    """The query read more generously, for one that found too little: with corrections, then with
    its quotes not insisted on; what reads nothing otherwise is left out.
    """
    corrected = rewrite(parsed, vocabulary, corrected=True)
    if {c for c in corrected.corrections if c.kind == "spelling"} - set(reading.corrections):
        yield corrected
    if any(map(is_quoted, parsed.root.children)) and len(parsed.root.children) > 1:
        relaxed = rewrite(parsed, vocabulary, relaxed=True)
        yield replace(relaxed, warnings=(*relaxed.warnings, Message("phrases_as_words")))


def relaxations(
    request: SearchRequest,
    parsed: ParsedQuery,
    reading: RewrittenQuery,
    count: Count,
    lacking: Sequence[str] = (),
    *,
    words: bool = True,
) -> tuple[Suggestion, ...]:
    """What finds something where `request` found nothing: a longer time, fewer filters, fewer
    words; at most MAX_WAYS, each with its total.

    `lacking`: what the nearest article lacks. `words`: words may be dropped, too.
    """
    found: list[Suggestion] = []
    tried: set[SearchRequest] = set()
    for label, changed in weaker_requests(request, parsed, reading, lacking, words=words):
        if len(tried) >= MAX_TRIED or len(found) >= MAX_WAYS:
            break
        if changed in tried:
            continue
        tried.add(changed)
        total = count(changed)
        if total:
            found.append(Suggestion(changed.q, label, to_query(changed), total))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Units of today with the names written for them that differ; those names, by the bare form of
    their first word.
    """

    others: dict[str, tuple[str, ...]]
    today_of: dict[str, str]
    named: dict[str, list[tuple[str, tuple[str, ...]]]]


def _merged_units(vocabulary: Vocabulary) -> _Merged:
    units: dict[str, list[str]] = {}
    for pair, _ in vocabulary.facet_values("province_pair"):
        today, _, name = pair.partition("\t")
        units.setdefault(today, []).append(name.removesuffix(FORMER))
    today_of = {name: today for today, names in units.items() for name in names}
    others = {
        name: tuple(sorted({*units[today], today} - {name})) for name, today in today_of.items()
    }
    others |= {
        today: tuple(sorted({*names} - {today}))
        for today, names in units.items()
        if today not in others
    }
    named: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name in today_of:
        words = tuple(token.text for token in syllables(name))
        if others[name] and words:
            named.setdefault(fold(words[0]), []).append((name, words))
    return _Merged(others, today_of, named)


def merged_unit_suggestions(
    request: SearchRequest, vocabulary: Vocabulary, total: int, count: Count
) -> tuple[Suggestion, ...]:
    """For provinces searched for: the unit of today that they are part of since 1 July 2025, as
    links that take in the whole of it.
    """
    merged = vocabulary.derived(_merged_units)
    found: list[Suggestion] = []
    for name in request.provinces[:MAX_WAYS]:
        today = province_today(name.removesuffix(FORMER))
        if today != name:
            kept = tuple(dict.fromkeys(today if p == name else p for p in request.provinces))
            changed = replace(request, provinces=kept, page=1)
            found += _taking_in(request.q, name, [today], changed, merged, total, count)
    return tuple(found + _named_in_words(request, merged, total, count))


def _taking_in(
    text: str,
    name: str,
    others: Sequence[str],
    changed: SearchRequest,
    merged: _Merged,
    total: int,
    count: Count,
) -> list[Suggestion]:
    """The link that takes in the other names of a province, when it finds more."""
    more = count(changed)
    if more <= total:
        return []
    today = merged.today_of.get(name.removesuffix(FORMER), name)
    since = "today_too" if today != name and list(others) == [today] else "former_too"
    return [Suggestion(text, Message(since, names=", ".join(others)), to_query(changed), more)]


def _named_in_words(
    request: SearchRequest, merged: _Merged, total: int, count: Count
) -> list[Suggestion]:
    """The same for a province named among the words, in whatever marks and case: an alternative in
    parentheses.
    """
    typed = [t for t in syllables(request.q[:MAX_QUERY]) if t.kind in ("word", "number")]
    likely = [
        named
        for key in dict.fromkeys(fold(t.text) for t in typed)
        for named in merged.named.get(key, ())
    ]
    found = []
    for name, words in likely:
        place = _place_of(words, typed)
        others = merged.others[name]
        if (
            place is None
            or _in_field(request.q, place[0])
            or any(_place_of([t.text for t in syllables(other)], typed) for other in others)
        ):
            continue
        start, end = place
        options = " HOẶC ".join((request.q[start:end], *(f'"{other}"' for other in others)))
        changed = replace(request, q=f"{request.q[:start]}({options}){request.q[end:]}", page=1)
        found += _taking_in(changed.q, name, others, changed, merged, total, count)
    return found


def _in_field(query: str, start: int) -> bool:
    """Does the value of a field begin here? `tỉnh:"Hà Giang"` is a filter, not words."""
    return query[:start].rstrip(' "“«').endswith(":")


def _place_of(words: Sequence[str], typed: Sequence[Token]) -> tuple[int, int] | None:
    """Where the words of a name stand among typed ones, marks agreeing as far as they were
    typed.
    """
    for at in range(len(typed) - len(words) + 1):
        if agrees([token.text for token in typed[at : at + len(words)]], words):
            return typed[at].start, typed[at + len(words) - 1].end
    return None


def did_you_mean(
    request: SearchRequest,
    parsed: ParsedQuery,
    reading: RewrittenQuery,
    vocabulary: Vocabulary,
    total: int,
    count: Count,
) -> tuple[Suggestion, ...]:
    """Queries that may have been meant and find more than `total`: with likely slips put right,
    «cữa khẩu» → «cửa khẩu».

    Where next to nothing was found any reading will do that finds more; else one whose words firmly
    belong together.
    """
    texts: list[str] = []
    if total <= FEW_ARTICLES:
        better = next(better_readings(parsed, reading, vocabulary), None)
        texts += [better.interpreted] if better is not None else []
    texts += _put_right(parsed, reading, vocabulary)
    found = []
    for text in dict.fromkeys(texts):
        changed = replace(request, q=text, page=1)
        more = count(changed)
        if more > total:
            found.append(
                Suggestion(text, Message("did_you_mean", query=text), to_query(changed), more)
            )
    return tuple(found)


def _put_right(parsed: ParsedQuery, reading: RewrittenQuery, vocabulary: Vocabulary) -> list[str]:
    """A short query of plain words with its likely slips put right; none for any other."""
    terms = [clause.word for clause in parsed.root.children if isinstance(clause, TermClause)]
    words = reading.chains[0] if len(reading.chains) == 1 else ()
    if (
        not 2 <= len(terms) <= LONG_QUERY
        or len(terms) != len(parsed.root.children)
        or len(words) != len(terms)
    ):
        return []
    read = [word.spellings[0].term for word in words]
    meant = correct_phrase([term.text for term in terms], read, vocabulary)
    if meant is None:
        return []
    capitals = truecase(meant, vocabulary)
    bare = any(
        correction.kind == "accents" for correction in reading.corrections
    )  # then none is said as it was typed
    said = zip(capitals, meant, read, terms, strict=True)
    return [
        " ".join(
            word if bare or word != new or new != old else term.raw for word, new, old, term in said
        )
    ]
