"""What a search must find, in plain Python: every article looked at, every rule written out, nothing fast.

The archive's execution is compared with this on random archives and queries (tests/searching/local/test_execution_oracle.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indexer.language import syllables
from indexer.model.article import Article
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    Filter,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
)
from indexer.searching import constants

Place = tuple[int, int]  # (stretch, position in it); stretch 0 is the title


@dataclass(frozen=True)
class Answer:
    ids: list[str]
    scores: list[float]
    total: int
    facets: dict[str, dict[str, int]]


class Document:
    """An article as a reader would take it apart."""

    def __init__(self, article: Article) -> None:
        self.article = article
        stretches = [("title", article.title), *_stretches(article)]
        self.indexed_text = "\n\n".join(text for _, text in stretches)
        self.places: dict[str, list[Place]] = {}
        lengths = [0] * len(stretches)
        for i, (_, text) in enumerate(stretches):
            for token in syllables(text):
                self.places.setdefault(token.text, []).append((i, token.position))
                lengths[i] = token.position + 1
        self.lengths = lengths
        self.title_length = lengths[0]
        self.body_length = sum(
            length
            for (kind, _), length in zip(stretches[1:], lengths[1:], strict=True)
            if kind != "related"
        )
        try:
            self.days: tuple[date, date] | None = (
                date.fromisoformat(article.date.start),
                date.fromisoformat(article.date.end),
            )
        except ValueError:
            self.days = None

    def occurrences(self, term: str, scope: str) -> list[Place]:
        return [
            p
            for p in self.places.get(term, [])
            if scope == "text" or (p[0] == 0) == (scope == "title")
        ]

    def parts(self) -> set[tuple[str, str]]:
        """(unit of today, province of before July 2025) as far as the article may mean that."""
        since = self.days is not None and self.days[0] >= date(2025, 7, 1)
        other = {(p.today, p.name) for p in self.article.provinces if p.name != p.today}
        same = {p.name for p in self.article.provinces if p.name == p.today and p.name in MERGED}
        return other | {(name, f"{name} (cũ)") for name in same if not since}

    def begins(self, gap: int) -> list[int]:
        """Where each stretch begins among the positions of the whole article, `gap` positions apart."""
        begins = [0]
        start = place = self.title_length + gap
        for length in self.lengths[1:]:
            place += gap if place > start else 0
            begins.append(place)
            place += length
        return begins

    def facets(self, field: str) -> set[str]:
        provinces, counterparts = self.article.provinces, self.article.counterparts
        match field:
            case "province":
                return {p.today for p in provinces} | {part for _, part in self.parts()}
            case "province_pair":
                return {f"{today}\t{part}" for today, part in self.parts()}
            case "counterpart":
                return {c.name for c in counterparts} | {c.parent for c in counterparts if c.parent}
            case "counterpart_pair":
                return {f"{c.parent}\t{c.name}" for c in counterparts if c.parent}
            case "source":
                return {self.article.source} - {""}
            case "year":
                return (
                    {str(y) for y in range(self.days[0].year, self.days[1].year + 1)}
                    if self.days
                    else {"unknown"}
                )
            case "month":
                if self.days is None:
                    return {"unknown"}
                return (
                    {self.article.date.start[:7]}
                    if self.article.date.precision in {"day", "range", "month"}
                    else set()
                )
        name = field.removesuffix("_pair")
        given = dict(self.article.labels).get(name, ())
        if field != name:
            return {value for value in given if "\t" in value}
        return {part for value in given for part in value.split("\t")}


MERGED = {"Tuyên Quang"}  # of the units in tests, those that took in others and bear their name


def _stretches(article: Article) -> Iterable[tuple[str, str]]:
    kept = [part for part in article.parts if part.kind not in {"title", "boilerplate"}]
    if not article.parts:
        return [("body", article.text)] if article.text.strip() else []
    ordered = [p for p in kept if p.kind != "related"] + [p for p in kept if p.kind == "related"]
    runs = groupby(ordered, key=lambda part: part.kind)
    return [(kind, "\n".join(article.text[p.start : p.end] for p in run)) for kind, run in runs]


class Oracle:
    """Searches `articles` by looking at each."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.documents = [Document(article) for article in articles]
        count = max(len(self.documents), 1)
        self.average_title = max(sum(d.title_length for d in self.documents) / count, 1.0)
        self.average_body = max(sum(d.body_length for d in self.documents) / count, 1.0)

    def search(
        self,
        tree: Node,
        *,
        include: Mapping[str, Sequence[Facet | DateRange]],
        exclude: Sequence[Facet | DateRange],
        sort: str,
        facets: Mapping[str, Sequence[str]],
    ) -> Answer:
        """All matches in order, and the counts of facets under every filter but the group's own."""
        found = [(d, score) for d in self.documents if (score := self.score(tree, d)) is not None]
        found = [(d, score) for d, score in found if not any(self.passes(x, d) for x in exclude)]

        def under(d: Document, skipped: str | None) -> bool:
            return all(
                any(self.passes(x, d) for x in group)
                for name, group in include.items()
                if name != skipped
            )

        counts: dict[str, dict[str, int]] = {}
        for group, fields in facets.items():
            for field in fields:
                values = Counter(
                    value for d, _ in found if under(d, group) for value in d.facets(field)
                )
                counts[field] = dict(values)
        hits = [(d, score) for d, score in found if under(d, None)]
        hits.sort(key=lambda hit: self.order(hit[0], hit[1], sort))
        return Answer(
            [d.article.id for d, _ in hits], [score for _, score in hits], len(hits), counts
        )

    @staticmethod
    def order(d: Document, score: float, sort: str) -> tuple[float, float, str]:
        day = d.days[0].toordinal() if d.days else None
        newest = math.inf if day is None else -day
        if sort == "relevance":
            return (-score, newest, d.article.id)
        oldest = math.inf if day is None else day
        return (newest if sort == "newest" else oldest, 0.0, d.article.id)

    def passes(self, node: Facet | DateRange, d: Document) -> bool:
        if isinstance(node, Facet):
            return node.value in d.facets(node.field)
        if d.days is None:
            return False
        return (not node.end or d.days[0] <= date.fromisoformat(node.end)) and (
            not node.start or d.days[1] >= date.fromisoformat(node.start)
        )

    def score(self, node: Node, d: Document) -> float | None:
        """The score of a document that matches, None for one that does not."""
        match node:
            case SynonymQuery():
                return self.word(node, d)
            case Phrase():
                return self.phrase(node, d)
            case And():
                scores = [self.score(child, d) for child in node.children]
                return None if None in scores else sum(s for s in scores if s is not None)
            case Or():
                some = [s for child in node.children if (s := self.score(child, d)) is not None]
                return (max(some) if node.alike else sum(some)) if some else None
            case MinShouldMatch():
                weights = node.weights or (1.0,) * len(node.children)
                scores = [self.score(child, d) for child in node.children]
                reached = sum(w for w, s in zip(weights, scores, strict=True) if s is not None)
                return (
                    sum(s for s in scores if s is not None)
                    if reached >= node.minimum - 1e-9
                    else None
                )
            case Filter():
                return None if self.score(node.child, d) is None else 0.0
            case Not():
                return 0.0 if self.score(node.child, d) is None else None
            case Facet() | DateRange():
                return 0.0 if self.passes(node, d) else None
            case MatchAll():
                return 0.0
            case MatchNone():
                return None

    def norms(self, d: Document) -> tuple[float, float]:
        """What an occurrence in the title and one in the text counts."""
        title = constants.TITLE_WEIGHT / (
            1 - constants.TITLE_B + constants.TITLE_B * d.title_length / self.average_title
        )
        return title, 1 / (
            1 - constants.BODY_B + constants.BODY_B * d.body_length / self.average_body
        )

    def df(self, term: str, field: str) -> int:
        """Articles that hold a term."""
        return sum(bool(d.occurrences(term, field)) for d in self.documents)

    def idf(self, word: SynonymQuery, field: str) -> float:
        """That of a word whose spellings count by their weights."""
        spellings = dict.fromkeys(word.spellings)
        return self.idf_of(sum(s.weight * self.df(s.term, field) for s in spellings))

    def idf_of(self, df: float) -> float:
        total = len(self.documents)
        df = min(df, total)
        return math.log(1 + (total - df + 0.5) / (df + 0.5))

    def word(self, word: SynonymQuery, d: Document) -> float | None:
        places = [
            (s.weight, d.occurrences(s.term, word.scope)) for s in dict.fromkeys(word.spellings)
        ]
        if not any(found for _, found in places):
            return None
        norms = self.norms(d)
        tf = sum(weight * norms[stretch > 0] for weight, found in places for stretch, _ in found)
        return (
            self.idf(word, "title" if word.scope == "title" else "text")
            * (constants.K1 + 1)
            * tf
            / (constants.K1 + tf)
        )

    def phrase(self, phrase: Phrase, d: Document) -> float | None:
        if not phrase.words:
            return None
        spots = [
            sorted(
                (place, s.weight)
                for s in dict.fromkeys(word.spellings)
                for place in d.occurrences(s.term, phrase.scope)
            )
            for word in phrase.words
        ]
        norms = self.norms(d)
        tf, found = 0.0, False
        for (stretch, first), weight in spots[0]:
            at = first
            for step, candidates in enumerate(spots[1:], 1):
                following = [
                    (p, w)
                    for (s, p), w in candidates
                    if s == stretch and p > at and p - first <= step + phrase.slop
                ]
                if not following:
                    break
                at, factor = following[0]
                weight *= factor
            else:
                found = True
                tf += weight * norms[stretch > 0]
        if not found:
            return None
        idf = sum(
            self.idf(word, "title" if phrase.scope == "title" else "text") for word in phrase.words
        )
        return idf * (constants.K1 + 1) * tf / (constants.K1 + tf)
