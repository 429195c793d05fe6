"""One sentence per election: who came first by the figures shown first, and the turnout. Right or silent."""

import re
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.models import Basis, ContenderKind, ElectionKind, ElectionStatus, Measure, Qualifier, local_name
from elections.shares import computed_turnout
from elections.views.figures import Figure, cited, share_text, turnout_text
from elections.winners import SEATS, SHARE, VOTES, FirstPlace, first_place
from elections.wording import capital, count, listed, numbered, part_name, percent, qualified_number, share_in_words

VOID = (ElectionStatus.ANNULLED, ElectionStatus.CANCELLED)
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
        return listed([local_name(claim.contender) for claim in self.first.claims]) if self.first else ""


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


def woven(pattern: str, **parts: "str | Figure | Sentence") -> Sentence:
    """A translated sentence with its parts in their places; figures stay figures, so that each keeps its marks."""
    said: Sentence = []
    for n, piece in enumerate(re.split(r"%\((\w+)\)s", pattern)):
        if n % 2:
            part = parts[piece]
            said += part if isinstance(part, list) else [part]
        elif piece:
            said.append(piece)
    return said


def sentence(summary: Summary, notes) -> Sentence:
    """The computed sentence. Every source it names must have been cited in `notes`."""
    election = summary.election
    several = len({outcome.part for outcome in summary.outcomes}) > 1
    said: list[Sentence] = []
    for outcome in summary.outcomes:
        if outcome.first:
            told = placed(outcome, election, notes)
            if several:
                told = woven(_("%(part)s: %(said)s"), part=part_name(outcome.part), said=told)
            said.append(told)
    said = [*(said or [nothing_found(election)]), voted(summary.turnout, notes)]
    return joined([ended(each) for each in said])


def placed(outcome: Outcome, election, notes) -> Sentence:
    """Who came first and with what."""
    first, claim = outcome.first, outcome.first.claim
    if first.is_sum:
        return sums(outcome, notes)
    by_seats, several = first.measure == SEATS, bool(first.claims[1:])
    texts = [numbered(claim.seats, "seat")] if by_seats else [share_words(claim), votes_words(claim)]
    figures = both([cited(text, claim, notes) for text in texts if text])
    if election.status in VOID:
        return woven(void_pattern(election.status, several), names=outcome.names, figures=figures)
    if by_seats:
        return most_seats(outcome, election, notes)
    if several:
        return woven(_("%(names)s share first place, each with %(figures)s"), names=outcome.names, figures=figures)
    if election.kind == ElectionKind.REFERENDUM:
        return woven(_("“%(names)s” received the most votes, %(figures)s"), names=outcome.names, figures=figures)
    if claim.contender.kind == ContenderKind.AGAINST_ALL:
        pattern = _("%(names)s came first with %(figures)s, ahead of every contender")
    else:
        pattern = _("%(names)s came first with %(figures)s")
    return won(woven(pattern, names=outcome.names, figures=figures), outcome, election, notes)


def both(figures: list[Figure]) -> Sentence:
    """One figure, or two of them."""
    if len(figures) < 2:
        return [*figures]
    return woven(_("%(one)s and %(other)s"), one=figures[0], other=figures[1])


def void_pattern(status: str, several: bool) -> str:
    if status == ElectionStatus.ANNULLED:
        if several:
            return _("%(names)s shared first place in the count before it was annulled, with %(figures)s")
        return _("%(names)s led the count before it was annulled, with %(figures)s")
    if several:
        return _("%(names)s shared first place in the count before it was cancelled, with %(figures)s")
    return _("%(names)s led the count before it was cancelled, with %(figures)s")


def won(said: Sentence, outcome: Outcome, election, notes) -> Sentence:
    """With the seats of whoever came first, and who has more seats if somebody else does."""
    own, most = outcome.seats_of_first, outcome.by_seats
    if not own or election.kind != ElectionKind.PARLIAMENTARY:
        return said
    seats = cited(seats_words(own, election, outcome.part), own, notes)
    if most and not most.is_sum and most.claim.contender_id != own.contender_id and most.claim.seats > own.seats:
        more = cited(count(most.claim.seats), most.claim, notes)
        return woven(
            _("%(first)s, and won %(seats)s; %(other)s won the most, %(most)s"),
            first=said,
            seats=seats,
            other=local_name(most.claim.contender),
            most=more,
        )
    return woven(_("%(first)s, and won %(seats)s"), first=said, seats=seats)


def most_seats(outcome: Outcome, election, notes) -> Sentence:
    claim = outcome.first.claim
    seats = cited(seats_words(claim, election, outcome.part), claim, notes)
    if outcome.first.claims[1:]:
        return woven(_("%(names)s won the most seats, each %(seats)s"), names=outcome.names, seats=seats)
    if claim.seats == election.seats_contested:
        return woven(_("%(names)s won %(seats)s"), names=outcome.names, seats=seats)
    larger_sums = [each for each in outcome.seats if is_sum(each) and each.seats > claim.seats]
    if not larger_sums:
        return woven(_("%(names)s won the most seats, %(seats)s"), names=outcome.names, seats=seats)
    said = woven(_("%(names)s won the most seats of any single contender, %(seats)s"), names=outcome.names, seats=seats)
    for larger in larger_sums:
        said = woven(
            _("%(first)s; %(other)s, a sum in the source: %(most)s"),
            first=said,
            other=local_name(larger.contender),
            most=cited(count(larger.seats), larger, notes),
        )
    return said


def is_sum(claim) -> bool:
    return claim.contender.kind == ContenderKind.GROUP


def sums(outcome: Outcome, notes) -> Sentence:
    """No contender stands alone in the sources, only sums of several."""
    if outcome.first.measure != SEATS:
        claims = [outcome.first.claim]
        texts = [share_words(claim) or votes_words(claim) for claim in claims]
    else:
        claims = sorted(outcome.seats, key=lambda each: -each.seats)
        texts = [numbered(claim.seats, "seat") for claim in claims]
    said: Sentence = []
    for claim, text in zip(claims, texts, strict=True):
        each = woven(_("%(name)s: %(figure)s"), name=local_name(claim.contender), figure=cited(text, claim, notes))
        said += [", ", *each] if said else each
    return woven(_("the sources read name nobody singly; %(sums)s"), sums=said)


def seats_words(claim, election, part: str) -> str:
    """83 of the 98 seats contested; a part of the vote has seats of its own, which the record does not count."""
    if part or not election.seats_contested:
        return numbered(claim.seats, "seat")
    if claim.seats == election.seats_contested:
        told = ngettext("all %(n)s seats contested", "all %(n)s seats contested", claim.seats)
        return told % {"n": count(claim.seats)}
    told = ngettext(
        "%(n)s of the %(all)s seat contested", "%(n)s of the %(all)s seats contested", election.seats_contested
    )
    return told % {"n": count(claim.seats), "all": count(election.seats_contested)}


def share_words(claim) -> str:
    """80.99 % of valid votes; a share of seats is none of votes."""
    return share_in_words(share_text(claim), claim.share_of)


def votes_words(claim) -> str:
    """5,621,436 votes, over 70 votes; empty where the votes are not published."""
    if claim.votes is None:
        return ""
    return qualified_number(claim.votes, "vote", claim.qualifier if claim.share_pct is None else "")


def nothing_found(election) -> Sentence:
    if election.round_of_id:
        return [_("For this round no result by contender was found in the sources read")]
    return [_("No result by contender was found in the sources read")]


def voted(claim, notes) -> Sentence:
    """The turnout in words, computed from the counts where no percentage is printed."""
    if claim is None:
        return [_("No turnout was found in the sources read")]
    if claim.turnout_pct is not None:
        return woven(_("Turnout: %(turnout)s"), turnout=cited(turnout_text(claim), claim, notes))
    if claim.qualifier == Qualifier.WORDS:
        return woven(_("Turnout is given in words only: %(words)s"), words=claim.note)
    text = turnout_count(claim)
    if not text:
        return [_("No turnout was printed")]
    counted = cited(text, claim, notes)
    share = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
    if share.pct is None:
        return woven(_("The claim shown first prints no turnout, but %(counted)s"), counted=counted)
    computed = Figure(percent(share.pct), "computed", (notes.numbers[claim.source_id],))
    pattern = ngettext(
        "The claim shown first prints no turnout; %(counted)s of %(n)s registered voter are %(turnout)s",
        "The claim shown first prints no turnout; %(counted)s of %(n)s registered voters are %(turnout)s",
        share.base,
    )
    return woven(pattern, counted=counted, n=count(share.base), turnout=computed)


def turnout_count(claim) -> str:
    """The count of a turnout claim that is nearest to turnout, in words; empty where it has none."""
    for name, noun in (("cast", "ballot cast"), ("issued", "ballot issued"), ("registered", "registered voter")):
        value = getattr(claim, name)
        if value is not None:
            return qualified_number(value, noun, claim.qualifier if claim.turnout_pct is None else "")
    return ""


def ended(said: Sentence) -> Sentence:
    """A sentence with its first letter large and a full stop."""
    begun = [capital(said[0]), *said[1:]] if said and isinstance(said[0], str) else said
    return [*begun, "" if isinstance(said[-1], str) and said[-1].endswith(".") else "."]


def joined(sentences: list[Sentence]) -> Sentence:
    """Sentences one after the other, neighbouring texts as one."""
    whole = [part for n, each in enumerate(sentences) for part in ([" ", *each] if n else each)]
    said: Sentence = []
    for is_text, run in groupby(whole, key=lambda part: isinstance(part, str)):
        parts = list(run)
        said += ["".join(parts)] if is_text else parts
    return said


def plain(said: Sentence) -> str:
    """The sentence for where no marks can stand; what a figure rests on stands in words unless it is final."""
    return "".join(part if isinstance(part, str) else in_words(part) for part in said)


def in_words(figure: Figure) -> str:
    if figure.basis == Basis.OFFICIAL_FINAL:
        return figure.text
    return _("%(figure)s (%(basis)s)") % {"figure": figure.text, "basis": figure.basis_label}
