"""The row of facts under the headline: a label, one value, its basis and source, and what else is claimed."""

import re
from dataclasses import dataclass

from elections.models import Basis, Election, ElectionStatus
from elections.shares import computed_turnout
from elections.views.figures import Figure, Footnotes, cited, count_text, share_text, turnout_text
from elections.winners import SEATS
from elections.wording import MONTHS, NARROW, count, day, listed, numbered, part_name, percent

STATUS_WORDS = {
    ElectionStatus.ANNULLED: "annulled",
    ElectionStatus.PARTLY_ANNULLED: "partly annulled",
    ElectionStatus.CANCELLED: "cancelled",
}
LONG = 11


@dataclass
class Fact:
    """One fact; `qualifier` holds the spread of claims or what the value leaves out."""

    label: str
    value: str
    figure: Figure | None
    qualifier: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.value) > LONG


def status_words(election: Election) -> str:
    """The status where it is anything but held."""
    return STATUS_WORDS.get(election.status, "")


def is_void(election: Election) -> bool:
    """Whether nothing of the result stands."""
    return election.status in (ElectionStatus.ANNULLED, ElectionStatus.CANCELLED)


def heading(election: Election) -> str:
    """Country, vote and day; a year or month that the name repeats is said once."""
    year = election.date[:4]
    name = re.sub(rf"^{year} |( ({'|'.join(MONTHS)}))? {year}$", "", election.name)
    return f"{election.country.name}: {name[:1].upper()}{name[1:]}, {day(election.date)}"


def kicker(election: Election) -> str:
    """What was voted on and how, in one line."""
    seats = ""
    if election.seats_contested:
        whole = election.seats_total
        other = whole and whole != election.seats_contested
        seats = f"{election.seats_contested} of {numbered(whole, 'seat')}" if other else ""
        seats = seats or numbered(election.seats_contested, "seat")
    pieces = [
        election.get_kind_display().capitalize(),
        election.body,
        "held early" if election.is_early else "",
        "" if election.kind == election.system else election.get_system_display(),
        f"threshold {percent(election.threshold_pct)}" if election.threshold_pct is not None else "",
        seats if election.kind == "parliamentary" else "",
        f"voting until {day(election.end_date)}" if election.end_date and election.end_date != election.date else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def spread(claims, shown, value, text) -> str:
    """What else is printed for the same thing, each value once, lowest first; of many only the ends."""
    others = {}
    for claim in claims:
        if text(claim):
            others.setdefault((getattr(claim, value), claim.qualifier), text(claim))
    others.pop((getattr(shown, value), shown.qualifier), None)
    found = [others[key] for key in sorted(others)]
    if len(found) < 4:
        return f"also printed: {listed(found)}" if found else ""
    return f"{len(found)} other values printed, {found[0]} to {found[-1]}"


def facts_of(summary, claims, turnout_claims, arithmetic, observers, notes: Footnotes) -> list[Fact]:
    election = summary.election
    national = [claim for claim in claims if claim.area_id == election.country_id and claim.basis != Basis.COMPUTED]
    found = [turnout_fact(summary.turnout, turnout_claims, notes)]
    found += [
        fact
        for outcome in summary.outcomes
        for fact in (place_fact(outcome, national, notes), seats_fact(outcome, election, notes))
        if fact
    ]
    checked = f"{count(arithmetic.failed)} of {count(arithmetic.made)} fail"
    found.append(Fact("Arithmetic", checked if arithmetic.made else "no check possible", None, arithmetic.unchecked))
    if observers.rows:
        found.append(Fact("Observers", numbered(len(observers.rows), "verdict"), None, observers.words))
    return found


def turnout_fact(claim, claims, notes) -> Fact:
    if claim is None:
        return Fact("Turnout", "none found", None)
    if claim.turnout_pct is None:
        share = computed_turnout(claim.registered, claim.issued, claim.cast, None)
        computed = (
            Figure(percent(share.pct), Basis.COMPUTED.value, (notes.numbers[claim.source_id],)) if share.pct else None
        )
        return Fact(
            "Turnout",
            computed.text if computed else "not printed",
            computed,
            "the claim shown first prints counts only",
        )
    at_close = [other for other in claims if other.as_of_time == "close" and not other.part]
    text = turnout_text(claim)
    return Fact("Turnout", text, cited(text, claim, notes), spread(at_close, claim, "turnout_pct", turnout_text))


def place_fact(outcome, national, notes) -> Fact | None:
    """The share, or else the votes, of whoever came first."""
    if not outcome.first or outcome.first.measure == SEATS:
        return None
    claim = outcome.first.claim
    text = share_text(claim) or count_text(claim.votes, claim)
    same = [other for other in national if (other.contender_id, other.share_of) == (claim.contender_id, claim.share_of)]
    label = "Sum in the source" if outcome.first.is_sum else "First place"
    qualifier = spread(same, claim, "share_pct", share_text) if share_text(claim) else "votes; no share in this source"
    return Fact(f"{label}, {outcome.names}", text, cited(text, claim, notes), qualifier)


def seats_fact(outcome, election, notes) -> Fact | None:
    """The seats of the three that have most. Where several sources split the same seats, one of them decides."""
    shown = outcome.seats
    if sum(claim.seats for claim in shown) > (election.seats_total or 0):
        shown = [claim for claim in shown if not claim.is_fallback]
    held = sorted((c for c in shown if c.seats), key=lambda c: (-c.seats, c.contender.sort_key))[:3]
    if not held:
        return None
    value = f"{NARROW}·{NARROW}".join(count(c.seats) for c in held)
    return Fact(
        f"Seats, {part_name(outcome.part).lower()}" if outcome.part else "Seats",
        value,
        cited(value, held[0], notes),
        listed([c.contender.name for c in held]),
    )
