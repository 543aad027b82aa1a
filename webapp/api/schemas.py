"""The objects of the API as JSON Schema (2020-12), by name.

Keys may be added to any: clients pass over what they do not know.
"""

from __future__ import annotations

from indexer.model.article import Basis, CorrectionField, PartKind, Precision, Role
from indexer.model.facets import FURTHER
from indexer.model.results import CorrectionKind, UnitKind
from indexer.searching.facet_results import COUNTED
from indexer.searching.pivots import Unit
from webapp.api.given_schemas import ARTICLE_GIVEN, ARTICLE_PATCH
from webapp.api.schema_parts import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Schema,
    described,
    record,
    reference,
    several,
    words,
)

__all__ = ["SCHEMAS"]

MARK = {"type": "array", "items": INTEGER, "minItems": 2, "maxItems": 2}
MARKS = described({"type": "array", "items": MARK}, "Code-point offsets [start, end), in order")
SPAN = {
    "start": described(INTEGER, "Code points into the article's text"),
    "end": described(INTEGER, "End, exclusive"),
}
ISO = "ISO 8601, `--MM-DD` without its year, empty when unknown"
DATE = {
    "start": described(STRING, f"First day: {ISO}"),
    "end": described(STRING, f"Last day, inclusive: {ISO}"),
    "precision": words(Precision),
    "basis": described(words(Basis), "How the year is known"),
    "label": described(
        STRING, "For people, in the language asked for; ≈ before a date whose year was inferred"
    ),
}
PROVINCE = {
    "name": described(
        STRING, "As the article means it: one of the 63, or of the 34 since July 2025"
    ),
    "today": described(STRING, "The unit it belongs to since 1 July 2025"),
    "role": words(Role),
}
COUNTERPART = {
    "name": STRING,
    "parent": {
        "type": ["string", "null"],
        "description": "The region of a city or county; null for a region",
    },
    "role": words(Role),
}
LABELS = {facet.attribute: described(several(STRING), facet.title[1]) for facet in FURTHER}
EVIDENCE = {"evidence": several("Evidence")}
PROVINCE_COUNT = record(
    "A province, how many articles carry it, and the unit of today it is a part of",
    {"name": STRING, "count": INTEGER, "parent": {"type": ["string", "null"]}},
)
NAMED_COUNT = record("A name and how many articles carry it", {"name": STRING, "count": INTEGER})
SCHEMAS: dict[str, Schema] = {
    "SearchResults": record(
        "A page of hits and what was found in all",
        {
            "query": reference("QueryReading"),
            "total": described(INTEGER, "Articles found that hold all of the query"),
            "total_exact": described(BOOLEAN, "False when the search was cut short"),
            "distinct": described(
                INTEGER, "Hits there are to read of `total`: articles with the same text are one"
            ),
            "near_total": described(
                INTEGER, "Articles that hold most of it; looked for only where few hold all"
            ),
            "loose_total": described(
                INTEGER, "Articles that hold all its syllables, wherever they stand"
            ),
            "took_ms": described(NUMBER, "Time of the engine, in milliseconds"),
            "page": INTEGER,
            "per_page": INTEGER,
            "hits": several("Hit"),
            "facets": {
                "type": "object",
                "description": "Every facet, or those asked for",
                "properties": {name: reference("Facet") for name in COUNTED},
                "additionalProperties": False,
            },
            "facets_of": described(
                {"type": "string", "enum": ["full", "near"]},
                "near: nothing holds all of the query, and the facets count what comes near",
            ),
            "warnings": several(
                described(STRING, "What was not understood, in the language asked for")
            ),
            "suggestions": several("Suggestion"),
        },
    ),
    "QueryReading": record(
        "How the query was read",
        {
            "text": STRING,
            "interpreted": STRING,
            "corrections": several("Correction"),
            "units": several("Unit"),
        },
    ),
    "Unit": record(
        "A word or name of the query, found only with its syllables side by side",
        {
            "text": described(STRING, "As typed"),
            "read": described(
                {"type": "array", "items": STRING}, "What is searched for, likeliest first"
            ),
            "kind": words(UnitKind),
            "optional": described(BOOLEAN, "It may be missing from what is found"),
        },
    ),
    "Correction": record(
        "A word read otherwise than typed, or an offer to",
        {"typed": STRING, "read": STRING, "kind": words(CorrectionKind), "applied": BOOLEAN},
    ),
    "Hit": record(
        "An article found",
        {
            "id": STRING,
            "title": STRING,
            "url": described(STRING, "Where it was published, or empty"),
            "score": NUMBER,
            "source": STRING,
            "date": record("What it is filed under: the day of publication where known", DATE),
            "event": record(
                "When what it tells of happened, by its text, where that is not `date`", DATE
            ),
            "provinces": several(record("A province", PROVINCE)),
            "counterparts": several(record("A counterpart", COUNTERPART)),
            "highlights": several("Passage"),
            **LABELS,
            "near": described(BOOLEAN, "It lacks a part of the query"),
            "missing": described(
                {"type": "array", "items": STRING}, "The parts of the query it lacks"
            ),
            "same": described(several("Copy"), "Absent where there is none"),
            "same_total": described(
                INTEGER, "Other matching articles with the same text, `same` the first of them"
            ),
            "document": reference("OfficialDocument"),
        },
        optional=("document", "event", "same", "same_total"),
    ),
    "OfficialDocument": record(
        "What an official document (decree 30/2020/NĐ-CP) says of itself; empty where it does not",
        {
            "number": described(STRING, "Number and symbol, such as 123/BC-SNgV"),
            "kind": described(STRING, "Its kind, such as Báo cáo, Công văn"),
            "subject": STRING,
            "recipients": described(several(STRING), "Those named under «Nơi nhận»"),
            "drafter": described(STRING, "A name or a sign"),
        },
    ),
    "Copy": record(
        "An article with the same text as a hit, or nearly",
        {
            "id": STRING,
            "title": STRING,
            "url": described(STRING, "Where it was published, or empty"),
            "source": STRING,
            "date": record("When", DATE),
        },
    ),
    "Passage": record(
        "A stretch of the article; no HTML",
        {
            "field": {"type": "string", "enum": ["title", "body"]},
            "text": STRING,
            "marks": MARKS,
            "start": described(INTEGER, "Where it begins in the title or text"),
        },
    ),
    "Facet": record(
        "Values to filter by, the fullest first",
        {
            "values": several("FacetValue"),
            "truncated": described(BOOLEAN, "There are more than are given here"),
            "more": described(INTEGER, "How many more, at the top; `/facets/<name>` has all"),
        },
    ),
    "FacetValue": record(
        "A value, with the count under every filter but the facet's own",
        {
            "value": STRING,
            "label": STRING,
            "count": INTEGER,
            "selected": BOOLEAN,
            "url": described(
                STRING, "With `links=1`: query string of the search with this value toggled"
            ),
            "more": described(INTEGER, "How many below it are not given here"),
            "children": several("FacetValue"),
        },
        optional=("url", "more"),
    ),
    "FacetValues": record(
        "The values of one facet",
        {
            "name": {"type": "string", "enum": list(COUNTED)},
            "values": several("FacetValue"),
            "total": described(INTEGER, "Values at the top of the tree"),
            "page": INTEGER,
            "truncated": described(BOOLEAN, "There are more on further pages"),
            "more": described(INTEGER, "How many are on further pages"),
        },
    ),
    "Suggestion": record(
        "A completion or a way on",
        {
            "text": STRING,
            "label": STRING,
            "url": described(STRING, "Query string that leads there"),
            "total": INTEGER,
        },
    ),
    "Suggestions": record(
        "Completions, most useful first; asked for `articles`, also these and the places named",
        {
            "suggestions": several("Suggestion"),
            "articles": several("PreviewedArticle"),
            "places": several("PreviewedPlace"),
        },
        ("articles", "places"),
    ),
    "PreviewedArticle": record(
        "An article to open while the query is typed",
        {
            "title": STRING,
            "date": described(STRING, "In words"),
            "places": {"type": "array", "items": STRING},
            "page": described(STRING, "Its page"),
        },
    ),
    "PreviewedPlace": record(
        "A place that the last words begin to name, as a filter",
        {
            "facet": STRING,
            "value": STRING,
            "label": STRING,
            "query": described(STRING, "What is typed before the place"),
            "total": described(INTEGER, "Its articles, where nothing is typed before it"),
            "page": described(STRING, "The results there"),
        },
    ),
    "Evidence": record("The words that gave a fact: text[start:end]", {**SPAN, "rule": STRING}),
    "DateSpan": record("A date with its evidence", DATE | EVIDENCE),
    "Article": record(
        "An article whole",
        {
            "id": STRING,
            "title": STRING,
            "title_derived": described(BOOLEAN, "Made from the first sentence"),
            "text": described(STRING, "As published"),
            "url": STRING,
            "source": STRING,
            "author": STRING,
            "date": described(
                reference("DateSpan"), "What is filtered by: stated, else the event's"
            ),
            "event": reference("DateSpan"),
            "published": reference("DateSpan"),
            "dates": several("DateSpan"),
            "provinces": several(record("A province with its evidence", PROVINCE | EVIDENCE)),
            "counterparts": several(
                record("A counterpart with its evidence", COUNTERPART | EVIDENCE)
            ),
            **LABELS,
            "document": described(
                {"anyOf": [reference("OfficialDocument"), {"type": "null"}]},
                "null for what is no official document",
            ),
            "parts": several(
                record("A stretch of the text with one function", {"kind": words(PartKind), **SPAN})
            ),
            "marks": MARKS,
            "original": described(
                STRING, "Where the file it was read from can be downloaded; empty when it cannot"
            ),
            "corrected": several("CorrectionMade"),
        },
    ),
    "CorrectionMade": record(
        "What a person put right, stronger than any source",
        {
            "field": words(CorrectionField),
            "value": STRING,
            "who": STRING,
            "when": described(STRING, "ISO 8601, empty when nobody said"),
            "why": STRING,
        },
    ),
    "ArticlePatch": ARTICLE_PATCH,
    "KeptAway": record(
        "A corrected article that is not to be found: hidden, deleted, or to be read again from "
        "its source",
        {"id": STRING, "shown": {"const": False}, "corrected": several("CorrectionMade")},
    ),
    "Related": record("Articles like one", {"id": STRING, "hits": several("Hit")}),
    "Timeline": record(
        "Articles by time",
        {
            "unit": words(Unit),
            "counts": several(
                record("2025, 2025-03 or 2025-03-06", {"period": STRING, "count": INTEGER})
            ),
            "unknown": described(INTEGER, "Articles whose date is not known that well"),
        },
    ),
    "Matrix": record(
        "Which provinces meet which counterparts",
        {
            "region": STRING,
            "provinces": several(PROVINCE_COUNT),
            "counterparts": several(NAMED_COUNT),
            "cells": several(
                record(
                    "Articles that name both",
                    {"province": STRING, "counterpart": STRING, "count": INTEGER},
                )
            ),
            "warnings": several(
                described(STRING, "What was not understood, in the language asked for")
            ),
        },
    ),
    "ArticleGiven": ARTICLE_GIVEN,
    "Submission": record(
        "What has become of articles sent or removed",
        {
            "submission": described(STRING, "Its name, to ask for by"),
            "state": {"type": "string", "enum": ["queued", "committed", "failed"]},
            "detail": described(STRING, "Why it failed"),
            "ids": several(STRING),
            "corrected": several(
                record(
                    "An article of which people have corrected fields: they stay as corrected",
                    {"id": STRING, "fields": several(words(CorrectionField))},
                )
            ),
            "warnings": several(
                described(STRING, "The same, and places nobody knows, in the language asked for")
            ),
        },
        optional=("ids", "corrected", "warnings"),
    ),
    "Problem": record(
        "An error (RFC 9457)",
        {
            "type": STRING,
            "title": STRING,
            "status": INTEGER,
            "detail": STRING,
            "instance": STRING,
            "code": described(STRING, "Stable; programs may rely on it"),
            "request_id": described(STRING, "What the server's log calls this request"),
            "errors": several(
                record("A parameter or field at fault", {"param": STRING, "detail": STRING})
            ),
        },
        optional=("errors",),
    ),
}
