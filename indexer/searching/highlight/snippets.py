"""The passages of an article that answer a query best: one to three, sentence by sentence, dense
and in the query's order.

A quick look over the words finds where the query stands; only the passages chosen are read exactly
and marked. Boilerplate, bylines and links to other articles are never quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from indexer.caching import memoized
from indexer.language import canonical
from indexer.model.article import Article
from indexer.model.results import Passage
from indexer.records import dataclass
from indexer.searching.highlight.highlighter import LIKELY, NEAR, Highlighter, Level, Mark, Matches
from indexer.searching.highlight.sentences import PASSAGE_LENGTH, around

__all__ = ["MAX_PASSAGES", "PASSAGE_LENGTH", "best_passages", "snippets"]

MAX_PASSAGES = 3
MOST_WORDS = 8  # words of a long query that choose its passages: the most telling ones
MAX_HITS = 60  # word hits that are weighed; beyond, the least telling words are left out
PAIR = 0.6  # what neighbours in the query's order add, as a share of their weights
WORTH_AGAIN = 0.25  # what a word is worth in a further passage that brought the same word before
WORTH = 0.35  # a further passage is worth showing at this share of the first one's score
DENSE = 0.2  # what words as far apart as a passage is long lose against words close together
EARLY = 0.1  # how much the very beginning of an article is preferred to its end

_NEXT = re.compile(r"\W{0,3}(\w+)")
_QUOTED = frozenset(
    {"title", "boilerplate", "byline", "source", "related"}
)  # parts no passage is taken from
_CLOSE = 28  # code points that NEAR words take
_STYLES = (
    "oàòa",
    "oáóa",
    "oảỏa",
    "oãõa",
    "oạọa",
    "oèòe",
    "oéóe",
    "oẻỏe",
    "oẽõe",
    "oẹọe",
    "uỳùy",
    "uýúy",
    "uỷủy",
    "uỹũy",
    "uỵụy",
)
_OTHER_STYLE = {pair[2:]: pair[:2] for pair in _STYLES}


_Hit: TypeAlias = tuple[int, int, int, float]
"""A word or phrase of the query in the text: start, end, its place among the words of the query,
its worth.
"""


class _Window(NamedTuple):
    """A stretch of the text, what each word of the query is worth in it (a neighbour of the one
    before it more), and all of them.
    """

    start: int
    end: int
    worth: dict[int, float]
    total: float
    stretch: tuple[int, int]

    def score(self, seen: set[int]) -> float:
        """What it would add to passages that hold the words `seen`."""
        total = self.total
        if seen:
            total = sum(
                [
                    value * WORTH_AGAIN if order in seen else value
                    for order, value in self.worth.items()
                ]
            )
        return total * (1 - DENSE * (self.end - self.start) / PASSAGE_LENGTH)


def snippets(article: Article, marker: Highlighter) -> tuple[Passage, ...]:
    """The title, when it holds something to mark, and the best passages of the text; the beginning
    of it when nothing is found.

    Where the article has all the words in a row, less is not marked in its passages, nor a lone
    word in its title; less than a word is marked where there is nothing else.
    """
    title = marker.found(article.title)
    passages = _found(article, marker, MAX_PASSAGES)
    body = max((found.level for _, found in passages), default=Level.NONE)
    floor = min(max(title.level, body), Level.LONE)
    least = Level.RUN if body is Level.WHOLE and not title.all_words else floor
    marks = title.marks(Level.WHOLE if title.level is Level.WHOLE else least)
    named = (Passage("title", article.title, marks),) if marks else ()
    return named + _marked(
        passages, max(floor, min(body, Level.RUN)) if title.level is Level.WHOLE else floor
    )


def best_passages(
    article: Article, marker: Highlighter, limit: int = MAX_PASSAGES
) -> tuple[Passage, ...]:
    """At most `limit` passages in the order of the text; one without marks, from the beginning,
    when there is no match.
    """
    passages = _found(article, marker, limit)
    return _marked(
        passages, min(max((found.level for _, found in passages), default=Level.NONE), Level.LONE)
    )


def _marked(passages: Sequence[tuple[int, Matches]], least: Level) -> tuple[Passage, ...]:
    """The passages with their marks; with those of all the words in a row alone, when a passage
    has them.
    """
    if any(found.level is Level.WHOLE for _, found in passages):
        least = Level.WHOLE
    marked = tuple(
        Passage("body", found.text, found.marks(least), start) for start, found in passages
    )
    return tuple(passage for passage in marked if passage.marks) or marked


def _found(article: Article, marker: Highlighter, limit: int) -> list[tuple[int, Matches]]:
    """The passages of an article: where each begins, and what of the query stands in it."""
    stretches = list(_stretches(article))
    text = article.text
    places: list[tuple[int, int]] = []
    if marker.patterns:
        places = _chosen(text, stretches, _targets(marker, LIKELY), limit) or _chosen(
            text, stretches, _targets(marker, 0.0), limit
        )
    passages = [
        (start, found)
        for start, end in sorted(places)
        if (found := marker.found(text[start:end])).level
    ]
    if passages or not stretches:
        return passages
    start, end = around(text, stretches[0], stretches[0][0], stretches[0][0])
    return [(start, marker.found(text[start:end]))] if start < end else []


def _stretches(article: Article) -> Iterator[tuple[int, int]]:
    """The parts of the text worth quoting: from, to."""
    place = 0
    for part in article.parts:
        if article.text[place : part.start].strip():
            yield place, part.start
        if part.kind not in _QUOTED and part.end > part.start:
            yield part.start, part.end
        place = part.end
    if article.text[place:].strip():
        yield place, len(article.text)


@dataclass(frozen=True, slots=True)
class _Targets:
    """What to look for: strings as written in lower case → (order in the query, worth); phrases as
    the words they consist of.

    `fellows`: the other syllables of the word that a query word is a syllable of.
    """

    strings: dict[str, tuple[int, float]]
    phrases: tuple[tuple[tuple[frozenset[str], ...], int, float], ...]
    fellows: dict[int, frozenset[int]]


@memoized("searching.highlight.targets", entries=64, entry_bytes=20_000)
def _targets(marker: Highlighter, least: float) -> _Targets:
    """The targets of a query; `least`: spellings less likely are left out."""
    top = max((p.weight for p in marker.patterns), default=0.0) or 1.0
    telling = sorted((p.weight for p in marker.patterns), reverse=True)[:MOST_WORDS][-1]
    looked_for = {
        order for order, pattern in enumerate(marker.singles) if pattern.weight >= telling
    }
    looked_for.update(*(marker.fellows.get(order, ()) for order in tuple(looked_for)))
    strings: dict[str, tuple[int, float]] = {}
    for order in sorted(looked_for):
        for spelling in marker.singles[order].words[0].spellings:
            worth = ((marker.singles[order].weight / top) ** 2 + 0.01) * spelling.weight
            for form in _as_written(spelling.term) if spelling.weight >= least else ():
                if form not in strings or strings[form][1] < worth:
                    strings[form] = (order, worth)
    phrases = []
    for order, pattern in enumerate(marker.phrases, len(marker.singles) + 1):
        slots = tuple(
            frozenset(f for s in word.spellings for f in _as_written(s.term))
            for word in pattern.words
        )
        phrases.append((slots, order, (pattern.weight / top) ** 2 + 0.01))
    return _Targets(strings, tuple(phrases), marker.fellows)


def _as_written(term: str) -> tuple[str, ...]:
    """The term in both styles of tone placement."""
    other = _OTHER_STYLE.get(term[-2:])
    return (term,) if other is None or term.startswith("qu") else (term, term[:-2] + other)


def _chosen(
    text: str, stretches: Sequence[tuple[int, int]], targets: _Targets, limit: int
) -> list[tuple[int, int]]:
    """The places of the best passages in the original text, best first."""
    form = canonical(text)
    low = form.text.lower()
    if len(low) != len(form.text):  # a letter that grows in lower case (İ)
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in form.text)
    hits = _hits(low, targets)
    if form.text != text:
        hits = [(*form.original(start, end), order, value) for start, end, order, value in hits]
    windows = list(_windows(hits, stretches))
    chosen: list[tuple[int, int]] = []
    seen: set[int] = set()
    least = 0.0
    early = EARLY / max(1, len(text))
    while windows and len(chosen) < limit:
        scores = [w.score(seen) * (1 + EARLY - early * w.start) for w in windows]
        highest = max(scores)
        if highest <= least:
            break
        window = windows[scores.index(highest)]
        start, end = around(text, window.stretch, window.start, window.end)
        chosen.append((start, end))
        seen.update(window.worth)
        least = max(least, WORTH * highest)
        # one that brings no new word would be worth WORTH_AGAIN of the first at most, which is less
        # than WORTH
        windows = [
            w
            for w in windows
            if (w.end <= start or w.start >= end) and not seen.issuperset(w.worth)
        ]
    return _apart(chosen)


def _hits(low: str, targets: _Targets) -> list[_Hit]:
    """Every place of the query's words in lower-case canonical text, in order; at most MAX_HITS,
    the most telling ones.

    Syllables of longer words that stand alone are left out where there is more to be found. A few
    searches for strings cost a fraction of looking at every word.
    """
    hits: list[_Hit] = []
    for string, (order, value) in targets.strings.items():
        size = len(string)
        hits += [(at, at + size, order, value) for at in _places(low, string)]
    for slots, order, value in targets.phrases:
        for string in slots[0]:
            for start in _places(low, string):
                end = _phrase_end(low, start + len(string), slots)
                if end:
                    hits.append((start, end, order, value))
    hits.sort()
    if targets.fellows:
        hits = [
            hit
            for at, hit in enumerate(hits)
            if hit[2] not in targets.fellows or _stands(at, hits, targets.fellows[hit[2]])
        ] or hits
    if len(hits) > MAX_HITS:
        least = sorted([value for _, _, _, value in hits], reverse=True)[MAX_HITS]
        hits = [hit for hit in hits if hit[3] > least] or hits[:MAX_HITS]
    return hits


def _stands(at: int, hits: Sequence[_Hit], fellows: frozenset[int]) -> bool:
    """Is another syllable of its word near a hit?"""
    start, end, _, _ = hits[at]
    after = any(
        begin <= end + _CLOSE and order in fellows
        for begin, _, order, _ in hits[at + 1 : at + 1 + NEAR]
    )
    return after or any(
        last >= start - _CLOSE and order in fellows
        for _, last, order, _ in hits[max(0, at - NEAR) : at]
    )


def _places(low: str, string: str) -> list[int]:
    """Where a string stands as a whole word."""
    at, size = low.find(string), len(string)
    chinese = string[0] >= "\u2e80"
    found = []
    while at >= 0:
        if chinese or not (low[at - 1 : at].isalnum() or low[at + size : at + size + 1].isalnum()):
            found.append(at)
        at = low.find(string, at + size)
    return found


def _phrase_end(low: str, end: int, slots: Sequence[frozenset[str]]) -> int:
    """Where a phrase ends whose first word ends at `end`; 0 when the words after it are others."""
    for slot in slots[1:]:
        match = _NEXT.match(low, end)
        if match is None or match[1] not in slot:
            return 0
        end = match.end()
    return end


def _windows(hits: Sequence[_Hit], stretches: Sequence[tuple[int, int]]) -> Iterator[_Window]:
    """For each hit the stretch it begins, as long as a passage may be, with what it is worth."""
    starts = [hit[0] for hit in hits]
    for stretch in stretches:
        low, high = bisect_left(starts, stretch[0]), bisect_left(starts, stretch[1])
        if low == high:
            continue
        inside = [hit for hit in hits[low:high] if hit[1] <= stretch[1]]
        for first, (begin, last, _, _) in enumerate(inside):
            worth: dict[int, float] = {}
            order_before, worth_before = -1, 0.0
            for start, end, order, value in inside[first:]:
                if end > begin + PASSAGE_LENGTH:
                    break
                if order == order_before + 1 and start - last <= 2 and worth_before:
                    value += PAIR * min(value, worth_before)
                if value > worth.get(order, 0.0):
                    worth[order] = value
                last, order_before, worth_before = end, order, value
            yield _Window(begin, last, worth, sum(worth.values()), stretch)


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap, as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def highlight_all(article: Article, marker: Highlighter) -> tuple[Mark, ...]:
    """The marks of the whole text, for the article's own page."""
    return marker.marks(article.text)
