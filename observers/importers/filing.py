"""What an observer files becomes proposed rows of the record: findings and a report under their organisation's mission.

Whoever filed stands nowhere in these rows. What they name is the organisation, and the place only as exactly as the
observer said that it may be shown.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from elections.importers import changes
from elections.importers.record import SOURCES
from elections.models import Area, AreaKind, ChangeChannel, ChangeState, Election, Source, SourceKind
from observers.importers import attachments
from observers.importers.record import FINDINGS, MISSIONS, REPORTS
from observers.models import FiledReport, Mission, MissionType, Organisation, ReportKind, Scope, ShownPlace
from observers.models.findings import FILED

REMEMBERED = timedelta(days=90)  # files, and the way to ask back, after the decision on a report
LONGEST_ID = 80  # characters of the ids made here, so that what is numbered below them still fits


def send(report: FiledReport) -> None:
    """Hand a report in for review; one that was sent back is composed anew. Raises ChangeRefused."""
    with transaction.atomic():
        compose(report)
        changes.hand_in(report.change_set)


def compose(report: FiledReport) -> None:
    """Make the draft set of what the report proposes, or make it anew. Raises ChangeRefused where it is not open."""
    with transaction.atomic():
        election = Election.objects.get(pk=report.answers["election_id"])
        title = f"Report of {report.organisation}: {election}"
        reason = f"Filed by observers of {report.organisation}."
        if report.change_set is None:
            report.change_set = changes.begin(report.filed_by, title, ChangeChannel.REPORT, reason)
            report.save(update_fields=["change_set"])
        else:
            report.change_set.title, report.change_set.reason = title[:200], reason
            report.change_set.save(update_fields=["title", "reason"])
            for change in report.change_set.changes.all():
                changes.drop(change)
        propose(report, election)


def propose(report: FiledReport, election: Election) -> None:
    change_set, organisation = report.change_set, report.organisation
    source, mission = source_of(organisation, election), mission_of(organisation, election)
    if not Source.objects.filter(pk=source["source_id"]).exists():
        changes.add(change_set, SOURCES, source)
    if isinstance(mission, dict):
        changes.add(change_set, MISSIONS, mission | {"source_ids": source["source_id"]})
        mission_id = mission["mission_id"]
    else:
        mission_id = mission.pk
    report_id = f"{mission_id[:LONGEST_ID]}-field-{report.pk}"
    changes.add(
        change_set,
        REPORTS,
        {
            "report_id": report_id,
            "mission_id": mission_id,
            "title": f"Report from the field no. {report.pk}",
            "kind": ReportKind.FIELD,
            "published": timezone.now().date().isoformat(),
            "source_ids": source["source_id"],
        },
    )
    for number, finding in enumerate(report.answers["findings"], 1):
        same = {name: finding.get(name, "") for name in TAKEN_OVER}
        where = public_place(finding, election, report.answers.get("place_shown", ""))
        ids = {"finding_id": f"{report_id}-f{number}", "mission_id": mission_id, "election_id": election.pk}
        changes.add(change_set, FINDINGS, {**same, **where, **ids, "source_id": source["source_id"]})


def forget_old() -> int:
    """Forget the files of reports decided on long ago, and how their observers can be asked; returns how many."""
    decided = [ChangeState.PUBLISHED, ChangeState.ROLLED_BACK]
    old = FiledReport.objects.filter(
        change_set__state__in=decided, change_set__reviewed_at__lt=timezone.now() - REMEMBERED
    )
    old = list(old.filter(~Q(contact="") | Q(attachments__isnull=False)).distinct())
    for report in old:
        for attachment in report.attachments.all():
            attachments.detach(attachment)
        report.contact = ""
        report.save(update_fields=["contact"])
    return len(old)


TAKEN_OVER = ("category", "stage", "severity", "summary", "figure", "figure_unit", "observed_n")


def source_of(organisation: Organisation, election: Election) -> dict[str, str]:
    """The source of everything that an organisation's observers file of one election: one row, the same each time."""
    return {
        "source_id": f"{FILED}{organisation.pk}-{election.pk}"[:LONGEST_ID].strip("-"),
        "publisher": organisation.name,
        "title": f"Reports filed by observers with Saylau: {election.name}, {election.date}",
        "kind": SourceKind.OBSERVER_REPORT,
    }


def mission_of(organisation: Organisation, election: Election) -> Mission | dict[str, str]:
    """The mission that the organisation leads at the election, or the cells of one to be made.

    A joint mission that somebody else leads is not theirs: its other members would speak through their reports.
    """
    led = Mission.objects.filter(
        election=election, same_as=None, parts__organisation=organisation, parts__position=1
    ).order_by("pk")
    if mission := led.first():
        return mission
    own_id = f"{election.pk}-{organisation.pk}"[:LONGEST_ID].strip("-")
    if Mission.objects.filter(pk=own_id).exists():
        own_id = f"{own_id[: LONGEST_ID - 6].strip('-')}-field"
    kind = MissionType.DOMESTIC if organisation.scope == Scope.DOMESTIC else MissionType.OBSERVER_GROUP
    return {
        "mission_id": own_id,
        "organisation_ids": organisation.pk,
        "election_id": election.pk,
        "mission_type": kind,
    }


def public_place(finding: dict[str, str], election: Election, shown: str) -> dict[str, str]:
    """The cells `area` and `place` of a finding, as fine as the observer allows: the region, where nothing is said."""
    area = Area.objects.filter(pk=finding.get("area") or election.country_id).select_related("parent").get()
    town, station = finding.get("town", ""), finding.get("station", "")
    if shown not in (ShownPlace.AREA, ShownPlace.STATION):
        region = area
        while region.parent and region.kind not in (AreaKind.REGION, AreaKind.CITY, AreaKind.ABROAD):
            region = region.parent
        return {"area": code_of(region), "place": ""}
    named = town or (area.name if area.kind == AreaKind.PLACE else "")
    if shown == ShownPlace.STATION and station:
        named = f"{named}, polling station {station}" if named else f"Polling station {station}"
    return {"area": code_of(area), "place": named[:100]}


def code_of(area: Area) -> str:
    """The area as a finding writes it: empty for the whole country."""
    return "" if area.kind == AreaKind.COUNTRY else area.pk
