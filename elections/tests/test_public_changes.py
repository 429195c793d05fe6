"""What readers see of changes: everything published with its reason, and never a draft or a name of the staff."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from elections.datasets.resources import RESOURCES
from elections.importers import changes, record
from elections.importers.publishing import publish
from elections.models import Change, ChangeChannel, Result, Tombstone, Turnout
from elections.views.telling import told
from observers.importers import RECORD

pytestmark = pytest.mark.django_db(transaction=True)

NUR_OTAN = "kz-2012-mazhilis-nur-otan"
DRAFT = "zq-draft-zq"  # stands in every cell of a proposal that a text may stand in
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def corrected(tables, staff):
    """A corrected, a new and a withdrawn row, published; then the client of nobody."""
    tables.load()
    author, reviewer = staff("entry", "zq-author").user, staff("reviewer", "zq-reviewer").user
    row = Result.objects.get(contender=NUR_OTAN, basis="official_final")
    change_set = changes.begin(author, "Votes of Nur Otan", ChangeChannel.FORM, "The protocol prints another number.")
    changes.alter(change_set, record.RESULTS, row.pk, {"votes": "5621437"})
    changes.withdraw(change_set, record.TURNOUT, Turnout.objects.get(as_of_time="10:00").pk)
    changes.add(change_set, record.SOURCES, {"source_id": "new", "publisher": "P", "title": "T <i>", "kind": "news"})
    changes.hand_in(change_set)
    publish(change_set, reviewer, RECORD)
    return author, reviewer


def read(answer):
    """The text of an answer, read to its end, so that its moment ends too."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return content.decode(errors="replace")


def test_the_page_tells_old_and_new_and_why(corrected, client):
    page = client.get("/changes/").content.decode()
    assert "<del>5621436</del> → <ins>5621437</ins>" in page
    assert "The protocol prints another number." in page
    assert page.count("Withdrawn") >= 1 and "Votes of Nur Otan" in page
    own = client.get("/changes/?election=kz-2012-mazhilis").content.decode()
    assert "5621437" in own
    assert "5621437" not in client.get("/changes/?election=kz-2011-president").content.decode()
    assert client.get("/changes/?election=nothing").status_code == 400


def test_page_and_feed_name_what_changed_and_tell_new_and_withdrawn_cells(corrected, client):
    page = unescape(client.get("/changes/").content.decode())
    feed = unescape(unescape(client.get("/changes/feed.atom").content.decode()))  # a text of HTML within XML
    for text in (page, feed):
        assert "Nur Otan" in text and "Kazakhstan, 2012 Mazhilis election" in text and " · final · " in text
        assert NUR_OTAN not in re.sub(r'(href|aria-label)="[^"]*"', "", text)
    assert "publisher: <ins>P</ins>" in page and "publisher: P" in feed
    assert "&lt;i&gt;" in unescape(client.get("/changes/feed.atom").content.decode()), "a reader of the feed sees signs"
    turnout = Tombstone.objects.get(table="turnout")
    gone = next(each for each in Change.objects.filter(kind="withdraw")).before["turnout_pct"]
    assert turnout and f"turnout_pct: <del>{gone}</del>" in page and f"turnout_pct: {gone}" in feed


def test_what_changed_is_linked_to_its_page(corrected, client):
    links = re.findall(r'<th scope="row"><a href="([^"]*)"', client.get("/changes/").content.decode())
    assert sorted(links) == ["/elections/kz-2012-mazhilis/", "/elections/kz-2012-mazhilis/", "/sources/new/"]


def test_filters_say_kinds_and_tables_in_the_words_of_the_page(corrected, client):
    page = unescape(client.get("/ru/changes/").content.decode())
    filters = [
        " ".join(re.sub("<[^>]+>", " ", each).split()) for each in re.findall("<label[^>]*>(.*?)</label>", page, re.S)
    ]
    assert {"Исправлено 1", "Отозвано 1", "Опубликовано 1", "Результаты 1", "Явка 1", "Источники 1"} <= set(filters)
    assert "Результаты ·" in re.sub("<[^>]+>", "", page)


def test_names_are_asked_for_once(corrected, client, django_assert_max_num_queries):
    change = Change.objects.get(kind="alter")
    with django_assert_max_num_queries(4):
        assert len(told([change] * 40)) == 40


def test_before_any_change_it_says_so_and_lists_the_loads(tables, client):
    tables.load()
    page = client.get("/changes/").content.decode()
    assert "Nothing was changed yet." in page and "Take one of the filters away" not in page
    assert "nothing to choose" not in page and "results.csv" in page
    assert "Take one of the filters away" in client.get("/changes/?kind=add").content.decode()


def test_the_api_and_files_give_the_same_rows(corrected, client):
    rows = client.get("/api/v1/changes").json()
    found = next(value for value in rows.values() if isinstance(value, list) and value and "kind" in value[0])
    assert {row["kind"] for row in found} == {"add", "alter", "withdraw"}
    altered = next(row for row in found if row["kind"] == "alter")
    assert (altered["before"]["votes"], altered["after"]["votes"]) == ("5621436", "5621437")
    assert altered["election"] == "kz-2012-mazhilis" and altered["reason"] == "The protocol prints another number."
    assert "5621437" in read(client.get("/changes.csv"))


def test_the_api_gives_changes_page_by_page_and_back(corrected, client):
    """By each order: also the one by the moment of publication, which all changes of a set share."""
    for ordering in ("-published_at", "published_at", "table", "id"):
        there, at = [], f"/api/v1/changes?page_size=1&ordering={ordering}"
        while at:
            page = client.get(at).json()
            there.append(page["results"][0]["id"])
            at, last = page["next"], page
        assert len(there) == len(set(there)) == 3
        assert client.get(last["previous"]).json()["results"][0]["id"] == there[1]


def test_the_feed_is_atom_and_speaks_in_sentences(corrected, client):
    answer = client.get("/changes/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    (entry,) = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Votes of Nur Otan"
    assert "votes: 5621436 → 5621437" in entry.find(f"{ATOM}summary").text


def test_a_correction_is_on_every_page_and_answer_at_once(corrected, client):
    for path in ("/elections/kz-2012-mazhilis/", "/api/v1/results?election=kz-2012-mazhilis", "/results.json"):
        answer = client.get(path)
        assert "5621437" in read(answer).replace(",", "").replace("\u202f", ""), path


def test_a_withdrawn_row_is_gone_with_a_link_to_all_that_it_was(corrected, client, staff):
    author, reviewer = corrected
    change_set = changes.begin(author, "Twice", ChangeChannel.FORM, "Entered twice.")
    changes.withdraw(change_set, record.SOURCES, "new", successor="cec")
    changes.hand_in(change_set)
    publish(change_set, reviewer, RECORD)
    for path, history in (("/sources/new/", "/changes/sources/new/"), ("/ru/sources/new/", "/ru/changes/sources/new/")):
        answer = client.get(path)
        assert answer.status_code == 410 and f'href="{history}"' in answer.content.decode()
        page = client.get(history).content.decode()
        assert "Entered twice." in page and "Votes of Nur Otan" in page
        assert author.username not in page and reviewer.username not in page
    gone = client.get("/api/v1/sources/new")
    assert gone.status_code == 410 and gone["Content-Type"] == "application/problem+json"
    assert gone.json()["history"] == "http://testserver/changes/sources/new/"
    stone = Tombstone.objects.get(table="turnout")
    gone = client.get(f"/api/v1/turnout/{stone.row_id}").json()
    page = client.get(gone["history"]).content.decode()
    assert "<del>14.3</del>" in page and "withdrawn" in page


def test_every_row_has_a_history_with_differences_and_nothing_else_has(corrected, client):
    row = Result.objects.get(contender=NUR_OTAN, basis="official_final")
    page = client.get(f"/changes/results/{row.pk}/").content.decode()
    assert "<del>5621436</del>" in page and "<ins>5621437</ins>" in page and "results.csv" in page
    for table in RECORD:
        pk = table.model.objects.values_list("pk", flat=True).first()
        if pk is not None:
            assert client.get(f"/changes/{table.name}/{pk}/").status_code == 200, table.name
    for path in ("results/0", "results/x", "nothing/1", "auth_user/1", "results/" + "9" * 40, "results/a%00b"):
        assert client.get(f"/changes/{path}/").status_code == 404, path


def test_an_annulment_is_called_so(tables, staff, client):
    tables.load()
    author, reviewer = staff("entry").user, staff("reviewer").user
    change_set = changes.begin(author, "The court", ChangeChannel.FORM, "The court's ruling.")
    event = {"election_id": "kz-2012-mazhilis", "event": "annulled", "date": "2012-02-01", "source_ids": "cec"}
    changes.add(change_set, record.ELECTION_EVENTS, event)
    changes.hand_in(change_set)
    publish(change_set, reviewer, RECORD)
    assert "Annulment published: Events of elections" in read(client.get("/changes/feed.atom"))


def everything(client):
    """(address, text) of public pages, files, lists of the API, and counts."""
    pages = [
        "/",
        "/elections/",
        "/elections/kz-2012-mazhilis/",
        "/sources/",
        "/parties/",
        "/changes/",
        "/changes/feed.atom",
    ]
    pages += ["/countries/KZ/", "/data/", "/explore/", f"/search/?q={DRAFT}", "/sitemap.xml", "/sources/cec/"]
    pages += [f"/api/v1/{name}" for name in RESOURCES] + [f"/api/v1/search?q={DRAFT}"]
    pages += [reverse(f"{name}-file", args=[form]) for name in RESOURCES for form in ("json", "csv")]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        yield path, read(answer)


def test_no_address_shows_a_trace_of_a_draft_or_of_the_staff(corrected, client):
    author, reviewer = corrected
    before = dict(everything(client))
    change_set = changes.begin(author, f"{DRAFT} title", ChangeChannel.FORM, f"{DRAFT} reason")
    row = Result.objects.get(contender=NUR_OTAN, basis="official_final")
    changes.alter(change_set, record.RESULTS, row.pk, {"note": DRAFT, "claimant": DRAFT})
    changes.add(change_set, record.SOURCES, {"source_id": DRAFT, "publisher": DRAFT, "title": DRAFT, "kind": "news"})
    changes.add(
        change_set,
        record.PARTIES,
        {"party_id": DRAFT, "country": "KZ", "name": DRAFT, "alignment": "unknown", "source_ids": DRAFT},
    )
    changes.withdraw(change_set, record.ELECTION_EVENTS, row.contender.election.events.first().pk)
    changes.hand_in(change_set)
    for path, text in everything(client):
        asked = path.endswith(DRAFT)
        assert text.count(DRAFT) == before[path].count(DRAFT), path
        assert asked or DRAFT not in text, path
        assert author.username not in text and reviewer.username not in text, path
    for path in (f"/sources/{DRAFT}/", f"/parties/{DRAFT}/", f"/api/v1/sources/{DRAFT}"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/changes").json()["count"] == 3
