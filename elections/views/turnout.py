"""Every claim of turnout and ballots, for the whole country and for its regions."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from elections.models import Area, Basis
from elections.shares import ComputedShare, computed_turnout
from elections.views.figures import Footnotes, count_text, turnout_text
from elections.views.outcomes import order_of_part
from elections.views.pivots import ENOUGH, Pivot, of_hours
from elections.views.sums import AreaSums
from elections.wording import hour, margin, part_name

BASES_IN_ORDER = list(Basis.values)
COUNTS = ("registered", "issued", "cast", "valid", "invalid")


@dataclass
class TurnoutRow:
    """One claim of turnout as a row of cells."""

    claim: object
    part: str
    hour: str
    basis: str
    basis_label: str
    refs: tuple[int, ...]
    turnout: str
    margin: str
    computed: ComputedShare
    cells: list[str]
    who: str
    note: str
    is_first: bool


@dataclass
class TurnoutGroup:
    """The claims for one hour, or for one place."""

    name: str
    rows: list[TurnoutRow]
    place: object = None


@dataclass
class TurnoutTable:
    """The claims for one part of the vote: what is said of many areas side by side, and the rest in rows.

    `columns` names the counts that any of them gives.
    """

    part: str
    name: str
    pivots: list[Pivot]
    groups: list[TurnoutGroup]
    columns: list[str]
    count: int


def row(claim, columns, first: set[int], notes: Footnotes) -> TurnoutRow:
    return TurnoutRow(
        claim=claim,
        part=claim.part,
        hour=hour(claim.as_of_time),
        basis=claim.basis,
        basis_label=claim.get_basis_display(),
        refs=notes.cite_all(claim, "turnout figure"),
        turnout=_("in words") if claim.qualifier == "words" else turnout_text(claim),
        margin=margin(claim.margin_pct) if claim.margin_pct is not None else "",
        computed=computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct),
        cells=[count_text(getattr(claim, name), claim) for name in columns],
        who=claim.claimant,
        note=claim.note,
        is_first=claim.pk in first,
    )


def time_of_day(claim) -> tuple[int, str]:
    """Through the day, then the hours that are not known, then the close."""
    return (["", "close"].index(claim.as_of_time) + 1 if claim.as_of_time in ("", "close") else 0, claim.as_of_time)


def by_hour(claim) -> str:
    return hour(claim.as_of_time)


def by_place(claim) -> Area:
    return claim.area


def tables(claims, group_by, first: set[int], sums: AreaSums, notes: Footnotes) -> list[TurnoutTable]:
    """One table for each part of the vote, its rows in the order of places and of the day."""
    parts = defaultdict(list)
    for claim in claims:
        parts[claim.part].append(claim)
    return [table(part, parts[part], group_by, first, sums, notes) for part in sorted(parts, key=order_of_part)]


def table(part: str, claims, group_by, first: set[int], sums: AreaSums, notes: Footnotes) -> TurnoutTable:
    columns = [name for name in COUNTS if any(getattr(claim, name) is not None for claim in claims)]
    groups, sets = defaultdict(list), defaultdict(list)
    for claim in sorted(claims, key=lambda each: reading_order(each, first)):
        sets[claim.as_of_time, claim.basis, claim.claimant, claim.source_id].append(claim)
    compared = [of_set for of_set in sets.values() if group_by is by_place and len(of_set) >= ENOUGH]
    compared.sort(key=lambda of_set: (time_of_day(of_set[0]), BASES_IN_ORDER.index(of_set[0].basis), -len(of_set)))
    made = [[row(claim, columns, first, notes) for claim in each] for each in compared]
    pivots = [of_hours(made, sums)] if made else []
    beside = {claim.pk for of_set in compared for claim in of_set}
    for claim in sorted(claims, key=lambda each: reading_order(each, first)):
        if claim.pk not in beside:
            groups[group_by(claim)].append(row(claim, columns, first, notes))
    named = [
        TurnoutGroup("", rows, place=key) if isinstance(key, Area) else TurnoutGroup(key, rows)
        for key, rows in groups.items()
    ]
    return TurnoutTable(part, part_name(part), pivots, named, [column_name(name) for name in columns], len(claims))


def column_name(count: str) -> str:
    return {
        "registered": pgettext("column", "Registered"),
        "issued": pgettext("column", "Issued"),
        "cast": pgettext("column", "Cast"),
        "valid": pgettext("column", "Valid"),
        "invalid": pgettext("column", "Invalid"),
    }[count]


def reading_order(claim, first: set[int]) -> tuple:
    place = BASES_IN_ORDER.index(claim.basis)
    return (claim.area.sort_key, time_of_day(claim), claim.pk not in first, place, claim.source_id)
