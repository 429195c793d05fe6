"""The row of facts under the headline: a label, one value, its basis and source, and what else is claimed."""

import re
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from elections.models import Basis, Election, ElectionStatus, body_name, later, local_name, vote_name
from elections.shares import computed_turnout
from elections.views.figures import Figure, Footnotes, cited, count_text, share_text, turnout_text
from elections.winners import SEATS
from elections.wording import MONTHS, NARROW, capital, count, day, listed, numbered, part_name, percent

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
    return "" if election.status == ElectionStatus.HELD else status_label(election)


def status_label(election: Election) -> str:
    return str(ElectionStatus(election.status).label)


def is_void(election: Election) -> bool:
    """Whether nothing of the result stands."""
    return election.status in (ElectionStatus.ANNULLED, ElectionStatus.CANCELLED)


def heading(election: Election) -> str:
    """Country, vote and day; a year or month that the name repeats is said once."""
    return _("%(country)s: %(vote)s, %(day)s") % {
        "country": local_name(election.country),
        "vote": capital(undated_name(election)),
        "day": day(election.date),
    }


def undated_name(election: Election) -> str:
    """The name of a vote without the year or month that it begins or ends with."""
    if get_language() != "en":
        return later(election, vote_name(election))
    year = election.date[:4]
    return re.sub(rf"^{year} |( ({'|'.join(MONTHS)}))? {year}$", "", election.name)


def kicker(election: Election) -> str:
    """What was voted on and how, in one line."""
    seats = ""
    if election.seats_contested:
        whole = election.seats_total
        other = whole and whole != election.seats_contested
        seats = of_all_seats(election.seats_contested, whole) if other else numbered(election.seats_contested, "seat")
    pieces = [
        capital(str(election.get_kind_display())),
        body_name(election.body),
        _("held early") if election.is_early else "",
        "" if election.kind == election.system else str(election.get_system_display()),
        threshold(election),
        seats if election.kind == "parliamentary" else "",
        _("voting until %(day)s") % {"day": day(election.end_date)}
        if election.end_date and election.end_date != election.date
        else "",
    ]
    return " · ".join(piece for piece in pieces if piece)


def of_all_seats(contested: int, whole: int) -> str:
    """98 of 107 seats: those contested, of all in the chamber."""
    told = ngettext("%(n)s of %(all)s seat", "%(n)s of %(all)s seats", whole)
    return told % {"n": count(contested), "all": count(whole)}


def threshold(election: Election) -> str:
    if election.threshold_pct is None:
        return ""
    return _("threshold %(share)s") % {"share": percent(election.threshold_pct)}


def spread(claims, shown, value, text) -> str:
    """What else is printed for the same thing, each value once, lowest first; of many only the ends."""
    others = {}
    for claim in claims:
        if text(claim):
            others.setdefault((getattr(claim, value), claim.qualifier), text(claim))
    others.pop((getattr(shown, value), shown.qualifier), None)
    found = [others[key] for key in sorted(others)]
    if len(found) < 4:
        return _("also printed: %(values)s") % {"values": listed(found)} if found else ""
    told = ngettext(
        "%(n)s other value printed, %(low)s to %(high)s", "%(n)s other values printed, %(low)s to %(high)s", len(found)
    )
    return told % {"n": count(len(found)), "low": found[0], "high": found[-1]}


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
    checked = _("%(failed)s of %(made)s fail") % {"failed": count(arithmetic.failed), "made": count(arithmetic.made)}
    found.append(
        Fact(_("Arithmetic"), checked if arithmetic.made else _("no check possible"), None, arithmetic.unchecked)
    )
    if observers.rows:
        found.append(Fact(_("Observers"), numbered(observers.verdicts, "verdict"), None, observers.words))
    return found


def turnout_fact(claim, claims, notes) -> Fact:
    if claim is None:
        return Fact(_("Turnout"), _("none found"), None)
    if claim.turnout_pct is None:
        share = computed_turnout(claim.registered, claim.issued, claim.cast, None)
        computed = (
            Figure(percent(share.pct), Basis.COMPUTED.value, (notes.numbers[claim.source_id],)) if share.pct else None
        )
        return Fact(
            _("Turnout"),
            computed.text if computed else _("not printed"),
            computed,
            _("the claim shown first prints counts only"),
        )
    at_close = [other for other in claims if other.as_of_time == "close" and not other.part]
    text = turnout_text(claim)
    return Fact(_("Turnout"), text, cited(text, claim, notes), spread(at_close, claim, "turnout_pct", turnout_text))


def place_fact(outcome, national, notes) -> Fact | None:
    """The share, or else the votes, of whoever came first."""
    if not outcome.first or outcome.first.measure == SEATS:
        return None
    claim = outcome.first.claim
    text = share_text(claim) or count_text(claim.votes, claim)
    same = [other for other in national if (other.contender_id, other.share_of) == (claim.contender_id, claim.share_of)]
    pattern = _("Sum in the source, %(names)s") if outcome.first.is_sum else _("First place, %(names)s")
    qualifier = (
        spread(same, claim, "share_pct", share_text) if share_text(claim) else _("votes; no share in this source")
    )
    return Fact(pattern % {"names": outcome.names}, text, cited(text, claim, notes), qualifier)


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
        _("Seats, %(part)s") % {"part": part_name(outcome.part).lower()} if outcome.part else pgettext("fact", "Seats"),
        value,
        cited(value, held[0], notes),
        listed([local_name(c.contender) for c in held]),
    )
