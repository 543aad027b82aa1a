"""From a file to an Article: formats, anatomy, dates and places, each fact with its evidence."""

from indexer.reading.extraction import understand
from indexer.reading.rules import rule_words
from indexer.reading.source_documents import Duplicate, Record, Report, Skipped
from indexer.reading.sources import records

__all__ = ["Duplicate", "Record", "Report", "Skipped", "records", "rule_words", "understand"]
