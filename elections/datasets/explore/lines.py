"""What keeps the figures of one party or person together over several votes: itself, or the line of a party."""

from collections.abc import Mapping
from dataclasses import dataclass

from elections.datasets.explore.rows import Vote
from elections.lineage import FOLLOWED, Event, lines
from elections.models import ContenderKind, Party, PartyEvent, local_name
from elections.names import fold


@dataclass(frozen=True)
class Lines:
    """The line of each party on the day of a vote, by party and date, and the parties that lines are named after."""

    found: Mapping[tuple[str, str], str]
    parties: Mapping[str, Party]

    @classmethod
    def of(cls, votes: tuple[Vote, ...], contenders: Mapping[str, list]) -> "Lines":
        standing = {
            (contender.party_id, vote.date)
            for vote in votes
            for contender in contenders.get(vote.id, ())
            if is_of_party(contender)
        }
        told = PartyEvent.objects.filter(event__in=FOLLOWED).exclude(other_party=None).order_by("date", "pk")
        events = [Event(*row) for row in told.values_list("party", "event", "other_party", "date")]
        return cls(lines(standing, events), Party.objects.in_bulk())

    def line_of(self, vote: Vote, contender) -> tuple[str, str, str]:
        """What the figures of a contender stand together under, the id of the joined line, and its name.

        A person is one by name in one country; a party is itself, or the line it belongs to.
        """
        if not is_of_party(contender):
            return (f"{vote.country}:{fold(contender.name)}", "", local_name(contender))
        line = self.found.get((contender.party_id, vote.date), "")
        party = self.parties.get(line) or contender.party
        return (line or contender.party_id, line, local_name(party))


def is_of_party(contender) -> bool:
    """Whether its figures are a party's: those of a candidate are the person's."""
    return bool(contender.party_id) and contender.kind != ContenderKind.CANDIDATE
