"""Dates, numbers and passages as a reader expects them, in both languages.

Pure but for the language of the request.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.model.article import DateSpan
from indexer.model.results import Hit, Passage
from webapp.i18n import current_language
from webapp.i18n import gettext as _

__all__ = [
    "date_label",
    "date_reason",
    "is_inferred",
    "number",
    "passages",
    "period_label",
    "short_label",
]

BRIEF, BEFORE = 160, 40  # code points of a brief passage, and of these before its first mark
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"(\d{4}|-)(?:-(\d\d)(?:-(\d\d))?)?")
_ROMAN = ("I", "II", "III", "IV")


def number(value: int) -> str:
    """143.796 in Vietnamese, 143,796 in English."""
    text = f"{value:,}"
    return text if current_language() == "en" else text.replace(",", ".")


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
    end = max(
        text.rfind(" ", start, start + length + 1),
        passage.marks[0][1] if passage.marks else 0,
        start + length // 2,
    )
    marks = tuple((a - start, b - start) for a, b in passage.marks if b <= end)
    return replace(passage, text=text[start:end], marks=marks, start=passage.start + start)


def date_label(span: DateSpan) -> str:
    """A date as exactly as it is known: «24–28/3, không rõ năm», «quý I/2025», «Mar 2025». Never
    raises, whatever metadata gave.
    """
    try:
        return _date_label(span)
    except (ValueError, IndexError):
        return span.start


def _date_label(span: DateSpan) -> str:
    if span.precision == "unknown" or not span.start:
        return _("không rõ ngày")
    year, month, day = _split(span.start)
    end_year, end_month, end_day = _split(span.end or span.start)
    if span.precision == "year":
        return _year(year)
    if span.precision == "quarter":
        return _with_year(_("quý %(quarter)s", quarter=_quarter(month)), year)
    if span.precision == "month":
        return _month(month, year)
    if (year, month, day) == (end_year, end_month, end_day):
        return _with_year(_day(day, month), year)
    if year != end_year:
        first, last = _day(day, month), _day(end_day, end_month)
        return f"{_with_year(first, year)} – {_with_year(last, end_year)}"
    if month != end_month:
        return _with_year(f"{_day(day, month)} – {_day(end_day, end_month)}", year)
    return _with_year(_day(f"{int(day)}–{int(end_day)}", month), year)


def period_label(key: str) -> str:
    """A bucket of the timeline: `2024`, `2024-03`, `2024-03-05`, or `..2001` for all up to then."""
    if key.startswith(".."):
        return _("đến %(period)s", period=period_label(key[2:]))
    match = _ISO.fullmatch(key)
    if match is None:
        return _("không rõ năm") if key == "unknown" else key
    year, month, day = match.groups()
    if day:
        return _with_year(_day(day, month), year)
    return _month(month, year) if month else year


def short_label(key: str) -> str:
    """A bucket's label where there is little room: the month of `2024-03`, the day of
    `2024-03-05`.
    """
    year, _sep, rest = key.partition("-")
    if not rest:
        return year
    month, _sep, day = rest.partition("-")
    return (
        _day(day, month)
        if day
        else _MONTHS[int(month) - 1]
        if current_language() == "en"
        else f"{int(month)}/{year[2:]}"
    )


def is_inferred(span: DateSpan) -> bool:
    """The year does not stand beside the day in the text: it was concluded from what
    surrounds it.
    """
    return span.basis == "context"


def date_reason(span: DateSpan) -> str:
    """How the date is known, in a sentence."""
    if span.precision == "unknown":
        return _("Bài không cho biết ngày.")
    if span.start.startswith("--"):
        return _("Bài ghi ngày nhưng không ghi năm.")
    return {
        "explicit": _("Ngày ghi rõ trong bài."),
        "context": _("Năm suy ra từ những chỗ khác trong bài."),
        "metadata": _("Ngày lấy từ thông tin đi kèm bài."),
    }.get(span.basis, _("Không rõ căn cứ."))


def _split(iso: str) -> tuple[str, str, str]:
    """(year or "", month, day) of `2025-03-24` or `--03-24`."""
    if iso.startswith("--"):
        return "", iso[2:4], iso[5:7]
    return iso[:4], iso[5:7], iso[8:10]


def _quarter(month: str) -> str:
    index = (int(month) - 1) // 3
    return f"Q{index + 1}" if current_language() == "en" else _ROMAN[index]


def _day(day: str, month: str) -> str:
    shown = day if "–" in day else str(int(day))
    return (
        f"{shown} {_MONTHS[int(month) - 1]}"
        if current_language() == "en"
        else f"{shown}/{int(month)}"
    )


def _month(month: str, year: str) -> str:
    return _with_year(
        _MONTHS[int(month) - 1] if current_language() == "en" else f"tháng {int(month)}", year
    )


def _with_year(label: str, year: str) -> str:
    if not year:
        return _("%(date)s, không rõ năm", date=label)
    return f"{label} {year}" if current_language() == "en" else f"{label}/{year}"


def _year(year: str) -> str:
    return year if current_language() == "en" else f"năm {year}"
