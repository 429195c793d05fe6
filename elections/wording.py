"""Numbers, dates and names as readers see them in English. Pure functions of plain values.

Figures keep the precision they were printed with. A narrow no-break space stands before the per cent sign, commas
part thousands, a difference carries a true minus.
"""

from collections.abc import Sequence
from decimal import Decimal

NARROW = "\u202f"
MINUS = "\u2212"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
QUALIFIERS = {"lower_bound": "over", "upper_bound": "at most", "about": "about", "words": ""}
PARTS = {"": "The whole vote", "list": "Party lists", "districts": "Single-seat districts"}
UNITS = {"votes": "vote", "ballots": "ballot", "voters": "voter", "points": "point", "seats": "seat"}


def count(number: int) -> str:
    """5,621,436"""
    return f"{number:,}"


def percent(value: Decimal, qualifier: str = "") -> str:
    """80.99 %, over 95 %: with the digits that were printed."""
    return qualified(f"{value:f}{NARROW}%", qualifier)


def qualified(text: str, qualifier: str) -> str:
    """The text of a figure after the word that says how it is meant: over, at most, about."""
    return f"{QUALIFIERS.get(qualifier, '')} {text}".strip()


def margin(value: Decimal) -> str:
    """±1.7 points"""
    return f"±{NARROW}{value:f} points"


def difference(value: int | Decimal, unit: str) -> str:
    """+5,615 votes, −1.06 points"""
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    size = -value if value < 0 else value
    number = f"{size:,f}" if isinstance(size, Decimal) else f"{size:,}"
    return f"{sign}{number} {plural(size, UNITS.get(unit, unit))}"


def plural(number: int | Decimal, noun: str, nouns: str = "") -> str:
    """The noun that fits the number: 1 vote, 2 votes."""
    return noun if number == 1 else nouns or noun + "s"


def numbered(number: int, noun: str, nouns: str = "") -> str:
    """1 claim, 2,164 claims"""
    return f"{count(number)} {plural(number, noun, nouns)}"


def day(date: str) -> str:
    """A partial date in words: 15 January 2012, January 2012, 2012; empty stays empty."""
    year, month, of_month = (date.split("-") + ["", ""])[:3]
    return " ".join(part for part in (of_month.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if part)


def hour(as_of_time: str) -> str:
    """The time of day that a turnout speaks of."""
    return {"": "hour not known", "close": "close of voting"}.get(as_of_time, as_of_time)


def part_name(part: str) -> str:
    """A part of the vote in words; a question of a referendum by its key."""
    return PARTS.get(part) or f"Question: {part.replace('_', ' ')}"


def listed(words: Sequence[str]) -> str:
    """a; a and b; a, b and c"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
