"""Cases, what an engine answers to one, and what is wrong with the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Answer", "Case", "Engine", "cases", "documents", "faults"]

LED = 5  # of the first so many answers one must be what a query leads to

Filters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine gives for one query, at most 100 hits.

    `ids`: what matches in full, best first. `near`: what is offered though it lacks a part.
    `marks`: the marked strings of each hit. `facets`: counts by value, by facet. `offers`: other
    queries that are offered. What an engine does not have stays empty.
    """

    ids: Sequence[str]
    total: int
    near: Sequence[str] = ()
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    offers: Sequence[str] = ()


class Engine(Protocol):
    """An adapter: it has been given the documents, and answers queries over them."""

    def ask(self, query: str, filters: Filters, sort: str) -> Answer:
        """`filters`: province and counterpart (lists: any of them), date_from and date_to (days,
        months or years, both inclusive). `sort`: relevance, newest or oldest.
        """
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """One query and what must hold: `expected` has one or more of the keys in `_CHECKS`.

    `why` says it in Vietnamese ("vi") and English ("en").
    """

    id: str
    kind: str
    why: Mapping[str, str]
    query: str
    filters: Filters
    sort: str
    expected: Mapping[str, Any]


@cache
def _file() -> dict[str, Any]:
    path = Path(__file__).parent / "cases.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def documents() -> list[dict[str, Any]]:
    """The documents: id, title, body, date (ISO, or missing), provinces, counterparts, source."""
    return list(_file()["documents"])


def cases() -> list[Case]:
    """All cases, in the file's order."""
    own = ("id", "kind", "why", "query", "filters", "sort")
    return [
        Case(
            case["id"],
            case["kind"],
            case["why"],
            case["query"],
            case.get("filters", {}),
            case.get("sort", "relevance"),
            {key: value for key, value in case.items() if key not in own},
        )
        for case in _file()["cases"]
    ]


def faults(case: Case, engine: Engine) -> list[str]:
    """What is wrong with an engine's answer to a case, each in a sentence; [] when it holds."""
    answer = engine.ask(case.query, case.filters, case.sort)
    found: list[str] = []
    for key, wanted in case.expected.items():
        found += _CHECKS[key](wanted, answer, engine)
    return found


def _finds(wanted: Sequence[str], answer: Answer, _: Engine) -> Iterator[str]:
    yield from (f"{id} is not found" for id in wanted if id not in answer.ids)


def _not(unwanted: Sequence[str], answer: Answer, _: Engine) -> Iterator[str]:
    yield from (f"{id} is found" for id in unwanted if id in answer.ids)


def _first(wanted: Sequence[str], answer: Answer, _: Engine) -> Iterator[str]:
    shown = [*answer.ids, *answer.near]
    if not shown or shown[0] not in wanted:
        yield f"first is {shown[0] if shown else 'nothing'}"


def _not_above(pairs: Sequence[Sequence[str]], answer: Answer, _: Engine) -> Iterator[str]:
    places = {id: place for place, id in enumerate(answer.ids)}
    for lower, upper in pairs:
        if lower not in places or upper not in places:
            yield f"{lower} or {upper} is not found"
        elif places[lower] < places[upper]:
            yield f"{lower} stands above {upper}"


def _only(wanted: Sequence[str], answer: Answer, _: Engine) -> Iterator[str]:
    if set(answer.ids) != set(wanted):
        yield f"found are {', '.join(answer.ids) or 'none'}, not {', '.join(wanted)}"


def _same_as(other: str, answer: Answer, engine: Engine) -> Iterator[str]:
    reference = engine.ask(other, {}, "relevance")
    if not reference.ids:
        yield f"{other!r} itself finds nothing"
    if set(answer.ids) != set(reference.ids):
        yield f"found are {', '.join(answer.ids) or 'none'}, not {', '.join(reference.ids)}"


def _mark(wanted: Mapping[str, Sequence[str]], answer: Answer, _: Engine) -> Iterator[str]:
    for id, texts in wanted.items():
        marked = [text.lower() for text in answer.marks.get(id, ())]
        for text in texts:
            if not any(text.lower() in one for one in marked):
                yield f"{text!r} is not marked in {id}: {marked}"


def _count(wanted: int | str, answer: Answer, _: Engine) -> Iterator[str]:
    number = len(documents()) if wanted == "all" else wanted
    if answer.total != number:
        yield f"the total is {answer.total}, not {number}"


def _facet(wanted: Mapping[str, Mapping[str, int]], answer: Answer, _: Engine) -> Iterator[str]:
    for name, counts in wanted.items():
        for value, number in counts.items():
            counted = answer.facets.get(name, {}).get(value, 0)
            if counted != number:
                yield f"{name} {value} counts {counted}, not {number}"


def _near(wanted: Sequence[str], answer: Answer, _: Engine) -> Iterator[str]:
    yield from (f"{id} is not offered as near" for id in wanted if id not in answer.near)


def _leads_to(wanted: Sequence[str], answer: Answer, engine: Engine) -> Iterator[str]:
    for id in wanted:
        shown = [*answer.ids, *answer.near][:LED]
        offered = (engine.ask(offer, {}, "relevance").ids[:LED] for offer in answer.offers)
        if id not in shown and not any(id in ids for ids in offered):
            yield f"neither an answer nor an offer leads to {id}"


_CHECKS: dict[str, Any] = {
    "finds": _finds,
    "not": _not,
    "first": _first,
    "not_above": _not_above,
    "only": _only,
    "same_as": _same_as,
    "mark": _mark,
    "count": _count,
    "facet": _facet,
    "near": _near,
    "leads_to": _leads_to,
}
