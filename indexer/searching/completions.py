"""What a person may be about to type: words, names of places and phrases of the archive itself, most useful first.

Bare or accented, the end of what was typed is the beginning of a word; what stands before it is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from indexer.language import Variant, canonical, fold, syllables, variant
from indexer.searching.address import to_query
from indexer.searching.casing import recased
from indexer.searching.lattice import Candidate, Chain, best_path, candidates, has_marks, weigh
from indexer.searching.request import MAX_QUERY, SearchRequest
from indexer.searching.results import Suggestion
from indexer.searching.vocabulary import Vocabulary

__all__ = ["MAX_COMPLETIONS", "complete"]

MAX_COMPLETIONS = 20
LONGEST_TAIL = 4  # words at the end of the typed text that may begin one word or name
LOOKED_AT = 30  # compounds with one beginning
READINGS = 4  # of the word before that a completion may choose from
SINGLES = 40  # single words with one beginning
OFTEN = 3  # times a word must follow the one before to be offered after it,
SMALL = 1_000  # unless the archive has fewer articles than this
LONGER = 3.0  # how much likelier a completion of one more typed word is meant
JOINED = 5  # two neighbours make one word when so many times the articles that hold it as one outnumber their meetings
FOLLOWERS = 6  # words looked at that often come next
SINGLE = 0.2  # what a word of one syllable is worth as a completion beside a whole word
PLACE_BONUS = 3.0  # a place is what people look for here


@dataclass(frozen=True, slots=True)
class _Completion:
    """`words` complete the last `tail` typed words; `count` articles hold them; `score`: about how often it stands there in all."""

    words: tuple[str, ...]
    tail: int
    count: int
    score: float
    before: str = ""  # how the word before them is read


def complete(typed: str, vocabulary: Vocabulary, limit: int = 10, count: Callable[[str], int] | None = None) -> tuple[Suggestion, ...]:
    """At most `limit` completions of what is being typed; () when nothing begins so. `count` tells how many articles a text finds.

    Without `count`, totals are the articles that hold the completed word.
    """
    text = canonical(typed[:MAX_QUERY]).text
    tokens = [t for t in syllables(text) if t.kind in ("word", "number", "han")]
    if not tokens or (not text[-1].isspace() and tokens[-1].end != len(text)):
        return ()
    words = [token.text for token in tokens]
    ended = text[-1].isspace()
    best: dict[tuple[str, ...], tuple[float, _Completion]] = {}
    slots = [candidates(word, vocabulary) or (Candidate(word, 1, 1.0),) for word in words]
    for found in _completions(words, ended, slots, vocabulary):
        whole = (*_head(slots[: len(words) - found.tail], found.before, vocabulary), *found.words)
        if (ended or list(whole) != words) and (whole not in best or best[whole][0] < found.score):
            best[whole] = (found.score, found)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], len(item[0]), item[0]))[: min(limit, MAX_COMPLETIONS)]
    suggestions = []
    for whole, (_, found) in ranked:
        kept = text[: tokens[len(tokens) - found.tail].start]
        said = recased(whole, vocabulary)
        spoken = kept + " ".join(said[-len(found.words) :]) if _same(words, whole, found.tail) else " ".join(said)
        total = count(spoken) if count else _total(found, vocabulary)
        suggestions.append(Suggestion(spoken, " ".join(said[-len(found.words) :]), to_query(SearchRequest(q=spoken)), total))
    return tuple(suggestions)


def _same(words: list[str], whole: tuple[str, ...], tail: int) -> bool:
    """Were the words before the completed ones typed as they are read?"""
    return tuple(words[: len(words) - tail]) == whole[: len(words) - tail]


def _total(found: _Completion, vocabulary: Vocabulary) -> int:
    exact = vocabulary.compound_df(" ".join(found.words)) if len(found.words) > 1 else vocabulary.df(found.words[0])
    return exact or found.count


def _head(slots: Chain, last: str, vocabulary: Vocabulary) -> list[str]:
    """How the words before a completion are read, the last of them as the completion asks for."""
    if not slots:
        return []
    known = [c for c in slots[-1] if c.term == last] or slots[-1]
    return best_path([*slots[:-1], known], vocabulary)


def _completions(words: list[str], ended: bool, slots: Chain, vocabulary: Vocabulary) -> Iterator[_Completion]:
    for tail in range(min(LONGEST_TAIL, len(words)), 0, -1):
        typed = words[-tail:]
        key = " ".join(map(fold, typed)) + (" " if ended else "")
        marked = any(map(has_marks, typed))
        before = _readings(slots[: len(words) - tail], vocabulary)
        known = vocabulary.compounds(key, LOOKED_AT) if len(key) > 1 or before else ()
        options = [(tuple(word.split()), count, 1.0) for word, count in known]
        options += [(parts, count, PLACE_BONUS) for parts, bare, count in _places(vocabulary) if bare.startswith(key)]
        options = [o for o in options if len(o[0]) >= tail + ended and (not marked or _agrees(typed, o[0], ended))]
        shares = _shares(before, [parts[0] for parts, _, _ in options], vocabulary)
        for (parts, count, bonus), (share, word) in zip(options, shares, strict=True):
            if share > 0:
                yield _Completion(parts, tail, count, count * bonus * share * LONGER ** (tail - 1), word)
    if ended:
        yield from _next(best_path(slots, vocabulary)[-1], vocabulary)
    elif len(fold(words[-1])) > 1:
        yield from _single(words, slots, vocabulary)


def _next(last: str, vocabulary: Vocabulary) -> Iterator[_Completion]:
    """What often comes after a finished word: words of one syllable, and longer ones that begin with these."""
    for follower, times in vocabulary.followers(last, FOLLOWERS):
        yield _Completion((last, follower), 1, times, times * SINGLE)
        share = min(1.0, times / max(1, vocabulary.df(follower)))
        for word, count in vocabulary.compounds(fold(follower) + " ", 3):
            if word.split()[0] == follower and not vocabulary.compound_df(f"{last} {follower}"):
                yield _Completion((last, *word.split()), 1, count, count * share)


def _readings(slots: Chain, vocabulary: Vocabulary) -> dict[str, float]:
    """The likeliest spellings of the last of some words, with their weights."""
    if not slots:
        return {}
    weights = weigh(slots[-LONGEST_TAIL:], vocabulary)[-1]
    return {c.term: weight for c, weight in list(zip(slots[-1], weights, strict=True))[:READINGS]}


def _shares(before: dict[str, float], firsts: list[str], vocabulary: Vocabulary) -> list[tuple[float, str]]:
    """What share of a word's places are behind the word before it, in whichever of its readings fits best; and that reading.

    1 when nothing is before; 0 where the two make one word: in "lạng" + "sơn la", «sơn» is part of Lạng Sơn.
    """
    if not before or not firsts:
        return [(1.0, "")] * len(firsts)
    unique = list(dict.fromkeys(firsts))
    rows = vocabulary.pair_counts(list(before), unique)
    shares = {}
    for column, first in enumerate(unique):
        _, times, word = max(
            (row[column] * weight, row[column], reading) for row, (reading, weight) in zip(rows, before.items(), strict=True)
        )
        share = before[word] * min(1.0, times / max(1, vocabulary.df(first)))
        shares[first] = (share if _often(times, vocabulary) and not _one_word(word, first, times, vocabulary) else 0.0, word)
    return [shares[first] for first in firsts]


def _often(times: int, vocabulary: Vocabulary) -> bool:
    return times >= (OFTEN if vocabulary.doc_count >= SMALL else 1)


def _one_word(first: str, second: str, times: int, vocabulary: Vocabulary) -> bool:
    """Do two neighbours mostly make one word?"""
    joined = vocabulary.compound_df(f"{first} {second}") if times else 0
    return joined >= min(5, 1 + vocabulary.doc_count // SMALL) and JOINED * joined > times


def _single(words: list[str], slots: Chain, vocabulary: Vocabulary) -> Iterator[_Completion]:
    """The last word by itself: what often follows the word before it, or, when it is the first, any frequent word."""
    begun = [(term, df) for term, df in vocabulary.prefix(fold(words[-1]), SINGLES) if _begins(words[-1], term)]
    if len(words) == 1:
        yield from (_Completion((term,), 1, df, df * SINGLE) for term, df in begun)
        return
    before = _readings(slots[:-1], vocabulary)
    rows = vocabulary.pair_counts(list(before), [term for term, _ in begun]) if begun else ()
    for (word, weight), row in zip(before.items(), rows, strict=False):
        for (term, df), times in zip(begun, row, strict=True):
            if _often(times, vocabulary):
                yield _Completion((word, term), 2, min(times, df), times * weight * SINGLE)


_known_places: WeakKeyDictionary[Vocabulary, list[tuple[tuple[str, ...], str, int]]] = WeakKeyDictionary()


def _places(vocabulary: Vocabulary) -> list[tuple[tuple[str, ...], str, int]]:
    """Provinces and counterparts as (words, bare form, articles)."""
    known = _known_places.get(vocabulary)
    if known is None:
        values = {name: count for field in ("province", "counterpart") for name, count in vocabulary.facet_values(field)}
        split = ((tuple(t.text for t in syllables(name) if t.kind == "word"), count) for name, count in values.items())
        known = _known_places[vocabulary] = [(parts, " ".join(map(fold, parts)), count) for parts, count in split if len(parts) > 1]
    return known


def _agrees(typed: list[str], parts: tuple[str, ...], ended: bool) -> bool:
    """Do the marks typed agree with a candidate, its last typed word being only begun unless a space follows it?"""
    whole, begun = (typed, "") if ended else (typed[:-1], typed[-1])
    if any(variant(word, part) > Variant.MARKS_MISSING for word, part in zip(whole, parts, strict=False)):
        return False
    return not begun or _begins(begun, parts[len(whole)])


def _begins(typed: str, term: str) -> bool:
    """Does a term begin with what was typed, marks included where they were typed?"""
    if not has_marks(typed):
        return True
    head = term[: len(typed)] if len(fold(term)) == len(term) else term
    return variant(typed, head) <= Variant.MARKS_MISSING
