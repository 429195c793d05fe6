"""The sheet for one election: what is typed becomes changes of one draft, cell by cell."""

import pytest

from elections.models import ChangeSet, Result
from elections.tests.test_staff import NUR_OTAN, final, typed

PASTE = """text => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.activeElement.dispatchEvent(paste);
}"""

pytestmark = pytest.mark.django_db

PATH = "/admin/grid/kz-2012-mazhilis/"
HEAD = {
    "measure": "votes",
    "part": "",
    "source_id": "cec",
    "basis": "official_final",
    "claimant": "",
    "as_of": "2012-01-17",
    "as_of_time": "close",
    "share_of": "",
    "places": "all",
}
AK_ZHOL = "kz-2012-mazhilis-ak-zhol"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


def sheet(**head):
    query = "&".join(f"{name}={value}" for name, value in {**HEAD, **head}.items())
    return f"{PATH}?{query}"


def shown(client, path):
    found = client.get(path).context["sheet"]
    return {cell.name: cell.value for _, row in [*found.rows, (None, found.total)] for cell in row}


def test_a_sheet_shows_what_is_published_and_regions_before_the_country(loaded, staff):
    entry = staff("entry")
    found = entry.get(sheet()).context["sheet"]
    assert "KZ-ALA" in [area.pk for area, _ in found.rows] and found.country.pk == "KZ"
    assert shown(entry, sheet())[f"KZ|{NUR_OTAN}"] == "5621436"


def test_what_is_typed_joins_one_draft_and_survives(loaded, staff):
    entry = staff("entry")
    path = sheet()
    entry.post(path, {**shown(entry, path), f"KZ|{NUR_OTAN}": "5621437", f"KZ-ALA|{AK_ZHOL}": "0"})
    change_set = ChangeSet.objects.get()
    assert {(each.kind, each.values["votes"]) for each in change_set.changes.all()} == {
        ("alter", "5621437"),
        ("add", "0"),
    }
    assert shown(entry, path)[f"KZ-ALA|{AK_ZHOL}"] == "0"
    assert final().votes == 5621436
    entry.post(path, {**shown(entry, path), f"KZ|{NUR_OTAN}": "5621436", f"KZ-ALA|{AK_ZHOL}": "7"})
    assert [each.values["votes"] for each in change_set.changes.all()] == ["7"]
    entry.post(path, {**shown(entry, path), f"KZ-ALA|{AK_ZHOL}": ""})
    assert change_set.changes.count() == 0


def test_a_figure_that_is_none_is_marked_at_its_cell(loaded, staff):
    entry = staff("entry")
    answer = entry.post(sheet(), {**shown(entry, sheet()), f"KZ|{NUR_OTAN}": "5,621"})
    assert "write thousands without a separator" in answer.content.decode()
    assert not ChangeSet.objects.exists()


def test_seats_and_shares_join_the_row_of_the_votes(loaded, staff):
    entry = staff("entry")
    path = sheet(measure="share_pct", share_of="valid")
    entry.post(path, {**shown(entry, path), f"KZ|{NUR_OTAN}": "81.0"})
    change = ChangeSet.objects.get().changes.get()
    assert (change.values["votes"], change.values["share_pct"], change.values["share_of"]) == (
        "5621436",
        "81.0",
        "valid",
    )


def test_voters_and_ballots_of_the_places_are_typed_alike(loaded, staff):
    entry, reviewer = staff("entry"), staff("reviewer")
    path = sheet(measure="turnout")
    answer = entry.post(
        path, {**shown(entry, path), "KZ-ALA|cast": "123456", "KZ-ALA|registered": "200000", "done": "1"}
    )
    entry.post(answer.url, {"action": "hand_in", "reason": "The commission's table."})
    reviewer.post(answer.url, {"action": "approve"})
    assert shown(entry, path)["KZ-ALA|cast"] == "123456"
    entry.post(path, {**shown(entry, path), "KZ-ALA|cast": "", "KZ-ALA|registered": ""})
    assert ChangeSet.objects.filter(state="draft").get().changes.get().kind == "withdraw"


def test_a_sheet_is_for_those_who_propose(loaded, staff):
    assert staff("viewer").get(PATH).status_code == 403
    assert staff("entry").get("/admin/grid/kz-1999-nothing/").status_code == 404
    assert staff("entry", "other").get(sheet(source_id="nobody")).context["sheet"] is None
    assert Result.objects.exists()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_keys_move_blocks_are_pasted_and_sums_stand_beside_the_totals(loaded, staff, page):
    staff("entry")
    page.goto("/admin/login/")
    page.fill("[name=username]", "entry")
    page.fill("[name=password]", "x")
    page.click("[type=submit]")
    page.goto(sheet())
    first = page.locator(".grid tbody input").first
    first.focus()
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.name")
    assert second != first.get_attribute("name") and second.endswith(first.get_attribute("name").split("|")[1])
    page.evaluate(PASTE, "1\t2\n30\t40\n")
    sums = page.locator("tr.sum output").all_text_contents()
    assert {text.split(" ")[0] for text in sums} >= {"31", "42"}
    page.goto("/admin/")
    page.goto(sheet())
    assert page.locator("tr.sum output").all_text_contents() == sums, "what was typed survives a closed tab"
    page.click("text=Keep and go to the set")
    page.wait_for_url("**/changeset/**")
    assert ChangeSet.objects.get().changes.count() == 4


NEW_ELECTION = {
    "election_id": "kz-2021-mazhilis",
    "country": "KZ",
    "date": "2021-01-10",
    "kind": "parliamentary",
    "name": "Election to the Mazhilis",
    "system": "proportional",
    "body": "Mazhilis",
}
NEW_SOURCE = {
    "new-publisher": "CEC",
    "new-title": "Протокол",
    "new-language": "ru",
    "new-published": "2021-01-12",
    "new-kind": "electoral_commission",
}


def test_an_election_is_typed_from_nothing_in_one_set(loaded, staff, client):
    entry, reviewer = staff("entry"), staff("reviewer")
    answer = typed(entry, "/admin/elections/election/add/", **NEW_ELECTION, **NEW_SOURCE)
    assert answer.status_code == 302, answer.context["form"].errors
    change_set = ChangeSet.objects.get()
    source = change_set.changes.get(table="sources").row_id
    path = f"/admin/grid/kz-2021-mazhilis/?change_set={change_set.pk}"
    assert path in entry.get(answer.url).content.decode()
    page = entry.get(path)
    assert page.status_code == 200 and "selected>party list</option>" in page.content.decode()
    names = "Nur Otan\r\nАк жол\r\n\r\nNur Otan\r\n"
    entry.post(path, {"contenders": names, "kind": "party_list"})
    assert [each.row_id for each in change_set.changes.filter(table="contenders")] == [
        "kz-2021-mazhilis-nur-otan",
        "kz-2021-mazhilis-ak-zhol",
    ]
    found = entry.get("/admin/find/elections.source/?q=Протокол").json()["found"]
    assert [each["id"] for each in found] == [source]
    areas = entry.get("/admin/find/elections.area/?q=almaty&election_id=kz-2021-mazhilis").json()["found"]
    assert "KZ-ALA" in [each["id"] for each in areas]
    path += f"&measure=votes&part=&source_id={source}&basis=official_final&claimant=&as_of=2021-01-12&places=all"
    cells = {
        "KZ|kz-2021-mazhilis-nur-otan": "5148074",
        "KZ|kz-2021-mazhilis-ak-zhol": "792828",
        "KZ-ALA|kz-2021-mazhilis-nur-otan": "100",
    }
    entry.post(path, {**shown(entry, path), **cells})
    assert cells.items() <= shown(entry, path).items()
    turnout = path.replace("measure=votes", "measure=turnout&as_of_time=close")
    answer = entry.post(turnout, {**shown(entry, turnout), "KZ|cast": "7511115", "done": "1"})
    assert ChangeSet.objects.count() == 1, "one set has all of it"
    entry.post(answer.url, {"action": "hand_in", "reason": "The commission's protocol."})
    reviewer.post(answer.url, {"action": "approve"})
    change_set.refresh_from_db()
    assert change_set.state == "published"
    page = client.get("/elections/kz-2021-mazhilis/").content.decode()
    assert "5,148,074" in page and "Ак жол" in page


def test_a_sheet_of_somebody_elses_proposal_does_not_open(loaded, staff):
    entry, other = staff("entry"), staff("entry", "other")
    typed(entry, "/admin/elections/election/add/", **NEW_ELECTION, **NEW_SOURCE)
    path = f"/admin/grid/kz-2021-mazhilis/?change_set={ChangeSet.objects.get().pk}"
    assert other.get(path).status_code == 404
    assert other.get("/admin/find/elections.source/?q=Протокол").json()["found"] == []
    for number in ("0", "x", "9" * 30, "²"):
        assert entry.get(f"{PATH}?change_set={number}").status_code == 200
