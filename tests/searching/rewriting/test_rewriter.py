"""A word becomes the spellings it may stand for; what is added or read otherwise is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.language import (
    Variant,
    encode_telex,
    encode_vni,
    fold,
    is_syllable,
    syllables,
    variant,
)
from indexer.model.article import Article
from indexer.model.query import (
    And,
    DateRange,
    Facet,
    MatchAll,
    MatchNone,
    MinShouldMatch,
    Node,
    Not,
    Or,
    Phrase,
    SynonymQuery,
    WeightedTerm,
)
from indexer.model.request import SearchRequest
from indexer.model.results import Correction, Unit
from indexer.searching.engine import search
from indexer.searching.local.backend import LocalBackend
from indexer.searching.parsing.ast import QueryToken
from indexer.searching.parsing.parser import parse
from indexer.searching.parsing.periods import stretches
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.rewriting.rewritten_query import RewrittenQuery
from indexer.searching.rewriting.spelling.speller import Read, as_typed
from indexer.storage import open_index, rebuild
from tests.support.small_vocabulary import SmallVocabulary

TEXTS = (
    "Thí điểm mô hình cửa khẩu thông minh giữa Lạng Sơn và Quảng Tây. Cửa khẩu Hữu Nghị thông quan.",
    "UBND tỉnh Lạng Sơn làm việc với Guangxi (广西) về đường biên giới. Ủy ban nhân dân tỉnh của ta.",
    "Dương lịch năm 2024, đương nhiên khâu vá của bà; tôi đi học tối. TP.HCM và thành phố Hồ Chí Minh.",
    "Trung ương Đảng, BCH T.Ư Đảng. Quế Lâm (Trung Quốc) là thành phố đẹp. Max this test. Kỹ thuật, kĩ sư.",
    "Hợp tác kinh tế cửa khẩu, hợp tác du lịch của các tỉnh, hợp tác Quảng Tây quý I/2025 tăng, quý 1 năm 2025.",
)
FACETS = {
    "province": {"Lạng Sơn": 3, "Hà Giang": 2, "Bà Rịa - Vũng Tàu": 1},
    "counterpart": {"Quảng Tây": 2, "Vân Nam": 1},
    "source": {"Báo Lạng Sơn": 2},
}
VOCABULARY = SmallVocabulary(TEXTS, FACETS)


def read(text: str, *, literal: bool = False) -> RewrittenQuery:
    return rewrite(parse(text), VOCABULARY, literal=literal)


def words(node: Node) -> list[SynonymQuery]:
    match node:
        case SynonymQuery():
            return [node]
        case Phrase():
            return list(node.words)
        case And() | Or() | MinShouldMatch():
            return [w for child in node.children for w in words(child)]
        case Not():
            return words(node.child)
    return []


def terms(text: str) -> list[list[str]]:
    return [[s.term for s in word.spellings] for word in words(read(text).tree)]


def test_missing_marks_are_free() -> None:
    assert terms("cua") == [["của", "cửa"]]
    assert terms("khau") == [["khẩu", "khâu"]]


def test_typed_marks_must_agree() -> None:
    assert terms("đường") == [["đường"]]
    assert sorted(terms("duong")[0]) == ["dương", "đương", "đường"]
    assert terms("cửa khau") == [["cửa"], ["khẩu"]]


@pytest.mark.parametrize(
    ("typed", "best", "kept"),
    [
        (("hợp", "tác"), ("hợp", "tác"), 2),
        (("hop", "tac"), ("hợp", "tác"), 4),
        (("hợp", "tac"), ("hợp", "tác"), 4),
        (("quan", "lo"), ("quan", "lo"), 4),  # no mark says how much was left out
    ],
)
def test_a_phrase_typed_with_marks_is_no_other_that_agrees_with_them(
    typed: tuple[str, ...], best: tuple[str, ...], kept: int
) -> None:
    reads = [
        Read(
            QueryToken(word, word),
            SynonymQuery((WeightedTerm(own), WeightedTerm(f"{own}x", 0.01))),
            own,
            known=True,
        )
        for word, own in zip(typed, best, strict=True)
    ]
    assert sum(len(read.word.spellings) for read in as_typed(reads)) == kept


def test_neighbours_decide_what_a_bare_word_is() -> None:
    weights = {s.term: s.weight for s in read("cua ba").chains[0][0].spellings}
    assert weights["của"] == 1.0
    assert weights["cửa"] < 0.2
    assert read("cua khau").chains[0][0].spellings == (WeightedTerm("cửa"),)
    assert read("cua ba").chains[0][0].spellings[0].term == "của"


def test_every_way_of_typing_reads_as_the_accented_query() -> None:
    accented = read("hợp tác cửa khẩu Quảng Tây").tree
    for way in (
        unicodedata.normalize("NFD", "hợp tác cửa khẩu Quảng Tây"),
        "HỢP TÁC CỬA KHẨU QUẢNG TÂY",
        "hợp  tác\u00a0cửa khẩu, Quảng\u200b Tây",
    ):
        assert read(way).tree == accented
    assert read("uỷ ban nhân dân").tree == read("ủy ban nhân dân").tree


def test_i_and_y_are_near_equal() -> None:
    best, other = words(read("kỹ thuật").tree)[0].spellings
    assert (best.term, other.term) == ("kỹ", "kĩ")
    assert other.weight < best.weight


@pytest.mark.parametrize("encode", [encode_telex, encode_vni])
def test_keys_without_an_input_method_are_read(encode: Callable[[str], str]) -> None:
    typed = " ".join(encode(word) for word in ["cửa", "khẩu", "hợp", "tác"])
    reading = read(typed)
    assert reading.tree == read("cửa khẩu hợp tác").tree
    assert reading.interpreted == "cửa khẩu hợp tác"
    assert [(c.typed, c.read, c.applied) for c in reading.corrections] == [
        (typed, "cửa khẩu hợp tác", True)
    ]


@pytest.mark.parametrize("typed", ["test", "max", "2024", "this", "Huawei", "G20"])
def test_ordinary_words_are_not_decoded(typed: str) -> None:
    assert read(typed).corrections == ()
    assert terms(typed) == [[typed.lower()]]


def test_words_that_could_be_keys_are_read_both_ways_beside_keys() -> None:
    assert read("cuwar max").chains[0][1].spellings[0].term == "max"
    assert Correction("cuwar", "cửa", "telex", True) in read("cuwar max").corrections


def test_literal_takes_words_as_typed() -> None:
    reading = read("cua khâu cuwar UBND", literal=True)
    assert [[s.term for s in w.spellings] for w in words(reading.tree)] == [
        ["cua"],
        ["khâu"],
        ["cuwar"],
        ["ubnd"],
    ]
    assert reading.corrections == ()


def test_abbreviations_match_their_long_forms_as_phrases() -> None:
    def phrases(text: str) -> set[tuple[str, ...]]:
        return {
            tuple(word.spellings[0].term for word in phrase.words)
            for phrase in _phrases(read(text).tree)
        }

    assert ("ủy", "ban", "nhân", "dân") in phrases("ubnd")
    assert phrases('"UBND tỉnh"') == {("ubnd", "tỉnh"), ("ủy", "ban", "nhân", "dân", "tỉnh")}
    assert phrases('"ủy ban nhân dân tỉnh"') == phrases('"UBND tỉnh"')
    assert ["ubnd"] in terms("uy ban nhan dan tinh")
    assert ("trung", "ương") in phrases("TW Đảng")
    assert ("thành", "phố", "hồ", "chí", "minh") in phrases("tphcm")
    assert Correction("ubnd", "ủy ban nhân dân", "abbreviation", True) in read("ubnd").corrections


def _phrases(node: Node) -> list[Phrase]:
    match node:
        case Phrase():
            return [node]
        case And() | Or() | MinShouldMatch():
            return [p for child in node.children for p in _phrases(child)]
    return []


def test_places_are_found_in_three_scripts_and_it_is_told() -> None:
    for typed in ("Guangxi", "广西", "quang tay"):
        found = terms(typed)
        assert ["guangxi"] in found
        assert ["广西"] in found
        assert any("quảng" in word for word in found)
    assert Correction("Guangxi", "Quảng Tây, 广西", "alias", True) in read("Guangxi").corrections


def test_an_ambiguous_name_counts_only_beside_its_region() -> None:
    tree = read("guilin").tree
    assert isinstance(tree, Or)
    assert any(isinstance(child, And) for child in tree.children)


def test_names_get_their_capitals_back() -> None:
    assert read("hop tac quang tay").interpreted == "hợp tác Quảng Tây"
    assert read("hợp tác quảng tây").interpreted == "hợp tác quảng tây"


@pytest.mark.parametrize(
    "typed",
    [
        "cửa khẩu thông minh lạng sơn",
        "mô hình cửa khẩu thông minh giữa lạng sơn và quảng tây năm 2024",
        "cửa khẩu thông minh là gì?",
    ],
)
def test_every_query_asks_for_all_its_words_and_says_what_comes_near(typed: str) -> None:
    reading = read(typed)
    assert isinstance(reading.tree, And)
    assert reading.near is not None


def test_time_counted_from_today_is_a_period_and_told() -> None:
    reading = read("cửa khẩu năm 2024-2025")
    assert DateRange("2024-01-01", "2025-12-31") in reading.tree.children  # type: ignore[union-attr]
    assert [(c.typed, c.read) for c in reading.corrections if c.kind == "time"] == [
        ("năm 2024-2025", "1/1/2024–31/12/2025")
    ]
    assert not any(
        isinstance(n, DateRange) for n in read("năm 2024-2025", literal=True).tree.children
    )  # type: ignore[union-attr]


def test_a_year_is_what_is_dated_so_or_says_so() -> None:
    tree = read("cửa khẩu năm 2024").tree
    (period,) = [n for n in tree.children if isinstance(n, Or)]  # type: ignore[union-attr]
    assert DateRange("2024-01-01", "2024-12-31") in period.children
    assert any(isinstance(n, Phrase) for n in period.children)


def test_an_order_is_read_and_told_unless_asked_for_literally() -> None:
    reading = rewrite(parse("Lạng Sơn mới nhất"), VOCABULARY)
    assert [unit.text for unit in reading.units] == ["Lạng Sơn"]
    assert ("mới nhất", "time") in [(c.typed, c.kind) for c in reading.corrections]
    assert parse("Lạng Sơn mới nhất", literal=True).order is None


def test_words_that_only_ask_never_decide() -> None:
    reading = read("ở đâu có cửa khẩu thông minh của ai?")
    assert [unit.text for unit in reading.units if not unit.optional] == ["cửa khẩu thông minh"]
    assert [part.label for part in reading.parts] == ["cửa khẩu thông minh"]
    assert isinstance(read("là gì").tree, And)


def test_a_phrase_is_required_beside_few_words() -> None:
    tree = read('"cửa khẩu" mô hình thông minh').tree
    assert isinstance(tree, And)
    assert any(isinstance(child, Phrase) for child in tree.children)


def test_quotes_in_a_pasted_headline_are_punctuation() -> None:
    reading = read('"cửa khẩu" mô hình thông minh giữa lạng sơn và quảng tây năm 2024')
    assert reading.near is not None
    assert any("ngoặc kép" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "typed", ["tỉnh:Lạng Sơn", "tinh:lang-son", 'province:"LANG SON"', "tỉnh:lạng sơn"]
)
def test_field_values_are_found_however_typed(typed: str) -> None:
    reading = read(f"{typed} hợp tác")
    assert isinstance(reading.tree, And)
    assert Facet("province", "Lạng Sơn") in reading.tree.children
    assert len(words(reading.tree)) == 2
    assert reading.interpreted == 'địa phương:"Lạng Sơn" hợp tác'


def test_a_field_value_takes_only_words_that_belong_to_it() -> None:
    reading = read("đối tác:Guangxi tỉnh:ba ria vung tau than")
    assert reading.tree.children[:2] == (
        Facet("counterpart", "Quảng Tây"),
        Facet("province", "Bà Rịa - Vũng Tàu"),
    )  # type: ignore[union-attr]


def test_an_unknown_value_matches_nothing_and_names_the_nearest() -> None:
    reading = read('tỉnh:"Lạng Sớn Tây"')
    assert reading.tree == MatchNone()
    assert reading.warnings == (
        "Không có địa phương «Lạng Sớn Tây» trong kho bài. Gần nhất: Lạng Sơn.",
    )


def test_exclusions_alone_leave_out_of_everything() -> None:
    tree = read("-than").tree
    assert tree == And((MatchAll(), Not(words(tree)[0])))
    assert read("").tree == MatchAll()


def test_excluded_words_are_not_marked() -> None:
    assert read("cửa -khẩu").patterns == read("cửa").patterns
    assert read("cửa -khẩu").chains == read("cửa").chains


def test_a_period_is_words_or_a_date() -> None:
    tree = read("quý I/2025").tree
    assert isinstance(tree, Or)
    assert DateRange("2025-01-01", "2025-03-31") in tree.children
    assert ("quý", "i", "2025") in {
        tuple(w.spellings[0].term for w in p.words) for p in _phrases(tree)
    }


def test_a_prefix_finds_what_begins_so() -> None:
    assert sorted(terms("khâ*")[0]) == ["khâu", "khẩu"]
    assert sorted(terms("khau*")[0]) == ["khâu", "khẩu"]


def test_unknown_words_are_listed() -> None:
    assert read("xyzzy cửa").unknown == ("xyzzy",)


@given(st.text(max_size=80))
def test_every_string_expands(text: str) -> None:
    assert read(text) == read(text)


SYLLABLES = sorted(
    {
        token.text
        for text in TEXTS
        for token in syllables(text)
        if token.text.isalpha() and is_syllable(token.text)
    }
)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6), st.booleans())
def test_every_spelling_agrees_with_what_was_typed_and_the_word_itself_is_among_them(
    chosen: list[str], bare: bool
) -> None:
    typed = [fold(word) if bare else word for word in chosen]
    text = " ".join(typed)
    assume(not stretches(text))  # «nam toi» is a time
    chain = rewrite(parse(text), VOCABULARY, loose=True).chains[0]
    assert len(chain) == len(typed)
    for meant, raw, word in zip(chosen, typed, chain, strict=True):
        assert all(
            variant(raw, spelling.term) <= Variant.MARKS_MISSING for spelling in word.spellings
        )
        assert meant in [spelling.term for spelling in word.spellings]
        assert (
            max(spelling.weight for spelling in word.spellings) == word.spellings[0].weight == 1.0
        )


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("cữa khẩu thông minh", "cửa khẩu thông minh"),
        ("cửa kẩu", "cửa khẩu"),
        ("cửa khẩuu", "cửa khẩu"),
        ("hợp tcá kinh tế", "hợp tác kinh tế"),
        ("thôgn minh", "thông minh"),
    ],
)
def test_a_word_no_article_holds_is_read_as_the_one_meant_and_it_is_told(
    typed: str, read_as: str
) -> None:
    reading = read(typed)
    assert reading.interpreted == read_as
    (correction,) = reading.corrections
    assert (correction.kind, correction.applied) == ("spelling", True)
    assert typed.replace(correction.typed, correction.read) == read_as


@pytest.mark.parametrize(
    "typed", ["không", "cữa hàng rào", "xyzzy", "2O25", '"cữa khẩu"', "cữa* khẩu", "F35"]
)
def test_words_that_nothing_speaks_for_are_not_corrected(typed: str) -> None:
    assert [c for c in read(typed).corrections if c.typed != "cữa"] == []


def test_a_query_that_found_too_little_is_read_with_corrections() -> None:
    texts = [*TEXTS, "Cữa khẩu ở đây.", *["Cửa khẩu Hữu Nghị mở cửa."] * 30]
    vocabulary = SmallVocabulary(texts)
    assert rewrite(parse("cữa khẩu"), vocabulary).corrections == ()
    corrected = rewrite(parse("cữa khẩu"), vocabulary, corrected=True)
    assert corrected.corrections == (Correction("cữa", "cửa", "spelling", True),)
    assert [s.term for s in corrected.chains[0][0].spellings] == ["cửa", "cữa"]
    assert corrected.units == (Unit("cữa khẩu", ("cửa khẩu", "cữa khẩu"), "term"),)
    assert rewrite(parse("cửa khẩu"), vocabulary, corrected=True).corrections == ()


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("cưa khau", "cửa khẩu"),
        ("hơp tac", "hợp tác"),
        ("cưa gỗ", "cưa gỗ"),
        ("Cửa khẩu", "Cửa khẩu"),
        ("hôi nghi", "hôi nghi"),
    ],
)
def test_a_word_with_some_of_its_marks_is_read_with_all_when_its_neighbours_know_no_other(
    typed: str, read_as: str
) -> None:
    texts = [*TEXTS, "Cưa gỗ bằng cưa máy.", "Cuộc hôi nghi lễ.", "Cưa của ta."]
    assert rewrite(parse(typed), SmallVocabulary(texts)).interpreted == read_as


def test_leaving_out_a_word_of_several_syllables_leaves_out_the_whole() -> None:
    vocabulary = SmallVocabulary(TEXTS, FACETS, words={"cửa khẩu": 3})
    tree = rewrite(parse("hợp tác -cửa khẩu"), vocabulary).tree
    assert isinstance(tree, And)
    (without,) = [c for c in tree.children if isinstance(c, Not)]
    assert isinstance(without.child, Phrase)
    assert rewrite(parse("hợp tác -cua khau"), vocabulary).interpreted == 'hợp tác -"cửa khẩu"'
    assert rewrite(parse("hợp tác -cửa hàng"), vocabulary).interpreted == "hợp tác -cửa hàng"
    assert (
        rewrite(parse("-tỉnh:Lạng Sơn than"), vocabulary).interpreted
        == '-địa phương:"Lạng Sơn" than'
    )


def test_words_missing_from_the_archive_are_not_mended_in_long_queries() -> None:
    reading = read("mô hình cửa khẩu thông minh giữa lạng sơn và quảng tây năm nay mấy kiện")
    assert [c for c in reading.corrections if c.kind == "spelling"] == []
    assert set(reading.unknown) >= {"mấy", "kiện"}


def test_quotes_are_let_go_only_when_asked() -> None:
    parsed = parse('"cửa khẩu thông" hợp tác')
    assert isinstance(rewrite(parsed, VOCABULARY).tree, And)
    assert any(isinstance(c, Phrase) for c in rewrite(parsed, VOCABULARY).tree.children)  # type: ignore[union-attr]
    relaxed = rewrite(parsed, VOCABULARY, relaxed=True)
    assert relaxed.interpreted == "cửa khẩu thông hợp tác"
    assert _phrases(relaxed.tree) == []


def test_in_an_accented_query_an_unmarked_word_is_meant_as_it_stands() -> None:
    weights = {
        s.term: s.weight for s in words(read("hợp tác kinh tế của thạng").tree)[-1].spellings
    }
    assert weights == {"thạng": 1.0}
    unmarked = {s.term: s.weight for s in words(read("hợp tác kinh tế của tác").tree)[-1].spellings}
    assert max(unmarked.values()) == 1.0
    other = {s.term: s.weight for s in words(read("hợp tác kinh tế ở các khau").tree)[-1].spellings}
    assert max(other.values()) < 0.5


@pytest.mark.parametrize("typed", ["24/3", "24/03", "ngày 24-3", "ngay 24-3"])
def test_a_day_is_found_however_it_is_written(tmp_path: Path, typed: str) -> None:
    written = (
        "ngày 24/3",
        "ngày 24-3",
        "ngày 24-03",
        "ngày 24 tháng 3",
        "ngày 24 tháng 03",
        "ngày 25/3",
        "ngày 24 và tháng 3",
    )
    with rebuild(tmp_path) as writer:
        for number, text in enumerate(written):
            writer.add(Article(str(number), "", text))
    found = search(LocalBackend(open_index(tmp_path).snapshot()), SearchRequest(typed))
    assert {hit.id for hit in found.hits} == {"0", "1", "2", "3", "4"}
    marked = {
        hit.highlights[0].text[slice(*hit.highlights[0].marks[-1])].removeprefix("ngày ")
        for hit in found.hits
    }
    assert marked == {"24/3", "24-3", "24-03", "24 tháng 3", "24 tháng 03"}


def test_of_alternatives_nothing_has_a_weight_of_its_own() -> None:
    """A word that may begin a longer one, in a query whose parts must stand as they are."""
    texts = [*["Hợp tác tốt. Hợp tác xã bán rau."] * 6, *["Hợp tác xã."] * 6]
    vocabulary = SmallVocabulary(texts, words={"hợp tác": 6, "hợp tác xã": 12})
    assert rewrite(parse("hợp tác lạng sơn"), vocabulary).beginnings
    assert rewrite(parse("hợp tác OR rau"), vocabulary).beginnings == ()
