"""Dates as Vietnamese news writes them: every mention, and among them the main event and the day of publication."""

from indexer.reading.dates.events import Dates, find_dates
from indexer.reading.dates.mentions import Mention, mentions

__all__ = ["Dates", "Mention", "find_dates", "mentions"]
