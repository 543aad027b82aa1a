"""What an article is about, as a query for others like it: its telling phrases and the places it
shares with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

from indexer.language import is_syllable, syllables
from indexer.model.article import Article
from indexer.model.query import MatchNone, MinShouldMatch, Node, Phrase, SynonymQuery, WeightedTerm
from indexer.searching.ports import Vocabulary

__all__ = ["key_phrases", "related_query"]

READ = 3_000  # code points of the text that are read: news says first what it is about
KEY_PHRASES = 14
TITLE = 3  # an occurrence in the title counts as so many
MINIMUM_SHARE = 0.3  # of the weight of its phrases that a related article must hold
TOO_COMMON = 0.2  # phrases in more than this share of the articles tell nothing


def key_phrases(
    article: Article, vocabulary: Vocabulary
) -> Sequence[tuple[tuple[str, ...], float]]:
    """The article's most telling pairs of neighbouring syllables, with their weights, most telling
    first.

    A pair counts when it is no chance neighbourhood: it stands together far more often than its
    parts would by themselves.
    """
    times: Counter[tuple[str, str]] = Counter()
    for text, factor in ((article.title, TITLE), (article.text[:READ], 1)):
        tokens = [t for t in syllables(text) if t.kind == "word"]
        for a, b in pairwise(tokens):
            if (
                b.position == a.position + 1
                and b.start - a.end <= 2
                and is_syllable(a.text)
                and is_syllable(b.text)
            ):
                times[a.text, b.text] += factor
    total = max(1, vocabulary.doc_count)
    weighed = []
    for (first, second), count in times.most_common(120):
        pair = vocabulary.pair_counts([first], [second])[0][0]
        left, right = vocabulary.df(first), vocabulary.df(second)
        if pair < 2 or pair > TOO_COMMON * total or not left or not right:
            continue
        bound = pair / min(left, right)  # how firmly the two belong together
        weight = (1 + log(count)) * log(1 + total / pair) * min(1.0, bound * 4)
        weighed.append(((first, second), weight))
    weighed.sort(key=lambda item: (-item[1], item[0]))
    return weighed[:KEY_PHRASES]


def related_query(article: Article, vocabulary: Vocabulary) -> Node:
    """The tree that finds articles with the same key phrases and places; Nothing when the article
    says too little.
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
        return MatchNone()
    children = tuple(_phrase(words) for words in phrases)
    weights = tuple(phrases.values())
    return MinShouldMatch(children, MINIMUM_SHARE * sum(weights), weights)


def _places(article: Article) -> Iterable[str]:
    """Its main provinces and the counterparts."""
    yield from (p.name for p in article.provinces if p.role == "main")
    yield from (c.name for c in article.counterparts)


def _phrase(words: tuple[str, ...]) -> Node:
    nodes = tuple(SynonymQuery((WeightedTerm(word),)) for word in words)
    return nodes[0] if len(nodes) == 1 else Phrase(nodes)
