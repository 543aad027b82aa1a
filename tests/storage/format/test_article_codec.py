"""An article written and read again is the same article, whatever is in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import (
    UNKNOWN_DATE,
    Article,
    Basis,
    Correction,
    Counterpart,
    DateSpan,
    Evidence,
    OfficialDocument,
    Part,
    PartKind,
    Precision,
    Province,
    Role,
)
from indexer.reading import IngestReport, extract, records
from indexer.storage.format.article_codec import decode, encode

SEEDS = Path(__file__).parents[3] / "seeds"

short = st.text(max_size=6)
texts = st.lists(
    st.sampled_from(["cửa khẩu", "\n", "\n\n", " ", "\r\n", "广西 🙂", "\u200b"]) | short,
    max_size=12,
).map("".join)
evidence = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 9), st.sampled_from(["day/month", "năm"])).map(
        lambda e: Evidence(e[0], e[0] + e[1], e[2])
    ),
    max_size=3,
).map(tuple)
days = st.sampled_from(["", "--03-24", "2025-03-24", "2025-12-31"])
spans = st.just(UNKNOWN_DATE) | st.builds(
    DateSpan,
    days,
    days,
    st.sampled_from(get_args(Precision)),
    st.sampled_from(get_args(Basis)),
    evidence,
)
roles = st.sampled_from(get_args(Role))
documents = st.none() | st.builds(
    OfficialDocument, short, short, short, st.lists(short, max_size=2).map(tuple), short
)
names = st.sampled_from(["Hà Giang", "Tuyên Quang", ""])


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    line_ends = [place for place, letter in enumerate(text) if letter == "\n"]
    cuts = sorted(
        draw(st.lists(st.integers(0, len(text)) | st.sampled_from(line_ends or [0]), max_size=8))
    )
    return Article(
        draw(short),
        draw(short),
        text,
        draw(short),
        draw(short),
        draw(short),
        draw(st.booleans()),
        *(draw(spans) for _ in range(3)),
        dates=tuple(draw(st.lists(spans, max_size=3))),
        provinces=tuple(
            draw(st.lists(st.builds(Province, names, names, roles, evidence), max_size=2))
        ),
        counterparts=tuple(
            draw(
                st.lists(
                    st.builds(Counterpart, names, st.none() | names, roles, evidence), max_size=2
                )
            )
        ),
        parts=tuple(
            Part(draw(st.sampled_from(get_args(PartKind))), start, end)
            for start, end in pairwise(cuts)
        ),
        document=draw(documents),
    )


@given(articles())
def test_any_article_is_read_as_it_was_written(article: Article) -> None:
    assert decode(encode(article)) == article


@given(articles(), documents)
def test_a_corrected_article_keeps_what_was_read_before(
    article: Article, before: OfficialDocument | None
) -> None:
    corrected = replace(
        article,
        corrected=(Correction("title", "mới"),),
        found=replace(article, title="cũ", document=before),
    )
    assert decode(encode(corrected)) == corrected


def test_the_seeds_are_read_as_they_were_written() -> None:
    found = [extract(record) for record in records([SEEDS], IngestReport())]
    assert found
    assert [decode(encode(article)) for article in found] == found


def test_what_is_known_of_an_ordinary_article_takes_little_room() -> None:
    """Names, offsets and rules written out took twice as much."""
    for record in records([SEEDS], IngestReport()):
        article = extract(record)
        known = (
            len(article.parts)
            + len(article.dates)
            + len(article.provinces)
            + len(article.counterparts)
        )
        assert len(encode(article)) - len(article.text.encode()) < 400 + 50 * known
