"""A query and its article among the seeds; results made by hand, as the engine would give them, dirty where the world is dirty."""

from __future__ import annotations

from dataclasses import replace

from indexer.model.article import UNKNOWN_DATE, Counterpart, DateSpan, Province
from indexer.model.results import (
    Correction,
    FacetResult,
    FacetValue,
    Hit,
    Passage,
    QueryReading,
    SearchResults,
)

SMART_GATES = "cửa khẩu thông minh"
QUANG_TAY = "003_50f2c003bc21364e"  # the seed that tells of them
BODY = "thí điểm mô hình cửa khẩu thông minh giữa Lạng Sơn và Quảng Tây"
FIRST = Hit(
    id="003_50f2",
    title="Đoàn công tác 5 địa phương thăm, làm việc tại Quảng Tây",
    url="https://example.vn/003",
    score=12.34567,
    source="Báo Cà Mau",
    date=DateSpan("--11-20", "--11-22", "range", "unknown"),
    provinces=(Province("Lạng Sơn", "Lạng Sơn"), Province("Cà Mau", "Cà Mau", "main")),
    counterparts=(Counterpart("Quảng Tây"), Counterpart("Nam Ninh", "Quảng Tây")),
    highlights=(Passage("body", BODY, ((17, 36),), 812),),
)
HOSTILE = Hit(
    id="=cmd|' /C calc'!A0",
    title="\x1b[31mĐỏ\x1b[0m \u202etxt\ttab\nline \ud800",
    url="",
    score=0.5,
    source="@paper",
    date=UNKNOWN_DATE,
    provinces=(),
    counterparts=(),
    highlights=(
        Passage("title", "\x1b[31mĐỏ\x1b[0m \u202etxt\ttab\nline \ud800", ((5, 7),)),
        Passage("body", "+1\x07\x9b2J cửa\nkhẩu", ((7, 10), (11, 15)), 0),
    ),
)
FACETS = {
    "province": FacetResult(
        (
            FacetValue(
                "Tuyên Quang",
                "Tuyên Quang",
                4,
                False,
                (FacetValue("Hà Giang", "Hà Giang", 3, False),),
            ),
            FacetValue("Lạng Sơn", "Lạng Sơn", 1, True),
        )
    )
}


def found(*hits: Hit, total: int | None = None, page: int = 1, per_page: int = 20) -> SearchResults:
    """Results holding these hits."""
    count = len(hits) if total is None else total
    reading = QueryReading("cua khau", "cửa khẩu")
    return SearchResults(reading, count, True, 1.9, page, per_page, hits, FACETS, distinct=count)


def read_otherwise(results: SearchResults, *, applied: bool = True) -> SearchResults:
    """The same results, found for another reading of what was typed."""
    correction = Correction("khaaur", "khẩu", "telex", applied)
    return replace(results, query=replace(results.query, corrections=(correction,)))
