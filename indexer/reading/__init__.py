"""From a file to an Article: formats, anatomy, dates and places, each fact with its evidence."""

from indexer.reading.record import Duplicate, Record, Report, Skipped
from indexer.reading.rules import rule_words
from indexer.reading.sources import records
from indexer.reading.understanding import understand

__all__ = ["Duplicate", "Record", "Report", "Skipped", "records", "rule_words", "understand"]
