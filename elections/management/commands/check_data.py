import json
from collections import Counter
from dataclasses import asdict

from django.core.management.base import BaseCommand, CommandError

from elections.analysis import broken_bookkeeping, reconciliations
from elections.models import Election
from elections.reconcile import METHODS

STATUSES = ["pass", "fail", "cannot"]


class Command(BaseCommand):
    help = (
        "Check the arithmetic of every election and the record's own books. Exits 1 only for broken books: "
        "figures that do not add up are findings about what was published, not errors of the record."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "elections", nargs="*", metavar="ELECTION", help="Ids of elections; all when none is given."
        )
        parser.add_argument("--status", choices=STATUSES, action="append", help="Print only these outcomes.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object instead of text.")

    def handle(self, elections, status, json, **options):
        chosen = Election.objects.order_by("country", "date", "pk")
        if elections:
            chosen = chosen.filter(pk__in=elections)
            if missing := set(elections) - {election.pk for election in chosen}:
                raise CommandError(f"No election has the id {', '.join(sorted(missing))}.")
        checks = reconciliations(chosen)
        broken = broken_bookkeeping()
        if json:
            self.print_json(checks, status or STATUSES, broken)
        else:
            self.print_text(checks, status or STATUSES, broken)
        if broken:
            raise SystemExit(1)

    def print_text(self, by_election, statuses, broken):
        for election, checks in by_election.items():
            self.stdout.write(f"{election}: {counted(checks)}")
            for check in checks:
                if check.status in statuses:
                    self.stdout.write(f"  {check.status:6} {METHODS[check.code].name}. {check.text}")
        for sentence in broken:
            self.stdout.write(f"BROKEN  {sentence}")
        self.stdout.write(f"{len(by_election)} elections: {counted(sum(by_election.values(), []))}")
        self.stdout.write(f"Bookkeeping: {len(broken)} broken" if broken else "Bookkeeping: whole")

    def print_json(self, by_election, statuses, broken):
        elections = {
            election: [jsonable(check) for check in checks if check.status in statuses]
            for election, checks in by_election.items()
        }
        self.stdout.write(json.dumps({"elections": elections, "broken_bookkeeping": broken}, ensure_ascii=False))


def counted(checks):
    counts = Counter(check.status for check in checks)
    return f"{counts['pass']:,} pass, {counts['fail']:,} fail, {counts['cannot']:,} cannot be checked"


def jsonable(check):
    """A check as JSON has it: numbers with their printed digits as text where they are not whole."""
    plain = asdict(check) | {"name": METHODS[check.code].name, "reads": sorted(check.reads)}
    plain["numbers"] = {name: number(value) for name, value in check.numbers.items()}
    return plain | {"residual": number(check.residual)}


def number(value):
    return value if value is None or isinstance(value, int) else str(value)
