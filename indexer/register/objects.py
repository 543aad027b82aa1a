"""The register as JSON: the same objects from the API and `search --register --json`."""

from __future__ import annotations

from typing import Any

from indexer.model.article import DateSpan
from indexer.model.article_objects import date_object
from indexer.model.messages import Language
from indexer.register.entries import Entry, Meeting, Person, Promise, Quote, Side, Tenure, Told

__all__ = ["entry_object", "promise_object", "tenure_object"]


def entry_object(entry: Entry, language: Language) -> dict[str, Any]:
    """An entry: every field with the words that say it."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "date": date_object(entry.date, language),
        "date_quote": _quote(entry.date_quote) if entry.date_quote else None,
        "vietnamese": _side(entry.vietnamese),
        "chinese": _side(entry.chinese),
        "place": _told(entry.place) if entry.place else None,
        "told": _quote(entry.told),
        "about": _quote(entry.about) if entry.about else None,
        "signed": [_told(one) for one in entry.signed],
        "meetings": [_meeting(one) for one in entry.meetings],
        "contradictions": [
            {"field": one.field, "values": [_told(told) for told in one.values]}
            for one in entry.contradictions
        ],
        "articles": [
            {
                "id": one.id,
                "title": one.title,
                "source": one.source,
                "url": one.url,
                "date": date_object(one.date, language),
            }
            for one in entry.sources
        ],
        "provinces": list(entry.provinces),
        "counterparts": list(entry.counterparts),
        "gates": list(entry.gates),
        "corrected": entry.is_corrected,
    }


def tenure_object(tenure: Tenure, language: Language) -> dict[str, Any]:
    """A person in an office, with the first and the last sentence that says so."""
    return {
        "id": tenure.id,
        "person": tenure.person,
        "office": tenure.office,
        "unit": tenure.unit,
        "country": tenure.country,
        "names": list(tenure.names),
        "first": _dated(tenure.first, tenure.first_date, language),
        "last": _dated(tenure.last, tenure.last_date, language),
        "count": tenure.count,
        "articles": list(tenure.articles),
        "provinces": list(tenure.provinces),
        "counterparts": list(tenure.counterparts),
    }


def promise_object(promise: Promise, language: Language) -> dict[str, Any]:
    """A promise with its term, and the entries that follow it."""
    return {
        "id": promise.id,
        "what": promise.what,
        "term": promise.term,
        "due": date_object(promise.due, language),
        "told": date_object(promise.told, language),
        "quote": _quote(promise.quote),
        "entry": promise.entry,
        "followed": list(promise.followed),
        "provinces": list(promise.provinces),
        "counterparts": list(promise.counterparts),
    }


def _dated(quote: Quote, date: DateSpan, language: Language) -> dict[str, Any]:
    return {"date": date_object(date, language), "quote": _quote(quote)}


def _side(side: Side) -> dict[str, Any]:
    return {
        "places": [_told(one) for one in side.places],
        "units": [_told(one) for one in side.units],
        "leaders": [_person(one) for one in side.leaders],
    }


def _meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "place": _told(meeting.place) if meeting.place else None,
        "vietnamese": [_person(one) for one in meeting.vietnamese],
        "chinese": [_person(one) for one in meeting.chinese],
        "quote": _quote(meeting.quote),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "office": person.office,
        "unit": person.unit,
        "quote": _quote(person.quote),
    }


def _told(told: Told) -> dict[str, Any]:
    return {"value": told.value, "quote": _quote(told.quote)}


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "article": quote.article,
        "field": quote.field,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
    }
