"""Keeps what follows from the rows beside them: which claims are shown first, shares from votes, status, checks.

All of it could be worked out while reading, as pages do for one election; for a million rows that takes minutes. So
it is worked out once for each data version, by the worker when something was published or by whoever reads first, and
only for the elections whose rows changed: a fingerprint of every row version tells. A reader never sees a version
together with what was derived from another.
"""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import perf_counter

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone, translation

from elections.analysis import claims_of
from elections.datasets.checks import check_rows
from elections.datasets.claim_sets import ClaimSets, set_key
from elections.datasets.fingerprints import fingerprints
from elections.models import (
    Basis,
    Election,
    Measure,
    Qualifier,
    Result,
    ShareOf,
    Turnout,
    alone,
    one_moment,
    one_question,
)
from elections.models.derived import Derivation, DerivedCheck, DerivedElection, DerivedResult, DerivedTurnout
from elections.shares import computed_turnout

log = logging.getLogger(__name__)

LOCK = 7_214_592  # the number of the lock that lets one process derive at a time
TOGETHER = 20_000  # results of elections that are derived in one go
RULES = (
    *("analysis.py", "shares.py", "models/results.py", "models/elections.py"),
    *("datasets/checks.py", "datasets/claim_sets.py", "datasets/derivation.py"),
)


@dataclass(frozen=True, slots=True)
class Version:
    """The data version that a transaction sees, and whether what is derived belongs to it."""

    number: int
    raised_at: datetime
    is_published: bool
    is_derived: bool


VERSION = """SELECT v.number, v.raised_at, d.number = coalesce(v.number, 0) AND d.made_by = %s AS is_derived
    FROM (VALUES (1)) one (id) LEFT JOIN elections_dataversion v USING (id) LEFT JOIN elections_derivation d USING (id)
"""  # takes rules()


def version_seen() -> Version:
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [rules()])
        return version_of(*cursor.fetchone())


def version_at_once() -> Version:
    """The same outside of any transaction, for answers that need nothing else."""
    return version_of(*one_question(VERSION, [rules()]))


def version_of(number: int | None, raised_at: datetime | None, is_derived: bool | None) -> Version:
    return Version(number or 0, raised_at or timezone.now(), number is not None, bool(is_derived))


@cache
def rules() -> str:
    """The code that says what follows from what, as a hash."""
    digest = hashlib.sha256()
    app = Path(__file__).parents[1]
    for path in (*(app / name for name in RULES), *sorted((app / "reconcile").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def derive(patience: float | None = None, *, to_the_end: bool = False) -> int:
    """Bring what is derived up to the data version; returns for how many elections it was made anew.

    With `to_the_end` it follows what the open transaction has changed, and is seen together with that.
    Raises Taken where somebody else is at it, and will be for more than `patience` seconds.
    """
    begun = perf_counter()
    with (
        alone(LOCK, patience, to_the_end=to_the_end),
        one_moment(writing=True),
        translation.override(settings.LANGUAGE_CODE),
    ):
        seen = version_seen()
        if seen.is_derived:
            return 0
        known = dict(DerivedElection.objects.values_list("pk", "fingerprint"))
        if not Derivation.objects.filter(made_by=rules()).exists():
            known = {}
        now = fingerprints()
        changed = [pk for pk, fingerprint in now.items() if known.get(pk) != fingerprint]
        for group in groups(changed):
            derive_elections(group, now)
        for model in (DerivedElection, DerivedCheck):
            model.objects.exclude(election__in=list(now)).delete()
        Derivation.objects.update_or_create(pk=1, defaults={"number": seen.number, "made_by": rules()})
    log.info("derived %d elections for data version %d in %.2f s", len(changed), seen.number, perf_counter() - begun)
    return len(changed)


def groups(elections: Sequence[str]) -> Iterator[list[str]]:
    """The elections in groups of about so many results, so that memory stays bounded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.election_id, count(*) FROM elections_result r "
            "JOIN elections_contender c ON c.id = r.contender_id "
            "WHERE c.election_id = ANY (%s) GROUP BY 1",
            [list(elections)],
        )
        sizes = dict(cursor.fetchall())
    group, size = [], 0
    for election in elections:
        group.append(election)
        size += sizes.get(election, 0)
        if size >= TOGETHER:
            yield group
            group, size = [], 0
    if group:
        yield group


def derive_elections(ids: list[str], fingerprints: dict[str, str]) -> None:
    elections = list(Election.objects.with_status().filter(pk__in=ids))
    claims = claims_of(ids)
    contenders, results, turnout = claims.contenders, claims.results, claims.turnout
    votes, seats = (shown_first(ids, results, measure) for measure in (Measure.VOTES, Measure.SEATS))
    first = set(Turnout.objects.filter(election__in=ids).shown_first().values_list("pk", flat=True))
    gaps = spreads(ids)
    kept = {DerivedElection: [(each.pk, each.status, gaps.get(each.pk), fingerprints[each.pk]) for each in elections]}
    kept[DerivedResult] = [
        result_row(election, claim, sets, votes, seats)
        for election in elections
        for own in [results.get(election.pk, [])]
        for sets in [ClaimSets(election, own, contenders.get(election.pk, []), turnout.get(election.pk, []))]
        for claim in own
    ]
    kept[DerivedTurnout] = [turnout_row(claim, first) for own in turnout.values() for claim in own]
    kept[DerivedCheck] = check_rows(elections, claims)
    for model, rows in kept.items():
        store(model, rows, ids)


def shown_first(ids: list[str], results: Mapping[str, list[Result]], measure: Measure) -> dict[int, bool]:
    """The claims shown first for a measure, and whether each is a fallback.

    Where all claims on one ballot in one area are of one set there is nothing to choose; only the others are ranked,
    since that takes a look at every claim of every set.
    """
    sets: dict[tuple, set] = {}
    for election, claims in results.items():
        for claim in claims:
            if claim.basis != Basis.COMPUTED:
                sets.setdefault((election, claim.contender.part, claim.area_id), set()).add(set_key(claim))
    competing = [
        claim.pk
        for election, claims in results.items()
        for claim in claims
        if len(sets.get((election, claim.contender.part, claim.area_id), ())) > 1
    ]
    of_measure = Result.objects.filter(contender__election__in=ids).with_measure(measure)
    alone = set(of_measure.exclude(basis=Basis.COMPUTED).values_list("pk", flat=True)).difference(competing)
    ranked = Result.objects.filter(pk__in=competing).shown_first(measure).values_list("pk", "is_fallback")
    return dict.fromkeys(alone, False) | dict(ranked)


def spreads(ids: list[str]) -> dict[str, Decimal]:
    """The largest gap between two claims of one thing, by election; none where nothing is claimed twice."""
    found: dict[str, Decimal] = {}
    exact = {"qualifier": Qualifier.AS_PRINTED}
    shares = Result.objects.national().filter(**exact, contender__election__in=ids, share_pct__isnull=False)
    turnout = Turnout.objects.national().at_close().filter(**exact, election__in=ids, turnout_pct__isnull=False)
    for claims, figure, election, of_one in (
        (shares.exclude(share_of=ShareOf.SEATS), "share_pct", "contender__election", ("contender", "share_of")),
        (turnout, "turnout_pct", "election", ("part",)),
    ):
        groups = claims.exclude(basis=Basis.COMPUTED).order_by().values(election, *of_one).annotate(n=Count("pk"))
        gaps = groups.filter(n__gt=1).annotate(gap=Max(figure) - Min(figure)).values_list(election, "gap")
        for key, gap in gaps:
            found[key] = max(gap, found.get(key, gap))
    return found


def result_row(election, claim, sets: ClaimSets, votes: dict, seats: dict) -> tuple:
    computed = sets.computed_share(claim)
    first = (claim.pk in votes, claim.pk in seats, votes.get(claim.pk, False), seats.get(claim.pk, False))
    return (claim.pk, election.pk, claim.votes, *first, computed.pct, computed.of)


def turnout_row(claim, first: set[int]) -> tuple:
    computed = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
    return (claim.pk, claim.election_id, claim.pk in first, computed.pct, computed.of)


def store(model, rows: list[tuple], elections: list[str]) -> None:
    """Make the derived rows of some elections just these; `changed_at` moves for those that differ from before."""
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [field.column for field in model._meta.concrete_fields if field.name != "changed_at"]
    columns.sort(key=[key, *[name for name in columns if name != key]].index)
    listed, others = ", ".join(columns), columns[1:]
    new = ", ".join(f"EXCLUDED.{name}" for name in others)
    old = ", ".join(f"d.{name}" for name in others)
    with connection.cursor() as django_cursor:
        cursor = django_cursor.cursor  # psycopg's own, which has COPY
        cursor.execute(f"CREATE TEMPORARY TABLE made ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY made ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} AS d ({listed}, changed_at) SELECT {listed}, now() FROM made "
            f"ON CONFLICT ({key}) DO UPDATE SET ({', '.join(others)}, changed_at) = ROW ({new}, now()) "
            f"WHERE ({old}) IS DISTINCT FROM ({new})"
        )
        cursor.execute(
            f"DELETE FROM {table} d WHERE election_id = ANY (%s) "
            f"AND NOT EXISTS (SELECT 1 FROM made m WHERE m.{key} = d.{key})",
            [elections],
        )
        cursor.execute("DROP TABLE made")
