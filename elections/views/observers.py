"""What observers concluded of one election: one table, each body by its own yardstick."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Prefetch

from elections.views.figures import Footnotes
from elections.wording import day, listed
from observers.models import Family, Mission, MissionOrganisation, Verdict


@dataclass
class VerdictRow:
    """A mission's verdict as one source gives it."""

    verdict: Verdict
    who: str
    family: str
    date: str
    ref: int


@dataclass
class Verdicts:
    """The verdicts by family of observers, and who was present without one."""

    rows: list[VerdictRow] = field(default_factory=list)
    silent: str = ""
    missions: int = 0

    @property
    def words(self) -> str:
        """How many verdicts of each kind; bodies judge by their own yardsticks, so nothing is averaged."""
        found = Counter(str(row.verdict.get_verdict_display()) for row in self.rows)
        return ", ".join(f"{word} {n}" if len(found) > 1 else word for word, n in found.items())


def verdicts(election, notes: Footnotes) -> Verdicts:
    missions = Mission.objects.filter(election=election).prefetch_related(
        Prefetch("verdicts", Verdict.objects.select_related("source", "report"))
    )
    parts = MissionOrganisation.objects.filter(mission__election=election).select_related("organisation")
    members = defaultdict(list)
    for part in parts.order_by("position"):
        members[part.mission_id].append(part.organisation)
    rows, heard, present = [], set(), {}
    for mission in missions:
        organisations = members[mission.pk]
        who = listed([each.abbreviation or each.name for each in organisations]) or mission.pk
        family = organisations[0].family if organisations else ""
        present[who] = {each.pk for each in organisations}
        for verdict in mission.verdicts.all():
            heard |= present[who]
            date = (verdict.report.published if verdict.report else "") or verdict.source.published
            ref = notes.cite(verdict.source, "verdict")
            row = VerdictRow(verdict, who, Family(family).label if family else "", day(date), ref)
            rows.append((order_of(family), date, who, verdict.pk, row))
    silent = sorted(who for who, organisations in present.items() if not organisations & heard)
    return Verdicts([row for *_, row in sorted(rows)], listed(silent), len(present))


def order_of(family: str) -> int:
    return list(Family.values).index(family) if family else len(Family.values)
