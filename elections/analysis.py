"""Fetches rows for the pure functions: what the record's arithmetic says, and whether its own books are whole."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from itertools import zip_longest

from django.apps import apps
from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Left, Upper

from elections.importers import Counts, Fault, Faults, Load, LoadRefused
from elections.importers.publishing import Conflict, Conflicts, applied_on_trial, silent
from elections.models import (
    Area,
    ChangeSet,
    Contender,
    ContenderKind,
    Election,
    ElectionEvent,
    Exclusion,
    Redirect,
    Result,
    Source,
    Tombstone,
    Turnout,
    TurnoutSource,
    local_name,
)
from elections.models.derived import DERIVED
from elections.reconcile import Check, ElectionFacts, ResultClaim, TurnoutClaim, reconcile


@dataclass(frozen=True)
class Claims:
    """The contenders, results and turnout of elections, by the election's id; results know their contender."""

    contenders: Mapping[str, list[Contender]]
    results: Mapping[str, list[Result]]
    turnout: Mapping[str, list[Turnout]]


def claims_of(ids: Sequence[str]) -> Claims:
    found = Claims(defaultdict(list), defaultdict(list), defaultdict(list))
    contenders = Contender.objects.filter(election__in=ids).order_by().in_bulk()
    for contender in contenders.values():
        found.contenders[contender.election_id].append(contender)
    for claim in Result.objects.filter(contender__election__in=ids).order_by():
        claim.contender = contenders[claim.contender_id]
        found.results[claim.contender.election_id].append(claim)
    for claim in Turnout.objects.filter(election__in=ids).prefetch_related("other_sources"):
        found.turnout[claim.election_id].append(claim)
    return found


def reconciliations(elections: Iterable[Election], claims: Claims | None = None) -> dict[str, list[Check]]:
    """Every check of each election, by its id; the number of queries does not depend on how many there are.

    `claims` are those of these elections, where they are fetched already.
    """
    elections = list(elections)
    ids = [election.pk for election in elections]
    claims = claims or claims_of(ids)
    rounds = defaultdict(list)
    for first, later in Election.objects.filter(round_of__in=ids).order_by("date").values_list("round_of_id", "pk"):
        rounds[first].append(later)
    others = defaultdict(list)  # in the order in which they are cited
    for claim, source in TurnoutSource.objects.filter(turnout__election__in=ids).values_list("turnout_id", "source_id"):
        others[claim].append(source)
    areas = list(Area.objects.saying_which_add_up())
    regions = [area for area in areas if area.adds_up]
    names = {area.pk: local_name(area) for area in areas} | dict(Source.objects.values_list("pk", "publisher"))
    return {
        election.pk: reconcile(
            election_facts(election, tuple(rounds[election.pk]), ballot_of(claims.contenders.get(election.pk, ()))),
            [result_claim(claim) for claim in claims.results.get(election.pk, ())],
            [turnout_claim(claim, tuple(others[claim.pk])) for claim in claims.turnout.get(election.pk, ())],
            regions_of(election, regions),
            names,
        )
        for election in elections
    }


def ballot_of(contenders: Iterable[Contender]) -> frozenset[tuple[str, str]]:
    """(part, id) of what stands on the ballot: groups of contenders do not."""
    return frozenset((each.part, each.pk) for each in contenders if each.kind != ContenderKind.GROUP)


def reconciliation(
    election: Election,
    contenders: Iterable[Contender],
    results: Iterable[Result],
    turnout: Iterable[Turnout],
    regions: Iterable[Area],
    later_rounds: Iterable[str],
) -> list[Check]:
    """Every check of one election from rows that are fetched already: claims with area, source and further sources.

    `regions` are those of the country, `later_rounds` the ids of the election's later rounds by date.
    """
    results, turnout, regions = list(results), list(turnout), list(regions)
    others = {claim.pk: list(claim.other_sources.all()) for claim in turnout}
    sources = [claim.source for claim in (*results, *turnout)] + [each for found in others.values() for each in found]
    areas = [claim.area for claim in (*results, *turnout)] + regions
    names = {area.pk: local_name(area) for area in areas} | {source.pk: source.publisher for source in sources}
    return reconcile(
        election_facts(election, tuple(later_rounds), ballot_of(contenders)),
        [result_claim(claim) for claim in results],
        [turnout_claim(claim, tuple(source.pk for source in others[claim.pk])) for claim in turnout],
        regions_of(election, regions),
        names,
    )


def regions_of(election, regions) -> frozenset[str]:
    """The areas that add up to an election's country, as they were on its day: Shymkent only since 2018."""
    return frozenset(
        region.pk for region in regions if region.country_id == election.country_id and region.existed_on(election.date)
    )


def election_facts(election, later_rounds, contenders) -> ElectionFacts:
    return ElectionFacts(
        id=election.pk,
        country=election.country_id,
        kind=election.kind,
        system=election.system,
        threshold_pct=election.threshold_pct,
        seats_total=election.seats_total,
        seats_contested=election.seats_contested,
        round_of=election.round_of_id or "",
        later_rounds=later_rounds,
        contenders=contenders,
    )


def result_claim(claim) -> ResultClaim:
    return ResultClaim(
        contender=claim.contender_id,
        contender_kind=claim.contender.kind,
        contender_name=local_name(claim.contender),
        part=claim.contender.part,
        area=claim.area_id,
        votes=claim.votes,
        share_pct=claim.share_pct,
        share_of=claim.share_of,
        seats=claim.seats,
        basis=claim.basis,
        claimant=claim.claimant,
        source=claim.source_id,
        as_of=claim.as_of,
        qualifier=claim.qualifier,
        margin_pct=claim.margin_pct,
        note=claim.note,
    )


def turnout_claim(claim, other_sources) -> TurnoutClaim:
    return TurnoutClaim(
        part=claim.part,
        area=claim.area_id,
        as_of_time=claim.as_of_time,
        registered=claim.registered,
        issued=claim.issued,
        cast=claim.cast,
        valid=claim.valid,
        invalid=claim.invalid,
        turnout_pct=claim.turnout_pct,
        basis=claim.basis,
        claimant=claim.claimant,
        source=claim.source_id,
        other_sources=other_sources,
        qualifier=claim.qualifier,
        margin_pct=claim.margin_pct,
        note=claim.note,
    )


def broken_bookkeeping() -> list[str]:
    """What is wrong with the record's own books, as sentences; none when they are whole.

    These are rules that span rows or tables, which no single constraint can hold. What a source says, however
    odd, is never among them: that is a finding.
    """
    return [*dangling_references(), *rows_in_wrong_places(), *ids_in_two_states()]


def dangling_references() -> Iterable[str]:
    """References that point at nothing: large loads check them as a set, so the sets are checked again here."""
    models = [*apps.get_app_config("elections").get_models(), *apps.get_app_config("observers").get_models()]
    models = [model for model in models if model not in DERIVED]  # made again after the next publication
    with connection.cursor() as cursor:
        for model in models:
            for field in model._meta.concrete_fields:
                if not field.is_relation:
                    continue
                other = field.related_model._meta
                cursor.execute(
                    f'SELECT count(*) FROM {model._meta.db_table} t WHERE t."{field.column}" IS NOT NULL '
                    f"AND NOT EXISTS (SELECT 1 FROM {other.db_table} o "
                    f'WHERE o."{other.pk.column}" = t."{field.column}")'
                )
                if count := cursor.fetchone()[0]:
                    rows = f"{count:,} rows of {model._meta.verbose_name_plural}"
                    yield f"{rows} name a {field.name} that does not exist."


def rows_in_wrong_places() -> Iterable[str]:
    """Rows whose area, round or part belongs to another election or country."""
    elsewhere = [
        (Result.objects, "contender__election__country", "results"),
        (Turnout.objects, "election__country", "turnout claims"),
        (ElectionEvent.objects, "election__country", "election events"),
        (Exclusion.objects, "election__country", "exclusions"),
    ]
    for rows, country, name in elsewhere:
        for pk in rows.exclude(area__country=F(country)).order_by("pk").values_list("pk", flat=True)[:20]:
            yield f"Row {pk} of {name} has an area in another country than its election."
    for pk in Election.objects.exclude(country=Upper(Left("pk", 2))).values_list("pk", flat=True):
        yield f"The id {pk} does not begin with the country that voted."
    later = Election.objects.filter(round_of__isnull=False).select_related("round_of")
    for election in later:
        first = election.round_of
        if first.country_id != election.country_id or first.date > election.date or first.round_of_id:
            yield f"{election.pk} is no later round of {first.pk}: the first round is earlier, in the same country."
    parts = Contender.objects.filter(election=OuterRef("election"), part=OuterRef("part"))
    for claim in Turnout.objects.exclude(part="").exclude(Exists(parts)).order_by("pk")[:20]:
        yield f"{claim} is for the part '{claim.part}', in which nobody stands."


def ids_in_two_states() -> Iterable[str]:
    """Ids that are published and withdrawn at once, or that moved to nowhere."""
    tables = {model._meta.verbose_name_plural: model for model in apps.get_app_config("elections").get_models()}
    for stone in Tombstone.objects.all():
        model = tables.get(stone.table.replace("_", " "))
        if model and model.objects.filter(pk=stone.row_id).exists():
            yield f"{stone.table} {stone.row_id} is published although a tombstone says that it was withdrawn."
    for moved in Redirect.objects.all():
        model = tables.get(moved.table.replace("_", " "))
        if model and not model.objects.filter(pk=moved.new_id).exists():
            yield f"{moved.table} {moved.old_id} moved to {moved.new_id}, which does not exist."


@dataclass(frozen=True)
class Turn:
    """A check of an election that a set of changes makes, unmakes or turns; None where it cannot be made."""

    election: str
    before: "Check | Said | None"
    after: "Check | Said | None"

    @property
    def is_worse(self) -> bool:
        """Whether the check fails afterwards, and did not fail in the same way before."""
        return self.after is not None and self.after.status == "fail"


@dataclass(frozen=True)
class Trial:
    """What publishing a set would do: the counts and the turns, or the faults or conflicts that stop it."""

    load: Load | None = None
    turns: Sequence[Turn] = ()
    faults: Faults | None = None
    conflicts: Conflicts | None = None

    @property
    def may_be_published(self) -> bool:
        return self.load is not None


def trial(change_set: ChangeSet, tables, progress=silent) -> Trial:
    """Apply a set, see what becomes of the arithmetic of the elections it touches, and undo it all.

    Checks that pass before and after are left out of the turns; those that fail afterwards come first.
    """
    elections = touched_elections(change_set)
    before = checks_by_subject(elections)
    try:
        with applied_on_trial(change_set, tables, progress) as load:
            progress("comparing the arithmetic")
            after = checks_by_subject(elections)
    except LoadRefused as refused:
        return Trial(faults=refused.faults)
    except Conflicts as conflicts:
        return Trial(conflicts=conflicts)
    return Trial(load, turns(before, after))


@dataclass(frozen=True)
class Said:
    """How a check ends and what it says, as a trial that was kept tells it."""

    status: str
    text: str


def told(tried: Trial) -> dict:
    """A trial as JSON, to be kept; `trial_told` reads it."""
    if tried.faults:
        listed = [astuple(fault) for fault in tried.faults.listed]
        return {"faults": listed, "count": tried.faults.count}
    if tried.conflicts:
        listed = {str(each.change.position): each.published for each in tried.conflicts.conflicts}
        return {"conflicts": listed, "count": tried.conflicts.count}
    said = [
        [turn.election, *([check.status, check.text] if check else None for check in (turn.before, turn.after))]
        for turn in tried.turns
    ]
    counts = {name: asdict(each) for name, each in tried.load.by_table.items()}
    return {"counts": counts, "new_places": tried.load.new_places, "turns": said}


def trial_told(outcome: dict, change_set: ChangeSet) -> Trial:
    """The trial of a set from what was kept of it."""
    if "faults" in outcome:
        return Trial(faults=Faults([Fault(*each) for each in outcome["faults"]], outcome["count"]))
    if "conflicts" in outcome:
        published = outcome["conflicts"]
        changes = change_set.changes.filter(position__in=published)
        found = [Conflict(change, published[str(change.position)]) for change in changes]
        return Trial(conflicts=Conflicts(found, outcome["count"]))
    load = Load({name: Counts(**each) for name, each in outcome["counts"].items()}, outcome["new_places"])
    turned = [
        Turn(election, *(Said(*check) if check else None for check in pair)) for election, *pair in outcome["turns"]
    ]
    return Trial(load, turned)


def turns(before: dict[tuple, list[Check]], after: dict[tuple, list[Check]]) -> list[Turn]:
    found = []
    for subject in dict.fromkeys([*before, *after]):
        was = {outcome(check): check for check in before.get(subject, ())}
        becomes = {outcome(check): check for check in after.get(subject, ())}
        gone = [check for said, check in was.items() if said not in becomes]
        new = [check for said, check in becomes.items() if said not in was]
        pairs = zip_longest(gone, new)
        found += [Turn(subject[0], *pair) for pair in pairs if any(check and check.status == "fail" for check in pair)]
    return sorted(found, key=lambda turn: (not turn.is_worse, turn.election))


def touched_elections(change_set: ChangeSet) -> list[str]:
    """The ids of the elections that rows of a set belong to."""
    ids = set()
    for cells in ("values", "before"):
        ids.update(change_set.changes.order_by().values_list(f"{cells}__election_id", flat=True).distinct())
    return sorted(filter(None, ids))


def checks_by_subject(elections: list[str]) -> dict[tuple, list[Check]]:
    """The checks of elections that can be made, by what is checked of whom."""
    found = defaultdict(list)
    for election, checks in reconciliations(Election.objects.filter(pk__in=elections)).items():
        for check in checks:
            if check.status != "cannot":
                about = (check.code, check.part, check.areas, check.basis, check.claimant, check.sources, check.as_of)
                found[(election, *about)].append(check)
    return found


def outcome(check: Check):
    """What tells one outcome of a check from another: the figures it is about, and how it ends."""
    return (tuple(sorted(check.numbers)), check.status, check.residual)
