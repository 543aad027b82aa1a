"""Short forms and long forms find each other, however they are written."""

from __future__ import annotations

import pytest

from indexer.language import (
    abbreviations,
    abbreviations_within,
    expansions,
    fold,
    is_syllable,
    long_forms_within,
    short_forms,
    syllables,
)
from indexer.language.lexicon.phrases import words_of


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("UBND", "ủy ban nhân dân"),
        ("ubnd", "ủy ban nhân dân"),
        ("HĐND", "hội đồng nhân dân"),
        ("hdnd", "hội đồng nhân dân"),
        ("TTXVN", "thông tấn xã việt nam"),
        ("T.Ư", "trung ương"),
        ("TƯ", "trung ương"),
        ("tw", "trung ương"),
        ("KT-XH", "kinh tế xã hội"),
        ("ktxh", "kinh tế xã hội"),
        ("kt xh", "kinh tế xã hội"),
        ("XNK", "xuất nhập khẩu"),
        ("TP.HCM", "thành phố hồ chí minh"),
        ("tp hcm", "thành phố hồ chí minh"),
        ("Tp.HCM", "thành phố hồ chí minh"),
        ("GPMB", "giải phóng mặt bằng"),
        ("ANQP", "an ninh quốc phòng"),
        ("BCH T.Ư", "ban chấp hành trung ương"),
        ("BĐBP", "bộ đội biên phòng"),
        ("LĐ-TB&XH", "bộ lao động thương binh và xã hội"),
        ("CHXHCN", "cộng hòa xã hội chủ nghĩa"),
    ],
)
def test_a_short_form_says_what_it_stands_for(short: str, long: str) -> None:
    assert long in [expansion.text for expansion in expansions(short)]


@pytest.mark.parametrize(
    ("phrase", "term"),
    [
        ("ủy ban nhân dân", "ubnd"),
        ("uỷ ban nhân dân", "ubnd"),
        ("uy ban nhan dan", "ubnd"),
        ("Trung ương", "tw"),
        ("trung ương", "t.ư"),
    ],
)
def test_a_long_form_says_how_it_is_shortened(phrase: str, term: str) -> None:
    assert (term,) in short_forms(words_of(phrase))


def test_typed_marks_must_agree() -> None:
    assert short_forms(["ủy", "bán", "nhân", "dân"]) == ()
    assert expansions("hdnd") == expansions("hđnd")
    assert expansions("cửa") == expansions("tư") == expansions("") == ()


def test_a_word_of_its_own_is_never_offered_as_a_short_form() -> None:
    assert [expansion.ambiguous for expansion in expansions("CA")] == [True]
    for entry in abbreviations():
        for expansion in entry.expansions:
            assert not any(
                len(way) == 1 and is_syllable(way[0]) for way in short_forms(expansion.words)
            )


def test_several_readings_are_marked_as_ambiguous() -> None:
    assert [(expansion.text, expansion.ambiguous) for expansion in expansions("BCH")] == [
        ("ban chấp hành", True),
        ("bộ chỉ huy", True),
        ("ban chỉ huy", True),
    ]
    assert not any(expansion.ambiguous for expansion in expansions("UBND"))


def test_the_table_is_large_and_each_entry_finds_itself() -> None:
    table = abbreviations()
    assert len(table) >= 300
    assert len({entry.short for entry in table}) == len(table)
    for entry in table:
        assert entry.expansions
        for writing in (entry.short, entry.short.lower(), fold(entry.short), *entry.also):
            assert set(entry.expansions) <= set(expansions(writing)), writing
        for expansion in entry.expansions:
            assert expansion.words == words_of(expansion.text)
            assert all(token.kind == "word" for token in syllables(expansion.text))


def test_they_are_found_among_other_words() -> None:
    words = words_of("chủ tịch ủy ban nhân dân tỉnh, BCH TW Đảng, khu kinh tế cửa khẩu")
    long = [
        (" ".join(words[start:end]), entries[0].short)
        for start, end, entries in long_forms_within(words)
    ]
    assert ("ủy ban nhân dân", "UBND") in long
    assert ("khu kinh tế cửa khẩu", "KKTCK") in long
    short = [" ".join(words[start:end]) for start, end, _ in abbreviations_within(words)]
    assert {"bch", "tw"} <= set(short)
