"""The language of the page as the pictures' `Language`."""

from django.utils import translation

from elections import wording
from elections.charts.language import Language


def language_now() -> Language:
    """Words, numbers and dates of the page's language; its `code` belongs into the key of whatever is kept."""
    return Language(
        translation,
        code=translation.get_language() or "en",
        decimal=wording.decimal_mark(),
        group=wording.group_mark(),
        months=wording.months_of_days(),
        months_alone=wording.months_alone(),
        day_pattern=wording.day_pattern(),
        month_pattern=wording.month_pattern(),
    )
