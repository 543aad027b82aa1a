"""What was read from an article and why: each fact with the words of the text that gave it
(`indexer explain`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from indexer.commands.messages import language, say
from indexer.commands.record_output import iso, paint
from indexer.commands.terminal import clean
from indexer.commands.text_output import BOLD, DIM, PLAIN, date_words
from indexer.model.article import Article, DateSpan, Evidence, Role
from indexer.reading import rule_words

__all__ = ["article_facts"]

AROUND = 36  # code points of the text shown on either side of an evidence
SHOWN = 2  # pieces of evidence shown for each fact


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
        ("source", article.source),
        ("author", article.author),
        ("address", article.url),
    ):
        if value:
            lines.append(_fact(say(name), clean(value), "", color))
    for province in article.provinces:
        today = "" if province.today == province.name else say("today", name=clean(province.today))
        note = ", ".join(part for part in (_role(province.role), today) if part)
        lines.append(_fact(say("province"), clean(province.name), note, color))
        lines += _evidence(province.evidence, article.text, color)
    for counterpart in article.counterparts:
        name = (
            f"{clean(counterpart.parent)} ▸ {clean(counterpart.name)}"
            if counterpart.parent
            else clean(counterpart.name)
        )
        lines.append(_fact(say("counterpart"), name, _role(counterpart.role), color))
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
    words = date_words(date)
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
