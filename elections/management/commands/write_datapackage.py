from django.conf import settings
from django.core.management.base import BaseCommand

from elections.importers import TABLES, datapackage
from observers.importers import TABLES as OBSERVERS_TABLES

PACKAGES = [
    (
        "elections/data",
        TABLES,
        "saylau-elections",
        "Saylau: elections in Central Asia, 2004-2021",
        "Every published figure of 55 votes in Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan "
        "with who claims it and where. An empty cell is not known, never zero.",
    ),
    (
        "observers/data",
        OBSERVERS_TABLES,
        "saylau-observers",
        "Saylau: election observation in Central Asia, 2004-2021",
        "Who observed, what they published, found and recommended, and who answered. Sources, elections and areas "
        "are those of saylau-elections. An empty cell is not known, never zero.",
    ),
]


class Command(BaseCommand):
    help = "Write the datapackage.json of both data folders from the definitions of the tables."

    def handle(self, **options):
        for path, tables, *about in PACKAGES:
            folder = settings.BASE_DIR / path
            datapackage.write(folder, datapackage.describe(folder, tables, *about))
            self.stdout.write(f"{path}/datapackage.json written")
