"""An article as index terms: which words stand at which positions, which facets and numbers it
carries.

Positions: the title from 0; the text from title_length + POSITION_GAP, each part of another kind
after a further gap, so that no phrase runs across them. Boilerplate is not indexed; a title that
stands in the text is indexed as title only; "related" parts come last, beyond `body_end`, so that
ranking can tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from indexer.gazetteer.tables import MERGER, former, is_merged
from indexer.language import index_terms
from indexer.language.likeness import fingerprint
from indexer.model.article import Article, DateSpan
from indexer.model.facets import FACETS
from indexer.model.register import NO_FINDINGS, Findings
from indexer.storage.format.article_codec import encode
from indexer.storage.format.schema import POSITION_GAP, UNKNOWN
from indexer.storage.writer.segment_writer import DocumentTerms

__all__ = ["date_numbers", "days", "document_terms", "facets", "lay_out", "stretches"]


def document_terms(
    article: Article,
    words: Sequence[str] = (),
    origin: str = "",
    findings: Findings = NO_FINDINGS,
) -> DocumentTerms:
    """What `article` puts into the index; `words` are its compounds, joined by "_", `findings` what
    it tells for the register.
    """
    analysed = [index_terms(article.title)]
    kinds = []
    for kind, part in stretches(article):
        kinds.append(kind)
        analysed.append(index_terms(part))
    lengths = [_length(terms, at) for terms, at in analysed]
    places, numbers = lay_out(kinds, lengths)
    text: list[str] = []
    positions: list[int] = []
    for (terms, at), place, length in zip(analysed, places, lengths, strict=True):
        text += terms
        positions += (
            range(place, place + length) if at is None else [place + position for position in at]
        )
    return DocumentTerms(
        id=article.id,
        text=text,
        positions=positions,
        title=analysed[0][0],
        words=words,
        facets=facets(article),
        numbers=numbers | date_numbers(article.date),
        origin=origin,
        record=encode(article),
        likeness=_likeness(kinds, [terms for terms, _ in analysed]),
        findings=findings,
    )


def _length(terms: Sequence[str], at: Sequence[int] | None) -> int:
    """Positions of a part of the text whose terms stand `at` these, or one after the other."""
    if at is None:
        return len(terms)
    return at[-1] + 1 if at else 0


def _likeness(kinds: Sequence[str], analysed: Sequence[Sequence[str]]) -> bytes:
    """The fingerprint of an article, from the terms of its title and of its stretches."""
    title, *parts = analysed
    own = (terms for kind, terms in zip(kinds, parts, strict=True) if kind != "related")
    return fingerprint(title, [term for terms in own for term in terms])


def lay_out(kinds: Sequence[str], lengths: Sequence[int]) -> tuple[list[int], dict[str, int]]:
    """Where the title and the stretches begin among the positions, and the numbers that follow
    from it.

    `lengths` are those of the title and of each stretch in positions, `kinds` the stretches' kinds.
    """
    places = [0]
    start = place = body_end = lengths[0] + POSITION_GAP
    lead_length = body_length = 0
    for kind, length in zip(kinds, lengths[1:], strict=True):
        place += POSITION_GAP if place > start else 0
        places.append(place)
        place += length
        if kind == "lead":
            lead_length += length
        if kind != "related":
            body_length += length
            body_end = place
    return places, {
        "title_length": lengths[0],
        "body_end": body_end,
        "lead_length": lead_length,
        "body_length": body_length,
    }


def date_numbers(span: DateSpan) -> dict[str, int]:
    """First and last day of a date as numbers of the index, when its year is known."""
    first, final = days(span)
    return {} if first is None or final is None else {"date_start": first, "date_end": final}


def stretches(article: Article) -> Iterator[tuple[str, str]]:
    """The parts to index as (kind, text), related ones last; text outside all parts counts as
    body, neighbours of a kind join.
    """
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
    """First and last day of a date as ordinals (1 is 0001-01-01), or (None, None) when its year is
    not known.
    """
    try:
        return date.fromisoformat(span.start).toordinal(), date.fromisoformat(span.end).toordinal()
    except ValueError:
        return None, None


def facets(article: Article) -> dict[str, tuple[str, ...]]:
    """The facet values of an article by field, as they came: a value may be there twice."""
    found = _times(article)
    for facet in FACETS.values():
        if facet.shape == "time":
            continue
        read = _VALUES.get(facet.name)
        values = read(article) if read is not None else _labelled(article, facet.name)
        found[facet.name] = tuple(name for value in values for name in value if name)
        if facet.pair:
            found[facet.pair] = tuple(
                f"{parent}\t{name}" for parent, name in values if parent and name
            )
    return found


Values = Sequence[tuple[str, str]]
"""(parent, value): either may be empty."""


def _provinces(article: Article) -> Values:
    """Provinces under the unit of today; a unit that took others in is a part of itself where the
    article may be of the time before.
    """
    found = []
    for province in article.provinces:
        if province.name != province.today:
            part = province.name
        elif is_merged(province.name) and not article.date.start >= MERGER:
            part = former(province.name)
        else:
            part = ""
        found.append((province.today, part))
    return found


def _counterparts(article: Article) -> Values:
    return [(unit.parent or "", unit.name) for unit in article.counterparts]


def _sources(article: Article) -> Values:
    return [("", article.source)]


def _labelled(article: Article, facet: str) -> Values:
    parted = (value.rpartition("\t") for value in article.labelled(facet))
    return [(parent, name) for parent, _, name in parted]


_VALUES: Final[dict[str, Callable[[Article], Values]]] = {
    "province": _provinces,
    "counterpart": _counterparts,
    "source": _sources,
}


def _times(article: Article) -> dict[str, tuple[str, ...]]:
    """Years and months."""
    if days(article.date)[0] is None:
        return {"year": (UNKNOWN,), "month": (UNKNOWN,)}
    first, last = int(article.date.start[:4]), int(article.date.end[:4])
    known = article.date.precision in {"day", "range", "month"}
    return {
        "year": tuple(f"{year:04d}" for year in range(first, min(last, first + 50) + 1)),
        "month": (article.date.start[:7],) if known else (),
    }
