"""What each claimant said at once in one source, and the counts beside it that its shares may be of."""

from collections import defaultdict

from django.utils.translation import gettext

from elections.models import COMPILED, Basis, ContenderKind, ElectionKind
from elections.shares import ComputedShare, computed_share
from elections.winners import SHARE, VOTES

COUNTS = ("valid", "cast", "registered")


def set_key(claim) -> tuple:
    """What one claimant said at once in one source, of one part and area."""
    return (claim.contender.part, claim.area_id, claim.basis, claim.claimant, claim.source_id, claim.as_of)


class ClaimSets:
    """The claims of one election sorted into sets, with the counts that shares of each set may be of."""

    def __init__(self, election, claims, contenders, turnout):
        self.country = election.country_id
        self.rule = (election.kind == ElectionKind.REFERENDUM, (VOTES, SHARE))
        self.expected = defaultdict(set)
        for contender in contenders:
            if contender.kind != ContenderKind.GROUP:
                self.expected[contender.part].add(contender.pk)
        self.sets = defaultdict(list)
        for claim in claims:
            self.sets[set_key(claim)].append(claim)
        self.turnout = [claim for claim in turnout if claim.as_of_time == "close"]
        self.with_parts = {claim.part for claim in turnout}
        self.counts = {key: self.found(key) for key in self.sets}

    def counts_of(self, claim) -> dict[str, int | None]:
        return self.counts[set_key(claim)]

    def computed_share(self, claim) -> ComputedShare:
        """The share that the votes of a claim come to, or the reason that there is none."""
        if claim.votes is not None and not is_exact(claim):
            return ComputedShare(reason=gettext("the votes are not exact"))
        return computed_share(claim.votes, claim.share_pct, claim.share_of, self.counts_of(claim))

    def national_sets(self, part: str) -> list:
        """The sets of claims for the whole country that somebody published."""
        whole = (part, self.country)
        return [claims for key, claims in self.sets.items() if key[:2] == whole and key[2] != Basis.COMPUTED]

    def found(self, key) -> dict[str, int | None]:
        """What the same source gives beside the votes, else what Saylau compiled from it; and the list's own sum."""
        return {**self.beside(key), "listed": self.listed(key)}

    def beside(self, key) -> dict[str, int | None]:
        """The counts of the set's own source at close; what it lacks, from the compiled claim if they agree.

        What Saylau computed from stations has none: votes and turnout may rest on different stations.
        """
        part, area, basis, claimant, source, _ = key
        if basis == Basis.COMPUTED:
            return {}
        part = part if part in self.with_parts else ""
        near = [claim for claim in self.turnout if (claim.part, claim.area_id, claim.basis) == (part, area, basis)]
        own = [claim for claim in near if (claim.claimant, claim.source_id) == (claimant, source)]
        compiled = [claim for claim in near if claim.claimant == COMPILED and not claimant and source in claim.cited]
        if own and compiled and differ(own[0], compiled[0]):
            compiled = []
        return {
            name: next((value for claim in own + compiled if (value := getattr(claim, name)) is not None), None)
            for name in COUNTS
        }

    def listed(self, key) -> int | None:
        """The sum of the votes where the set lists every contender, or a group stands for those it leaves out."""
        exact = {claim.contender_id: claim for claim in self.sets[key] if is_exact(claim)}
        groups = {pk for pk, claim in exact.items() if claim.contender.kind == ContenderKind.GROUP}
        if self.expected[key[0]] <= exact.keys():
            return sum(claim.votes for pk, claim in exact.items() if pk not in groups)
        return sum(claim.votes for claim in exact.values()) if groups and len(exact) > 1 else None


def differ(one, other) -> bool:
    """Whether two claims are of different counts: other ballots cast, or another turnout."""
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("cast", "turnout_pct")]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def is_exact(claim) -> bool:
    """Whether the votes are exact: the qualifier speaks of them only where there is no share."""
    return claim.votes is not None and (claim.share_pct is not None or not claim.qualifier)
