"""The objects of the register as JSON Schema."""

from __future__ import annotations

from typing import Any

from indexer.model.register import EventKind
from indexer.register.entries import EntryField
from webapp.api.schema_parts import (
    BOOLEAN,
    INTEGER,
    STRING,
    described,
    record,
    reference,
    several,
    words,
)
from webapp.api.schemas import DATE, SPAN

__all__ = ["REGISTER_SCHEMAS"]

Schema = dict[str, Any]
_WHEN = record("When", DATE)


def _perhaps(name: str) -> Schema:
    return {"anyOf": [reference(name), {"type": "null"}]}


def _page(name: str, item: str, what: str) -> Schema:
    return record(
        what,
        {
            "total": INTEGER,
            "page": INTEGER,
            "per_page": INTEGER,
            name: several(item),
            "unread": described(
                INTEGER, "Articles indexed before there was a register; 0 when it is whole"
            ),
            "warnings": several(STRING),
        },
    )


REGISTER_SCHEMAS: dict[str, Schema] = {
    "Quote": record(
        "Words of an article",
        {
            "article": described(STRING, "The article's id"),
            "field": {"type": "string", "enum": ["title", "body"]},
            **SPAN,
            "text": STRING,
        },
    ),
    "Told": record(
        "A value and the words that give it", {"value": STRING, "quote": reference("Quote")}
    ),
    "Person": record(
        "A person as an article names them; office and unit may be empty",
        {"name": STRING, "office": STRING, "unit": STRING, "quote": reference("Quote")},
    ),
    "Side": record(
        "One side of an event",
        {
            "places": described(several("Told"), "By the names of the tables, or the country"),
            "units": described(several("Told"), "Bodies as written"),
            "leaders": several("Person"),
        },
    ),
    "Meeting": record(
        "A meeting within a visit",
        {
            "place": _perhaps("Told"),
            "vietnamese": several("Person"),
            "chinese": several("Person"),
            "quote": reference("Quote"),
        },
    ),
    "Entry": record(
        "An event of the register; what no article says is empty or null",
        {
            "id": STRING,
            "kind": words(EventKind),
            "date": _WHEN,
            "date_quote": _perhaps("Quote"),
            "vietnamese": reference("Side"),
            "chinese": reference("Side"),
            "place": _perhaps("Told"),
            "told": described(reference("Quote"), "The sentence that says that it took place"),
            "about": _perhaps("Quote"),
            "signed": described(several("Told"), "Documents by their names as written"),
            "meetings": several("Meeting"),
            "contradictions": several(
                record(
                    "What articles say differently of one field",
                    {"field": words(EntryField), "values": several("Told")},
                )
            ),
            "articles": several(
                record(
                    "An article that tells it",
                    {
                        "id": STRING,
                        "title": STRING,
                        "source": STRING,
                        "url": STRING,
                        "date": _WHEN,
                    },
                )
            ),
            "provinces": several(STRING),
            "counterparts": several(STRING),
            "gates": several(STRING),
            "corrected": described(BOOLEAN, "People have put it right"),
        },
    ),
    "Entries": _page("entries", "Entry", "A page of the register, newest first"),
    "Tenure": record(
        "A person in an office, as the archive tells it",
        {
            "id": STRING,
            "person": STRING,
            "office": STRING,
            "unit": STRING,
            "country": {"type": "string", "enum": ["vn", "cn"]},
            "names": described(several(STRING), "All spellings, the usual one first"),
            "first": reference("DatedQuote"),
            "last": reference("DatedQuote"),
            "count": described(INTEGER, "Articles that say so"),
            "articles": described(several(STRING), "The newest of them"),
            "provinces": several(STRING),
            "counterparts": several(STRING),
        },
    ),
    "DatedQuote": record(
        "A sentence and its article's date", {"date": _WHEN, "quote": reference("Quote")}
    ),
    "Offices": _page("offices", "Tenure", "A page of persons with their offices"),
    "Promise": record(
        "Something agreed on with a term",
        {
            "id": STRING,
            "what": STRING,
            "term": described(STRING, "Its words"),
            "due": described(_WHEN, "Unknown when the term is no date"),
            "told": _WHEN,
            "quote": reference("Quote"),
            "entry": described(STRING, "The entry it was agreed at, empty for none"),
            "followed": described(several(STRING), "Later entries that name it"),
            "provinces": several(STRING),
            "counterparts": several(STRING),
        },
    ),
    "Promises": _page("promises", "Promise", "A page of promises, by their term"),
}
