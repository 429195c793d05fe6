from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Write the whole database into one file."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the file to write, for example saylau-2026-11-25.dump")

    def handle(self, file, **options):
        if not file:
            raise CommandError("Name the file to write: make backup FILE=saylau.dump")
        try:
            backups.back_up(Path(file))
        except backups.BackupError as error:
            raise CommandError(str(error)) from None
        size = Path(file).stat().st_size
        self.stdout.write(f"{file}: {size:,} bytes; `make restore FILE={file}` brings it back")
