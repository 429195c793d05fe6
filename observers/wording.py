"""What the numbers of findings count, in words that agree with the number.

The record writes a unit as words in the plural, with what is meant beside it: `polling stations`, `protesters (about)`.
A unit that is missing here is shown as it was written, after the number and in brackets.
"""

from collections.abc import Callable
from decimal import Decimal

from elections.wording import gettext, gettext_noop, ngettext, npgettext, number, percent

COUNTED: dict[str, Callable[[int], str]] = {
    "Form 2 applications": lambda n: ngettext("%(n)s Form 2 application", "%(n)s Form 2 applications", n),
    "amendments in one question": lambda n: ngettext(
        "%(n)s amendment in one question", "%(n)s amendments in one question", n
    ),
    "candidates": lambda n: ngettext("%(n)s candidate", "%(n)s candidates", n),
    "candidates on the ballot of 59 applicants": lambda n: ngettext(
        "%(n)s candidate on the ballot of 59 applicants", "%(n)s candidates on the ballot of 59 applicants", n
    ),
    "candidates withdrew": lambda n: ngettext("%(n)s candidate withdrew", "%(n)s candidates withdrew", n),
    "constituencies postponed": lambda n: ngettext("%(n)s constituency postponed", "%(n)s constituencies postponed", n),
    "counts not carried out": lambda n: ngettext("%(n)s count not carried out", "%(n)s counts not carried out", n),
    "criminal cases": lambda n: ngettext("%(n)s criminal case", "%(n)s criminal cases", n),
    "deaths": lambda n: ngettext("%(n)s death", "%(n)s deaths", n),
    "demonstrators (claimed capacity, more than)": lambda n: ngettext(
        "more than %(n)s demonstrator (claimed capacity)", "more than %(n)s demonstrators (claimed capacity)", n
    ),
    "districts recounted": lambda n: ngettext("%(n)s district recounted", "%(n)s districts recounted", n),
    "experts": lambda n: ngettext("%(n)s expert", "%(n)s experts", n),
    "foreign observers": lambda n: ngettext("%(n)s foreign observer", "%(n)s foreign observers", n),
    "foreign observers accredited": lambda n: ngettext(
        "%(n)s foreign observer accredited", "%(n)s foreign observers accredited", n
    ),
    "foreign observers accredited by 8 May": lambda n: ngettext(
        "%(n)s foreign observer accredited by 8 May", "%(n)s foreign observers accredited by 8 May", n
    ),
    "groups encircled": lambda n: ngettext("%(n)s group encircled", "%(n)s groups encircled", n),
    "incidents": lambda n: ngettext("%(n)s incident", "%(n)s incidents", n),
    "international observers (about)": lambda n: ngettext(
        "about %(n)s international observer", "about %(n)s international observers", n
    ),
    "international observers (over)": lambda n: ngettext(
        "over %(n)s international observer", "over %(n)s international observers", n
    ),
    "international observers accredited": lambda n: ngettext(
        "%(n)s international observer accredited", "%(n)s international observers accredited", n
    ),
    "international observers announced (more than)": lambda n: ngettext(
        "more than %(n)s international observer announced", "more than %(n)s international observers announced", n
    ),
    "long-term observers": lambda n: ngettext("%(n)s long-term observer", "%(n)s long-term observers", n),
    "national observers (over)": lambda n: ngettext("over %(n)s national observer", "over %(n)s national observers", n),
    "new parties registered since 2003": lambda n: ngettext(
        "%(n)s new party registered since 2003", "%(n)s new parties registered since 2003", n
    ),
    "observer teams": lambda n: ngettext("%(n)s observer team", "%(n)s observer teams", n),
    "observers": lambda n: ngettext("%(n)s observer", "%(n)s observers", n),
    "observers (announced)": lambda n: ngettext("%(n)s observer announced", "%(n)s observers announced", n),
    "opposition parties refused": lambda n: ngettext(
        "%(n)s opposition party refused", "%(n)s opposition parties refused", n
    ),
    "other candidates": lambda n: ngettext("%(n)s other candidate", "%(n)s other candidates", n),
    "parties": lambda n: ngettext("%(n)s party", "%(n)s parties", n),
    "party lists": lambda n: ngettext("%(n)s party list", "%(n)s party lists", n),
    "people hospitalised (at least)": lambda n: ngettext(
        "at least %(n)s person hospitalised", "at least %(n)s people hospitalised", n
    ),
    "people seeking hospital care (more than)": lambda n: ngettext(
        "more than %(n)s person seeking hospital care", "more than %(n)s people seeking hospital care", n
    ),
    "people seeking medical help": lambda n: ngettext(
        "%(n)s person seeking medical help", "%(n)s people seeking medical help", n
    ),
    "polling stations": lambda n: ngettext("%(n)s polling station", "%(n)s polling stations", n),
    "polling stations calm of 250": lambda n: ngettext(
        "%(n)s of 250 polling stations calm", "%(n)s of 250 polling stations calm", n
    ),
    "precinct election commissions": lambda n: ngettext(
        "%(n)s precinct election commission", "%(n)s precinct election commissions", n
    ),
    "prominent politicians refused (at least)": lambda n: ngettext(
        "at least %(n)s prominent politician refused", "at least %(n)s prominent politicians refused", n
    ),
    "protesters (about)": lambda n: ngettext("about %(n)s protester", "about %(n)s protesters", n),
    "protesters (around)": lambda n: ngettext("around %(n)s protester", "around %(n)s protesters", n),
    "protesters (at least)": lambda n: ngettext("at least %(n)s protester", "at least %(n)s protesters", n),
    "protesters (some)": lambda n: ngettext("some %(n)s protester", "some %(n)s protesters", n),
    "recommendations": lambda n: ngettext("%(n)s recommendation", "%(n)s recommendations", n),
    "registered parties": lambda n: ngettext("%(n)s registered party", "%(n)s registered parties", n),
    "reports": lambda n: ngettext("%(n)s report", "%(n)s reports", n),
    "reserved seats": lambda n: ngettext("%(n)s reserved seat", "%(n)s reserved seats", n),
    "serious violations": lambda n: ngettext("%(n)s serious violation", "%(n)s serious violations", n),
    "signatures required": lambda n: ngettext("%(n)s signature required", "%(n)s signatures required", n),
    "territorial election commissions": lambda n: ngettext(
        "%(n)s territorial election commission", "%(n)s territorial election commissions", n
    ),
    "violations recorded": lambda n: ngettext("%(n)s violation recorded", "%(n)s violations recorded", n),
    "violations recorded (more than)": lambda n: ngettext(
        "more than %(n)s violation recorded", "more than %(n)s violations recorded", n
    ),
    "violations reported by 16:00": lambda n: ngettext(
        "%(n)s violation reported by 16:00", "%(n)s violations reported by 16:00", n
    ),
    "voters given several ballots": lambda n: ngettext(
        "%(n)s voter given several ballots", "%(n)s voters given several ballots", n
    ),
    "votes per region (threshold)": lambda n: ngettext(
        "%(n)s vote per region (threshold)", "%(n)s votes per region (threshold)", n
    ),
    "women candidates of 234": lambda n: ngettext("%(n)s woman of 234 candidates", "%(n)s women of 234 candidates", n),
}
# Shares: the unit begins with the word percent, and the number has its sign.
SHARES = {
    "percent of counts negative": gettext_noop("%(share)s of counts negative"),
    "percent of counts observed (over)": gettext_noop("over %(share)s of counts observed"),
    "percent of coverage, TV Safina": gettext_noop("%(share)s of coverage, TV Safina"),
    "percent of coverage, TVT": gettext_noop("%(share)s of coverage, TVT"),
    "percent of observations (more than)": gettext_noop("more than %(share)s of observations"),
    "percent of observed counts": gettext_noop("%(share)s of observed counts"),
    "percent of polling stations": gettext_noop("%(share)s of polling stations"),
    "percent of polling stations (about)": gettext_noop("about %(share)s of polling stations"),
    "percent of polling stations visited": gettext_noop("%(share)s of polling stations visited"),
    "percent of polling stations visited (over)": gettext_noop("over %(share)s of polling stations visited"),
    "percent of state TV news coverage (over)": gettext_noop("over %(share)s of state TV news coverage"),
    "percent threshold": gettext_noop("threshold of %(share)s"),
    "percent turnout (claimed maximum)": gettext_noop("turnout of at most %(share)s (claim)"),
    "percent turnout (official estimate)": gettext_noop("turnout of %(share)s (official estimate)"),
    "percent turnout (official)": gettext_noop("turnout of %(share)s (official)"),
    "percent turnout (sample estimate, margin 0.98)": gettext_noop("turnout of %(share)s (sample, margin 0.98)"),
    "percent turnout (sample estimate, margin 1.7)": gettext_noop("turnout of %(share)s (sample, margin 1.7)"),
    "percent turnout at 16:00 (sample estimate)": gettext_noop("turnout of %(share)s at 16:00 (sample)"),
}
# After “3 of”, which in many languages asks for another case of the noun.
OBSERVED: dict[str, Callable[[int], str]] = {
    "polling stations": lambda n: npgettext("after 3 of", "%(n)s polling station", "%(n)s polling stations", n),
}


def counted_of(value: Decimal, observed: int, unit: str) -> str:
    """3 of 11 polling stations; '' of a unit that has no words here."""
    if unit not in OBSERVED:
        return ""
    words = OBSERVED[unit](observed) % {"n": number(observed)}
    return gettext("%(number)s of %(observed)s") % {"number": number(value), "observed": words}


def counted(value: Decimal, unit: str) -> str:
    """1 polling station, about 100 protesters, 9.7 % of polling stations; '' of a unit that has no words here."""
    if unit in SHARES:
        return gettext(SHARES[unit]) % {"share": percent(value)}
    if unit in COUNTED:
        whole = value == int(value)
        return COUNTED[unit](int(value) if whole else 2) % {"n": number(value)}  # a fraction goes with the form of two
    return ""
