"""Few articles that hold all of a query are followed by those that come near; what counts speaks of the first alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.model.article import Article, DateSpan, Province
from indexer.model.request import SearchRequest
from indexer.model.results import SearchResults
from indexer.searching.engine import counted, search
from indexer.searching.local.backend import LocalBackend
from indexer.searching.pivots import timeline
from indexer.storage import open_index, rebuild

WORDS = ["thông_quan", "nông_sản", "Lạng_Sơn", "sầu_riêng", "đường_sắt"]


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> LocalBackend:
    path = tmp_path_factory.mktemp("archive")
    here = (Province("Lạng Sơn", "Lạng Sơn", "main"),)
    with rebuild(path) as writer:
        for at in range(3):
            text = "Thông quan thuận lợi, bán nông sản tại Lạng Sơn."
            writer.add(Article(f"full{at}", "Tin", text, provinces=here), words=WORDS[:3])
        for at in range(6):
            writer.add(
                Article(f"word{at}", "Tin", "Thông quan nhiều nông sản và sầu riêng."),
                words=WORDS[:2],
            )
        for at in range(20):
            writer.add(Article(f"apart{at}", "Tin", "Thông tin: quan tâm nông dân, sản phẩm."))
        for at in range(60):
            writer.add(Article(f"other{at}", "Khác", "Mưa to ở Lạng Sơn."))
        for at in range(30):
            writer.add(Article(f"lone{at}", "Tin", "Đường sắt."), words=["đường_sắt"])
    return LocalBackend(open_index(path).snapshot())


def found(backend: LocalBackend, q: str, **others: object) -> SearchResults:
    return search(backend, SearchRequest(q, **others))  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["thông quan", "thong quan", "THÔNG QUAN", "thoong quan"])
def test_a_word_is_found_where_its_syllables_stand_side_by_side(
    backend: LocalBackend, typed: str
) -> None:
    results = found(backend, typed)
    assert (results.total, results.loose_total, results.near_total) == (9, 29, 0)
    assert found(backend, typed, match="loose").total == 29


def test_near_ones_come_below_with_what_they_lack(backend: LocalBackend) -> None:
    results = found(backend, "thông quan nông sản Lạng Sơn")
    assert results.total == 3
    assert [hit.near for hit in results.hits] == [False] * 3 + [True] * results.near_total
    near = results.hits[3]
    assert near.missing == ("Lạng Sơn",)
    assert results.facets_of == "full"
    assert results.facets["province"].values[0].count == 3


def test_near_ones_that_hold_words_whole_come_before_scattered_syllables(tmp_path: Path) -> None:
    scattered = "Thông tin nông dân: quan tâm sản phẩm. " * 6
    with rebuild(tmp_path) as writer:
        writer.add(
            Article("scattered", "Nông dân, sản phẩm", f"{scattered} Đường sắt."), words=WORDS
        )
        writer.add(Article("whole", "Tin", "Bán nông sản bằng đường sắt."), words=WORDS)
        for at in range(30):
            writer.add(Article(f"other{at}", "Tin", "Thông quan."), words=WORDS)
    backend = LocalBackend(open_index(tmp_path).snapshot())
    hits = found(backend, "thông quan nông sản đường sắt").hits
    assert [hit.id for hit in hits[:2]] == ["whole", "scattered"]


def test_an_article_of_the_province_named_is_near_though_it_does_not_name_it(
    tmp_path: Path,
) -> None:
    here = (Province("Lạng Sơn", "Lạng Sơn", "main"),)
    text = "Thông quan nhiều nông sản tại Đồng Đăng."
    with rebuild(tmp_path) as writer:
        writer.add(Article("a elsewhere", "Tin", text), words=WORDS)
        writer.add(Article("b there", "Tin", text, provinces=here), words=WORDS)
        for at in range(30):
            writer.add(Article(f"other{at}", "Tin", "Mưa to ở Lạng Sơn."), words=WORDS)
    results = found(LocalBackend(open_index(tmp_path).snapshot()), "thông quan nông sản Lạng Sơn")
    assert [hit.id for hit in results.hits[:2]] == ["b there", "a elsewhere"]
    assert results.hits[0].missing == ("Lạng Sơn",)


@pytest.mark.parametrize("typed", ['zzzq "đường sắt"', '68zz: "đường sắt"', 'so68đối "đường sắt"'])
def test_words_that_no_article_holds_tell_none_of_the_near_ones_apart(
    backend: LocalBackend, typed: str
) -> None:
    results = found(backend, typed)
    assert results.total == 0
    assert results.hits
    assert all(hit.missing for hit in results.hits)


def test_near_a_number_is_only_what_holds_it(tmp_path: Path) -> None:
    with rebuild(tmp_path) as writer:
        for at in range(3):
            writer.add(Article(f"post{at}", "Tin", "Cột mốc đã cắm xong ở biên giới."))
        writer.add(Article("named", "Tin", "Cột mốc số 1116 trên biên giới."))
        writer.add(Article("dated", "Tin", "Hiệp ước về biên giới năm 1999."))
    archive = LocalBackend(open_index(tmp_path).snapshot())
    assert [hit.id for hit in found(archive, "cột mốc 1116 bị đổ").hits] == ["named"]
    assert found(archive, "cột mốc 1117/2 bị đổ").near_total == 0
    assert found(archive, "cột mốc biên giới 1999").near_total > 1


def test_what_stands_in_quotes_is_near_without_the_rest(backend: LocalBackend) -> None:
    results = found(backend, '"sầu riêng" Lạng Sơn')
    assert results.total == 0
    assert {hit.id for hit in results.hits} == {f"word{at}" for at in range(6)}
    assert {hit.missing for hit in results.hits} == {("Lạng Sơn",)}


def test_where_nothing_holds_all_the_facets_speak_of_the_near_ones(backend: LocalBackend) -> None:
    results = found(backend, "thông quan nông sản đường sắt")
    assert (results.total, results.facets_of) == (0, "near")
    assert results.facets["province"].values[0].count == 3
    assert results.hits[0].near


def test_pages_go_on_from_the_full_matches_to_the_near_ones(backend: LocalBackend) -> None:
    whole = [hit.id for hit in found(backend, "thông quan nông sản Lạng Sơn").hits]
    parts = [
        hit.id
        for page in range(1, 6)
        for hit in found(backend, "thông quan nông sản Lạng Sơn", per_page=2, page=page).hits
    ]
    assert parts == whole[:10]


def test_what_is_exported_holds_no_near_ones(backend: LocalBackend) -> None:
    results = found(backend, "thông quan nông sản Lạng Sơn", near=False)
    assert ([hit.near for hit in results.hits], results.near_total) == ([False] * 3, 0)


def test_words_that_only_ask_never_decide(backend: LocalBackend) -> None:
    assert found(backend, "thông quan ở đâu là của ai").total == 9
    assert found(backend, "của ai ở đâu").total == 0


def test_a_filter_holds_for_the_near_ones_too(backend: LocalBackend) -> None:
    results = found(backend, "thông quan sầu riêng", provinces=("Lạng Sơn",))
    assert results.total == 0
    assert {hit.id for hit in results.hits} <= {"full0", "full1", "full2"}


def test_the_timeline_speaks_of_what_comes_near_where_nothing_holds_all(
    backend: LocalBackend,
) -> None:
    request = SearchRequest("thông quan nông sản đường sắt")
    near = search(backend, request).near_total
    assert timeline(counted(backend, request), "year").unknown == near > 0
    full = SearchRequest("thông quan nông sản Lạng Sơn")
    assert timeline(counted(backend, full), "year").unknown == 3


@pytest.mark.parametrize("typed", ["cua khau", "cửa khẩu", "cửa khẩu OR hội đàm", "hội đàm -thép"])
def test_the_loose_total_is_what_loose_matching_finds(backend: LocalBackend, typed: str) -> None:
    assert found(backend, typed).loose_total == found(backend, typed, match="loose").total


def test_a_year_behind_other_words_is_that_year_just_as_when_it_is_called_one(
    tmp_path: Path,
) -> None:
    with rebuild(tmp_path) as writer:
        day = DateSpan("2025-08-14", "2025-08-14", "day", "explicit")
        writer.add(Article("dated", "Tin", "Hội đàm với Vân Nam.", date=day))
        writer.add(Article("said", "Tin", "Hội đàm với Vân Nam trong năm 2025."))
        writer.add(Article("other", "Tin", "Hội đàm với Vân Nam; số 2025."))
        writer.add(Article("plan", "Tin", "Kế hoạch 2025 của Vân Nam."))
        writer.add(Article("late", "Tin", "Kế hoạch khác.", date=day))
    archive = LocalBackend(open_index(tmp_path).snapshot())
    year = {hit.id for hit in found(archive, "Vân Nam năm 2025").hits if not hit.near}
    assert year == {"dated", "said"}
    for typed in ("Vân Nam 2025", "van nam 2025", "2025 Vân Nam"):
        assert {hit.id for hit in found(archive, typed).hits if not hit.near} == year
    named = {hit.id for hit in found(archive, "kế hoạch 2025").hits if not hit.near}
    assert named == {"plan"}


def test_a_pasted_headline_is_near_without_its_quotes(backend: LocalBackend) -> None:
    results = found(backend, 'Lạng Sơn: "Thông quan hết nông sản và xyzzy"')
    assert results.total == 0
    assert results.near_total
    assert any("ngoặc kép" in str(warning) for warning in results.warnings)


def test_a_long_query_is_one_list_though_more_than_ten_hold_all_of_it(tmp_path: Path) -> None:
    typed = "thông quan nông sản sầu riêng qua đường sắt nhanh"
    with rebuild(tmp_path) as writer:
        for at in range(12):
            apart = "nhanh rồi đường sắt rồi sầu riêng rồi nông sản rồi thông quan"
            writer.add(Article(f"apart{at}", "Tin", f"{apart} {'khác ' * 200}"))
        writer.add(Article("best", "Tin", typed.removesuffix(" nhanh")))
        for at in range(40):
            writer.add(Article(f"other{at}", "Tin", "Việc khác nhanh gọn."))
    archive = LocalBackend(open_index(tmp_path).snapshot())
    results = found(archive, typed)
    assert results.total == 12
    assert "best" in {hit.id for hit in results.hits if hit.near}
