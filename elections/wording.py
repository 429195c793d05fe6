"""Numbers, dates and counted things as readers see them, in the language that is spoken now.

Words come through gettext. By itself everything is English; a site hands over its own translations once
(`speak_through`) and its language then decides. Figures keep the precision they were printed with. A narrow
no-break space stands before the per cent sign; a difference carries a true minus.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from gettext import NullTranslations
from typing import Protocol

NARROW = "\u202f"
MINUS = "\u2212"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


class Translations(Protocol):
    """What Python's gettext and Django's translation module both offer."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str: ...

    def pgettext(self, context: str, message: str, /) -> str: ...

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int, /) -> str: ...


class Spoken:
    """The translations that all words here go through."""

    through: Translations = NullTranslations()


def speak_through(translations: Translations) -> None:
    """Let all words from here on go through these translations; they know themselves which language it is."""
    Spoken.through = translations


def gettext(message: str) -> str:
    return Spoken.through.gettext(message)


def pgettext(context: str, message: str) -> str:
    return Spoken.through.pgettext(context, message)


def ngettext(one: str, many: str, number: int) -> str:
    return Spoken.through.ngettext(one, many, number)


def npgettext(context: str, one: str, many: str, number: int) -> str:
    return Spoken.through.npgettext(context, one, many, number)


def gettext_noop(message: str) -> str:
    """Marks a text that is kept as it is and translated where it is shown."""
    return message


# What can be counted, each with its number in one phrase: languages differ in how many forms a noun has, and where
# the number stands. A noun that is missing here is added here.
COUNTED: dict[str, Callable[[int], str]] = {
    "area": lambda n: ngettext("%(n)s area", "%(n)s areas", n),
    "assessment": lambda n: ngettext("%(n)s assessment", "%(n)s assessments", n),
    "ballot": lambda n: ngettext("%(n)s ballot", "%(n)s ballots", n),
    "ballot cast": lambda n: ngettext("%(n)s ballot cast", "%(n)s ballots cast", n),
    "ballot issued": lambda n: ngettext("%(n)s ballot issued", "%(n)s ballots issued", n),
    "check": lambda n: ngettext("%(n)s check", "%(n)s checks", n),
    "claim": lambda n: ngettext("%(n)s claim", "%(n)s claims", n),
    "contender": lambda n: ngettext("%(n)s contender", "%(n)s contenders", n),
    "country": lambda n: ngettext("%(n)s country", "%(n)s countries", n),
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "election": lambda n: ngettext("%(n)s election", "%(n)s elections", n),
    "election entry": lambda n: ngettext("%(n)s election entry", "%(n)s election entries", n),
    "event": lambda n: ngettext("%(n)s event", "%(n)s events", n),
    "event of a party": lambda n: ngettext("%(n)s event of a party", "%(n)s events of parties", n),
    "event of a vote": lambda n: ngettext("%(n)s event of a vote", "%(n)s events of votes", n),
    "exclusion": lambda n: ngettext("%(n)s exclusion", "%(n)s exclusions", n),
    "figure": lambda n: ngettext("%(n)s figure", "%(n)s figures", n),
    "finding": lambda n: ngettext("%(n)s finding", "%(n)s findings", n),
    "invalid ballot": lambda n: ngettext("%(n)s invalid ballot", "%(n)s invalid ballots", n),
    "list": lambda n: ngettext("%(n)s list", "%(n)s lists", n),
    "mission": lambda n: ngettext("%(n)s mission", "%(n)s missions", n),
    "national vote": lambda n: ngettext("%(n)s national vote", "%(n)s national votes", n),
    "organisation": lambda n: ngettext("%(n)s organisation", "%(n)s organisations", n),
    "party": lambda n: ngettext("%(n)s party", "%(n)s parties", n),
    "party entry": lambda n: ngettext("%(n)s party entry", "%(n)s party entries", n),
    "point": lambda n: ngettext("%(n)s point", "%(n)s points", n),
    "polling station": lambda n: ngettext("%(n)s polling station", "%(n)s polling stations", n),
    "rating": lambda n: ngettext("%(n)s rating", "%(n)s ratings", n),
    "recommendation": lambda n: ngettext("%(n)s recommendation", "%(n)s recommendations", n),
    "printed share": lambda n: ngettext("%(n)s printed share", "%(n)s printed shares", n),
    "region": lambda n: ngettext("%(n)s region", "%(n)s regions", n),
    "registered voter": lambda n: ngettext("%(n)s registered voter", "%(n)s registered voters", n),
    "report": lambda n: ngettext("%(n)s report", "%(n)s reports", n),
    "response": lambda n: ngettext("%(n)s response", "%(n)s responses", n),
    "result": lambda n: ngettext("%(n)s result", "%(n)s results", n),
    "result claim": lambda n: ngettext("%(n)s result claim", "%(n)s result claims", n),
    "row": lambda n: ngettext("%(n)s row", "%(n)s rows", n),
    "row on observers": lambda n: ngettext("%(n)s row on observers", "%(n)s rows on observers", n),
    "seat": lambda n: ngettext("%(n)s seat", "%(n)s seats", n),
    "share": lambda n: ngettext("%(n)s share", "%(n)s shares", n),
    "source": lambda n: ngettext("%(n)s source", "%(n)s sources", n),
    "statement": lambda n: ngettext("%(n)s statement", "%(n)s statements", n),
    "turnout claim": lambda n: ngettext("%(n)s turnout claim", "%(n)s turnout claims", n),
    "turnout figure": lambda n: ngettext("%(n)s turnout figure", "%(n)s turnout figures", n),
    "valid ballot": lambda n: ngettext("%(n)s valid ballot", "%(n)s valid ballots", n),
    "verdict": lambda n: ngettext("%(n)s verdict", "%(n)s verdicts", n),
    "vote": lambda n: ngettext("%(n)s vote", "%(n)s votes", n),
    "voter": lambda n: ngettext("%(n)s voter", "%(n)s voters", n),
}
# The same after “over”, “at most”, “at least” or “about”, which in many languages asks for another case of the noun.
AFTER_QUALIFIER: dict[str, Callable[[int], str]] = {
    "ballot cast": lambda n: npgettext("after over, at most", "%(n)s ballot cast", "%(n)s ballots cast", n),
    "ballot issued": lambda n: npgettext("after over, at most", "%(n)s ballot issued", "%(n)s ballots issued", n),
    "invalid ballot": lambda n: npgettext("after over, at most", "%(n)s invalid ballot", "%(n)s invalid ballots", n),
    "registered voter": lambda n: npgettext(
        "after over, at most", "%(n)s registered voter", "%(n)s registered voters", n
    ),
    "seat": lambda n: npgettext("after over, at most", "%(n)s seat", "%(n)s seats", n),
    "valid ballot": lambda n: npgettext("after over, at most", "%(n)s valid ballot", "%(n)s valid ballots", n),
    "vote": lambda n: npgettext("after over, at most", "%(n)s vote", "%(n)s votes", n),
}
NOUN_OF = {"votes": "vote", "ballots": "ballot", "voters": "voter", "points": "point", "seats": "seat"}


def number(value: int | Decimal) -> str:
    """5,621,436; 1,234.50: every digit that was printed, never an exponent, a true minus."""
    sign = MINUS if value < 0 else ""
    digits = f"{abs(value):,f}" if isinstance(value, Decimal) else f"{abs(value):,}"
    whole, _, rest = digits.partition(".")
    return sign + whole.replace(",", group_mark()) + (decimal_mark() + rest if rest else "")


def decimal_mark() -> str:
    # Translators: what parts the whole of a number from its decimals, as in 80.99
    return pgettext("decimal mark", ".")


def group_mark() -> str:
    # Translators: what parts the thousands of a number, as in 5,621,436; a no-break space is \u00a0
    return pgettext("thousands mark", ",")


def count(number_of: int) -> str:
    """5,621,436"""
    return number(number_of)


def percent(value: Decimal, qualifier: str = "") -> str:
    """80.99 %, over 95 %: with the digits that were printed."""
    return qualified(f"{number(value)}{NARROW}%", qualifier)


def qualified(text: str, qualifier: str) -> str:
    """The text of a figure after the word that says how it is meant: over, at most, about."""
    if qualifier == "lower_bound":
        return gettext("over %(figure)s") % {"figure": text}
    if qualifier == "upper_bound":
        return gettext("at most %(figure)s") % {"figure": text}
    if qualifier == "about":
        return gettext("about %(figure)s") % {"figure": text}
    return text


def pct(value: int | Decimal) -> str:
    """A percentage inside a sentence: 80.99 %."""
    return f"{number(value)} %"


def qualified_number(value: int, noun: str, qualifier: str) -> str:
    """over 5,000 votes: a count with its noun, in the case that the word before it asks for."""
    if qualifier not in ("lower_bound", "upper_bound", "about"):
        return numbered(value, noun)
    return qualified(numbered_after(value, noun), qualifier)


def numbered_after(value: int, noun: str) -> str:
    """A count with one of the nouns of AFTER_QUALIFIER, to stand after over, at most, at least or about."""
    return AFTER_QUALIFIER[noun](value) % {"n": number(value)}


def margin(value: Decimal) -> str:
    """±1.7 points"""
    return f"±{NARROW}{numbered(value, 'point')}"


def difference(value: int | Decimal, unit: str) -> str:
    """+5,615 votes, −1.06 points"""
    sign = MINUS if value < 0 else "+" if value > 0 else ""
    size = -value if value < 0 else value
    return sign + numbered(size, NOUN_OF.get(unit, unit))


def numbered(value: int | Decimal, noun: str) -> str:
    """1 claim, 2,164 claims, 3.02 points: a number with one of the nouns of COUNTED. Raises KeyError for another."""
    if noun not in COUNTED:
        raise KeyError(f"Nothing is called {noun!r} in elections.wording.COUNTED; add it there, with its plural.")
    whole = value == int(value) and not (isinstance(value, Decimal) and int(value.as_tuple().exponent) < 0)
    return COUNTED[noun](int(value) if whole else 2) % {"n": number(value)}  # a fraction goes with the form of two


def of_what(share_of: str) -> str:
    """What a share is a share of, to stand beside it; '' where that is not stated."""
    return {
        "valid": gettext("of valid votes"),
        "listed": gettext("of the votes listed"),
        "cast": gettext("of ballots cast"),
        "issued": gettext("of ballots issued"),
        "registered": gettext("of registered voters"),
        "seats": gettext("of seats"),
        "": "",
    }[share_of]


def whole_name(share_of: str) -> str:
    """The whole of a share by itself: valid votes."""
    return {
        "valid": pgettext("whole", "valid votes"),
        "listed": pgettext("whole", "votes listed"),
        "cast": pgettext("whole", "ballots cast"),
        "issued": pgettext("whole", "ballots issued"),
        "registered": pgettext("whole", "registered voters"),
        "seats": pgettext("whole", "seats"),
    }.get(share_of, "")


def of_how_many(share_of: str, base: int) -> str:
    """of 6,744,267 valid votes: the number that a share was computed from."""
    return {
        "valid": ngettext("of %(n)s valid vote", "of %(n)s valid votes", base),
        "listed": ngettext("of %(n)s vote listed", "of %(n)s votes listed", base),
        "cast": ngettext("of %(n)s ballot cast", "of %(n)s ballots cast", base),
        "issued": ngettext("of %(n)s ballot issued", "of %(n)s ballots issued", base),
        "registered": ngettext("of %(n)s registered voter", "of %(n)s registered voters", base),
    }[share_of] % {"n": number(base)}


def share_in_words(share: str, share_of: str) -> str:
    """80.99 % of valid votes, or the share alone where it is not stated of what."""
    of = of_what(share_of)
    return pgettext("share", "%(share)s %(of)s") % {"share": share, "of": of} if share and of else share


def unit_name(unit: str) -> str:
    """The unit of a difference by itself: votes, points."""
    return {
        "votes": pgettext("unit", "votes"),
        "ballots": pgettext("unit", "ballots"),
        "voters": pgettext("unit", "voters"),
        "points": pgettext("unit", "points"),
        "seats": pgettext("unit", "seats"),
    }[unit]


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # as the two functions below mark them, for a date that needs one of them only


def months_of_days() -> tuple[str, ...]:
    """The months as they stand in a date with a day."""
    return (
        pgettext("in a date", "January"),
        pgettext("in a date", "February"),
        pgettext("in a date", "March"),
        pgettext("in a date", "April"),
        pgettext("in a date", "May"),
        pgettext("in a date", "June"),
        pgettext("in a date", "July"),
        pgettext("in a date", "August"),
        pgettext("in a date", "September"),
        pgettext("in a date", "October"),
        pgettext("in a date", "November"),
        pgettext("in a date", "December"),
    )


def months_alone() -> tuple[str, ...]:
    """The months as they stand with a year only."""
    return (
        pgettext("with a year", "January"),
        pgettext("with a year", "February"),
        pgettext("with a year", "March"),
        pgettext("with a year", "April"),
        pgettext("with a year", "May"),
        pgettext("with a year", "June"),
        pgettext("with a year", "July"),
        pgettext("with a year", "August"),
        pgettext("with a year", "September"),
        pgettext("with a year", "October"),
        pgettext("with a year", "November"),
        pgettext("with a year", "December"),
    )


def day_pattern() -> str:
    return pgettext("date", "%(day)s %(month)s %(year)s")


def month_pattern() -> str:
    return pgettext("date", "%(month)s %(year)s")


def day(date: str) -> str:
    """A partial date in words: 15 January 2012, January 2012, 2012; empty stays empty."""
    year, month, of_month = (date.split("-") + ["", ""])[:3]
    if not month:
        return year
    if not of_month:
        return month_pattern() % {"month": pgettext("with a year", MONTHS[int(month) - 1]), "year": year}
    name = pgettext("in a date", MONTHS[int(month) - 1])
    return day_pattern() % {"day": int(of_month), "month": name, "year": year}


def hour(as_of_time: str) -> str:
    """The time of day that a turnout speaks of."""
    if not as_of_time:
        return gettext("hour not known")
    return gettext("close of voting") if as_of_time == "close" else as_of_time


QUESTIONS = {"constitution": gettext_noop("constitution"), "electoral_code": gettext_noop("electoral code")}


def part_name(part: str) -> str:
    """A part of the vote in words; a question of a referendum by its key, whose words are here."""
    if part == "":
        return gettext("The whole vote")
    if part == "list":
        return gettext("Party lists")
    if part == "districts":
        return gettext("Single-seat districts")
    question = gettext(QUESTIONS[part]) if part in QUESTIONS else part.replace("_", " ")
    return gettext("Question: %(question)s") % {"question": question}


def listed(words: Iterable[object]) -> str:
    """a; a and b; a, b and c"""
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return gettext("%(words)s and %(last)s") % {"words": ", ".join(texts[:-1]), "last": texts[-1]}


def either(words: Iterable[object]) -> str:
    """a; a or b; a, b or c"""
    texts = [str(word) for word in words]
    if len(texts) < 2:
        return "".join(texts)
    return gettext("%(words)s or %(last)s") % {"words": ", ".join(texts[:-1]), "last": texts[-1]}


def capital(text: str) -> str:
    """A text with its first letter large, as where it begins a cell or a sentence."""
    return text[:1].upper() + text[1:]
