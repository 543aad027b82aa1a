"""Dates as Vietnamese news writes them: every mention, and among them the main event and the day
of publication.
"""

from indexer.reading.dates.event import Dates, find_dates
from indexer.reading.dates.expressions import Mention, mentions

__all__ = ["Dates", "Mention", "find_dates", "mentions"]
