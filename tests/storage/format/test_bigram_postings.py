"""Pairs of words beside their documents: told exactly, or not at all."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from indexer.language import fold
from indexer.storage.format import bigram_postings
from indexer.storage.format.bigram_postings import (
    BigramReader,
    body_counts,
    is_cut,
    title_counts,
)
from indexer.storage.format.schema import key_of
from indexer.storage.reader.segment_reader import SegmentReader
from indexer.storage.writer.merge import merge_segments
from indexer.storage.writer.segment_writer import DocumentTerms, SegmentBuilder

WORDS = ("cửa", "khẩu", "thông", "quan", "hcm", "tp")
GAP = 64
Places = list[tuple[int, str]]


@pytest.fixture(autouse=True)
def every_pair_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigram_postings, "MIN_DOCS", 1)
    monkeypatch.setattr(bigram_postings, "MIN_DF", 1)
    monkeypatch.setattr(bigram_postings, "MIN_JOINED", 0)
    monkeypatch.setattr(bigram_postings, "JOINT_RATE", 0.0)
    monkeypatch.setattr(bigram_postings, "PIECE", 10)  # a document or two at a time


def document(number: int, title: Places, body: Places) -> DocumentTerms:
    length = max((at for at, _ in title), default=-1) + 1
    body = [(at + length + GAP, word) for at, word in body]
    return DocumentTerms(
        f"d{number}",
        [word for _, word in (*title, *body)],
        [at for at, _ in (*title, *body)],
        [word for _, word in title],
        numbers={"title_length": length},
        record=b"{}",
    )


def at_random(seed: int) -> list[DocumentTerms]:
    """Documents of few words; now and then two tokens share a position."""
    rolled = random.Random(seed)

    def text(longest: int) -> Places:
        places = sorted(rolled.randrange(longest) for _ in range(rolled.randrange(longest + 1)))
        tokens = {(at, rolled.choice(WORDS)) for at in places}
        return sorted(tokens, key=lambda token: token[0])

    return [document(number, text(5), text(rolled.choice((6, 300)))) for number in range(30)]


def told(file: SegmentReader, first: str, second: str) -> dict[int, tuple[int, int]]:
    """Document → times in its body and in its title, as stored."""
    text = file.field("text")
    ordinals = [text.find(key_of(word, fold(word))) for word in (first, second)]
    found = BigramReader(file.columns).find(*ordinals)
    assert found is not None
    docs, counts = found
    assert not is_cut(counts[body_counts(counts) < 63]).any() or (title_counts(counts) == 3).any()
    return dict(
        zip(
            docs.tolist(),
            zip(body_counts(counts).tolist(), title_counts(counts).tolist(), strict=True),
            strict=True,
        )
    )


def truth(documents: list[DocumentTerms], first: str, second: str) -> dict[int, tuple[int, int]]:
    found = {}
    for number, document in enumerate(documents):
        stands = set(zip(document.positions, document.text, strict=True))
        starts = [at for at, word in stands if word == first and (at + 1, second) in stands]
        in_title = sum(at < document.numbers["title_length"] for at in starts)
        if starts:
            found[number] = (min(len(starts) - in_title, 63), min(in_title, 3))
    return found


def written(stem: Path, documents: list[DocumentTerms]) -> SegmentReader:
    builder = SegmentBuilder()
    for one in documents:
        builder.add(one)
    builder.write(stem)
    return SegmentReader(stem)


@pytest.mark.parametrize("seed", range(8))
def test_every_pair_stands_where_it_stands(tmp_path: Path, seed: int) -> None:
    documents = at_random(seed)
    file = written(tmp_path / "MAIN_a", documents)
    for first in WORDS:
        for second in WORDS:
            known = truth(documents, first, second)
            if known:
                assert told(file, first, second) == known, (first, second)


@pytest.mark.parametrize("seed", range(4))
def test_merging_tells_the_pairs_of_what_is_left(tmp_path: Path, seed: int) -> None:
    documents = at_random(seed)
    one, two = documents[:11], documents[11:]
    gone = set(random.Random(seed).sample(range(len(one)), 4))
    parts = [
        (written(tmp_path / "MAIN_a", one), gone),
        (written(tmp_path / "MAIN_b", two), set()),
    ]
    merge_segments(parts, tmp_path / "MAIN_c")
    left = [doc for at, doc in enumerate(one) if at not in gone] + two
    file = SegmentReader(tmp_path / "MAIN_c")
    for first in WORDS:
        for second in WORDS:
            known = truth(left, first, second)
            if known:
                assert told(file, first, second) == known, (first, second)


def test_counts_that_do_not_fit_say_so(tmp_path: Path) -> None:
    often = [(at, WORDS[at % 2]) for at in range(140)]
    documents = [document(0, often[:8], often), document(1, often[:2], often[:2])]
    file = written(tmp_path / "MAIN_a", documents)
    text = file.field("text")
    ordinals = [text.find(key_of(word, fold(word))) for word in WORDS[:2]]
    found = BigramReader(file.columns).find(*ordinals)
    assert found is not None
    assert found[0].tolist() == [0, 1]
    assert is_cut(found[1]).tolist() == [True, False]


def test_a_small_segment_and_words_apart_have_no_pairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [document(0, [(0, "cửa"), (2, "khẩu")], [])]
    file = written(tmp_path / "MAIN_a", documents)
    assert BigramReader(file.columns).find(0, 1) is None
    monkeypatch.setattr(bigram_postings, "MIN_DOCS", 2)
    documents = [document(0, [(0, "cửa"), (1, "khẩu")], [])]
    file = written(tmp_path / "MAIN_b", documents)
    assert "bigrams/docs" not in file.columns.names()
    assert BigramReader(file.columns).find(0, 1) is None


def test_only_words_that_belong_together_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigram_postings, "JOINT_RATE", 0.5)
    monkeypatch.setattr(bigram_postings, "NPMI", 2.0)
    body = [(0, "cửa"), (1, "khẩu"), (2, "thông"), (3, "quan")]
    documents = [document(number, [], body) for number in range(10)]
    for one in documents[:6]:
        one.words = ["cửa_khẩu"]
    file = written(tmp_path / "MAIN_a", documents)
    text = file.field("text")
    cua, khau, thong, _ = (text.find(key_of(word, fold(word))) for word in WORDS[:4])
    reader = BigramReader(file.columns)
    found = reader.find(cua, khau)
    assert found is not None
    np.testing.assert_array_equal(found[0], range(10))
    assert reader.find(khau, thong) is None
