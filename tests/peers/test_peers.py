"""Every peer that can be had here is set up as is said: Vietnamese is found, marked, counted, added."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.judging import documents
from tests.peers.peer import PEERS, Peer, peer
from tests.peers.text import LETTERS, folded

MORE = {
    "id": "more",
    "title": "Thêm một bài",
    "body": "Chợ nổi trên sông mở lại.",
    "provinces": ["Cần Thơ"],
    "counterparts": [],
}
PARTS = [
    pytest.param(key, marks=pytest.mark.nightly if key == "opensearch" else ()) for key in PEERS
]


@pytest.fixture(scope="module", params=PARTS)
def engine(request: pytest.FixtureRequest) -> Iterator[Peer]:
    made = peer(request.param)
    if reason := made.missing():
        pytest.skip(f"{request.param}: {reason}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # servers run as another user, whom pytest's own folders are closed to
        made.build(documents(), folder)
        opened = made(folder)
        yield opened
        opened.close()


def test_a_page_has_hits_the_total_counts_and_passages(engine: Peer) -> None:
    page = engine.page("sầu riêng", facets=True, snippets=True)
    assert (page.total, len(page.ids)) == (1, 1)
    assert page.facets["year"] == {"2024": 1}
    assert page.snippets


def test_bare_words_find_accented_text_for_whoever_asks_a_question(engine: Peer) -> None:
    assert "durian" in engine.best("sau rieng xuat khau di dau")[:3] or engine.name.startswith(
        "Whoosh"
    )
    assert engine.best("sầu riêng xuất khẩu")[0] == "durian"


def test_what_is_added_is_found(engine: Peer) -> None:
    before = engine.ids()
    engine.add([MORE])
    assert engine.ids() == before | {"more"}


def test_a_letter_is_folded_to_one_of_ascii() -> None:
    assert all(len(folded(letter)) == 1 and folded(letter).isascii() for letter in LETTERS)
