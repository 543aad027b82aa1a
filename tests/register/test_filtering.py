"""What of the register a request leaves."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest

from indexer.errors import BadQuery
from indexer.model.article import DateSpan
from indexer.model.request import SearchRequest
from indexer.register.entries import (
    Entry,
    Person,
    Promise,
    Quote,
    Register,
    RegisterRequest,
    Side,
    Source,
    Tenure,
    Told,
)
from indexer.register.filtering import select


def quote(text: str) -> Quote:
    return Quote("bai-1", "body", 0, len(text), text)


DAY = DateSpan("2024-05-07", "2024-05-07", "day", "explicit")
NO_YEAR = DateSpan("--05-07", "--05-07", "day", "unknown")
TALKS = Entry(
    "hd-1",
    "hội đàm",
    quote("Sở Ngoại vụ Lạng Sơn hội đàm với Bằng Tường."),
    DAY,
    vietnamese=Side(
        (Told("Lạng Sơn", quote("Lạng Sơn")),),
        (Told("Sở Ngoại vụ Lạng Sơn", quote("Sở Ngoại vụ Lạng Sơn")),),
        (Person("Trần Văn Đông", "Giám đốc", "Sở Ngoại vụ Lạng Sơn", quote("…")),),
    ),
    chinese=Side((Told("Bằng Tường", quote("Bằng Tường")),)),
    signed=(Told("Biên bản hội đàm", quote("Biên bản hội đàm")),),
    sources=(Source("bai-1", "Hội đàm về thông quan", "Báo Lạng Sơn", "", DAY),),
    provinces=("Lạng Sơn",),
    counterparts=("Quảng Tây", "Bằng Tường"),
    gates=("Hữu Nghị – Hữu Nghị Quan",),
)
VISIT = replace(
    TALKS,
    id="th-2",
    kind="thăm",
    date=NO_YEAR,
    sources=(),
    signed=(),
    provinces=("Lào Cai",),
    gates=(),
)
OFFICE = Tenure(
    "cv-1", "Lý Minh", "Bí thư Thành ủy", "Bằng Tường", "cn", ("Lý Minh",),
    quote("…"), DAY, quote("…"), DAY, ("bai-1",), (), ("Quảng Tây", "Bằng Tường"),
)  # fmt: skip
PROMISE = Promise(
    "ht-1", "Hội đàm lần thứ 3", "quý I năm 2025", quote("…"),
    DateSpan("2025-01-01", "2025-03-31", "quarter", "explicit"), DAY,
    "hd-1", (), ("Lạng Sơn",), ("Bằng Tường",),
)  # fmt: skip
REGISTER = Register((TALKS, VISIT), (OFFICE,), (PROMISE,))


def left(**asked: object) -> tuple[str, ...]:
    found = select(REGISTER, RegisterRequest(**asked))  # type: ignore[arg-type]
    return tuple(row.id for row in (*found.entries, *found.offices, *found.promises))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ("hd-1", "th-2", "cv-1", "ht-1")),
        ({"provinces": ("lang son",)}, ("hd-1", "ht-1")),
        ({"provinces": ("lang son", "lao cai")}, ("hd-1", "th-2", "ht-1")),
        ({"counterparts": ("bang tuong",), "provinces": ("lao cai",)}, ("th-2",)),
        ({"provinces": ("nơi không có",)}, ()),
        ({"kinds": ("hoi dam",)}, ("hd-1",)),
        ({"gates": ("huu nghi",)}, ("hd-1",)),
        ({"gates": ("lang son",)}, ("hd-1",)),  # all gates of a province
        ({"gates": ("lao cai",)}, ()),
        ({"sources": ("bao lang son", "nơi khác")}, ("hd-1",)),
        ({"without_sources": ("Báo Lạng Sơn",)}, ("th-2",)),
        ({"without_provinces": ("lang son",)}, ("th-2", "cv-1")),
        ({"without_counterparts": ("quang tay",)}, ("cv-1", "ht-1")),
        ({"without_kinds": ("hoi dam",)}, ("th-2",)),
        ({"without_gates": ("huu nghi",)}, ("th-2",)),
        ({"date_from": "2024", "date_to": "2024"}, ("hd-1", "cv-1")),
        ({"date_from": "2025-01", "date_to": "2025-01"}, ("ht-1",)),
        ({"years": ("2024",)}, ("hd-1", "cv-1")),
        ({"years": ("2024-04", "2025")}, ("ht-1",)),
        ({"years": ("unknown", "hom kia")}, ("th-2",)),
        ({"q": "tran van dong"}, ("hd-1", "th-2")),
        ({"q": "Trần Văn Đồng"}, ()),
        ({"q": "thông quan"}, ("hd-1",)),
        ({"q": "ly minh"}, ("cv-1",)),
        ({"q": "thông quan \u0323"}, ("hd-1",)),  # a mark without a letter
        ({"q": normalize("NFD", "Thông quan")}, ("hd-1",)),
    ],
)
def test_what_is_asked_for_is_left(asked: dict[str, object], expected: tuple[str, ...]) -> None:
    assert left(**asked) == expected


def test_an_entry_stays_that_another_source_tells_too() -> None:
    other = replace(TALKS.sources[0], id="bai-2", source="Báo Cao Bằng")
    told = Register((replace(TALKS, sources=(*TALKS.sources, other)),))
    asked = RegisterRequest(without_sources=("báo lạng sơn",))
    assert select(told, asked).entries == told.entries
    both = RegisterRequest(without_sources=("báo lạng sơn", "báo cao bằng"))
    assert select(told, both).entries == ()


def test_a_search_asks_the_register_for_all_it_knows() -> None:
    search = SearchRequest("họp", sources=("Báo A",), without_kinds=("thăm",), years=("2024",))
    assert RegisterRequest.of(search) == RegisterRequest(
        "họp", sources=("Báo A",), without_kinds=("thăm",), years=("2024",)
    )


def test_dates_that_are_none_are_refused() -> None:
    with pytest.raises(BadQuery):
        left(date_from="31/2/2024")
    with pytest.raises(BadQuery):
        left(date_from="2025", date_to="2024")


def test_entries_by_id_and_by_article() -> None:
    assert REGISTER.entry("th-2") is VISIT
    assert REGISTER.entry("x") is None
    assert REGISTER.of_article("bai-1") == (TALKS,)


def test_a_promise_that_nothing_follows_says_so() -> None:
    assert not PROMISE.is_followed
    assert replace(PROMISE, followed=("hd-2",)).is_followed
