"""What an article states, as the JSON that the API and `search --json` share."""

from __future__ import annotations

from typing import Any

from indexer.model.article import DateSpan, OfficialDocument
from indexer.model.date_labels import date_label
from indexer.model.messages import Language

__all__ = ["date_object", "document_object"]


def date_object(date: DateSpan, language: Language) -> dict[str, Any]:
    """A date as JSON; its label says how sure it is."""
    return {
        "start": date.start,
        "end": date.end,
        "precision": date.precision,
        "basis": date.basis,
        "label": date_label(date, language),
    }


def document_object(document: OfficialDocument) -> dict[str, Any]:
    """What an official document says of itself, as JSON."""
    return {
        "number": document.number,
        "kind": document.kind,
        "subject": document.subject,
        "recipients": list(document.recipients),
        "drafter": document.drafter,
    }
