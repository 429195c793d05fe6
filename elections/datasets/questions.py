"""What journalists ask most, as questions to the API in curl, Python and R; tests run every one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.datasets.resources import ROOT


@dataclass(frozen=True, slots=True)
class Question:
    """A question in words, the query that answers it, and the columns to look at. `path` has no form yet."""

    key: str
    words: str | Promise
    path: str
    query: str
    columns: Sequence[str]
    hint: str | Promise = ""

    def address(self, host: str, form: str = "csv") -> str:
        return f"{host}{ROOT}{self.path}.{form}?{self.query}"

    def curl(self, host: str) -> str:
        return f'curl -s "{self.address(host)}"'

    def python(self, host: str) -> str:
        return PYTHON.format(address=self.address(host), columns=", ".join(f'row["{name}"]' for name in self.columns))

    def r(self, host: str) -> str:
        names = ", ".join(f'"{name}"' for name in self.columns)
        return R.format(address=self.address(host), columns=names)


PYTHON = """\
import csv
import urllib.request

address = "{address}"
with urllib.request.urlopen(address) as answer:
    rows = list(csv.DictReader(answer.read().decode().splitlines()))
for row in rows:
    print({columns})
"""

R = """\
address <- "{address}"
rows <- read.csv(address, na.strings = "", encoding = "UTF-8")
print(rows[, c({columns})])
"""

QUESTIONS = [
    Question(
        "turnout",
        _("Turnout in every election of Kazakhstan"),
        "turnout",
        "country=KZ&area=KZ&as_of_time=close&preferred=yes&ordering=-date",
        ["election_date", "election", "turnout_pct", "basis", "source_publisher"],
        _("One claim for each vote: the one shown first. Leave preferred=yes away for all of them."),
    ),
    Question(
        "claims",
        _("All claims about one result"),
        "results",
        "contender=kz-2012-mazhilis-nur-otan&area=KZ",
        ["share_pct", "share_of", "basis", "as_of", "source_publisher"],
        _("Two sources that differ are two rows."),
    ),
    Question(
        "winners",
        _("Every presidential election: who got how much"),
        "results",
        "kind=presidential&level=country&preferred=yes&ordering=-date",
        ["election_date", "country", "contender_name", "votes", "share_pct"],
        _("Annulled elections stay out unless you ask for them by status."),
    ),
    Question(
        "contested",
        _("Elections whose figures are contested"),
        "elections",
        "contested=yes&ordering=-spread_pct",
        ["date", "name", "spread_pct", "status"],
        _("The spread is the widest gap between two exact published claims, in points."),
    ),
    Question(
        "regions",
        _("One election by region"),
        "results",
        "election=kg-2020-jogorku-kenesh&level=region&ordering=area",
        ["area", "area_name", "contender_name", "votes", "share_pct"],
        _("The same address with .geojson at areas gives the shapes to map them on."),
    ),
    Question(
        "excluded",
        _("Who was kept off the ballot in Kyrgyzstan"),
        "exclusions",
        "country=KG&ordering=date",
        ["date", "election", "name", "kind", "ground"],
    ),
    Question(
        "party",
        _("The life of a party: renamed, merged, banned"),
        "party-events",
        "country=KZ&event=renamed,merged,succeeded,banned&ordering=date",
        ["date", "party_name", "event", "other_party_name", "source_publisher"],
    ),
    Question(
        "verdicts",
        _("What observers said of an election"),
        "verdicts",
        "election=kz-2019-president",
        ["family", "mission", "verdict", "summary"],
        _("Each family of observers judges by its own yardstick; they are never averaged."),
    ),
    Question(
        "computed",
        _("Printed shares beside what the votes come to"),
        "results",
        "country=UZ&level=country&votes__gte=1&ordering=-date",
        ["election", "contender_name", "votes", "share_pct", "computed_share_pct", "computed_share_of"],
        _("The computed share is empty where its base is not published."),
    ),
    Question(
        "changes",
        _("What changed since a day"),
        "results",
        "updated_since=2026-01-01&ordering=id&fields=id,election,contender,votes,share_pct,updated_at",
        ["id", "election", "contender", "votes", "updated_at"],
        _("As JSON the answer also lists what was withdrawn since."),
    ),
]
