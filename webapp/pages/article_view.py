"""An article as the page shows it: the published text cut into parts, paragraphs and pieces, and
its facts with their sentences.

Pure: offsets in, strings out; the templates escape and mark.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model.article import Article, Evidence, PartKind

__all__ = [
    "Block",
    "Found",
    "Note",
    "Piece",
    "article_blocks",
    "evidence_spans",
    "note",
    "passages",
    "pieces",
    "sentence_around",
]

Span = tuple[int, int]
QUOTE = 240  # code points of a sentence shown as evidence
_STOPS = ("\n", ". ", "! ", "? ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, its mark's number (0: none) and the evidence it gives (0: none); `opens`
    carries the anchors.
    """

    text: str
    mark: int = 0
    evidence: int = 0
    opens_mark: bool = False
    opens_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Neighbouring paragraphs of one kind."""

    kind: PartKind
    paragraphs: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """The sentence that gave a fact, cut in three at the words themselves; `number` is its
    evidence anchor.
    """

    number: int
    before: str
    exact: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence in which words of the search stand, and the number of its first mark."""

    mark: int
    note: Note


def passages(text: str, marks: Sequence[Span], most: int) -> list[Found]:
    """The first `most` sentences that hold marks, in the order of the text."""
    found: list[Found] = []
    told = 0  # where the last sentence ended
    for number, (start, end) in enumerate(marks, 1):
        if start < told:
            continue
        if len(found) == most:
            break
        found.append(Found(number, note(text, Evidence(start, end, ""), ())))
        told = _sentence_end(text, end)
    return found


def article_blocks(
    article: Article, marks: Sequence[Span], evidence: Sequence[Span]
) -> list[Block]:
    """The whole text in order.

    What no part covers is body; a title that stands in the text opens it.
    """
    blocks: list[Block] = []
    for kind, start, end in _stretches(article):
        paragraphs = tuple(
            tuple(pieces(article.text, a, b, marks, evidence))
            for a, b in _paragraphs(article.text, start, end)
        )
        if not paragraphs:
            continue
        if blocks and blocks[-1].kind == kind:
            blocks[-1] = Block(kind, blocks[-1].paragraphs + paragraphs)
        else:
            blocks.append(Block(kind, paragraphs))
    return blocks


def pieces(
    text: str, start: int, end: int, marks: Sequence[Span], evidence: Sequence[Span]
) -> Iterator[Piece]:
    """text[start:end] cut wherever a mark or an evidence begins or ends; both are sorted, marks do
    not overlap.
    """
    cuts = {start, end}
    for spans in (marks, evidence):
        for a, b in spans[
            max(0, bisect_right(spans, (start, -1)) - 1) : bisect_right(spans, (end, -1))
        ]:
            if b > start:
                cuts.update((max(a, start), min(b, end)))
    edges = sorted(cuts)
    for a, b in itertools.pairwise(edges):
        mark, proof = _covering(marks, a), _covering(evidence, a)
        yield Piece(
            text[a:b],
            mark,
            proof,
            bool(mark) and marks[mark - 1][0] == a,
            bool(proof) and evidence[proof - 1][0] == a,
        )


def evidence_spans(article: Article) -> list[Span]:
    """Where the facts were read, sorted, without overlaps: a span inside another counts as the
    other.
    """
    dates, places, partners = (
        (article.date, article.event, article.published),
        article.provinces,
        article.counterparts,
    )
    proofs = (
        [e for d in dates for e in d.evidence]
        + [e for p in places for e in p.evidence]
        + [e for c in partners for e in c.evidence]
    )
    spans = {(e.start, e.end) for e in proofs if 0 <= e.start < e.end <= len(article.text)}
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def note(text: str, proof: Evidence, spans: Sequence[Span]) -> Note:
    """The sentence around the words that gave a fact; a long one is cut between words, QUOTE / 2
    away on either side.
    """
    start, end = proof.start, proof.end
    a, b = sentence_around(text, start, end)
    before, after = text[a:start].lstrip(), text[end:b].rstrip()
    if len(before) > QUOTE // 2:
        before = "… " + before[-QUOTE // 2 :].partition(" ")[2]
    if len(after) > QUOTE // 2:
        after = after[: QUOTE // 2].rpartition(" ")[0] + " …"
    return Note(_covering(spans, start), before, text[start:end], after)


def sentence_around(text: str, start: int, end: int) -> Span:
    """Where the sentence of text[start:end] begins and ends, or all that it reaches into."""
    begins = (
        text.rfind(stop, 0, start) + len(stop) if stop in text[:start] else 0 for stop in _STOPS
    )
    return max(begins), _sentence_end(text, end)


def _sentence_end(text: str, at: int) -> int:
    stops = [stop for stop in (text.find(mark, at) for mark in _STOPS) if stop >= 0]
    return min(stops) + 1 if stops else len(text)


def _covering(spans: Sequence[Span], at: int) -> int:
    """1-based number of the span that covers the offset, 0 if none does."""
    index = bisect_right(spans, (at, float("inf")))
    return index if index and spans[index - 1][1] > at else 0


def _stretches(article: Article) -> Iterator[tuple[PartKind, int, int]]:
    at = 0
    for part in article.parts:
        if part.start > at:
            yield "body", at, part.start
        yield part.kind, max(part.start, at), part.end
        at = max(at, part.end)
    if at < len(article.text):
        yield "body", at, len(article.text)


def _paragraphs(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of text[start:end] that are not blank, without surrounding white space."""
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        a, b = start, stop
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
        start = stop + 1
