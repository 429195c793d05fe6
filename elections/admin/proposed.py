"""Rows that a person's own open sets would add, beside those that are published: a set may build on its own rows."""

from itertools import chain, count

from django.db.models import Q

from elections import names
from elections.importers import changes, record
from elections.models import Area, Change, ChangeKind, ChangeSet, Contender, ContenderKind, Election, ElectionKind

KINDS = {
    ElectionKind.PRESIDENTIAL: ContenderKind.CANDIDATE,
    ElectionKind.PARLIAMENTARY: ContenderKind.PARTY_LIST,
    ElectionKind.REFERENDUM: ContenderKind.OPTION,
}
FOUND = 6


def added(user, table: str):
    """The rows of a table that open sets of a person add."""
    return Change.objects.filter(table=table, kind=ChangeKind.ADD, change_set__in=ChangeSet.objects.open_to(user))


def proposed_election(user, election_id: str) -> tuple[Election | None, ChangeSet | None]:
    """An election that an open set of this person adds, as the row it would be, and that set."""
    change = added(user, "elections").filter(row_id=election_id).select_related("change_set").first()
    if change is None:
        return None, None
    cells = change.values
    country = Area.objects.filter(pk=cells.get("country")).first()
    if country is None:
        return None, None
    made = Election(
        pk=election_id, name=cells.get("name", ""), date=cells.get("date", ""), kind=cells.get("kind"), country=country
    )
    return made, change.change_set


def contenders_of(election: Election, change_set: ChangeSet | None) -> list[Contender]:
    """Who stands in an election: as published, then as a set adds them."""
    found = list(Contender.objects.filter(election=election.pk).order_by("sort_key", "pk"))
    if change_set is not None:
        drafted = change_set.changes.filter(
            table="contenders", kind=ChangeKind.ADD, values__election_id=election.pk
        ).order_by("position")
        found += [
            Contender(pk=each.row_id, name=each.values.get("name", ""), part=each.values.get("part", ""))
            for each in drafted
        ]
    return found


def add_contenders(change_set: ChangeSet, election: Election, lines: str, kind: str, part: str) -> int:
    """Add a contender for each line, which is a name; a name that stands already is passed over. Returns how many."""
    there = contenders_of(election, change_set)
    known = {(each.name.casefold(), each.part) for each in there}
    ids, new = {each.pk for each in there}, 0
    for name in filter(None, map(str.strip, lines.splitlines())):
        if (name.casefold(), part) in known:
            continue
        own = f"{election.pk}-{names.slug(name)}"[:90].strip("-")
        own = next(each for each in chain([own], (f"{own}-{number}" for number in count(2))) if each not in ids)
        cells = {"contender_id": own, "election_id": election.pk, "name": name, "kind": kind, "part": part}
        changes.add(change_set, record.CONTENDERS, cells)
        known.add((name.casefold(), part))
        ids.add(own)
        new += 1
    return new


def found_in_drafts(user, table: str, text: str) -> list[tuple[str, str]]:
    """(id, what it is called) of rows with readable ids that a person's open sets add and that have these letters."""
    rows = added(user, table).exclude(row_id="")
    for word in text.split():
        rows = rows.filter(
            Q(row_id__icontains=word)
            | Q(values__name__icontains=word)
            | Q(values__title__icontains=word)
            | Q(values__publisher__icontains=word)
        )
    return [
        (change.row_id, change.values.get("name") or change.values.get("title") or change.row_id)
        for change in rows.order_by("-pk")[:FOUND]
    ]
