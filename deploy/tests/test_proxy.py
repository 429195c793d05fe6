"""deploy/nginx.conf in front of a web that answers as each test wishes: what is kept, for whom, and for how long."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from elections.datasets.caching import FOR_PROXIES
from elections.datasets.caching import PUBLIC as PAGES
from elections.datasets.resources import CODES

from .conftest import NET, port
from .containers import wait
from .names import NameServer

pytestmark = pytest.mark.own_servers
PUBLIC = {"Cache-Control": "public, max-age=60"}
SOON_OVER = {"Cache-Control": "public, max-age=1"}
fresh = count()


class Web(ThreadingHTTPServer):
    """Answers every question with the headers that its query asks for; its text is the number of the question."""

    daemon_threads = True

    def __init__(self, address):
        super().__init__(address, Answer)
        self.questions: list[dict] = []
        self.failing = False


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.questions.append(dict(self.headers))
        wanted = dict(parse_qsl(urlsplit(self.path).query))
        wanted.pop("fresh", None)
        time.sleep(float(wanted.pop("seconds", 0)))
        unchanged = "ETag" in wanted and self.headers["If-None-Match"] == wanted["ETag"]
        text = f"{len(self.server.questions)}".ljust(2000).encode()
        self.send_response(500 if self.server.failing else 304 if unchanged else 200)
        for name, value in wanted.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0" if unchanged else str(len(text)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(text)

    do_POST = do_GET

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def web(ground):
    web = Web((f"{NET}.4.1", port(8000)))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    names = NameServer(f"{NET}.4.53", port(53))
    names.addresses = [f"{NET}.4.1"]
    ground.start_proxy("proxy2", f"{NET}.4.2", names)
    yield web
    ground.running["proxy2"].stop()
    web.shutdown()
    web.server_close()
    names.close()


@pytest.fixture
def trial(web, ask):
    """Ask the proxy of this trial. Returns how it says the answer came, the text, all headers and the status."""

    def trial(path, **options):
        status, headers, text = ask(path, proxy="proxy2", **options)
        return headers["X-Cache"], text.strip(), headers, status

    web.failing = False
    return trial


def page(folder="/page", **headers) -> str:
    """An address nobody asked for yet, whose answer carries these headers."""
    return f"{folder}?{urlencode({**headers, 'fresh': next(fresh)})}"


def test_what_may_be_kept_is_kept(trial):
    address = page(**PUBLIC)
    first, second = trial(address), trial(address)
    assert (first[0], second[0]) == ("MISS", "HIT")
    assert first[1] == second[1]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "no-cache"},
        {**PUBLIC, "Set-Cookie": "sessionid=secret"},
        {**PUBLIC, "Vary": "*"},
    ],
    ids=str,
)
def test_what_may_not_be_kept_is_asked_for_again(trial, headers):
    address = page(**headers)
    assert trial(address)[1] != trial(address)[1]


@pytest.mark.parametrize("personal", [{"Cookie": "a=b"}, {"Authorization": "Bearer k"}, {"X_API_Key": "k"}], ids=str)
def test_who_says_who_they_are_sees_nothing_kept_and_leaves_nothing(trial, personal):
    address = page(**PUBLIC)
    own = trial(address, **personal)[1]
    common = trial(address)[1]
    assert common != own
    assert trial(address, **personal)[1] not in (own, common)
    assert trial(address)[1] == common


@pytest.mark.parametrize("folder", ["/admin/", "/admin/elections/", "/ru/admin/", "/healthz", "/readyz"])
def test_admin_and_health_are_never_kept(trial, folder):
    address = page(folder, **PUBLIC)
    assert trial(address)[1] != trial(address)[1]


def test_static_files_are_kept_even_for_who_is_signed_in(trial):
    address = page("/static/site.css", **PUBLIC, Vary="Accept-Encoding")
    trial(address)
    assert trial(address, Cookie="sessionid=x", Accept_Encoding="br, gzip")[0] == "HIT"


def test_what_one_reader_has_left_is_told_to_nobody_else(trial):
    limit = {"RateLimit": '"anonymous";r=5;t=3', "RateLimit-Policy": '"anonymous";q=60;w=60'}
    address = page(**PUBLIC, **limit)
    assert trial(address)[2]["RateLimit"] == limit["RateLimit"]
    came, _, headers, _ = trial(address)
    assert came == "HIT" and "RateLimit" not in headers and "RateLimit-Policy" not in headers
    assert trial(page(**{"Cache-Control": "no-store"}, **limit))[2]["RateLimit-Policy"] == limit["RateLimit-Policy"]


def test_an_address_that_is_too_long_is_refused_in_a_sentence(web, ask):
    status, headers, text = ask(f"/api/v1/results?{'a' * 20_000}", proxy="proxy2")
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    assert json.loads(text)["code"] == "bad_request" and "longer than" in text


def test_one_answer_for_each_value_of_what_vary_names(trial):
    address = page(**PUBLIC, Vary="Accept-Language")
    kazakh, russian = trial(address, Accept_Language="kk")[1], trial(address, Accept_Language="ru")[1]
    assert kazakh != russian
    assert trial(address, Accept_Language="kk")[1] == kazakh


def test_names_and_schemes_do_not_share(trial):
    address = page(**PUBLIC)
    answers = [
        trial(address),
        trial(address, tls=False),
        trial(address, host="other.example"),
        trial(address, host="record.example:8443"),
    ]
    assert len({answer[1] for answer in answers}) == 4


def test_posts_are_passed_on(trial):
    address = page(**PUBLIC)
    assert trial(address, method="POST")[1] != trial(address, method="POST")[1]


@pytest.mark.parametrize("folder", ["/observers/reports/new/", "/ru/observers/reports/filed/3/"])
def test_pictures_of_a_phone_reach_the_form_of_observers_and_no_log_names_a_query(trial, ground, folder):
    address = f"{folder}?zq-person=1"
    assert trial(address, method="POST", body=b"0" * 5_000_000)[3] == 200
    log = ground.running["proxy2"].log
    wait(lambda: folder in log.read_text(), "the line of the log")
    assert "zq-person" not in log.read_text()


def test_what_has_run_out_is_checked_by_its_tag_before_it_is_shown(trial, web):
    address = page(**SOON_OVER, ETag='"v1"')
    text = trial(address)[1]
    time.sleep(2.1)
    came, again, headers, _ = trial(address)
    assert (came, again, headers["ETag"]) == ("REVALIDATED", text, '"v1"')
    assert web.questions[-1]["If-None-Match"] == '"v1"'


def test_pages_are_kept_by_what_they_say_of_themselves(trial, web):
    """For some seconds without asking, then by the tag, and while web fails."""
    address = page(**{"Cache-Control": PAGES}, ETag='"v1"')
    assert [trial(address)[0] for _ in range(2)] == ["MISS", "HIT"]
    time.sleep(FOR_PROXIES + 1.1)
    assert trial(address)[0] == "REVALIDATED"
    time.sleep(FOR_PROXIES + 1.1)
    web.failing = True
    assert trial(address)[::3] == ("STALE", 200)


def test_what_has_run_out_and_changed_is_never_shown_again(trial):
    address = page(**SOON_OVER)
    old = trial(address)[1]
    time.sleep(2.1)
    came, new, *_ = trial(address)
    assert came == "EXPIRED"
    assert new != old


def test_a_reader_who_has_it_is_told_so(trial):
    address = page(**PUBLIC, ETag='"v1"')
    trial(address)
    came, text, _, status = trial(address, If_None_Match='"v1"')
    assert (came, text, status) == ("HIT", "", 304)


def test_while_web_fails_the_last_good_answer_is_shown(trial, web):
    address = page(**SOON_OVER)
    good = trial(address)[1]
    time.sleep(2.1)
    web.failing = True
    came, text, _, status = trial(address)
    assert (came, text, status) == ("STALE", good, 200)


def test_while_web_is_away_the_last_good_answer_is_shown(trial, web):
    """The socket is closed, so nobody answers at that address at all."""
    address = page(**SOON_OVER)
    good = trial(address)[1]
    time.sleep(2.1)
    web.socket.close()
    try:
        shown, never_seen = trial(address), trial(page(**PUBLIC))
        of_api = trial(page("/api/v1/results", **PUBLIC))
    finally:
        open_again(web)
    assert shown[:2] == ("STALE", good)
    assert never_seen[3] == 503
    assert "try again in a minute" in never_seen[1]
    assert never_seen[2]["Retry-After"] == "30"
    assert (of_api[3], of_api[2]["Content-Type"], of_api[2]["Retry-After"]) == (503, "application/problem+json", "30")
    assert CODES[json.loads(of_api[1])["code"]][0] == 503


def open_again(web):
    web.shutdown()
    web.socket = type(web.socket)(web.address_family, web.socket_type)
    web.server_bind()
    web.server_activate()
    threading.Thread(target=web.serve_forever, daemon=True).start()


def test_many_who_ask_at_once_are_one_question_to_web(trial, web):
    address = page(**PUBLIC, seconds="0.5")
    before = len(web.questions)
    with ThreadPoolExecutor(8) as readers:
        texts = set(readers.map(lambda _: trial(address)[1], range(8)))
    assert len(texts) == 1
    assert len(web.questions) == before + 1


def test_what_a_reader_forges_goes_no_further(trial, web):
    forged = {"X_Forwarded_Host": "evil.example", "X_Real_IP": "192.0.2.66", "Forwarded": "for=192.0.2.66"}
    trial(page(), X_Forwarded_For="192.0.2.66", X_Forwarded_Proto="http", X_Forwarded_Port="1", **forged)
    seen = {name.lower(): value for name, value in web.questions[-1].items()}
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert not {"x-forwarded-host", "x-forwarded-port", "x-real-ip", "forwarded"} & seen.keys()


def test_answers_are_compressed_here_with_a_tag_of_their_own(trial, web):
    address = page(**PUBLIC, ETag='"v1"', **{"Content-Type": "application/json"})
    _, _, headers, _ = trial(address, Accept_Encoding="gzip")
    assert (headers["Content-Encoding"], headers["ETag"]) == ("gzip", 'W/"v1"')
    assert "Accept-Encoding" in headers["Vary"]
    assert trial(address)[2]["ETag"] == '"v1"'
    assert "Accept-Encoding" not in web.questions[-1]
