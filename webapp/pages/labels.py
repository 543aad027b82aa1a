"""Dates, numbers and passages as a reader expects them, in both languages.

Pure but for the language of the request.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.caching import memoized
from indexer.corrections.fields import name_of
from indexer.corrections.values import typed
from indexer.exporting.words import Words
from indexer.gazetteer.tables import with_pinyin
from indexer.model import date_labels, official
from indexer.model.article import Correction, CorrectionField, DateSpan, OfficialDocument
from indexer.model.messages import Language, grouped, translate
from indexer.model.request import SearchRequest
from indexer.model.results import Hit, Passage
from indexer.searching.facet_results import value_label
from webapp.i18n import current_language, say
from webapp.i18n import gettext as _

__all__ = [
    "correction_name",
    "correction_value",
    "date_label",
    "date_reason",
    "date_typed",
    "document_facts",
    "document_name",
    "number",
    "passages",
    "period_label",
    "search_words",
    "short_label",
    "unit_name",
]

BRIEF, BEFORE = 160, 40  # code points of a brief passage, and of these before its first mark


def number(value: int) -> str:
    """143.796 in Vietnamese, 143,796 in English."""
    return grouped(value, current_language())


def unit_name(name: str) -> str:
    """A place's name; to readers of English a Chinese unit's is told in pinyin too."""
    return _place_name(name, current_language())


@memoized("webapp.pages.labels", entries=1 << 10, entry_bytes=250)
def _place_name(name: str, language: Language) -> str:
    shown = translate(value_label("province", name), language)
    return with_pinyin(shown) if language == "en" else shown


def document_name(document: OfficialDocument) -> str:
    """«Báo cáo số 123/BC-SNgV»."""
    return official.document_name(document, current_language())


def document_facts(document: OfficialDocument) -> list[tuple[str, str]]:
    """(label, value) of all that an official document says of itself."""
    return official.document_facts(document, current_language())


def search_words(search: SearchRequest) -> str:
    """A search in a few words, for a list of them."""
    return " · ".join([*filter(None, [search.q]), *Words(current_language()).filters(search)])


def date_typed(value: str) -> str:
    """A date of a filter as people here type it: 5/3/2025, 3/2025, 2025; other writings as
    they are.
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", value, re.ASCII)
    if match is None:
        return value
    return "/".join(str(int(part)) for part in (match[3], match[2], match[1]) if part)


def passages(hit: Hit, *, briefly: bool = False) -> list[Passage]:
    """The hit's passages in the order of the text; briefly, only the one with the most marked, and
    no more of it than BRIEF.
    """
    quoted = [passage for passage in hit.highlights if passage.field == "body"]
    if not briefly or not quoted:
        return quoted
    best = max(quoted, key=lambda passage: sum(end - start for start, end in passage.marks))
    return [_cut(best, BRIEF)]


def _cut(passage: Passage, length: int) -> Passage:
    """The passage from shortly before its first mark, at most `length` code points of it, between
    words.
    """
    text, first = passage.text, passage.marks[0][0] if passage.marks else 0
    if len(text) <= length:
        return passage
    start = text.rfind(" ", 0, max(0, min(first - BEFORE, len(text) - length))) + 1
    if passage.marks and passage.marks[0][1] - start > length:  # a long gap before it
        start = min(first, passage.marks[0][1] - length)
    end = max(
        text.rfind(" ", start, start + length + 1),
        passage.marks[0][1] if passage.marks else 0,
        start + length // 2,
    )
    marks = tuple((a - start, b - start) for a, b in passage.marks if b <= end)
    return replace(passage, text=text[start:end], marks=marks, start=passage.start + start)


def date_label(span: DateSpan) -> str:
    """A date as exactly and as surely as it is known."""
    return date_labels.date_label(span, current_language())


def period_label(key: str) -> str:
    """A bucket of the timeline: `2024`, `2024-03`, `2024-03-05`, `..2001` for all up to then, or
    `unknown`.
    """
    if key == "unknown":
        return say("year_unknown")
    return date_labels.period_label(key, current_language())


def short_label(key: str) -> str:
    """A bucket's label where there is little room."""
    return date_labels.short_label(key, current_language())


def date_reason(span: DateSpan) -> str:
    """How the date is known, in a sentence."""
    if span.precision == "unknown":
        return _("Bài không cho biết ngày.")
    if span.start.startswith("--"):
        return _("Bài ghi ngày nhưng không ghi năm.")
    if span.basis == "corrected":
        return say("corrected_date")
    match span.basis:
        case "explicit":
            return _("Ngày ghi rõ trong bài.")
        case "context":
            return _("Năm suy ra từ những chỗ khác trong bài.")
        case "metadata":
            return _("Ngày lấy từ thông tin đi kèm bài.")
        case _basis:
            return _("Không rõ căn cứ.")


def correction_name(field: CorrectionField) -> str:
    """What was put right, as the table of corrections calls it."""
    return name_of(field) if current_language() == "vi" else field


def correction_value(one: Correction) -> str:
    """What it was put right to."""
    return typed(one.field, one.value) if current_language() == "vi" else one.value
