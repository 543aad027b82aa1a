"""Which dates may be shown with their year as the main event's.

A date shown as certain is right; one that is unknown costs nothing. Where nothing says when an
article was told, a year stands beside a day mostly because it is another year than the reader's:
so what lies behind a later year, or beside days told without a year, is the background of the news
and not the news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from indexer.model.article import DateSpan
from indexer.reading.dates import surroundings
from indexer.reading.dates.mention import Mention
from indexer.reading.dates.resolution import without_year
from indexer.reading.dates.rivals import HEAD, Found, Rival, days_of, points_of_words
from indexer.reading.dates.year_inference import FIRST_YEAR, is_goal
from indexer.reading.structure.blocks import Block

__all__ = ["Certainty"]

_SUBJECT = 36
"""Characters of a lead in which its subject is named: "Xuất khẩu rau quả năm 2018 …"."""
_WITHIN = ("", "trong ")
"""What stands before a quarter or year that opens a lead."""
_LAST_QUARTER = 10
"""The month from which on an article looks back at its own year."""
_SINCE = ("sau ", "từ ", "kể từ ", "trước ", "so với ", "cách ")
_LONGEST, _LONG = 366, 45
"""Days of the longest event: a range over a year is a period, no event; and of one that only the
body tells."""
_NEAR = 900
"""Characters after the lead's beginning in which the main act is told."""
_NEAR_MONTH = 500
"""Characters after the beginning in which a month without its year may be the event's."""
_SHARED, _SHARED_NOW = 0.4, 0.55
"""Share of the title's words that the sentence of the main act has; more of them where the lead
tells of something that has just been."""
_SAME_STORY = 31
"""Days between a day with its year and one without that may be of one telling."""
_TELLING = -20
"""Points of words from which on a day without its year is one on which something is told."""
_WORD = re.compile(r"\w+")
_NOW = re.compile(r"(?<!\w)(?:vừa|mới đây|hiện nay|sắp|đang|năm nay)(?!\w)", re.I)
_JUST = re.compile(r"(?<!\w)(?:vừa|mới đây)(?!\w)")
_OTHER_YEAR = re.compile(
    r"(?:từ|đến|tới|hết|trước|sau|hồi|vào|khoảng|giữa|so với|sinh|luật|là|kể|hơn|như|"
    r"tài liệu|cơ quan điều tra|trong|của|,|cùng kỳ|thành lập|vụ|đợt|mùa|xây dựng|kế hoạch|"
    r"hợp tác|phương hướng|nhiệm vụ|hoàn thành|khởi công|khánh thành)(?: \w+)? ?$"
)
"""Before a year that is not the article's own."""
_ANNUAL = re.compile(
    r"(?<!\w)(?:xuất khẩu|nhập khẩu|xuất nhập khẩu|kim ngạch|sản lượng|doanh thu|lợi nhuận|thu ngân sách|"
    r"tăng trưởng|tuyển sinh|xét tuyển|điểm chuẩn|kỳ thi|thi|tốt nghiệp|lễ hội|hội xuân|festival|hội chợ|"
    r"cuộc thi|giải(?! pháp| thích| quyết| phóng)|liên hoan|ngày hội|tổng kết|chỉ tiêu|lịch(?! sử)|tết|tuyển quân|giao quân|công tác|"
    r"du lịch|vụ mùa|vụ vải|niên vụ)(?!\w)[^,.;:!?\"“”]*$"
)
"""What is done every year, before the year in which it is told of."""
_PART_OF_YEAR = re.compile(r"(?:^|[.!?] )(?:ngay |trong |vào |bước sang )?(?:đầu |giữa |cuối )?$")
"""Before a year, or a month, that opens a sentence."""
_OPENS_MONTH = re.compile(
    r"^(?:chỉ |tính |ngay )?(?:riêng )?(?:trong |vào |hồi |bước sang )?"
    r"(?:đầu |giữa |cuối |những ngày (?:đầu|cuối) )?$"
)
_BOUNDS = re.compile(r"(?:từ|đến|tới|hết|sau|trước|so với|như|\()(?: đầu| cuối| giữa)? ?$")
"""Before a quarter since or until which something is."""
_PERIODIC = ("thường kỳ ", "định kỳ ", "giao ban ")
"""Before the month of which a meeting is."""
_GOES_ON = ("Vụ ", "Toàn cảnh ", "Nhìn lại ")
"""What opens the title of an article that goes on telling of something known."""
_COMING = re.compile(r"sẽ|dự kiến|sắp|tới|kế hoạch|từ|đến|chuẩn bị|khai mạc|vào")
_PLANNED = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|mục tiêu|phấn đấu|có kế hoạch|lên kế hoạch|có thể)(?!\w)"
)
_PLAN_REACH = 80
"""Characters on either side of a month in which its plan is named."""


class Certainty:
    """Judges the dates of one article. `told`: the day from which it is told, or None."""

    def __init__(
        self,
        title: str,
        text: str,
        blocks: Sequence[Block],
        told: date | None,
        rivals: Sequence[Rival],
    ) -> None:
        self._given, self._text, self._blocks, self._told = title, text, blocks, told
        self._rivals = rivals
        self.begins = next((b.start for b in blocks if b.kind in HEAD), 0)
        found = [rival.found for rival in rivals]
        days = [each for each in found if each.mention.kind in ("day", "range")]
        self._exact = {each.block for each in days if each.mention.first[0]}
        self._undated = [rival for rival in rivals if _is_undated(rival.found)]
        self._years = {each.mention.first[0] for each in found} - {0}
        relatives = (each.start for each in found if each.mention.kind == "relative")
        self._told_before = min(relatives, default=None) if told is None else None

    def allows(self, rival: Rival) -> bool:
        """May what is wider than a day be the event's at all?"""
        kind, in_head = rival.found.mention.kind, rival.found.block.kind in HEAD
        if kind == "years":
            return False
        if kind == "year":
            return in_head and self._is_own_year(rival)
        if kind == "quarter":
            return in_head and self._is_own_quarter(rival)
        return kind != "month" or self._is_own_month(rival)

    def shown(self, rival: Rival) -> DateSpan | None:
        """The span as it may be shown: whole, without its year, or None when it is no event's."""
        (block, mention, source, start, end), span, *_ = rival
        if not span.start:
            return span
        if mention.first[0]:
            low = source[max(block.start, start - 120) : start].lower()
            if surroundings.is_anniversary(low, mention.first[0], mention.last[0]):
                return _celebrated(mention, span)
            if surroundings.is_link(source, start, end):
                return None
            aside = mention.kind in ("day", "month") and block.kind != "title"
            if aside and surroundings.is_aside(low):
                return None
        if span.start.startswith("--"):
            return span
        if days_of(span) > _LONGEST or (mention.first[0] and self._is_ahead(rival)):
            return None
        if self._told is None and mention.first[0] and self._is_behind(rival):
            return None
        if block.kind in HEAD or self._told is not None:
            return span
        near = start - self.begins <= _NEAR
        if not mention.first[0]:
            return span if near or self._tells(rival) else without_year(span)
        if not near or not surroundings.opens(
            source[max(block.start, start - _PLAN_REACH) : start]
        ):
            return None
        return span if self._tells(rival) else None

    def _is_own_month(self, rival: Rival) -> bool:
        """Is a month told of, rather than named beside whole dates, or far from the beginning? With
        a year and no day of telling, it opens its part or the title names it, and not as a plan."""
        block, mention, source, start, end = rival.found
        shares = not mention.first[0] and rival.span.basis == "explicit"
        if not mention.first[0] and (not shares or self._told is not None):
            return block.kind != "body" or start - self.begins <= _NEAR_MONTH
        if block in self._exact:
            return False
        if self._told is not None:
            return True
        if block.kind not in HEAD or _is_planned(rival.found):
            return False
        before = source[block.start : start].lower()
        if before.endswith("từ ") and source.startswith(" đến ", end):
            return False
        opens = _OPENS_MONTH.search(before) is not None
        return block.kind == "title" or opens or before.endswith(_PERIODIC)

    def _is_own_year(self, rival: Rival) -> bool:
        """Is a year that of the title or of the lead's first words, and the only one named, and no
        year from which, until which or as in which something is?"""
        (block, mention, source, start, _), *_ = rival
        if self._years != {mention.first[0]}:
            return False
        before = source[block.start : start].lower()
        if self._told is not None:
            gone = self._told - date(mention.first[0], _LAST_QUARTER, 1)
            return before in _WITHIN and 0 <= gone.days <= _LONGEST
        if self._undated or self._told_before is not None or _is_planned(rival.found):
            return False
        if block.kind == "lead" and _JUST.search(before):
            return False
        if block.kind == "lead" and (len(before) > _SUBJECT or before.startswith(_SINCE)):
            return False
        if _PART_OF_YEAR.search(before):
            return True
        return _ANNUAL.search(before) is not None and not _OTHER_YEAR.search(before)

    def _is_own_quarter(self, rival: Rival) -> bool:
        """Is a quarter named with its year, or does it open a lead that says when it was told?"""
        block, mention, source, start, _ = rival.found
        if mention.first[0]:
            bounds = _BOUNDS.search(source[block.start : start].lower()) is not None
            return self._told is not None or not (bounds or _is_planned(rival.found))
        return self._told is not None and source[block.start : start].lower() in _WITHIN

    def _is_ahead(self, rival: Rival) -> bool:
        """Does it lie after the telling, or after today, without a word of what is to come?"""
        limit = (self._told or date.today()) + timedelta(days=1)
        if rival.span.start <= limit.isoformat():
            return False
        _, _, source, start, end = rival.found
        around = source[max(0, start - 80) : start] + source[end : end + 60]
        return not _COMING.search(around.lower())

    def _is_behind(self, rival: Rival) -> bool:
        """Does a date with its year lie behind what is told? So it does where it is history, where
        a later year is named, or where days are told without their year in another season."""
        block, mention, source, start, _ = rival.found
        if mention.last[0] < FIRST_YEAR:
            return True
        if block.kind == "title":
            return False
        if block.kind not in HEAD and _is_quoted(source[block.start : start]):
            return True
        if block.kind not in HEAD and "".join(self._heads()[:1]).startswith(_GOES_ON):
            return True
        exact = mention.kind in ("day", "range")
        latest = mention.last[0] + (1 if exact and block.kind in HEAD else 0)
        others = (o.found for o in self._rivals if o.found.mention.kind != "years")
        if any(each.mention.last[0] > latest and not _is_goal(each) for each in others):
            return True
        if block.kind not in HEAD and any(
            _is_later(each.mention, mention) and not _is_goal(each)
            for each in (other.found for other in self._rivals)
        ):
            return True
        earlier = [o for o in self._undated if o.found.block.kind in HEAD or o.found.start < start]
        if block.kind in HEAD:
            earlier = [o for o in earlier if o.found.start < start or not rival.is_opening()]
        return any(
            _season_apart(mention, other.found.mention)
            for other in earlier
            if points_of_words(other) > _TELLING
        )

    def _tells(self, rival: Rival) -> bool:
        """Does the sentence of a date in the body tell the main act, as the title names it?"""
        _, _, source, start, end = rival.found
        if days_of(rival.span) > _LONG:
            return False
        if self._told_before is not None and self._told_before < start:
            return False
        begin = max(source.rfind(mark, 0, start) for mark in (". ", "\n")) + 1
        ends = [at for mark in (". ", "\n") if (at := source.find(mark, end)) >= 0]
        sentence = _words_of(source[begin : min(ends, default=len(source))])
        heads = "\n".join(self._heads())
        wanted = _words_of(self._given or heads)
        share = _SHARED_NOW if _NOW.search(heads) else _SHARED
        return len(wanted & sentence) >= max(3, round(share * len(wanted)))

    def _heads(self) -> list[str]:
        """The title that has a field of its own, and the parts of the text that are its head."""
        parts = [self._text[b.start : b.end] for b in self._blocks if b.kind in HEAD]
        return [self._given, *parts] if self._given else parts


def _is_later(other: Mention, mention: Mention) -> bool:
    """Is a day or month with its year another time, after that of a date?"""
    if not other.first[0] or other.kind not in ("day", "range", "month"):
        return False
    year, month, day = mention.last
    limit = date(year, month, min(day, 28)) + timedelta(days=_LONG)
    return date(other.first[0], other.first[1], min(other.first[2], 28)) > limit


def _is_quoted(before: str) -> bool:
    """Does what follows stand in words that somebody is quoted with?"""
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _is_undated(found: Found) -> bool:
    """Is it a day without its year, in the title, the lead or the body?"""
    mention = found.mention
    told = found.block.kind in HEAD or found.block.kind == "body"
    return told and mention.kind in ("day", "range") and not mention.last[0]


def _is_goal(found: Found) -> bool:
    """Is it a year to which something is planned: "đến năm 2030"?"""
    return is_goal(found.source[max(0, found.start - _PLAN_REACH) : found.start].lower())


def _is_planned(found: Found) -> bool:
    """Is what is said of a month or a year a plan: "dự kiến … trong tháng 6/2026"?"""
    block, _, source, start, end = found
    low = source[max(block.start, start - _PLAN_REACH) : min(block.end, end + _PLAN_REACH)].lower()
    return _PLANNED.search(low) is not None


def _season_apart(dated: Mention, undated: Mention) -> bool:
    """Do two days lie in different seasons, whatever the year of the second?"""
    year, month, number = dated.last
    day = date(year, month, min(number, 28))
    about = [date(other, undated.last[1], min(undated.last[2], 28)) for other in (year, year + 1)]
    return all(not 0 <= (other - day).days + 7 <= _SAME_STORY + 7 for other in about)


def _celebrated(mention: Mention, span: DateSpan) -> DateSpan | None:
    """The day that is celebrated, without the year it celebrates."""
    if mention.kind not in ("day", "range") or mention.first[1:] != mention.last[1:]:
        return None
    day = without_year(span).end
    return DateSpan(day, day, "day", "unknown", span.evidence)


def _words_of(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if len(word) > 1}
