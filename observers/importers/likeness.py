"""Rows that may be there already under other words: told to whoever proposes and to whoever reviews; nothing stops.

Alike are organisations whose names have many groups of three letters in common by their sound, in any script, or one
abbreviation; and findings of one vote whose summaries do. Source: pg_trgm, similarity().
"""

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Model

from elections.importers.tables import Table
from elections.names import fold
from observers.importers.record import FINDINGS, ORGANISATIONS
from observers.models import Finding, Organisation

NEAR_NAME, NEAR_SUMMARY = 0.5, 0.45  # of 1; from there on two are shown as alike
SHOWN = 5
LOOKED_AT = (ORGANISATIONS, FINDINGS)


def alike(table: Table, cells: dict[str, str], row_id: str = "") -> list[Model]:
    """The published rows that a proposed one may repeat, the most alike first; none for other tables."""
    if table is ORGANISATIONS:
        return organisations_alike(cells.get("name", ""), cells.get("abbreviation", ""), row_id)
    if table is FINDINGS:
        return findings_alike(cells.get("election_id", ""), cells.get("summary", ""), row_id)
    return []


def organisations_alike(name: str, abbreviation: str, row_id: str) -> list[Organisation]:
    known = {each.pk: each for each in Organisation.objects.exclude(pk=row_id)}
    short = fold(abbreviation)
    if not fold(name) and not short:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, similarity(saylau_sound(name), saylau_sound(%s)) AS near "
            "FROM unnest(%s::text[], %s::text[]) AS known (id, name) ORDER BY near DESC, id",
            [fold(name), list(known), [fold(each.name) for each in known.values()]],
        )
        by_name = [pk for pk, near in cursor.fetchall() if near >= NEAR_NAME]
    same_short = [pk for pk, each in known.items() if short and fold(each.abbreviation) == short]
    return [known[pk] for pk in dict.fromkeys([*same_short, *by_name])][:SHOWN]


def findings_alike(election: str, summary: str, row_id: str) -> list[Finding]:
    if not summary.strip() or not election.isprintable():
        return []
    near = Finding.objects.filter(election=election).exclude(pk=row_id)
    near = near.annotate(near=TrigramSimilarity("summary", summary)).filter(near__gte=NEAR_SUMMARY)
    return list(near.order_by("-near", "pk")[:SHOWN])
