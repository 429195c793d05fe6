"""The pictures of one country or area under their own addresses: fetches what the page of the place fetches."""

from django.http import Http404
from django.utils.translation import gettext as _

from elections.views.country_record import AreaRecord, CountryRecord
from elections.views.pictures import countries, party_shares
from elections.views.pictures.options import Query, chosen
from elections.views.pictures.picture import Picture


def is_included(query: Query) -> bool:
    """Whether annulled votes are asked for."""
    return chosen(query, "annulled", ["yes"]) == "yes"


def shares(subject: str, query: Query) -> Picture:
    record = CountryRecord.of(subject)
    offices = {office.code: office for office in record.offices}
    if not offices:
        raise Http404(_("The record has no election there."))
    office = offices[chosen(query, "office", offices, next(iter(offices)))]
    by = chosen(query, "by", [party_shares.NAME, party_shares.LINEAGE], party_shares.LINEAGE)
    return party_shares.picture(record, office, by, include_annulled=is_included(query))


def country_turnout(subject: str, query: Query) -> Picture:
    record = CountryRecord.of(subject)
    return countries.national_turnout(record, include_annulled=is_included(query))


def area_turnout(subject: str, query: Query) -> Picture:
    return countries.area_turnout(AreaRecord.of(subject), include_annulled=is_included(query))


def indicators(subject: str, query: Query) -> Picture:
    return countries.indicators(CountryRecord.of(subject), include_annulled=is_included(query))


def regional_turnout(subject: str, query: Query) -> Picture:
    return countries.regions(CountryRecord.of(subject), include_annulled=is_included(query))
