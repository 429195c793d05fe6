"""Every kind of picture that has an address, with what its subject is and which options it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from elections.datasets import BadQuery
from elections.datasets.explore.state import PARAMETERS
from elections.views.pictures import exploring, observation, of_elections, of_places, of_record, parties, party_results
from elections.views.pictures.options import Query
from elections.views.pictures.picture import Picture


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


CHARTS: dict[str, ChartKind] = {
    "explore": ChartKind(exploring.build, tuple(name for name in PARAMETERS if name != "measure")),
    "vote-shares": ChartKind(of_elections.vote_shares, ("part", "basis")),
    "seats": ChartKind(of_elections.seats, ("part",)),
    "turnout-by-region": ChartKind(of_elections.turnout_by_region, ("part", "view")),
    "turnout-through-the-day": ChartKind(of_elections.turnout_through_the_day, ("part",)),
    "turnout-claims": ChartKind(of_elections.turnout_claims, ("part",)),
    "timeline-of-votes": ChartKind(of_record.timeline),
    "turnout-over-time": ChartKind(of_record.turnouts, ("annulled",)),
    "latest-turnout": ChartKind(of_record.latest_turnouts),
    "first-place-over-time": ChartKind(of_record.first_places, ("annulled",)),
    "contested": ChartKind(of_record.contested),
    "party-shares": ChartKind(of_places.shares, ("office", "by", "annulled")),
    "country-turnout": ChartKind(of_places.country_turnout, ("annulled",)),
    "area-turnout": ChartKind(of_places.area_turnout, ("annulled",)),
    "indicators": ChartKind(of_places.indicators, ("annulled",)),
    "regional-turnout": ChartKind(of_places.regional_turnout, ("annulled",)),
    "party-life": ChartKind(parties.build_life),
    "party-lineage": ChartKind(parties.build_family),
    "party-results": ChartKind(party_results.build, ("office", "by", "annulled")),
    "verdicts-by-family": ChartKind(observation.verdicts_by_family, observation.VOTES),
    "stage-assessments": ChartKind(observation.stage_assessments_of),
    "findings-by-year": ChartKind(observation.findings_by_year, observation.FOUND),
    "findings-by-region": ChartKind(observation.findings_by_region, observation.FOUND),
}
