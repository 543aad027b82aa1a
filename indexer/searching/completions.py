"""What a person may be about to type: words, names of places and phrases of the archive itself, most useful first.

Bare or accented, the end of what was typed is the beginning of a word; what stands before it is kept as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indexer.language import Variant, canonical, fold, syllables, variant
from indexer.searching.address import to_query
from indexer.searching.casing import recased
from indexer.searching.lattice import candidates
from indexer.searching.request import MAX_QUERY, SearchRequest
from indexer.searching.results import Suggestion
from indexer.searching.vocabulary import Vocabulary

__all__ = ["MAX_COMPLETIONS", "complete"]

MAX_COMPLETIONS = 20
LONGEST_TAIL = 4  # words at the end of the typed text that may begin one word or name
LOOKED_AT = 60  # compounds with one beginning
SINGLES = 40  # single words with one beginning
OFTEN = 3  # times a word must follow the one before to be offered after it
PLACE_BONUS = 3.0  # a place is what people look for here


@dataclass(frozen=True, slots=True)
class _Completion:
    """`words` complete the last `tail` typed words; `count` articles hold them; `score` orders them."""

    words: tuple[str, ...]
    tail: int
    count: int
    score: float


def complete(typed: str, vocabulary: Vocabulary, limit: int = 10, count: Callable[[str], int] | None = None) -> tuple[Suggestion, ...]:
    """At most `limit` completions of what is being typed; () when nothing begins so. `count` tells how many articles a text finds.

    Without `count`, totals are the articles that hold the completed word.
    """
    text = canonical(typed[:MAX_QUERY]).text
    tokens = [t for t in syllables(text) if t.kind in ("word", "number", "han")]
    if not tokens or (not text[-1].isspace() and tokens[-1].end != len(text)):
        return ()
    words = [token.text for token in tokens]
    best: dict[str, tuple[float, Suggestion]] = {}
    for found in _completions(words, text[-1].isspace(), vocabulary):
        start = tokens[len(tokens) - found.tail].start
        said = " ".join(recased(found.words, vocabulary))
        whole = text[:start] + said
        key = fold(whole.lower()) + said.lower()
        if whole.strip() != text.strip() and (key not in best or best[key][0] < found.score):
            best[key] = (found.score, Suggestion(whole, said, to_query(SearchRequest(q=whole)), found.count))
    ranked = [s for _, s in sorted(best.values(), key=lambda item: (-item[0], len(item[1].text), item[1].text))]
    chosen = ranked[: min(limit, MAX_COMPLETIONS)]
    return tuple(chosen) if count is None else tuple(Suggestion(s.text, s.label, s.url, count(s.text)) for s in chosen)


def _completions(words: list[str], ended: bool, vocabulary: Vocabulary) -> Iterator[_Completion]:
    for tail in range(min(LONGEST_TAIL, len(words)), 0, -1):
        typed = words[-tail:]
        longer = 2.0 ** (tail - 1)  # the more of it was typed, the likelier it is meant
        for word, count in _beginning_so(typed, ended, vocabulary):
            parts = tuple(word.split())
            if _agrees(typed, parts, ended):
                yield _Completion(parts, tail, count, count * longer)
        for name, count in _places(vocabulary):
            parts = tuple(t.text for t in syllables(name))
            if len(parts) > 1 and _agrees(typed, parts, ended):
                yield _Completion(parts, tail, count, count * longer * PLACE_BONUS)
    if not ended:
        yield from _single(words, vocabulary)


def _beginning_so(typed: list[str], ended: bool, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    key = " ".join(map(fold, typed)) + (" " if ended else "")
    yield from vocabulary.compounds(key, LOOKED_AT)


def _places(vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    for field in ("province", "counterpart"):
        yield from vocabulary.facet_values(field)


def _single(words: list[str], vocabulary: Vocabulary) -> Iterator[_Completion]:
    """The last word by itself: what often follows the word before it, or, when it is the first, any frequent word."""
    last = words[-1]
    begun = [(term, df) for term, df in vocabulary.prefix(fold(last), SINGLES) if _begins(last, term)]
    if len(words) == 1:
        for term, df in begun:
            yield _Completion((term,), 1, df, df * 0.1)
        return
    before = [c.term for c in candidates(words[-2], vocabulary)[:4]]
    if not before or not begun:
        return
    rows = vocabulary.pair_counts(before, [term for term, _ in begun])
    for first, row in zip(before, rows, strict=True):
        for (term, df), times in zip(begun, row, strict=True):
            if times >= OFTEN:
                yield _Completion((first, term), 2, min(times, df), float(times))


def _agrees(typed: list[str], parts: tuple[str, ...], ended: bool) -> bool:
    """Do the marks typed agree with a candidate, its last typed word being only begun unless a space follows it?"""
    if len(parts) < len(typed) + ended:
        return False
    whole, begun = (typed, "") if ended else (typed[:-1], typed[-1])
    if any(variant(word, part) > Variant.MARKS_MISSING for word, part in zip(whole, parts, strict=False)):
        return False
    return not begun or _begins(begun, parts[len(whole)])


def _begins(typed: str, term: str) -> bool:
    """Does a term begin with what was typed, marks included where they were typed?"""
    head = term[: len(typed)] if len(fold(term)) == len(term) else term
    return variant(typed, head) <= Variant.MARKS_MISSING
