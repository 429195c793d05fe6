"""Pictures of the whole record: fetches every vote once, and the quantities whose claims lie farthest apart."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Max, Min, Q
from django.http import Http404
from django.utils.translation import gettext as _

from elections.datasets import ELECTIONS
from elections.models import Area, Basis, Measure, Qualifier, Result, ShareOf, Turnout
from elections.models.naming import local_name
from elections.views.claims import FirstShown
from elections.views.outcomes import outcomes_of
from elections.views.pictures import region
from elections.views.pictures.options import Query, chosen
from elections.views.pictures.picture import Picture
from elections.views.pictures.region import ALL, Contested, Vote

OWN_LANGUAGE = {"KZ": "kk", "KG": "ky", "TJ": "tg", "TM": "tk", "UZ": "uz"}
MEASURES = (Measure.VOTES, Measure.SEATS)
WIDEST = 8  # quantities in the picture of what is contested
SHOWN = {"shown": "shown", "left-out": "left-out"}


def votes_of_record() -> list[Vote]:
    """Every election of the record with the claims shown first, by date; four queries."""
    elections = list(ELECTIONS.base().select_related("country", "round_of", "derived").order_by("date", "pk"))
    by_votes, by_seats = shown()
    at_close = Turnout.objects.national().at_close().filter(part="")
    turnout = {claim.election_id: claim for claim in at_close.filter(derived__is_first=True).select_related("source")}
    printed = at_close.filter(turnout_pct__isnull=False).exclude(basis=Basis.COMPUTED).order_by()
    spans = printed.values_list("election").annotate(low=Min("turnout_pct"), high=Max("turnout_pct"))
    low_and_high = {election: (low, high) for election, low, high in spans}
    return [
        Vote(
            election,
            outcomes_of(election, by_votes[election.pk], by_seats[election.pk]),
            turnout.get(election.pk),
            low_and_high.get(election.pk),
        )
        for election in elections
    ]


def shown() -> tuple[dict[str, list[FirstShown]], dict[str, list[FirstShown]]]:
    """The national claims shown first for votes, and for seats, by election, as they are derived."""
    first = Q(derived__is_first_for_votes=True) | Q(derived__is_first_for_seats=True)
    found: dict[Measure, dict[str, list[FirstShown]]] = {measure: defaultdict(list) for measure in MEASURES}
    for claim in Result.objects.national().filter(first).select_related("contender", "source", "derived"):
        for measure in MEASURES:
            if getattr(claim.derived, f"is_first_for_{measure}"):
                is_fallback = getattr(claim.derived, f"is_fallback_for_{measure}")
                found[measure][claim.contender.election_id].append(FirstShown(claim, is_fallback))
    return found[Measure.VOTES], found[Measure.SEATS]


def native_names(votes: Sequence[Vote]) -> dict[str, str]:
    """Each country's name in its own language, where it is recorded."""
    return {vote.election.country_id: own_name(vote.election.country) for vote in votes}


def own_name(country: Area) -> str:
    names = [name for tag, name in country.names.items() if tag.split("-")[0] == OWN_LANGUAGE.get(country.pk)]
    return next(iter(names), "")


def widest_apart(votes: Sequence[Vote], most: int = WIDEST) -> list[Contested]:
    """The quantities whose exact claims lie farthest apart, one for each election, with all their claims."""
    exact = {"qualifier": Qualifier.AS_PRINTED}
    shares = Result.objects.national().filter(share_pct__isnull=False).exclude(share_of=ShareOf.SEATS)
    turnout = Turnout.objects.national().at_close().filter(turnout_pct__isnull=False)
    gaps: list[tuple[Decimal, str, tuple]] = []
    for claims, figure, election, of_one in (
        (shares, "share_pct", "contender__election", ("contender", "share_of")),
        (turnout, "turnout_pct", "election", ("part",)),
    ):
        printed = claims.filter(**exact).exclude(basis=Basis.COMPUTED).order_by()
        groups = printed.values_list(election, *of_one).annotate(n=Count("pk")).filter(n__gt=1)
        gaps += [
            (gap, key, tuple(one))
            for key, *one, _, gap in groups.annotate(gap=Max(figure) - Min(figure))
            if gap
        ]  # fmt: skip
    widest: dict[str, tuple] = {}
    for _gap, key, one in sorted(gaps, key=lambda each: (-each[0], each[1], each[2])):
        if key not in widest and len(widest) < most:
            widest[key] = one
    return with_claims(votes, widest, shares, turnout)


def with_claims(votes: Sequence[Vote], widest: dict[str, tuple], shares, turnout) -> list[Contested]:
    """Quantities as (contender, share_of) or (part,) by election, with every claim of each: two queries."""
    by_id = {vote.election.pk: vote.election for vote in votes}
    pairs = [(key, one) for key, one in widest.items() if len(one) == 2]
    wanted = Q(pk__in=[])
    for _key, (contender, share_of) in pairs:
        wanted |= Q(contender=contender, share_of=share_of)
    of_shares, of_turnout = defaultdict(list), defaultdict(list)
    for claim in shares.filter(wanted).exclude(basis=Basis.COMPUTED).select_related("contender", "source"):
        of_shares[claim.contender_id].append(claim)
    keys = [key for key, one in widest.items() if len(one) == 1]
    for claim in turnout.filter(election__in=keys).exclude(basis=Basis.COMPUTED).select_related("source"):
        of_turnout[claim.election_id, claim.part].append(claim)
    found = []
    for key, one in widest.items():
        claims = of_shares[one[0]] if len(one) == 2 else of_turnout[key, one[0]]
        whose = local_name(claims[0].contender) if len(one) == 2 else ""
        found.append(Contested(by_id[key], region.quantity_name(by_id[key], whose), claims))
    return found


def whole_record(subject: str) -> list[Vote]:
    """All votes. Raises Http404 for any other subject, and for an empty record."""
    votes = votes_of_record() if subject == ALL else []
    if not votes:
        raise Http404(_("This picture has one subject: %(all)s.") % {"all": ALL})
    return votes


def timeline(subject: str, query: Query) -> Picture:
    votes = whole_record(subject)
    return region.timeline(votes, native_names(votes))


def with_annulled(query: Query) -> bool:
    return chosen(query, "annulled", SHOWN, "left-out") == "shown"


def turnouts(subject: str, query: Query) -> Picture:
    return region.turnouts(whole_record(subject), with_annulled(query))


def latest_turnouts(subject: str, query: Query) -> Picture:
    return region.latest_turnouts(whole_record(subject))


def first_places(subject: str, query: Query) -> Picture:
    return region.first_places(whole_record(subject), with_annulled(query))


def contested(subject: str, query: Query) -> Picture:
    return region.contested(widest_apart(whole_record(subject)))
