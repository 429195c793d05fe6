"""One sentence per election: who came first by the figures shown first, and the turnout. Right or silent."""

from dataclasses import dataclass, field
from itertools import groupby

from elections.models import Basis, ContenderKind, ElectionKind, ElectionStatus, Measure, Qualifier
from elections.shares import BASES, computed_turnout
from elections.views.figures import Figure, cited, count_text, share_text, turnout_text
from elections.winners import SEATS, SHARE, VOTES, FirstPlace, first_place
from elections.wording import count, listed, numbered, part_name, percent

VOID = {ElectionStatus.ANNULLED: "annulled", ElectionStatus.CANCELLED: "cancelled"}
Sentence = list  # of plain text and Figures, in reading order


@dataclass
class Outcome:
    """What the claims shown first say of one part of a vote."""

    part: str
    by_votes: FirstPlace | None
    by_seats: FirstPlace | None
    seats: list = field(default_factory=list)

    @property
    def first(self) -> FirstPlace | None:
        """First place by votes, or by seats where no votes by contender are published."""
        if self.by_votes and not (self.by_votes.is_sum and self.by_seats and not self.by_seats.is_sum):
            return self.by_votes
        return self.by_seats

    @property
    def seats_of_first(self):
        """The seats shown first for whoever came first, where they are known."""
        leader = self.first.claim.contender_id if self.first else None
        return next((claim for claim in self.seats if claim.contender_id == leader), None)

    @property
    def names(self) -> str:
        return listed([claim.contender.name for claim in self.first.claims]) if self.first else ""


@dataclass
class Summary:
    """First place in every part of one election, with the turnout claim shown first."""

    election: object
    outcomes: list[Outcome] = field(default_factory=list)
    turnout: object | None = None


def outcomes_of(election, by_votes, by_seats) -> list[Outcome]:
    """One Outcome per part, from the claims shown first for votes and for seats."""
    is_referendum = election.kind == ElectionKind.REFERENDUM
    parts = {}
    for measure, claims in ((Measure.VOTES, by_votes), (Measure.SEATS, by_seats)):
        for claim in claims:
            parts.setdefault(claim.contender.part, {}).setdefault(measure, []).append(claim)
    found = []
    for part, shown in sorted(parts.items(), key=lambda item: order_of_part(item[0])):
        seats = shown.get(Measure.SEATS, [])
        votes = first_place(shown.get(Measure.VOTES, []), is_referendum, (VOTES, SHARE))
        found.append(Outcome(part, votes, first_place(seats, is_referendum, (SEATS,)), seats))
    return found


def order_of_part(part: str) -> tuple[int, str]:
    """The whole first, then lists before districts, then questions by name."""
    known = ["", "list", "districts"]
    return (known.index(part) if part in known else len(known), part)


def sentence(summary: Summary, notes) -> Sentence:
    """The computed sentence. Every source it names must have been cited in `notes`."""
    election = summary.election
    several = len({outcome.part for outcome in summary.outcomes}) > 1
    said: Sentence = []
    for outcome in summary.outcomes:
        if outcome.first:
            said += [f"{part_name(outcome.part)}: "] if several else []
            said += [*placed(outcome, election, notes), ". "]
    if not said:
        said = [nothing_found(election)]
    return tidy([*said, *voted(summary.turnout, notes), "."])


def placed(outcome: Outcome, election, notes) -> Sentence:
    """Who came first and with what."""
    first, claim = outcome.first, outcome.first.claim
    if first.is_sum:
        return sums(outcome, notes)
    by_seats = first.measure == SEATS
    texts = [numbered(claim.seats, "seat")] if by_seats else [share_words(claim), votes_words(claim)]
    figures = [cited(text, claim, notes) for text in texts if text]
    with_figures = [part for each in figures for part in (each, " and ")][:-1]
    if election.status in VOID:
        led = "shared first place in" if first.claims[1:] else "led"
        return [f"{outcome.names} {led} the count before it was {VOID[election.status]}, with ", *with_figures]
    if by_seats:
        return most_seats(outcome, election, notes)
    if first.claims[1:]:
        return [f"{outcome.names} share first place, each with ", *with_figures]
    if election.kind == ElectionKind.REFERENDUM:
        return [f"“{outcome.names}” received the most votes, ", *with_figures]
    said = [f"{outcome.names} came first with ", *with_figures]
    if claim.contender.kind == ContenderKind.AGAINST_ALL:
        said.append(", ahead of every contender")
    return said + won(outcome, election, notes)


def won(outcome: Outcome, election, notes) -> Sentence:
    """The seats of whoever came first, and who has more seats if somebody else does."""
    own, most = outcome.seats_of_first, outcome.by_seats
    if not own or election.kind != ElectionKind.PARLIAMENTARY:
        return []
    said = [", and won ", cited(seats_words(own, election, outcome.part), own, notes)]
    if most and not most.is_sum and most.claim.contender_id != own.contender_id and most.claim.seats > own.seats:
        name = most.claim.contender.name
        said += [f"; {name} won the most, ", cited(count(most.claim.seats), most.claim, notes)]
    return said


def most_seats(outcome: Outcome, election, notes) -> Sentence:
    claim = outcome.first.claim
    words = seats_words(claim, election, outcome.part)
    if outcome.first.claims[1:]:
        return [f"{outcome.names} won the most seats, each ", cited(words, claim, notes)]
    if claim.seats == election.seats_contested:
        return [f"{outcome.names} won ", cited(words, claim, notes)]
    larger_sums = [each for each in outcome.seats if is_sum(each) and each.seats > claim.seats]
    most = "the most seats of any single contender" if larger_sums else "the most seats"
    said = [f"{outcome.names} won {most}, ", cited(words, claim, notes)]
    for larger in larger_sums:
        said += [f"; {larger.contender.name}, a sum in the source: ", cited(count(larger.seats), larger, notes)]
    return said


def is_sum(claim) -> bool:
    return claim.contender.kind == ContenderKind.GROUP


def sums(outcome: Outcome, notes) -> Sentence:
    """No contender stands alone in the sources, only sums of several."""
    said: Sentence = ["the sources read name nobody singly; "]
    if outcome.first.measure != SEATS:
        claim = outcome.first.claim
        return [*said, f"{claim.contender.name}: ", cited(share_words(claim) or votes_words(claim), claim, notes)]
    for claim in sorted(outcome.seats, key=lambda each: -each.seats):
        said += [f"{claim.contender.name}: ", cited(numbered(claim.seats, "seat"), claim, notes), ", "]
    return said[:-1]


def seats_words(claim, election, part: str) -> str:
    """83 of the 98 seats contested; a part of the vote has seats of its own, which the record does not count."""
    if claim.seats == election.seats_contested and not part:
        return f"all {count(claim.seats)} seats contested"
    if election.seats_contested and not part:
        return f"{count(claim.seats)} of the {count(election.seats_contested)} seats contested"
    return numbered(claim.seats, "seat")


def share_words(claim) -> str:
    text = share_text(claim)
    of = BASES.get(claim.share_of, "")
    return f"{text} of {of}" if text and of else text


def votes_words(claim) -> str:
    return f"{count_text(claim.votes, claim)} votes" if claim.votes is not None else ""


def nothing_found(election) -> str:
    if election.round_of_id:
        return "For this round no result by contender was found in the sources read. "
    return "No result by contender was found in the sources read. "


def voted(claim, notes) -> Sentence:
    """The turnout in words, computed from the counts where no percentage is printed."""
    if claim is None:
        return ["No turnout was found in the sources read"]
    if claim.turnout_pct is not None:
        return ["Turnout: ", cited(turnout_text(claim), claim, notes)]
    if claim.qualifier == Qualifier.WORDS:
        return [f"Turnout is given in words only: {claim.note}"]
    share = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
    counts = [cited(text, claim, notes) for text in turnout_counts(claim)[:1]]
    if share.pct is None:
        return ["The claim shown first prints no turnout, but ", *counts] if counts else ["No turnout was printed"]
    computed = Figure(percent(share.pct), "computed", (notes.numbers[claim.source_id],))
    return [
        "The claim shown first prints no turnout; ",
        *counts,
        f" of {count(share.base)} registered voters are ",
        computed,
    ]


def turnout_counts(claim) -> list[str]:
    """The counts of a turnout claim in words, the nearest to turnout first."""
    named = (("cast", "ballots cast"), ("issued", "ballots issued"), ("registered", "registered voters"))
    return [
        f"{count_text(value, claim)} {words}" for field, words in named if (value := getattr(claim, field)) is not None
    ]


def tidy(said: Sentence) -> Sentence:
    """Neighbouring texts joined, the first letter large."""
    joined = []
    for is_text, run in groupby(said, key=lambda part: isinstance(part, str)):
        parts = list(run)
        joined += ["".join(parts)] if is_text else parts
    if joined and isinstance(joined[0], str):
        start = joined[0].strip()
        joined[0] = start[:1].upper() + start[1:] + (" " if joined[0].endswith(" ") else "")
    return joined


def plain(said: Sentence) -> str:
    """The sentence for where no marks can stand; what a figure rests on stands in words unless it is final."""
    return "".join(part if isinstance(part, str) else in_words(part) for part in said)


def in_words(figure: Figure) -> str:
    return figure.text if figure.basis == Basis.OFFICIAL_FINAL else f"{figure.text} ({figure.basis_label})"
