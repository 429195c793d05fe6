"""The page of one election: everything the record holds of it, each figure with its basis and source."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections import analysis
from elections.datasets import BadQuery
from elections.datasets.claim_sets import ClaimSets
from elections.datasets.elections import CONTESTED_FROM
from elections.datasets.resources import ROOT
from elections.models import (
    SHOWN_FIRST_RULE,
    Basis,
    Election,
    ElectionEventKind,
    Redirect,
    Tombstone,
    Turnout,
)
from elections.names import slug
from elections.views import arithmetic, facts, observers, results, turnout
from elections.views.caching import version_of
from elections.views.citations import TYPES, Citation
from elections.views.claims import Claims, fetched
from elections.views.downloads import query_of, refused
from elections.views.election_pictures import drawn_for
from elections.views.figures import Footnotes
from elections.views.further_sources import Found, attach, further_sources
from elections.views.outcomes import Summary, outcomes_of, plain, sentence
from elections.views.pictures.of_elections import earlier_days, regions_then
from elections.views.resting import lead_to_claims
from elections.views.sums import AreaSums, Sums

TABLE = "elections"


@require_safe
def election_page(request, election_id: str):
    """An election under its id; ids that moved or are spelt otherwise redirect, withdrawn ones say why."""
    if not election_id.isprintable():  # PostgreSQL refuses a NUL in a text
        raise Http404(_("An election’s id has letters, digits and hyphens only."))
    election = Election.objects.with_status().select_related("country", "round_of", "source", "derived")
    election = election.filter(pk=election_id)
    if found := election.first():
        try:
            return render(request, "elections/election.html", election_context(found, request))
        except BadQuery as bad:
            return refused(request, bad, as_page=True)
    if moved := Redirect.objects.filter(table=TABLE, old_id=election_id).first():
        return redirect("election", moved.new_id, permanent=True)
    if gone := Tombstone.objects.filter(table=TABLE, row_id=election_id).first():
        return render(request, "410.html", {"gone": gone}, status=410)
    usual = slug(election_id)
    if usual != election_id and is_known(usual):
        return redirect("election", usual, permanent=True)
    raise Http404(_("The record has no election %(id)s.") % {"id": election_id})


def is_known(election_id: str) -> bool:
    return (
        Election.objects.filter(pk=election_id).exists()
        or Redirect.objects.filter(table=TABLE, old_id=election_id).exists()
        or Tombstone.objects.filter(table=TABLE, row_id=election_id).exists()
    )


@require_safe
def election_citation(request, election_id: str, form: str):
    """How the page is cited, as text, BibTeX or CSL-JSON."""
    election = get_object_or_404(Election.objects.select_related("country"), pk=election_id)
    address = request.build_absolute_uri(reverse("election", args=[election.pk]))
    cited = Citation.of(election, version_of(request), address)
    response = HttpResponse(cited.as_file(form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="saylau-{election.pk}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def election_context(election: Election, request: HttpRequest) -> dict:
    """Everything the page shows, fetched in a number of queries that does not depend on the number of claims.

    Sources are numbered in the order of the page, so its parts are made in that order. Raises BadQuery.
    """
    further, notes = further_sources(election), Footnotes()
    claims = fetched(election, further)
    attach([election], "election", further)
    sets = ClaimSets(election, claims.results, claims.contenders, claims.turnout)
    regions, later_rounds = regions_then(election), list(election.later_rounds.order_by("date"))
    pictures = drawn_for(election, claims, sets, regions, earlier_days(election), query_of(request), request.path)
    later = [each.pk for each in later_rounds]
    found = analysis.reconciliation(election, claims.contenders, claims.results, claims.turnout, regions, later)
    tables = tables_of(election, claims, sets, Sums(found, sets.expected), AreaSums(found, regions), notes)
    lead_to_claims(
        notes,
        [*tables["tables"], *tables["regional_tables"]],
        [*tables["turnout_tables"], *tables["regional_turnout"]],
    )
    checks = arithmetic.arranged(found, notes)
    verdicts = observers.observation_of(election, notes)
    exclusions = dated(election.exclusions, "exclusion", further, notes)
    events = dated(election.events, "event", further, notes)
    entry_refs = notes.cite_all(election, "election entry")
    version = version_of(request)
    return {
        "election": election,
        **headline(election, claims, checks, verdicts, notes),
        **tables,
        "pictures": pictures,
        "decisive": decisive(election, events),
        "contested_by": contested_by(election),
        "later_rounds": later_rounds,
        "bases": [(basis.value, basis.label) for basis in Basis],
        "rule": SHOWN_FIRST_RULE,
        "result_claims": len(claims.results),
        "turnout_claims": len(claims.turnout),
        "arithmetic": checks,
        "observers": verdicts,
        "exclusions": exclusions,
        "events": events,
        "entry_refs": entry_refs,
        "notes": notes.notes(),
        "version": version,
        "citation": Citation.of(election, version, request.build_absolute_uri(request.path)),
        "files": files_of(election),
    }


def files_of(election: Election) -> list[tuple[str, list[tuple[str, str]], str]]:
    """What can be taken away of the election: the name of each table, its forms with their addresses, its API call."""
    tables = [
        (_("Results"), "results"),
        (_("Turnout"), "turnout"),
        (_("Contenders"), "contenders"),
        (_("Kept off the ballot"), "exclusions"),
        (_("Events"), "election-events"),
        (_("Missions of observers"), "missions"),
        (_("Verdicts"), "verdicts"),
        (_("Findings"), "findings"),
        (_("Responses"), "responses"),
    ]
    query = urlencode({"election": election.pk})
    return [
        (
            name,
            [(form.upper(), f"{reverse(f'{table}-file', args=[form])}?{query}") for form in ("csv", "json", "xlsx")],
            f"{ROOT}{table}?{query}",
        )
        for name, table in tables
    ]


def tables_of(
    election: Election, claims: Claims, sets: ClaimSets, sums: Sums, of_areas: AreaSums, notes: Footnotes
) -> dict:
    """The claims of results and turnout, for the whole country and for its parts."""
    first = results.ShownFirst(claims.votes_first, claims.seats_first)
    local, whole = (
        [claim for claim in claims.turnout if claim.area_id != election.country_id],
        national(election, claims),
    )
    at_first = claims.turnout_first
    return {
        "tables": results.national_tables(election, claims.results, claims.contenders, first, sets, sums, notes),
        "regional_tables": results.regional_tables(election, claims.results, sets, of_areas, notes),
        "turnout_tables": turnout.tables(whole, turnout.by_hour, at_first, of_areas, notes),
        "regional_turnout": turnout.tables(local, turnout.by_place, at_first, of_areas, notes),
    }


def national(election: Election, claims: Claims) -> list[Turnout]:
    return [claim for claim in claims.turnout if claim.area_id == election.country_id]


def headline(election: Election, claims: Claims, checks, verdicts, notes: Footnotes) -> dict:
    """The heading, the computed sentence and the row of facts."""
    at_close = (
        claim
        for claim in national(election, claims)
        if claim.pk in claims.turnout_first and claim.as_of_time == "close" and not claim.part
    )
    summary = Summary(election, outcomes_of(election, claims.votes_first, claims.seats_first), next(at_close, None))
    said = sentence(summary, notes)
    return {
        "heading": facts.heading(election),
        "kicker": facts.kicker(election),
        "status": facts.status_words(election),
        "status_label": facts.status_label(election),
        "is_void": facts.is_void(election),
        "sentence": said,
        "description": plain(said),
        "facts": facts.facts_of(summary, claims.results, national(election, claims), checks, verdicts, notes),
    }


@dataclass
class Dated:
    """An event or an exclusion with the numbers of its sources; those without a date come last."""

    row: object
    refs: tuple[int, ...]


def dated(rows, what: str, further: Found, notes: Footnotes) -> list[Dated]:
    fetched = list(rows.select_related("area", "source"))
    attach(fetched, what, further)
    in_order = sorted(fetched, key=lambda row: row.date or "9999")
    return [Dated(row, notes.cite_all(row, what)) for row in in_order]


def decisive(election, events) -> list[Dated]:
    """The events that the status follows from; of a vote whose result stands, the one that certified it."""
    kinds = {
        "annulled": [ElectionEventKind.ANNULLED],
        "cancelled": [ElectionEventKind.CANCELLED],
        "partly_annulled": [ElectionEventKind.ANNULLED, ElectionEventKind.PARTLY_ANNULLED],
    }.get(election.status, [])
    certified = [event for event in events if event.row.event == ElectionEventKind.CERTIFIED]
    return [event for event in events if event.row.event in kinds] or certified[-1:]


def contested_by(election: Election) -> Decimal | None:
    """The points by which two claims differ that make a vote contested; None where none do, or nothing stands."""
    derived = getattr(election, "derived", None)
    if facts.is_void(election) or derived is None or derived.spread_pct is None:
        return None
    return derived.spread_pct if derived.spread_pct >= CONTESTED_FROM else None
