"""Where nothing was found there is a way on, and each way leads somewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.model.request import SearchRequest
from indexer.model.results import Suggestion
from indexer.searching.parsing.parser import parse
from indexer.searching.query_string import from_query
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.suggest.relaxation import (
    MAX_WAYS,
    better_readings,
    did_you_mean,
    merged_unit_suggestions,
    relaxations,
)
from indexer.searching.suggest.weakening import weaker_requests, written
from tests.support.small_vocabulary import SmallVocabulary
from tests.support.work import work

VOCABULARY = SmallVocabulary(
    ["Cửa khẩu Hữu Nghị mở cửa."] * 30 + ["Cữa khẩu ở đây. Tuyên Quang và Hà Giang."],
    {
        "province": {"Tuyên Quang": 2, "Hà Giang": 4, "Lạng Sơn": 1},
        "province_pair": {
            "Tuyên Quang\tTuyên Quang (cũ)": 2,
            "Tuyên Quang\tHà Giang": 4,
        },
    },
)


def helped(
    request: SearchRequest, answers: dict[SearchRequest, int], lacking: tuple[str, ...] = ()
) -> tuple[Suggestion, ...]:
    parsed = parse(request.q)
    reading = rewrite(parsed, VOCABULARY)
    return relaxations(request, parsed, reading, lambda r: answers.get(r, 0), lacking)


def test_a_filter_too_many_is_dropped() -> None:
    request = SearchRequest("cửa khẩu", provinces=("Lạng Sơn",), date_from="2024-01-01", page=3)
    without = replace(request, provinces=(), page=1)
    (only,) = helped(request, {without: 7})
    assert (only.label, only.total) == ("Bỏ lọc địa phương: Lạng Sơn", 7)
    assert from_query(only.url) == without


def test_a_word_too_many_is_dropped_unknown_ones_first() -> None:
    found = helped(
        SearchRequest("cửa xyzzy khẩu"),
        {
            SearchRequest("cửa khẩu"): 31,
            SearchRequest("cửa xyzzy"): 0,
            SearchRequest("xyzzy khẩu"): 1,
        },
    )
    assert [(s.text, s.total) for s in found] == [("cửa khẩu", 31), ("xyzzy khẩu", 1)]
    assert found[0].label == "Bỏ từ «xyzzy»"


def test_quotes_too_many_are_dropped() -> None:
    (only,) = helped(SearchRequest('"khẩu cửa" mở'), {SearchRequest("khẩu cửa mở"): 30})
    assert only.label == "Không cần đúng cụm từ"


def test_no_more_ways_than_can_be_read() -> None:
    request = SearchRequest("một hai ba bốn năm sáu bảy", provinces=("a", "b", "c"))
    parsed = parse(request.q)
    asked: list[SearchRequest] = []

    def count(r: SearchRequest) -> int:
        asked.append(r)
        return 1

    assert len(relaxations(request, parsed, rewrite(parsed, VOCABULARY), count)) == MAX_WAYS
    assert len(asked) == MAX_WAYS


@pytest.mark.parametrize("part", ["Hà Giang", "Tuyên Quang (cũ)"])
def test_a_part_of_a_unit_of_today_offers_the_whole_never_silently(part: str) -> None:
    request = SearchRequest("biên giới", provinces=(part, "Lạng Sơn"))
    (only,) = merged_unit_suggestions(request, VOCABULARY, 2, lambda r: 6)
    assert only.label == "Gồm cả Tuyên Quang (từ 1/7/2025)"
    assert from_query(only.url).provinces == ("Tuyên Quang", "Lạng Sơn")
    assert merged_unit_suggestions(request, VOCABULARY, 2, lambda r: 2) == ()
    whole = SearchRequest("biên giới", provinces=("Tuyên Quang",))
    assert merged_unit_suggestions(whole, VOCABULARY, 2, lambda r: 6) == ()
    assert (
        merged_unit_suggestions(
            SearchRequest("", provinces=("Lạng Sơn",)), VOCABULARY, 1, lambda r: 6
        )
        == ()
    )


def test_a_merged_province_among_the_words_offers_them_too() -> None:
    (only,) = merged_unit_suggestions(
        SearchRequest("hợp tác Tuyên Quang 2025"), VOCABULARY, 1, lambda r: 5
    )
    assert only.text == 'hợp tác (Tuyên Quang HOẶC "Hà Giang") 2025'
    assert (
        merged_unit_suggestions(SearchRequest("Tuyên Quang Hà Giang"), VOCABULARY, 1, lambda r: 5)
        == ()
    )


def offered(
    query: str,
    vocabulary: SmallVocabulary = VOCABULARY,
    total: int = 1,
    found: int = 31,
    **filters: tuple[str, ...],
) -> list[str]:
    """The texts offered for a query that finds `total` articles, when others find `found`."""
    request, parsed = SearchRequest(query, **filters), parse(query)  # type: ignore[arg-type]
    suggestions = did_you_mean(
        request, parsed, rewrite(parsed, vocabulary), vocabulary, total, lambda r: found
    )
    assert all(s.label == f"Ý bạn là «{s.text}»?" and s.total == found for s in suggestions)
    assert all(from_query(s.url) == replace(request, q=s.text) for s in suggestions)
    return [s.text for s in suggestions]


def test_a_contradiction_found_elsewhere_is_offered() -> None:
    assert offered("cữa khẩu") == ["cửa khẩu"]
    assert offered("cữa khẩu", provinces=("Hà Giang",)) == ["cửa khẩu"]
    assert offered("cửa khẩu") == []
    assert offered("cữa khẩu", found=1) == []
    parsed = parse("cữa khẩu")
    assert list(better_readings(parsed, rewrite(parsed, VOCABULARY), VOCABULARY))


BORDER = SmallVocabulary(
    ["Lạng Sơn hợp tác Quảng Tây. Công an Lạng Sơn bắt buôn lậu. Thủ tướng Chính phủ tới Lào Cai."]
    * 60
    + ["Làm sớm từng lạng quãng sơm tưởng am cây buôn gạo bán gạo."] * 60
    + ["Tay buôn gạo tới quãng chợ. Cây công nghiệp."] * 30,
    words=dict.fromkeys(
        (
            "lạng sơn",
            "hợp tác",
            "quảng tây",
            "công an",
            "buôn lậu",
            "thủ tướng",
            "chính phủ",
            "lào cai",
        ),
        60,
    ),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lạng sơm", "Lạng Sơn"),
        ("lạng sớm", "Lạng Sơn"),
        ("hợp tác quãng tây", "hợp tác Quảng Tây"),
        ("công am lạng sơn", "công an Lạng Sơn"),
        ("thủ tưởng chính phủ", "thủ tướng chính phủ"),
        ("THỦ TƯỞNG chính phủ", "THỦ tướng chính phủ"),
        ("lào cay", "Lào Cai"),
        ("lao cay", "Lào Cai"),
    ],
)
def test_a_word_that_never_stands_there_is_doubted_however_much_is_found(
    typed: str, meant: str
) -> None:
    assert offered(typed, BORDER, total=20) == [meant]


@pytest.mark.parametrize(
    "typed",
    [
        "lạng sơn",
        "lang son",
        "buôn gạo",
        "quãng chợ",
        "buôn lậu",
        "cây công nghiệp",
        "sớm",
        "bắt sớm -lạng",
        '"lạng sơm"',
    ],
)
def test_what_stands_there_and_what_is_like_nothing_else_is_left_alone(typed: str) -> None:
    assert offered(typed, BORDER, total=20) == []


def test_a_province_that_is_the_value_of_a_field_is_no_word() -> None:
    for query in ('tỉnh:"Tuyên Quang"', "tinh:tuyen quang"):
        assert merged_unit_suggestions(SearchRequest(query), VOCABULARY, 1, lambda r: 5) == ()


def test_a_merged_province_is_known_bare() -> None:
    (only,) = merged_unit_suggestions(SearchRequest("tuyen quang"), VOCABULARY, 1, lambda r: 5)
    assert only.text == '(tuyen quang HOẶC "Hà Giang")'


def test_what_is_left_out_may_be_let_in_again() -> None:
    within = SearchRequest('cửa quý I/2025 tỉnh:"Lạng Sơn"')
    found = helped(
        SearchRequest('cửa quý I/2025 -khẩu tỉnh:"Lạng Sơn"'),
        {within: 3, SearchRequest("cửa quý I/2025 -khẩu"): 2},
    )
    assert [(s.label, s.total) for s in found] == [
        ("Không loại từ nào", 3),
        ('Bỏ «tỉnh:"Lạng Sơn"»', 2),
    ]


@pytest.mark.parametrize(
    "query",
    [
        'cửa "khẩu quốc tế"~2 thông* -"buôn lậu" (than HOẶC sắt) tỉnh:"Lạng Sơn" đối tác:"Quảng Tây"',
        'tiêu đề:(hợp tác) nội dung:than nguồn:"Báo" ngày:2024..2025 quý I/2025 广西壮族 -tỉnh:"Hà Nội"',
    ],
)
def test_clauses_are_written_as_they_are_read(query: str) -> None:
    root = parse(query).root
    again = parse(" ".join(map(written, root.children)))
    assert list(map(written, again.root.children)) == list(map(written, root.children))
    assert again.warnings == ()


def test_a_scope_too_narrow_is_opened() -> None:
    (only,) = helped(SearchRequest("tiêu-đề:cửa"), {SearchRequest("cửa"): 31})
    assert (only.text, only.label, only.total) == ("cửa", "Tìm ở mọi chỗ trong bài", 31)


def test_a_pasted_book_costs_no_more_than_what_is_read_of_it() -> None:
    def cost(times: int) -> int:
        return work(
            lambda: merged_unit_suggestions(
                SearchRequest("hợp tác Tuyên Quang " * times), VOCABULARY, 1, lambda r: 1
            )
        )

    cost(2_000)
    assert cost(20_000) < 2 * cost(2_000)


@pytest.mark.parametrize(
    ("q", "wider"),
    [
        ("cửa khẩu tháng 2/2019", "cửa khẩu ngày:2019"),
        ("cửa khẩu ngày:3/2019", "cửa khẩu ngày:2019"),
        ("cửa khẩu 6 tháng đầu năm 2019", "cửa khẩu ngày:2019"),
    ],
)
def test_a_time_is_widened_to_its_year(q: str, wider: str) -> None:
    (only,) = helped(SearchRequest(q), {SearchRequest(wider): 4})
    assert (only.label, only.total, from_query(only.url).q) == ("Cả năm 2019", 4, wider)


def test_a_filter_of_days_is_widened_to_its_year() -> None:
    request = SearchRequest("cửa khẩu", date_from="2019-02-01", date_to="2019-02-28")
    wider = replace(request, date_from="2019", date_to="2019")
    (only,) = helped(request, {wider: 4})
    assert (only.label, from_query(only.url)) == ("Cả năm 2019", wider)


def test_what_the_nearest_article_lacks_is_dropped_at_once() -> None:
    request = SearchRequest("cửa khẩu xyzzy năm 2019")
    (only,) = helped(request, {SearchRequest("cửa khẩu"): 4}, ("xyzzy", "năm 2019"))
    assert (only.text, only.label) == ("cửa khẩu", "Bỏ «xyzzy», «năm 2019»")


def test_conditions_among_the_words_are_dropped_together() -> None:
    request = SearchRequest('cửa khẩu tỉnh:"Lạng Sơn" ngày:2019')
    (only,) = helped(request, {SearchRequest("cửa khẩu"): 4})
    assert only.label == 'Bỏ «tỉnh:"Lạng Sơn"», «ngày:2019-01-01..2019-12-31»'


def test_a_phrase_of_a_title_is_looked_for_without_both() -> None:
    (only,) = helped(SearchRequest('tiêu-đề:"cửa khẩu"'), {SearchRequest("cửa khẩu"): 4})
    assert only.text == "cửa khẩu"


def test_no_query_is_offered_twice() -> None:
    found = helped(SearchRequest("cửa khẩu -hữu"), {SearchRequest("cửa khẩu"): 4})
    assert [one.text for one in found] == ["cửa khẩu"]


def test_a_word_typed_twice_is_dropped_once() -> None:
    parsed = parse("xyzzy 57 xyzzy")
    offered = [
        request.q
        for _, request in weaker_requests(
            SearchRequest("xyzzy 57 xyzzy"), parsed, rewrite(parsed, VOCABULARY)
        )
    ]
    assert "xyzzy xyzzy" in offered
    assert "57 xyzzy" in offered
    assert "" not in offered
