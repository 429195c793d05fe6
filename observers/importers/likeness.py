"""Rows that may be there already under other words: told to whoever proposes and to whoever reviews; nothing stops.

Alike are organisations whose names have many groups of three letters in common by their sound, in any script, or one
abbreviation; and findings of one vote whose summaries do. Source: pg_trgm, similarity().
"""

from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.db.models import Model

from elections.importers.tables import Table
from elections.names import fold
from observers.importers.record import FINDINGS, ORGANISATIONS
from observers.models import Finding, Organisation

NEAR_NAME, NEAR_SUMMARY = 0.5, 0.45  # of 1; from there on two are shown as alike
SHOWN = 5
LOOKED_AT = (ORGANISATIONS, FINDINGS)
Proposed = tuple[Table, dict[str, str], str]  # a row's table, its cells, and its id where it is published already

NAMES = """
SELECT wanted.n, known.id FROM unnest(%s::int[], %s::text[]) AS wanted (n, name)
CROSS JOIN unnest(%s::text[], %s::text[]) AS known (id, name)
WHERE similarity(saylau_sound(known.name), saylau_sound(wanted.name)) >= %s
ORDER BY wanted.n, similarity(saylau_sound(known.name), saylau_sound(wanted.name)) DESC, known.id
"""
SUMMARIES = """
SELECT wanted.n, near.id
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS wanted (n, election, summary, own)
CROSS JOIN LATERAL (
    SELECT id, similarity(summary, wanted.summary) AS near FROM observers_finding
    WHERE election_id = wanted.election AND id <> wanted.own AND similarity(summary, wanted.summary) >= %s
    ORDER BY near DESC, id LIMIT %s
) near
ORDER BY wanted.n, near.near DESC, near.id
"""


def alike(proposed: Sequence[Proposed]) -> list[list[Model]]:
    """For each proposed row the published rows that it may repeat, the most alike first; none for other tables.

    However many are proposed, the database is asked the same few questions.
    """
    found: list[list[Model]] = [[] for _ in proposed]
    for table, looked_for in ((ORGANISATIONS, organisations_alike), (FINDINGS, findings_alike)):
        rows = {n: (cells, own) for n, (each, cells, own) in enumerate(proposed) if each is table}
        if rows:
            for n, alike_rows in looked_for(rows).items():
                found[n] = alike_rows
    return found


def organisations_alike(rows: dict[int, tuple[dict[str, str], str]]) -> dict[int, list[Organisation]]:
    known = {each.pk: each for each in Organisation.objects.all()}
    names = {n: name for n, (cells, _own) in rows.items() if (name := fold(cells.get("name", "")))}
    folded = [fold(each.name) for each in known.values()]
    by_name = grouped(NAMES, [list(names), list(names.values()), list(known), folded, NEAR_NAME])
    found = {}
    for n, (cells, own) in rows.items():
        short = fold(cells.get("abbreviation", ""))
        same_short = [pk for pk, each in known.items() if short and fold(each.abbreviation) == short]
        ids = [pk for pk in dict.fromkeys([*same_short, *by_name[n]]) if pk != own]
        found[n] = [known[pk] for pk in ids][:SHOWN]
    return found


def findings_alike(rows: dict[int, tuple[dict[str, str], str]]) -> dict[int, list[Finding]]:
    wanted = [(n, *said, own) for n, (cells, own) in rows.items() if all(said := words_of_a_finding(cells))]
    if not wanted:
        return {}
    ids = grouped(SUMMARIES, [*(list(column) for column in zip(*wanted, strict=True)), NEAR_SUMMARY, SHOWN])
    known = Finding.objects.in_bulk({pk for each in ids.values() for pk in each})
    return {n: [known[pk] for pk in each] for n, each in ids.items()}


def words_of_a_finding(cells: dict[str, str]) -> tuple[str, str]:
    """The vote and the summary, empty where a database could not hold them."""
    election, summary = cells.get("election_id", ""), cells.get("summary", "")
    return (election if election.isprintable() else "", summary.strip().replace("\x00", ""))


def grouped(query: str, values: list) -> dict[int, list[str]]:
    """The ids that a query finds, by the number of the row they are like."""
    found: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        for n, pk in cursor.fetchall():
            found[n].append(pk)
    return found
