"""The numbers of findings agree with what they count, in every language of the interface."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from elections.views.observation.findings import number_of
from observers.models import Finding
from observers.wording import COUNTED, OBSERVED, SHARES, counted, counted_of


def finding(figure, unit, observed=None):
    return SimpleNamespace(figure=Decimal(figure), figure_unit=unit, observed_n=observed)


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("language", ["en", "ru"])
class TestRecord:
    def test_every_unit_of_the_record_has_words(self, language):
        units = set(Finding.objects.filter(figure__isnull=False).values_list("figure_unit", flat=True))
        assert units and units <= {*COUNTED, *SHARES}
        with translation.override(language):
            for one in Finding.objects.filter(figure__isnull=False):
                told, unit = number_of(one)
                assert told and not unit


def test_one_goes_with_the_singular_and_a_fraction_with_the_plural():
    assert counted(Decimal(1), "polling stations") == "1 polling station"
    assert counted(Decimal(2), "polling stations") == "2 polling stations"
    assert counted(Decimal(1), "people hospitalised (at least)") == "at least 1 person hospitalised"
    assert counted(Decimal("9.7"), "percent of polling stations") == "9.7\u202f% of polling stations"
    with translation.override("ru"):
        assert [counted(Decimal(n), "polling stations") for n in (1, 3, 21, 25)] == [
            "1 избирательный участок",
            "3 избирательных участка",
            "21 избирательный участок",
            "25 избирательных участков",
        ]


@pytest.mark.parametrize("unit", sorted(COUNTED))
def test_no_unit_says_one_in_the_form_of_many(unit):
    one, many = counted(Decimal(1), unit), counted(Decimal(2), unit)
    assert one.replace("1", "2", 1) != many or " of 250 " in many


def test_out_of_how_many():
    assert all(unit in COUNTED for unit in OBSERVED)
    assert counted_of(Decimal(3), 11, "polling stations") == "3 of 11 polling stations"
    with translation.override("ru"):
        assert counted_of(Decimal(3), 21, "polling stations") == "3 из 21 избирательного участка"


def test_a_unit_without_words_stands_beside_the_number_as_it_was_written():
    assert number_of(finding(1, "agitators")) == ("1", "agitators")
    assert number_of(finding(3, "agitators", 11)) == ("3 of 11", "agitators")
