"""The days between which a search or the register is asked for, as people type them."""

from __future__ import annotations

from indexer.errors import BadQuery
from indexer.model.messages import Message
from indexer.searching.parsing.periods import parse_period

__all__ = ["days_asked"]


def days_asked(date_from: str, date_to: str) -> tuple[str, str]:
    """First and last day asked for, ISO 8601, both inclusive; "" for an end that is open.

    Raises BadQuery for a date that is none or a stretch that ends before it begins.
    """
    first = _day(date_from, 0, "date_from")
    last = _day(date_to, 1, "date_to")
    if first and last and first > last:
        raise BadQuery(Message("dates_reversed"), "date_from")
    return first, last


def _day(typed: str, end: int, parameter: str) -> str:
    """The first (0) or last (1) day of what was typed; "" for nothing."""
    if not typed:
        return ""
    period = parse_period(typed)
    if period is None or not period[end]:
        raise BadQuery(Message("no_date", typed=typed[:40]), parameter)
    return period[end]
