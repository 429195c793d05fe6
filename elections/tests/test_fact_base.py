"""The tables that ship: keys resolve, words are known, dates hold, nothing of the original set is lost."""

import csv
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from elections.tests.shared import ORIGINAL, needs_original

APP = Path(__file__).resolve().parents[1]
DATA = APP / "data"
OBSERVERS = APP.parent / "observers" / "data"
COUNTRIES = ["kz", "kg", "uz", "tj", "tm"]
# Two tables of our own, which the original set does not have; one that states nothing has no file.
STATED = ["election_events", "exclusions"]
TABLES = ["elections", "contenders", "results", "turnout", "parties", "lineage", *STATED]

WORDS = {
    (
        "sources",
        "kind",
    ): "electoral_commission observer_report news blog encyclopedia academic party government database",
    ("areas", "kind"): "country region city district constituency abroad place",
    ("elections", "kind"): "presidential parliamentary referendum",
    ("elections", "system"): "majoritarian proportional mixed indirect referendum",
    ("elections", "status"): "held annulled partly_annulled",
    ("elections", "early"): "yes no -",
    ("contenders", "kind"): "party_list candidate option against_all group",
    ("contenders", "incumbent"): "yes no -",
    ("results", "share_of"): "valid cast registered seats -",
    ("results", "basis"): "official_final official_preliminary parallel_count observer_estimate exit_poll "
    "opposition_claim party_claim computed",
    ("results", "qualifier"): "lower_bound upper_bound about words -",
    ("turnout", "basis"): "official_final official_preliminary parallel_count observer_estimate exit_poll "
    "opposition_claim party_claim computed",
    ("turnout", "qualifier"): "lower_bound upper_bound about words -",
    ("parties", "alignment"): "ruling pro_government opposition independent unknown",
    ("lineage", "event"): "founded registered renamed succeeded merged split joint_list alliance "
    "registration_refused list_refused suspended deregistered banned dissolved boycotted",
    (
        "election_events",
        "event",
    ): "called preliminary recount complaint court_ruling cancelled restored annulled partly_annulled rerun certified",
    ("exclusions", "kind"): "refused withdrawn deregistered struck jailed exiled boycotting",
    (
        "organisations",
        "kind",
    ): "intergovernmental parliamentary government media party domestic_ngo international_ngo",
    ("organisations", "family"): "osce_europe cis_sco turkic_other domestic party authority media",
    ("organisations", "scope"): "international domestic",
    ("missions", "mission_type"): "EOM LEOM EAM EET NAM observer_group domestic -",
    ("reports", "kind"): "interim preliminary_statement final needs_assessment statement press",
    ("verdicts", "verdict"): "positive progress_but_short fell_short undemocratic no_assessment",
    ("assessments", "stage"): "opening voting counting tabulation campaign overall",
    ("findings", "stage"): "opening voting counting tabulation campaign overall",
    ("findings", "severity"): "info concern serious",
    ("recommendations", "priority"): "yes -",
    ("responses", "kind"): "party_statement government_response organisation foreign_government",
}
KEYS = {  # column -> the table whose key it names
    "source_id": "sources",
    "source_ids": "sources",
    "also_source_ids": "sources",
    "parent_id": "areas",
    "election_id": "elections",
    "round_of": "elections",
    "contender_id": "contenders",
    "party_id": "parties",
    "other_party_id": "parties",
    "organisation_id": "organisations",
    "organisation_ids": "organisations",
    "mission_id": "missions",
    "report_id": "reports",
}
KEY_OF = {
    "sources": "source_id",
    "areas": "area_id",
    "elections": "election_id",
    "contenders": "contender_id",
    "parties": "party_id",
    "organisations": "organisation_id",
    "missions": "mission_id",
    "reports": "report_id",
    "findings": "finding_id",
}
UNIQUE = {  # what makes a row of the other tables one fact
    "results": "contender_id area basis claimant source_id as_of",
    "turnout": "election_id part area as_of_time basis claimant source_id",
    "election_events": "election_id event date area first_source",
    "exclusions": "election_id name kind date first_source",
}
DATES = ["date", "end_date", "published", "as_of", "valid_from", "valid_to"]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files():
    """Every table that ships, as (path, table name)."""
    paths = [DATA / "sources.csv", DATA / "areas.csv", *OBSERVERS.glob("*.csv")]
    paths += [path for country in COUNTRIES for path in (DATA / country).glob("*.csv")]
    return [(path, path.stem) for path in sorted(paths)]


FILES = files()
ROWS = {path: read(path) for path, _ in FILES}


def for_each(chosen):
    """Run a test once for each of the files given."""
    return pytest.mark.parametrize(
        ("path", "table"), chosen, ids=[f"{path.parent.name}/{table}" for path, table in chosen]
    )


every_table = for_each(FILES)
tables_with_a_key = for_each([(path, table) for path, table in FILES if table in KEY_OF])
tables_with_sources = for_each(
    [(path, table) for path, table in FILES if {"source_id", "source_ids"} & set(ROWS[path][0]) and table != "sources"]
)


def rows_of(table):
    return [row for path, name in FILES if name == table for row in ROWS[path]]


def keys_of(table):
    return {row[KEY_OF[table]] for row in rows_of(table)}


def area_of(cell, country):
    """The id of the area that a cell of results, turnout, events or exclusions names."""
    if not cell:
        return country
    if cell in keys_of("areas"):
        return cell
    return f"{country}-x-{re.sub('[^a-z0-9]+', '-', cell.lower()).strip('-')}"


def test_each_country_has_its_tables():
    missing = [
        f"{country}/{table}.csv"
        for country in COUNTRIES
        for table in TABLES
        if not (DATA / country / f"{table}.csv").exists()
    ]
    assert missing == ["tm/exclusions.csv"], "no source of the set states an exclusion in Turkmenistan"


@every_table
def test_readme_explains_every_column(path, table):
    readme = (path.parents[1] if path.parent.name in COUNTRIES else path.parent) / "README.md"
    section = readme.read_text(encoding="utf-8").split(f"## {table}.csv", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    explained = {word for line in lines for word in re.findall(r"`(\w+)`", line.split(" | ")[0])}
    assert set(ROWS[path][0]) == explained


@every_table
def test_rows_fill_their_columns_and_no_more(path, table):
    text = path.read_bytes().decode("utf-8")
    assert "\0" not in text
    assert not text.startswith("\ufeff")
    width = len(ROWS[path][0])
    for line, cells in enumerate(csv.reader(text.splitlines(keepends=True)), start=1):
        assert len(cells) == width, f"{path.name} row {line}"


@tables_with_a_key
def test_keys_are_readable_and_unique(path, table):
    keys = [row[KEY_OF[table]] for row in rows_of(table)]
    assert not [key for key, count in Counter(keys).items() if count > 1]
    pattern = r"[A-Z]{2}(-[A-Z]{1,3}|(-x(-[a-z0-9]+)+))?" if table == "areas" else r"[a-z0-9]+(-[a-z0-9]+)*"
    assert [key for key in keys if not re.fullmatch(pattern, key)] == []


@pytest.mark.parametrize("table", UNIQUE)
def test_no_fact_is_stated_twice(table):
    def identity(row):
        row = {**row, "first_source": row.get("source_ids", "").split(" ")[0]}
        return tuple(row[column] for column in UNIQUE[table].split())

    counts = Counter(identity(row) for row in rows_of(table))
    assert [fact for fact, count in counts.items() if count > 1] == []


@every_table
def test_references_resolve(path, table):
    for column, target in KEYS.items():
        if column == KEY_OF.get(table) or column not in ROWS[path][0]:
            continue
        cited = {key for row in ROWS[path] for key in row[column].split(" ") if key}
        assert cited <= keys_of(target), column


@tables_with_sources
def test_every_row_has_a_source(path, table):
    column = "source_id" if "source_id" in ROWS[path][0] else "source_ids"
    assert all(row[column] for row in ROWS[path])


@every_table
def test_words_are_known(path, table):
    for column in ROWS[path][0]:
        if words := WORDS.get((table, column)):
            assert {row[column] or "-" for row in ROWS[path]} <= set(words.split()), column


@every_table
def test_dates_exist(path, table):
    for column in set(DATES) & set(ROWS[path][0]):
        for row in ROWS[path]:
            if value := row[column]:
                assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value), value
                date.fromisoformat(f"{value}-01-01"[:10])


def test_dates_are_in_order():
    for row in rows_of("elections"):
        assert not row["end_date"] or row["date"] <= row["end_date"]
        first = [other["date"] for other in rows_of("elections") if other["election_id"] == row["round_of"]]
        assert all(earlier < row["date"] for earlier in first)
    for row in rows_of("areas"):
        assert not row["valid_from"] or not row["valid_to"] or row["valid_from"] <= row["valid_to"]


def test_results_and_counts_come_after_the_vote():
    polling = {row["election_id"]: row["date"] for row in rows_of("elections")}
    after = {"preliminary", "recount", "annulled", "partly_annulled", "rerun", "certified", "complaint"}
    for row in rows_of("election_events"):
        if row["event"] in after and row["date"]:
            assert row["date"] >= polling[row["election_id"]][: len(row["date"])], row


def test_a_result_is_certified_after_its_first_count():
    for election in keys_of("elections"):
        dated = [row for row in rows_of("election_events") if row["election_id"] == election and row["date"]]
        counts = [row["date"] for row in dated if row["event"] == "preliminary" and not row["area"]]
        finals = [row["date"] for row in dated if row["event"] == "certified" and not row["area"]]
        assert not counts or not finals or min(counts) <= max(finals), election


def test_every_status_but_held_has_its_event():
    for row in rows_of("elections"):
        events = {e["event"] for e in rows_of("election_events") if e["election_id"] == row["election_id"]}
        assert row["status"] == "held" or row["status"] in events


def test_annulled_stations_are_counted_as_stated():
    annulled = {
        (row["election_id"], row["stations"]) for row in rows_of("election_events") if row["event"] == "partly_annulled"
    }
    assert annulled == {
        ("kg-2010-jogorku-kenesh", ""),
        ("kg-2016-referendum", "18"),
        ("kg-2017-president", "8"),
        ("kg-2021-president", "8"),
        ("kg-2021-jogorku-kenesh", "20"),
    }


def test_every_party_kept_from_a_vote_by_its_lineage_is_among_the_exclusions():
    kept_off = {"boycotted", "list_refused", "suspended", "registration_refused"}
    excluded = {(row["election_id"], row["party_id"]) for row in rows_of("exclusions")}
    stated = {
        (row["election_id"], row["party_id"])
        for row in rows_of("lineage")
        if row["event"] in kept_off and row["election_id"]
    }
    assert stated
    assert stated <= excluded


@pytest.mark.parametrize("table", ["results", "turnout", *STATED])
def test_every_area_named_has_its_row(table):
    areas = {row["area_id"]: row for row in rows_of("areas")}
    for path, name in FILES:
        if name == table:
            country = path.parent.name.upper()
            for cell in {row["area"] for row in ROWS[path]}:
                area = areas[area_of(cell, country)]
                assert area["country"] == country
                assert not cell or cell in (area["area_id"], area["name"])


def test_areas_form_a_tree_within_their_country():
    areas = {row["area_id"]: row for row in rows_of("areas")}
    for row in areas.values():
        assert row["area_id"].startswith(row["country"])
        assert (row["kind"] == "country") == (row["parent_id"] == "") == (row["area_id"] == row["country"])
        seen = []
        while row["parent_id"]:
            seen.append(row["area_id"])
            row = areas[row["parent_id"]]
            assert row["area_id"] not in seen
        assert row["kind"] == "country"
    assert {row["area_id"] for row in areas.values() if row["kind"] == "abroad"} >= {
        f"{country.upper()}-x-abroad" for country in COUNTRIES
    }


def test_names_are_tagged_by_language_and_script():
    for row in rows_of("areas"):
        for tag, name in json.loads(row["names"]).items():
            assert re.fullmatch(r"[a-z]{2}(-[A-Z][a-z]{3})?", tag)
            is_cyrillic = bool(re.search("[а-яА-Я]", name))
            assert is_cyrillic == (tag == "ru" or tag.endswith("-Cyrl")), name


beside_the_original = needs_original("the tables that ship are NOT compared with it")
ORIGINAL_TABLES = [f"{country}/{table}.csv" for country in COUNTRIES for table in TABLES if table not in STATED]
ORIGINAL_TABLES += ["sources.csv"] + [f"observers/{path.name}" for path in sorted(OBSERVERS.glob("*.csv"))]


def shipped(name):
    return OBSERVERS / name.removeprefix("observers/") if name.startswith("observers/") else DATA / name


def numbers(rows):
    """The count and the sum of every column of numbers, exactly."""
    columns = {}
    for row in rows:
        for column, cell in row.items():
            if re.fullmatch(r"-?\d+(\.\d+)?", cell):
                count, total = columns.get(column, (0, Decimal(0)))
                columns[column] = (count + 1, total + Decimal(cell))
    return columns


@beside_the_original
def test_every_original_table_ships():
    original = {str(path.relative_to(ORIGINAL)) for path in ORIGINAL.rglob("*.csv")}
    assert {name for name in original if not name.startswith("stations/")} == set(ORIGINAL_TABLES)


@beside_the_original
@pytest.mark.parametrize("name", ORIGINAL_TABLES)
def test_no_row_and_no_cell_of_the_original_is_lost_or_altered(name):
    original, ours = read(ORIGINAL / name), read(shipped(name))
    assert len(ours) >= len(original)
    columns = list(original[0])  # ours may have more
    lost = Counter(cells(row, columns) for row in original) - Counter(cells(row, columns) for row in ours)
    assert not lost


def cells(row, columns):
    return tuple(row[column] for column in columns)


@beside_the_original
@pytest.mark.parametrize("name", ORIGINAL_TABLES)
def test_counts_and_sums_equal_the_original(name):
    assert numbers(read(shipped(name))) == numbers(read(ORIGINAL / name))
