"""What an article becomes in the cluster: its terms at their positions, and as bytes beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.cluster.local_documents import local_documents
from indexer.cluster.mapping import HOLE, STACK, document
from indexer.cluster.terms import from_doc_values, unpack
from indexer.storage import open_index
from indexer.storage.format.article_codec import decode
from indexer.storage.format.schema import POSITION_GAP
from indexer.storage.writer.analysis import document_terms
from indexer.storage.writer.segment_writer import DocumentTerms


def test_a_local_index_gives_back_what_it_was_made_of(seed_index: Path) -> None:
    """Read from postings, the terms are those that analysis gave; so are they once packed."""
    found = list(local_documents(open_index(seed_index).snapshot()))
    assert len(found) == 5
    for one in found:
        made = document_terms(decode(one.terms.record))
        placed = sorted(zip(made.positions, made.text, strict=True))
        assert sorted(zip(one.terms.positions, one.terms.text, strict=True)) == placed
        assert one.terms.numbers == made.numbers
        assert one.terms.facets == made.facets
        assert one.terms.origin
        back = unpack(one.stored).only({term.encode() for term in made.text})
        assert sorted(zip(back.positions, back.text, strict=True)) == placed
        assert back.title == [
            term for position, term in placed if position < made.numbers["title_length"]
        ]


def test_terms_that_an_article_lacks_are_not_in_it(seed_index: Path) -> None:
    stored = unpack(next(local_documents(open_index(seed_index).snapshot())).stored)
    assert stored.only([b"khong-co", b"kh"]).text == []


def lay(*placed: tuple[int, str], title: int = 0) -> list[str]:
    positions, text = [at for at, _ in placed], [term for _, term in placed]
    article = DocumentTerms("x", text, positions, numbers={"title_length": title})
    return document(article, 1, b"", "")["body"]  # type: ignore[no-any-return]


def test_terms_are_laid_out_by_position() -> None:
    assert lay((0, "a"), (1, "b")) == ["a b"]
    assert lay((5, "a"), (5, "b"), (6, "c")) == [f"a{STACK}b c"]
    assert lay((0, "a"), (3, "b")) == [f"a {HOLE} {HOLE} b"]
    assert lay((0, "a"), (POSITION_GAP + 1, "b")) == ["a", "b"]
    assert lay((0, "a"), (POSITION_GAP + 2, "b")) == ["a", f"{HOLE} b"]
    assert lay() == []


@pytest.mark.parametrize("text", ["-_8", "+/8=", "-_8="])
def test_base64_is_read_however_it_is_written(text: str) -> None:
    assert from_doc_values(text) == b"\xfb\xff"
