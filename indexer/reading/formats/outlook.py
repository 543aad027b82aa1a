"""Outlook mail (.msg), opened by xberg."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import UnreadableSource
from indexer.reading.formats.inputs import Input
from indexer.reading.formats.mail import letter
from indexer.reading.formats.office import opened
from indexer.reading.source_documents import IngestReport, SourceDocument

__all__ = ["read"]


def read(given: Input, report: IngestReport) -> Iterator[SourceDocument]:
    """The text of a message with its subject, sender and day."""
    document = opened(given.data(), "msg", given.limits)
    text = "\n".join(
        node.text
        for node in document.nodes
        if node.layer == "body" and node.kind != "metadata_block"
    )
    subject = document.headers.get("subject") or document.title
    if not text.strip():
        text, subject = subject, ""
    if not text.strip():
        raise UnreadableSource("empty")
    yield letter(
        given,
        text,
        subject,
        document.headers.get("from") or document.author,
        document.headers.get("date") or document.created,
        report,
    )
