"""A vocabulary over a few texts held in dicts: what an index would say of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from indexer.language import fold, syllables
from indexer.searching.ports import KeepsDerived

__all__ = ["SmallVocabulary"]


class SmallVocabulary(KeepsDerived):
    """`indexer.searching.ports.Vocabulary` for tests; `facets` and `words` are given as they are."""

    def __init__(
        self,
        texts: Iterable[str],
        facets: Mapping[str, Mapping[str, int]] | None = None,
        words: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__()
        self._df: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._texts: list[str] = []
        self._written: list[str] = []
        self._originals: list[str] = []
        self.doc_count = 0
        for text in texts:
            self.doc_count += 1
            tokens = syllables(text)
            self._written.append(text.lower())
            self._originals.append(text)
            self._df.update({token.text for token in tokens})
            self._texts.append(f" {' '.join(token.text for token in tokens)} ")
            at: dict[int, list[str]] = defaultdict(list)
            for token in tokens:
                at[token.position].append(token.text)
            self._pairs.update(
                (a, b) for place, here in at.items() for a in here for b in at.get(place + 1, ())
            )
        self._by_key: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for term, df in self._df.items():
            self._by_key[fold(term)].append((term, df))
        self._facets = facets or {}
        self._words = words or {}

    def spellings(self, key: str) -> Sequence[tuple[str, int]]:
        return sorted(self._by_key.get(key, ()), key=lambda item: (-item[1], item[0]))

    def prefix(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        found = [
            item
            for folded, items in self._by_key.items()
            if folded.startswith(key)
            for item in items
        ]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def df(self, term: str) -> int:
        return self._df[term]

    def title_df(self, term: str) -> int:
        return 0

    def following(self, head: Sequence[str], nexts: Sequence[tuple[str, ...]]) -> Sequence[int]:
        return [
            sum(f" {' '.join((*head, *words))} " in text for text in self._texts) for words in nexts
        ]

    def parted(self, head: Sequence[str], words: tuple[str, ...]) -> bool:
        joined = f"{head[-1]} {words[0]}"
        return bool(self._written) and not any(joined in text for text in self._written)

    def written(self, words: tuple[str, ...]) -> str | None:
        row = re.compile(r"\b" + r"\s+".join(map(re.escape, words)) + r"\b", re.IGNORECASE)
        found = [match.group() for text in self._originals for match in row.finditer(text)]
        return found[0] if found else None

    def pair_counts(self, firsts: Sequence[str], seconds: Sequence[str]) -> Sequence[Sequence[int]]:
        return [[self._pairs[first, second] for second in seconds] for first in firsts]

    def followers(self, first: str, limit: int) -> Sequence[tuple[str, int]]:
        found = [(b, count) for (a, b), count in self._pairs.items() if a == first]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def compounds(self, key: str, limit: int) -> Sequence[tuple[str, int]]:
        found = [(word, count) for word, count in self._words.items() if fold(word).startswith(key)]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def compound_df(self, word: str) -> int:
        return self._words.get(word, 0)

    def joined_df(self, words: tuple[str, ...]) -> int:
        word = " ".join(words)
        longer = (n for known, n in self._words.items() if known.startswith(f"{word} "))
        return self._words.get(word, 0) + sum(longer)

    def frequency(self, term: str) -> int:
        return sum(text.split().count(term) for text in self._texts)

    @property
    def token_count(self) -> int:
        return sum(len(text.split()) for text in self._texts)

    def holding(self, phrases: tuple[tuple[str, ...], ...]) -> int:
        rows = [f" {' '.join(phrase)} " for phrase in phrases]
        return sum(all(row in text for row in rows) for text in self._texts)

    def facet_values(self, field: str) -> Sequence[tuple[str, int]]:
        return sorted(self._facets.get(field, {}).items(), key=lambda item: (-item[1], item[0]))
