"""What the articles themselves say of a completion: how many a search for it finds, and which
titles go on as it begins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.caching import Cache, CachePool
from indexer.language import canonical, fold
from indexer.model.query import Node, Phrase, SynonymQuery, WeightedTerm
from indexer.model.request import SearchRequest
from indexer.searching.ports import QueryPlan, SearchBackend, Vocabulary
from indexer.searching.query_string import to_query
from indexer.searching.rewriting.spelling.lattice import candidates, has_marks

__all__ = ["Evidence"]

SMALL = 1_000  # articles of an archive in which few say as much
TITLE_TERMS = 48  # words that the last one typed of a title may be

_TOTALS: CachePool[int] = CachePool("searching.suggest.totals", 1_000_000, lambda _: 400)


def _totals(_: Vocabulary) -> Cache[str, int]:
    return Cache(_TOTALS)


class Evidence:
    """`completions.Articles` over an archive; `count` says how many articles a text finds, 0 for
    fewer than LITTLE unless these are enough, under the filters of `base`.
    """

    def __init__(
        self, backend: SearchBackend, count: Callable[[str, bool], int], base: SearchRequest
    ) -> None:
        self._backend = backend
        self._count = count
        self._scope = to_query(replace(base, q="", page=1))
        self._totals = backend.vocabulary.derived(_totals)

    def finds(self, text: str, *, few: bool = False) -> int:
        """How many articles a search for this text finds; 0 for next to none, unless `few` are
        enough or the archive is small.
        """
        few = few or self._backend.doc_count < SMALL
        key = f"{text}\n{self._scope}\n{few}"
        return self._totals.remember(key, lambda: self._count(text, few))

    def titles(self, words: Sequence[str], begun: str, limit: int) -> list[str]:
        """Titles that hold the words side by side, and behind them one that begins with `begun`;
        the newest.
        """
        spellings = [
            tuple(WeightedTerm(c.term) for c in candidates(word, self._backend.vocabulary))
            for word in words
        ]
        if not all(spellings):
            return []
        row = tuple(SynonymQuery(terms) for terms in spellings)
        if begun:
            last = self._backend.vocabulary.prefix(fold(begun), TITLE_TERMS)
            free = not has_marks(begun)
            terms = tuple(WeightedTerm(t) for t, _ in last if free or t.startswith(begun))
            if not terms:
                return []
            row = (*row, SynonymQuery(terms))
        node: Node = Phrase(row, scope="title") if len(row) > 1 else row[0]
        plan = QueryPlan(node, sort="newest", limit=limit)
        found = self._backend.articles(self._backend.execute(plan).hits)
        return list(dict.fromkeys(canonical(a.title).text for a in found if a.title))
