from django.core.management.base import BaseCommand

from config import run


class Command(BaseCommand):
    help = "Give the administrator a new password and print it once."

    def handle(self, **options):
        self.stdout.write(f"{run.ADMIN} has the new password {run.renew_password()}")
