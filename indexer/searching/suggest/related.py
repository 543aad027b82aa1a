"""What an article is about, as a query for others like it: its telling phrases and the places it
shares with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log

from indexer.language import Token, is_syllable, syllables
from indexer.model.article import Article
from indexer.model.query import (
    And,
    MinShouldMatch,
    Node,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)
from indexer.searching.ports import Vocabulary

__all__ = ["key_phrases", "related_queries"]

READ = 3_000  # code points of the text that are read: news says first what it is about
KEY_PHRASES = 14
MOST_READ = 120  # phrases, the most frequent, that are weighed
SHORTEST_NAME = 3  # letters of a name that tells by itself
TITLE = 3  # an occurrence in the title counts as so many
MINIMUM_SHARE = 0.3  # of the weight of its phrases that a related article must hold
MINIMUM_SHARE_NAMED = 0.15  # of one that holds a name of the title
TOO_COMMON = 0.2  # phrases in more than this share of the articles tell nothing


def key_phrases(
    article: Article, vocabulary: Vocabulary
) -> Sequence[tuple[tuple[str, ...], float]]:
    """The article's most telling pairs of neighbouring syllables and names in foreign letters, with
    their weights, most telling first.

    A pair counts when it is no chance neighbourhood: it stands together far more often than its
    parts would by themselves. A name in foreign letters (Bertram, Nishimura) tells by itself.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    names: Counter[str] = Counter()
    for text, factor in ((article.title, TITLE), (article.text[:READ], 1)):
        tokens = [t for t in syllables(text) if t.kind == "word"]
        for a, b in pairwise(tokens):
            if _are_neighbours(a, b) and is_syllable(a.text) and is_syllable(b.text):
                pairs[a.text, b.text] += factor
        for token in tokens:
            if _is_foreign_name(token, text):
                names[token.text] += factor
    weighed = [*_weighed_pairs(pairs, vocabulary), *_weighed_names(names, vocabulary)]
    weighed.sort(key=lambda item: (-item[1], item[0]))
    return weighed[:KEY_PHRASES]


def _are_neighbours(first: Token, second: Token) -> bool:
    return second.position == first.position + 1 and second.start - first.end <= 2


def _is_foreign_name(token: Token, text: str) -> bool:
    """Is a word written with a capital, and no Vietnamese syllable?"""
    if len(token.text) < SHORTEST_NAME or not token.text.isalpha() or is_syllable(token.text):
        return False
    return text[token.start].isupper()


def _weighed_pairs(
    times: Counter[tuple[str, str]], vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Pairs with their weights: rare ones whose parts belong together."""
    total = max(1, vocabulary.doc_count)
    for (first, second), count in times.most_common(MOST_READ):
        pair = vocabulary.pair_counts([first], [second])[0][0]
        left, right = vocabulary.df(first), vocabulary.df(second)
        if pair < 2 or pair > TOO_COMMON * total or not left or not right:
            continue
        bound = pair / min(left, right)  # how firmly the two belong together
        yield (first, second), _telling(count, pair, total) * min(1.0, bound * 4)


def _weighed_names(
    times: Counter[str], vocabulary: Vocabulary
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Names in foreign letters with their weights; one that no other article holds finds none."""
    total = max(1, vocabulary.doc_count)
    for name, count in times.most_common(MOST_READ):
        df = vocabulary.df(name)
        if 2 <= df <= TOO_COMMON * total:
            yield (name,), _telling(count, df, total)


def _telling(count: int, held: int, total: int) -> float:
    """How much a phrase tells that stands `count` times here and in `held` of `total` places."""
    return (1 + log(count)) * log(1 + total / held)


def related_queries(article: Article, vocabulary: Vocabulary) -> tuple[Node, ...]:
    """The trees that find articles with the same key phrases and places, those to be asked first
    first: where the title bears names in foreign letters, those that hold one of these; () when
    the article says too little.
    """
    phrases: dict[tuple[str, ...], float] = dict(key_phrases(article, vocabulary))
    for place in _places(article):
        words = tuple(t.text for t in syllables(place) if t.kind == "word")
        if words and all(map(vocabulary.df, words)):
            phrases[words] = max(
                phrases.get(words, 0.0),
                log(1 + vocabulary.doc_count / min(map(vocabulary.df, words))),
            )
    if not phrases:
        return ()
    children = tuple(_phrase(words) for words in phrases)
    weights = tuple(phrases.values())
    alike = MinShouldMatch(children, MINIMUM_SHARE * sum(weights), weights)
    names = _names_of_title(article, vocabulary)
    if not names:
        return (alike,)
    less = MinShouldMatch(children, MINIMUM_SHARE_NAMED * sum(weights), weights)
    return And((Or(tuple(_phrase((name,)) for name in names)), less)), alike


def _names_of_title(article: Article, vocabulary: Vocabulary) -> list[str]:
    """The names in foreign letters that a title bears and some other article holds."""
    names = dict.fromkeys(
        token.text for token in syllables(article.title) if _is_foreign_name(token, article.title)
    )
    most = TOO_COMMON * vocabulary.doc_count
    return [name for name in names if 2 <= vocabulary.df(name) <= most]


def _places(article: Article) -> Iterable[str]:
    """Its main provinces and the counterparts."""
    yield from (p.name for p in article.provinces if p.role == "main")
    yield from (c.name for c in article.counterparts)


def _phrase(words: tuple[str, ...]) -> Node:
    nodes = tuple(SynonymQuery((WeightedTerm(word),)) for word in words)
    return nodes[0] if len(nodes) == 1 else Phrase(nodes)
