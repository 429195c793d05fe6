"""Every kind of picture that has an address, with what its subject is and which options it takes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext as _

from elections.datasets import BadQuery
from elections.datasets.claim_sets import ClaimSets
from elections.datasets.definition import single
from elections.models import Election
from elections.views.claims import fetched
from elections.views.pictures.picture import Picture
from elections.views.pictures.votes import ResultPictures

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ChartKind:
    """One kind of picture: `build` fetches the rows of a subject and draws them as the query asks.

    It raises Http404 for a subject that is not there and BadQuery for an option that is not.
    """

    build: Callable[[str, Query], Picture]
    options: tuple[str, ...] = ()

    def picture(self, subject: str, query: Query) -> Picture:
        for name in query:
            if name not in self.options:
                raise BadQuery(name, "", [*self.options], unknown=True)
        return self.build(subject, query)


def chosen(query: Query, name: str, choices: Iterable[str], default: str = "") -> str:
    """The value of an option, one of the choices. Raises BadQuery for any other."""
    value = single(query, name) or default
    if value != default and value not in (known := [each for each in choices if each]):
        raise BadQuery(name, value[:40], known or [_("no value: there is only one")])
    return value


def results_of(subject: str) -> ResultPictures:
    election = election_of(subject)
    claims = fetched(election)
    sets = ClaimSets(election, claims.results, claims.contenders, claims.turnout)
    return ResultPictures(election, claims, sets)


def election_of(subject: str) -> Election:
    """The election a picture is about. Raises Http404."""
    election = Election.objects.with_status().select_related("country", "source").filter(pk=subject).first()
    if election is None:
        raise Http404(f"The record has no election {subject}.")
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


CHARTS: dict[str, ChartKind] = {
    "vote-shares": ChartKind(vote_shares, ("part", "basis")),
    "seats": ChartKind(seats, ("part",)),
}
