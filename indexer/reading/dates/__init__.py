"""Dates as Vietnamese news writes them: every mention, and among them the main event and the day
of publication.
"""

from indexer.reading.dates.event import Dates, find_dates
from indexer.reading.dates.expressions import mentions
from indexer.reading.dates.mention import Mention

__all__ = ["Dates", "Mention", "find_dates", "mentions"]
