"""What an article becomes by its corrections: the one place where they are put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from indexer.corrections.dates import read_date
from indexer.corrections.values import NONE, UNTIL_SENT, YES, kinds_of, names_of, roles_of
from indexer.gazetteer.resolution import resolve
from indexer.model.article import (
    UNKNOWN_DATE,
    Article,
    Correction,
    Counterpart,
    DateSpan,
    Province,
)
from indexer.reading.extraction import stated_counterparts, stated_provinces

__all__ = ["as_read", "corrected", "is_deleted", "is_kept_away"]

_Unit = TypeVar("_Unit", Province, Counterpart)


def as_read(article: Article) -> Article:
    """The article as it was read, whatever corrections were put into it."""
    return article.found or article


def is_deleted(corrections: Iterable[Correction]) -> bool:
    """Is nothing of the article to be kept?"""
    return any(one.field == "delete" and one.value in (YES, UNTIL_SENT) for one in corrections)


def is_kept_away(corrections: Iterable[Correction]) -> bool:
    """Is the article to be found by nobody?"""
    corrections = tuple(corrections)
    hidden = any(one.field == "hide" and one.value == YES for one in corrections)
    return hidden or is_deleted(corrections)


def corrected(article: Article, corrections: Iterable[Correction]) -> Article:
    """The article, as it was read, with the corrections put in; the same when there are none.

    Its text stays as it was published.
    """
    found = as_read(article)
    corrections = tuple(corrections)
    if not corrections:
        return found
    changes: dict[str, Any] = {}
    for one in corrections:
        changes |= _changes(found, one)
    changes["labels"] = _labels(found, corrections)
    return replace(found, **changes, corrected=corrections, found=found)


def _changes(found: Article, one: Correction) -> dict[str, Any]:
    match one.field:
        case "title":
            # a title that stands in the text becomes text like any other
            parts = tuple(
                replace(part, kind="body") if part.kind == "title" else part for part in found.parts
            )
            return {"title": one.value, "title_derived": False, "parts": parts}
        case "date":
            return _dates(found, read_date(one.value) or UNKNOWN_DATE)
        case "provinces":
            return {"provinces": _with_roles(one.value, stated_provinces)}
        case "counterparts":
            return {"counterparts": _with_roles(one.value, stated_counterparts)}
        case "gates" | "kinds" | "register":
            return {}  # labels: see `_labels`; the register: see `indexer.corrections.register`
        case "source" | "url":
            return {one.field: "" if one.value == NONE else one.value}
        case _:
            return {}


def _with_roles(
    value: str, stated: Callable[[Iterable[str]], tuple[_Unit, ...]]
) -> tuple[_Unit, ...]:
    """The places of a value, each with its role; a region that one place makes main is so, though
    others only mention it.
    """
    found: dict[tuple[str, str | None], _Unit] = {}
    for name, role in roles_of(value).items():
        for unit in stated((name,)):
            key = unit.name, getattr(unit, "parent", None)
            if key not in found or role == "main":
                found[key] = replace(unit, role=role)
    return tuple(found.values())


def _labels(
    found: Article, corrections: Iterable[Correction]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The values of further facets, those of the corrected ones in place of what was read."""
    labels = dict(found.labels)
    for one in corrections:
        if one.field == "gates":
            labels["gate"] = _gates(names_of(one.value))
        elif one.field == "kinds":
            labels["kind"] = kinds_of(one.value)
    return tuple(labels.items())


def _gates(names: Iterable[str]) -> tuple[str, ...]:
    """The gates, each below its province."""
    meant = [resolve("gate", name) for name in names]
    return tuple(f"{one[0].parent}\t{one[0].names[0]}" for one in meant if one)


def _dates(found: Article, span: DateSpan) -> dict[str, DateSpan]:
    """What had the same date as the article, its event or its publication, follows it."""
    return {"date": span} | {
        name: span
        for name, before in (("event", found.event), ("published", found.published))
        if before == found.date
    }
