"""The page of one area: where it lies, its names, how long its boundaries are valid, and every claim about it."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import BadQuery
from elections.models import Area, AreaKind, Basis, DataVersion, Election, Redirect, local_name
from elections.views.caching import public_page
from elections.views.calls import WHATEVER_STATUS, all_rows
from elections.views.countries import Choice, citation
from elections.views.country_record import AreaRecord
from elections.views.downloads import query_of, refused
from elections.views.facts import is_void
from elections.views.figures import Figure, Footnotes, count_text, share_text, turnout_text
from elections.views.moved import elsewhere
from elections.views.pictures import chosen, countries
from elections.wording import capital, day, hour, numbered, part_name, qualified_number

OPTIONS = ("annulled",)
BASES = list(Basis.values)


@require_safe
@public_page
def area_page(request: HttpRequest, area_id: str) -> HttpResponse:
    """An area under its id; a country has a page of its own, and other spellings redirect."""
    try:
        record = AreaRecord.of(area_id)
    except Http404:
        if area_id.isprintable() and (usual := usual_id(area_id)):
            return redirect("area", usual, permanent=True)
        if area_id.isprintable():
            return elsewhere(request, "area", "areas", Area, area_id)
        raise
    if record.area.kind == AreaKind.COUNTRY:
        return redirect("country", record.area.pk, permanent=True)
    query = query_of(request)
    try:
        for name in query:
            if name not in OPTIONS:
                raise BadQuery(name, "", OPTIONS, unknown=True)
        include = chosen(query, "annulled", ["yes"]) == "yes"
    except BadQuery as bad:
        return refused(request, bad, as_page=True)
    address = request.build_absolute_uri(request.path)
    return render(request, "places/area.html", context_of(record, include, request.path, address))


def usual_id(area_id: str) -> str:
    """The id that another spelling means, or that an old id moved to; empty where there is none."""
    moved = Redirect.objects.filter(table="areas", old_id=area_id).first()
    if moved:
        return moved.new_id
    other = Area.objects.filter(pk__iexact=area_id).exclude(pk=area_id).first()
    return other.pk if other else ""


def context_of(record: AreaRecord, include: bool, path: str, address: str) -> dict:
    notes = Footnotes()
    area = record.area
    void = [election for election in record.elections if is_void(election)]
    turnout, results = turnout_rows(record, notes), result_rows(record, notes)
    version = DataVersion.current()
    return {
        "area": area,
        "country_name": local_name(area.country),
        "kicker": kicker(area),
        "heading": capital(local_name(area)),
        "path": record.path,
        "validity": validity(area),
        "picture": countries.area_turnout(record, include_annulled=include) if record.at_close else None,
        "switch": annulled_switch(path, include, bool(void)),
        "void": void,
        "is_included": include,
        "turnout": turnout,
        "results": results,
        "children": record.children,
        "notes": notes.notes(),
        "version": version,
        "citation": citation(area, version, address),
        "turnout_call": all_rows(address, "turnout", ("area", area.pk), WHATEVER_STATUS),
        "results_call": all_rows(address, "results", ("area", area.pk), WHATEVER_STATUS),
    }


def kicker(area: Area) -> str:
    return " · ".join([capital(area.get_kind_display()), local_name(area.country), area.pk])


def validity(area: Area) -> str:
    """How long the area has had its boundaries, as far as the record knows."""
    if area.valid_from and area.valid_to:
        words = _("The area existed from %(start)s to %(end)s.")
    elif area.valid_from:
        words = _("The area has existed since %(start)s.")
    elif area.valid_to:
        words = _("The area existed until %(end)s.")
    elif area.kind in (AreaKind.REGION, AreaKind.CITY):
        words = _("Boundaries as in force on 31 December 2021.")
    else:
        return ""
    return words % {"start": day(area.valid_from), "end": day(area.valid_to)}


def annulled_switch(path: str, include: bool, has_void: bool) -> list[Choice]:
    """The two choices; none where no vote was annulled."""
    if not has_void:
        return []
    return [
        Choice(_("Leave annulled votes out of the trend"), path, not include),
        Choice(_("Include annulled votes"), f"{path}?annulled=yes", include),
    ]


@dataclass(frozen=True)
class ClaimLine:
    """One claim about the area: what it is of, its figures, and who says so."""

    what: str
    figure: Figure
    counts: str
    who: str
    note: str
    as_of: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class ElectionLines:
    """The claims about the area of one election."""

    election: Election
    is_void: bool
    lines: list[ClaimLine]


def turnout_rows(record: AreaRecord, notes: Footnotes) -> list[ElectionLines]:
    """Every claim of turnout, by election, the newest first, through the day."""
    own = defaultdict(list)
    for claim in sorted(record.turnout, key=lambda each: (each.as_of_time, BASES.index(each.basis), each.pk)):
        own[claim.election_id].append(
            ClaimLine(
                what=", ".join(filter(None, [hour(claim.as_of_time), part_name(claim.part) if claim.part else ""])),
                figure=Figure(turnout_text(claim), claim.basis, notes.cite_all(claim, "turnout figure")),
                counts=counts_of(claim),
                who=claim.claimant,
                note=claim.note,
                is_first=claim is record.turnout_first.get(claim.election_id),
            )
        )
    return in_order(record, own)


def counts_of(claim) -> str:
    named_counts = (
        ("registered", _("registered")),
        ("issued", _("issued")),
        ("cast", _("cast")),
        ("valid", _("valid")),
        ("invalid", _("invalid")),
    )
    return ", ".join(
        f"{count_text(value, claim)} {words}"
        for name, words in named_counts
        if (value := getattr(claim, name)) is not None
    )


def result_rows(record: AreaRecord, notes: Footnotes) -> list[ElectionLines]:
    """Every claim of results, by election, the newest first, by basis and share."""
    own = defaultdict(list)
    for claim in sorted(record.results, key=order_of_result):
        contender = claim.contender
        meant = claim.qualifier if claim.share_pct is None else ""
        votes = qualified_number(claim.votes, "vote", meant) if claim.votes is not None else ""
        seats = numbered(claim.seats, "seat") if claim.seats is not None else ""
        part = part_name(contender.part) if contender.part else ""
        own[contender.election_id].append(
            ClaimLine(
                what=", ".join(filter(None, [local_name(contender), part])),
                figure=Figure(share_text(claim), claim.basis, (notes.cite(claim.source, "result"),)),
                counts=", ".join(filter(None, [votes, seats])),
                who=claim.claimant,
                as_of=day(claim.as_of),
                note=claim.note,
            )
        )
    return in_order(record, own)


def order_of_result(claim) -> tuple:
    return (BASES.index(claim.basis), claim.as_of, -(claim.votes or 0), -(claim.share_pct or 0), claim.contender.name)


def in_order(record: AreaRecord, own: dict) -> list[ElectionLines]:
    found = [(election, own[election.pk]) for election in reversed(record.elections) if own[election.pk]]
    return [ElectionLines(election, is_void(election), lines) for election, lines in found]
