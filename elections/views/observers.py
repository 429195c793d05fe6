"""What observers concluded of one election, family by family; what they rated and found; and who answered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from elections.models import Election
from elections.views.figures import Footnotes
from elections.views.observation.findings import Line, lines_of
from elections.views.observation.matrix import Column, columns_of, is_shown, spread_words
from elections.views.observation.watchers import Answer, Watcher, watchers_of
from elections.views.pictures import Picture
from elections.views.pictures.observation import assessments_of, stage_assessments_picture
from elections.wording import day
from observers.models import Assessment, Finding, Mission, Response, Severity

FIRST = 10  # findings that the page of an election shows; the list has all


@dataclass
class Observation:
    """What the record holds of observation of one election.

    `rows` are the verdicts, each by its mission; `families` the missions by family, with the question it answers.
    """

    rows: list[tuple[Watcher, Answer]] = field(default_factory=list)
    families: Sequence[tuple[Column, Sequence[Watcher]]] = ()
    spread: str = ""
    silent: str = ""
    missions: int = 0
    ratings: Sequence[tuple[Assessment, int]] = ()
    picture: Picture | None = None
    lines: Sequence[Line] = ()
    findings: int = 0
    findings_at: str = ""
    responses: Sequence[tuple[Response, str, int]] = ()

    @property
    def words(self) -> str:
        """How many verdicts of each kind; bodies judge by their own yardsticks, so nothing is averaged."""
        found = Counter(answer.label for _watcher, answer in self.rows for _said in answer.said)
        if len(found) == 1:
            return str(next(iter(found)))
        return ", ".join(_("%(verdict)s %(n)s") % {"verdict": word, "n": n} for word, n in found.items())

    @property
    def verdicts(self) -> int:
        return sum(len(answer.said) for _watcher, answer in self.rows)


def observation_of(election: Election, notes: Footnotes) -> Observation:
    """All of it, in a number of queries that does not depend on how much there is."""
    missions = Mission.objects.filter(election=election)
    watchers = [each for each in watchers_of(missions, notes) if is_shown(each)]
    ratings = assessments_of(mission__election=election.pk)
    findings = findings_of(election)
    by_mission = {mission.pk: each for each in watchers for mission in (each.mission, *each.accounts)}
    who = {key: watcher.who for key, watcher in by_mission.items()}
    members = {key: watcher.organisations for key, watcher in by_mission.items()}
    return Observation(
        rows=[(watcher, answer) for watcher in watchers for answer in watcher.answers],
        families=by_family(watchers),
        spread=spread_words(watchers),
        silent="; ".join(watcher.who for watcher in silent(watchers)),
        missions=len(watchers),
        ratings=[(each, notes.cite(each.source, "assessment")) for each in ratings],
        picture=stage_assessments_picture(election.pk, ratings, who) if ratings else None,
        lines=lines_of(findings[:FIRST], notes, members),
        findings=len(findings),
        findings_at=f"{reverse('observers-findings')}?{urlencode({'election': election.pk})}",
        responses=responses_of(election, notes),
    )


def by_family(watchers: Sequence[Watcher]) -> list[tuple[Column, list[Watcher]]]:
    """The families that watched, each with its missions; those with a verdict come first."""
    present = {watcher.family for watcher in watchers}
    heard_first = sorted(watchers, key=lambda each: not each.answers)
    return [
        (column, [each for each in heard_first if each.family == column.family])
        for column in columns_of(watchers, [])
        if column.family in present
    ]


def silent(watchers: Sequence[Watcher]) -> list[Watcher]:
    """Missions without a verdict, none of whose organisations has one with others."""
    heard = {each.pk for watcher in watchers if watcher.answers for each in watcher.organisations}
    return [
        watcher
        for watcher in watchers
        if not watcher.answers and not heard & {each.pk for each in watcher.organisations}
    ]


def findings_of(election: Election) -> list[Finding]:
    """Serious ones first, then in the order of the record."""
    rows = Finding.objects.filter(election=election).select_related(
        "election__country", "mission", "organisation", "area", "source"
    )
    order = [Severity.SERIOUS, Severity.CONCERN, Severity.INFO]
    return sorted(rows, key=lambda finding: (order.index(Severity(finding.severity)), finding.pk))


def responses_of(election: Election, notes: Footnotes) -> list[tuple[Response, str, int]]:
    """Who answered, in order of date, with the number of the source."""
    rows = Response.objects.filter(election=election).select_related("source").order_by("date", "pk")
    return [(row, day(row.date) or _("not dated"), notes.cite(row.source, "response")) for row in rows]
