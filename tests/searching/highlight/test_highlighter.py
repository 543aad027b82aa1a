"""Marks are exact slices of the original text, however query and text are typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language import encode_telex, fold, syllables
from indexer.model.article import Article, Part
from indexer.searching.engine import highlighter
from indexer.searching.highlight.highlighter import Highlighter, joined
from indexer.searching.highlight.snippets import (
    MAX_PASSAGES,
    PASSAGE_LENGTH,
    best_passages,
    highlight_all,
    snippets,
)
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from tests.support.small_vocabulary import SmallVocabulary

TEXT = (
    "Thí điểm mô hình cửa khẩu thông minh giữa Lạng Sơn và Quảng Tây (广西); thông quan nhanh. "
    "Ông Nguyễn Minh, cửa hàng của Ủy ban nhân dân tỉnh; UBND TP.HCM “Hữu Nghị”, 20-22/11/2024. Đà Nẵng hoà bình."
)


def marker(query: str, text: str = TEXT) -> Highlighter:
    return Highlighter(rewrite(parse(query), SmallVocabulary([text])).patterns)


def marked(query: str, text: str = TEXT) -> list[str]:
    return [text[a:b] for a, b in marker(query, text).marks(text)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("cửa khẩu thông minh", ["cửa khẩu thông minh"]),
        ("cua khau thong minh", ["cửa khẩu thông minh"]),
        ("CUA KHAU", ["cửa khẩu"]),
        ("cửa khau thông", ["cửa khẩu thông"]),
        (" ".join(map(encode_telex, ("cửa", "khẩu"))), ["cửa khẩu"]),
        (unicodedata.normalize("NFD", "cửa khẩu"), ["cửa khẩu"]),
        ('"cửa khẩu"', ["cửa khẩu"]),
        ("ubnd", ["Ủy ban nhân dân", "UBND"]),
        ("ủy ban nhân dân", ["Ủy ban nhân dân", "UBND"]),
        ("uỷ ban", ["Ủy ban"]),
        ("tphcm", ["TP.HCM"]),
        ("quang tay", ["Quảng Tây", "广西"]),
        ("广西", ["Quảng Tây", "广西"]),
        ("huu nghi", ["Hữu Nghị"]),
        ("da nang", ["Đà Nẵng"]),
        ("hòa bình", ["hoà bình"]),
        ("20-22/11/2024", ["20-22/11/2024"]),
        ("nhân* minh", ["minh", "Minh", "nhân"]),
        ("minh", ["minh", "Minh"]),
        ("không có", []),
        ("cửa -khẩu", ["cửa", "cửa"]),
    ],
)
def test_what_is_marked(query: str, expected: list[str]) -> None:
    assert marked(query) == expected


@pytest.mark.parametrize("query", ["cua khau thong minh", "ubnd", "hoà bình", "广西", "da nang"])
def test_decomposed_text_is_marked_in_whole_letters(query: str) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    found = marked(query, text)
    assert [unicodedata.normalize("NFC", piece) for piece in found] == marked(query)
    for a, b in marker(query, text).marks(text):
        assert not unicodedata.combining(text[a])
        assert b == len(text) or not unicodedata.combining(text[b])


def test_marks_join_over_spaces_and_hyphens_but_not_over_sentences() -> None:
    assert marked("việt nam quảng tây", "Việt Nam-Quảng Tây. Quảng Tây: Việt\u00a0Nam") == [
        "Việt Nam-Quảng Tây",
        "Quảng Tây",
        "Việt\u00a0Nam",
    ]
    assert joined("ab cd. ef", [(0, 2), (3, 5), (7, 9)]) == ((0, 5), (7, 9))


WORDS = st.sampled_from(sorted({token.text for token in syllables(TEXT) if token.kind == "word"}))
SPACES = st.sampled_from([" ", "  ", ", ", "\n", "\u00a0", " – ", "\u200b ", ". "])


@given(
    st.lists(st.tuples(WORDS, SPACES, st.booleans()), min_size=1, max_size=40),
    st.lists(WORDS, min_size=1, max_size=5),
    st.booleans(),
)
def test_each_marked_slice_reads_as_words_of_the_query(
    pieces: list[tuple[str, str, bool]], query: list[str], bare: bool
) -> None:
    text = "".join(
        (unicodedata.normalize("NFD", word.title()) if decomposed else word) + space
        for word, space, decomposed in pieces
    )
    typed = " ".join(map(fold, query) if bare else query)
    vocabulary = SmallVocabulary([text])
    reading = rewrite(parse(typed), vocabulary)
    readings = {
        s.term for pattern in reading.patterns for word in pattern.words for s in word.spellings
    }
    marks = Highlighter(reading.patterns).marks(text)
    assert list(marks) == sorted(marks)
    for a, b in marks:
        assert 0 <= a < b <= len(text)
        assert {token.text for token in syllables(text[a:b])} <= readings
    assert bool(marks) == any(token.text in readings for token in syllables(text))
    in_words = highlighter(
        reading.patterns,
        SmallVocabulary([text], words={"cửa khẩu": 9, "quảng tây": 9, "hòa bình": 9}),
    ).marks(text)
    assert bool(in_words) == bool(marks)
    assert {token.text for a, b in in_words for token in syllables(text[a:b])} <= readings


def article(text: str, parts: tuple[Part, ...] = (), title: str = "Một đầu đề") -> Article:
    return Article("a", title, text, parts=parts)


LONG = " ".join(
    [
        "Sáng nay trời đẹp và người dân đi chợ từ sớm để mua bán hàng hóa phục vụ ngày lễ lớn.",
        "Cửa hàng mở cửa muộn.",
        "Ông Minh nói về giao thông trong thành phố, nơi có nhiều khẩu hiệu được treo khắp các con đường chính.",
        "Hai bên nhất trí thí điểm mô hình cửa khẩu thông minh tại Hữu Nghị, giúp rút ngắn thời gian thông quan.",
        "Bài viết còn nhiều đoạn khác nói về kinh tế và xã hội của tỉnh trong năm qua với nhiều kết quả.",
    ]
    * 3
)


def test_the_densest_sentence_is_quoted_whole() -> None:
    first = best_passages(article(LONG), marker("cua khau thong minh", LONG))[0]
    assert "cửa khẩu thông minh tại Hữu Nghị" in first.text
    assert [first.text[a:b] for a, b in first.marks] == ["cửa khẩu thông minh"]
    assert first.text == LONG[first.start : first.start + len(first.text)]
    assert first.text.startswith("Hai bên")


def test_one_to_three_passages_in_the_order_of_the_text() -> None:
    passages = best_passages(article(LONG), marker("hai bên khẩu hiệu chợ", LONG))
    assert 1 <= len(passages) <= MAX_PASSAGES
    assert [p.start for p in passages] == sorted(p.start for p in passages)
    assert all(p.marks and len(p.text) <= 1.5 * PASSAGE_LENGTH for p in passages)


def test_boilerplate_is_never_quoted() -> None:
    text = "Tin trong ngày về biên giới.\nXem thêm: cửa khẩu thông minh\nCửa khẩu mở."
    second = text.index("Xem"), text.index("\nCửa")
    parts = (
        Part("lead", 0, second[0] - 1),
        Part("boilerplate", *second),
        Part("body", second[1] + 1, len(text)),
    )
    passages = best_passages(article(text, parts), marker("cửa khẩu thông minh", text))
    assert [p.text for p in passages] == ["Cửa khẩu mở."]


def test_without_a_match_the_beginning_is_quoted_unmarked() -> None:
    (passage,) = best_passages(article(LONG), marker("", LONG))
    assert passage.text.startswith("Sáng nay")
    assert passage.marks == ()


def test_a_title_is_quoted_when_it_matches() -> None:
    found = snippets(article(LONG, title="Mở cửa khẩu"), marker("cửa khẩu", LONG))
    assert [(p.field, [p.text[a:b] for a, b in p.marks]) for p in found[:1]] == [
        ("title", ["cửa khẩu"])
    ]
    assert all(p.field == "body" for p in found[1:])
    assert snippets(article(LONG), marker("cửa khẩu", LONG))[0].field == "body"


def quoted(text: str, query: str, title: str = "Một đầu đề") -> list[tuple[str, list[str]]]:
    """Field and marked slices of each highlight."""
    found = snippets(article(text, title=title), marker(query, f"{title}\n{text}"))
    return [(p.field, [p.text[a:b] for a, b in p.marks]) for p in found]


FAR = (
    " Trời hôm nay nắng đẹp và bà con nô nức đi chợ từ sáng sớm để mua sắm hàng hóa cho ngày lễ lớn sắp tới của cả nước."
    * 3
)
GATES = f"Thông quan tại các cửa khẩu, nhất là cửa khẩu thông minh.{FAR} Ông Minh nói về cửa khẩu."


@pytest.mark.parametrize(
    "query", ["cửa khẩu thông minh", "cua khau thong minh", "CỬA KHẨU THÔNG MINH"]
)
@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Thứ trưởng Nguyễn Minh Hằng", []),
        ("Cửa khẩu thông minh", [["Cửa khẩu thông minh"]]),
        ("Họp về cửa khẩu", [["cửa khẩu"]]),
        ("Thông minh từ cửa tới khẩu", [["Thông minh", "cửa", "khẩu"]]),
    ],
)
def test_where_all_words_stand_in_a_row_less_is_not_marked(
    query: str, title: str, expected: list[list[str]]
) -> None:
    assert quoted(GATES, query, title) == [
        *(("title", marks) for marks in expected),
        ("body", ["cửa khẩu thông minh"]),
    ]


def test_all_words_in_the_title_leave_neighbours_marked_in_the_text() -> None:
    assert quoted(
        f"Các cửa khẩu do ông Minh quản lý.{FAR}", "cửa khẩu thông minh", "Cửa khẩu thông minh"
    ) == [
        ("title", ["Cửa khẩu thông minh"]),
        ("body", ["cửa khẩu"]),
    ]


def test_words_apart_and_other_writings_stay_marked() -> None:
    assert quoted("Ông Minh mở cửa tại khẩu.", "cửa khẩu minh", "Nguyễn Minh") == [
        ("title", ["Minh"]),
        ("body", ["Minh", "cửa", "khẩu"]),
    ]
    assert quoted("UBND họp. Ủy ban nhân dân ở đó.", "ubnd") == [
        ("body", ["UBND", "Ủy ban nhân dân"])
    ]
    assert quoted("Ủy ban nhân dân tỉnh Lạng Sơn họp ở tỉnh.", "ubnd tỉnh lạng sơn") == [
        ("body", ["Ủy ban nhân dân tỉnh Lạng Sơn"])
    ]


WORDS_KNOWN = {
    "cửa khẩu": 9,
    "thông minh": 9,
    "quảng tây": 9,
    "lạng sơn": 9,
    "xuất khẩu": 9,
    "nhân dân": 9,
    "ủy ban": 9,
    "ủy ban nhân dân": 9,
}


def quoted_in_words(
    text: str, query: str, title: str = "Một đầu đề"
) -> list[tuple[str, list[str]]]:
    """`quoted`, of an archive that knows words of several syllables and holds each of them in half of its articles."""
    vocabulary = SmallVocabulary([f"{title}\n{text}"] + [text, ""] * 20, words=WORDS_KNOWN)
    found = snippets(
        article(text, title=title),
        highlighter(rewrite(parse(query), vocabulary).patterns, vocabulary),
    )
    return [(p.field, [p.text[a:b] for a, b in p.marks]) for p in found]


@pytest.mark.parametrize(
    "query",
    ["cửa khẩu thông minh", "cua khau thong minh", "cửa khau thong minh", "THÔNG MINH cửa khẩu"],
)
def test_a_syllable_of_a_longer_word_is_not_marked_by_itself(query: str) -> None:
    text = f"Hàng qua cửa khẩu tăng.{FAR} Ông Minh gặp nhân khẩu mới.{FAR} Có thông báo."
    assert quoted_in_words(text, query, "Thứ trưởng Nguyễn Minh Hằng") == [("body", ["cửa khẩu"])]


def test_a_syllable_is_not_marked_for_what_stands_before_it() -> None:
    text = "Hai tỉnh Lạng Sơn, Quảng Ninh họp với Quảng Tây."
    assert quoted_in_words(text, "lạng sơn quảng tây") == [("body", ["Lạng Sơn", "Quảng Tây"])]


def test_a_syllable_is_marked_where_its_word_stands_nearby() -> None:
    assert quoted_in_words("Xuất, nhập khẩu tăng. Ông Minh ở đó.", "xuất khẩu thông minh") == [
        ("body", ["Xuất", "khẩu"])
    ]


def test_a_syllable_is_marked_where_nothing_else_is_to_be() -> None:
    assert quoted_in_words("Chuyện nhà.", "thông minh", "Ông Minh") == [
        ("title", ["Minh"]),
        ("body", []),
    ]
    assert quoted_in_words("Thông báo của ông Minh.", "thông minh") == [("body", ["Thông", "Minh"])]
    assert quoted_in_words("Ông Minh mở cửa khẩu.", "minh") == [("body", ["Minh"])]


def test_a_word_of_one_syllable_is_marked_beside_longer_ones() -> None:
    assert quoted_in_words(f"Xuất khẩu mới.{FAR} Than đá tăng.", "xuất khẩu than", "Giá than") == [
        ("title", ["than"]),
        ("body", ["Xuất khẩu"]),
        ("body", ["Than"]),
    ]


def test_a_rare_syllable_stands_for_its_word() -> None:
    vocabulary = SmallVocabulary(
        ["Giá xăng.", "Giá dầu. Xăng dầu."] + ["Dầu thô."] * 98, words={"xăng dầu": 9}
    )
    marker = highlighter(rewrite(parse("xăng dầu"), vocabulary).patterns, vocabulary)
    found = snippets(article("Xăng dầu tăng.", title="Giá xăng của Công ty Dầu Tiếng"), marker)
    assert [[p.text[a:b] for a, b in p.marks] for p in found] == [["xăng"], ["Xăng dầu"]]


def test_long_sentences_are_cut_between_words() -> None:
    text = (
        "rất nhiều chữ đi trước " * 40 + "cửa khẩu thông minh " + "rất nhiều chữ theo sau " * 40
    ).strip()
    (passage,) = best_passages(article(text), marker("cửa khẩu thông minh", text))
    assert len(passage.text) <= 1.25 * PASSAGE_LENGTH
    assert text[passage.start - 1] == " "
    assert text[passage.start + len(passage.text)] == " "


@pytest.mark.parametrize(
    "style", ["hoà bình", "hòa bình", "hoa binh", unicodedata.normalize("NFD", "hòa bình")]
)
@pytest.mark.parametrize(
    "text",
    [
        "Nền hòa bình lâu dài.",
        "Nền hoà bình lâu dài.",
        unicodedata.normalize("NFD", "Nền hoà bình lâu dài."),
    ],
)
def test_passages_are_found_in_both_styles_of_tone_placement(style: str, text: str) -> None:
    (passage,) = best_passages(article(text), marker(style, text))
    assert [fold(passage.text[a:b].lower()) for a, b in passage.marks] == ["hoa binh"]


def test_the_whole_article_is_marked_in_its_own_offsets() -> None:
    marks = highlight_all(article(LONG), marker("cửa khẩu", LONG))
    assert [LONG[a:b] for a, b in marks] == ["cửa khẩu"] * 3


@given(st.text(max_size=300), st.text(max_size=30))
def test_any_text_and_query_give_marks_inside_the_passage(text: str, query: str) -> None:
    for passage in snippets(article(text, title=text[:40]), marker(query, text)):
        assert all(0 <= a < b <= len(passage.text) for a, b in passage.marks)
        if passage.field == "body":
            assert passage.text == text[passage.start : passage.start + len(passage.text)]
