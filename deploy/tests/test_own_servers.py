"""The site on PostgreSQL, Valkey (here Redis) and nginx of its own, as docker-compose.yml runs it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from .conftest import HOST, NET, converse, port, told
from .containers import wait
from .image import PROJECT

pytestmark = pytest.mark.own_servers

# Each process of nginx keeps what a name means for so many seconds, whatever another one has heard since.
NAME_KEPT = 1 + int(re.search(r"resolver \S+ valid=(\d+)s", (PROJECT / "deploy" / "nginx.conf").read_text())[1])


@pytest.fixture
def ask(site, ask):
    """Here the proxy is the whole site's, which has to run."""
    return ask


def test_everything_is_ready(site, ask):
    wait(lambda: ask("/readyz")[0] == 200, "an answer of database, broker and worker")
    assert ask("/healthz")[0] == 200


@pytest.mark.parametrize("name", ["proxy", "web1", "worker1", "worker2", "beat", "db", "valkey"])
def test_its_health_check_passes(site, name):
    wait(site.running[name].ask_health, f"health of {name}")


def test_the_record_was_loaded_into_the_empty_database(site):
    assert int(query(site, "SELECT count(*) FROM elections_election")) > 50
    assert int(query(site, "SELECT count(*) FROM elections_result")) > 1000


def test_the_zip_of_the_record_is_made_by_a_worker_and_sent_by_web(site, ask):
    wait(lambda: "Download saylau-" in ask("/data/")[2], "a zip of the record", patience=120)
    status, headers, _ = ask("/data/saylau.zip")
    assert status == 302
    status, headers, body = ask(headers["Location"])
    assert (status, headers["Content-Type"], body[:2]) == (200, "application/zip", "PK")
    assert ask("/data/saylau-1.zip", If_None_Match=headers["ETag"])[0] == 304
    assert ask("/data/saylau-1.zip", Range="bytes=0-9")[:1] == (206,)


def test_a_second_start_loads_nothing_again(site):
    before = query(site, "SELECT count(*) FROM elections_importbatch")
    assert site.container("prepare").run() == 0
    assert query(site, "SELECT count(*) FROM elections_importbatch") == before


def test_the_sites_role_is_no_superuser(site):
    assert query(site, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user") == "f"


def query(site, sql: str) -> str:
    address = (site.machine.folder / "secrets" / "database_url").read_text().strip()
    address = site.machine.adapt(address).replace("@db:", f"@{site.machine.hosts['db']}:")
    asked = subprocess.run(["psql", address, "-Atc", sql], capture_output=True, text=True)
    assert asked.returncode == 0, asked.stderr
    return asked.stdout.strip()


def test_the_administrator_gets_a_password_and_signs_in(site, ask):
    words = told("docker compose run --rm prepare").split()[5:]
    given = site.container("administrator", "prepare")
    assert given.run(words) == 0, given.log.read_text()
    password = re.search(r"the new password (\S{12,})", given.log.read_text())[1]
    _, headers, page = ask("/admin/login/")
    token = SimpleCookie(headers["Set-Cookie"])["csrftoken"]
    hidden = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    form = urlencode({"csrfmiddlewaretoken": hidden, "username": "admin", "password": password})
    cookie = {"Cookie": f"csrftoken={token.value}", "Referer": f"https://{HOST}/admin/login/"}
    kind = {"Content_Type": "application/x-www-form-urlencoded"}
    status, headers, _ = ask("/admin/login/?next=/admin/", method="POST", body=form, **cookie, **kind)
    session = next(cookie for cookie in headers.get_all("Set-Cookie") if cookie.startswith("sessionid="))
    assert status == 302
    assert token["secure"] and SimpleCookie(session)["sessionid"]["secure"]


def test_a_backup_brings_everything_back(site, tmp_path):
    digest = "SELECT md5(string_agg(r::text, E'\\n' ORDER BY id)) FROM elections_result r"
    before = query(site, digest)
    in_db(site, told("docker compose exec -T db pg_dump"), tmp_path)
    query(site, "DELETE FROM elections_result WHERE id % 2 = 0")
    assert query(site, digest) != before
    in_db(site, told("docker compose exec -T db pg_restore"), tmp_path)
    assert query(site, digest) == before


def in_db(site, command: str, folder) -> None:
    """Run what is told for the container `db`, over its address instead."""
    password = (site.machine.folder / "secrets" / "database_superuser_password").read_text().strip()
    where = {"PGHOST": site.machine.hosts["db"], "PGPORT": str(port(5432)), "PGPASSWORD": password}
    command = command.removeprefix("docker compose exec -T db ")
    done = subprocess.run(command, shell=True, cwd=folder, env={**os.environ, **where}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_djangos_deploy_check_is_clean(site):
    check = site.container("check", "prepare")
    status = check.run(["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    assert status == 0, check.log.read_text()
    assert "0 silenced" in check.log.read_text()


def test_nothing_embedded_starts_where_servers_are_given(site, tmp_path):
    """In the checkout, where the wheels are installed and their folder could be made."""
    secrets = site.machine.folder / "secrets"
    urls = {"DATABASE_URL": "database_url", "CELERY_BROKER_URL": "broker_url", "CACHE_URL": "cache_url"}
    environment = {name: reachable(site, (secrets / file).read_text()) for name, file in urls.items()}
    environment |= {"SECRET_KEY": "k" * 60, "ALLOWED_HOSTS": "record.example", "PATH": os.environ["PATH"]}
    environment |= {"SAYLAU_VAR": str(tmp_path / "var")}
    script = (
        "from django.core.cache import cache; from config import health;"
        "cache.set('asked', 1, 9); assert cache.get('asked') == 1; assert health.silent() == [], health.silent()"
    )
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", script]
    done = subprocess.run(shell, cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "var").exists()


def reachable(site, address: str) -> str:
    for name, number in site.machine.hosts.items():
        address = address.replace(f"@{name}:", f"@{number}:")
    return site.machine.adapt(address.strip())


REFUSED = {
    "no secret key": ({"SECRET_KEY_FILE": None}, "SECRET_KEY is not set"),
    "an empty secret key": ({"SECRET_KEY_FILE": None, "SECRET_KEY": ""}, "SECRET_KEY is not set"),
    "the example's secret key": ({"SECRET_KEY_FILE": None, "SECRET_KEY": "change-me"}, "SECRET_KEY is not set"),
    "no hosts": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set"),
    "the example's password": (
        {"DATABASE_URL_FILE": None, "DATABASE_URL": "postgres://saylau:change-me@db/saylau"},
        "DATABASE_URL is not set",
    ),
    "one server missing": ({"CACHE_URL_FILE": None}, "set CACHE_URL too"),
    "a proxy that is no network": ({"TRUSTED_PROXY": "*"}, "TRUSTED_PROXY takes addresses or networks"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_default_is_refused_with_a_sentence(site, what):
    changes, sentence = REFUSED[what]
    service = site.file["services"]["web"]
    environment = {**service["environment"], **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    refused = site.container("refused", "web", f"{NET}.1.99", environment=environment)
    refused.log.unlink(missing_ok=True)
    assert refused.run() != 0
    assert sentence in refused.log.read_text()


def test_plain_http_is_sent_to_tls(ask):
    status, headers, _ = ask("/", tls=False)
    assert (status, headers["Location"]) == (301, "https://record.example/")


def test_tls_answers_carry_hsts(ask):
    status, headers, _ = ask("/static/admin/css/base.css")
    assert status == 200
    assert int(re.search(r"max-age=(\d+)", headers["Strict-Transport-Security"])[1]) >= 31536000


@pytest.mark.parametrize("tls", [True, False])
def test_another_host_name_is_refused(ask, tls):
    assert ask("/admin/login/", tls=tls, host="elsewhere.example")[0] == 400


def test_the_proxys_word_on_tls_counts_only_from_the_proxy(site):
    trusted, stranger = "127.0.0.1", f"{NET}.9.9"
    assert directly(site, trusted, X_Forwarded_Proto="https")[0] == 200
    assert directly(site, stranger, X_Forwarded_Proto="https")[0] == 301
    assert directly(site, trusted)[0] == 301


def directly(site, source: str, web="web1", path="/admin/login/", **headers):
    """Ask a web server past the proxy, from an address of one's choice. Returns status and text."""
    address = site.running[web].address
    with closing(HTTPConnection(address, port(8000), timeout=10, source_address=(source, 0))) as connection:
        status, _, text = converse(connection, path, "GET", HOST, headers)
    return status, text


ECHO = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path

def address(request):
    return JsonResponse({"address": request.META["REMOTE_ADDR"], "secure": request.is_secure()})

urlpatterns = [path("address", address)]
settings.ROOT_URLCONF, settings.SECURE_SSL_REDIRECT = "echo", False
application = get_wsgi_application()
"""


def test_a_forged_address_is_not_believed(site, ask):
    """Through the proxy the reader's address arrives whatever they claim; past it nobody's claim counts."""
    (site.machine.site / "echo.py").write_text(ECHO)
    command = [*site.images["site"].command()[:-1], "echo"]
    echo = site.running["echo"] = site.container("echo", "web", f"{NET}.1.50").start(command)
    wait(echo.ask_health, "echo")
    site.names.addresses = [echo.address]
    time.sleep(NAME_KEPT)
    through = json.loads(ask("/address", X_Forwarded_For="192.0.2.66", X_Real_IP="192.0.2.66")[2])
    past = json.loads(directly(site, f"{NET}.9.9", "echo", "/address", X_Forwarded_For="192.0.2.66")[1])
    site.names.addresses = [site.running["web1"].address]
    time.sleep(NAME_KEPT)
    echo.stop()
    assert ask("/address")[0] == 404
    assert through == {"address": "127.0.0.1", "secure": True}
    assert past == {"address": f"{NET}.9.9", "secure": False}


def test_the_home_page_is_there(ask):
    status, _, text = ask("/")
    assert status == 200
    assert "Saylau" in text


@pytest.mark.parametrize("path", ["/static/admin/css/base.css", "/methods/", "/", "/elections.csv"])
def test_a_public_page_is_kept(ask, path):
    ask(path)
    status, headers, _ = ask(path, Accept_Encoding="gzip")
    assert (status, headers["X-Cache"]) == (200, "HIT")


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/readyz"])
def test_what_is_not_for_all_is_never_kept(ask, path):
    assert [ask(path)[1]["X-Cache"] for _ in range(2)] == [None, None]


def test_without_the_broker_readyz_names_it_and_web_lives_on(site, ask):
    web = site.running["web1"].pid
    site.running["valkey"].stop()
    status, _, text = ask("/readyz")
    assert status == 503
    assert "broker" in json.loads(text)["not_answering"]
    assert "database" not in json.loads(text)["not_answering"]
    assert ask("/healthz")[0] == 200
    site.start_valkey()
    wait(lambda: ask("/readyz")[0] == 200, "recovery of broker and worker")
    assert site.running["web1"].alive() and site.running["web1"].pid == web


def test_without_the_database_readyz_names_it_and_web_lives_on(site, ask):
    web = site.running["web1"].pid
    site.running["db"].stop(signal.SIGINT)

    def only_the_database_is_named():  # a worker on a busy machine may miss the second it is given, and answer the next
        status, _, text = ask("/readyz")
        named = json.loads(text)["not_answering"]
        assert status == 503 and "database" in named and "broker" not in named
        return named == ["database"]

    wait(only_the_database_is_named, "an answer of the worker")
    assert ask("/healthz")[0] == 200
    site.start_db()
    wait(lambda: ask("/readyz")[0] == 200, "recovery of the database")
    assert site.running["web1"].alive() and site.running["web1"].pid == web


def test_scaling_web_needs_no_restart_of_the_proxy(site, ask):
    webs = [site.running["web1"], site.start_web(2), site.start_web(3)]
    for web in webs:
        wait(web.ask_health, web.name)
    site.names.addresses = [web.address for web in webs]
    asked = {web.name: web.log.stat().st_size for web in webs}

    def all_were_asked():
        assert ask("/healthz")[0] == 200
        return all(web.log.stat().st_size > asked[web.name] for web in webs)

    wait(all_were_asked, "an answer of each of three web servers")


def test_a_dead_web_server_is_passed_over(site, ask):
    site.running["web2"].process.kill()
    site.running["web2"].process.wait()
    assert {ask("/healthz")[0] for _ in range(12)} == {200}


def test_each_stays_within_its_memory(site):
    units = {"m": 1024**2, "g": 1024**3}
    for name, container in site.running.items():
        if container.alive():
            limit = str(container.service["mem_limit"])
            limit = int(limit[:-1]) * units[limit[-1]] if limit[-1] in units else int(limit)
            assert container.memory() < limit, name


def test_logs_name_no_reader_and_no_query(site, ask):
    ask("/?q=a-name-looked-up")
    for name, container in site.running.items():
        text = container.log.read_text()
        assert "a-name-looked-up" not in text, name
        requests = [line for line in text.splitlines() if '"method"' in line]
        assert requests or not name.startswith(("proxy", "web"))
        assert not [line for line in requests if re.search(r"\d+\.\d+\.\d+\.\d+", line)], name
