"""Tables of articles and counts: heads in the reader's words or for programs, every month told, no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re

from indexer.exporting import tables
from indexer.exporting.tables import Period
from indexer.exporting.words import Words
from indexer.model.article import Counterpart, DateSpan, Province
from indexer.model.request import SearchRequest
from indexer.model.results import FacetValue, Hit, Passage
from indexer.searching.pivots import Pivot

STABLE = Words("vi", stable=True)


def hit(
    identifier: str = "a1",
    title: str = "Hội đàm",
    start: str = "2025-03-06",
    precision: str = "day",
    today: str = "Tuyên Quang",
) -> Hit:
    return Hit(
        identifier,
        title,
        "https://bao.vn/1",
        1.0,
        "TTXVN",
        DateSpan(start, start, precision, "explicit"),  # type: ignore[arg-type]
        (Province("Hà Giang", today, "main"),),
        (Counterpart("Vân Nam"), Counterpart("Văn Sơn", "Vân Nam")),
        (Passage("body", "Hai bên trao đổi", ()), Passage("body", "và ký kết", ())),
        (("kind", ("hội đàm",)),),
    )


def link(identifier: str) -> str:
    return f"https://tim.vn/articles/{identifier}"


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_columns_for_programs_keep_their_names() -> None:
    table = tables.of_articles([hit()], STABLE, link)
    assert table.heads[:12] == (
        "id",
        "title",
        "date_start",
        "date_end",
        "date_precision",
        "date_basis",
        "provinces",
        "counterparts",
        "source",
        "url",
        "passage",
        "link",
    )
    cells = dict(zip(table.heads, table.rows[0], strict=True))
    assert (cells["passage"], cells["counterparts"], cells["kinds"]) == (
        "Hai bên trao đổi … và ký kết",
        "Vân Nam; Văn Sơn",
        "hội đàm",
    )


def test_heads_and_dates_are_said_in_one_language() -> None:
    vietnamese = tables.of_articles([hit()], Words("vi"), link)
    english = tables.of_articles([hit()], Words("en"), link)
    assert (vietnamese.heads[0], vietnamese.heads[4]) == ("STT", "Tiêu đề")
    assert not [head for head in english.heads if re.search("[À-ỹĐđ]", head)]
    assert len(set(vietnamese.heads)) == len(vietnamese.heads)
    assert ("6 Mar 2025" in english.rows[0], "6/3/2025" in vietnamese.rows[0]) == (True, True)
    assert "Vân Nam (Yunnan); Văn Sơn (Wenshan)" in english.rows[0]


def test_months_without_articles_are_zeros() -> None:
    table = tables.of_time({"2024-11": 2, "2025-02": 1}, 3, Words("vi"))
    assert table.rows == (
        ("2024-11", 2),
        ("2024-12", 0),
        ("2025-01", 0),
        ("2025-02", 1),
        ("không rõ tháng", 3),
    )
    assert tables.of_time({"2024-11": 2}, 3, STABLE).rows[-1] == ("unknown", 3)
    by_year = tables.of_time({"2024": 1, "2026": 1}, 0, Words("en"), "year")
    assert (by_year.heads, len(by_year.rows)) == (("Year", "Articles"), 3)


def test_a_facet_tells_what_each_value_is_part_of() -> None:
    part = FacetValue("Hà Giang", "Hà Giang", 2, False, ())
    whole = FacetValue("Tuyên Quang", "Tuyên Quang", 3, False, (part,))
    table = tables.of_facet("province", [whole], Words("vi"))
    assert table.heads == ("Địa phương", "Thuộc", "Số bài")
    assert table.rows == (("Tuyên Quang", "", 3), ("Hà Giang", "Tuyên Quang", 2))


def test_articles_without_a_source_have_a_row_of_their_own() -> None:
    paper = FacetValue("Tuổi Trẻ", "Tuổi Trẻ", 3, False, ())
    assert tables.of_facet("source", [paper], Words("vi"), 2).rows[-1] == ("không rõ nguồn", "", 2)
    assert tables.of_facet("source", [paper], Words("en", True), 2).rows[-1] == ("unknown", "", 2)
    assert len(tables.of_facet("source", [paper], Words("vi"), 0).rows) == 1


def test_places_met_stand_in_a_table_with_sums_and_zeros() -> None:
    pivot = Pivot(
        (("Lạng Sơn", 5), ("Cao Bằng", 1)),
        (("Quảng Tây", 4), ("Vân Nam", 1)),
        {("Lạng Sơn", "Quảng Tây"): 4},
        {},
    )
    table = tables.of_matrix(pivot, Words("vi"))
    assert table.heads == ("Địa phương", "Thuộc", "Quảng Tây", "Vân Nam", "Tổng số bài")
    assert table.rows == (
        ("Lạng Sơn", "", 4, 0, 5),
        ("Cao Bằng", "", 0, 0, 1),
        ("Tổng số bài", "", 4, 1, ""),
    )


def test_chosen_articles_are_counted_by_their_own_facts() -> None:
    counts = tables.counts_of_hits(
        [hit(), hit("a2", start="2025-01-01", precision="year"), hit("a3", start="--03-06")]
    )
    assert (dict(counts.provinces), dict(counts.counterparts)) == (
        {"Tuyên Quang": 3},
        {"Vân Nam": 3},
    )
    assert (dict(counts.periods), counts.unknown) == ({"2025-03": 1}, 2)


def test_csv_begins_with_its_mark_and_runs_nothing() -> None:
    text = tables.as_csv(tables.of_articles([hit(title="=1+1\nx")], STABLE, link))
    assert text.startswith("\ufeff")
    assert rows(text)[1][1] == "'=1+1 x"


def test_a_period_is_a_text_to_programs() -> None:
    assert Period("2025-03") == "2025-03"


def test_filters_read_as_a_sentence() -> None:
    search = SearchRequest(
        provinces=("Lạng Sơn", "Cao Bằng"),
        years=("2024", "unknown"),
        date_from="2025-03",
        without_counterparts=("Vân Nam",),
    )
    assert Words("vi").filters(search) == [
        "Địa phương: Lạng Sơn hoặc Cao Bằng",
        "Thời gian: 2024 hoặc không rõ năm",
        "Thời gian: từ tháng 3/2025",
        "Trừ đối tác: Vân Nam",
    ]
    assert Words("en").filters(search)[3] == "Without the counterpart: Vân Nam (Yunnan)"
    assert Words("vi").filters(SearchRequest(date_from="2025", date_to="2025")) == [
        "Thời gian: 2025"
    ]
