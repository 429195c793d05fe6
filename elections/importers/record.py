"""The tables of the elections app, in the order in which they refer to each other."""

import json

from django.conf import settings

from elections import names
from elections.importers.archive import NAME
from elections.importers.cells import (
    NULL,
    REMEMBERED,
    area_id,
    count_cell,
    date_cell,
    escape,
    hour_cell,
    id_cell,
    moment_cell,
    names_cell,
    pattern_cell,
    percentage_cell,
    text_cell,
    word_cell,
    yes_no_cell,
)
from elections.importers.tables import Column, ListColumn, Made, Table
from elections.models import (
    Alignment,
    Area,
    AreaKind,
    Basis,
    Contender,
    ContenderKind,
    Election,
    ElectionEvent,
    ElectionEventKind,
    ElectionEventSource,
    ElectionKind,
    ElectionSource,
    ElectionStatus,
    ElectoralSystem,
    Exclusion,
    ExclusionKind,
    ExclusionSource,
    Party,
    PartyEvent,
    PartyEventKind,
    PartySource,
    Qualifier,
    Result,
    ShareOf,
    Source,
    SourceKind,
    Turnout,
    TurnoutSource,
)
from elections.models.elections import ELECTION_PATTERN
from elections.models.fields import PART_PATTERN
from elections.models.places import AREA_PATTERN

SHIPPED_AREAS = settings.BASE_DIR / "elections" / "data" / "areas.csv"


def note():
    return text_cell(2_000)


def name():
    return text_cell(200, needed=True)


def optional_id():
    return id_cell(needed=False)


def part():
    return pattern_cell(PART_PATTERN, "a part of the vote: one lower-case word, or words joined by _", 50)


def country():
    return pattern_cell("[A-Z]{2}", "an ISO 3166-1 code of two capital letters", 2, needed=True)


def area_made(into="area_id", column="area", optional=False):
    """The area of a row of an election; the country of the election is the beginning of its id."""

    def build(at):
        election, area = at["election_id"], at[column]

        class Areas(dict):
            def __missing__(self, key):
                if len(self) >= REMEMBERED:
                    self.clear()
                if not key[2:] and optional:
                    value = NULL
                else:
                    value = area_id(key[:2].upper(), key[2:])
                self[key] = value
                return value

        areas = Areas()
        return lambda cells: areas[cells[election][:2] + cells[area]]

    return Made(into, column, build)


def names_made(country_of):
    """Names by language tag from the one native name of a file, whose language its letters tell."""

    def build(at):
        native, place = at["name_native"], at[country_of]

        def names_of(cells):
            text = cells[native]
            if not text:
                return "{}"
            return escape(json.dumps({names.native_tag(cells[place][:2].upper(), text): text}, ensure_ascii=False))

        return names_of

    return Made("names", "name_native", build)


def by_tag(cell):
    """The names of a JSON cell in the order of their tags, however the cell has them."""
    return [name for _, name in sorted(json.loads(cell or "{}").items())]


def keys_made(*columns):
    """The keys by which a name is found and ordered; native names stand in `name_native` or, as JSON, in `names`."""

    def sort(at):
        return lambda cells: names.fold(cells[at["name"]])[:250]

    def search(at):
        def texts(cells):
            for column in columns:
                if column == "name_native" and "names" in at:
                    yield from by_tag(cells[at["names"]])
                elif column in at:
                    yield cells[at[column]]

        return lambda cells: names.search_key(*texts(cells))

    return [Made("sort_key", "name", sort), Made("search_key", "name", search)]


def area_names(at):
    """The keys of an area, whose names stand in one JSON cell."""

    def search(cells):
        return names.search_key(cells[at["name"]], *by_tag(cells[at["names"]]))

    return search


def says_something(*columns, words="note"):
    """The rule that a claim gives a figure, or words."""

    def rule(at):
        figures = [at[column] for column in columns if column in at]
        qualifier, text = at.get("qualifier"), at[words]

        def check(cells):
            for place in figures:
                if cells[place]:
                    return None
            if qualifier is not None and cells[qualifier] == "words" and cells[text]:
                return None
            given = ", ".join(columns[:-1]) + " or " + columns[-1]
            return f"give {given}, or the words in the {words} with qualifier 'words'"

        return check

    return rule


def belongs_to(column, other):
    """The rule that a column is filled only where the other one is."""

    def rule(at):
        first, second = at[column], at[other]
        return lambda cells: (
            f"{column} is given without {other}, which it belongs to" if cells[first] and not cells[second] else None
        )

    return rule


def in_order(first, last):
    """The rule that a period does not end before it begins."""

    def rule(at):
        begin, end = at[first], at[last]

        def check(cells):
            shorter = min(len(cells[begin]), len(cells[end]))
            if cells[end] and cells[end][:shorter] < cells[begin][:shorter]:
                return f"{last} {cells[end]} lies before {first} {cells[begin]}"
            return None

        return check

    return rule


def begins_with_country(at):
    """The rule that an election's id begins with its country, so that a row of it tells the country."""

    def check(cells):
        if cells[at["election_id"]][:2].upper() == cells[at["country"]]:
            return None
        return f"election_id must begin with the country, {cells[at['country']].lower()}-"

    return check


def within_its_country(at):
    """The rule that an area is a country, or lies in an area and bears the country in its id."""

    def check(cells):
        place, country, parent = cells[at["area_id"]], cells[at["country"]], cells[at["parent_id"]]
        if cells[at["kind"]] == AreaKind.COUNTRY:
            right = place == country and not parent
            return None if right else "the area_id of a country is its code, and its parent_id is empty"
        right = place.startswith(f"{country}-") and parent
        return None if right else f"area_id must begin with its country, {country}-, and parent_id must be given"

    return check


def not_itself(column, other):
    def rule(at):
        if other not in at:  # an optional column
            return lambda cells: None
        return lambda cells: f"{other} is the row itself" if cells[at[column]] == cells[at[other]] else None

    return rule


def rules(*rules):
    return lambda at: [rule(at) for rule in rules]


def election_id(needed=True):
    return id_cell(needed, ELECTION_PATTERN, "an election's id: country, year and office, such as kz-2012-mazhilis")


def area_code(needed=True):
    return id_cell(needed, AREA_PATTERN, "an area's id: KZ, an ISO 3166-2 code such as KZ-ALA, or KZ-x- and a name")


def election_column(into=None, path=""):
    return Column("election_id", election_id, into, about="The election.", path=path)


def area_column():
    return Column("area", lambda: text_cell(100), "", path="area_id")


def native_name_columns():
    """The name in other languages: one whose letters tell its language, or several by their tags."""
    return [
        Column("name_native", lambda: text_cell(200), "", optional=True),
        Column("names", names_cell, optional=True),
    ]


NATIVE_NAME = [("name_native", "names")]


def source_column(into="source_id"):
    return Column("source_id", id_cell, into)


def sources_column(through, owner, name="source_ids"):
    return ListColumn(name, through, owner, "source_id", first_into="source_id")


SOURCES = Table(
    "sources",
    Source,
    ["id"],
    [
        Column("source_id", id_cell, "id"),
        Column("publisher", name),
        Column("title", lambda: text_cell(500, needed=True)),
        Column(
            "url",
            lambda: pattern_cell(r"https?://\S+", "an address that begins with http:// or https://", 1_000),
        ),
        Column("published", date_cell),
        Column("language", lambda: pattern_cell("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a BCP 47 language tag", 35)),
        Column("kind", lambda: word_cell(SourceKind)),
        Column("archived_copy", lambda: pattern_cell(NAME, "the name of a stored copy", 200), by_hand=True),
        Column("archived_sha256", lambda: pattern_cell("[0-9a-f]{64}", "a SHA-256", 64), by_hand=True),
        Column("retrieved_at", moment_cell, by_hand=True),
    ],
)

AREAS = Table(
    "areas",
    Area,
    ["id"],
    [
        Column("area_id", area_code, "id"),
        Column("country", country, "country_id"),
        Column("parent_id", lambda: area_code(needed=False)),
        Column("kind", lambda: word_cell(AreaKind)),
        Column("name", name),
        Column("names", names_cell),
        Column("valid_from", date_cell),
        Column("valid_to", date_cell),
        Column("note", note),
    ],
    made=[
        Made("sort_key", "name", lambda at: lambda cells: names.fold(cells[at["name"]])[:250]),
        Made("search_key", "names", area_names),
    ],
    rules=rules(
        in_order("valid_from", "valid_to"),
        within_its_country,
        not_itself("area_id", "parent_id"),
    ),
    checks=[
        (
            "WHERE EXISTS (SELECT 1 FROM all_areas p WHERE p.id = s.parent_id) AND s.id NOT IN ("
            "WITH RECURSIVE tree AS (SELECT id FROM all_areas WHERE parent_id IS NULL UNION "
            "SELECT a.id FROM all_areas a JOIN tree ON a.parent_id = tree.id) SELECT id FROM tree)",
            "parent_id",
            "lies in a circle; going from one parent_id to the next must end at the country",
        )
    ],
)

PARTIES = Table(
    "parties",
    Party,
    ["id"],
    [
        Column("party_id", id_cell, "id"),
        Column("country", country, "country_id"),
        Column("name", name),
        Column("abbreviation", lambda: text_cell(30)),
        *native_name_columns(),
        Column("alignment", lambda: word_cell(Alignment)),
        Column("colour", lambda: pattern_cell("#[0-9a-fA-F]{6}", "a colour: # and six hexadecimal digits", 7)),
        Column("note", note),
    ],
    made=[names_made("country"), *keys_made("name", "name_native", "abbreviation")],
    either=NATIVE_NAME,
    lists=[sources_column(PartySource, "party_id")],
    country_sql="s.country_id",
    country_path="country",
)

ELECTIONS = Table(
    "elections",
    Election,
    ["id"],
    [
        election_column("id"),
        Column("country", country, "country_id"),
        Column("date", lambda: date_cell(needed=True)),
        Column("end_date", date_cell),
        Column("kind", lambda: word_cell(ElectionKind)),
        Column("body", lambda: text_cell(100)),
        Column("name", name),
        Column("round_of", lambda: election_id(needed=False), "round_of_id"),
        Column("early", yes_no_cell, "is_early"),
        Column("system", lambda: word_cell(ElectoralSystem)),
        Column("threshold_pct", percentage_cell),
        Column("seats_total", count_cell),
        Column("seats_contested", count_cell),
        Column(
            "status",
            lambda: word_cell(ElectionStatus),
            "",
            about="The status as first recorded; see the events.",
            path="status",
        ),
        Column(
            "registered",
            count_cell,
            "",
            optional=True,
            about="Voters on the register, in the claim compiled from the sources.",
        ),
        Column("ballots_issued", count_cell, "", optional=True, about="Ballots issued to voters, likewise."),
        Column("ballots_cast", count_cell, "", optional=True, about="Ballots cast, likewise."),
        Column("valid", count_cell, "", optional=True, about="Valid ballots, likewise."),
        Column("invalid", count_cell, "", optional=True, about="Invalid ballots, likewise."),
        Column(
            "turnout_pct",
            percentage_cell,
            "",
            optional=True,
            about="The turnout as printed, in per cent, likewise.",
        ),
        Column("note", note),
    ],
    lists=[sources_column(ElectionSource, "election_id")],
    rules=rules(in_order("date", "end_date"), begins_with_country, not_itself("election_id", "round_of")),
    country_sql="s.country_id",
    country_path="country",
    checks=[
        (
            "JOIN all_elections f ON f.id = s.round_of_id "
            "WHERE f.round_of_id IS NOT NULL OR f.country_id <> s.country_id",
            "round_of_id",
            "is not a first round in the same country",
        )
    ],
    rows=Election.objects.with_status,
    staged={
        "status": "text",
        "registered": "integer",
        "ballots_issued": "integer",
        "ballots_cast": "integer",
        "valid": "integer",
        "invalid": "integer",
        "turnout_pct": "numeric",
    },
)

CONTENDERS = Table(
    "contenders",
    Contender,
    ["id"],
    [
        Column("contender_id", id_cell, "id"),
        election_column(),
        Column("name", name),
        *native_name_columns(),
        Column("kind", lambda: word_cell(ContenderKind)),
        Column("part", part),
        Column("party_id", optional_id),
        Column("incumbent", yes_no_cell, "is_incumbent"),
        Column("note", note),
    ],
    made=[names_made("election_id"), *keys_made("name", "name_native")],
    either=NATIVE_NAME,
    country_sql="upper(left(s.election_id, 2))",
    country_path="election__country",
)

LINEAGE = Table(
    "lineage",
    PartyEvent,
    ["party_id", "event", "date", "other_party_id", "election_id", "source_id"],
    [
        Column("party_id", id_cell),
        Column("event", lambda: word_cell(PartyEventKind)),
        Column("date", date_cell),
        Column("other_party_id", optional_id),
        Column("election_id", lambda: election_id(needed=False)),
        source_column(),
        Column("note", note),
    ],
    rules=rules(not_itself("party_id", "other_party_id")),
    country_sql="(SELECT p.country_id FROM all_parties p WHERE p.id = s.party_id)",
    country_path="party__country",
)

ELECTION_EVENTS = Table(
    "election_events",
    ElectionEvent,
    ["election_id", "event", "date", "area_id", "source_id"],
    [
        election_column(),
        Column("event", lambda: word_cell(ElectionEventKind)),
        Column("date", date_cell),
        area_column(),
        Column("actor", lambda: text_cell(200)),
        Column("stations", count_cell),
        Column("note", note),
    ],
    made=[area_made()],
    lists=[sources_column(ElectionEventSource, "event_id")],
    staged={"area": "text"},
    country_sql="upper(left(s.election_id, 2))",
    country_path="election__country",
)

EXCLUSIONS = Table(
    "exclusions",
    Exclusion,
    ["election_id", "name", "kind", "date", "source_id"],
    [
        election_column(),
        Column("name", name),
        *native_name_columns(),
        Column("party_id", optional_id),
        Column("kind", lambda: word_cell(ExclusionKind)),
        Column("ground", note),
        Column("date", date_cell),
        area_column(),
        Column("note", note),
    ],
    made=[names_made("election_id"), area_made()],
    either=NATIVE_NAME,
    lists=[sources_column(ExclusionSource, "exclusion_id")],
    staged={"area": "text"},
    country_sql="upper(left(s.election_id, 2))",
    country_path="election__country",
)

RESULTS = Table(
    "results",
    Result,
    ["contender_id", "source_id", "area_id", "basis", "claimant", "as_of"],
    [
        election_column("", path="contender__election_id"),
        area_column(),
        Column("contender_id", id_cell),
        Column("votes", count_cell),
        Column("share_pct", percentage_cell),
        Column("share_of", lambda: word_cell(ShareOf)),
        Column("seats", count_cell),
        Column("basis", lambda: word_cell(Basis)),
        Column("claimant", lambda: text_cell(200)),
        Column("qualifier", lambda: word_cell(Qualifier)),
        Column("margin_pct", percentage_cell),
        source_column(),
        Column("as_of", date_cell),
        Column("note", note),
    ],
    made=[area_made()],
    rules=rules(
        says_something("votes", "share_pct", "seats"),
        belongs_to("share_of", "share_pct"),
        belongs_to("margin_pct", "share_pct"),
    ),
    staged={"election_id": "text", "area": "text"},
    country_sql="upper(left(s.election_id, 2))",
    country_path="contender__election__country",
    checks=[
        (
            "JOIN all_contenders c ON c.id = s.contender_id WHERE c.election_id <> s.election_id",
            "contender_id",
            "stands in another election than the row's election_id",
        )
    ],
)

TURNOUT = Table(
    "turnout",
    Turnout,
    ["election_id", "area_id", "part", "as_of_time", "basis", "claimant", "source_id"],
    [
        election_column(),
        Column("part", part),
        area_column(),
        Column("as_of_time", hour_cell),
        Column("registered", count_cell),
        Column("issued", count_cell, optional=True),
        Column("cast", count_cell),
        Column("valid", count_cell, optional=True),
        Column("invalid", count_cell, optional=True),
        Column("turnout_pct", percentage_cell),
        Column("basis", lambda: word_cell(Basis)),
        Column("claimant", lambda: text_cell(200)),
        Column("qualifier", lambda: word_cell(Qualifier)),
        Column("margin_pct", percentage_cell),
        source_column(),
        Column("note", note),
    ],
    made=[area_made()],
    lists=[ListColumn("also_source_ids", TurnoutSource, "turnout_id", "source_id", needed=False)],
    rules=rules(
        says_something("registered", "issued", "cast", "valid", "invalid", "turnout_pct"),
        belongs_to("margin_pct", "turnout_pct"),
    ),
    staged={"area": "text"},
    country_sql="upper(left(s.election_id, 2))",
    country_path="election__country",
)

TABLES = [
    SOURCES,
    AREAS,
    PARTIES,
    ELECTIONS,
    CONTENDERS,
    LINEAGE,
    ELECTION_EVENTS,
    EXCLUSIONS,
    RESULTS,
    TURNOUT,
]
