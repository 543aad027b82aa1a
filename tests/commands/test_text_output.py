"""What a reader at a terminal gets, from results made by hand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.commands.article_output import article_plain, article_text
from indexer.commands.terminal import columns, language, runs
from indexer.commands.text_output import (
    as_text,
    counterpart_names,
    flowed,
    number,
    read_as,
)
from indexer.model.article import Article, Counterpart, DateSpan
from indexer.model.results import Copy
from tests.support.examples import FIRST, HOSTILE, found, read_otherwise


@pytest.fixture(autouse=True, params=["vi_VN.UTF-8"])
def locale(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", request.param)
    language.cache_clear()
    yield
    language.cache_clear()


english = pytest.mark.parametrize("locale", ["en_US.UTF-8"], indirect=True)


def test_a_hit_reads_as_title_facts_passage_and_address() -> None:
    assert as_text(found(FIRST)).splitlines() == [
        "1 bài · 2 ms",
        "",
        " 1. Đoàn công tác 5 địa phương thăm, làm việc tại Quảng Tây",
        "    20–22/11, không rõ năm · Cà Mau, Lạng Sơn · Quảng Tây ▸ Nam Ninh · Báo Cà",
        "    Mau",
        "    … thí điểm mô hình «cửa khẩu thông minh» giữa Lạng Sơn và Quảng Tây …",
        "    003_50f2 https://example.vn/003",
    ]


def test_texts_are_counted_beside_articles() -> None:
    day = DateSpan("2025-03-24", "2025-03-24", "day", "explicit")
    copies = tuple(Copy(str(n), "Đầu đề", "", f"Báo {n}", day) for n in range(3))
    hit = replace(FIRST, same=copies, same_total=3)
    lines = as_text(replace(found(hit, total=12), distinct=9)).splitlines()
    assert lines[0] == "12 bài · 2 ms · 9 tin khác nhau"
    assert "cùng tin ở 3 nguồn khác" in " ".join(" ".join(lines).split())
    unnamed = replace(hit, same=(replace(copies[0], source=""), *copies[1:]))
    said = " ".join(as_text(found(unnamed)).split())
    assert "3 bài khác cùng nội dung" in said


@english
def test_in_english_the_words_around_the_articles_are_english() -> None:
    lines = as_text(found(FIRST, total=1430, per_page=1)).splitlines()
    assert lines[0] == "1,430 articles · 2 ms · page 1 of 1,430"
    assert lines[3].strip().startswith("20–22 Nov, year unknown · ")


def test_colour_marks_words_line_by_line() -> None:
    text = as_text(found(FIRST), width=44, color=True)
    marked = re.findall("\x1b\\[1;31m(.*?)\x1b\\[0m", text)
    assert " ".join(marked) == "cửa khẩu thông minh"
    assert "«" not in text


def test_hostile_articles_cannot_steer_the_terminal() -> None:
    output = as_text(found(HOSTILE), facets=True) + article_text(
        Article("a", HOSTILE.title, "một\x1b]0;x\x07\r\nhai\u202e")
    )
    assert [c for c in output if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"] == []
    assert "\u202e" not in output


def test_the_reading_is_told_when_it_is_not_as_typed() -> None:
    assert read_as(found(FIRST)) == []
    assert read_as(read_otherwise(found(FIRST))) == ["Đã tìm: cửa khẩu"]
    assert read_as(read_otherwise(found(FIRST), applied=False)) == [
        "Có phải bạn muốn tìm: khaaur → khẩu"
    ]


def test_facets_are_counted_below_the_hits() -> None:
    assert as_text(found(FIRST), facets=True).splitlines()[-4:] == [
        "Địa phương",
        f"{'  Tuyên Quang':<40}{4:>8}",
        f"{'    Hà Giang':<40}{3:>8}",
        f"{'  ✓ Lạng Sơn':<40}{1:>8}",
    ]


def test_units_stand_under_their_region() -> None:
    units = (
        Counterpart("Văn Sơn", "Vân Nam"),
        Counterpart("Quảng Tây"),
        Counterpart("Nam Ninh", "Quảng Tây"),
    )
    assert counterpart_names(units) == "Vân Nam ▸ Văn Sơn · Quảng Tây ▸ Nam Ninh"


def test_large_counts_are_grouped_as_in_vietnamese() -> None:
    assert number(143_796) == "143.796"


@given(
    st.lists(st.tuples(st.text("aắ中 «", max_size=12), st.booleans()), max_size=12),
    st.integers(20, 60),
)
def test_wrapping_loses_no_letter(pieces: list[tuple[str, bool]], width: int) -> None:
    lines = flowed(pieces, width, 4, False)
    letters = "".join(text for text, _ in pieces)
    assert re.sub("[\\s«»]", "", lines) == re.sub("[\\s«]", "", letters)


@given(st.lists(st.text("aắ中 ", max_size=60), max_size=9), st.integers(20, 60))
def test_wrapping_keeps_to_the_width(texts: list[str], width: int) -> None:
    pieces = [
        (text.strip() or "a", True) if place % 2 else (f" {text} ", False)
        for place, text in enumerate(texts)
    ]
    lines = flowed(pieces, width, 4, False).splitlines()
    assert [
        line
        for line in lines
        if columns(line) > width and " " in re.sub("«[^»]*»", "", line.strip())
    ] == []


def test_marked_words_are_not_torn_apart() -> None:
    pieces = [("một hai ba bốn năm sáu ", False), ("cửa khẩu thông minh", True), (" bảy", False)]
    assert (
        flowed(pieces, 40, 4, False)
        == "    một hai ba bốn năm sáu\n    «cửa khẩu thông minh» bảy\n"
    )


@given(st.text("ab \x1b\n", max_size=30), st.data())
def test_pieces_are_the_text_cut_at_the_marks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = runs(text, ((start, end),))
    assert "".join(piece for piece, marked in pieces if marked).replace(" ", "") == re.sub(
        "[ \x1b\n]", "", text[start:end]
    )


def test_a_whole_article_keeps_its_paragraphs_and_marks() -> None:
    article = replace(
        Article("a1", "Một tiêu đề", "Đoạn một về cửa khẩu.\n\nĐoạn hai."), source="Báo"
    )
    assert (
        article_text(article, ((12, 20),))
        == "Một tiêu đề\nkhông rõ ngày\nBáo · a1\n\nĐoạn một về «cửa khẩu».\n\nĐoạn hai.\n"
    )
    assert article_plain(article) == "Một tiêu đề\n\nĐoạn một về cửa khẩu.\n\nĐoạn hai.\n"
