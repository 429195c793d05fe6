"""Do two sources of the same basis agree? Equal counts, shares equal in the coarser print, equal seats."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from elections.reconcile.readings import Reading, same_as_printed, unit_of
from elections.reconcile.rows import COMPILED, Check, Number, Unit
from elections.reconcile.sets import Case, Scope, conclude, field_count, field_words, fields_of, order_of, scope_of
from elections.reconcile.shares import worked_out_base
from elections.wording import gettext, listed, ngettext, number, numbered, pct

UNITS: Mapping[str, Unit] = {
    "votes": "votes",
    "share_pct": "points",
    "seats": "seats",
    "registered": "voters",
    "turnout_pct": "points",
}


@dataclass(frozen=True, slots=True)
class Print:
    """One source's figure for something that other sources print too."""

    scope: Scope
    figure: Reading
    share_of: str = ""
    worked_out: str = ""

    @property
    def whole(self) -> str:
        """What a share is of, as stated or worked out; empty where neither is known."""
        return self.share_of or self.worked_out

    def comparable(self, other: "Print") -> bool:
        """Not figures in words, nor shares of different denominators, as far as these are stated or worked out.

        What Saylau compiled is compared with the sources it was compiled from only.
        """
        if self.figure.is_vague or other.figure.is_vague:
            return False
        for one, another in ((self, other), (other, self)):
            if one.figure.compiled and another.scope.sources[0] not in one.scope.sources:
                return False
        if self.whole and other.whole:
            return self.whole == other.whole
        return self.share_of == other.share_of or same_as_printed(self.figure.value, other.figure.value)

    def agrees(self, other: "Print") -> bool:
        if self.figure.is_bound or other.figure.is_bound:
            return self.figure.range.meets(other.figure.range)
        return same_as_printed(self.figure.value, other.figure.value)


Thing = tuple[str, str, str]  # area, contender (empty for turnout), field
Prints = Mapping[Thing, Sequence[Print]]
Pair = tuple[Print, Print]


def sources_agree(case: Case) -> Iterator[Check]:
    for prints in (*result_prints(case), *turnout_prints(case)):
        scopes = list(dict.fromkeys(each.scope for claims in prints.values() for each in claims))
        same = {frozenset(pair) for pair in combinations(scopes, 2) if of_one_count(prints, *pair)}
        compared = False
        for thing, claims in prints.items():
            facing = [
                (a, b) for a, b in combinations(claims, 2) if frozenset((a.scope, b.scope)) in same and a.comparable(b)
            ]
            for pairs in connected(facing):
                compared = True
                yield agreement(case, thing, pairs)
        printed = [scope for scope in scopes if scope.claimant != COMPILED]
        if not compared and len({scope.sources for scope in printed}) > 1:
            yield alone(case, prints, printed)


def result_prints(case: Case) -> Iterator[Prints]:
    """The printed figures of each part, basis and claimant.

    Without the preliminary seats of a mixed vote, which may be of one part of it only.
    """
    found: dict[Scope, dict[Thing, list[Print]]] = defaultdict(lambda: defaultdict(list))
    for each in case.sets:
        scope = replace(each.scope, areas=())
        group = found[replace(scope, sources=(), as_of="")]
        worked_out = worked_out_base(each)
        mixed = case.election.system == "mixed" and not scope.part and scope.basis != "official_final"
        for claim in each.claims:
            for field in ("votes", "share_pct") if mixed else ("votes", "share_pct", "seats"):
                if figure := each.reading(claim, field):
                    of_what = (claim.share_of, worked_out) if field == "share_pct" else ("", "")
                    group[claim.area, claim.contender_name, field].append(Print(scope, figure, *of_what))
    yield from found.values()


def turnout_prints(case: Case) -> Iterator[Prints]:
    """The printed counts of each part, basis, claimant and time.

    The headline stands beside the final figures of its sources whatever its own basis.
    """
    found: dict[Scope, dict[Thing, list[Print]]] = defaultdict(lambda: defaultdict(list))
    for claim in case.turnout_in_order:
        if not claim.as_of_time:
            continue
        scope = replace(scope_of(claim), areas=())
        bases = {scope.basis, "official_final"} if claim.is_compiled else {scope.basis}
        for basis in sorted(bases):
            here = replace(scope, basis=basis)
            group = found[replace(here, sources=(), claimant="" if claim.is_compiled else claim.claimant)]
            for field, figure in fields_of(claim).items():
                group[claim.area, "", field].append(Print(here, figure))
    yield from found.values()


def of_one_count(prints: Prints, a: Scope, b: Scope) -> bool:
    """Whether two prints are of the same count.

    A final result or the bulletin of an hour is one count whoever prints it. A preliminary count or a poll
    goes on: two prints of one day are of the same moment of it only where most of the exact figures they
    share agree, or half of them with a large count or the turnout among these. The register, which stays the
    same, is no evidence.
    """
    if a.basis == "official_final" or ":" in a.as_of:
        return True
    if not (a.as_of.startswith(b.as_of) or b.as_of.startswith(a.as_of)):
        return False
    agreeing: list[bool] = []
    telling = False
    for (_, _, field), claims in prints.items():
        here = {each.scope: each for each in claims if not each.figure.is_bound}
        if field == "registered" or not {a, b} <= here.keys() or here[a].share_of != here[b].share_of:
            continue
        agrees = here[a].agrees(here[b])
        agreeing.append(agrees)
        telling |= agrees and (field in ("cast", "turnout_pct") or here[a].figure.value > 1000)
    return 2 * sum(agreeing) > len(agreeing) or (telling and 2 * sum(agreeing) == len(agreeing))


def connected(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Pairs grouped so that prints of one count, compared directly or through a third, stand in one group.

    Never shares of two wholes: both may agree with a third that is printed coarsely, and not with one another.
    """
    groups: list[list[Pair]] = []
    for pair in pairs:
        others, joined = [], [pair]
        for group in groups:
            touches = any(set(pair) & set(other) for other in group)
            if touches and len(wholes(group + joined)) < 2:
                joined = group + joined
            else:
                others.append(group)
        groups = [*others, joined]
    return groups


def wholes(pairs: Sequence[Pair]) -> set[str]:
    """The wholes that are known of the shares of some pairs."""
    return {each.whole for pair in pairs for each in pair if each.whole}


def agreement(case: Case, thing: Thing, pairs: Sequence[Pair]) -> Check:
    area, name, field = thing
    prints = list(dict.fromkeys(each for pair in pairs for each in pair))
    figures = [each.figure for each in prints]
    scope = across(case, [each.scope for each in prints if not each.figure.compiled], (area,))
    what = ", ".join([*([] if area == case.election.country else [case.name(area)]), name or field_words(field)])
    unit = UNITS.get(field, "ballots")
    numbers = numbers_by_printer(case, prints)
    differing = [pair for pair in pairs if not pair[0].agrees(pair[1])]
    if not differing:
        finest = min(prints, key=lambda each: (each.figure.is_bound, unit_of(each.figure.value)))
        told = ngettext(
            "%(what)s: %(n)s print agrees on %(figure)s", "%(what)s: %(n)s prints agree on %(figure)s", len(prints)
        )
        text = told % {"what": what, "n": number(len(prints)), "figure": figure_words(finest, field)}
        return conclude("sources_agree", scope, "pass", unit, text, numbers, figures, named=())
    alike: dict[tuple[Number, str], list[Print]] = defaultdict(list)
    for each in prints:
        alike[each.figure.value, each.figure.qualifier].append(each)
    said = ""
    for same in alike.values():
        by = listed(dict.fromkeys(printer(case, each) for each in same))
        printed = gettext("%(figure)s (%(printers)s)") % {"figure": figure_words(same[0], field), "printers": by}
        said = gettext("%(one)s against %(other)s") % {"one": said, "other": printed} if said else printed
    residual = max(apart(pair) for pair in differing)
    gap = numbered(residual, "point") if unit == "points" else number(residual)
    text = gettext("%(what)s: %(said)s, %(gap)s apart") % {"what": what, "said": said, "gap": gap}
    return conclude("sources_agree", scope, "fail", unit, text, numbers, figures, residual, named=())


def numbers_by_printer(case: Case, prints: Sequence[Print]) -> dict[str, Number]:
    """Each print's figure; two documents of one publisher are told apart by their ids."""
    numbers: dict[str, Number] = {}
    for each in prints:
        by = printer(case, each)
        numbers[f"{by} ({each.scope.sources[0]})" if by in numbers else by] = each.figure.value
    return numbers


def printer(case: Case, each: Print) -> str:
    return gettext("the headline compiled by Saylau") if each.figure.compiled else case.name(each.scope.sources[0])


def apart(pair: Pair) -> Number:
    difference = abs(Decimal(pair[0].figure.value) - Decimal(pair[1].figure.value))
    return difference if isinstance(pair[0].figure.value, Decimal) else int(difference)


def figure_words(each: Print, field: str) -> str:
    if field in ("share_pct", "turnout_pct"):
        value = pct(each.figure.value)
    elif field in ("votes", "seats"):
        value = field_count(field, each.figure.value, each.figure.qualifier in ("lower_bound", "upper_bound"))
    else:
        value = number(each.figure.value)
    if each.figure.qualifier == "lower_bound":
        return gettext("at least %(figure)s") % {"figure": value}
    if each.figure.qualifier == "upper_bound":
        return gettext("at most %(figure)s") % {"figure": value}
    return value


def alone(case: Case, prints: Prints, scopes: Sequence[Scope]) -> Check:
    """Several sources, but no two figures that must be equal."""
    scope = across(case, scopes, tuple(sorted({area for area, _, _ in prints})))
    if max(len({each.scope.sources for each in claims}) for claims in prints.values()) == 1:
        told = ngettext(
            "%(n)s set of figures, but none that another source prints too",
            "%(n)s sets of figures, but none that another source prints too",
            len(scopes),
        )
    else:
        told = ngettext(
            "the figures of %(n)s set are rough, of other denominators or of other moments",
            "the figures of %(n)s sets are rough, of other denominators or of other moments",
            len(scopes),
        )
    text = told % {"n": number(len(scopes))}
    field = next(iter(prints))[2]
    return conclude("sources_agree", scope, "cannot", UNITS.get(field, "ballots"), text)


def across(case: Case, scopes: Sequence[Scope], areas: tuple[str, ...]) -> Scope:
    """One scope for figures from several sources."""
    ordered = sorted(scopes, key=lambda scope: order_of(replace(scope, areas=areas), case))
    moments = {scope.as_of for scope in ordered}
    return replace(
        ordered[0],
        areas=areas,
        sources=tuple(dict.fromkeys(scope.sources[0] for scope in ordered)),
        as_of=moments.pop() if len(moments) == 1 else "",
    )
