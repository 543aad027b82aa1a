"""An article as index terms: which words stand at which positions, which facets and numbers it carries.

Positions: the title from 0; the text from title_length + POSITION_GAP, each part of another kind after a further gap, so
that no phrase runs across them. Boilerplate is not indexed; a title that stands in the text is indexed as title only;
"related" parts come last, beyond `body_end`, so that ranking can tell them apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from indexer.article import Article, DateSpan
from indexer.language import index_terms
from indexer.storage.schema import POSITION_GAP, UNKNOWN
from indexer.storage.segment import DocumentTerms
from indexer.storage.stored import encode

__all__ = ["document_terms"]


def document_terms(article: Article, words: Sequence[str] = (), origin: str = "") -> DocumentTerms:
    """What `article` puts into the index; `words` are its compounds, joined by "_"."""
    text, at = index_terms(article.title)
    positions = list(range(len(text))) if at is None else list(at)
    title = list(text)
    numbers = {"title_length": positions[-1] + 1 if positions else 0}
    start = place = numbers["body_end"] = numbers["title_length"] + POSITION_GAP
    numbers |= {"lead_length": 0, "body_length": 0}
    for kind, part in _stretches(article):
        place += POSITION_GAP if place > start else 0
        terms, at = index_terms(part)
        text += terms
        length = len(terms) if at is None else at[-1] + 1 if at else 0
        positions.extend(range(place, place + length) if at is None else [place + position for position in at])
        place += length
        if kind == "lead":
            numbers["lead_length"] += length
        if kind != "related":
            numbers["body_length"] += length
            numbers["body_end"] = place
    first, final = days(article.date)
    if first is not None and final is not None:
        numbers["date_start"], numbers["date_end"] = first, final
    return DocumentTerms(
        id=article.id,
        text=text,
        positions=positions,
        title=title,
        words=words,
        facets=_facets(article),
        numbers=numbers,
        origin=origin,
        record=encode(article),
    )


def _stretches(article: Article) -> Iterator[tuple[str, str]]:
    """The parts to index as (kind, text), related ones last; text outside all parts counts as body, neighbours of a kind join."""
    spans: list[tuple[str, int, int]] = []
    place = 0
    for part in article.parts:
        if article.text[place : part.start].strip():
            spans.append(("body", place, part.start))
        spans.append((part.kind, part.start, part.end))
        place = part.end
    if article.text[place:].strip():
        spans.append(("body", place, len(article.text)))
    spans = [span for span in spans if span[0] not in {"title", "boilerplate"}]
    for wanted in (False, True):
        open_kind, texts = "", list[str]()
        for kind, start, end in spans:
            if (kind == "related") != wanted:
                continue
            if kind != open_kind and texts:
                yield open_kind, "\n".join(texts)
                texts = []
            open_kind = kind
            texts.append(article.text[start:end])
        if texts:
            yield open_kind, "\n".join(texts)


def days(span: DateSpan) -> tuple[int | None, int | None]:
    """First and last day of a date as ordinals (1 is 0001-01-01), or (None, None) when its year is not known."""
    try:
        return date.fromisoformat(span.start).toordinal(), date.fromisoformat(span.end).toordinal()
    except ValueError:
        return None, None


def _facets(article: Article) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {
        "province": tuple(p.name for p in article.provinces),
        "province_today": tuple(p.today for p in article.provinces),
        "province_pair": tuple(f"{p.today}\t{p.name}" for p in article.provinces),
        "counterpart": tuple(name for c in article.counterparts for name in (c.name, c.parent) if name),
        "counterpart_pair": tuple(f"{c.parent}\t{c.name}" for c in article.counterparts if c.parent),
        "source": (article.source,) if article.source else (),
    }
    if days(article.date)[0] is None:
        return facets | {"year": (UNKNOWN,), "month": (UNKNOWN,)}
    first, last = int(article.date.start[:4]), int(article.date.end[:4])
    facets["year"] = tuple(f"{year:04d}" for year in range(first, min(last, first + 50) + 1))
    facets["month"] = (article.date.start[:7],) if article.date.precision in {"day", "range", "month"} else ()
    return facets
