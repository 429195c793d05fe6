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


def looked_at(page, name=""):
    """What axe finds on this page, wide and narrow; with GUIDE=1 its picture for the guide."""
    found = []
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if AXE.exists():
            page.evaluate(AXE.read_text())
            found += page.evaluate(FOUND)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is wider than {width}"
    page.set_viewport_size({"width": 1280, "height": 900})
    if name and os.environ.get("GUIDE"):
        GUIDE.mkdir(exist_ok=True)
        page.screenshot(path=GUIDE / f"{name}.png")
    return [f"{page.url}: {each}" for each in found]


def test_a_figure_and_a_file_walk_from_typing_to_readers_and_back(loaded, staff, page, tmp_path):
    staff("entry"), staff("reviewer"), staff("administrator")
    found = []
    sign_in(page, "entry")
    found += looked_at(page)
    page.goto("/admin/elections/result/")
    found += looked_at(page)
    page.goto(address(final()))
    found += looked_at(page, "row")
    page.fill("#row_votes", "5621437")
    page.fill("#id_reason", "The protocol of 17 January prints this number.")
    page.click("form.row .submit button")
    page.wait_for_url("**/changeset/**")
    found += looked_at(page)
    page.click("text=Hand in for review")
    mine = page.url
    page.goto(sheet())
    found += looked_at(page, "sheet")
    page.goto("/admin/elections/upload/add/")
    found += looked_at(page)
    for line, cells in enumerate([{"votes": "1,2"}, {"share_pct": "75,07"}, {"basis": "x"}, {"as_of": "1.1.2012"}], 2):
        loaded.change("results", line, **cells)
    page.set_input_files("[name=file]", loaded.path("results"))
    page.select_option("[name=table]", "results")
    page.click("text=Check the file")
    page.wait_for_selector("text=There are 4 faults")
    found += looked_at(page, "upload")
    sign_in(page, "reviewer")
    page.goto(mine)
    found += looked_at(page, "set")
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
