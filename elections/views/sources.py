"""The list of sources, and the page of one: what rests on it."""

from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import SOURCES
from elections.datasets.sources import CITED
from elections.models import Area, DataVersion, Election, PartyEvent, Result, Source, Turnout, local_name
from elections.views.caching import public_page
from elections.views.figures import count_text, share_text, turnout_text
from elections.views.lists import list_page
from elections.views.moved import elsewhere
from elections.views.outcomes import votes_words
from elections.wording import hour, numbered, part_name

SHOWN = 200  # rows of one election that the page of a source lists


@require_safe
@public_page
def source_list(request: HttpRequest) -> HttpResponse:
    return list_page(request, SOURCES, "lists/sources.html", lambda rows: {"lines": list(map(line, rows))})


@dataclass(frozen=True)
class Line:
    """A source with what rests on it in words."""

    source: Source
    uses: str

    @property
    def link(self) -> str:
        return link_of(self.source)


def link_of(source: Source) -> str:
    """The address, if a browser may be sent there."""
    return source.url if source.url.startswith(("http://", "https://")) else ""


def line(source: Source) -> Line:
    counts = [(getattr(source, f"on_{name}"), noun) for name, noun, _models in CITED]
    return Line(source, ", ".join(numbered(n, noun) for n, noun in counts if n))


@dataclass
class Resting:
    """The claims of one election that rest on a source."""

    election: Election
    rows: list[tuple] = field(default_factory=list)  # (area, what, figures, basis, its label, who says so, its place)

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - SHOWN)

    @property
    def shown(self) -> list[tuple]:
        return self.rows[:SHOWN]


@require_safe
@public_page
def source_page(request: HttpRequest, source_id: str) -> HttpResponse:
    if not source_id.isprintable():
        raise Http404(_("A source’s id has letters, digits and hyphens only."))
    source = SOURCES.whole(Source.objects.filter(pk=source_id)).first()
    if source is None:
        return elsewhere(request, "source", "sources", Source, source_id)
    context = {
        "line": line(source),
        "source": source,
        "groups": resting_on(source),
        "party_events": PartyEvent.objects.filter(source=source).select_related("party").order_by("date", "pk"),
        "version": DataVersion.current(),
        "copy_size": source.archived_copy.size if source.archived_copy else None,
    }
    context["party_events"] = list(context["party_events"])
    return render(request, "lists/source.html", context)


def resting_on(source: Source) -> list[Resting]:
    """Every claim of results and turnout that rests on a source, by election, the newest first."""
    groups: dict[str, Resting] = {}
    results = Result.objects.filter(source=source).select_related("contender__election__country", "area")
    for claim in results.order_by("-contender__election__date", "area__sort_key", "contender__sort_key", "pk"):
        election = claim.contender.election
        seats = numbered(claim.seats, "seat") if claim.seats is not None else ""
        votes = votes_words(claim)
        share = share_text(claim)
        row = (claim.area, local_name(claim.contender), [votes, share, seats], claim.basis, claim.claimant)
        groups.setdefault(election.pk, Resting(election)).rows.append(shown(*row, claim))
    turnout = Turnout.objects.filter(source=source).select_related("election__country", "area")
    further = Turnout.objects.filter(other_sources=source).select_related("election__country", "area")
    for claim in [*turnout, *further]:
        what = ", ".join(
            filter(None, [_("Turnout"), part_name(claim.part) if claim.part else "", hour(claim.as_of_time)])
        )
        figures = []
        if claim.registered is not None:
            figures.append(_("%(n)s registered") % {"n": count_text(claim.registered, claim)})
        if claim.cast is not None:
            figures.append(_("%(n)s cast") % {"n": count_text(claim.cast, claim)})
        row = (claim.area, what, [turnout_text(claim), *figures], claim.basis, claim.claimant)
        groups.setdefault(claim.election_id, Resting(claim.election)).rows.append(shown(*row, claim))
    return sorted(groups.values(), key=lambda group: (group.election.date, group.election.pk), reverse=True)


def shown(area: Area, what: str, figures: list[str], basis: str, who: str, claim) -> tuple:
    said = ", ".join(filter(None, figures)) or claim.note
    place = f"{'turnout' if isinstance(claim, Turnout) else 'result'}-{claim.pk}"
    return (area, what, said, basis, claim.get_basis_display(), who, place)
