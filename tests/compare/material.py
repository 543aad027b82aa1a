"""What every engine is given: the same articles, with the facts our reader found in them, since the
others read none; and the same queries.
"""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from indexer import Archive
from indexer.language import fold
from indexer.model.article import Article
from tests.benchmarks.words import words

__all__ = ["Material"]

HEADLINES, WORDS = 180, 100
BEGINNING = 4  # words of a headline
OPENERS = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}


class Material:
    """Files in a folder: `articles.jsonl` as given, `documents.jsonl` with facts, `queries.json`."""

    def __init__(self, folder: Path) -> None:
        self.articles = folder / "articles.jsonl"
        self._documents = folder / "documents.jsonl"
        self.asked = folder / "queries.json"

    def take(self, corpus: Sequence[Path], most: int) -> None:
        """Unpack the first `most` articles (0: all) of files of JSON Lines."""
        aside = self.articles.with_suffix(".new")
        with aside.open("w", encoding="utf-8") as kept:
            kept.writelines(islice(_lines(corpus), most or None))
        aside.rename(self.articles)

    def describe(self, archive: Archive) -> None:
        """Write down what an index of them holds, and queries after it."""
        titles = []
        aside = self._documents.with_suffix(".new")
        with aside.open("w", encoding="utf-8") as kept:
            for article in _articles(archive):
                titles.append(article.title)
                kept.write(json.dumps(_document(article), ensure_ascii=False) + "\n")
        self.asked.write_text(json.dumps(_asked(titles), ensure_ascii=False), "utf-8")
        aside.rename(self._documents)

    @property
    def described(self) -> bool:
        return self._documents.exists()

    def documents(self, most: int = 0) -> Iterator[dict[str, Any]]:
        """The first `most` documents, as peers take them; 0: all."""
        with self._documents.open(encoding="utf-8") as lines:
            for line in islice(lines, most or None):
                yield json.loads(line)

    def queries(self) -> list[str]:
        """Beginnings of headlines, every other one bare, and words of the trade, shuffled."""
        found: list[str] = json.loads(self.asked.read_text("utf-8"))
        return found


def _lines(corpus: Sequence[Path]) -> Iterator[str]:
    for path in corpus:
        opened: IO[str] = OPENERS.get(path.suffix, open)(path, "rt", encoding="utf-8")  # type: ignore[operator]
        with opened as lines:
            yield from lines


def _articles(archive: Archive) -> Iterator[Article]:
    reader = archive.backend.snapshot  # type: ignore[attr-defined]
    for doc in range(reader.doc_count_all):
        yield reader.article(doc)


def _document(article: Article) -> dict[str, Any]:
    day = article.date.start
    named = (name for c in article.counterparts for name in (c.name, c.parent) if name)
    made: dict[str, Any] = {"id": article.id, "title": article.title, "body": article.text}
    made["provinces"] = list(dict.fromkeys(place.today for place in article.provinces))
    made["counterparts"] = list(dict.fromkeys(named))
    return made | ({"date": day} if day[:1].isdigit() else {})


def _asked(titles: Sequence[str]) -> list[str]:
    dice = random.Random(5)
    long = [title for title in titles if len(title.split()) > BEGINNING]
    starts = [" ".join(t.split()[:BEGINNING]) for t in dice.sample(long, min(HEADLINES, len(long)))]
    starts = [_plain(fold(start) if i % 2 else start) for i, start in enumerate(starts)]
    terms = [_plain(word) for word in words()]
    asked = starts + dice.sample(terms, min(WORDS, len(terms)))
    dice.shuffle(asked)
    return asked


def _plain(text: str) -> str:
    """Letters, digits and spaces: what every engine's query language reads alike."""
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())
