"""The words and numbers of a picture in one language.

The words come through gettext: a page hands over its own translations, by itself everything is English.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from gettext import NullTranslations

from elections.wording import MINUS, MONTHS, NARROW, Translations, gettext_noop

WORDS_OF_BASES = {  # in the order in which claims are shown
    "official_final": gettext_noop("official, final"),
    "official_preliminary": gettext_noop("official, preliminary"),
    "parallel_count": gettext_noop("parallel count"),
    "observer_estimate": gettext_noop("observer estimate"),
    "exit_poll": gettext_noop("exit poll"),
    "opposition_claim": gettext_noop("opposition claim"),
    "party_claim": gettext_noop("party claim"),
    "computed": gettext_noop("computed here"),
}
BASES = tuple(WORDS_OF_BASES)
WORDS_OF_WHOLES = {
    "valid": gettext_noop("of valid votes"),
    "listed": gettext_noop("of the votes listed"),
    "cast": gettext_noop("of ballots cast"),
    "issued": gettext_noop("of ballots issued"),
    "registered": gettext_noop("of registered voters"),
    "seats": gettext_noop("of seats"),
    "": gettext_noop("denominator not stated"),
}


@dataclass(frozen=True)
class Language:
    """How words, counts, shares and dates read.

    `day_pattern` takes day, month (one of `months`) and year; `month_pattern` a month of `months_alone` and the year.
    """

    translations: Translations = field(default_factory=NullTranslations)
    code: str = "en"
    decimal: str = "."
    group: str = ","
    months: Sequence[str] = MONTHS
    months_alone: Sequence[str] = MONTHS
    day_pattern: str = "%(day)s %(month)s %(year)s"
    month_pattern: str = "%(month)s %(year)s"
    known: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def gettext(self, message: str) -> str:
        """Looked up once: a table says the same few words in each of its rows."""
        if message not in self.known:
            self.known[message] = self.translations.gettext(message)
        return self.known[message]

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.translations.ngettext(one, many, number)

    def npgettext(self, context: str, one: str, many: str, number: int) -> str:
        return self.translations.npgettext(context, one, many, number)

    def number(self, value: Decimal | int) -> str:
        """1,234.50: every digit that was printed, never an exponent."""
        sign = MINUS if value < 0 else ""
        whole, _, rest = (
            f"{abs(value):,f}".partition(".") if isinstance(value, Decimal) else (f"{abs(value):,}", "", "")
        )
        return sign + whole.replace(",", self.group) + (self.decimal + rest if rest else "")

    def percent(self, value: Decimal | int) -> str:
        """80.99 %, with a narrow no-break space."""
        return f"{self.number(value)}{NARROW}%"

    def points(self, value: Decimal) -> str:
        """+0.50, −1.06: a difference between percentages."""
        return ("+" if value > 0 else "") + self.number(value)

    def qualified(self, figure: str, qualifier: str) -> str:
        """A figure after the word that says how it is meant."""
        if qualifier == "lower_bound":
            return self.gettext("over %(figure)s") % {"figure": figure}
        if qualifier == "upper_bound":
            return self.gettext("at most %(figure)s") % {"figure": figure}
        if qualifier == "about":
            return self.gettext("about %(figure)s") % {"figure": figure}
        return figure

    def spread(self, low: Decimal, high: Decimal) -> str:
        """30–85.1, or the one number that both are."""
        return self.number(low) if low == high else f"{self.number(low)}–{self.number(high)}"

    def day(self, date: str) -> str:
        """15 January 2012, January 2012, 2012; empty stays empty."""
        year, month, day = (date.split("-") + ["", ""])[:3]
        if not month:
            return year
        if not day:
            return self.month_pattern % {"month": self.months_alone[int(month) - 1], "year": year}
        return self.day_pattern % {"day": int(day), "month": self.months[int(month) - 1], "year": year}

    def listed(self, words: Sequence[str]) -> str:
        """a; a and b; a, b and c"""
        if len(words) < 2:
            return "".join(words)
        return self.gettext("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}

    def basis(self, basis: str) -> str:
        """What a figure rests on."""
        return self.gettext(WORDS_OF_BASES[basis])

    def share_of(self, share_of: str) -> str:
        """What a share is a share of."""
        return self.gettext(WORDS_OF_WHOLES[share_of])


ENGLISH = Language()


def rounded(value: Decimal, places: int) -> Decimal:
    """Half up, from the decimal text: 63.25 is 63.3."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def order_of(basis: str) -> int:
    """The place of a basis in the order in which claims are shown."""
    return BASES.index(basis)
