"""A segment built from batches is the segment built article by article, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.language import canonical
from indexer.language.segmentation import segmenter as segmentation_module
from indexer.language.segmentation.words import compounds_many
from indexer.model.article import Article, Part, PartKind
from indexer.reading import IngestReport, extract, records
from indexer.storage.writer.analysis import document_terms, stretches
from indexer.storage.writer.batch_writer import BatchBuilder
from indexer.storage.writer.segment_writer import SegmentBuilder

SEEDS = Path(__file__).parents[2] / "seeds"


def words_of(article: Article) -> list[str]:
    texts = [article.title, *(text for kind, text in stretches(article) if kind != "related")]
    return [
        word for words in compounds_many([canonical(text).text for text in texts]) for word in words
    ]


def files(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in sorted(path.parent.glob(path.name + ".*"))]


def assert_same(articles: list[Article], folder: Path, batch: int) -> None:
    plain, batched = SegmentBuilder(), BatchBuilder()
    for number, article in enumerate(articles):
        plain.add(document_terms(article, words_of(article), f"a\t{number}"))
    numbers = iter(range(len(articles)))
    rest = iter(articles)
    while lot := list(islice(rest, batch)):
        batched.add_batch(lot, [f"a\t{next(numbers)}" for _ in lot])
    plain.write(folder / "plain")
    batched.write(folder / "batched")
    assert len(files(folder / "plain")) == 2
    assert files(folder / "batched") == files(folder / "plain")


@pytest.fixture(scope="module")
def seeds() -> list[Article]:
    return [extract(record) for record in records([SEEDS], IngestReport())]


@pytest.mark.parametrize("batch", [1, 2, 64])
def test_seeds_make_the_same_segment(batch: int, seeds: list[Article], tmp_path: Path) -> None:
    assert_same(seeds * 3, tmp_path, batch)


def test_a_vocabulary_begun_afresh_in_between_makes_no_difference(
    seeds: list[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segmentation_module, "VOCABULARY_LIMIT", 10_000)
    assert_same(seeds, tmp_path, 2)


def test_no_articles_make_the_same_segment(tmp_path: Path) -> None:
    assert_same([], tmp_path, 1)


kinds: st.SearchStrategy[PartKind] = st.sampled_from(
    ["title", "lead", "body", "caption", "byline", "source", "related", "boilerplate"]
)
texts = st.lists(
    st.sampled_from(
        [
            "cửa",
            "khẩu",
            "thông",
            "minh",
            "TP.HCM",
            "3/2025",
            "Việt",
            "Nam",
            "\n",
            "\n",
            ".",
            "广西",
            "\ufdd0",
            "á",
        ]
    ),
    max_size=20,
).map(" ".join)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    parts = tuple(Part(draw(kinds), start, end) for start, end in pairwise(cuts) if start < end)
    return Article(draw(st.sampled_from("abc")), draw(texts), text, parts=parts)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(articles(), max_size=5), st.integers(1, 3))
def test_any_articles_make_the_same_segment(
    tmp_path: Path, found: list[Article], batch: int
) -> None:
    assert_same(
        [replace(article, id=f"{number}") for number, article in enumerate(found)], tmp_path, batch
    )
