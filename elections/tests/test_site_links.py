"""Every link of the site from the first page on leads somewhere: no address of ours answers 404 or 500.

Of pages of one shape (one route, with parameters of the same names) the first few are visited; the address of every
other one must at least be a route's, and its row must be in the record.
"""

from collections import Counter, defaultdict, deque
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.apps import apps
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from elections.models import Area, Contender, Election, Party, Source
from elections.tests.asked_of_pages import faults_of
from elections.tests.markup import Page
from elections.views.pictures import CHARTS

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]  # some hundred pages
VISITED = 2  # pages of one shape; in another language one is enough
# Where the walk begins: the first page, and pages that show everything there is.
STARTS = (
    "/",
    "/elections/kz-2012-mazhilis/",
    "/elections/kg-2020-jogorku-kenesh/",
    "/parties/kz-otan/",
    "/countries/KZ/",
)
ATTRIBUTES = {"href", "src", "action"}
ELSEWHERE = ("/admin/", "/static/", "/api/")
ROWS = {
    "election": Election,
    "party": Party,
    "source": Source,
    "country": Area,
    "area": Area,
}


def links_of(shown: Page) -> set[str]:
    found = {each.attributes.get(name) for each in shown.elements for name in ATTRIBUTES}
    return {link for link in found if link and link.startswith(("/", "#", "?"))}


def landmarks_of(shown: Page) -> list[str]:
    """The names of the landmarks that are told apart by nothing but their names: regions, navigations, complements."""
    by_id = {each.attributes["id"]: each.text for each in shown.elements if "id" in each.attributes}
    found = []
    for each in shown.elements:
        named = each.attributes.get("aria-labelledby", "").split()
        name = " ".join(by_id.get(one, "") for one in named) or each.attributes.get("aria-label", "")
        kind = "region" if each.tag == "section" and name else each.attributes.get("role") or each.tag
        if kind in {"region", "nav", "aside"}:
            found.append(f"{kind} “{name}”")
    return found


def shape_of(address: str) -> tuple:
    """The route, its kind of picture, the language, and the names of the parameters."""
    parts = urlsplit(address)
    language = "ru" if parts.path.startswith("/ru/") else "en"
    with translation.override(language):
        found = resolve(unquote(parts.path))
    return (found.url_name or "", found.kwargs.get("kind", ""), language, tuple(sorted(parse_qs(parts.query))))


class Crawl:
    """Walks the site from one address, and keeps what every link led to."""

    def __init__(self):
        self.client = Client(raise_request_exception=False)
        self.waiting: deque[tuple[str, str]] = deque()
        self.seen: set[str] = set()
        self.visited: Counter = Counter()
        self.anchors: dict[str, set[str]] = {}
        self.pointed: dict[tuple[str, str], str] = {}
        self.rows: dict[str, dict[str, str]] = defaultdict(dict)
        self.wrong: list[str] = []
        self.alike: dict[str, list[str]] = {}  # the landmarks of a page that have a name twice
        self.faults: dict[str, list[str]] = {}  # what a page lacks of what is asked of every page

    def walk(self, *starts: str) -> None:
        for start in starts:
            self.note(start, "")
        while self.waiting:
            self.visit(*self.waiting.popleft())

    def note(self, link: str, of: str) -> None:
        """Queue a link if its page is new and few of its shape were visited; in any case remember where it points."""
        address, _, anchor = link.partition("#")
        if address.startswith("?") or not address:
            address = urlsplit(of).path + address if address else of
        if address.startswith(ELSEWHERE):
            return
        if anchor:
            self.pointed.setdefault((address, anchor), of)
        if address in self.seen:
            return
        self.seen.add(address)
        try:
            shape = shape_of(address)
        except Resolver404:
            self.wrong.append(f"{address} (from {of}) is no address of the site")
            return
        with translation.override("ru" if address.startswith("/ru/") else "en"):
            found = resolve(unquote(urlsplit(address).path))
        if found.url_name in ROWS or found.url_name.startswith("observers"):
            self.rows[found.url_name].update(dict.fromkeys(map(str, found.kwargs.values()), of))
        if self.visited[shape] < (1 if "ru" in shape else VISITED) or not of:
            self.visited[shape] += 1
            self.waiting.append((address, of))

    def visit(self, address: str, of: str) -> None:
        answer = self.client.get(address, follow=False)
        body = answer.getvalue()
        if answer.status_code in (301, 302):
            self.note(answer.headers["Location"], address)
        elif answer.status_code != 200:
            self.wrong.append(f"{address} (from {of}) answers {answer.status_code}")
        elif answer.headers["Content-Type"].startswith("text/html"):
            shown = Page(body.decode())
            if twice := [name for name, times in Counter(landmarks_of(shown)).items() if times > 1]:
                self.alike[address] = twice
            if faults := faults_of(shown, address, answer.headers["Content-Security-Policy"]):
                self.faults[address] = faults
            self.anchors[address] = {each.attributes["id"] for each in shown.elements if "id" in each.attributes}
            for link in sorted(links_of(shown)):
                self.note(link, address)


@pytest.fixture(scope="class")
def crawled(record):
    crawl = Crawl()
    crawl.walk(*STARTS)
    return crawl


class TestLinks:
    def test_every_link_leads_somewhere(self, crawled):
        assert crawled.wrong == []

    def test_no_page_has_two_landmarks_of_one_name(self, crawled):
        """Who jumps from landmark to landmark by a screen reader must be able to tell them apart."""
        assert crawled.alike == {}

    def test_every_page_has_what_is_asked_of_all(self, crawled):
        """Headings in order, captions, scopes, names, nothing inline, the policy, the language kept, errors told."""
        assert crawled.faults == {}

    def test_every_row_that_is_linked_is_in_the_record(self, crawled):
        for route, model in ROWS.items():
            known = set(model.objects.values_list("pk", flat=True))
            missing = {key: of for key, of in crawled.rows[route].items() if key not in known}
            assert crawled.rows[route] and not missing, (route, missing)

    def test_every_anchor_is_on_its_page(self, crawled):
        missing = {
            f"{address}#{anchor}": of
            for (address, anchor), of in crawled.pointed.items()
            if address in crawled.anchors and anchor not in crawled.anchors[address]
        }
        assert missing == {}

    def test_every_page_of_the_record_is_linked(self, crawled):
        """All parties, elections and sources that have rows can be reached without a search."""
        assert set(crawled.rows["election"]) == set(Election.objects.values_list("pk", flat=True))
        stood = set(Contender.objects.exclude(party=None).values_list("party", flat=True))
        assert len(stood & set(crawled.rows["party"])) > 20

    def test_pictures_of_every_page_are_linked(self, crawled):
        kinds = {kind for route, kind, _language, _names in crawled.visited if route.startswith("picture")}
        assert {"vote-shares", "seats", "party-life", "party-lineage", "party-results", "party-shares"} <= kinds
        assert kinds <= set(CHARTS)

    def test_the_walk_saw_all_reader_pages(self, crawled):
        routes = {route for route, *_ in crawled.visited}
        pages = {"home", "elections", "parties", "countries", "sources", "explore", "methods", "about", "data"}
        assert pages | set(ROWS) | {"dictionary", "search", "package"} <= routes
        if apps.is_installed("observers"):
            assert any("observers" in route or "mission" in route for route in routes)
