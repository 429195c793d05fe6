"""Missions with who they are and what they concluded, as every page shows them; fetched for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.views.figures import Footnotes
from elections.wording import count, day
from observers.models import Family, Mission, MissionOrganisation, MissionType, Organisation, PeopleBasis, Verdict
from observers.models.explained import QUESTIONS

__all__ = ["PEOPLE", "Answer", "Said", "Watcher", "answers_of", "people_words", "watchers_of", "who_of"]

PEOPLE = ("core_team", "long_term_observers", "short_term_observers", "observers_total")
WITHOUT_DAY = (MissionType.LEOM, MissionType.EAM, MissionType.EET, MissionType.NAM)


@dataclass(frozen=True)
class Said:
    """A verdict where it was published: the report's page, or the source alone that relays it."""

    verdict: Verdict
    date: str
    ref: int

    @property
    def day(self) -> str:
        return day(self.date) or _("not dated")

    @property
    def address(self) -> str:
        return reverse("observers-report", args=[self.verdict.report_id]) if self.verdict.report_id else ""


@dataclass(frozen=True)
class Answer:
    """One verdict word of a mission with every place it was said in, in order of publication."""

    word: str
    label: str
    said: Sequence[Said]

    @property
    def mark(self) -> str:
        return f"v-{self.word}"


@dataclass
class Watcher:
    """A mission with its organisations and its verdicts; `accounts` are further rows about the same mission."""

    mission: Mission
    organisations: list[Organisation] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    accounts: list[Mission] = field(default_factory=list)

    @property
    def who(self) -> str:
        return who_of(self.organisations) or self.mission.pk

    @property
    def family(self) -> str:
        """The family of the lead; '' where no organisation is recorded."""
        return self.organisations[0].family if self.organisations else ""

    @property
    def family_label(self) -> str:
        return str(Family(self.family).label) if self.family else ""

    @property
    def question(self) -> str:
        return str(QUESTIONS[Family(self.family)]) if self.family else ""

    @property
    def address(self) -> str:
        return reverse("observers-mission", args=[self.mission.pk])

    @cached_property
    def people(self) -> str:
        return people_words(self.mission)

    @property
    def last_word(self) -> str:
        """The verdict published last; '' without one."""
        said = [(each.date or "", answer.word) for answer in self.answers for each in answer.said]
        return max(said, key=lambda pair: pair[0])[1] if said else ""

    @property
    def gives_percentages(self) -> bool:
        """Whether its format observes the day systematically, so that percentages of it can exist."""
        return self.mission.mission_type not in WITHOUT_DAY


def who_of(organisations: Iterable[Organisation]) -> str:
    return ", ".join(each.abbreviation or each.name for each in organisations)


def people_words(mission: Mission) -> str:
    """How many observers, and of which kind of number; '' where none is given. Nothing is added up."""
    for name in ("observers_total", "short_term_observers", "long_term_observers", "core_team"):
        number = getattr(mission, name)
        if number is not None:
            break
    else:
        return ""
    match name:
        case "observers_total":
            words = ngettext("%(count)s observer", "%(count)s observers", number)
        case "short_term_observers":
            words = ngettext("%(count)s short-term observer", "%(count)s short-term observers", number)
        case "long_term_observers":
            words = ngettext("%(count)s long-term observer", "%(count)s long-term observers", number)
        case _:
            words = ngettext("core team of %(count)s", "core team of %(count)s", number)
    words %= {"count": count(number)}
    if mission.basis:
        return _("%(people)s, %(basis)s") % {"people": words, "basis": PeopleBasis(mission.basis).label}
    return words


def members_of(missions: Iterable[str]) -> dict[str, list[Organisation]]:
    """The organisations of missions, the leading one first."""
    found = defaultdict(list)
    parts = MissionOrganisation.objects.filter(mission__in=missions).select_related("organisation")
    for part in parts.order_by("mission_id", "position"):
        found[part.mission_id].append(part.organisation)
    return found


def answers_of(verdicts: Iterable[Verdict], notes: Footnotes) -> list[Answer]:
    """Verdicts in order of publication, neighbours of one word together; none is overwritten by a later one."""
    said = []
    for verdict in verdicts:
        date = (verdict.report.published if verdict.report else "") or verdict.source.published
        said.append((date or "9999", verdict.pk, Said(verdict, date, notes.cite(verdict.source, "verdict"))))
    found: list[Answer] = []
    for *_order, each in sorted(said, key=lambda item: item[:2]):
        word = each.verdict.verdict
        if found and found[-1].word == word:
            found[-1] = Answer(word, found[-1].label, [*found[-1].said, each])
        else:
            found.append(Answer(word, each.verdict.get_verdict_display(), [each]))
    return found


def watchers_of(missions: Iterable[Mission], notes: Footnotes, merged: bool = True) -> list[Watcher]:
    """Missions by family, who, and id, with two queries beside their own for any number of them.

    If `merged`, another account of a mission is put to the mission's own row where that is among them; its verdicts
    count there.
    """
    rows = list(missions)
    prefetch_related_objects(rows, Prefetch("verdicts", Verdict.objects.order_by().select_related("source", "report")))
    members = members_of([row.pk for row in rows])
    own = {row.pk: Watcher(row, members[row.pk]) for row in rows}
    verdicts = {row.pk: list(row.verdicts.all()) for row in rows}
    for row in rows:
        if merged and row.same_as_id in own:
            own[row.same_as_id].accounts.append(row)
            verdicts[row.same_as_id] += verdicts[row.pk]
            del own[row.pk]
    for key, watcher in own.items():
        watcher.answers = answers_of(verdicts[key], notes)
    order = [*Family.values, ""]
    return sorted(own.values(), key=lambda each: (order.index(each.family), each.who, each.mission.pk))
