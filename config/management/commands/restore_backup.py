from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Replace the whole database by what a backup holds."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a file that make_backup wrote")

    def handle(self, file, **options):
        if not file:
            raise CommandError("Name the backup: make restore FILE=saylau.dump")
        try:
            backups.restore(Path(file))
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"restored from {file}")
