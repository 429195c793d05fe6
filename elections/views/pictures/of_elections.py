"""Pictures of one election by its id: fetches the rows and makes them as the election's page does."""

from django.http import Http404
from django.utils.translation import gettext as _

from elections.datasets.claim_sets import ClaimSets
from elections.models import Area, Election, Turnout
from elections.views.claims import fetched
from elections.views.country_record import regions_of
from elections.views.further_sources import further_sources
from elections.views.pictures.options import Query, chosen
from elections.views.pictures.picture import Picture
from elections.views.pictures.turnout import VIEWS, TurnoutPictures
from elections.views.pictures.votes import ResultPictures


def results_of(subject: str) -> ResultPictures:
    election = election_of(subject)
    claims = fetched(election, further_sources(election))
    sets = ClaimSets(election, claims.results, claims.contenders, claims.turnout)
    return ResultPictures(election, claims, sets)


def election_of(subject: str) -> Election:
    """The election a picture is about. Raises Http404."""
    election = Election.objects.with_status().select_related("country", "source").filter(pk=subject).first()
    if election is None:
        raise Http404(_("The record has no election %(id)s.") % {"id": subject})
    return election


def part_of(pictures: ResultPictures, query: Query) -> str:
    """The part of the vote that is asked for, else the first one."""
    parts = pictures.parts()
    return chosen(query, "part", parts, parts[0] if parts else "")


def vote_shares(subject: str, query: Query) -> Picture:
    pictures = results_of(subject)
    part = part_of(pictures, query)
    return pictures.shares_picture(part, chosen(query, "basis", pictures.bases(part)))


def seats(subject: str, query: Query) -> Picture:
    pictures = results_of(subject)
    return pictures.seats_picture(part_of(pictures, query))


def regions_then(election: Election) -> list[Area]:
    """The regions of an election's country as they were on its day."""
    return [area for area in regions_of(election.country_id) if area.existed_on(election.date)]


def earlier_days(election: Election) -> list[Turnout]:
    """Turnout through the day of the country's earlier elections, by the claims shown first for each hour."""
    country = election.country_id
    claims = Turnout.objects.filter(election__country=country, area=country, part="", turnout_pct__isnull=False)
    earlier = claims.filter(election__date__lt=election.date).exclude(as_of_time="")
    found = list(earlier.filter(derived__is_first=True).select_related("election", "area", "source"))
    hours: dict[str, set[str]] = {}
    for claim in found:
        hours.setdefault(claim.election_id, set()).add(claim.as_of_time)
    found.sort(key=lambda claim: (claim.election.date, claim.election_id, claim.as_of_time))
    return [claim for claim in found if len(hours[claim.election_id]) > 1]


def turnout_of(subject: str, query: Query) -> TurnoutPictures:
    election = election_of(subject)
    turnout = Turnout.objects.filter(election=election)
    claims = list(turnout.select_related("area", "source", "derived"))
    first = {claim.pk for claim in claims if claim.derived.is_first}
    parts = sorted({claim.part for claim in claims})
    return TurnoutPictures(election, claims, first, chosen(query, "part", parts, parts[0] if parts else ""))


def drawn(picture: Picture | None) -> Picture:
    """A picture that there is. Raises Http404."""
    if picture is None:
        raise Http404(_("Too few figures are published for this picture."))
    return picture


def turnout_by_region(subject: str, query: Query) -> Picture:
    pictures = turnout_of(subject, query)
    return drawn(pictures.by_region(regions_then(pictures.election), chosen(query, "view", VIEWS, VIEWS[0])))


def turnout_through_the_day(subject: str, query: Query) -> Picture:
    pictures = turnout_of(subject, query)
    return drawn(pictures.through_the_day(regions_then(pictures.election), earlier_days(pictures.election)))


def turnout_claims(subject: str, query: Query) -> Picture:
    return drawn(turnout_of(subject, query).claims_at_close())
