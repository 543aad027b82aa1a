"""From a file to an Article: formats, anatomy, dates and places, each fact with its evidence."""

from indexer.reading.explaining import Explained, Quote, explain
from indexer.reading.record import Duplicate, Record, Report, Skipped
from indexer.reading.sources import records
from indexer.reading.understanding import understand

__all__ = ["Duplicate", "Explained", "Quote", "Record", "Report", "Skipped", "explain", "records", "understand"]
