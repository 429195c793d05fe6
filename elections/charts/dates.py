"""Partial dates as days: 2012, 2012-01 and 2012-01-15 lie on one scale, a missing part is the first of its kind."""

from datetime import date
from functools import lru_cache


@lru_cache(maxsize=8192)
def day_number(value: str) -> float:
    """The ordinal of a date's first day."""
    year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
    return float(date(year, month, day).toordinal())


def iso(ordinal: float) -> str:
    """The date of an ordinal, YYYY-MM-DD."""
    return date.fromordinal(int(ordinal)).isoformat()


def moved(value: str, days: int) -> str:
    """The date so many days later, or earlier."""
    return iso(day_number(value) + days)
