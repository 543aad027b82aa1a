"""What a person may be about to type: words, names of places and phrases of the archive itself,
most useful first.

Bare or accented, the end of what was typed is the beginning of a word; what stands before it is
kept as it is. A word is offered behind others only where articles hold it there, and the more
readily the more titles are about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import exp, log

from indexer.caching import Cache, CachePool
from indexer.gazetteer.tables import FORMER
from indexer.language import Variant, canonical, fold, syllables, variant
from indexer.model.request import MAX_QUERY, SearchRequest
from indexer.model.results import Suggestion
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.query_string import to_query
from indexer.searching.rewriting.collocations import is_collocation
from indexer.searching.rewriting.spelling.lattice import (
    Candidate,
    Chain,
    best_path,
    candidates,
    has_marks,
)
from indexer.searching.rewriting.truecase import truecase

__all__ = ["MAX_COMPLETIONS", "complete"]

MAX_COMPLETIONS = 20
LONGEST_TAIL = 4  # words at the end of the typed text that may begin one word or name
LOOKED_AT = 24  # compounds with one beginning
SINGLES = 48  # single words with one beginning,
FOLLOWERS = 48  # and words that often come next,
OFTEN_AFTER_ONE = 0.02  # times for each article with a single word that another must follow it
ENOUGH = 5  # completions to choose from; with fewer, what may come next is offered, too
LIKELIEST = 10  # of which so many are looked at
TRIED = 8  # completions behind a head that are looked for in the articles themselves
LONGER = 4  # compounds that begin with one of them
READINGS = 2  # of a single word that others follow
CONTEXT = 3  # words before a completion that it must be found behind
OFTEN = 3  # articles that must hold a completion behind the words before it,
SMALL = 1_000  # unless the archive has fewer than this
# share of its places where a word of one syllable stands by itself, to be offered by itself
ALONE = 0.3
SINGLE = 0.2  # what a word of one syllable is worth as a completion beside a whole word
AFTER_ONE = 0.2  # what words after a single one are worth beside longer words that it begins
FEW = 4  # names and words that begin among the words before and are looked for behind the rest
ELSEWHERE = 0.002  # what an article is worth that names a place, but not behind the words before it
LEAST = 0.01  # of the best completion's worth that another must have
# of the articles with a word must hold a longer one that begins with it: segmentation errs more
# seldom
GOES_ON = 0.01
MOSTLY = 0.5  # of the articles with a completion hold a longer one: the longer one is offered alone
LATER = 0.5  # what words after a finished one are worth while it may still go on
PLACE_BONUS = 3.0  # a place is what people look for here
EVERYWHERE = 0.3  # a word in more than this share of the articles
UNTITLED = (
    0.12  # and in the titles of less than this share of those is no end of a phrase: của, cũng
)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Completion:
    """`words` are all the words, as read; those from `begin` on complete what was typed; `count`
    articles hold them.
    """

    words: Words
    begin: int
    count: int
    score: float
    follows: bool = False  # they were found behind the words before them


def complete(
    typed: str, vocabulary: Vocabulary, limit: int = 10, count: Callable[[str], int] | None = None
) -> tuple[Suggestion, ...]:
    """At most `limit` completions of what is being typed; () when nothing begins so. `count` tells
    how many articles a text finds.

    Without `count`, totals are the articles that hold the completed words in a row, to two digits
    where there are many.
    """
    text = canonical(typed[:MAX_QUERY]).text
    tokens = [t for t in syllables(text) if t.kind in ("word", "number", "han")]
    if not tokens or (not text[-1].isspace() and tokens[-1].end != len(text)):
        return ()
    words = tuple(token.text for token in tokens)
    ended = text[-1].isspace()
    best: dict[Words, _Completion] = {}
    slots = [candidates(word, vocabulary) or (Candidate(word, 1, 1.0),) for word in words]
    for found in _completions(words, ended, slots, vocabulary):
        if ended or found.words != words:
            best[found.words] = _better(found, best.get(found.words))
    if (
        not ended
        and len(_useful(best)) < ENOUGH
        and len(fold(words[-1])) > 1
        and slots[-1][0].df > 1
    ):
        for found in _next(slots, "", vocabulary, LATER if len(words) > 1 else LATER * AFTER_ONE):
            best.setdefault(found.words, found)
    suggestions = []
    for found in islice(_offered(best, vocabulary), min(limit, MAX_COMPLETIONS)):
        said = truecase(found.words, vocabulary)
        new = " ".join(said[found.begin :])
        as_typed = tuple(said[: found.begin]) == words[: found.begin]
        spoken = (
            text[: tokens[found.begin].start if found.begin < len(tokens) else len(text)] + new
            if as_typed
            else " ".join(said)
        )
        if found.begin == len(tokens) and not ended and as_typed:
            spoken = f"{text} {new}"
        suggestions.append(
            Suggestion(
                spoken,
                new,
                to_query(SearchRequest(q=spoken)),
                count(spoken) if count else found.count,
            )
        )
    return tuple(suggestions)


def _better(found: _Completion, known: _Completion | None) -> _Completion:
    """The better of two with the same words, which completes as much as either does."""
    if known is None:
        return found
    better = found if found.score > known.score else known
    return replace(
        better, begin=min(found.begin, known.begin), follows=found.follows and known.follows
    )


def _useful(found: dict[Words, _Completion]) -> list[_Completion]:
    """The most useful first, none that is far less useful than the best."""
    ranked = sorted(found.values(), key=lambda c: (-c.score, len(c.words), c.words))
    return [c for c in ranked if c.score >= LEAST * ranked[0].score]


def _offered(found: dict[Words, _Completion], vocabulary: Vocabulary) -> Iterator[_Completion]:
    """The useful ones that are not only the beginning of another, nor of two phrases."""
    ranked = _useful(found)
    fullest: dict[Words, int] = {}
    for c in ranked:
        for size in range(1, len(c.words)):
            fullest[c.words[:size]] = max(c.count, fullest.get(c.words[:size], 0))
    for c in ranked:
        begins = len(c.words) == c.begin + 1 and fullest.get(c.words, 0) >= MOSTLY * c.count
        if not begins and not (
            c.follows
            and vocabulary.parted(c.words[max(0, c.begin - CONTEXT) : c.begin], c.words[c.begin :])
        ):
            yield c


def _completions(
    words: Words, ended: bool, slots: Chain, vocabulary: Vocabulary
) -> Iterator[_Completion]:
    """What the last words begin, and what follows those before."""
    yield from _begun(words, ended, slots, vocabulary)
    if ended:
        yield from _next(slots, "", vocabulary, 1.0 if len(words) > 1 else AFTER_ONE)
    elif len(words) > 1:
        yield from _next(slots[:-1], words[-1], vocabulary, 1.0)


def _begun(
    words: Words, ended: bool, slots: Chain, vocabulary: Vocabulary
) -> Iterator[_Completion]:
    """Words and names of several syllables that the last typed ones begin; a single one by itself
    when it is the first.
    """
    for tail in range(min(LONGEST_TAIL, len(words)), 0, -1):
        typed = words[-tail:]
        if tail == 1 and len(words) > 1:
            break  # what may follow the words before
        key = " ".join(map(fold, typed)) + (" " if ended else "")
        marked = any(map(has_marks, typed))
        options = _longer(key, vocabulary, LOOKED_AT)
        options = {
            o: c
            for o, c in options.items()
            if len(o) >= tail + ended and (not marked or _agrees(typed, o, ended))
        }
        if not options:
            continue
        head = (
            tuple(best_path(slots[: len(words) - (not ended)], vocabulary)[: len(words) - tail])
            if tail < len(words)
            else ()
        )
        if tail - (not ended) > 1:
            options = {
                parts: count
                for parts, count in options.items()
                if _goes_on(parts, tail - (not ended), count, vocabulary)
            }
        if not head:
            yield from (
                _Completion(parts, 0, count, count * _worth(parts, vocabulary))
                for parts, count in options.items()
            )
            continue
        times = vocabulary.pair_counts(head[-1:], [parts[0] for parts in options])[0]
        likely = sorted(
            (
                (min(n, count), parts)
                for n, (parts, count) in zip(times, options.items(), strict=True)
                if n
            ),
            reverse=True,
        )
        tried = [parts for _, parts in likely[:FEW]]
        for parts, count in zip(tried, vocabulary.following(head[-CONTEXT:], tried), strict=True):
            if _often(count, vocabulary):
                yield _Completion(
                    (*head, *parts), len(head), count, count * _worth(parts, vocabulary), True
                )
        for parts in vocabulary.derived(_memory).names.intersection(options):
            if not is_collocation((head[-1], parts[0]), vocabulary):
                yield _Completion(
                    (*head, *parts),
                    len(head),
                    options[parts],
                    ELSEWHERE * options[parts] * _worth(parts, vocabulary),
                )
    if len(words) == 1 and not ended and len(fold(words[0])) > 1:
        for term, df in vocabulary.prefix(fold(words[0]), SINGLES):
            if _begins(words[0], term) and not _says_little(term, vocabulary):
                yield _Completion((term,), 0, df, df * SINGLE * _worth((term,), vocabulary))


def _goes_on(parts: Words, size: int, count: int, vocabulary: Vocabulary) -> bool:
    """May the word of the first `size` be the beginning of a longer one? «hợp tác xã», not «Việt
    Nam» + «cao».
    """
    return count >= GOES_ON * vocabulary.compound_df(" ".join(parts[:size]))


def _next(slots: Chain, typed: str, vocabulary: Vocabulary, factor: float) -> Iterator[_Completion]:
    """What comes after finished words and begins with what was typed of it: words of one syllable,
    and longer ones.

    The pairs of the archive say what may; the articles, whether it does.
    """
    for head in _readings(slots, vocabulary):
        guessed = _guessed(head, _followers(head, typed, vocabulary), vocabulary)
        likeliest = sorted(guessed, key=lambda parts: (-guessed[parts], parts))[:TRIED]
        for parts, count in zip(
            likeliest, vocabulary.following(head[-CONTEXT:], likeliest), strict=True
        ):
            if _often(count, vocabulary):
                alone = min(1.0, guessed[parts] / count) if len(parts) == 1 else 1.0
                yield _Completion(
                    (*head, *parts),
                    len(head),
                    count,
                    factor * alone * count * _worth(parts, vocabulary),
                    True,
                )


def _guessed(
    head: Words, followers: Sequence[tuple[str, int]], vocabulary: Vocabulary
) -> dict[Words, float]:
    """How often words of one and of several syllables may stand behind a head, from pairs of
    neighbours.
    """
    found: dict[Words, float] = {}
    for first, times in followers:
        rest = float(times)
        longer = _beginning(first, vocabulary)
        meetings = (
            vocabulary.pair_counts([first], [parts[1] for parts in longer])[0] if longer else ()
        )
        for parts, n in zip(longer, meetings, strict=True):
            found[parts] = times * min(1.0, n / max(1, vocabulary.df(first)))
            rest -= found[parts] if len(parts) == 2 else 0.0
        if rest >= ALONE * times and not _says_little(first, vocabulary):
            found[first,] = rest
    return found


def _readings(slots: Chain, vocabulary: Vocabulary) -> list[Words]:
    """How finished words may be read: a single one in several ways, for what follows decides;
    several in the likeliest.
    """
    if len(slots) == 1:
        return [(c.term,) for c in slots[0][:READINGS]]
    return [tuple(best_path(slots, vocabulary))]


def _followers(head: Words, typed: str, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Words that stand after the last of the head and begin with what was typed, with how often,
    most frequent first.

    Not what makes a word with the last syllable of another: «hợp tác» + «động». After a head of one
    word, which may itself be the end of a longer one, only those that often do.
    """
    last, key = head[-1], fold(typed)
    if len(key) < 2:
        found = vocabulary.followers(last, FOLLOWERS)
        begun = [
            (first, n)
            for first, n in found
            if not typed or (fold(first).startswith(key) and _begins(typed, first))
        ]
    else:
        terms = [term for term, _ in vocabulary.prefix(key, SINGLES) if _begins(typed, term)]
        times = vocabulary.pair_counts([last], terms)[0] if terms else ()
        begun = sorted(
            ((term, n) for term, n in zip(terms, times, strict=True) if n),
            key=lambda item: -item[1],
        )
    least = OFTEN_AFTER_ONE * vocabulary.df(last) if len(head) == 1 else 0
    ends_word = len(head) > 1 and is_collocation((head[-2], last), vocabulary)
    likely = (
        (first, n)
        for first, n in begun
        if n >= least and not (ends_word and is_collocation((last, first), vocabulary))
    )
    return list(islice(likely, LIKELIEST))


def _beginning(first: str, vocabulary: Vocabulary) -> list[Words]:
    """The most frequent words of several syllables whose first is `first`."""
    known = vocabulary.derived(_memory).beginnings
    return known.remember(first, lambda: _most_frequent_after(first, vocabulary))


def _most_frequent_after(first: str, vocabulary: Vocabulary) -> list[Words]:
    longer = _longer(fold(first) + " ", vocabulary, LOOKED_AT // 2)
    found = [(count, parts) for parts, count in longer.items() if parts[0] == first]
    return [parts for _, parts in sorted(found, reverse=True)[:LONGER]]


def _longer(key: str, vocabulary: Vocabulary, limit: int) -> dict[Words, int]:
    """Words of several syllables and names of places whose bare form begins with `key`, with the
    articles that hold each.
    """
    found = {
        tuple(word.split()): count
        for word, count in (vocabulary.compounds(key, limit) if len(key) > 1 else ())
    }
    for parts, bare, count in vocabulary.derived(_memory).places:
        if bare.startswith(key):
            found[parts] = max(count, found.get(parts, 0))
    return found


def _often(count: int, vocabulary: Vocabulary) -> bool:
    return count >= (OFTEN if vocabulary.doc_count >= SMALL else 1)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What completing asks of an archive again and again: its places as (words, bare form,
    articles), and of words how telling they are and what longer ones begin with them.
    """

    places: list[tuple[Words, str, int]]
    names: frozenset[Words]
    titled: Cache[str, float]
    beginnings: Cache[str, list[Words]]


_TITLED: CachePool[float] = CachePool("searching.suggest.titled", 4_000_000, lambda _: 200)
_BEGINNINGS: CachePool[list[Words]] = CachePool(
    "searching.suggest.beginnings", 4_000_000, lambda found: 250 + 250 * len(found)
)


def _memory(vocabulary: Vocabulary) -> _Memory:
    values = {
        name: count
        for field in ("province", "counterpart")
        for name, count in vocabulary.facet_values(field)
        if not name.endswith(FORMER)
    }
    split = (
        (tuple(t.text for t in syllables(name) if t.kind == "word"), count)
        for name, count in values.items()
    )
    places = [
        (parts, " ".join(map(fold, parts)), count) for parts, count in split if len(parts) > 1
    ]
    names = frozenset(parts for parts, _, _ in places)
    return _Memory(places, names, Cache(_TITLED), Cache(_BEGINNINGS))


def _worth(words: Words, vocabulary: Vocabulary) -> float:
    """How telling words are: the share of the articles with them that have them in the title; a
    place counts for more.
    """
    share = exp(sum(log(_titled(word, vocabulary)) for word in words) / len(words))
    return share * (PLACE_BONUS if words in vocabulary.derived(_memory).names else 1.0)


def _titled(word: str, vocabulary: Vocabulary) -> float:
    """The share of the articles with a word that have it in the title; about one in twenty where
    there are few.
    """
    known = vocabulary.derived(_memory).titled
    share = known.young.get(word)
    if share is None:
        share = known.remember(
            word, lambda: (vocabulary.title_df(word) + 1) / (vocabulary.df(word) + 20)
        )
    return share


def _says_little(word: str, vocabulary: Vocabulary) -> bool:
    """Is it a word that stands everywhere, and seldom in titles?"""
    return (
        vocabulary.df(word) > EVERYWHERE * vocabulary.doc_count >= EVERYWHERE * SMALL
        and _titled(word, vocabulary) < UNTITLED
    )


def _agrees(typed: Sequence[str], parts: Words, ended: bool) -> bool:
    """Do the marks typed agree with a candidate, its last typed word being only begun unless a
    space follows it?
    """
    whole, begun = (typed, "") if ended else (typed[:-1], typed[-1])
    if any(
        variant(word, part) > Variant.MARKS_MISSING
        for word, part in zip(whole, parts, strict=False)
    ):
        return False
    return not begun or _begins(begun, parts[len(whole)])


def _begins(typed: str, term: str) -> bool:
    """Does a term begin with what was typed, marks included where they were typed?"""
    if not has_marks(typed):
        return True
    head = term[: len(typed)] if len(fold(term)) == len(term) else term
    return variant(typed, head) <= Variant.MARKS_MISSING
