"""No process gives yesterday's figures, whichever of them published: answers are kept in each, and none is told."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from elections.importers import TABLES, load_tables
from elections.models import DataVersion, Result

# Asks the same address for each line that it is told, and says the votes it was given and from where.
READER = """
import json, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.API_ANONYMOUS_PER_MINUTE = 0
settings.ALLOWED_HOSTS.append("testserver")
django.setup()
from django.test import Client
from config import at_once
client = Client()
for line in sys.stdin:
    before = len(at_once.ANSWERS.kept)
    answer = client.get(sys.argv[2])
    votes = sorted({row["votes"] for row in json.loads(answer.content)["results"]})
    print(json.dumps([answer.status_code, votes, before]), flush=True)
"""


@pytest.mark.django_db(transaction=True)
class TestProcesses:
    @pytest.fixture
    def readers(self, tables):
        load_tables([tables.folder], TABLES)
        Result.objects.update(votes=0)
        DataVersion.raise_by_one()
        name = connection.settings_dict["NAME"]
        command = [sys.executable, "-W", "ignore", "-c", READER, name, "/api/v1/results?fields=votes"]
        started = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.BASE_DIR)
            for _ in range(3)
        ]
        yield started
        for each in started:
            each.stdin.close()
            each.wait(30)
            each.stdout.close()

    def ask(self, reader) -> str:
        reader.stdin.write("again\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip()

    def test_what_one_publishes_all_others_read(self, readers):
        for each in readers:
            assert self.ask(each) == "[200, [0], 0]"
        for votes in range(1, 6):
            before = [self.ask(each) for each in readers]
            assert before == [f"[200, [{votes - 1}], 1]"] * 3, "kept, and still right"
            Result.objects.update(votes=votes)
            DataVersion.raise_by_one()
            assert [self.ask(each) for each in readers] == [f"[200, [{votes}], 1]"] * 3
