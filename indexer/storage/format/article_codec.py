"""An article as bytes: one line of JSON (everything but the text) and the text.

What repeats is written once (rules, dates that are meant twice), places in the text as distances,
choices by number; a part that ends where its line does needs no end. Compressed, that is half of
what names and offsets written out would take. An article that people corrected ends with their
corrections and all that was read before, but for the text. What an official document says of itself
stands before that; the head of other articles, and of those written before there was such a field,
is shorter by one value.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, get_args

from indexer.model.article import (
    UNKNOWN_DATE,
    Article,
    Basis,
    Correction,
    CorrectionField,
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

__all__ = ["decode", "encode"]

# The order of the choices in indexer.model.article is part of the format: new ones go at the end,
# or SCHEMA_VERSION up.
_PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)
_BASES: Final[tuple[Basis, ...]] = get_args(Basis)
_ROLES: Final[tuple[Role, ...]] = get_args(Role)
_KINDS: Final[tuple[PartKind, ...]] = get_args(PartKind)
_FIELDS: Final[tuple[CorrectionField, ...]] = get_args(CorrectionField)
_HEAD: Final = 13
"""Values of a head without a document and corrections."""
_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class _Numbers(dict[Any, int]):
    """Things by number, in order of first sight."""

    def __missing__(self, thing: Any) -> int:
        number = self[thing] = len(self)
        return number


def encode(article: Article) -> bytes:
    """An article as bytes; `decode` gives it back equal.

    Raises ValueError when it has a role, kind, … that there is not.
    """
    head = _head(article)
    if article.corrected:
        found = _head(article.found) if article.found is not None else 0
        head += [[_correction(one) for one in article.corrected], found]
    return f"{_write(head)}\n{article.text}".encode("utf-8", "surrogatepass")


def _head(article: Article) -> list[Any]:
    """All but the text and the corrections."""
    rules, spans = _Numbers(), _Numbers({UNKNOWN_DATE: 0})
    dates = [
        spans[span] for span in (article.date, article.event, article.published, *article.dates)
    ]
    head = [
        article.id,
        article.title,
        article.url,
        article.source,
        article.author,
        int(article.title_derived),
        dates,
        [_span(span, rules) for span in spans if span is not UNKNOWN_DATE],
        [
            [
                p.name,
                p.today if p.today != p.name else 0,
                _ROLES.index(p.role),
                *_evidence(p.evidence, rules),
            ]
            for p in article.provinces
        ],
        [
            [c.name, c.parent, _ROLES.index(c.role), *_evidence(c.evidence, rules)]
            for c in article.counterparts
        ],
        _parts(article),
        list(rules),
        article.labels,
    ]
    return [*head, _document(article.document)] if article.document is not None else head


def _document(document: OfficialDocument) -> list[Any]:
    return [
        document.number,
        document.kind,
        document.subject,
        document.recipients,
        document.drafter,
    ]


def decode(record: bytes) -> Article:
    """The article `encode` wrote."""
    line, _, text = record.decode("utf-8", "surrogatepass").partition("\n")
    head = json.loads(line)
    if len(head) <= _HEAD + 1:
        return _article(head, text)
    *head, corrected, found = head
    return replace(
        _article(head, text),
        corrected=tuple(Correction(_FIELDS[field], *said) for field, *said in corrected),
        found=_article(found, text) if found else None,
    )


def _correction(one: Correction) -> list[Any]:
    return [_FIELDS.index(one.field), one.value, one.who, one.when, one.why]


def _article(head: list[Any], text: str) -> Article:
    """The article of what `_head` made, and its text."""
    (
        id_,
        title,
        url,
        source,
        author,
        derived,
        dates,
        spans,
        provinces,
        counterparts,
        parts,
        rules,
        labels,
        *document,
    ) = head
    known = [UNKNOWN_DATE, *(_read_span(span, rules) for span in spans)]
    date, event, published, *mentions = (known[number] for number in dates)
    return Article(
        id=id_,
        title=title,
        text=text,
        url=url,
        source=source,
        author=author,
        title_derived=bool(derived),
        date=date,
        event=event,
        published=published,
        dates=tuple(mentions),
        provinces=tuple(
            Province(
                name, name if today == 0 else today, _ROLES[role], _read_evidence(found, rules)
            )
            for name, today, role, *found in provinces
        ),
        counterparts=tuple(
            Counterpart(name, parent, _ROLES[role], _read_evidence(found, rules))
            for name, parent, role, *found in counterparts
        ),
        parts=_read_parts(parts, text),
        labels=tuple((name, tuple(values)) for name, values in labels),
        document=_read_document(*document[0]) if document else None,
    )


def _read_document(
    number: str, kind: str, subject: str, recipients: list[str], drafter: str
) -> OfficialDocument:
    return OfficialDocument(number, kind, subject, tuple(recipients), drafter)


def _evidence(found: Sequence[Evidence], rules: _Numbers) -> list[int]:
    """Per piece of evidence: how far it starts after the one before, its length, its rule."""
    flat: list[int] = []
    place = 0
    for evidence in found:
        start = evidence.start
        flat += (start - place, evidence.end - start, rules[evidence.rule])
        place = start
    return flat


def _read_evidence(flat: list[int], rules: list[str]) -> tuple[Evidence, ...]:
    found = []
    place = 0
    numbers = iter(flat)
    for distance, length, rule in zip(numbers, numbers, numbers, strict=True):
        place += distance
        found.append(Evidence(place, place + length, rules[rule]))
    return tuple(found)


def _span(span: DateSpan, rules: _Numbers) -> list[Any]:
    end = span.end if span.end != span.start else 0
    return [
        span.start,
        end,
        _PRECISIONS.index(span.precision),
        _BASES.index(span.basis),
        *_evidence(span.evidence, rules),
    ]


def _read_span(value: list[Any], rules: list[str]) -> DateSpan:
    start, end, precision, basis, *found = value
    return DateSpan(
        start,
        start if end == 0 else end,
        _PRECISIONS[precision],
        _BASES[basis],
        _read_evidence(found, rules),
    )


def _parts(article: Article) -> list[int]:
    """Per part: its kind, how far it starts after the end of the one before, and its length + 1,
    or 0 when it ends with its line.
    """
    flat: list[int] = []
    text, size, place = article.text, len(article.text), 0
    for part in article.parts:
        start, end = part.start, part.end
        stop = text.find("\n", start, end + 1)
        flat += (
            _KINDS.index(part.kind),
            start - place,
            0 if stop == end or (stop < 0 and end == size) else end - start + 1,
        )
        place = end
    return flat


def _read_parts(flat: list[int], text: str) -> tuple[Part, ...]:
    parts = []
    place = 0
    numbers = iter(flat)
    for kind, gap, length in zip(numbers, numbers, numbers, strict=True):
        start = place + gap
        if length:
            place = start + length - 1
        else:
            place = text.find("\n", start)
            place = place if place >= 0 else len(text)
        parts.append(Part(_KINDS[kind], start, place))
    return tuple(parts)
