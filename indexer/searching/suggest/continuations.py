"""What may come where something was typed: units that it begins, and what goes on from finished
words, most useful first.

A unit behind others is offered where articles hold it there, else, and behind those, where the
words before it are whole: «lang son cua k» → cửa khẩu. Everything here is guessed from counts of
pairs and words; what a completion finds is counted by its caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from indexer.language import Variant, fold, is_syllable, variant
from indexer.language.lexicon.function_words import FUNCTION_WORDS
from indexer.records import dataclass
from indexer.searching.ports import Vocabulary
from indexer.searching.rewriting.collocations import is_collocation
from indexer.searching.rewriting.spelling.lattice import (
    Candidate,
    Chain,
    best_path,
    candidates,
    has_marks,
)
from indexer.searching.suggest.telling_words import SMALL, says_little, worth
from indexer.searching.suggest.units import (
    Words,
    beginning_with,
    is_named,
    is_place,
    is_unit,
    units_begun,
    whole,
)

__all__ = ["CONTEXT", "Completion", "continuations"]

LONGEST_TAIL = 4  # words at the end of the typed text that may begin one word or name
MAX_SINGLE_WORDS = 48  # single words with one beginning,
MAX_FOLLOWERS = 48  # and words that often come next,
OFTEN_AFTER_ONE = 0.02  # times for each article with a single word that another must follow it
ENOUGH_COMPLETIONS = 5  # completions to choose from; with fewer, what may come next is offered, too
MAX_NEXT_WORDS = 10  # of which so many are looked at
MAX_TAILS_TRIED = 8  # completions behind a head that are looked for in the articles themselves
MAX_READINGS = 2  # of a single word that others follow
CONTEXT = 3  # words before a completion that it must be found behind
# articles that must hold a completion behind the words before it, unless there are less than SMALL
MIN_ARTICLES_BEHIND = 3
# a word of one syllable is offered behind another where that makes so large a share of the places
# of either
BOUND = 0.2
ALONE = 0.3  # and of the places there, as many stand in no longer word
SINGLE = 0.2  # what a word of one syllable is worth as a completion beside a whole word
AFTER_ONE = 0.2  # what words after a single one are worth beside longer words that it begins
MAX_UNITS_BEGUN = 4  # units that begin among the words before and are looked for behind the rest
# what an article is worth that holds a unit, but not behind the words before it
WORTH_ELSEWHERE = 0.002
MIN_WORTH = 0.01  # of the best completion's worth that another must have, unless it is elsewhere
# of the articles with a word must hold a longer one that begins with it: segmentation errs more
# seldom
GOES_ON = 0.01
MIN_SHARE_IN_LONGER = 0.5  # of the articles with a single word hold a longer one that it begins
WORTH_LATER = 0.5  # what words after a finished one are worth while it may still go on


@dataclass(frozen=True, slots=True)
class Completion:
    """`words` are all the words, as read; those from `begin` on complete what was typed; about
    `count` articles hold these.
    """

    words: Words
    begin: int
    count: int
    score: float
    follows: bool = False  # they were found behind the words before them
    elsewhere: bool = False  # articles hold both, not side by side

    @property
    def unit(self) -> Words:
        """The words that complete what was typed."""
        return self.words[self.begin :]


def continuations(words: Words, ended: bool, vocabulary: Vocabulary) -> Iterator[Completion]:
    """Completions of typed words, most useful first; `ended`: the last is finished."""
    slots = [candidates(word, vocabulary) or (Candidate(word, 1, 1.0),) for word in words]
    found: dict[Words, Completion] = {}
    for one in _begun(words, ended, slots, vocabulary):
        _keep(one, found)
    if ended:
        for one in _next(slots, "", vocabulary, 1.0 if len(words) > 1 else AFTER_ONE):
            _keep(one, found)
    elif len(words) > 1:
        for one in _next(slots[:-1], words[-1], vocabulary, 1.0):
            _keep(one, found)
    if (
        not ended
        and len(_useful(found, vocabulary)) < ENOUGH_COMPLETIONS
        and _finished(words, slots)
    ):
        factor = WORTH_LATER if len(words) > 1 else WORTH_LATER * AFTER_ONE
        for one in _next(slots, "", vocabulary, factor):
            found.setdefault(one.words, one)
    yield from _offered(found, vocabulary)


def _finished(words: Words, slots: Chain) -> bool:
    """May the last word typed be finished without a space behind it?"""
    return len(fold(words[-1])) > 1 and slots[-1][0].df > 1


def _keep(new: Completion, found: dict[Words, Completion]) -> None:
    """The better of two with the same words, which completes as much as either does."""
    known = found.get(new.words)
    if known is None:
        found[new.words] = new
        return
    better = new if new.score > known.score else known
    begin = min(new.begin, known.begin)
    found[new.words] = replace(better, begin=begin, follows=new.follows and known.follows)


def _useful(found: dict[Words, Completion], vocabulary: Vocabulary) -> list[Completion]:
    """The most useful first, none that is far less useful than the best; what stands elsewhere
    behind the rest, and of that beside others only places.
    """
    ranked = sorted(found.values(), key=lambda c: (c.elsewhere, -c.score, len(c.words), c.words))
    if not ranked:
        return []
    best = ranked[0]
    return [
        c
        for c in ranked
        if (c.score >= MIN_WORTH * best.score and not c.elsewhere)
        or (c.elsewhere and (best.elsewhere or is_place(c.unit, vocabulary)))
    ]


def _offered(found: dict[Words, Completion], vocabulary: Vocabulary) -> Iterator[Completion]:
    """The useful ones, whole, each once; not single words that mostly begin another of them, nor
    what a comma parts from the words before.
    """
    useful = _useful(found, vocabulary)
    longest: dict[Words, int] = {}
    for one in useful:
        begun = one.words[: one.begin + 1]
        if begun != one.words:
            longest[begun] = max(one.count, longest.get(begun, 0))
    given: set[Words] = set()
    for one in useful:
        unit = whole(one.unit, one.count, vocabulary)
        words = one.words[: one.begin] + unit
        head = one.words[max(0, one.begin - CONTEXT) : one.begin]
        if words in given or longest.get(words, 0) >= MIN_SHARE_IN_LONGER * one.count:
            continue
        if one.follows and vocabulary.parted(head, one.unit):
            continue
        given.add(words)
        yield replace(one, words=words)


def _begun(words: Words, ended: bool, slots: Chain, vocabulary: Vocabulary) -> Iterator[Completion]:
    """Units of several syllables that the last words typed begin; a single word by itself when it
    is the first.
    """
    longer = several = False
    for tail in range(min(LONGEST_TAIL, len(words)), 0, -1):
        options = _options(words[-tail:], ended, vocabulary)
        if not options:
            continue
        if tail < len(words):
            finished = slots[: len(words) - (not ended)]
            head = tuple(best_path(finished, vocabulary)[: len(words) - tail])
            found = list(_behind(head, options, tail > 1, vocabulary))
            yield from (one for one in found if not (longer and one.elsewhere))
            longer = longer or bool(found)
        else:
            longer = True
            several = len(options) >= ENOUGH_COMPLETIONS
            for parts, count in options.items():
                yield Completion(parts, 0, count, count * worth(parts, vocabulary))
    if len(words) == 1 and not ended and not several and len(fold(words[0])) > 1:
        for term, df in vocabulary.prefix(fold(words[0]), MAX_SINGLE_WORDS):
            if _begins(words[0], term) and not says_little(term, vocabulary):
                yield Completion((term,), 0, df, df * SINGLE * worth((term,), vocabulary))


def _options(typed: Words, ended: bool, vocabulary: Vocabulary) -> dict[Words, int]:
    """Units that begin with the words typed."""
    key = " ".join(map(fold, typed)) + (" " if ended else "")
    marked = any(map(has_marks, typed))
    whole_words = len(typed) - (not ended)
    return {
        parts: count
        for parts, count in units_begun(key, vocabulary).items()
        if len(parts) >= len(typed) + ended
        and (not marked or _agrees(typed, parts, ended))
        and (whole_words < 2 or _goes_on(parts, whole_words, count, vocabulary))
    }


def _behind(
    head: Words, options: dict[Words, int], begun: bool, vocabulary: Vocabulary
) -> Iterator[Completion]:
    """Units behind a head: where articles hold them there; else where the head is whole, names and
    terms of the tables, and any unit of which more was typed than the beginning of a word
    (`begun`).
    """
    apart = options
    if not any(is_place(head[-size:], vocabulary) for size in (2, 3)):
        apart = {
            parts: count
            for parts, count in options.items()
            if not is_collocation((head[-1], parts[0]), vocabulary)
        }
    if not apart:
        return
    if begun:
        times = vocabulary.pair_counts(head[-1:], [parts[0] for parts in apart])[0]
        likely = sorted(
            (
                (min(n, count), parts)
                for n, (parts, count) in zip(times, apart.items(), strict=True)
                if n
            ),
            reverse=True,
        )
        tried = [parts for _, parts in likely[:MAX_UNITS_BEGUN]]
        for parts, count in zip(tried, vocabulary.following(head[-CONTEXT:], tried), strict=True):
            if _often(count, vocabulary):
                score = count * worth(parts, vocabulary)
                yield Completion((*head, *parts), len(head), count, score, follows=True)
    if not _ends_whole(head, vocabulary):
        return
    for parts, count in apart.items():
        if begun or is_named(parts, vocabulary):
            score = WORTH_ELSEWHERE * count * worth(parts, vocabulary)
            yield Completion((*head, *parts), len(head), count, score, elsewhere=True)


def _ends_whole(head: Words, vocabulary: Vocabulary) -> bool:
    """Does a head end with a whole unit of several syllables, or a word that joins others?"""
    if head[-1] in FUNCTION_WORDS:
        return len(head) > 1
    ends = (head[-size:] for size in (2, 3) if size <= len(head))
    return any(is_unit(end, vocabulary) or is_collocation(end, vocabulary) for end in ends)


def _goes_on(parts: Words, size: int, count: int, vocabulary: Vocabulary) -> bool:
    """May the word of the first `size` be the beginning of a longer one? «hợp tác xã», not «Việt
    Nam» + «cao».
    """
    return count >= GOES_ON * vocabulary.compound_df(" ".join(parts[:size]))


def _next(slots: Chain, typed: str, vocabulary: Vocabulary, factor: float) -> Iterator[Completion]:
    """What comes after finished words and begins with what was typed of it: words of one syllable,
    and longer ones.

    The pairs of the archive say what may; the articles, whether it does.
    """
    for head in _readings(slots, vocabulary):
        guessed = _guessed(head, _followers(head, typed, vocabulary), vocabulary)
        likeliest = sorted(guessed, key=lambda parts: (-guessed[parts], parts))[:MAX_TAILS_TRIED]
        counts = vocabulary.following(head[-CONTEXT:], likeliest)
        for parts, count in zip(likeliest, counts, strict=True):
            if not _often(count, vocabulary):
                continue
            alone = min(1.0, guessed[parts] / count) if len(parts) == 1 else 1.0
            score = factor * alone * count * worth(parts, vocabulary)
            yield Completion((*head, *parts), len(head), count, score, follows=True)


def _guessed(
    head: Words, followers: Sequence[tuple[str, int]], vocabulary: Vocabulary
) -> dict[Words, float]:
    """How often words of one and of several syllables may stand behind a head, from pairs of
    neighbours.
    """
    found: dict[Words, float] = {}
    for first, times in followers:
        rest = float(times)
        longer = beginning_with(first, vocabulary)
        meetings = (
            vocabulary.pair_counts([first], [parts[1] for parts in longer])[0] if longer else ()
        )
        for parts, n in zip(longer, meetings, strict=True):
            found[parts] = times * min(1.0, n / max(1, vocabulary.df(first)))
            rest -= found[parts] if len(parts) == 2 else 0.0
        if rest >= ALONE * times and _is_bound(head[-1], first, times, vocabulary):
            found[first,] = rest
    return found


def _is_bound(last: str, first: str, times: int, vocabulary: Vocabulary) -> bool:
    """Does a word of one syllable belong behind another, after which it stands so often?"""
    if not is_syllable(first) or says_little(first, vocabulary):
        return False
    rarer = min(vocabulary.frequency(first), vocabulary.frequency(last))
    return times >= BOUND * rarer


def _readings(slots: Chain, vocabulary: Vocabulary) -> list[Words]:
    """How finished words may be read: a single one in several ways, for what follows decides;
    several in the likeliest.
    """
    if len(slots) == 1:
        return [(c.term,) for c in slots[0][:MAX_READINGS]]
    return [tuple(best_path(slots, vocabulary))]


def _followers(head: Words, typed: str, vocabulary: Vocabulary) -> list[tuple[str, int]]:
    """Words that stand after the last of the head and begin with what was typed, with how often,
    most frequent first.

    Not what makes a word with the last syllable: «khánh» + «thành công», «hợp tác» + «động». After
    a head of one word, which may itself be the end of a longer one, only those that often do.
    """
    last, key = head[-1], fold(typed)
    if key and not is_syllable(last):  # pairs are counted of syllables: UBND tỉnh
        terms = [
            term for term, _ in vocabulary.prefix(key, MAX_SINGLE_WORDS) if _begins(typed, term)
        ]
        times = vocabulary.following(head[-CONTEXT:], [(term,) for term in terms[:MAX_NEXT_WORDS]])
        begun = [(term, n) for term, n in zip(terms, times, strict=False) if n]
    elif len(key) < 2:
        begun = [
            (first, n)
            for first, n in vocabulary.followers(last, MAX_FOLLOWERS)
            if not typed or (fold(first).startswith(key) and _begins(typed, first))
        ]
    else:
        terms = [
            term for term, _ in vocabulary.prefix(key, MAX_SINGLE_WORDS) if _begins(typed, term)
        ]
        times = vocabulary.pair_counts([last], terms)[0] if terms else ()
        begun = sorted(
            ((term, n) for term, n in zip(terms, times, strict=True) if n),
            key=lambda item: -item[1],
        )
    least = OFTEN_AFTER_ONE * vocabulary.df(last) if len(head) == 1 else 0
    likely = (
        (first, n)
        for first, n in begun
        if n >= least and not is_collocation((last, first), vocabulary)
    )
    return list(islice(likely, MAX_NEXT_WORDS))


def _often(count: int, vocabulary: Vocabulary) -> bool:
    return count >= (MIN_ARTICLES_BEHIND if vocabulary.doc_count >= SMALL else 1)


def _agrees(typed: Sequence[str], parts: Words, ended: bool) -> bool:
    """Do the marks typed agree with a candidate, its last typed word being only begun unless a
    space follows it?
    """
    whole_words, begun = (typed, "") if ended else (typed[:-1], typed[-1])
    if any(
        variant(word, part) > Variant.MARKS_MISSING
        for word, part in zip(whole_words, parts, strict=False)
    ):
        return False
    return not begun or _begins(begun, parts[len(whole_words)])


def _begins(typed: str, term: str) -> bool:
    """Does a term begin with what was typed, marks included where they were typed?"""
    if not has_marks(typed):
        return True
    head = term[: len(typed)] if len(fold(term)) == len(term) else term
    return variant(typed, head) <= Variant.MARKS_MISSING
