"""What the rows of a set of claims add up to, beside the total that is printed for them and what is left over.

The sums are those that the arithmetic of the page read: a check's first number is its sum, the others what it holds
that against. A set that no check speaks of has its plain sum alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from elections.analysis import result_claim, turnout_claim
from elections.models import Area, ContenderKind, Turnout, local_name
from elections.reconcile import Check
from elections.reconcile.readings import reading
from elections.reconcile.sets import TURNOUT_FIELDS
from elections.shares import percentage
from elections.views.arithmetic import OF_REGIONS, SUMMED, check_anchor, group_name, set_of
from elections.wording import NOUN_OF, count, difference, gettext, listed, ngettext, number, numbered, percent

FIELDS = {"votes": "votes", "share": "share_pct", "seats": "seats"}


@dataclass(frozen=True)
class SetSum:
    """The sum of one measure over the rows of a set, in words.

    `text` is empty where nothing is added up. `wholes` are the numbers it is held against with their names,
    `residual` is the sum minus these; both are empty where no total is printed. `status` is how the check of it
    ended, `outcome` that in words, and `anchor` where the check stands on the page.
    """

    text: str
    remark: str = ""
    wholes: list[tuple[str, str]] = field(default_factory=list)
    residual: str = ""
    status: str = ""
    outcome: str = ""
    anchor: str = ""


class Sums:
    """The sums of the sets of one election, from its checks and from the contenders that each part has."""

    def __init__(self, checks: Iterable[Check], expected: dict[str, set[str]]):
        self.checks = {set_of(check): check for check in checks if check.numbers}
        self.expected = expected

    def of(self, rows: Sequence[Any], contenders: int) -> dict[str, SetSum]:
        """By measure, what the rows of a set add up to; a measure that fewer than two rows give has no sum.

        `contenders` is how many rows the table has.
        """
        claims = [row.claim for row in rows]
        sums = {measure: self.of_measure(claims, measure, contenders) for measure in FIELDS}
        if not self.repeated(claims):
            sums["computed"] = of_computed(rows, contenders)
        return {measure: made for measure, made in sums.items() if made}

    def of_measure(self, claims, measure: str, contenders: int) -> SetSum | None:
        name = FIELDS[measure]
        figures = {
            claim.contender_id: figure
            for claim in claims
            if (figure := reading(result_claim(claim), name)) and not (measure == "share" and claim.share_of == "seats")
        }
        if len(figures) < 2:
            return None
        left_out, check = self.repeated(claims), self.check_of(claims[0], measure)
        remark = of_rows(len(figures), contenders)
        if any(figure.is_bound for figure in figures.values()):
            return SetSum("", gettext("only exact figures are added up"))
        if check is not None:
            return of_check(check, measure, remark)
        total = sum(figure.value for contender, figure in figures.items() if contender not in left_out)
        shown = percent(total) if measure == "share" else count(int(total))
        return SetSum(shown, remark)

    def check_of(self, claim, measure: str) -> Check | None:
        scope = (claim.contender.part, (claim.area_id,), claim.basis, claim.claimant, (claim.source_id,), claim.as_of)
        return next((check for code in SUMMED[measure] if (check := self.checks.get((code, *scope)))), None)

    def repeated(self, claims) -> set[str]:
        """The groups of a set that lists everybody singly: what they add up is there already."""
        groups = {claim.contender_id for claim in claims if claim.contender.kind == ContenderKind.GROUP}
        singly = {claim.contender_id for claim in claims} - groups
        return groups if self.expected[claims[0].contender.part] <= singly else set()


def of_computed(rows: Sequence[Any], contenders: int) -> SetSum | None:
    """The share of all votes together, as the share of each row is rounded; none where rows have several bases."""
    given = [row for row in rows if row.computed.pct is not None]
    bases = {row.computed.base for row in given}
    if len(given) < 2 or len(bases) > 1:
        return None
    decimals = max(-row.computed.pct.as_tuple().exponent for row in given)
    share = percentage(sum(row.claim.votes for row in given), bases.pop(), decimals)
    return SetSum(percent(share), of_rows(len(given), contenders))


def of_check(check: Check, measure: str, remark: str) -> SetSum:
    """A sum as a check read it. Of shares the third number is what rounding may move, and no total."""
    numbers = list(check.numbers.items())
    added = numbers[0][1]
    if measure == "share":
        whole = numbers[1][1]
        off, wholes = added - whole, [(percent(whole), "")]
    else:
        *parts, (_, whole) = [(name, value) for name, value in numbers[1:]]
        off = added + sum(value for _, value in parts) - whole
        wholes = [(number(value), name) for name, value in reversed(numbers[1:])]
    residual = difference(off, check.unit) if off else numbered(0, NOUN_OF[check.unit])
    shown = percent(added) if measure == "share" else number(added)
    return SetSum(shown, remark, wholes, residual, check.status, group_name(check.status), check_anchor(check))


def of_rows(some: int, rows: int) -> str:
    """Of how many rows a sum is, where that is not all of them."""
    if some == rows:
        return ""
    words = ngettext("of %(some)s of %(rows)s row", "of %(some)s of %(rows)s rows", rows)
    return words % {"some": count(some), "rows": count(rows)}


class AreaSums:
    """What figures of areas add up to in the whole country, from the checks of one election.

    Regions are added up where the same set gives the figure of the country too; not where some of them are missing
    from it, unless what is there makes the total already. Of turnout in per cent there is no sum: the country's stands
    beside the lowest and the highest region.
    """

    def __init__(self, checks: Iterable[Check], regions: Iterable[Area]):
        of_regions = [check for check in checks if check.code in OF_REGIONS]
        self.checks = {(check.code, ref): check for check in of_regions for ref in check.reads}
        self.names = {region.pk: local_name(region) for region in regions}

    def of(self, claims: Sequence[Any]) -> dict[str, SetSum]:
        """By measure, what one contender's claims in many areas, or those of one turnout, add up to."""
        if isinstance(claims[0], Turnout):
            read = [turnout_claim(claim, ()) for claim in claims]
            made = {field: self.of_field(read, field) for field in reversed(TURNOUT_FIELDS)}
        else:
            read = [result_claim(claim) for claim in claims]
            made = {measure: self.of_field(read, measure) for measure in ("votes", "seats")}
        found = {measure: each for measure, each in made.items() if each}
        if len(found) > 1:
            return found
        return {
            measure: replace(each, wholes=[(whole, "") for whole, _ in each.wholes]) for measure, each in found.items()
        }

    def of_field(self, claims, field: str) -> SetSum | None:
        code = OF_REGIONS[field == "turnout_pct"]
        refs = (f"{claim.key}:{field}" for claim in claims)
        check = next((found for ref in refs if (found := self.checks.get((code, ref)))), None)
        return None if check is None else self.of_rate(check) if field == "turnout_pct" else self.of_count(check)

    def of_count(self, check: Check) -> SetSum:
        (regions, added), (country, whole) = check.numbers.items()
        missing = [name for area, name in self.names.items() if area not in check.areas]
        wholes, ended = [(number(whole), country)], (check.status, group_name(check.status), check_anchor(check))
        if check.status == "cannot":
            return SetSum("", "", wholes, group_name(check.status), *ended)
        lacking = gettext("%(areas)s not given") % {"areas": listed(missing)} if missing else ""
        off = added - whole
        residual = difference(off, check.unit) if off else numbered(0, NOUN_OF[check.unit])
        return SetSum(number(added), "; ".join(filter(None, (regions, lacking))), wholes, residual, *ended)

    def of_rate(self, check: Check) -> SetSum:
        _, value, _ = check.numbers.values()
        told = gettext("in their range")
        residual = difference(check.residual, check.unit) if check.status == "fail" else told
        ended = (check.status, group_name(check.status), check_anchor(check))
        return SetSum("", "", [(percent(value), "")], residual, *ended)


def without_shared_remark(added: Sequence[dict[str, SetSum]]) -> tuple[str, list[dict[str, SetSum]]]:
    """The remark that all sums have in common, and the sums without it; '' where they differ."""
    remarks = {made.remark for sums in added for made in sums.values()}
    if len(remarks) != 1:
        return "", list(added)
    bare = [{measure: replace(made, remark="") for measure, made in sums.items()} for sums in added]
    return remarks.pop(), bare
