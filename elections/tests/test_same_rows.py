"""The same rows out: every chart and table of three elections, on the page, as JSON and as CSV."""

import csv
import io
import json
import re
from collections import Counter
from decimal import Decimal

import pytest

from elections.tests.answers import asked, content, page, text
from elections.wording import count, percent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]

ELECTIONS = ("kz-2012-mazhilis", "kg-2020-jogorku-kenesh", "kg-2021-referendum-constitution")
NOTHING = "–not published"
VOTES = re.compile(" votes?$")
SHARE = re.compile(rf".*?%|in words|{NOTHING}")


def as_in_csv(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return " ".join(value) if isinstance(value, list) else str(value)


def rows_of_csv(address: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(asked(address)).decode("utf-8-sig"))))


def flat(row: dict) -> dict:
    """A row of JSON with its objects taken apart, as the columns of CSV have them: source {id} is source_id."""
    found = {}
    for name, value in row.items():
        if isinstance(value, dict) and name != "names":
            found |= {f"{name}_{part}": each for part, each in value.items()}
        else:
            found[name] = value
    return found


def held_equal(json_address: str, csv_address: str) -> list[dict]:
    """The rows of a JSON file, which are those of the CSV file."""
    rows = [flat(row) for row in json.loads(text(asked(json_address)))["results"]]
    assert [{name: as_in_csv(value) for name, value in row.items()} for row in rows] == rows_of_csv(csv_address)
    return rows


def as_shown(words: str) -> str:
    """Words as a test reads them off a page, where every blank is one."""
    return " ".join(words.split())


def cells_of(shown, table) -> list[list[str]]:
    rows = [row for row in shown.inside(table, "tr") if shown.inside(row, "td")]
    return [[cell.text for cell in shown.inside(row, "td", "th")] for row in rows]


def printed(value: str | None, qualifier: str | None) -> str:
    """A percentage of a file as a chart's table prints it."""
    if value is None:
        return ""
    words = {"lower_bound": "over ", "upper_bound": "at most ", "about": "about "}.get(qualifier or "", "")
    return f"{words}{Decimal(value):f}"


VALUES = {
    "seats": lambda row: str(row["seats"]),
    "turnout-by-region": lambda row: printed(row["turnout_pct"], row["qualifier"]),
    "turnout-through-the-day": lambda row: printed(row["turnout_pct"], row["qualifier"]),
    "turnout-claims": lambda row: printed(row["turnout_pct"], row["qualifier"]),
}


@pytest.mark.parametrize("election", ELECTIONS)
class TestElection:
    def test_every_chart(self, election):
        shown = page(f"/elections/{election}/")
        figures = [figure for figure in shown.all("figure") if "picture" in figure.attributes["class"]]
        assert figures
        for figure in figures:
            links = [each.attributes["href"] for each in shown.inside(figure, "a") if "download" in each.attributes]
            json_at, csv_at = (next(a for a in links if f".{form}" in a) for form in ("json", "csv"))
            rows, kind = held_equal(json_at, csv_at), json_at.split("/")[2]
            if kind == "vote-shares":
                assert self.shares(shown) >= Counter(map(share_and_votes, rows))
                continue
            [table] = shown.inside(figure, "table")
            cells = cells_of(shown, table)
            assert len(cells) == len(rows), json_at
            if kind in VALUES:
                for row, line in zip(rows, cells, strict=True):
                    assert VALUES[kind](row) in line or row["qualifier"] == "words" or not row.get("basis"), json_at

    def shares(self, shown) -> Counter:
        """The printed shares and votes of all claims of results, side by side or in rows."""
        tables = [each for each in shown.by_class("claims") if "turnout" not in each.attributes["class"]]
        lines = [line for table in tables for line in cells_of(shown, table)]
        rows = Counter((line[-6], SHARE.match(line[-5])[0]) for line in lines)
        beside = claims_beside(shown, shown.by_id("results"))
        return rows + Counter(votes_and_share(shown, cells) for cells in beside)

    def test_every_table_of_claims(self, election):
        shown = page(f"/elections/{election}/")
        rows = held_equal(f"/results.json?election={election}", f"/results.csv?election={election}")
        assert self.shares(shown) == Counter(map(share_and_votes, rows))
        rows = held_equal(f"/turnout.json?election={election}", f"/turnout.csv?election={election}")
        lines = [line for table in shown.by_class("turnout") for line in cells_of(shown, table)]
        beside = claims_beside(shown, shown.by_id("turnout"))
        assert len(lines) + len(beside) == len(rows)
        lines += [[each.text for each in shown.by_class("p") if cells[0] in each.parents] for cells in beside]
        wanted = Counter(
            as_shown(percent(Decimal(row["turnout_pct"]), row["qualifier"] or "")) for row in rows if row["turnout_pct"]
        )
        found = Counter(cell.split("±")[0] for line in lines for cell in line)
        assert all(found[words] >= times for words, times in wanted.items())

    @pytest.mark.parametrize(("name", "anchor"), [("exclusions", "ballot"), ("election-events", "events")])
    def test_every_list(self, election, name, anchor):
        shown = page(f"/elections/{election}/")
        rows = held_equal(f"/{name}.json?election={election}", f"/{name}.csv?election={election}")
        section = shown.by_id(anchor)
        entries = [row for row in shown.inside(section, "tr", "li") if row.tag == "li" or shown.inside(row, "td")]
        assert len(entries) == len(rows)
        dates = [each for each in rows if each["date"]]
        assert all(str(int(each["date"][:4])) in section.text for each in dates)


def claims_beside(shown, section) -> list[list]:
    """The cells of each claim in the tables that have claims side by side; of one claim they follow each other."""
    found = []
    for row in shown.inside(section, "tr"):
        cells = []
        for cell in shown.inside(row, "td"):
            names = cell.attributes.get("class", "").split()
            if "claim" in names:
                cells = [cell]
                found.append(cells)
            elif cells and {"p", "v", "s", "computed"} & set(names):
                cells.append(cell)
    return found


def votes_and_share(shown, cells) -> tuple[str, str]:
    """The votes and the printed share of a claim; where its set has no such column, they are not published."""
    texts = {
        name: next((each.text for each in shown.by_class(name) if each in cells or cells[0] in each.parents), NOTHING)
        for name in ("v", "p")
    }
    return VOTES.sub("", texts["v"]), SHARE.match(texts["p"])[0]


def share_and_votes(row: dict) -> tuple[str, str]:
    """The two cells of a claim: its votes and its printed share, each with the word that it is meant with."""
    exact = row["share_pct"] is not None
    votes = NOTHING if row["votes"] is None else count(row["votes"])
    if row["votes"] is not None and not exact:
        votes = {"lower_bound": "over ", "upper_bound": "at most ", "about": "about "}.get(row["qualifier"], "") + votes
    if row["qualifier"] == "words":
        return votes, "in words"
    if not exact or row["share_of"] == "seats":
        return votes, NOTHING
    return votes, as_shown(percent(Decimal(row["share_pct"]), row["qualifier"] or ""))
