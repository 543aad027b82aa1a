"""Why an article reads as it does: every fact with the words that gave it and the rule that read them, for the archivist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.article import Article, DateSpan, Evidence

__all__ = ["Explained", "Quote", "explain"]

Language = Literal["vi", "en"]

_AROUND = 24
_SHOWN = 4
"""Quotes shown for one fact; the rest are counted."""

_RULES: dict[str, str] = {
    "province name": "tên tỉnh, thành phố",
    "city, not the person": "thành phố, không phải nhân vật",
    "named in a list of places": "nằm trong một dãy địa danh",
    "stands for its province": "địa danh thuộc tỉnh",
    "district with its kind": "tên huyện, quận, thị xã kèm loại",
    "district beside its province": "tên huyện kèm tên tỉnh",
    "place, not the battle": "địa danh, không phải chiến dịch",
    "border gate": "tên cửa khẩu",
    "far side of a border gate": "cửa khẩu phía bên kia",
    "counterpart name": "tên địa phương Trung Quốc",
    "followed by its region": "có tên tỉnh, khu hoặc Trung Quốc theo sau",
    "paired with the place it faces": "đi cặp với nơi đối diện qua biên giới",
    "prefecture with its kind": "tên châu kèm chữ “châu”",
    "named in a sentence about China": "câu nói về Trung Quốc",
    "named beside its region": "cùng câu với tên tỉnh, khu",
    "with its kind, beside its region": "kèm loại, cùng câu với tên tỉnh, khu",
    "region of a unit named": "tỉnh, khu của địa phương được nêu",
    "named before in this article": "đã nhận ra ở chỗ khác trong bài",
    "named in the title": "nêu trong tiêu đề",
    "day/month/year": "ngày/tháng/năm",
    "day/month": "ngày/tháng",
    "day in words": "ngày … tháng …",
    "days in words": "từ ngày … đến ngày … tháng …",
    "days of a month": "các ngày trong tháng",
    "from day to day": "từ ngày … đến ngày …",
    "month": "tháng",
    "quarter": "quý",
    "year": "năm",
    "years": "giai đoạn nhiều năm",
    "relative to publication": "tính từ ngày đăng",
}
_WORDS: dict[str, tuple[str, str]] = {
    "title": ("Tiêu đề", "Title"), "derived": ("rút từ câu đầu", "derived from the first sentence"),
    "source": ("Nguồn", "Source"),
    "author": ("Tác giả", "Author"), "url": ("Địa chỉ", "Address"), "date": ("Ngày để lọc", "Date filtered by"),
    "event": ("Sự kiện", "Event"),
    "published": ("Ngày đăng", "Published"), "mention": ("Ngày khác trong bài", "Other date"), "province": ("Tỉnh, thành phố", "Province"),
    "counterpart": ("Đối tác", "Counterpart"), "part": ("Phần", "Part"), "main": ("chính", "main"), "mentioned": ("nhắc đến", "mentioned"),
    "today": ("nay thuộc", "today in"), "unknown": ("chưa rõ", "unknown"), "explicit": ("nêu trong bài", "stated"),
    "context": ("suy từ bài", "from the context"), "metadata": ("theo khai báo", "by metadata"),
    "year unknown": ("chưa rõ năm", "year unknown"),
    "more": ("chỗ khác", "more"), "stated": ("theo khai báo", "stated by metadata"),
    "lead": ("mở bài", "lead"), "body": ("thân bài", "body"), "caption": ("chú thích ảnh", "caption"), "byline": ("bút danh", "byline"),
    "related": ("bài liên quan", "related"), "boilerplate": ("ngoài bài", "boilerplate"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the article with a little around them; `mark` are their offsets in `text`; `rule` in the reader's language."""

    text: str
    mark: tuple[int, int]
    rule: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One line of an explanation: what kind of fact, its value, a remark, the words that gave it, and how many more there are."""

    label: str
    value: str
    remark: str = ""
    quotes: tuple[Quote, ...] = ()
    more: int = 0

    def __str__(self) -> str:
        shown = "; ".join(f"“{quote.text[quote.mark[0] : quote.mark[1]]}” ({quote.rule})" for quote in self.quotes)
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.label}: {self.value}{remark}" + (f" ← {shown}" if shown else "") + (f" +{self.more}" if self.more else "")


def explain(article: Article, language: Language = "vi") -> list[Explained]:
    """The article's facts, line by line, then its parts."""
    return list(_Explainer(article, language).lines())


class _Explainer:
    def __init__(self, article: Article, language: Language) -> None:
        self.article, self.english = article, language == "en"

    def word(self, name: str) -> str:
        return _WORDS[name][self.english]

    def lines(self) -> Iterator[Explained]:
        """Every line, in the order an archivist checks them."""
        article = self.article
        yield Explained(self.word("title"), article.title, self.word("derived") if article.title_derived else "")
        for name, value in (("source", article.source), ("author", article.author), ("url", article.url)):
            if value:
                yield Explained(self.word(name), value)
        for name, span in (("date", article.date), ("event", article.event), ("published", article.published)):
            yield self.dated(name, span)
        for span in article.dates:
            if span not in (article.event, article.published):
                yield self.dated("mention", span)
        for province in article.provinces:
            today = f", {self.word('today')} {province.today}" if province.today != province.name else ""
            yield self.fact("province", province.name, self.word(province.role) + today, province.evidence)
        for unit in article.counterparts:
            value = f"{unit.parent} ▸ {unit.name}" if unit.parent else unit.name
            yield self.fact("counterpart", value, self.word(unit.role), unit.evidence)
        for part in article.parts:
            text = " ".join(article.text[part.start : part.end].split())
            yield Explained(self.word("part"), text if len(text) <= 100 else text[:99].rstrip() + "…", self.word(part.kind))

    def dated(self, name: str, span: DateSpan) -> Explained:
        """One date, with how its year is known."""
        if not span.start:
            return self.fact(name, self.word("unknown"), "", span.evidence)
        value = span.start if span.start == span.end else f"{span.start} … {span.end}"
        remark = self.word("year unknown") if span.start.startswith("--") else self.word(span.basis)
        return self.fact(name, value, remark, span.evidence)

    def fact(self, name: str, value: str, remark: str, evidence: tuple[Evidence, ...]) -> Explained:
        quotes = tuple(self.quote(span) for span in evidence[:_SHOWN])
        if not quotes and name in ("province", "counterpart"):
            remark = f"{remark}, {self.word('stated')}"
        return Explained(self.word(name), value, remark, quotes, max(0, len(evidence) - _SHOWN))

    def quote(self, span: Evidence) -> Quote:
        """The words of a span with what stands around them on their line; the title when the span is empty."""
        rule = span.rule if self.english else _RULES.get(span.rule, span.rule)
        text = self.article.text
        if span.start == span.end:
            return Quote(self.article.title, (0, len(self.article.title)), rule)
        start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
        line_end = text.find("\n", span.end)
        end = min(len(text) if line_end < 0 else line_end, span.end + _AROUND)
        return Quote(text[start:end], (span.start - start, span.end - start), rule)
