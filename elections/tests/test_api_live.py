"""The API as a running server: the guide's snippets in curl, Python and R, and schemathesis with all its checks."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from elections.datasets.derivation import derive
from elections.datasets.questions import QUESTIONS
from elections.importers import TABLES, load_tables
from elections.tests.conftest import FACT_BASE
from observers.importers import TABLES as OBSERVERS_TABLES

SNIPPETS = [(each, language) for each in QUESTIONS for language in ("curl", "python", "r")]
PROGRAMS = {
    "curl": lambda code: ["sh", "-c", code],
    "python": lambda code: [sys.executable, "-c", code],
    "r": lambda code: ["Rscript", "-e", code],
}


@pytest.mark.django_db(transaction=True)
class TestServer:
    @pytest.fixture(autouse=True)
    def published(self, live_server):
        load_tables(FACT_BASE, TABLES + OBSERVERS_TABLES)
        derive()
        self.host = live_server.url

    def test_every_snippet_of_the_guide_runs(self, tmp_path):
        missing = [name for name, program in (("curl", "curl"), ("r", "Rscript")) if not shutil.which(program)]
        assert "r" not in missing or not os.environ.get("CI"), "install r-base-core"
        for question, language in SNIPPETS:
            if language in missing:
                continue
            code = getattr(question, language)(self.host)
            done = subprocess.run(PROGRAMS[language](code), capture_output=True, text=True, timeout=60, cwd=tmp_path)
            assert done.returncode == 0, (question.key, language, done.stderr[-500:])
            lines = [line for line in done.stdout.splitlines() if line.strip()]
            assert len(lines) >= 2, (question.key, language, "no row comes back")

    @pytest.mark.timeout(1_300)  # eight thousand questions: some minutes, more where others work beside
    def test_what_the_description_promises_is_kept(self, tmp_path):
        """Every operation with values that fit and values that do not; all checks of schemathesis."""
        with urlopen(f"{self.host}/api/v1/schema/") as made:  # a busy machine takes longer than they wait
            assert made.status == 200
        command = [Path(sys.executable).with_name("schemathesis"), "run", f"{self.host}/api/v1/schema/"]
        options = ["--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", "6", "--workers", "2"]
        done = subprocess.run(
            [*command, *options, "--no-color", "--seed", "1"],
            capture_output=True,
            text=True,
            timeout=1_200,
            cwd=tmp_path,
            env={**os.environ, "SCHEMATHESIS_HOOKS": "elections.tests.api_hooks", "PYTHONPATH": os.getcwd()},
        )
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-1000:]
