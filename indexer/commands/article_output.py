"""One whole article for a terminal or a program: its text (`search --open N`), and what was read
from it with the words that gave it (`indexer explain`).
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any

from indexer.commands.record_output import dump, iso, paint
from indexer.commands.terminal import clean, language, runs, say
from indexer.commands.text_output import (
    BOLD,
    DIM,
    PLAIN,
    counterpart_names,
    flowed,
    province_names,
)
from indexer.model.article import Article, DateSpan, Evidence, Role
from indexer.model.date_labels import date_label
from indexer.model.official import document_facts, document_name
from indexer.reading import rule_words

__all__ = ["article_facts", "article_json", "article_plain", "article_text"]

Marks = tuple[tuple[int, int], ...]
AROUND = 36  # code points of the text shown on either side of an evidence
SHOWN = 2  # pieces of evidence shown for each fact


def article_text(
    article: Article, marks: Marks = (), *, width: int = 80, color: bool = False
) -> str:
    """Title, facts and the text as published, paragraph by paragraph, wrapped, with the marks
    (offsets into the text).
    """
    title = flowed([(clean(article.title), False)], width, 0, False)
    facts = [
        date_label(article.date, language()),
        province_names(article.provinces, 99),
        counterpart_names(article.counterparts, 99),
    ]
    named = document_name(article.document, language())
    origin = [
        clean(part) for part in (named, article.author, article.source, article.id, article.url)
    ]
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
    """The title, where the text does not begin with it, and the text as published, line by line,
    only its control characters taken out.
    """
    body = "".join(clean(line) + "\n" for line in article.text.splitlines())
    title = clean(article.title)
    if article.title_derived or not title or body.startswith(title):
        return body
    return f"{title}\n\n{body}"


def article_json(article: Article, *, pretty: bool = False) -> str:
    """Everything known of the article, with the evidence of each fact."""
    record: dict[str, Any] = dataclasses.asdict(dataclasses.replace(article, found=None))
    del record["found"]
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


def article_facts(article: Article, *, color: bool = False) -> str:
    """The article's facts, one a line, each followed by its evidence; then how its text was
    divided.
    """
    lines = [_bold(clean(article.id), color)]
    derived = say("derived") if article.title_derived else ""
    lines.append(_fact(say("title"), clean(article.title), derived, color))
    lines += _date(say("date"), article.date, article.text, color)
    for name, date in (("event", article.event), ("published", article.published)):
        if date.start and date != article.date:
            lines += _date(say(name), date, article.text, color)
    for name, value in (
        ("heading_source", article.source),
        ("author", article.author),
        ("address", article.url),
    ):
        if value:
            lines.append(_fact(say(name), clean(value), "", color))
    if article.document is not None:
        told = document_facts(article.document, language())
        lines += [_fact(name, clean(value), "", color) for name, value in told]
    for province in article.provinces:
        today = "" if province.today == province.name else say("today", name=clean(province.today))
        note = ", ".join(part for part in (_role(province.role), today) if part)
        lines.append(_fact(say("heading_province"), clean(province.name), note, color))
        lines += _evidence(province.evidence, article.text, color)
    for counterpart in article.counterparts:
        name = (
            f"{clean(counterpart.parent)} ▸ {clean(counterpart.name)}"
            if counterpart.parent
            else clean(counterpart.name)
        )
        lines.append(_fact(say("heading_counterpart"), name, _role(counterpart.role), color))
        lines += _evidence(counterpart.evidence, article.text, color)
    others = [
        date
        for date in article.dates
        if date not in (article.date, article.event, article.published)
    ]
    for date in others:
        lines += _date(say("mentioned_date"), date, article.text, color)
    parts = Counter(part.kind for part in article.parts)
    lines.append(
        _fact(
            say("parts"), ", ".join(f"{kind} {count}" for kind, count in parts.items()), "", color
        )
    )
    return "".join(line + "\n" for line in lines)


def _date(name: str, date: DateSpan, text: str, color: bool) -> list[str]:
    words = date_label(date, language())
    note = ", ".join(
        part
        for part in ("" if iso(date) in words else iso(date), date.precision, date.basis)
        if part
    )
    return [_fact(name, words, note, color), *_evidence(date.evidence, text, color)]


def _role(role: Role) -> str:
    return say("main") if role == "main" else say("mentioned")


def _fact(name: str, value: str, note: str, color: bool) -> str:
    line = f"  {name}: {_bold(value, color)}"
    return f"{line} ({note})" if note else line


def _evidence(evidence: Sequence[Evidence], text: str, color: bool) -> list[str]:
    lines = []
    for piece in evidence[:SHOWN]:
        rule = f"[{clean(rule_words(piece.rule, language()))}]"
        if piece.start == piece.end:  # a title with a field of its own is no stretch of the text
            lines.append(f"      {DIM}{rule}{PLAIN}" if color else f"      {rule}")
            continue
        first, last = max(0, piece.start - AROUND), min(len(text), piece.end + AROUND)
        before = ("…" if first else "") + clean(text[first : piece.start]).lstrip()
        after = clean(text[piece.end : last]).rstrip() + ("…" if last < len(text) else "")
        words = text[piece.start : piece.end]
        marked = paint(words, ((0, len(words)),)) if color else f"«{clean(words)}»"
        lines.append(
            f"      {before}{marked}{after}  {DIM}{rule}{PLAIN}"
            if color
            else f"      {before}{marked}{after}  {rule}"
        )
    if len(evidence) > SHOWN:
        lines.append("      " + say("more_skipped", count=len(evidence) - SHOWN))
    return lines


def _bold(text: str, color: bool) -> str:
    return f"{BOLD}{text}{PLAIN}" if color else text
