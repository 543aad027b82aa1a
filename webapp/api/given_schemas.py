"""What the API is given: an article, what is right of one."""

from __future__ import annotations

from collections.abc import Iterable

from indexer.building.given_records import MAX_ID
from indexer.corrections.values import KNOWN_KINDS
from indexer.gazetteer import tables
from indexer.model.article import CorrectionField
from webapp.api.schema_parts import BOOLEAN, STRING, Schema, described

__all__ = ["ARTICLE_GIVEN", "ARTICLE_PATCH"]

GIVEN_TEXT = described(STRING, "The text; `body` is another name for it")
NAMES_GIVEN = {"anyOf": [{"type": "array", "items": STRING}, STRING, {"type": "null"}]}
OPTIONAL_TEXT = {"type": ["string", "null"]}

WRITTEN = {"type": "string", "pattern": r"\S"}
EMPTY: Schema = {"enum": [None, ""]}
# What every client can write: ASCII, Latin with Vietnamese, Chinese; other printable letters are
# taken too.
_LETTER = r"!-~\u00c0-\u024f\u1e00-\u1eff\u4e00-\u9fff"
PRINTABLE = rf"^[{_LETTER}](?:[ {_LETTER}]*[{_LETTER}])?$"
WEB = r"^https?://[a-z0-9]{1,20}(?:\.[a-z]{2,9})?(?:/[a-z0-9/._~-]*)?$"
DAY = r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$"

ARTICLE_GIVEN: Schema = {
    "type": "object",
    "description": "An article to add. What is stated goes before what would be read from "
    "the text.",
    "properties": {
        "id": {
            "anyOf": [
                {"type": "string", "pattern": PRINTABLE, "minLength": 1, "maxLength": MAX_ID // 4},
                {"type": "string", "pattern": r"^[!-~]+$", "minLength": 1, "maxLength": MAX_ID},
                {"type": "integer"},
            ],
            "description": f"Whoever sends it again replaces the article; at most {MAX_ID} bytes "
            "of UTF-8, printable",
        },
        "text": GIVEN_TEXT,
        "body": described(OPTIONAL_TEXT, "Another name of `text`, which it goes before"),
        "title": OPTIONAL_TEXT,
        "date": described(
            {"anyOf": [{"type": "string", "pattern": DAY}, {"type": "null"}]},
            "Day of publication, ISO 8601",
        ),
        "url": described(
            {"anyOf": [{"type": "string", "pattern": WEB}, {"type": "null"}]},
            "http:// or https://",
        ),
        "source": OPTIONAL_TEXT,
        "author": OPTIONAL_TEXT,
        "provinces": NAMES_GIVEN,
        "counterparts": NAMES_GIVEN,
    },
    "required": ["id"],
    "anyOf": [
        {"required": ["text"], "properties": {"text": WRITTEN, "body": EMPTY}},
        {"required": ["body"], "properties": {"body": WRITTEN}},
    ],
    "additionalProperties": False,
}

WRITTEN_WORDS = {"type": "string", "pattern": PRINTABLE, "maxLength": 1_000}


def _named(names: Iterable[str]) -> Schema:
    """A list of these names, which every client can write; others are taken too."""
    listed = {"type": "array", "items": {"type": "string", "enum": list(dict.fromkeys(names))}}
    return {**listed, "maxItems": 20}


PUT_RIGHT: dict[CorrectionField, tuple[Schema, str]] = {
    "title": (WRITTEN_WORDS, "The title"),
    "date": (
        {"anyOf": [{"type": "string", "pattern": DAY}, {"type": "integer", "enum": [2024, 2025]}]},
        "A day, range, month, quarter, year or unknown: 2025-03-24, 2025-03-24/2025-03-28, "
        "2025-03, 2025-Q1, 2025, unknown",
    ),
    "provinces": (
        _named(row.name for row in tables.provinces()),
        "Names of provinces, by any name the filters know; [] for none. One that is only mentioned "
        "is «Cao Bằng (mentioned)», or an object with name and role",
    ),
    "counterparts": (
        _named(row.name for row in tables.counterparts() if not row.parent),
        "Names of Chinese regions, cities and counties, by any name; [] for none; roles as for "
        "provinces",
    ),
    "gates": (
        _named(row.pair for row in tables.gates()),
        "Border gates, by the name of either side; [] for none",
    ),
    "kinds": (_named(KNOWN_KINDS), "Kinds of event; [] for unknown"),
    "source": (WRITTEN_WORDS, "The source; none for none"),
    "url": ({"type": "string", "pattern": WEB, "maxLength": 1_000}, "The address; none for none"),
    "hide": (BOOLEAN, "true: the article is not found, and kept"),
    "register": (
        STRING,
        "What of the register: «bỏ» (no entry), «tách» (stands alone), «gộp ID» (the same event as "
        "that article's), «thêm LOẠI; NGÀY; TỈNH; ĐỐI TÁC»",
    ),
    "delete": (BOOLEAN, "true: nothing of the article is kept, whoever sends it again"),
}
ARTICLE_PATCH: Schema = {
    "type": "object",
    "description": "What is right of an article, a JSON Merge Patch (RFC 7396): a field that is "
    "null is again what was read",
    "properties": {
        **{
            field: described({"anyOf": [schema, {"type": "null"}]}, text)
            for field, (schema, text) in PUT_RIGHT.items()
        },
        "who": described(OPTIONAL_TEXT, "Who says so; where a proxy signs people in, their name"),
        "why": described(OPTIONAL_TEXT, "Why; shown with the article"),
    },
    "anyOf": [{"required": [field]} for field in PUT_RIGHT],
    "additionalProperties": False,
}
