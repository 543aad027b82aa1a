"""What a date expression is, whichever form it was read from."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Day", "Kind", "Mention", "Stretch", "is_day", "month_length"]

Kind = Literal["day", "range", "month", "quarter", "year", "years", "relative"]
Stretch = Literal["day", "week", "weekend", "weekday", "month"]
Day = tuple[int, int, int]
"""Year, month, day; the year is 0 where the expression does not say it."""

_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Mention(NamedTuple):
    """An expression in the clean text, text[start:end], and the first and last day it stands for.

    A relative one has no days of its own: `shift` counts its `stretch` (days, weeks …) from the
    day of publication. `weekday`: the day of the week named beside it, Monday 0; -1 for none.
    """

    start: int
    end: int
    kind: Kind
    first: Day
    last: Day
    rule: str
    shift: int = 0
    stretch: Stretch = "day"
    weekday: int = -1


def month_length(year: int, month: int) -> int:
    """Days of a month; February has 28 when the year is not known."""
    if month != 2:
        return _LENGTHS[month - 1]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and year else 28


def is_day(day: Day) -> bool:
    """Does the calendar have such a day? Without a year February has 29."""
    year, month, number = day
    most = month_length(year, month) if year else _LENGTHS[month - 1]
    return 1 <= number <= most
