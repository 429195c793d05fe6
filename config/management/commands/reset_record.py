from django.core.management.base import BaseCommand, CommandError

from config import backups, run


class Command(BaseCommand):
    help = "Forget everything and load the fact base anew."

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, yes, **options):
        if not yes and not self.agreed():
            raise CommandError("Nothing was changed.")
        backups.empty()
        password = run.fill(self.stdout.write)
        self.stdout.write(f"everything is as on the first day; {run.ADMIN} has the new password {password}")

    def agreed(self):
        try:
            answer = input("This deletes every row, account and draft (make backup FILE= first?). Type yes to go on: ")
        except EOFError:
            raise CommandError("Nobody to ask here; `make reset YES=1` resets without asking.") from None
        return answer.strip().lower() == "yes"
