from django.core.management.base import BaseCommand

from config.run import load_fact_base


class Command(BaseCommand):
    help = "Load the fact base when nothing was ever loaded; otherwise do nothing."

    def handle(self, **options):
        load_fact_base(self.stdout.write)
