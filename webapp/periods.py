"""The days that a period of a filter spans. Pure."""

from __future__ import annotations

from indexer.searching.parsing.periods import parse_period

__all__ = ["first_day", "last_day"]


def first_day(period: str) -> str:
    """The first day of a period key, or of one as a person types it; "" when it is open or none."""
    return (parse_period(period) or ("", ""))[0] if period else ""


def last_day(period: str) -> str:
    """Likewise the last day."""
    return (parse_period(period) or ("", ""))[1] if period else ""
