"""From a file to an Article: formats, anatomy, dates and places, each fact with its evidence."""

from indexer.reading.extraction import bare, extract
from indexer.reading.rules import rule_words
from indexer.reading.source_documents import (
    Duplicate,
    IngestReport,
    Skipped,
    SourceDocument,
    describe,
)
from indexer.reading.sources import records

__all__ = [
    "Duplicate",
    "IngestReport",
    "Skipped",
    "SourceDocument",
    "bare",
    "describe",
    "extract",
    "records",
    "rule_words",
]
