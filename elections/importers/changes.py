"""Sets of changes: one person composes and hands in, another publishes or sends back. Nothing else writes facts.

The interface, for whoever lets people write (forms, grids, imports, observers' reports):

    change_set = begin(author, "Final result of 2012", ChangeChannel.FORM, reason="The commission's protocol.")
    add(change_set, RESULTS, {"election_id": "kz-2012-mazhilis", "contender_id": …, "votes": "518405", …})
    alter(change_set, RESULTS, row_id, {"votes": "518406"})             # only the cells that change
    withdraw(change_set, PARTIES, "kz-x", successor="kz-y")
    check(change_set, RECORD)         # what publishing would do; raises LoadRefused or Conflicts
    hand_in(change_set)               # draft or sent back → in review
    take_back(change_set)             # in review → draft, by its author
    send_back(change_set, reviewer, "The protocol says 518,504.")
    publish(change_set, reviewer, RECORD)                  # elections.importers.publishing
    roll_back(change_set, author, RECORD, reason="…")      # a new draft that takes a published set back

Cells are texts, column by column as the tables' files have them (elections/importers/record.py and
observers/importers); `RECORD` is the list of all tables. Rows may refer to new rows of their own set. What the
cells hold is checked by the importer when the set is checked and again when it is published, never here. Who may
do which is for the caller to ask (permissions); that nobody publishes their own set is held by the database too.
Raises ChangeRefused, with a sentence for the person, where a set or a row does not allow what was asked.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from itertools import count, groupby, islice

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from elections.importers.loading import Load
from elections.importers.published import published_row, published_rows
from elections.importers.publishing import ChangeRefused, applied_on_trial, decidable, to_key
from elections.importers.tables import Table
from elections.models import Change, ChangeChannel, ChangeKind, ChangeSet, ChangeState

AT_ONCE = 2_000  # changes handled in one go


def begin(author, title: str, channel: ChangeChannel, reason: str = "", rolls_back: ChangeSet | None = None):
    """Begin an empty draft."""
    return ChangeSet.objects.create(
        author=author, title=title[:200], channel=channel, reason=reason, rolls_back=rolls_back
    )


def add(change_set: ChangeSet, table: Table, cells: dict[str, str]) -> Change:
    """Propose a new row. A row with a readable id that the set adds already gets the new cells."""
    with writing(change_set):
        values = known_cells(table, cells)
        row_id = values.get(table.file_column("id"), "") if table.has_own_id else ""
        if row_id and (mine := in_set(change_set, table, row_id)):
            return rewrite(mine, table, values)
        return place(change_set, table, ChangeKind.ADD, row_id=row_id, values=values)


def alter(change_set: ChangeSet, table: Table, row_id, cells: dict[str, str]) -> Change:
    """Propose other cells for a published row, or for a row that the set itself adds."""
    with writing(change_set):
        row_id, cells = str(row_id), known_cells(table, cells)
        if mine := in_set(change_set, table, row_id):
            return rewrite(mine, table, cells)
        before, moment = there(table, row_id)
        values = {**before, **cells}
        if values == before:
            raise ChangeRefused("Nothing differs from what is published.")
        return place(
            change_set, table, ChangeKind.ALTER, row_id=row_id, values=values, before=before, based_on_at=moment
        )


def withdraw(change_set: ChangeSet, table: Table, row_id, successor: str = "") -> Change:
    """Propose that a published row goes; an alteration of it in the same set is dropped."""
    with writing(change_set):
        row_id = str(row_id)
        before, moment = there(table, row_id)
        if mine := in_set(change_set, table, row_id):
            mine.delete()
        return place(
            change_set,
            table,
            ChangeKind.WITHDRAW,
            row_id=row_id,
            before=before,
            based_on_at=moment,
            successor=successor,
        )


def rewrite(change: Change, table: Table, cells: dict[str, str]) -> Change:
    """Give a change of an open set other cells; one that then changes nothing is refused."""
    require_open(change.change_set)
    if change.kind == ChangeKind.WITHDRAW:
        raise ChangeRefused("This set withdraws the row; take that out of the set first.")
    values = {**change.values, **known_cells(table, cells)}
    if values == change.before:
        raise ChangeRefused("Nothing differs from what is published; take the change out of the set instead.")
    change.values = values
    if change.kind == ChangeKind.ADD and table.has_own_id:
        change.row_id = values.get(table.file_column("id"), "")
    change.save()
    return change


def drop(change: Change) -> None:
    """Take one change out of an open set."""
    require_open(change.change_set)
    change.delete()


def rebase(change: Change, table: Table) -> None:
    """Make a change of an open set start from what is published now, after the person has seen both versions."""
    require_open(change.change_set)
    change.before, change.based_on_at = there(table, change.row_id)
    change.save()


def check(change_set: ChangeSet, tables: list[Table]) -> Load:
    """What publishing the set would do, with nothing done. Raises LoadRefused and Conflicts as publishing would."""
    with applied_on_trial(change_set, tables) as load:
        return load


def hand_in(change_set: ChangeSet) -> None:
    """Hand a set in for review."""
    with writing(change_set):
        if not change_set.changes.exists():
            raise ChangeRefused("The set holds no change yet.")
        if not change_set.reason.strip():
            raise ChangeRefused("Say why the record should change before you hand the set in.")
        change_set.state, change_set.submitted_at = ChangeState.IN_REVIEW, timezone.now()
        change_set.save()


def take_back(change_set: ChangeSet) -> None:
    """Make a set that waits for review a draft again."""
    with transaction.atomic():
        locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if locked.state != ChangeState.IN_REVIEW:
            raise ChangeRefused("Only a set that waits for review can be taken back.")
        locked.state = change_set.state = ChangeState.DRAFT
        locked.save()


def send_back(change_set: ChangeSet, reviewer, note: str) -> None:
    """Send a set back to its author, with what to mend."""
    with transaction.atomic():
        locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        decidable(locked, reviewer)
        if not note.strip():
            raise ChangeRefused("Tell the author what to mend.")
        locked.state, locked.reviewer, locked.review_note = ChangeState.SENT_BACK, reviewer, note
        locked.reviewed_at = timezone.now()
        locked.save()
    change_set.refresh_from_db()


def throw_away(change_set: ChangeSet) -> None:
    """Delete a draft; what was ever handed in and sent back is kept."""
    with transaction.atomic():
        locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if locked.state != ChangeState.DRAFT:
            raise ChangeRefused("Only a draft can be thrown away.")
        locked.works.all().delete()
        locked.changes.all().delete()
        locked.delete()


def roll_back(change_set: ChangeSet, author, tables: list[Table], reason: str = "") -> ChangeSet:
    """Begin a draft that makes every row of a published set what it was before, as far as it is not so already."""
    by_name = {table.name: table for table in tables}
    with transaction.atomic():
        locked = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        if locked.state != ChangeState.PUBLISHED:
            raise ChangeRefused("Only a published set can be rolled back, and only once.")
        if locked.roll_backs.exclude(state=ChangeState.PUBLISHED).exists():
            raise ChangeRefused("A roll-back of this set has been begun already.")
        draft = begin(author, f"Roll back: {locked.title}", ChangeChannel.REVERT, reason, rolls_back=locked)
        made, position = locked.changes.order_by("table", "-position").iterator(chunk_size=AT_ONCE), count(1)
        for name, of_table in groupby(made, key=lambda change: change.table):
            for some in batched_changes(of_table):
                opposites = [each for each in opposite(some, by_name[name]) if each]
                for each in opposites:
                    each.change_set, each.position = draft, next(position)
                Change.objects.bulk_create(opposites)
        if not draft.changes.exists():
            raise ChangeRefused("Nothing of this set is left to roll back.")
    return draft


def batched_changes(changes: Iterable[Change]):
    changes = iter(changes)
    while some := list(islice(changes, AT_ONCE)):
        yield some


def opposite(changes: list[Change], table: Table) -> Iterable[Change | None]:
    """For each published change the one that takes it back; None where that is so already."""
    now = published_rows(table, [to_key(table, change.row_id) for change in changes])
    for change in changes:
        cells, moment = now.get(change.row_id, (None, None))
        same = {"table": change.table, "row_id": change.row_id}
        if change.kind == ChangeKind.WITHDRAW:
            row_id = change.row_id if table.has_own_id else ""
            yield (
                None if cells else Change(kind=ChangeKind.ADD, table=change.table, row_id=row_id, values=change.before)
            )
        elif cells is None or cells == change.before:
            yield None
        elif change.kind == ChangeKind.ADD:
            yield Change(kind=ChangeKind.WITHDRAW, before=cells, based_on_at=moment, **same)
        else:
            yield Change(kind=ChangeKind.ALTER, values=change.before, before=cells, based_on_at=moment, **same)


@contextmanager
def writing(change_set: ChangeSet):
    """Hold a set while something is written into it, so that it cannot be handed in or published meanwhile."""
    with transaction.atomic():
        state = ChangeSet.objects.select_for_update().values_list("state", flat=True).get(pk=change_set.pk)
        change_set.state = state
        require_open(change_set)
        yield


def require_open(change_set: ChangeSet) -> None:
    if not change_set.is_open:
        raise ChangeRefused(
            f"This set is {change_set.get_state_display()}; only a draft, or a set that was sent back, can be changed."
        )


def in_set(change_set, table, row_id) -> Change | None:
    return change_set.changes.filter(table=table.name, row_id=row_id).first()


def there(table: Table, row_id: str):
    """(cells, moment of the last change) of a published row; raises ChangeRefused where there is none."""
    found = published_row(table, row_id)
    if found is None:
        raise ChangeRefused(f"{table.name} has no published row {row_id}.")
    return found


def known_cells(table: Table, cells: dict[str, str]) -> dict[str, str]:
    """The cells with their blanks taken off at both ends; raises ChangeRefused for a column the table has not."""
    if unknown := [name for name in cells if name not in {*table.header, *table.changeable}]:
        raise ChangeRefused(f"{', '.join(unknown)}: no such column; {table.name} has {', '.join(table.changeable)}.")
    return {name: str(cell).strip() for name, cell in cells.items()}


def place(change_set, table, kind, **fields) -> Change:
    position = (change_set.changes.aggregate(last=Max("position"))["last"] or 0) + 1
    return Change.objects.create(change_set=change_set, table=table.name, kind=kind, position=position, **fields)


def subject(change: Change, table: Table) -> str:
    """What a change is about, in the words of the row's key."""
    cells = change.row
    columns = [table.file_column(name) for name in table.key]
    return " · ".join(filter(None, (cells.get(name, "").split(" ")[0] for name in columns)))


def in_order(change: Change, table: Table) -> list[tuple[str, str, str]]:
    """(column, what it was, what it becomes) of the cells that differ, in the order of the table's columns."""
    places = {name: place for place, name in enumerate(table.changeable)}
    return sorted(change.differences, key=lambda each: places.get(each[0], len(places)))
