"""Numerals, grouped digits and short forms written apart find each other, and no other words."""

from __future__ import annotations

import pytest

from indexer.model.article import Article
from indexer.model.request import SearchRequest
from indexer.searching.engine import search
from indexer.searching.local.backend import LocalBackend
from indexer.searching.parsing.parser import parse
from indexer.searching.rewriting.rewriter import rewrite
from indexer.storage import open_index, rebuild
from tests.support.small_vocabulary import SmallVocabulary

TEXTS = {
    "roman": "Khánh thành cầu Bắc Luân II.",
    "digit": "Xe qua cầu Bắc Luân 2.",
    "first": "Cầu Bắc Luân có hai nhịp.",
    "congress": "Văn kiện Đại hội XIV của Đảng.",
    "ordinal": "Văn kiện Đại hội đại biểu toàn quốc lần thứ 14.",
    "fourteen": "Đại hội bầu ra 14 ủy viên.",
    "term": "Quốc hội khóa VI họp.",
    "term in digits": "Quốc hội khóa 6 họp.",
    "offence": "Quốc hội bàn về khóa học, xử lý vi phạm.",
    "points": "Kim ngạch đạt 86.000 tỷ đồng.",
    "plain": "Kim ngạch đạt 86000 tỷ đồng.",
    "year": "Năm 2025, thu 2.025 đồng.",
    "certificate": "Cấp C/O mẫu E.",
    "in full": "Cấp giấy chứng nhận xuất xứ.",
    "at": "Điểm C ở bên sông.",
    "behaviour": "Ban hành vi bằng; ban hành 6 văn bản.",
}


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> LocalBackend:
    path = tmp_path_factory.mktemp("archive")
    with rebuild(path) as writer:
        for id_, text in TEXTS.items():
            writer.add(Article(id_, "Tin", text))
        for at in range(30):
            writer.add(Article(f"other{at}", "Tin", "Mưa to, nước ở sông lên."))
    return LocalBackend(open_index(path).snapshot())


def full(backend: LocalBackend, q: str, **others: bool) -> set[str]:
    """What matches in full."""
    hits = search(backend, SearchRequest(q, near=False, **others)).hits  # type: ignore[arg-type]
    return {hit.id for hit in hits}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Bắc Luân 2", {"roman", "digit"}),
        ("Bắc Luân II", {"roman", "digit"}),
        ("bac luan ii", {"roman", "digit"}),
        ("đại hội XIV", {"congress", "ordinal"}),
        ("khóa VI", {"term", "term in digits"}),
        ("86000 tỷ", {"points", "plain"}),
        ("86.000 tỷ", {"points", "plain"}),
        ('"86000 tỷ"', {"points", "plain"}),
        ("C/O", {"certificate", "in full"}),
        ("c/o", {"certificate", "in full"}),
        ("giấy chứng nhận xuất xứ", {"certificate", "in full"}),
        ("2.025", {"year"}),
    ],
)
def test_all_writings_find_one_another(backend: LocalBackend, typed: str, found: set[str]) -> None:
    assert full(backend, typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vi phạm", {"offence"}),
        ("ban hành 6", {"behaviour"}),
        ("khóa vi", {"term"}),
        ("Bắc Luân", {"roman", "digit", "first"}),
    ],
)
def test_a_word_that_looks_like_a_numeral_is_a_word(
    backend: LocalBackend, typed: str, found: set[str]
) -> None:
    assert full(backend, typed) == found


def test_literally_a_number_is_what_was_typed(backend: LocalBackend) -> None:
    assert full(backend, "86000 tỷ", literal=True) == {"plain"}
    assert full(backend, "Bắc Luân 2", literal=True) == {"digit"}


def test_the_other_writing_is_told(backend: LocalBackend) -> None:
    query = search(backend, SearchRequest("Bắc Luân 2")).query
    assert [(c.typed, c.read) for c in query.corrections] == [("2", "II")]


def test_a_word_of_the_lists_of_synonyms_is_no_slip() -> None:
    vocabulary = SmallVocabulary(["Doctors without borders.", "Cửa khẩu ở biên giới."] * 20)
    read = rewrite(parse("border gate"), vocabulary)
    assert [(c.typed, c.read) for c in read.corrections] == [("border gate", "cửa khẩu")]
    assert rewrite(parse("bordes"), vocabulary).corrections[0].read == "borders"
