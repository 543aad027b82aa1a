"""Words evaluated: which documents hold any of a word's spellings, and what that scores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.model.query import SynonymQuery
from indexer.searching import constants
from indexer.searching.local.searcher import Searcher
from indexer.searching.local.types import (
    Counts,
    Docs,
    Found,
    Mask,
    QueryBudget,
    Scores,
    SpellingGroup,
    TermGroup,
)

__all__ = ["Norms", "WordEvaluator", "add_scores", "holding_all", "saturate"]

_NONE = np.zeros(0, dtype=np.intp)
_FEW = 16  # words of one query whose scores are kept: more would drive all others out
_WIDE = (
    8  # from one document of so many on, the scores of all documents are the cheapest to work with
)


class Norms:
    """What one occurrence counts in the text and in the title of some documents (None: of all),
    taken once for all words.
    """

    def __init__(self, view: Searcher, docs: Docs | None) -> None:
        self._view = view
        self.docs = docs
        self.count = view.count if docs is None else len(docs)

    @cached_property
    def body(self) -> Scores:
        return self._view.body_norm if self.docs is None else self._view.body_norm.take(self.docs)

    @cached_property
    def title(self) -> Scores:
        return self._view.title_norm if self.docs is None else self._view.title_norm.take(self.docs)


class WordEvaluator:
    """A word with its spellings, scored as one pseudo-term.

    Its occurrences are summed with the spellings' weights, title and text each normed by its
    length; its document frequency is the weighted sum of the spellings' own, so a spelling that
    hardly counts hardly makes the word common.
    """

    def __init__(self, word: SynonymQuery, view: Searcher, limits: QueryBudget) -> None:
        self._known = known = view.word(word)
        self.view = view
        self.limits = limits
        self.scope = known.scope
        self.cost = known.df
        self.idf = known.idf
        self._allowed: bool | None = None

    @property
    def groups(self) -> tuple[SpellingGroup, ...]:
        """The groups of spellings, none when they are beyond the budget, which is charged once."""
        if self._allowed is None:
            charged = [terms for group in self._known.groups for terms in (group.text, group.title)]
            self._allowed = self.limits.take(
                sum(t.number for t in charged), sum(t.df for t in charged)
            )
        return self._known.groups if self._allowed else ()

    @property
    def is_dense(self) -> bool:
        """Whether it stands in so many documents that masks over all of them are the cheapest."""
        return all(self.view.is_dense(self._own(group)) for group in self._known.groups)

    def _own(self, group: SpellingGroup) -> TermGroup:
        return group.title if self.scope == "title" else group.text

    def full(self) -> Found:
        docs = self.documents()
        return docs, add_scores([(self, 1)], self.view, docs, np.zeros(len(docs), dtype=np.float32))

    def candidates(self) -> Docs:
        """The documents that match."""
        return self.documents()

    def probe(self, docs: Docs) -> Found:
        match = self.held(docs)
        places = match.nonzero()[0]
        scores = np.zeros(len(docs), dtype=np.float32)
        scores[places] = self.scores(Norms(self.view, docs[places]))
        return match, scores

    def mask(self) -> Mask:
        """Which of all documents match."""
        mask = np.zeros(self.view.count, dtype=bool)
        for group in self.groups:
            if self.scope == "body":
                mask |= self.view.dense(group.text) > self.view.dense(group.title)
            else:
                self.view.mark(self._own(group), mask)
        return mask

    def documents(self) -> Docs:
        """Ascending documents that match."""
        groups = self.groups
        if len(groups) == 1 and self.scope != "body":
            return self.view.docs(self._own(groups[0]))
        return self.mask().nonzero()[0] if groups else _NONE

    def held(self, docs: Docs) -> Mask:
        """Which of `docs` (ascending) match, as a mask."""
        mask: Mask | None = None
        for group in self.groups:
            if self.scope == "body":
                own = self.view.counts(group.text, docs) > self.view.counts(group.title, docs)
            else:
                own = self.view.held(self._own(group), docs)
            mask = own if mask is None else mask | own
        return np.zeros(len(docs), dtype=bool) if mask is None else mask

    def scores(self, norms: Norms) -> Scores:
        """Scores of ascending documents, 0 for those that do not match."""
        total: Scores | None = None
        for group in self.groups:
            tf = (
                self.view.counts(group.title, norms.docs) * norms.title
                if self.scope == "title"
                else self._in_text(group, norms)
            )
            if group.weight != 1:
                tf *= np.float32(group.weight)
            total = tf if total is None else total + tf
        return (
            np.zeros(norms.count, dtype=np.float32) if total is None else saturate(total, self.idf)
        )

    def everywhere(self, *, keep: bool) -> Scores:
        """The scores of all documents, to `keep` for the next time. Do not write to it."""
        known = self.view.kept(self._known) if self.groups else None
        if known is None:
            known = self.scores(Norms(self.view, None))
            if keep and self.groups:
                self.view.keep(self._known, known)
        return known

    def _in_text(self, group: SpellingGroup, norms: Norms) -> Counts:
        """Normed occurrences: each counts by the length of where it stands, the title or
        the rest.
        """
        tf = self.view.counts(group.text, norms.docs)
        if not group.title.df:
            tf *= norms.body
        elif norms.docs is not None and self.view.is_searched(group.title, norms.docs):
            places, titled = self.view.search(group.title, norms.docs)
            rest = (tf[places] - titled) * norms.body[
                places
            ]  # never below 0: what stands in the title is among the text's
            tf *= norms.body
            tf[places] = rest + titled * norms.title[places] if self.scope == "text" else rest
        else:
            titled = self.view.counts(group.title, norms.docs)
            tf -= titled
            tf *= norms.body
            if self.scope == "text":
                tf += titled * norms.title
        return tf


def saturate(tf: Counts, idf: float) -> Scores:
    """BM25 of occurrences already normed by length."""
    score: Scores = np.float32(idf * (constants.K1 + 1)) * tf
    tf = tf + np.float32(constants.K1)
    score /= tf
    return score


def holding_all(words: Sequence[WordEvaluator], docs: Docs | None = None) -> Docs:
    """Ascending documents, of `docs` when given, that match all of the words (rarest first)."""
    if docs is None:
        if not words[0].is_dense:
            docs, words = words[0].documents(), words[1:]
        else:
            mask = words[0].mask()
            for word in words[1:]:
                mask &= word.mask()
            return mask.nonzero()[0]
    for word in words:
        if not len(docs):
            break
        docs = docs[word.held(docs)]
    return docs


def add_scores(
    words: Sequence[tuple[WordEvaluator, int]],
    view: Searcher,
    docs: Docs,
    scores: Scores,
    add: np.ufunc = np.add,
) -> Scores:
    """The scores of ascending documents with those of words added in their order, each as often as
    it is asked for.
    """
    if not words or not len(docs):
        return scores
    if len(docs) * _WIDE > view.count:
        total = np.zeros(view.count, dtype=np.float32)
        total[docs] = scores
        for word, times in words:
            own = word.everywhere(keep=len(words) <= _FEW)
            add(total, own if times == 1 else own * np.float32(times), out=total)
        return total.take(docs)
    norms = Norms(view, docs)
    for word, times in words:
        if word.cost * 2 < len(docs):
            holders = word.documents()
            places = docs.searchsorted(holders)
            places[places == len(docs)] = 0
            hit = (docs[places] == holders).nonzero()[0]
            places, own = places[hit], word.scores(Norms(view, holders[hit])) * np.float32(times)
            scores[places] = add(scores[places], own)
        else:
            own = word.scores(norms)
            scores = add(scores, own if times == 1 else own * np.float32(times))
    return scores
