"""Articles to measure on: any JSON Lines (plain, .gz or .xz), cut or, past its end, resampled to the size asked for.

Dates, provinces and counterparts are drawn from the article's number, the same at every run: collections without facts of
their own are filtered and counted like any other. Resampled articles are sentences of real ones in a new order.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO

from indexer.language import fold, index_terms
from indexer.model.article import Article, Counterpart, DateSpan, Province

__all__ = ["BenchQuery", "articles", "queries"]

PROVINCES = tuple(f"Tỉnh {i}" for i in range(63))
COUNTERPARTS = tuple(
    Counterpart(f"Châu {i}", f"Vùng {i % 2}" if i > 1 else None) for i in range(20)
)


def _open(path: Path) -> IO[str]:
    openers = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
    return openers.get(path.suffix, open)(path, "rt", encoding="utf-8")  # type: ignore[operator,no-any-return]


def _texts(corpus: Path, count: int) -> Iterator[tuple[str, str]]:
    """(title, text) of `count` articles; past the end of the corpus new ones from its sentences."""
    held: list[tuple[str, str]] = []
    with _open(corpus) as file:
        for line in file:
            if count <= 0:
                return
            record = json.loads(line)
            pair = (record.get("title", ""), record.get("body") or record.get("text", ""))
            if len(held) < 20_000:
                held.append(pair)
            yield pair
            count -= 1
    dice = random.Random(11)
    sentences = [part for _, text in held for part in re.split(r"(?<=[.!?])\s+", text) if part]
    while count > 0:
        length = max(1, round(dice.lognormvariate(2.6, 0.6)))
        yield dice.choice(held)[0], " ".join(dice.choices(sentences, k=length))
        count -= 1


def articles(corpus: Path, count: int) -> Iterator[Article]:
    """`count` articles with facts drawn from their numbers."""
    for i, (title, text) in enumerate(_texts(corpus, count)):
        dice = random.Random(i)
        day = (date(2016, 1, 1) + timedelta(days=dice.randrange(1_400))).isoformat()
        span = (
            DateSpan(day, day, "day", "metadata")
            if dice.random() < 0.95
            else DateSpan("", "", "unknown", "unknown")
        )
        named = dict.fromkeys(int(63 * dice.random() ** 2) for _ in range(dice.randrange(4)))
        units = dict.fromkeys(dice.randrange(20) for _ in range(max(0, dice.randrange(5) - 2)))
        yield Article(
            id=f"b{i:07d}",
            title=title,
            text=text,
            source=f"Báo {dice.randrange(12)}",
            date=span,
            provinces=tuple(Province(PROVINCES[n], PROVINCES[n % 34]) for n in named),
            counterparts=tuple(COUNTERPARTS[n] for n in units),
        )


@dataclass(frozen=True)
class BenchQuery:
    """One thing asked for, ready for every engine: canonical syllables, and the same without marks."""

    words: tuple[str, ...]
    province: str

    @property
    def bare(self) -> tuple[str, ...]:
        return tuple(fold(word) for word in self.words)


def queries(corpus: Path, count: int, among: int = 10_000) -> list[BenchQuery]:
    """`count` queries of two to four neighbouring syllables from titles, the same at every run."""
    dice = random.Random(5)
    titles = [title for title, _ in _texts(corpus, among)]
    found: list[BenchQuery] = []
    for _ in range(1_000 * count):
        if len(found) == count:
            break
        terms = [term for term in index_terms(dice.choice(titles))[0] if term.isalpha()]
        length = dice.choice((2, 2, 3, 3, 4))
        if len(terms) >= length:
            start = dice.randrange(len(terms) - length + 1)
            found.append(
                BenchQuery(tuple(terms[start : start + length]), PROVINCES[dice.randrange(8)])
            )
    return found
