"""The staff's path in a browser, role by role; axe-core finds nothing on it. GUIDE=1 makes the guide's pictures."""

import os

import pytest
from django.conf import settings

from elections.models import ChangeSet, Result
from elections.tests.test_browser_axe import AXE, FOUND
from elections.tests.test_grid import sheet
from elections.tests.test_staff import NUR_OTAN, address, final

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GUIDE = settings.BASE_DIR / "docs/guide"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


def sign_in(page, name):
    page.context.clear_cookies()
    page.goto("/admin/login/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "x")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")


def looked_at(page, name="", *shows):
    """What axe finds on this page, wide and narrow. With a name its picture is one of the guide's, and shows all that
    it is to show, from the first of the selectors on; GUIDE=1 takes it."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if AXE.exists():
            page.evaluate(AXE.read_text())
            found += page.evaluate(FOUND)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than {width}"
    page.set_viewport_size({"width": 1280, "height": 900})
    if name:
        page.locator(shows[0]).first.evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 20)")
        for selector in shows:
            element = page.locator(selector).first
            box = element.bounding_box()
            assert box and box["y"] >= 0 and box["y"] + box["height"] <= 900, f"{name}.png does not show {selector}"
            said = element.evaluate("element => element.value || element.textContent")
            assert said.strip(" \n–"), f"{selector} is empty in {name}.png"
        if os.environ.get("GUIDE"):
            page.screenshot(path=GUIDE / f"{name}.png")
        page.evaluate("scrollTo(0, 0)")
    return [f"{page.url}: {each}" for each in found]


def pasted(page, selector, text):
    """Paste what a spreadsheet puts on the clipboard into a cell of the sheet."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator(selector).press("Control+v")


def test_a_figure_and_a_file_walk_from_typing_to_readers_and_back(loaded, staff, page, tmp_path):
    staff("entry"), staff("reviewer"), staff("administrator")
    found = []
    sign_in(page, "entry")
    found += looked_at(page)
    page.goto("/admin/elections/result/")
    found += looked_at(page)
    page.goto(address(final()))
    found += looked_at(page, "row", "#header", "#row_votes", "#row_source_id")
    page.fill("#row_votes", "5621437")
    page.fill("#id_reason", "The protocol of 17 January prints this number.")
    page.click("form.row .submit button")
    page.wait_for_url("**/changeset/**")
    found += looked_at(page)
    page.click("text=Hand in for review")
    mine = page.url
    page.goto(sheet())
    pasted(page, f"[name='KZ-AKM|{NUR_OTAN}']", f"{5621436 - 16 * 300_000}\n" + "300\u00a0000\n" * 15)
    page.fill(f"[name='KZ-x-abroad|{NUR_OTAN}']", "299 999")
    page.press(f"[name='KZ-x-abroad|{NUR_OTAN}']", "Tab")
    assert page.input_value(f"[name='KZ-x-abroad|{NUR_OTAN}']") == "299999", "blanks between thousands go"
    last = "td:nth-child(4)"
    found += looked_at(
        page, "sheet", ".sheet", f"[name='KZ-ALA|{NUR_OTAN}']", f".sum {last} output", f".residual {last}"
    )
    page.goto("/admin/elections/upload/add/")
    found += looked_at(page)
    for line, cells in enumerate([{"votes": "1,2"}, {"share_pct": "75,07"}, {"basis": "x"}, {"as_of": "1.1.2012"}], 2):
        loaded.change("results", line, **cells)
    page.set_input_files("[name=file]", loaded.path("results"))
    page.select_option("[name=table]", "results")
    page.click("text=Check the file")
    page.wait_for_selector("text=There are 4 faults")
    found += looked_at(page)
    sign_in(page, "reviewer")
    page.goto(mine)
    found += looked_at(
        page, "set", "#header", ".change ins", ".rivals", "text=Approve and publish", "[value=send_back]"
    )
    page.click("text=Approve and publish")
    page.wait_for_selector(".state.published")
    assert Result.objects.get(pk=final().pk).votes == 5621437
    page.goto(address(final(), "history"))
    found += looked_at(page)
    page.goto("/changes/")
    assert "5621437" in page.content()
    found += looked_at(page)
    page.goto(mine)
    page.fill("#why", "It was another protocol.")
    page.click("text=Propose to roll it back")
    page.click("text=Hand in for review")
    sign_in(page, "administrator")
    page.goto("/admin/auth/user/add/")
    found += looked_at(page)
    page.goto(f"/admin/elections/changeset/{ChangeSet.objects.latest('pk').pk}/change/")
    page.click("text=Approve and publish")
    page.wait_for_selector(".state.published")
    assert Result.objects.get(contender=NUR_OTAN, basis="official_final").votes == 5621436
    assert not found, "\n".join(found)


def test_a_late_answer_opens_no_list_over_the_next_field(loaded, staff, page):
    """A search that is answered after one has gone on, by Tab or Escape, shows nothing any more; a prompt one does."""
    staff("entry")
    sign_in(page, "entry")
    page.goto(address(final()))
    lists = page.locator(".saylau-found:not([hidden])")
    page.fill("#row_source_id", "cec")
    lists.wait_for()
    page.keyboard.press("Escape")
    held = []
    for away, text in (("Tab", "ce"), ("Escape", "cec")):
        page.route("**/find/**", lambda route: held.append(route), times=1)
        with page.expect_request("**/find/**"):
            page.fill("#row_source_id", text)
        page.locator("#row_source_id").press(away)
        page.wait_for_timeout(300)
        with page.expect_response("**/find/**") as answer:
            held.pop().continue_()
        assert answer.value.ok  # what it offers nobody reads any more, so that its body cannot be asked for
        page.wait_for_timeout(300)
        assert lists.count() == 0, f"{away} was pressed before the answer came"


TEN_FAULTS = [
    {"votes": "1,2"},
    {"share_pct": "75,07"},
    {"basis": "rumour"},
    {"as_of": "1.1.2012"},
    {"source_id": "nobody"},
    {"contender_id": "kz-2012-mazhilis-nobody"},
    {"election_id": "kz-2012"},
    {"qualifier": "perhaps"},
]


def with_ten_faults(loaded):
    """The results with ten faults of different kinds; the same file mended, and with one other figure."""
    whole = loaded.rows("results")
    mended = [{**whole[0], "votes": "5621439"}, *whole[1:]]
    rows = [{**(whole[place % len(whole)]), **wrong} for place, wrong in enumerate(TEN_FAULTS)]
    loaded.write("results", [*rows, {**whole[0], "note": "=1+1"}, whole[1], whole[1]])
    faulty = loaded.path("results").read_bytes()
    loaded.write("results", mended)
    return faulty, loaded.path("results").read_bytes()


def handed_in(page, reason):
    page.fill("#reason", reason)
    page.click("text=Hand in for review")
    page.wait_for_selector(".state.in_review")
    return page.url


def approved(page, address, name="reviewer"):
    sign_in(page, name)
    page.goto(address)
    page.click("text=Approve and publish")
    page.wait_for_selector(".state.published")


def test_an_election_from_nothing_and_a_file_with_ten_faults_reach_readers_and_are_taken_back(loaded, staff, page):
    staff("entry"), staff("reviewer"), staff("editor")
    sign_in(page, "entry")
    page.goto("/admin/elections/election/add/")
    new = {
        "country": "KZ",
        "date": "2021-01-10",
        "name": "Election to the Mazhilis",
        "body": "Mazhilis",
        "source_ids": "cec",
    }
    for name, text in new.items():
        page.fill(f"#row_{name}", text)
        page.keyboard.press("Escape")
    page.select_option("#row_kind", "parliamentary")
    page.select_option("#row_system", "proportional")
    page.click("form.row > .submit button")
    page.wait_for_url("**/changeset/**")
    page.click("text=Type its contenders and figures into a sheet")
    page.fill("#contenders", "Nur Otan\nAk Zhol")
    found = looked_at(page, "election", "#header", "#contenders", "text=Add them to the set")
    page.click("text=Add them to the set")
    page.fill("#id_source_id", "cec")
    page.keyboard.press("Escape")
    page.select_option("#id_basis", "official_final")
    page.fill("#id_as_of", "2021-01-12")
    page.click("text=Open the sheet")
    page.fill("[name='KZ|kz-2021-mazhilis-nur-otan']", "5148074")
    page.fill("[name='KZ|kz-2021-mazhilis-ak-zhol']", "792828")
    found += looked_at(page)
    page.click("text=Keep and go to the set")
    page.wait_for_url("**/changeset/**")
    election = handed_in(page, "The commission's protocol.")
    faulty, mended = with_ten_faults(loaded)
    page.goto("/admin/elections/upload/add/")
    page.set_input_files("[name=file]", {"name": "results.csv", "mimeType": "text/csv", "buffer": faulty})
    page.select_option("[name=table]", "results")
    page.click("text=Check the file")
    page.wait_for_selector("text=There are 10 faults")
    found += looked_at(
        page,
        "upload",
        "#header",
        "text=There are 10 faults",
        ".faultlist tbody tr:last-child",
        "text=Download the file",
    )
    page.goto("/admin/elections/upload/add/")
    page.set_input_files("[name=file]", {"name": "results.csv", "mimeType": "text/csv", "buffer": mended})
    page.select_option("[name=table]", "results")
    page.click("text=Check the file")
    page.wait_for_selector("text=Hand in 1 change")
    found += looked_at(page, "preview", "#header", "text=Hand in 1 change", ".rows ins")
    page.fill("#reason", "Another protocol.")
    page.click("text=Hand in 1 change")
    page.click("aside >> text=results.csv")
    file = page.url
    approved(page, election)
    approved(page, file)
    page.goto("/elections/kz-2021-mazhilis/")
    assert "5,148,074" in page.content() and "792,828" in page.content()
    assert page.request.get("/api/v1/results?election=kz-2021-mazhilis").json()["count"] == 2
    assert "5,621,439" in page.request.get("/elections/kz-2012-mazhilis/").text()
    sign_in(page, "entry")
    page.goto("/admin/elections/result/?contender__election__id__exact=kz-2021-mazhilis&q=nur")
    page.click("#result_list tbody th a")
    page.fill("#row_votes", "5148075")
    page.click("form.row > .submit button")
    page.wait_for_url("**/changeset/**")
    correction = handed_in(page, "A slip in copying.")
    approved(page, correction)
    page.goto("/changes/")
    assert "5148075" in page.content() and "A slip in copying." in page.content()
    page.goto(election)
    page.fill("#why", "It was a test.")
    page.click("text=Propose to roll it back")
    page.wait_for_url(lambda address: address != election)
    back = handed_in(page, "It was a test.")
    approved(page, back, "editor")
    gone = page.request.get("/elections/kz-2021-mazhilis/")
    assert gone.status == 410 and "/changes/elections/kz-2021-mazhilis/" in gone.text()
    page.goto("/changes/elections/kz-2021-mazhilis/")
    assert "The commission's protocol." in page.inner_text("main")
    found += looked_at(page)
    assert not found, "\n".join(found)
