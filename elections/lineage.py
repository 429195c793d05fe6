"""Which parties are one line: pure functions of dated party events.

A line follows “renamed”, “succeeded” and “merged”, backwards only: from a party to those it came from or took in. It
never follows a split, a joint list or an alliance.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FOLLOWED = ("renamed", "succeeded", "merged")
NEVER_FOLLOWED = ("split", "joint_list", "alliance")


def gettext_noop(message: str) -> str:
    """Marks words that a page translates when it shows them."""
    return message


LINEAGE_RULE = gettext_noop(
    "A lineage follows “renamed”, “succeeded” and “merged” backwards, from a party to those it came from or took in. "
    "It never follows a split, a joint list or an alliance. Where several parties of one lineage stood in the same "
    "election, before they merged, their printed shares are added up where one source prints all of them of the same "
    "whole; the sum is marked as computed here and names its parts. A merger counts once the party that came of it has "
    "stood in an election; one that was announced, and after which the party stood by itself again, is passed by."
)


@dataclass(frozen=True, slots=True)
class Event:
    """A party became, or went into, another. `date` is as precise as known, or empty; several sources are several."""

    party: str
    event: str
    other_party: str
    date: str


def followed(events: Iterable[Event]) -> list[Event]:
    """The events that a line follows, by date; those without a date come last."""
    kept = {event for event in events if event.event in FOLLOWED and event.other_party and event.party}
    return sorted(kept, key=lambda event: (event.date or "9999", event.party, event.other_party, event.event))


def predecessors(party: str, events: Iterable[Event]) -> list[str]:
    """Every party that the line of `party` comes from, the nearest first; a ring is gone through once."""
    before: dict[str, list[str]] = defaultdict(list)
    for event in followed(events):
        if event.party not in before[event.other_party]:
            before[event.other_party].append(event.party)
    found: list[str] = []
    waiting = [party]
    while waiting:
        for earlier in before[waiting.pop(0)]:
            if earlier != party and earlier not in found:
                found.append(earlier)
                waiting.append(earlier)
    return found


def is_over(event: Event, date: str) -> bool:
    """Whether an event lay before a day, as far as both are known; one without a date never did."""
    shorter = min(len(event.date), len(date))
    return bool(event.date) and event.date[:shorter] < date[:shorter]


def became(party: str, date: str, events: Sequence[Event]) -> list[str]:
    """What a party that stood on a day became later, step by step, itself first.

    An event before that day did not end it, as it still stood: an announced merger that came to nothing is passed by.
    """
    path, since = [party], date
    while True:
        ahead = (event for event in events if event.party == path[-1] and not is_over(event, since))
        step = next((event for event in ahead if event.other_party not in path), None)
        if step is None:
            return path
        path.append(step.other_party)
        since = step.date or since


def lines(standing: Iterable[tuple[str, str]], events: Iterable[Event]) -> Mapping[tuple[str, str], str]:
    """The line of each (party, day of an election in which it stood), named by the last party of it that stands.

    A party goes into what it became only where that stands in a later election: until a merger has voters, those who
    are to merge are added up for nobody.
    """
    given, kept = sorted(set(standing), key=lambda each: each[1]), followed(events)
    last = dict(given)
    found = {}
    for party, date in given:
        path = became(party, date, kept)
        found[party, date] = next(each for each in reversed(path) if each == party or last.get(each, "") > date)
    return found
