"""One whole article for a terminal or a program: `search --open N`."""

from __future__ import annotations

import dataclasses
from typing import Any

from indexer.commands.record_output import dump
from indexer.commands.terminal import clean, runs
from indexer.commands.text_output import (
    BOLD,
    DIM,
    PLAIN,
    counterpart_names,
    date_words,
    flowed,
    province_names,
)
from indexer.model.article import Article

__all__ = ["article_json", "article_plain", "article_text"]

Marks = tuple[tuple[int, int], ...]


def article_text(
    article: Article, marks: Marks = (), *, width: int = 80, color: bool = False
) -> str:
    """Title, facts and the text as published, paragraph by paragraph, wrapped, with the marks
    (offsets into the text).
    """
    title = flowed([(clean(article.title), False)], width, 0, False)
    facts = [
        date_words(article.date),
        province_names(article.provinces, 99),
        counterpart_names(article.counterparts, 99),
    ]
    origin = [clean(part) for part in (article.author, article.source, article.id, article.url)]
    head = "".join(
        f"{BOLD}{line}{PLAIN}\n" if color else f"{line}\n" for line in title.splitlines()
    )
    for line in (
        " · ".join(fact for fact in facts if fact),
        " · ".join(part for part in origin if part),
    ):
        if line:
            head += "".join(
                f"{DIM}{part}{PLAIN}\n" if color else f"{part}\n"
                for part in flowed([(line, False)], width, 0, False).splitlines()
            )
    paragraphs = [
        flowed(runs(text, inside), width, 0, color)
        for text, inside in _paragraphs(article.text, marks)
    ]
    return head + "\n" + "\n".join(paragraph for paragraph in paragraphs if paragraph.strip())


def article_plain(article: Article) -> str:
    """The text as published, line by line, only its control characters taken out."""
    return "".join(clean(line) + "\n" for line in article.text.splitlines())


def article_json(article: Article, *, pretty: bool = False) -> str:
    """Everything known of the article, with the evidence of each fact."""
    record: dict[str, Any] = dataclasses.asdict(article)
    return dump(record, pretty=pretty) + "\n"


def _paragraphs(text: str, marks: Marks) -> list[tuple[str, Marks]]:
    """The text cut at its line ends, each line with the marks inside it; a mark over a line end is
    cut in two.
    """
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        end = at + len(line)
        inside = tuple((max(a, at) - at, min(b, end) - at) for a, b in marks if a < end and b > at)
        found.append(
            (line.strip("\r\n"), tuple((a, min(b, len(line.strip("\r\n")))) for a, b in inside))
        )
        at = end
    return found
