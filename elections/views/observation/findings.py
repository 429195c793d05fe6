"""The list of findings: by year, by region, and each with who reports it, where, and by which source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from elections.charts.language import rounded
from elections.views.caching import public_page
from elections.views.downloads import query_of
from elections.views.figures import Footnotes
from elections.views.lists import list_page
from elections.views.pictures.observation import findings_by_region_picture, findings_by_year_picture, found_by
from elections.wording import count, number, percent
from observers.datasets import FINDINGS
from observers.models import Family, Finding, MissionOrganisation, Organisation
from observers.wording import counted, counted_of

ENTRIES = gettext_lazy(
    "A finding is an entry of the record: what somebody reported, in our words. More entries mean that more was "
    "watched or written down, not that more happened."
)


@dataclass(frozen=True)
class Line:
    """A finding as a row: who reports it, with a page where there is one; its number with what it is of.

    `unit` is what the number counts where that is no word of ours; it stands in brackets, as it was written.
    """

    finding: Finding
    who: str
    who_at: str
    family: str
    number: str
    unit: str
    rate: str
    refs: tuple[int, ...]


@require_safe
@public_page
def finding_list(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    return list_page(request, FINDINGS, "observers/findings.html", lambda rows: arranged(rows, query))


def arranged(findings: Sequence[Finding], query: Mapping[str, Sequence[str]]) -> dict:
    notes = Footnotes()
    selection = found_by(query)
    has_map = len(selection.chosen["country"]) == 1
    return {
        "lines": lines_of(findings, notes),
        "by_year": findings_by_year_picture(selection),
        "by_region": findings_by_region_picture(selection) if has_map else None,
        "entries": ENTRIES,
        "geojson": reverse("findings-file", args=["geojson"]),
        "notes": notes.notes(),
    }


def lines_of(
    findings: Sequence[Finding], notes: Footnotes, known: Mapping[str, Sequence[Organisation]] | None = None
) -> list[Line]:
    """Findings with who reports them; organisations of missions that are not known yet in one query."""
    members: dict[str, list] = {mission: list(each) for mission, each in (known or {}).items()}
    missions = {finding.mission_id for finding in findings if finding.mission_id} - {*members}
    if missions:
        parts = MissionOrganisation.objects.filter(mission__in=missions).select_related("organisation")
        for part in parts.order_by("mission_id", "position"):
            members.setdefault(part.mission_id, []).append(part.organisation)
    return [line_of(finding, members.get(finding.mission_id, []), notes) for finding in findings]


def line_of(finding: Finding, members: Sequence, notes: Footnotes) -> Line:
    if finding.mission_id:
        who = ", ".join(each.abbreviation or each.name for each in members) or finding.mission_id
        address, family = reverse("observers-mission", args=[finding.mission_id]), members[0].family if members else ""
    elif finding.organisation_id:
        own = finding.organisation
        who, address, family = own.name, reverse("observers-organisation", args=[own.pk]), own.family
    else:
        who, address, family = _("the source itself"), "", ""
    refs = (notes.cite(finding.source, "finding"),)
    return Line(
        finding, who, address, str(Family(family).label) if family else "", *number_of(finding), rate_of(finding), refs
    )


def number_of(finding: Finding) -> tuple[str, str]:
    """The number with what it counts, out of how many where that was published; and a unit as it was written, where
    nothing is known of its words."""
    if finding.figure is None:
        return "", ""
    if finding.observed_n is None:
        told, plain = counted(finding.figure, finding.figure_unit), number(finding.figure)
    else:
        told = counted_of(finding.figure, finding.observed_n, finding.figure_unit)
        plain = _("%(number)s of %(observed)s") % {
            "number": number(finding.figure),
            "observed": count(finding.observed_n),
        }
    return (told, "") if told else (plain, finding.figure_unit)


def rate_of(finding: Finding) -> str:
    """The number in per cent of the places observed; '' without a denominator: no rate without one."""
    if finding.figure is None or not finding.observed_n:
        return ""
    return percent(rounded(Decimal(100) * finding.figure / finding.observed_n, 1))
