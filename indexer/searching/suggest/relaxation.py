"""Ways on from a search: other readings, what to drop when nothing was found, provinces under their other name.

Every way is tried before it is offered, so that each link leads to results. Counting is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

from indexer.language import Token, Variant, fold, syllables, variant
from indexer.model.messages import Message
from indexer.model.request import MAX_QUERY, SearchRequest
from indexer.model.results import Suggestion
from indexer.records import dataclass
from indexer.searching.constants import ALL_WORDS
from indexer.searching.parsing.ast import Clause, Dated, Either, Field, Group, Negated, Parsed, Period, Prefix, Quoted, Term, Within
from indexer.searching.ports import Vocabulary
from indexer.searching.query_string import LISTS, to_query
from indexer.searching.rewriting.filters import FIELD_LABELS
from indexer.searching.rewriting.rewriter import expand
from indexer.searching.rewriting.rewritten_query import Reading
from indexer.searching.rewriting.truecase import recased
from indexer.searching.suggest.did_you_mean import likely_meant

__all__ = ["LITTLE", "better_reading", "help_when_nothing", "offers", "other_names", "written"]

FEW = 10  # articles; a query that finds no more is also offered as it may have been meant
LITTLE = 3  # a query that finds fewer articles is read again with corrections
MAX_WAYS = 5
MAX_TRIED = 16
MAX_DROPPED = 8  # words of a query that are tried without

Count = Callable[[SearchRequest], int]


def better_reading(parsed: Parsed, reading: Reading, vocabulary: Vocabulary) -> Reading | None:
    """The query read more generously, for one that found too little: with corrections, or its quotes not insisted on.

    None when that reads nothing otherwise.
    """
    corrected = expand(parsed, vocabulary, corrected=True)
    if {c for c in corrected.corrections if c.kind == "spelling"} - set(reading.corrections):
        return corrected
    if any(isinstance(clause, Quoted) and not clause.implied for clause in parsed.root.children) and len(parsed.root.children) > 1:
        relaxed = expand(parsed, vocabulary, relaxed=True)
        return replace(relaxed, warnings=(*relaxed.warnings, Message("phrases_as_words")))
    return None


def help_when_nothing(request: SearchRequest, parsed: Parsed, reading: Reading, count: Count) -> tuple[Suggestion, ...]:
    """What finds something where `request` found nothing: fewer filters, fewer words; at most MAX_WAYS, each with its total."""
    found: list[Suggestion] = []
    for tried, (label, changed) in enumerate(_ways(request, parsed, reading)):
        if tried >= MAX_TRIED or len(found) >= MAX_WAYS:
            break
        total = count(changed)
        if total:
            found.append(Suggestion(changed.q, label, to_query(changed), total))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Merged:
    """Units of today with the names written for them that differ; those names, by the bare form of their first word."""

    others: dict[str, tuple[str, ...]]
    today_of: dict[str, str]
    named: dict[str, list[tuple[str, tuple[str, ...]]]]


_merged: WeakKeyDictionary[Vocabulary, _Merged] = WeakKeyDictionary()


def _merged_units(vocabulary: Vocabulary) -> _Merged:
    known = _merged.get(vocabulary)
    if known is None:
        units: dict[str, list[str]] = {}
        for pair, _ in vocabulary.facet_values("province_pair"):
            today, _, name = pair.partition("\t")
            units.setdefault(today, []).append(name)
        today_of = {name: today for today, names in units.items() for name in names}
        others = {name: tuple(sorted({*units[today], today} - {name})) for name, today in today_of.items()}
        others |= {today: tuple(sorted({*names} - {today})) for today, names in units.items() if today not in others}
        named: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name in today_of:
            words = tuple(token.text for token in syllables(name))
            if others[name] and words:
                named.setdefault(fold(words[0]), []).append((name, words))
        known = _merged[vocabulary] = _Merged(others, today_of, named)
    return known


def other_names(request: SearchRequest, vocabulary: Vocabulary, total: int, count: Count) -> tuple[Suggestion, ...]:
    """For provinces searched for: the units merged with them on 1 July 2025, as links that take those in too."""
    merged = _merged_units(vocabulary)
    found: list[Suggestion] = []
    for name in request.provinces:
        if len(found) >= MAX_WAYS:
            break
        others = [other for other in merged.others.get(name, ()) if other not in request.provinces]
        if others:
            changed = replace(request, provinces=(*request.provinces, *others), page=1)
            found += _taking_in(request.q, name, others, changed, merged, total, count)
    return tuple(found + _named_in_words(request, merged, total, count))


def _taking_in(
    text: str, name: str, others: Sequence[str], changed: SearchRequest, merged: _Merged, total: int, count: Count
) -> list[Suggestion]:
    """The link that takes in the other names of a province, when it finds more."""
    more = count(changed)
    if more <= total:
        return []
    today = merged.today_of.get(name, name)
    since = "today_too" if today != name and list(others) == [today] else "former_too"
    return [Suggestion(text, Message(since, names=", ".join(others)), to_query(changed), more)]


def _named_in_words(request: SearchRequest, merged: _Merged, total: int, count: Count) -> list[Suggestion]:
    """The same for a province named among the words, in whatever marks and case: an alternative in parentheses."""
    typed = [t for t in syllables(request.q[:MAX_QUERY]) if t.kind in ("word", "number")]
    likely = [named for key in dict.fromkeys(fold(t.text) for t in typed) for named in merged.named.get(key, ())]
    found = []
    for name, words in likely:
        place = _place_of(words, typed)
        others = merged.others[name]
        if place is None or any(_place_of([t.text for t in syllables(other)], typed) for other in others):
            continue
        start, end = place
        options = " HOẶC ".join((request.q[start:end], *(f'"{other}"' for other in others)))
        changed = replace(request, q=f"{request.q[:start]}({options}){request.q[end:]}", page=1)
        found += _taking_in(changed.q, name, others, changed, merged, total, count)
    return found


def _place_of(words: Sequence[str], typed: Sequence[Token]) -> tuple[int, int] | None:
    """Where the words of a name stand among typed ones, marks agreeing as far as they were typed."""
    for at in range(len(typed) - len(words) + 1):
        if all(variant(t.text, w) <= Variant.MARKS_MISSING for t, w in zip(typed[at : at + len(words)], words, strict=True)):
            return typed[at].start, typed[at + len(words) - 1].end
    return None


def _ways(request: SearchRequest, parsed: Parsed, reading: Reading) -> Iterator[tuple[str, SearchRequest]]:
    """What to try, the least change first: without one filter, without any, without quotes, without a word."""
    request = replace(request, page=1)
    filters = [(name, field, value) for name, field in LISTS.items() for value in getattr(request, field)]
    for name, field, value in filters:
        kept = tuple(v for v in getattr(request, field) if v != value)
        label = Message("drop_filter", field=Message(name.removeprefix("without_")), value=value)
        yield label, replace(request, **{field: kept})  # type: ignore[arg-type]
    if request.date_from or request.date_to:
        yield Message("drop_dates"), replace(request, date_from="", date_to="")
    none = replace(request, **dict.fromkeys(LISTS.values(), ()), date_from="", date_to="")  # type: ignore[arg-type]
    if len(filters) + bool(request.date_from or request.date_to) > 1:
        yield Message("drop_filters"), none
    for way, q in _fewer_words(parsed.root, reading):
        yield way, replace(request, q=q)
    if filters or request.date_from or request.date_to:
        for way, q in _fewer_words(parsed.root, reading):
            yield Message("and_drop_filters", way=way), replace(none, q=q)


def _fewer_words(root: Group, reading: Reading) -> Iterator[tuple[str, str]]:
    """The query without its quotes, without what it leaves out, then without each of its parts, unknown words first."""
    children = root.children
    if any(isinstance(clause, Quoted) for clause in children):
        loose = [" ".join(w.raw for w in c.words) if isinstance(c, Quoted) and not c.implied else written(c) for c in children]
        yield Message("drop_quotes"), " ".join(loose)
    if any(isinstance(clause, Within) for clause in children):
        yield Message("drop_scope"), " ".join(written(c.child if isinstance(c, Within) else c) for c in children)
    kept = [clause for clause in children if not isinstance(clause, Negated)]
    if kept and len(kept) < len(children):
        yield Message("drop_exclusions"), " ".join(map(written, kept))
    if len(children) < 2:
        return
    unknown = [c for c in children if isinstance(c, Term) and c.word.raw in reading.unknown]
    if 1 < len(unknown) < len(children):
        yield Message("drop", what=" ".join(map(written, unknown))), " ".join(written(c) for c in children if c not in unknown)
    order = sorted(range(len(children)), key=lambda i: (children[i] not in unknown, isinstance(children[i], Term)))
    for dropped in order[:MAX_DROPPED]:
        key = "drop_word" if isinstance(children[dropped], Term) else "drop"
        yield Message(key, what=written(children[dropped])), " ".join(written(c) for i, c in enumerate(children) if i != dropped)


def written(clause: Clause) -> str:
    """A clause as one would type it."""
    match clause:
        case Term():
            return clause.word.raw
        case Prefix():
            return f"{clause.word.raw}*"
        case Quoted():
            if clause.implied:
                return clause.words[0].raw + "".join(w.raw[-1] for w in clause.words[1:])
            return f'"{" ".join(w.raw for w in clause.words)}"' + (f"~{clause.slop}" if clause.slop else "")
        case Field():
            return f'{FIELD_LABELS[clause.name].replace(" ", "-")}:"{clause.value}"'
        case Within():
            return f"{'tiêu-đề' if clause.scope == 'title' else 'nội-dung'}:{written(clause.child)}"
        case Dated():
            return f"ngày:{clause.start}..{clause.end}"
        case Period():
            return clause.raw
        case Negated():
            return f"-{written(clause.child)}"
        case Either():
            return f"({' HOẶC '.join(map(written, clause.children))})"
        case Group():
            return f"({' '.join(map(written, clause.children))})"


def offers(
    request: SearchRequest, parsed: Parsed, reading: Reading, vocabulary: Vocabulary, total: int, count: Count
) -> tuple[Suggestion, ...]:
    """Queries that may have been meant and find more than `total`: with likely slips put right, «cữa khẩu» → «cửa khẩu».

    Where next to nothing was found any reading will do that finds more; else one whose words firmly belong together.
    """
    texts: list[str] = []
    if total <= FEW:
        better = better_reading(parsed, reading, vocabulary)
        texts += [better.interpreted] if better is not None else []
    texts += _put_right(parsed, reading, vocabulary)
    found = []
    for text in dict.fromkeys(texts):
        changed = replace(request, q=text, page=1)
        more = count(changed)
        if more > total:
            found.append(Suggestion(text, Message("did_you_mean", query=text), to_query(changed), more))
    return tuple(found)


def _put_right(parsed: Parsed, reading: Reading, vocabulary: Vocabulary) -> list[str]:
    """A short query of plain words with its likely slips put right; none for any other."""
    terms = [clause.word for clause in parsed.root.children if isinstance(clause, Term)]
    words = reading.chains[0] if len(reading.chains) == 1 else ()
    if not 2 <= len(terms) <= ALL_WORDS or len(terms) != len(parsed.root.children) or len(words) != len(terms):
        return []
    read = [word.spellings[0].term for word in words]
    meant = likely_meant([term.text for term in terms], read, vocabulary)
    if meant is None:
        return []
    capitals = recased(meant, vocabulary)
    bare = any(correction.kind == "accents" for correction in reading.corrections)  # then none is said as it was typed
    said = zip(capitals, meant, read, terms, strict=True)
    return [" ".join(word if bare or word != new or new != old else term.raw for word, new, old, term in said)]
