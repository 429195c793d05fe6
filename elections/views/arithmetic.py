"""The checks of one election for its page: those that do not add up first, each with the numbers it read."""

from dataclasses import dataclass
from zlib import crc32

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.models import Basis
from elections.reconcile import METHODS, Check, Method
from elections.views.figures import Footnotes
from elections.wording import capital, count, day, difference, hour, number, numbered, part_name

STATUSES = ("fail", "pass", "cannot")
SUMMED = {  # the checks that add up one measure of a set of claims
    "votes": ("votes_add_up_to_valid", "every_ballot_accounted_for"),
    "share": ("shares_add_up",),
    "seats": ("seats_add_up",),
}
OF_REGIONS = ("regions_add_up", "national_within_regions")  # the checks that hold areas against the country


def group_name(status: str) -> str:
    return {"fail": _("Does not add up"), "pass": _("Adds up"), "cannot": _("Cannot be checked")}[status]


def counted(status: str, n: int) -> str:
    """How many checks ended so: 3 do not add up."""
    return {
        "fail": ngettext("%(n)s does not add up", "%(n)s do not add up", n),
        "pass": ngettext("%(n)s adds up", "%(n)s add up", n),
        "cannot": ngettext("%(n)s cannot be checked", "%(n)s cannot be checked", n),
    }[status] % {"n": count(n)}


def set_of(check: Check) -> tuple:
    """What tells a check of one set of claims from all others."""
    return (check.code, check.part, check.areas, check.basis, check.claimant, check.sources, check.as_of)


def check_anchor(check: Check) -> str:
    """The place on the page of a check that adds up a set, the same as long as its claims are; '' for other checks.

    Regions are added up figure by figure, so that a check of them is told by what it reads.
    """
    is_of_set = any(check.code in codes for codes in SUMMED.values()) and check.numbers
    if not is_of_set and not (check.code in OF_REGIONS and check.reads):
        return ""
    told = set_of(check) if is_of_set else (check.code, min(check.reads))
    return f"check-{crc32(repr(told).encode()):08x}"


@dataclass
class CheckRow:
    """One check as a row of cells."""

    check: Check
    method: Method
    name: str
    mark: str
    text: str
    part: str
    basis_label: str
    who: str
    refs: list[int]
    as_of: str
    residual: str
    numbers: list[tuple[str, str]]
    formula: str  # what the check asks; it stands at the first row of its kind
    anchor: str  # of a check that the line of sums under the claims leads to
    length: int = 0  # of the bar that draws the residual, in per cent of the longest with the same unit


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
    for status in STATUSES:
        rows = [row(check, notes) for check in checks if check.status == status]
        for before, each in zip(rows, rows[1:], strict=False):
            each.formula = "" if each.method is before.method else each.formula
        if status == "fail":
            measure(rows)
        if rows:
            groups.append(CheckGroup(status, group_name(status), counted(status, len(rows)), rows))
    made = sum(check.status != "cannot" for check in checks)
    outcomes = ", ".join(group.count for group in groups)
    summary = _("%(checks)s: %(outcomes)s.") % {"checks": numbered(len(checks), "check"), "outcomes": outcomes}
    return Arithmetic(groups, summary, sum(check.status == "fail" for check in checks), made)


def row(check: Check, notes: Footnotes) -> CheckRow:
    return CheckRow(
        check,
        METHODS[check.code],
        mark={"cannot": "none"}.get(check.status, check.status),
        text=capital(check.text),
        name=_(METHODS[check.code].name),
        part=part_name(check.part) if check.part else "",
        basis_label=Basis(check.basis).label if check.basis else "",
        who=check.claimant,
        refs=[notes.numbers[source] for source in check.sources if source in notes.numbers],
        as_of=hour(check.as_of) if check.as_of == "close" or ":" in check.as_of else day(check.as_of),
        residual=difference(check.residual, check.unit) if check.status == "fail" else "",
        numbers=[(name, number(value)) for name, value in check.numbers.items()],
        formula=_(METHODS[check.code].formula),
        anchor=check_anchor(check),
    )


def measure(rows: list[CheckRow]) -> None:
    """Give each residual the length of its bar: residuals of one unit are drawn on one scale."""
    longest: dict[str, float] = {}
    for each in rows:
        longest[each.check.unit] = max(longest.get(each.check.unit, 0.0), abs(float(each.check.residual or 0)))
    for each in rows:
        size = abs(float(each.check.residual or 0))
        each.length = max(1, round(100 * size / longest[each.check.unit])) if size else 0
