"""Years, months and days as the keys `2024`, `2024-03`, `2024-03-05`, and what is between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

__all__ = ["MOST_PERIODS", "VIETNAM", "filled", "next_period"]

VIETNAM = dt.timezone(dt.timedelta(hours=7))
MOST_PERIODS = 20_000  # a stray year 1 among days does not make a million of them


def next_period(key: str) -> str:
    """The year, month or day after this one."""
    if len(key) == 4:
        return f"{int(key) + 1:04d}"
    if len(key) == 7:
        year, month = int(key[:4]), int(key[5:])
        return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return (dt.date.fromisoformat(key) + dt.timedelta(days=1)).isoformat()


def filled(counts: Mapping[str, int]) -> dict[str, int]:
    """The same periods in order, with the empty ones between first and last."""
    keys = sorted(counts)
    found = dict.fromkeys(keys[:1], 0)
    last = keys[0] if keys else ""
    while keys and last < keys[-1] and len(found) < MOST_PERIODS:
        last = next_period(last)
        found[last] = 0
    return found | dict(counts)
