"""The language of the page as the pictures' `Language`."""

from functools import cache

from django.utils import translation

from elections import wording
from elections.charts.language import Language


def language_now() -> Language:
    """Words, numbers and dates of the page's language; its `code` belongs into the key of whatever is kept."""
    return language_of(translation.get_language() or "en")


@cache
def language_of(code: str) -> Language:
    """Made once for each language, while that is the page's."""
    return Language(
        translation,
        code=code,
        decimal=wording.decimal_mark(),
        group=wording.group_mark(),
        months=wording.months_of_days(),
        months_alone=wording.months_alone(),
        day_pattern=wording.day_pattern(),
        month_pattern=wording.month_pattern(),
    )
