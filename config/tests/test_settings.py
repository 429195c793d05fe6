"""Own servers: nothing may run on a default that everybody knows, and Django's deploy check has nothing to add."""

import os
import subprocess
import sys

import pytest

from config.tests.conftest import PROJECT

OWN = {
    "DATABASE_URL": "postgresql://saylau:pa%40ss@db.example:5433/record?sslmode=require",
    "CELERY_BROKER_URL": "redis://valkey.example/0",
    "CACHE_URL": "redis://valkey.example/1",
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "record.example.org,www.example.org",
}


def manage(*arguments, **environment) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if name not in OWN and name != "DEBUG"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={**inherited, "SAYLAU_VAR": "/proc/nothing-may-be-made-here", **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def setting(expression: str, **environment) -> str:
    code = f"from django.conf import settings; print({expression})"
    done = manage("shell", "--verbosity=0", "-c", code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_deploy_check_is_clean():
    done = manage("check", "--deploy", "--fail-level=WARNING", **OWN)
    assert done.returncode == 0, done.stderr


def test_the_servers_are_the_ones_named():
    said = setting("settings.DATABASES['default'] | settings.CACHES['default']", **OWN)
    for part in ("'db.example'", "5433", "'pa@ss'", "'record'", "redis://valkey.example/1", "'sslmode': 'require'"):
        assert part in said
    assert "embedded" not in said


def test_each_value_may_be_in_a_file(tmp_path):
    in_files = {}
    for name, value in OWN.items():
        (tmp_path / name).write_text(value + "\n")
        in_files[f"{name}_FILE"] = str(tmp_path / name)
    assert setting("settings.SECRET_KEY", **in_files) == OWN["SECRET_KEY"]
    assert setting("settings.ALLOWED_HOSTS", **in_files) == "['record.example.org', 'www.example.org']"
    assert setting("settings.DATABASES['default']['NAME']", **in_files) == "record"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("value", ["", "change-me", "change-me.example.org"])
def test_what_is_missing_or_left_at_a_default_is_refused(name, value):
    refused = manage("check", **{**OWN, name: value})
    assert refused.returncode == 1
    assert name in refused.stderr.splitlines()[-1] and ".env.example" in refused.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL"])
def test_all_three_servers_or_none(name):
    refused = manage("check", **{**OWN, name: ""})
    assert refused.returncode == 1
    assert name in refused.stderr.splitlines()[-1] and ".env.example" in refused.stderr.splitlines()[-1]


def test_refusals_are_one_sentence():
    refused = manage("check", **{**OWN, "SECRET_KEY": ""})
    assert len(refused.stderr.splitlines()) == 1, refused.stderr


def test_every_setting_of_the_example_is_read_and_every_one_read_is_in_the_example():
    example = (PROJECT / ".env.example").read_text()
    source = (PROJECT / "config" / "settings.py").read_text()
    named = {
        line.lstrip("#").split("=")[0] for line in example.splitlines() if "=" in line and " " not in line.split("=")[0]
    }
    assert named >= set(OWN)
    for name in named:
        assert f'"{name}"' in source, f"{name} of .env.example is read nowhere"


def test_readyz_names_own_servers_that_do_not_answer_and_is_quick_about_it():
    nobody = {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x", "CELERY_BROKER_URL": "redis://127.0.0.1:1/0"}
    code = (
        "import time; from config.health import silent; t = time.monotonic(); print(silent(), time.monotonic() - t < 5)"
    )
    done = manage("shell", "--verbosity=0", "-c", code, **OWN | nobody)
    assert done.stdout.strip() == "['database', 'broker', 'worker'] True"


def test_a_run_without_its_database_is_one_sentence(tmp_path):
    nobody = {"DATABASE_URL": "postgresql://a:b@127.0.0.1:1/x", "SAYLAU_VAR": str(tmp_path)}
    refused = manage("run_site", "127.0.0.1", "8999", **OWN | nobody)
    assert refused.returncode == 1
    assert "The database does not answer" in refused.stderr and len(refused.stderr.splitlines()) == 1
