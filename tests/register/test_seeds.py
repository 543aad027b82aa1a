"""The register of the five seeds: each entry as its article tells it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Archive
from indexer.register.entries import Entry, Quote, Register, Side
from tests.support.running import ROOT


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive.build(ROOT / "seeds", tmp_path_factory.mktemp("kho") / "index")


@pytest.fixture(scope="module")
def register(archive: Archive) -> Register:
    return archive.register()


def entry(register: Register, start: str) -> Entry:
    (found,) = (one for one in register.entries if one.articles[0].startswith(start))
    return found


def titles(side: Side) -> list[str]:
    return [person.title for person in side.leaders]


def test_a_delegation_of_fourteen_places(register: Register) -> None:
    found = entry(register, "000")
    assert (found.kind, found.date.start, found.date.end) == ("thăm", "--03-24", "--03-28")
    assert len(found.vietnamese.names) == 14 and found.chinese.names == ("Vân Nam",)
    assert titles(found.vietnamese) == ["Thứ trưởng Bộ Ngoại giao Nguyễn Minh Hằng"]
    assert titles(found.chinese) == ["Phó Tỉnh trưởng Vân Nam Vương Hạo"]
    (unit,) = found.vietnamese.units
    assert unit.value == "Đoàn công tác các cơ quan ngoại vụ 14 địa phương"


def test_talks_of_two_offices(register: Register) -> None:
    found = entry(register, "001")
    assert (found.kind, found.date.start) == ("hội đàm", "2025-03-06")
    assert (found.vietnamese.names, found.chinese.names) == (("Hà Giang",), ("Văn Sơn",))
    assert [person.name for person in found.vietnamese.leaders] == ["Đỗ Thái Hòa"]
    assert [person.name for person in found.chinese.leaders] == ["Lý Hồng Quyên"]
    assert [told.value for told in found.signed] == ["Thỏa thuận thiết lập cơ chế Hội đàm"]
    assert found.counterparts == ("Văn Sơn", "Vân Nam")


def test_a_meeting_of_a_month(register: Register) -> None:
    found = entry(register, "002")
    assert (found.kind, found.date.start, found.date.precision) == ("hội đàm", "--03-01", "month")
    assert titles(found.vietnamese) == ["Thủ tướng Chính phủ Phạm Minh Chính"]
    assert titles(found.chinese) == ["Bí thư Tỉnh ủy Vân Nam Vương Ninh"]


def test_a_visit_with_three_meetings(register: Register) -> None:
    found = entry(register, "003")
    assert (found.kind, found.date.start, found.date.end) == ("thăm", "--11-20", "--11-22")
    assert found.chinese.names == ("Quảng Tây",)
    places = [meeting.place.value if meeting.place else "" for meeting in found.meetings]
    assert places == ["Nam Ninh", "Liễu Châu", ""]
    assert [[person.name for person in one.chinese] for one in found.meetings] == [
        ["Lưu Ninh", "Hứa Vĩnh Khỏa"],
        ["Đàm Phi Sáng"],
        [],
    ]
    assert "Sùng Tả" in found.meetings[2].quote.text


def test_a_conference_of_four_provinces(register: Register) -> None:
    found = entry(register, "004")
    assert (found.kind, found.date.start) == ("hội nghị", "2023-03-27")
    assert found.vietnamese.names == ("Hà Giang", "Lào Cai", "Lai Châu", "Điện Biên")
    assert found.chinese.names == ("Vân Nam",)
    assert found.signed[0].value == "Biên bản Hội nghị thường niên lần thứ 3"
    promise = next(one for one in register.promises if one.entry == found.id)
    assert (promise.what, promise.due.start, promise.due.end) == (
        "Hội nghị thường niên lần thứ 4",
        "2024-01-01",
        "2024-03-31",
    )
    assert "tại tỉnh Vân Nam" in promise.quote.text and not promise.is_followed


def test_each_is_told_by_its_article_and_nothing_else_is(register: Register) -> None:
    assert sorted(one.articles[0][:3] for one in register.entries) == [
        "000",
        "001",
        "002",
        "003",
        "004",
    ]
    assert register.unread == 0


def quotes(value: object) -> Iterator[Quote]:
    """Every quote within a record."""
    if isinstance(value, Quote):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from quotes(one)
    elif hasattr(type(value), "__dataclass_fields__"):
        for name in type(value).__dataclass_fields__:
            yield from quotes(getattr(value, name))


def test_every_quote_stands_in_its_article(archive: Archive, register: Register) -> None:
    found = list(quotes((register.entries, register.offices, register.promises)))
    assert len(found) > 100
    for quote in found:
        article = archive.article(quote.article)
        assert article is not None
        assert article.text[quote.start : quote.end] == quote.text


def test_ids_and_promises_are_the_same_after_another_build(
    register: Register, tmp_path: Path
) -> None:
    again = Archive.build(ROOT / "seeds", tmp_path / "index").register()
    assert [one.id for one in again.entries] == [one.id for one in register.entries]
    assert again.offices == register.offices
