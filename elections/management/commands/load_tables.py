import sys
from pathlib import Path

import psycopg
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from elections.importers import FAULTS_LISTED, TABLES, LoadRefused, load_tables
from observers.importers import TABLES as OBSERVERS_TABLES


class Bar:
    """The progress of a load on a terminal: one line, a step at a time, gone when the load ends."""

    line = None

    def begin(self, step, size):
        """Begin a step: a file of so many bytes, or work of unknown length (0)."""
        self.end()
        shape = {} if size else {"bar_format": "{desc} …"}
        self.line = tqdm(
            total=size, desc=step, unit="B", unit_scale=True, leave=False, disable=None, file=sys.stderr, **shape
        )
        return lambda position: self.line.update(position - self.line.n)

    def end(self):
        if self.line is not None:
            self.line.close()


class Command(BaseCommand):
    requires_system_checks = []  # addresses and templates are no part of a load, and would be a fifth of its memory
    help = "Load tables (CSV or XLSX) from folders into the record: all of them, or nothing when one has a fault."

    def add_arguments(self, parser):
        parser.add_argument("directories", nargs="+", metavar="DIR", type=Path, help="A folder that holds tables.")
        parser.add_argument("--dry-run", action="store_true", help="Check and count; change nothing.")
        parser.add_argument(
            "--replace", action="store_true", help="Overwrite rows that somebody edited since their load."
        )

    def handle(self, directories, dry_run, replace, **options):
        migrations = MigrationExecutor(connection)
        if migrations.migration_plan(migrations.loader.graph.leaf_nodes()):
            raise CommandError("The database lacks tables; make them with manage.py migrate, as make run does.")
        bar = Bar()
        try:
            load = load_tables(
                directories, TABLES + OBSERVERS_TABLES, dry_run=dry_run, replace=replace, progress=bar.begin
            )
        except LoadRefused as refused:
            bar.end()
            self.refuse(refused.faults)
        except (DatabaseError, psycopg.Error) as error:
            raise CommandError(f"Nothing was saved; the database said: {str(error).splitlines()[0]}") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing was saved.", returncode=130) from None
        finally:
            bar.end()
        for name in load.left_alone:
            self.stdout.write(f"{name}: left alone; a table is a .csv or .xlsx file with the name of a table")
        for place in load.new_places:
            self.stdout.write(f"{place}: a new place, made for a name without a code")
        for table, counts in load.by_table.items():
            if counts != type(counts)():
                self.stdout.write(f"{table}: {counts}")
        self.stdout.write(f"{load.counts}{' (dry run: nothing was changed)' if dry_run else ''}")

    def refuse(self, faults):
        for fault in faults.listed:
            self.stderr.write(str(fault))
        if faults.count > len(faults.listed):
            self.stderr.write(f"… and {faults.count - len(faults.listed):,} more; the first {FAULTS_LISTED} are listed")
        self.stderr.write(f"{faults.count:,} fault{'s' if faults.count > 1 else ''}; nothing was saved")
        raise SystemExit(1)
