"""Figures of any measure on an axis and in words: per cent, points, numbers, and counts of votes, voters or seats."""

from collections.abc import Sequence
from decimal import Decimal

from elections.charts import house
from elections.charts.language import Language, rounded

PCT, POINTS, NUMBER = "pct", "points", "number"
MILLION, THOUSAND = 1_000_000, 1_000
Figure = Decimal | int


def words(value: Figure, unit: str, language: Language, qualifier: str = "") -> str:
    """The figure with its unit: 80.99 %, 12.3 points, 2.31, 5,621,436."""
    if unit == PCT:
        text = language.percent(value)
    elif unit == POINTS:
        text = points(value, language.number(value), language)
    else:
        text = language.number(value)
    return language.qualified(text, qualifier)


def points(value: Figure, text: str, language: Language) -> str:
    """1 point, 1.0 points, +2 points: the text of a value with its noun."""
    form = 2 if "." in str(value) else abs(int(value))  # a fraction goes with the form of two
    return language.ngettext("%(number)s point", "%(number)s points", form) % {"number": text}


def short(value: Figure, unit: str, language: Language) -> str:
    """The figure as a mark's label: one decimal, rounded half up; large counts in thousands or millions."""
    value = Decimal(value)
    if unit in (PCT, POINTS, NUMBER):
        return language.number(rounded(value, 2 if unit == NUMBER else 1))
    if value >= MILLION:
        return language.gettext("%(number)s m") % {"number": language.number(rounded(value / MILLION, 2))}
    if value >= 10 * THOUSAND:
        return language.gettext("%(number)s k") % {"number": language.number(rounded(value / THOUSAND, 0))}
    return language.number(int(value))


def top_of(values: Sequence[Figure], unit: str) -> float:
    """Where the axis ends: at 100 per cent, or at a round place above the highest figure."""
    highest = float(max(values, default=0))
    if unit == PCT:
        return max(100.0, highest)
    step = house.step_for(highest, 4) if highest > 0 else Decimal(1)
    places = int(Decimal(highest) / step)
    return float(step * (places if highest <= float(step * places) and places else places + 1))


def ticks(top: float, unit: str, language: Language, most: int = 4) -> dict[float, str]:
    """Round places from 0 to the top, in words; the unit stands on the last."""
    if unit == PCT:
        every = house.share_ticks(language, top)
        return every if most >= 4 else {place: text for place, text in every.items() if place % 50 == 0}
    step = house.step_for(top, most)
    places = [step * place for place in range(int(Decimal(top) / step) + 1)]
    scale, pattern = scaled(top, unit, language)
    found = {float(place): language.number(plain(place / scale)) for place in places}
    last = max(found)
    found[last] = pattern % {"number": found[last]}
    return found


def scaled(top: float, unit: str, language: Language) -> tuple[int, str]:
    """What a tick's number is divided by, and how the last tick says it."""
    if unit == POINTS:
        return 1, points(Decimal(top), "%(number)s", language)
    if unit == NUMBER or top < 10 * THOUSAND:
        return 1, "%(number)s"
    if top >= MILLION:
        return MILLION, language.gettext("%(number)s million")
    return THOUSAND, language.gettext("%(number)s thousand")


def plain(value: Decimal) -> Decimal | int:
    """A round place without digits that say nothing: 2.50 is 2.5 and 5.0 is 5."""
    short = value.normalize()
    return int(short) if short == short.to_integral_value() else short
