"""What is published is at once on every page, picture, file and answer that shows it, however warm the caches are."""

import html
import io
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from elections.datasets.resources import RESOURCES
from elections.importers import changes, package, record
from elections.importers.publishing import publish
from elections.models import ChangeChannel, Result
from elections.tests.markup import Page
from observers.importers import RECORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

NUR_OTAN, AK_ZHOL = "kz-2012-mazhilis-nur-otan", "kz-2012-mazhilis-ak-zhol"
STARTS = (
    "/",
    "/elections/",
    "/elections/kz-2012-mazhilis/",
    "/countries/KZ/",
    "/parties/kz-nur-otan/",
    "/sources/cec/",
    "/explore/",
    "/explore/?measure=votes&election=kz-2012-mazhilis",
    "/changes/",
    "/data/",
    "/ru/elections/kz-2012-mazhilis/",
)
ELSEWHERE = ("/static/", "/admin/", "/api/v1/docs")
BY_HAND = ("/sitemap.xml", "/robots.txt", "/changes/feed.atom", "/search/?q=mazhilis", "/api/v1/search?q=mazhilis")
SAYS_WHAT_WAS = ("/changes", "/ru/changes", "/api/v1/changes")  # pages that tell of changes tell the old figures too
SEPARATED = re.compile("(?<=\\d)[,\u202f\u00a0\u2009 ](?=\\d{3})")


@pytest.fixture
def site(tables, staff, settings, tmp_path):
    """A small record, its answers kept; the author and the reviewer."""
    settings.ANSWERS_KEPT, settings.PACKAGES = 3_600, tmp_path / "packages"
    tables.load()
    return staff("entry", "zq-author").user, staff("reviewer", "zq-reviewer").user


def addresses(client) -> list[str]:
    """Every address that the starting pages name, with all files, pictures and answers of the API."""
    found = dict.fromkeys((*STARTS, *BY_HAND))
    for start in STARTS:
        answer = client.get(start)
        assert answer.status_code == 200, start
        for element in Page(answer.content.decode()).elements:
            for name, value in element.attributes.items():
                if (name in ("href", "src") or name.startswith("data-")) and value and value.startswith("/"):
                    found[value.partition("#")[0]] = None
    for name in RESOURCES:
        found[f"/api/v1/{name}"] = None
        found |= dict.fromkeys(reverse(f"{name}-file", args=[form]) for form in ("json", "csv", "xlsx"))
    found["/explore.csv"] = found["/explore.json"] = None
    return [each for each in found if not each.startswith(ELSEWHERE) and ".zip" not in each]


def text_of(answer) -> str:
    """All text of an answer, numbers without their separators; of a workbook that of its parts."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(part) for part in archive.namelist() if not part.startswith("docProps"))
    return SEPARATED.sub("", html.unescape(content.decode(errors="replace")))


def read(client, paths) -> dict[str, str]:
    found = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code in (200, 301, 302, 404, 410), (path, answer.status_code)
        found[path] = text_of(answer) if answer.status_code == 200 else ""
    return found


def differing(some: dict[str, str], others: dict[str, str]) -> list[str]:
    return [path for path in some if some[path] != others[path]]


def says(text: str, figure: str) -> bool:
    return re.search(rf"(?<![\d.]){figure}(?![\d.])", text) is not None


def in_review(author, make):
    change_set = changes.begin(author, "zq-title", ChangeChannel.FORM, "As the protocol prints it.")
    make(change_set)
    changes.hand_in(change_set)
    return change_set


def kinds(paths) -> set[str]:
    """What kinds of address these are: page, api, and the endings of files."""
    found = set()
    for path in paths:
        name = urlsplit(path).path
        ending = name.rpartition(".")[2] if "." in name else "page"
        found.add("api" if name.startswith("/api/") else f"picture {ending}" if name.startswith("/charts/") else ending)
    return found


def test_what_is_published_is_everywhere_at_once(site, client):
    author, reviewer = site
    paths = addresses(client)
    before = read(client, paths)
    assert differing(read(client, paths), before) == [], "asked again, answers are the same"

    def correct(change_set):
        row = Result.objects.get(contender=NUR_OTAN, basis="official_final", area="KZ")
        changes.alter(change_set, record.RESULTS, row.pk, {"votes": "4444444", "share_pct": "71.23"})
        gone = Result.objects.get(contender=AK_ZHOL, basis="official_final", area="KZ")
        changes.withdraw(change_set, record.RESULTS, gone.pk)

    publish(in_review(author, correct), reviewer, RECORD)
    after = read(client, paths)
    for old, new in (("5621436", "4444444"), ("518405", "")):
        told = {path for path in paths if says(before[path], old) and not path.startswith(SAYS_WHAT_WAS)}
        assert {"page", "api", "csv", "json", "xlsx", "picture csv"} <= kinds(told), kinds(told)
        assert [path for path in told if says(after[path], old)] == []
        assert [path for path in told if new and not says(after[path], new)] == []
    shares = {path for path in paths if re.search(r"80[.,]99", before[path]) and not path.startswith(SAYS_WHAT_WAS)}
    assert {"page", "picture svg", "picture json"} <= kinds(shares), kinds(shares)
    assert [path for path in shares if re.search(r"80[.,]99", after[path])] == []


def test_a_new_row_is_everywhere_at_once(site, client):
    author, reviewer = site
    paths = addresses(client)
    before = read(client, paths)
    new = {
        "election_id": "kz-2012-mazhilis",
        "basis": "official_final",
        "source_id": "cec",
        "as_of": "2012-03-01",
    }

    def add(change_set):
        """A newer claim of the same source for each contender: it is what is shown first from then on."""
        for contender, votes, share in ((NUR_OTAN, "4444444", "71.23"), (AK_ZHOL, "333333", "9.87")):
            row = {"contender_id": contender, "votes": votes, "share_pct": share, "share_of": "valid", "seats": "1"}
            changes.add(change_set, record.RESULTS, {**new, **row})

    publish(in_review(author, add), reviewer, RECORD)
    after = read(client, paths)
    shown = [path for path in paths if says(after[path], "4444444") and not path.startswith(SAYS_WHAT_WAS)]
    assert not [path for path in paths if says(before[path], "4444444")]
    assert {"page", "api", "csv", "json", "xlsx", "picture csv", "picture json"} <= kinds(shown), kinds(shown)
    listed = [path for path in paths if says(before[path], "5621436") and not path.startswith(SAYS_WHAT_WAS)]
    silent = [path for path in listed if not says(after[path], "4444444")]
    assert not silent, silent
    told = [path for path in paths if path.startswith(SAYS_WHAT_WAS) and says(after[path], "2012-03-01")]
    assert {"page", "api", "atom"} <= kinds(told), kinds(told)


def test_no_address_file_picture_or_count_knows_of_a_draft(site, client, settings):
    author, reviewer = site
    paths = addresses(client)
    before = read(client, paths)

    def propose(change_set):
        row = Result.objects.get(contender=NUR_OTAN, basis="official_final", area="KZ")
        changes.alter(change_set, record.RESULTS, row.pk, {"votes": "4444444", "note": "zq-note"})
        source = {"source_id": "zq-source", "publisher": "zq-publisher", "title": "zq-title", "kind": "news"}
        changes.add(change_set, record.SOURCES, source)
        changes.withdraw(change_set, record.ELECTION_EVENTS, row.contender.election.events.first().pk)

    change_set = in_review(author, propose)
    assert differing(read(client, paths), before) == []
    changes.send_back(change_set, reviewer, "zq-mend")
    assert differing(read(client, paths), before) == []
    for made in settings.PACKAGES.glob("*.zip"):
        made.unlink()
    package.make(settings.PACKAGES, RECORD)
    with zipfile.ZipFile(next(settings.PACKAGES.glob("*.zip"))) as archive:
        text = b"\n".join(archive.read(part) for part in archive.namelist()).decode(errors="replace")
    assert "5621436" in text and "4444444" not in text and "zq-" not in text
    assert "Nothing in the record" in client.get("/search/?q=zq-title").content.decode()
    for path in ("/sources/zq-source/", "/api/v1/sources/zq-source", "/changes/sources/zq-source/"):
        assert client.get(path).status_code == 404
