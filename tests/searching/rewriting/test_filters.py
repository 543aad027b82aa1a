"""Filter values are found however they are typed; unknown ones are told."""

from __future__ import annotations

import pytest

from indexer.errors import BadQuery
from indexer.model.request import SearchRequest
from indexer.searching.rewriting.filters import find_value, find_values, resolve
from tests.support.small_vocabulary import SmallVocabulary
from tests.support.work import work

VOCABULARY = SmallVocabulary(
    ["Lạng Sơn"],
    {
        "province": {
            "Lạng Sơn": 5,
            "Hồ Chí Minh": 3,
            "Bà Rịa - Vũng Tàu": 1,
            "Hòa Bình": 2,
            "Đà Nẵng": 1,
        },
        "counterpart": {"Quảng Tây": 4, "Bằng Tường": 2, "Văn Sơn": 2},
        "source": {"Báo Lạng Sơn": 2, "TTXVN": 1},
    },
)


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("province", "Lạng Sơn", "Lạng Sơn"),
        ("province", "lang son", "Lạng Sơn"),
        ("province", "LANG-SON", "Lạng Sơn"),
        ("province", "langson", "Lạng Sơn"),
        ("province", "tỉnh Lạng Sơn", "Lạng Sơn"),
        ("province", "Hoà Bình", "Hòa Bình"),
        ("province", "TP Hồ Chí Minh", "Hồ Chí Minh"),
        ("province", "tp.hcm", "Hồ Chí Minh"),
        ("province", "ba ria vung tau", "Bà Rịa - Vũng Tàu"),
        ("province", "da nang", "Đà Nẵng"),
        ("counterpart", "Guangxi", "Quảng Tây"),
        ("counterpart", "广西", "Quảng Tây"),
        ("counterpart", "pingxiang", "Bằng Tường"),
        ("counterpart", "châu Văn Sơn", "Văn Sơn"),
        ("source", "bao lang son", "Báo Lạng Sơn"),
        ("source", "ttxvn", "TTXVN"),
        ("province", "Lắng Sơn", None),
        ("province", "Atlantis", None),
        ("province", "", None),
    ],
)
def test_values_as_typed(field: str, typed: str, expected: str | None) -> None:
    assert find_value(field, typed, VOCABULARY) == expected  # type: ignore[arg-type]


def test_a_request_gets_the_archives_own_values() -> None:
    request = SearchRequest(
        "x",
        provinces=("lang son", "Lạng Sơn"),
        counterparts=("guangxi",),
        without_sources=("ttxvn",),
        date_from="11/2024",
        date_to="2025",
    )
    found = resolve(request, VOCABULARY)
    assert found.warnings == ()
    assert found.request == SearchRequest(
        "x",
        provinces=("Lạng Sơn",),
        counterparts=("Quảng Tây",),
        without_sources=("TTXVN",),
        date_from="2024-11-01",
        date_to="2025-12-31",
    )


def test_an_unknown_value_stays_and_is_told_with_the_nearest() -> None:
    found = resolve(SearchRequest(provinces=("Lang Sona",)), VOCABULARY)
    assert found.request.provinces == ("Lang Sona",)
    assert found.warnings == ("Không có địa phương «Lang Sona» trong kho bài. Gần nhất: Lạng Sơn.",)


PLACES = SmallVocabulary(
    [],
    {
        "province": {"Bắc Giang": 2, "Bắc Ninh": 3, "Huế": 1, "Lạng Sơn": 5, "An Giang": 1},
        "counterpart": {"Quảng Tây": 4, "Nghi Lương": 1, "Di Lương": 3},
    },
)


@pytest.mark.parametrize(
    ("field", "typed", "values", "warning"),
    [
        ("province", "thua thien hue", ("Huế",), ""),
        ("province", "Xứ Lạng", ("Lạng Sơn",), ""),
        (
            "province",
            "ha bac",
            ("Bắc Giang", "Bắc Ninh"),
            "«Hà Bắc» là tên tỉnh cũ, địa bàn nay thuộc Bắc Giang, Bắc Ninh: "
            "đã lọc theo Bắc Giang, Bắc Ninh.",
        ),
        (
            "province",
            "Hữu Nghị",
            ("Lạng Sơn",),
            "«Hữu Nghị» thuộc Lạng Sơn: đã lọc theo Lạng Sơn.",
        ),
        (
            "counterpart",
            "Trung Quốc",
            ("Quảng Tây",),
            "Bài được xếp theo tỉnh, khu tự trị: «Trung Quốc» đã lọc theo Quảng Tây.",
        ),
        (
            "counterpart",
            "yiliang",
            ("Di Lương",),
            "«yiliang» được hiểu là Di Lương; cũng có thể là Nghi Lương.",
        ),
        ("province", "sai gon", ("Hồ Chí Minh",), "Không có địa phương «sai gon» trong kho bài."),
    ],
)
def test_other_names_are_read_and_what_is_not_the_same_is_said(
    field: str, typed: str, values: tuple[str, ...], warning: str
) -> None:
    found = find_values(field, typed, PLACES)  # type: ignore[arg-type]
    assert (found.values, found.warning) == (values, warning)


def test_a_name_of_several_places_is_asked_back() -> None:
    known = SmallVocabulary([], {"province": {"An Giang": 1, "Bến Tre": 2}})
    found = resolve(SearchRequest(provinces=("Châu Thành",)), known)
    assert found.request.provinces == ("Châu Thành",)
    assert found.warnings == (
        "«Châu Thành» có ở nhiều nơi: An Giang, Bến Tre. Hãy ghi rõ một trong số đó.",
    )


def test_many_unknown_values_among_many_known_ones_cost_little() -> None:
    known = SmallVocabulary(
        [], {"source": {f"Báo số {number} của tỉnh": 1 for number in range(3_000)}}
    )
    request = SearchRequest(sources=tuple(f"Tờ báo lạ {number}" for number in range(32)))
    resolve(request, known)
    assert (
        work(lambda: resolve(request, known)) < 32 * 3_000
    )  # not one look at every value known for each of those unknown


def test_values_are_those_of_the_archive_asked() -> None:
    one, other = (
        SmallVocabulary([], {"source": {"TTXVN": 1}}),
        SmallVocabulary([], {"source": {"Ttxvn": 1}}),
    )
    assert [find_value("source", "ttxvn", vocabulary) for vocabulary in (one, other, one)] == [
        "TTXVN",
        "Ttxvn",
        "TTXVN",
    ]


@pytest.mark.parametrize(
    ("request_", "parameter"),
    [
        (SearchRequest(date_from="hôm nọ"), "date_from"),
        (SearchRequest(date_to="2024-02-31"), "date_to"),
        (SearchRequest(date_from="2025", date_to="2024"), "date_from"),
    ],
)
def test_dates_that_are_none_are_refused_with_the_field_at_fault(
    request_: SearchRequest, parameter: str
) -> None:
    with pytest.raises(BadQuery) as caught:
        resolve(request_, VOCABULARY)
    assert caught.value.parameter == parameter


GATES = SmallVocabulary(
    ["Cửa khẩu."],
    {"gate": {"Móng Cái – Đông Hưng": 9, "Hữu Nghị – Hữu Nghị Quan": 7, "Mộc Bài": 2}},
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Móng Cái", "Móng Cái – Đông Hưng"),
        ("dong hung", "Móng Cái – Đông Hưng"),
        ("Mong Cai - Dong Hung", "Móng Cái – Đông Hưng"),
        ("Hữu Nghị Quan", "Hữu Nghị – Hữu Nghị Quan"),
        ("友谊关", "Hữu Nghị – Hữu Nghị Quan"),
        ("Mộc Bài", "Mộc Bài"),
        ("Cái Đông", None),
    ],
)
def test_a_gate_is_found_by_the_name_of_either_side(typed: str, expected: str | None) -> None:
    assert find_value("gate", typed, GATES) == expected


@pytest.mark.parametrize("typed", ["Săm Pun", "Xín Mần", "pho bang", "Đồng Văn"])
def test_a_gate_or_district_without_articles_does_not_stand_for_the_gates_of_its_province(
    typed: str,
) -> None:
    filed = {"gate": {"Thanh Thủy – Thiên Bảo": 5, "Quảng Trị": 6}}
    vocabulary = SmallVocabulary(["Cửa khẩu."], filed)
    assert not find_values("gate", typed, vocabulary).known
    assert find_values("gate", "Hà Giang", vocabulary).values == ("Thanh Thủy – Thiên Bảo",)


def test_a_former_province_stands_for_its_gates_which_are_filed_under_that_of_today() -> None:
    filed = {"gate": {"Quảng Ngãi": 3, "Bờ Y": 3, "Quảng Trị": 6, "Lao Bảo": 4, "Cha Lo": 2}}
    vocabulary = SmallVocabulary(["Cửa khẩu."], filed)
    meant = find_values("gate", "kon tum", vocabulary)
    assert (meant.values, meant.known) == (("Bờ Y",), True)
    assert "kon tum" in meant.warning
    assert find_values("gate", "Quảng Bình", vocabulary).values == ("Cha Lo",)
    assert find_values("gate", "quang tri", vocabulary).values == ("Quảng Trị",)
    assert not find_values("gate", "Hà Giang", vocabulary).known


@pytest.mark.parametrize("year", ["abc", "25", "2025-13", "2025-3"])
def test_a_year_that_is_none_is_told(year: str) -> None:
    warnings = resolve(SearchRequest(years=("2025", " unknown ", year)), VOCABULARY).warnings
    assert [year in warning for warning in warnings] == [True]


def test_months_and_years_together_are_any_of_them() -> None:
    meant = resolve(SearchRequest(years=("2024-02", "2025")), VOCABULARY)
    assert meant.request.years == ("2024-02", "2025")
    assert not meant.warnings
