"""The mission matrix: elections by families of observers, each cell the verdicts with date, report and source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets.filters import values_of
from elections.models import Area, Election
from elections.views.caching import public_page
from elections.views.downloads import query_of
from elections.views.facts import is_void
from elections.views.figures import Footnotes
from elections.views.lists import list_page
from elections.views.observation.watchers import Watcher, watchers_of
from elections.views.pictures.observation import verdicts_by_family_picture
from elections.wording import day
from observers.datasets import MATRIX
from observers.datasets.matrix import DIFFER
from observers.models import Family, Mission, MissionType
from observers.models.explained import QUESTIONS

USUAL = (Family.OSCE_EUROPE, Family.CIS_SCO, Family.TURKIC_OTHER, Family.DOMESTIC)
ORDER = ("positive", "progress_but_short", "fell_short", "undemocratic")


@dataclass(frozen=True)
class Column:
    """A family as a column, with the question it answers."""

    family: str
    label: str
    question: str


@dataclass(frozen=True)
class Row:
    """One vote with a cell for each family: who watched and what they concluded."""

    election: Election
    cells: Sequence[tuple[Column, Sequence[Watcher]]]
    is_void: bool
    spread: str

    @property
    def differs(self) -> bool:
        return self.election.spread == DIFFER

    @property
    def day(self) -> str:
        return day(self.election.date)


@dataclass(frozen=True)
class Country:
    """Rows that follow each other in one country; in order of date there may be several groups of one country."""

    area: Area
    rows: Sequence[Row]


@require_safe
@public_page
def mission_matrix(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    return list_page(request, MATRIX, "observers/matrix.html", lambda rows: arranged(rows, query))


def arranged(elections: Sequence[Election], query: Mapping[str, Sequence[str]]) -> dict:
    """What the table shows of the elections of one page; the number of queries does not depend on how many."""
    notes = Footnotes()
    missions = Mission.objects.filter(election__in=[election.pk for election in elections])
    watchers = [each for each in watchers_of(missions, notes) if is_shown(each)] if elections else []
    by_election = defaultdict(list)
    for watcher in watchers:
        by_election[watcher.mission.election_id].append(watcher)
    columns = columns_of(watchers, values_of(query, "family"))
    rows = [row_of(election, by_election[election.pk], columns) for election in elections]
    return {
        "columns": columns,
        "groups": [Country(country, list(own)) for country, own in groupby(rows, key=lambda row: row.election.country)],
        "missions": len(watchers),
        "differing": sum(row.differs for row in rows),
        "picture": verdicts_by_family_picture(query),
        "notes": notes.notes(),
    }


def is_shown(watcher: Watcher) -> bool:
    """A needs assessment months before the vote is no observation of it, unless it says something of the vote."""
    return watcher.mission.mission_type != MissionType.NAM or bool(watcher.answers)


def columns_of(watchers: Iterable[Watcher], families: Sequence[str]) -> list[Column]:
    """The families that are asked for, or the usual ones and any other that is there."""
    present = {watcher.family for watcher in watchers}
    asked = [family for family in Family if family.value in families]
    shown = asked or [family for family in Family if family in USUAL or family.value in present]
    return [Column(each.value, str(each.label), str(QUESTIONS[each])) for each in shown]


def row_of(election: Election, watchers: Sequence[Watcher], columns: Sequence[Column]) -> Row:
    heard_first = sorted(watchers, key=lambda each: not each.answers)
    cells = [(column, [each for each in heard_first if each.family == column.family]) for column in columns]
    return Row(election, cells, is_void(election), spread_words(watchers))


def spread_words(watchers: Iterable[Watcher]) -> str:
    """From the most favourable to the least favourable word, each with the families that used it; '' for one word."""
    said: dict[str, set[str]] = defaultdict(set)
    for watcher in watchers:
        for answer in watcher.answers:
            if answer.word in ORDER:
                said[answer.word].add(watcher.family_label)
    words = [word for word in ORDER if word in said]
    if len(words) < 2:
        return ""
    labels = {answer.word: answer.label for watcher in watchers for answer in watcher.answers}
    return _("from “%(first)s” (%(by)s) to “%(last)s” (%(by_last)s)") % {
        "first": labels[words[0]],
        "by": ", ".join(sorted(said[words[0]])),
        "last": labels[words[-1]],
        "by_last": ", ".join(sorted(said[words[-1]])),
    }
