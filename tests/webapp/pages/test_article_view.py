"""The article's page shows the whole text, cut where marks and evidence begin and end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.model.article import Article, Counterpart, Evidence, Part, Province
from webapp.pages.article_view import (
    Block,
    Note,
    Piece,
    article_blocks,
    evidence_spans,
    note,
    passages,
    pieces,
)

TEXT = "Hội nghị ở Hà Giang\nNgày 27/3, tỉnh Hà Giang chủ trì.\n\nTin mới nhất\nBoeing"


@st.composite
def spans(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return list(zip(edges[::2], edges[1::2], strict=False))


@given(
    st.text("ab \n", max_size=40).flatmap(
        lambda text: st.tuples(st.just(text), spans(len(text)), spans(len(text)))
    )
)
def test_pieces_put_together_are_the_text(
    drawn: tuple[str, list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    text, marks, evidence = drawn
    cut = list(pieces(text, 0, len(text), marks, evidence))
    assert "".join(piece.text for piece in cut) == text
    for number, (a, b) in enumerate(marks, 1):
        assert "".join(piece.text for piece in cut if piece.mark == number) == text[a:b]
        assert sum(piece.opens_mark for piece in cut if piece.mark == number) == 1
    for number, (a, b) in enumerate(evidence, 1):
        assert "".join(piece.text for piece in cut if piece.evidence == number) == text[a:b]


def test_a_mark_across_evidence_is_cut_and_keeps_its_number() -> None:
    assert list(pieces("tỉnh Hà Giang", 0, 13, [(0, 7)], [(5, 13)])) == [
        Piece("tỉnh ", 1, 0, True, False),
        Piece("Hà", 1, 1, False, True),
        Piece(" Giang", 0, 1, False, False),
    ]


def test_parts_become_blocks_and_what_lies_between_is_body() -> None:
    article = Article(
        "x",
        "Hội nghị ở Hà Giang",
        TEXT,
        parts=(Part("title", 0, 19), Part("boilerplate", 55, len(TEXT))),
    )
    assert article_blocks(article, [], []) == [
        Block("title", ((Piece("Hội nghị ở Hà Giang"),),)),
        Block("body", ((Piece("Ngày 27/3, tỉnh Hà Giang chủ trì."),),)),
        Block("boilerplate", ((Piece("Tin mới nhất"),), (Piece("Boeing"),))),
    ]


@given(st.text("ab. \n\t", max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_no_word_of_the_text_is_lost(text: str, cuts: list[int]) -> None:
    edges = sorted({min(c, len(text)) for c in cuts})
    parts = tuple(Part("caption", a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))
    shown = " ".join(
        piece.text
        for block in article_blocks(Article("x", "", text, parts=parts), [], [])
        for p in block.paragraphs
        for piece in p
    )
    assert "".join(shown.split()) == "".join(text.split())


def test_evidence_within_evidence_counts_once() -> None:
    article = Article(
        "x",
        "",
        TEXT,
        provinces=(
            Province(
                "Hà Giang",
                "Tuyên Quang",
                evidence=(Evidence(11, 19, "name"), Evidence(36, 44, "name")),
            ),
        ),
        counterparts=(
            Counterpart(
                "Văn Sơn",
                "Vân Nam",
                evidence=(Evidence(14, 19, "name"), Evidence(900, 910, "beyond")),
            ),
        ),
    )
    assert evidence_spans(article) == [(11, 19), (36, 44)]


def test_a_note_is_the_sentence_with_the_words_set_apart() -> None:
    proof = Evidence(36, 44, "name")
    assert TEXT[36:44] == "Hà Giang"
    assert note(TEXT, proof, [(11, 19), (36, 44)]) == Note(
        2, "Ngày 27/3, tỉnh ", "Hà Giang", " chủ trì."
    )


def test_a_long_sentence_is_cut_on_both_sides() -> None:
    text = "từ " * 200 + "Lạng Sơn" + " từ" * 200
    made = note(text, Evidence(600, 608, "name"), [(600, 608)])
    assert (made.exact, made.before[:2], made.after[-2:]) == ("Lạng Sơn", "… ", " …")
    assert len(made.before) + len(made.after) < 260


def test_sentences_with_marks_are_told_once_each_in_order() -> None:
    text = "Một hai. Ba bốn ba.\nNăm ba! Sáu ba? Hết"
    marks = [(i, i + 2) for i in range(len(text)) if text[i : i + 2].lower() == "ba"]
    told = passages(text, marks, 3)
    assert [(one.mark, one.note.before + one.note.exact + one.note.after) for one in told] == [
        (1, "Ba bốn ba."),
        (3, "Năm ba!"),
        (4, "Sáu ba?"),
    ]
    assert passages(text, marks, 1) == told[:1]
    assert passages(text, [], 3) == []
