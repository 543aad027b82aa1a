"""How Vietnamese news writes dates, and the numbers that only look like them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading import SourceDocument, extract
from indexer.reading.dates.expressions import mentions


@pytest.mark.parametrize(
    ("text", "kind", "first", "last"),
    [
        ("Ngày 27/3, tỉnh", "day", (0, 3, 27), (0, 3, 27)),
        ("Sáng 6.3, tại", "day", (0, 3, 6), (0, 3, 6)),
        ("tối 24-6, ông", "day", (0, 6, 24), (0, 6, 24)),
        ("từ ngày 20-22/11, Thứ trưởng", "range", (0, 11, 20), (0, 11, 22)),
        ("Từ ngày 24 đến 28/3, nhận", "range", (0, 3, 24), (0, 3, 28)),
        ("từ 30/11 đến 2/12", "range", (0, 11, 30), (0, 12, 2)),
        ("Ngày 2 - 4/12/25, đoàn", "range", (2025, 12, 2), (2025, 12, 4)),
        ("từ 30/12 đến 2/1/25", "range", (2024, 12, 30), (2025, 1, 2)),
        ("từ 28/12 đến 2/1/2025", "range", (2024, 12, 28), (2025, 1, 2)),
        ("từ ngày 12 tháng 5 đến ngày 14 tháng 6 năm 2025", "range", (2025, 5, 12), (2025, 6, 14)),
        ("Từ ngày 6/7/2020 đến 15/7/2020", "range", (2020, 7, 6), (2020, 7, 15)),
        ("ngày 12 tháng 5 năm 2025", "day", (2025, 5, 12), (2025, 5, 12)),
        ("hôm 12-5-2025", "day", (2025, 5, 12), (2025, 5, 12)),
        ("ngày 8 - 3 - 2025", "day", (2025, 3, 8), (2025, 3, 8)),
        ("thứ Sáu, 07/03/2025", "day", (2025, 3, 7), (2025, 3, 7)),
        ("đã họp (6/2, ở huyện)", "day", (0, 2, 6), (0, 2, 6)),
        ("quý I/2025", "quarter", (2025, 1, 1), (2025, 3, 31)),
        ("quí 4 năm 2024", "quarter", (2024, 10, 1), (2024, 12, 31)),
        ("hồi cuối tháng 3 vừa qua", "month", (0, 3, 1), (0, 3, 31)),
        ("tháng 2/2024", "month", (2024, 2, 1), (2024, 2, 29)),
        ("hồi tháng hai lúc", "month", (0, 2, 1), (0, 2, 28)),
        ("giai đoạn 2023 - 2025", "years", (2023, 1, 1), (2025, 12, 31)),
        ("nhiệm kỳ 2020-2025", "years", (2020, 1, 1), (2025, 12, 31)),
        ("trong năm 2025", "year", (2025, 1, 1), (2025, 12, 31)),
    ],
)
def test_a_date_is_read_as_written(
    text: str, kind: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert [(found.kind, found.first, found.last) for found in mentions(text)] == [
        (kind, first, last)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kỷ niệm 75 năm", "Nghị quyết 18 của", "đến 3/4 số hộ", "3/4 diện tích",
        "từ 1/3 đến 1/2 số dân", "tỷ số 2-1", "thắng 3-1", "từ 3-5 lần", "giá 6.3 triệu",
        "0912.345.678",
        "điện thoại 024-3825-1234", "Quyết định số 12/2020/QĐ-TTg", "mở cửa 24/7", "mốc 1116-1117", "quốc lộ 4A", "đường 30/4",
        "6 tháng một lần",
        "trong 6 tháng 2 bên", "ngày 31/2", "mùng 10/3 âm lịch", "rằm tháng Giêng", "tỉ lệ 1/500", "số nhà 12/5", "Ngày 45/3", "98.2.15.1",
    ],
)  # fmt: skip
def test_a_number_is_no_date(text: str) -> None:
    assert mentions(text) == []


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from(
        [
            "ngày {d}/{m}/{y}",
            "ngày {d:02d}-{m:02d}-{y}",
            "ngày {d} tháng {m} năm {y}",
            "{d:02d}/{m:02d}/{y}",
        ]
    ),
)
def test_every_day_survives_every_way_of_writing_it(day: date, pattern: str) -> None:
    text = "Đoàn đến " + pattern.format(d=day.day, m=day.month, y=day.year) + ", rồi về."
    assert [found.first for found in mentions(text)] == [(day.year, day.month, day.day)]


@given(st.text(alphabet="0123456789/.- ngàythángnămquýIVđếntừ,()", max_size=60))
def test_any_text_gives_ordered_mentions_that_do_not_overlap(text: str) -> None:
    found = mentions(text)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


def event(text: str, title: str = "Tin", published: str = "") -> tuple[str, str, str]:
    span = extract(SourceDocument("x", title, text, published)).event
    return span.start, span.end, span.basis


def test_a_day_without_a_year_stays_without_one() -> None:
    assert event("Ngày 27/3, tỉnh Lạng Sơn tổ chức hội nghị.") == ("--03-27", "--03-27", "unknown")


def test_the_day_of_publication_gives_the_year() -> None:
    assert event("Ngày 27/12, tỉnh Lạng Sơn tổ chức hội nghị.", published="2025-01-03") == (
        "2024-12-27",
        "2024-12-27",
        "metadata",
    )
    assert event("Hôm qua, tỉnh Lạng Sơn tổ chức hội nghị.", published="2025-03-01") == (
        "2025-02-28",
        "2025-02-28",
        "metadata",
    )


def test_the_article_speaking_of_its_own_year_gives_the_year() -> None:
    text = "Sáng 6/3, hai bên hội đàm.\nHai bên thống nhất kế hoạch hợp tác năm 2024."
    assert event(text) == ("2024-03-06", "2024-03-06", "context")


def test_a_year_of_the_past_does_not_give_the_year() -> None:
    assert event("Sáng 6/3, hai bên hội đàm.\nCông trình xây từ năm 2010.") == (
        "--03-06",
        "--03-06",
        "unknown",
    )
    assert event(
        "Ngày 16/5, tòa xét xử bị cáo Dung.\nNăm 2003, Dung dọn về sống với ông Châu."
    ) == ("--05-16", "--05-16", "unknown")


def test_a_province_that_ended_cannot_act_after_its_end() -> None:
    text = "Ngày 20/11, tỉnh Hà Giang hội đàm với Vân Nam.\nHai bên thống nhất kế hoạch năm 2025."
    assert event(text) == ("--11-20", "--11-20", "unknown")


def test_plans_made_late_in_a_year_are_for_the_next_and_give_no_year() -> None:
    assert event("Ngày 28/11, hai bên họp tại Hạ Long và thông qua kế hoạch năm 2019.") == (
        "--11-28",
        "--11-28",
        "unknown",
    )
    assert event("Ngày 28/11, hai bên họp. Từ đầu năm 2019, hai bên đã gặp 5 lần.") == (
        "2019-11-28",
        "2019-11-28",
        "context",
    )


def test_plans_for_a_far_year_do_not_date_the_meeting_that_makes_them() -> None:
    assert event("Chiều 5/9, hai bên họp, thông qua kế hoạch đến năm 2030.")[0] == "--09-05"
    assert (
        event("Chiều 5/9, hai bên họp về nhiệm vụ năm 2030, trình vào phiên họp tháng 9/2017.")[0]
        == "2017-09-05"
    )


def test_a_crime_of_one_year_does_not_date_its_trial() -> None:
    assert (
        event("Ngày 9/7, tòa xét xử bị cáo. Theo hồ sơ, tối 9/8/2018, bị cáo đánh người.")[0]
        == "--07-09"
    )


def test_a_year_stated_beside_another_day_is_shared() -> None:
    assert event("Ngày 16/2, công an bắt hai người.\nNgày 15/2/2019, họ đến Móng Cái.") == (
        "2019-02-16",
        "2019-02-16",
        "context",
    )


def test_the_date_of_a_decree_is_not_the_event() -> None:
    text = "Thực hiện Quyết định số 12/QĐ-TTg ngày 11/6/2020 của Thủ tướng, ngày 16/7, Tổng cục Hải quan họp với các cục."
    assert event(text)[0] == "2020-07-16"


def test_a_day_of_birth_is_not_the_event() -> None:
    assert event("Công an bắt Nguyễn Văn A (sinh ngày 12/5/1990) vào ngày 3/4.")[0] == "--04-03"


def test_the_title_may_give_the_event() -> None:
    assert (
        event(
            "Một quả bom nằm tại thị trấn hàng chục ngày nay, phát lộ hôm 31/5.",
            "Tin vắn ngày 14/6",
        )[0]
        == "--06-14"
    )


def test_the_date_line_of_a_page_is_publication_not_event() -> None:
    article = extract(
        SourceDocument(
            "x",
            "",
            "Hai tỉnh ký thỏa thuận hợp tác\nThứ Sáu, 07/03/2025 10:30\nSáng 6/3, hai tỉnh ký thỏa thuận hợp tác tại Lào Cai.",
        )
    )
    assert (article.published.start, article.published.basis) == ("2025-03-07", "explicit")
    assert (article.event.start, article.event.basis) == ("2025-03-06", "context")
    assert article.date == article.event


def test_metadata_sets_the_date_and_the_event_stays_what_the_text_says() -> None:
    article = extract(SourceDocument("x", "Tin", "Sáng 6/3, hai bên hội đàm.", "2025-03-08"))
    assert (article.date.start, article.date.basis) == ("2025-03-08", "metadata")
    assert article.published == article.date
    assert article.event.start == "2025-03-06"


def test_all_mentions_are_kept_with_their_words() -> None:
    text = "Sáng 6/3/2025, hai bên họp. Lần trước là tháng 5/2024, lần sau quý I/2026."
    article = extract(SourceDocument("x", "Tin", text))
    assert [(text[span.evidence[0].start : span.evidence[0].end], span.precision) for span in article.dates] == [
        ("6/3/2025", "day"), ("tháng 5/2024", "month"), ("quý I/2026", "quarter"),
    ]  # fmt: skip


@pytest.mark.parametrize("gap", [3, 119, 121, 1000])
def test_dates_are_found_however_far_apart_they_stand_on_one_line(gap: int) -> None:
    days = ["12/5/2025", "20, 21, 22, ngày 23, 24 và ngày 25/3", "ngày 9 tháng 8 năm 2024"]
    filler = ("hai bên bàn 1.200 tấn hàng, thắng 3-0; " * 30)[:gap]
    text = "".join(f"Ngày {day}, {filler}" for day in days).replace("Ngày ngày", "Ngày")
    assert [text[m.start : m.end] for m in mentions(text) if m.kind in ("day", "range")] == [
        day.removeprefix("ngày ") for day in days
    ]
