"""How an entry is called, and when an office was held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.exporting.register import bilingual, headline, held, papers
from indexer.exporting.words import Words
from indexer.gazetteer.tables import chinese_name
from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.register.entries import Entry, Person, Side, Source, Tenure, Told
from tests.register.test_filtering import DAY, NO_YEAR, OFFICE, TALKS, quote

VI, EN = Words("vi"), Words("en")


def side(*names: str) -> Side:
    return Side(tuple(Told(name, quote(name)) for name in names))


def between(ours: Side, theirs: Side) -> Entry:
    return replace(TALKS, vietnamese=ours, chinese=theirs)


@pytest.mark.parametrize(
    ("ours", "theirs", "called"),
    [
        (side("Lạng Sơn"), side("Quảng Tây"), "Hội đàm: Lạng Sơn – Quảng Tây"),
        (side("Lạng Sơn"), side("Bằng Tường"), "Hội đàm: Lạng Sơn – Bằng Tường"),
        (
            side("Lạng Sơn"),
            side("Quảng Tây", "Bằng Tường", "Văn Sơn", "Long Châu"),
            "Hội đàm: Lạng Sơn – Bằng Tường, Long Châu (Quảng Tây), Văn Sơn",
        ),
        (
            side("Lạng Sơn", "Cao Bằng", "Hà Giang", "Lào Cai", "Lai Châu"),
            Side(),
            "Hội đàm: Lạng Sơn, Cao Bằng, Hà Giang và 2 nơi khác",
        ),
        (
            Side((), (Told("Sở Ngoại vụ", quote("Sở Ngoại vụ")),)),
            Side((), (), (Person("Lý Minh", "Bí thư", "Bằng Tường", quote("…")),)),
            "Hội đàm: Sở Ngoại vụ – Bí thư Bằng Tường Lý Minh",
        ),
        (Side(), Side(), "Hội đàm"),
    ],
)
def test_an_entry_is_called_by_what_is_told_of_its_sides(
    ours: Side, theirs: Side, called: str
) -> None:
    assert headline(between(ours, theirs), VI) == called


def test_readers_of_english_are_told_in_pinyin() -> None:
    entry = between(side("Lạng Sơn"), side("Quảng Tây", "Bằng Tường"))
    assert headline(entry, EN) == "Talks: Lạng Sơn – Bằng Tường (Pingxiang) in Quảng Tây (Guangxi)"


def test_a_place_stands_beside_its_chinese_name() -> None:
    assert bilingual("counterpart", "Quảng Tây", VI) == "Quảng Tây 广西"
    assert bilingual("province", "Lạng Sơn", VI) == "Lạng Sơn 谅山"
    assert bilingual("province", "Nơi khác", VI) == "Nơi khác"
    # both countries have one
    assert chinese_name("province", "Quảng Nam") != chinese_name("counterpart", "Quảng Nam")


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        (("Báo A", "Báo B", "Báo A"), "2 báo đưa"),
        (("Báo A",), "1 báo đưa"),
        (("Báo A", ""), "2 bài đưa"),
        (("", "", ""), "3 bài đưa"),
        (("",), "1 bài đưa"),
    ],
)
def test_papers_are_counted_once(sources: tuple[str, ...], told: str) -> None:
    named = tuple(Source(str(n), "Bài", name, "", DAY) for n, name in enumerate(sources))
    assert papers(replace(TALKS, sources=named), VI) == told


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (DAY, DAY, "5/2024"),
        (DAY, replace(DAY, start="2025-11-02", end="2025-11-02"), "5/2024 – 11/2025"),
        (replace(DAY, basis="context"), replace(DAY, basis="context"), "≈ 5/2024"),
        (NO_YEAR, NO_YEAR, "7/5, không rõ năm"),
        (UNKNOWN_DATE, UNKNOWN_DATE, "không rõ ngày"),
    ],
)
def test_an_office_is_held_by_the_month(first: DateSpan, last: DateSpan, told: str) -> None:
    tenure: Tenure = replace(OFFICE, first_date=first, last_date=last)
    assert held(tenure, VI) == told
