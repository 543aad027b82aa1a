"""Years, months and days as the keys `2024`, `2024-03`, `2024-03-05`, in order, and the days a
filter spans. Pure.
"""

from __future__ import annotations

import datetime as dt

from indexer.searching.parsing.time_expressions import parse_period

__all__ = ["first_day", "last_day", "next_period"]


def first_day(period: str) -> str:
    """The first day of a period key, or of one as a person types it; "" when it is open or none."""
    return (parse_period(period) or ("", ""))[0] if period else ""


def last_day(period: str) -> str:
    """Likewise the last day."""
    return (parse_period(period) or ("", ""))[1] if period else ""


def next_period(key: str) -> str:
    """The year, month or day after this one."""
    if len(key) == 4:
        return f"{int(key) + 1:04d}"
    if len(key) == 7:
        year, month = int(key[:4]), int(key[5:])
        return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return (dt.date.fromisoformat(key) + dt.timedelta(days=1)).isoformat()
