"""The documents that both sides signed, by their names as written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.model.register import Span
from indexer.reading.register.events import Draft
from indexer.reading.register.lexicon import spelled
from indexer.reading.register.view import Sentence, View

__all__ = ["signed_of"]

_NAME: Final = (
    r"(?:bản )?(?:thỏa thuận|biên bản|ghi nhớ|hiệp định|nghị định thư|ý định thư|tuyên bố chung"
    r"|kế hoạch|chương trình hợp tác)"
)
_SIGNED = re.compile(
    spelled(
        rf"(?<!được )(?<!chữ )\bký(?: kết)?(?: thành công| chính thức)?"
        rf"(?: (?:các|một số|nhiều|hai|ba|\d+))? (?P<name>{_NAME}\b)"
    ),
    re.I,
)
_AND = re.compile(spelled(rf",? (?:và|cùng) (?P<name>{_NAME}\b)"), re.I)
_STOP = re.compile(
    r"[.;,:()\n]| (?:giữa|với|nhằm|để|tại|vào|trước|dưới|do|đồng thời|cùng|sau|khi|gồm|trong)\b"
    r"| và (?=(?:bản )?(?:thỏa|thoả|biên|ghi|hiệp|nghị|kế|tuyên))",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:sẽ|dự kiến|sắp|đề nghị|đề xuất|mong|chuẩn bị|tiến tới|nghiên cứu|xem xét|trước đây"
    r"|năm ngoái)\b"
)
_REACH: Final = 60
_NOUN_ALONE: Final = 2
"""Syllables of «hiệp định», which names none."""
_FAR: Final = 40
"""Sentences after the event's in which its documents are told."""


def signed_of(view: View, draft: Draft) -> tuple[Span, ...]:
    """The documents signed at an event, in order, each once."""
    first = draft.sentence.number
    found: dict[str, Span] = {}
    for sentence in view.sentences[first : first + _FAR]:
        if _is_of_another_time(view, sentence, draft):
            continue
        for start, end in _names(view.text, sentence):
            name = " ".join(view.text[start:end].split())
            if len(name.split()) <= _NOUN_ALONE and name.islower():
                continue
            if not any(name.lower() in known.lower() for known in found):
                found[name] = view.span(start, end, name)
    return tuple(found.values())


def _names(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for match in _SIGNED.finditer(text, sentence.start, sentence.end):
        if _PLANNED.search(text, max(sentence.start, match.start() - _REACH), match.start()):
            continue
        start, end = match.start("name"), _end(text, match.end(), sentence.end)
        yield start, end
        while following := _AND.match(text, end, sentence.end):
            start, end = following.start("name"), _end(text, following.end(), sentence.end)
            yield start, end


def _end(text: str, start: int, stop: int) -> int:
    found = _STOP.search(text, start, stop)
    return found.start() if found else stop


def _is_of_another_time(view: View, sentence: Sentence, draft: Draft) -> bool:
    """Does a sentence tell of days that are not the event's?"""
    days: Sequence[str] = [
        span.start[-5:]
        for span in view.dated(sentence.start, sentence.end)
        if span.precision == "day"
    ]
    first, last = draft.date.start[-5:], draft.date.end[-5:]
    return bool(days) and bool(first) and not any(first <= day <= last for day in days)
