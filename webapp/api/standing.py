"""What is to be said with what was sent: corrections that stand above it, places nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from indexer.building.corrected import corrections_by_id
from indexer.building.given_records import SourceDocument
from indexer.corrections.values import UNTIL_SENT, unknown_places
from indexer.errors import BadCorrection
from indexer.model.article import CorrectionField
from webapp.i18n import say, told
from webapp.pages.labels import correction_name
from webapp.service import engine

__all__ = ["remarks"]

MAX_WARNINGS: Final = 20


def remarks(articles: Sequence[SourceDocument]) -> dict[str, Any]:
    """The keys of an answer that say it; none when nothing is to be said."""
    stands = _standing([article.id for article in articles])
    warnings = [
        say("correction_stands", id=id_, fields=", ".join(map(correction_name, fields)))
        for id_, fields in stands.items()
    ]
    warnings += _strange(articles)
    said: dict[str, Any] = {}
    if stands:
        said["corrected"] = [{"id": id_, "fields": fields} for id_, fields in stands.items()]
    if warnings:
        said["warnings"] = warnings[:MAX_WARNINGS]
    return said


def _standing(ids: Sequence[str]) -> dict[str, list[CorrectionField]]:
    """The corrected fields of these articles; what was deleted until it is sent again is none."""
    with suppress(BadCorrection):  # a table that nobody can read is told to who asks for it
        said = corrections_by_id(engine().path, ids)
        fields = {
            id_: [one.field for one in corrections if one.value != UNTIL_SENT]
            for id_, corrections in said.items()
        }
        return {id_: names for id_, names in fields.items() if names}
    return {}


def _strange(articles: Sequence[SourceDocument]) -> Iterator[str]:
    """Names of places that are in no table: they are kept as they were written."""
    for number, article in enumerate(articles):
        stated = {"provinces": article.provinces, "counterparts": article.counterparts}
        for field, names in stated.items():
            for message in unknown_places(field, names):
                where = f"articles[{number}].{field}"
                yield say("kept_as_written", where=where, reason=told(message))
