"""From a file to an Article: formats, anatomy, dates and places, each fact with its evidence."""

from typing import TYPE_CHECKING

from indexer.lazy import lazy_names

if TYPE_CHECKING:
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

# a search shows what a rule is called, and must not pay for the readers of files
__getattr__ = lazy_names(
    __name__,
    {
        "Duplicate": "indexer.reading.source_documents",
        "IngestReport": "indexer.reading.source_documents",
        "Skipped": "indexer.reading.source_documents",
        "SourceDocument": "indexer.reading.source_documents",
        "bare": "indexer.reading.extraction",
        "describe": "indexer.reading.source_documents",
        "extract": "indexer.reading.extraction",
        "records": "indexer.reading.sources",
        "rule_words": "indexer.reading.rules",
    },
)
