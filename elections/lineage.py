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
    "election, before they merged, the printed shares of their lists are added up where one source prints all of them "
    "of the same whole; the sum is marked as computed here and names its parts. Candidates are never added up: where "
    "some of one party stood against each other, each is a line by itself. A merger counts once the party that came "
    "of it has stood in an election; one after which the merged party stood by itself again is passed by."
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


@dataclass(frozen=True, slots=True)
class Relative:
    """A party's place in a family: `above` is the place, from 0, of the party it went into, by these events.

    `is_again` marks a second place of a party that went into several; what came into it stands at the first.
    """

    party: str
    level: int
    above: int | None = None
    events: tuple[Event, ...] = ()
    is_again: bool = False


def family(party: str, events: Sequence[Event]) -> list[Relative]:
    """A party with all it became, above it, and all that came into it, below: a tree line by line, from the top.

    Others that went into what it became are no part of it.
    """
    into: dict[str, dict[str, list[Event]]] = defaultdict(dict)
    after: dict[str, list[str]] = defaultdict(list)
    for event in followed(events):
        into[event.other_party].setdefault(event.party, []).append(event)
        after[event.party].append(event.other_party)
    later = [party]
    for each in later:
        later += [other for other in dict.fromkeys(after[each]) if other not in later]
    members = {*later, *predecessors(party, events)}
    tops = [each for each in later if not set(after[each]) - {each}] or [party]
    found: list[Relative] = []

    def add(one: str, level: int, above: int | None, steps: Sequence[Event]) -> None:
        is_again = any(each.party == one for each in found)
        found.append(Relative(one, level, above, tuple(steps), is_again))
        place = len(found) - 1
        if not is_again:
            for other, own in into[one].items():
                if other in members and other != one:
                    add(other, level + 1, place, own)

    for top in tops:
        add(top, 0, None, ())
    return found
