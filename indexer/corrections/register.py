"""What people say of the register of cooperation, as a correction of an article: its events are no
entries, stand alone, are the same as another article's; or it tells one that no rule has found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from indexer.corrections.dates import date_typed, read_date, written_date
from indexer.errors import BadCorrection
from indexer.gazetteer.resolution import Kind, resolve
from indexer.language import fold
from indexer.model.article import UNKNOWN_DATE, Article, Correction, DateSpan
from indexer.model.messages import Message
from indexer.model.register import EVENT_KINDS, EventKind, Findings, FoundEvent, Party, Span
from indexer.reading.formats.fields import names

__all__ = ["checked_register", "typed_register", "with_edit"]

Action = Literal["drop", "part", "join", "add"]
_ACTIONS: Final[dict[str, Action]] = {
    "bo": "drop",
    "khong": "drop",
    "drop": "drop",
    "none": "drop",
    "tach": "part",
    "rieng": "part",
    "part": "part",
    "gop": "join",
    "join": "join",
    "them": "add",
    "add": "add",
}
_WRITTEN: Final = {"drop": "bỏ", "part": "tách", "join": "gộp", "add": "thêm"}
_KINDS: Final[dict[str, EventKind]] = {fold(kind): kind for kind in EVENT_KINDS}
_TOLD: Final = frozenset({"lead", "body", "title"})


@dataclass(frozen=True, slots=True)
class _Added:
    """An event that somebody states."""

    kind: EventKind
    date: DateSpan
    provinces: tuple[str, ...]
    counterparts: tuple[str, ...]


def checked_register(text: str) -> str:
    """What was typed, in the form that is kept: «drop», «part», «join ID», «add KIND; DATE;
    PROVINCES; COUNTERPARTS». Raises BadCorrection.

    >>> checked_register("thêm hội đàm; 7/5/2024; Lạng Sơn; Sùng Tả")
    'add hội đàm; 2024-05-07; Lạng Sơn; Sùng Tả'
    """
    word, _, rest = text.strip().partition(" ")
    action = _ACTIONS.get(fold(word))
    rest = rest.strip()
    if action is None or bool(rest) != (action in ("join", "add")):
        raise _wrong(text)
    if action == "add":
        return f"add {_written(_added(rest, text))}"
    return f"{action} {rest}".strip()


def typed_register(value: str) -> str:
    """A value as a person would have typed it, in Vietnamese."""
    action, _, rest = value.partition(" ")
    if action == "add":
        kind, day, *places = rest.split("; ")
        rest = "; ".join((kind, date_typed(day), *places))
    return f"{_WRITTEN[action]} {rest}".strip()


def with_edit(findings: Findings, article: Article, corrections: Iterable[Correction]) -> Findings:
    """What an article tells for the register, with what people say of it."""
    said = next((one.value for one in corrections if one.field == "register"), "")
    action, _, rest = said.partition(" ")
    if action == "drop":
        return replace(findings, events=(), promises=())
    if action == "add":
        events = (*findings.events, _event(_added(rest, rest), article))
        return replace(findings, events=events, edit=action)
    return replace(findings, edit=said) if said else findings


def _wrong(typed: str) -> BadCorrection:
    return BadCorrection(Message("correction_register", typed=typed[:60]), "register")


def _added(text: str, typed: str) -> _Added:
    """Raises BadCorrection for what is no kind, day, province or counterpart."""
    pieces = [piece.strip() for piece in re.split(r"[;|]", text)]
    if len(pieces) != 4:
        raise _wrong(typed)
    kind, span = _KINDS.get(fold(pieces[0])), read_date(pieces[1])
    if kind is None or span is None:
        raise _wrong(typed)
    provinces = _units("province", pieces[2], typed)
    return _Added(kind, span, provinces, _units("counterpart", pieces[3], typed))


def _units(kind: Kind, text: str, typed: str) -> tuple[str, ...]:
    found: list[str] = []
    for name in names(text.replace(",", ";")):
        meanings = resolve(kind, name)
        if len(meanings) != 1 or len(meanings[0].names) != 1:
            raise _wrong(typed)
        found += meanings[0].names
    if not found:
        raise _wrong(typed)
    return tuple(dict.fromkeys(found))


def _written(added: _Added) -> str:
    places = (", ".join(added.provinces), ", ".join(added.counterparts))
    return "; ".join((added.kind, written_date(added.date), *places))


def _event(added: _Added, article: Article) -> FoundEvent:
    """The event, told by the article's first part; its fields have no words of their own."""
    first = next((part for part in article.parts if part.kind in _TOLD), None)
    told = Span(first.start, first.end) if first else Span(0, len(article.text))
    places = [
        Party(tuple(Span(told.start, told.start, name) for name in side))
        for side in (added.provinces, added.counterparts)
    ]
    date = UNKNOWN_DATE if not added.date.start else added.date
    return FoundEvent(added.kind, told, date, places[0], places[1])
