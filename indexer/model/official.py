"""What official documents are called by those who look for them, and what is told of them."""

from __future__ import annotations

from indexer.model.article import OfficialDocument
from indexer.model.messages import Language, say

__all__ = ["document_facts", "document_name"]


def document_name(document: OfficialDocument | None, language: Language) -> str:
    """«Báo cáo số 123/BC-SNgV»; of what the document does not say nothing, "" when it says none."""
    if document is None:
        return ""
    if not document.number:
        return document.kind
    number = say("document_number", language, number=document.number)
    return f"{document.kind} {number}" if document.kind else number


def document_facts(document: OfficialDocument, language: Language) -> list[tuple[str, str]]:
    """(label, value) of all that a document says of itself."""
    told = (
        ("document_symbol", document.number),
        ("document_kind", document.kind),
        ("document_subject", document.subject),
        ("document_recipients", "; ".join(document.recipients)),
        ("document_drafter", document.drafter),
    )
    return [(say(key, language), value) for key, value in told if value]
