"""How an entry is called, and when an office was held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indexer.exporting.digest import digest_of, stretch
from indexer.exporting.dossier import dossier_of
from indexer.exporting.register import bilingual, headline, held, papers
from indexer.exporting.words import Words
from indexer.gazetteer.tables import chinese_name
from indexer.model.article import UNKNOWN_DATE, DateSpan
from indexer.model.request import SearchRequest
from indexer.model.results import FacetResult, SearchResults
from indexer.register.entries import (
    Entry,
    Person,
    Register,
    RegisterRequest,
    Side,
    Source,
    Tenure,
    Told,
)
from indexer.register.filtering import select
from indexer.searching.pivots import Timeline, Unit
from tests.register.test_filtering import DAY, NO_YEAR, OFFICE, TALKS, quote
from tests.support.examples import found

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


class Archive:
    """An archive that tells of nothing but a register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def register(self, request: RegisterRequest) -> Register:
        return select(self._register, request)

    def search(self, request: SearchRequest) -> SearchResults:
        return found()

    def timeline(self, request: SearchRequest, unit: Unit) -> Timeline:
        return Timeline({}, 0)

    def facet(self, request: SearchRequest, name: str) -> FacetResult:
        return FacetResult(())


def tenure(person: str, office: str, unit: str = "Lạng Sơn", year: int = 2024) -> Tenure:
    day = DateSpan(f"{year}-05-07", f"{year}-05-07", "day", "explicit")
    return replace(
        OFFICE, id=person, person=person, names=(person,), office=office, unit=unit, country="vn",
        first_date=day, last_date=day, provinces=("Lạng Sơn",), counterparts=(),
    )  # fmt: skip


def test_those_who_met_come_first_then_who_leads_then_who_was_last_told_of() -> None:
    offices = (
        tenure("Bảo tàng", "Giám đốc", "Bảo tàng tỉnh Lạng Sơn", 2026),
        tenure("Trần Văn Đông", "Giám đốc", "Sở Ngoại vụ Lạng Sơn", 2020),  # met in TALKS
        tenure("Phó", "Phó Chủ tịch", year=2025),
        tenure("Bí thư cũ", "Bí thư Tỉnh ủy", year=2019),
        tenure("Bí thư", "Bí thư Tỉnh ủy", year=2023),
        tenure("Bí thư trước nữa", "Bí thư Tỉnh ủy", year=2010),
        tenure("Huyện", "Bí thư Huyện ủy", "Cao Lộc", 2026),
        tenure("Ngoại vụ", "Phó Giám đốc", "Sở Ngoại vụ Lạng Sơn", 2021),
    )
    made = dossier_of(Archive(Register((TALKS,), offices)), "Lạng Sơn", "Quảng Tây")
    assert [[one.person for one in post.holders] for post in made.vietnamese] == [
        ["Trần Văn Đông"],
        ["Bí thư", "Bí thư cũ"],
        ["Phó"],
        ["Ngoại vụ"],
        ["Bảo tàng"],
        ["Huyện"],
    ]
    assert made.chinese == ()


def test_what_most_papers_tell_comes_first_in_the_news() -> None:
    twice = replace(TALKS, id="hd-2", sources=(*TALKS.sources, replace(TALKS.sources[0], id="b")))
    later = replace(TALKS, id="hd-3", date=NO_YEAR, sources=())
    archive = Archive(Register((TALKS, later, twice)))
    made = digest_of(archive, SearchRequest(), RegisterRequest(), date(2024, 5, 7), "day")
    assert [entry.id for entry in made.events] == ["hd-2", "hd-1"]
    other = digest_of(archive, SearchRequest(), RegisterRequest(), date(2024, 5, 8), "day")
    assert other.events == ()


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2025, 3, 6), date(2025, 3, 3), date(2025, 3, 9)),
        (date(2025, 3, 3), date(2025, 3, 3), date(2025, 3, 9)),
        (date.min, date.min, date(1, 1, 7)),
        (date.max, date(9999, 12, 27), date.max),
    ],
)
def test_a_week_begins_on_monday(day: date, first: date, last: date) -> None:
    assert stretch(day, "week") == (first, last)
    assert stretch(day, "day") == (day, day)
