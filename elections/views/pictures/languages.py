"""The language of the page as the pictures' `Language`."""

from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS_ALT
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

from elections.charts.language import Language
from elections.wording import MONTHS, NARROW

# Translators: a whole date; Russian adds "г." after the year.
DAY_PATTERN = _("%(day)s %(month)s %(year)s")


def language_now() -> Language:
    return language_of(translation.get_language() or "en")


@cache
def language_of(code: str) -> Language:
    """Groups and decimal signs of a language; its words come from whichever is active when they are asked for."""
    with translation.override(code):
        is_english = code.startswith("en")
        months = MONTHS if is_english else tuple(str(MONTHS_ALT[number]) for number in range(1, 13))
        return Language(
            translation,
            decimal=get_format("DECIMAL_SEPARATOR", lang=code),
            group="," if is_english else NARROW,
            months=months,
            day_pattern=str(DAY_PATTERN),
        )
