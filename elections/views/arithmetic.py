"""The checks of one election for its page: those that do not add up first, each with the numbers it read."""

from dataclasses import dataclass
from decimal import Decimal

from elections.models import Basis
from elections.reconcile import COMPILED, METHODS, Check, Method
from elections.views.figures import Footnotes
from elections.wording import count, day, difference, hour, numbered, part_name

GROUPS = {"fail": "Does not add up", "pass": "Adds up", "cannot": "Cannot be checked"}
COUNTED = {"fail": "does not add up", "pass": "adds up", "cannot": "cannot be checked"}
COUNTED_PLURAL = {"fail": "do not add up", "pass": "add up", "cannot": "cannot be checked"}


@dataclass
class CheckRow:
    """One check as a row of cells."""

    check: Check
    method: Method
    mark: str
    text: str
    part: str
    basis_label: str
    who: str
    refs: list[int]
    as_of: str
    residual: str
    numbers: list[tuple[str, str]]


@dataclass
class CheckGroup:
    """The checks with one outcome."""

    status: str
    name: str
    count: str
    rows: list[CheckRow]


@dataclass
class Arithmetic:
    """All checks of an election, by outcome."""

    groups: list[CheckGroup]
    summary: str
    failed: int
    made: int

    @property
    def unchecked(self) -> str:
        return next((f"{group.count}" for group in self.groups if group.status == "cannot"), "")


def arranged(checks: list[Check], notes: Footnotes) -> Arithmetic:
    groups = []
    for status, name in GROUPS.items():
        rows = [row(check, notes) for check in checks if check.status == status]
        words = COUNTED[status] if len(rows) == 1 else COUNTED_PLURAL[status]
        if rows:
            groups.append(CheckGroup(status, name, f"{count(len(rows))} {words}", rows))
    made = sum(check.status != "cannot" for check in checks)
    summary = f"{numbered(len(checks), 'check')}: {', '.join(group.count for group in groups)}."
    return Arithmetic(groups, summary, sum(check.status == "fail" for check in checks), made)


def row(check: Check, notes: Footnotes) -> CheckRow:
    return CheckRow(
        check,
        METHODS[check.code],
        mark={"cannot": "none"}.get(check.status, check.status),
        text=check.text[:1].upper() + check.text[1:],
        part=part_name(check.part) if check.part else "",
        basis_label=Basis(check.basis).label if check.basis else "",
        who="compiled by Saylau" if check.claimant == COMPILED else check.claimant,
        refs=[notes.numbers[source] for source in check.sources if source in notes.numbers],
        as_of=hour(check.as_of) if check.as_of == "close" or ":" in check.as_of else day(check.as_of),
        residual=difference(check.residual, check.unit) if check.status == "fail" else "",
        numbers=[(name, number(value)) for name, value in check.numbers.items()],
    )


def number(value: int | Decimal) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else count(value)
