"""What was agreed on with a term: «Hội nghị lần thứ 4 … sẽ được tổ chức tại Vân Nam vào quý I năm
2024», «mỗi năm hai lần».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.reading.register.lexicon import spelled
from indexer.reading.register.view import Sentence, View

__all__ = ["Promised", "promises_of"]

_NOUN: Final = (
    r"(?:hội nghị|hội đàm|phiên họp|kỳ họp|cuộc họp|tọa đàm|hội thảo|giao lưu|gặp gỡ|diễn đàn"
    r"|hội chợ|lễ hội|chuyến thăm|chương trình|tuần tra|giao ban|đối thoại|vòng(?= \d| đàm phán))"
)
_WHAT = re.compile(spelled(rf"(?<!\w){_NOUN}\b"), re.I)
_WHAT_END = re.compile(
    r"[.;,:()\n]| (?:giữa|sẽ|được|tổ chức|diễn ra|dự kiến|tại|vào|ít nhất|định kỳ|do|nhằm|để|trong"
    r"|với|ở|mỗi|hằng|hàng|\d+ (?:tháng|năm|quý))\b"
)
_AGREED = re.compile(
    spelled(
        r"\b(?:thống nhất|nhất trí|thỏa thuận|cam kết|quyết định|hẹn|kế hoạch|biên bản|nội dung)\b"
    ),
    re.I,
)
_TO_COME = re.compile(
    r"\b(?:sẽ|dự kiến)(?: được)? (?:tiếp tục )?(?:tổ chức|diễn ra|đăng cai|tiến hành|luân phiên"
    r"|triển khai)|\b(?:lần tới|lần sau|tiếp theo) (?:được )?(?:tổ chức|diễn ra)"
)
_TIMES: Final = r"(?:\d+|một|hai|ba|bốn|sáu)"
_RECURRING = re.compile(
    rf"(?:mỗi|hằng|hàng) (?:năm|quý|tháng)\b[^.;]{{0,70}}?\b{_TIMES} lần\b"
    rf"|(?:định kỳ )?\b{_TIMES} (?:tháng|năm|quý|tuần)(?: một| /|/) ?lần\b"
    rf"|\bmột năm {_TIMES} lần\b|\bđịnh kỳ (?:hằng|hàng|mỗi) (?:năm|quý|tháng)\b",
    re.I,
)


_LATER = re.compile(
    r"(?:(?:quý (?:I{1,3}|IV|[1-4])|đầu|giữa|cuối|nửa đầu|nửa cuối) )?"
    r"(?:năm|quý|tháng|tháng \d{1,2}|tuần) (?:sau|tới)\b",
    re.I,
)
"""A term told from the day of the telling: «quý I năm sau»."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise in a text: stretches of it, and the days of its term."""

    what: tuple[int, int]
    term: tuple[int, int]
    sentence: Sentence
    due: DateSpan = UNKNOWN_DATE


def promises_of(view: View, told: DateSpan) -> list[Promised]:
    """The promises of a text whose events were on the days `told`, in order."""
    found: list[Promised] = []
    for sentence in view.sentences:
        if sentence.part == "caption":
            continue
        text = view.text[sentence.start : sentence.end]
        if _AGREED.search(text) or _TO_COME.search(text):
            found += _recurring(view, sentence)
            found += _dated(view, sentence, told)
    return found


def _recurring(view: View, sentence: Sentence) -> Iterator[Promised]:
    for match in _RECURRING.finditer(view.text, sentence.start, sentence.end):
        what = _what(view.text, sentence, match.end())
        if what:
            yield Promised(what, match.span(), sentence)


def _dated(view: View, sentence: Sentence, told: DateSpan) -> Iterator[Promised]:
    """A term that is a date: the last one named behind «sẽ», if it lies ahead; or words for one."""
    coming = _TO_COME.search(view.text, sentence.start, sentence.end)
    if coming is None:
        return
    dates = [
        (start, end, span)
        for start, end, span in view.dates
        if coming.start() <= start and end <= sentence.end and span.start
    ]
    what = _what(view.text, sentence, coming.start()) or _what_follows(view.text, sentence, coming)
    later = _LATER.search(view.text, coming.start(), sentence.end)
    if what and later:
        yield Promised(what, later.span(), sentence)
    elif what and dates and _is_ahead(dates[-1][2], told):
        start, end, due = dates[-1]
        yield Promised(what, (start, end), sentence, due)


def _is_ahead(due: DateSpan, told: DateSpan) -> bool:
    if not (due.has_year and told.has_year):
        return True
    return due.end > told.start


def _what(text: str, sentence: Sentence, before: int) -> tuple[int, int] | None:
    """The last meeting named before a place of the sentence."""
    named = [match.start() for match in _WHAT.finditer(text, sentence.start, before)]
    return _named_from(text, sentence, named[-1]) if named else None


def _what_follows(text: str, sentence: Sentence, coming: re.Match[str]) -> tuple[int, int] | None:
    """The meeting named right behind «sẽ tổ chức»."""
    match = _WHAT.match(text, coming.end() + 1, sentence.end)
    return _named_from(text, sentence, match.start()) if match else None


def _named_from(text: str, sentence: Sentence, start: int) -> tuple[int, int]:
    """A meeting's name from its first word to where other words begin."""
    end = _WHAT_END.search(text, start, sentence.end)
    return start, end.start() if end else sentence.end
