"""Related articles share telling phrases and places; the query is explained line by line."""

from __future__ import annotations

from indexer.model.article import Article, Counterpart, Province
from indexer.model.query import And, MinShouldMatch, Or, Phrase, SynonymQuery
from indexer.searching.explain import WIDTH, explain, folded, score
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from indexer.searching.suggest.related import key_phrases, related_queries
from tests.support.small_vocabulary import SmallVocabulary

TEXTS = ["Cửa khẩu thông minh Hữu Nghị ở Lạng Sơn thông quan."] * 4 + [
    "Giá vàng hôm nay ở Hà Nội tăng."
] * 30
VOCABULARY = SmallVocabulary(TEXTS)


def phrases(article: Article) -> set[str]:
    (tree,) = related_queries(article, VOCABULARY)
    assert isinstance(tree, MinShouldMatch)
    return {
        " ".join(w.spellings[0].term for w in child.words)
        for child in tree.children
        if isinstance(child, Phrase)
    }


def test_an_article_is_about_its_telling_phrases_and_places() -> None:
    article = Article(
        "a", "Cửa khẩu thông minh", TEXTS[0], provinces=(Province("Lạng Sơn", "Lạng Sơn", "main"),)
    )
    assert {"cửa khẩu", "thông minh", "lạng sơn"} <= phrases(article)
    assert key_phrases(article, VOCABULARY)[0][0] in {
        ("cửa", "khẩu"),
        ("thông", "minh"),
        ("khẩu", "thông"),
    }


def test_common_phrases_tell_nothing() -> None:
    assert "giá vàng" not in phrases(Article("b", "Giá vàng và cửa khẩu thông minh", TEXTS[4]))


def test_an_article_that_says_nothing_has_no_relatives() -> None:
    assert related_queries(Article("c", "", "Xin chào."), VOCABULARY) == ()
    unknown = Article("d", "", "", counterparts=(Counterpart("Quảng Tây"),))
    assert related_queries(unknown, VOCABULARY) == ()


def test_names_in_foreign_letters_of_the_title_are_asked_for_first() -> None:
    texts = ["Bão Bertram đổ bộ vào Guangxi, bertram."] * 3 + TEXTS
    vocabulary = SmallVocabulary(texts)
    article = Article("e", "Bão Bertram và Guangxi; Xyzzy", "Cửa khẩu thông minh. Nishimura.")
    first, then = related_queries(article, vocabulary)
    assert isinstance(then, MinShouldMatch)
    assert isinstance(first, And)
    names, alike = first.children
    assert isinstance(names, Or)
    assert [_word(node) for node in names.children] == ["bertram", "guangxi"]
    assert isinstance(alike, MinShouldMatch)
    assert alike.children == then.children
    assert alike.minimum < then.minimum


def _word(node: object) -> str:
    assert isinstance(node, SynonymQuery)
    return node.spellings[0].term


def test_explaining_shows_spellings_weights_and_what_was_said() -> None:
    lines = explain(rewrite(parse('cua khau -vàng tỉnh:"X" foo:bar'), VOCABULARY), VOCABULARY)
    assert lines[1].startswith("read as: cửa khẩu -vàng")
    assert "warning: There is no field “foo:”; it was searched for as a word." in lines
    assert any(line.strip() == "cửa 1.00 (4)" for line in lines)
    assert any(line.strip() == "without:" for line in lines)
    assert "    no article" in lines


def test_every_query_can_be_explained() -> None:
    for query in (
        "",
        "*",
        '"cửa khẩu"~2 OR thông*',
        "quý I/2025",
        "tiêu đề:cửa khẩu",
        "giá vàng hôm nay ở Hà Nội tăng bao nhiêu so với hôm qua?",
    ):
        lines = explain(rewrite(parse(query), VOCABULARY), VOCABULARY)
        assert lines[0] == f"query: {query}".rstrip()
        assert max(map(len, lines)) <= WIDTH


def test_unlikely_spellings_are_counted_not_listed() -> None:
    vocabulary = SmallVocabulary(["cửa khẩu"] * 300 + ["của"] * 2 + ["cứa", "cưa", "cừa"])
    lines = explain(rewrite(parse("cua"), vocabulary), vocabulary)
    assert "  cửa 1.00 (300), 4 more" in lines


def test_long_lines_are_folded_between_words() -> None:
    assert folded("    " + "cửa " * 30) == [
        "    " + "cửa " * 18 + "cửa",
        "        " + "cửa " * 10 + "cửa",
    ]
    assert folded("x" * 100) == ["x" * 100]


def test_a_score_is_the_sum_of_its_parts() -> None:
    assert score("a1", {"words": 1.5, "lead": 0.25, "phrase in title": 0.0}) == (
        "score 1.750: a1",
        "  = words 1.500 + lead 0.250",
    )
    assert score("a1", {"words": 0.0}) == ("score 0: a1",)
