"""Explore in Chromium: in place and by plain form, back and forward, by keyboard, with every address its own state."""

import csv
import io

import pytest
from django.core.management import call_command

from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_record")]

FOCUSED = "document.activeElement.id"
ADDRESSES = (
    "/explore/",
    "/explore/?measure=share&basis=all&view=table",
    "/explore/?level=regions&view=map",
    "/explore/?measure=share&election=kz-2012-mazhilis&election=kg-2020-jogorku-kenesh&election=uz-2021-president",
    "/explore/?country=TM&kind=referendum",
    "/ru/explore/?measure=winners_margin",
)


@pytest.fixture
def committed_record():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_exploring(page, browser):
    """One load of the record for all that is tried here: it takes seconds."""
    fits_narrow_screens(page)
    changes_in_place(page)
    goes_back_and_forward(page)
    lays_elections_side_by_side(page)
    goes_by_keyboard(page)
    takes_the_same_rows_away(page)
    visits_plainly_where_a_fetch_fails(page, browser)
    works_without_scripts(page, browser)


def fits_narrow_screens(page):
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for address in ADDRESSES:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width} px"


def changes_in_place(page):
    """The document stays, the address and the title follow, the focus stays where it was, the count is said."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/explore/")
    page.evaluate("window.stayed = true; window.said = document.querySelector('#x-count')")
    page.locator("#x-measure").focus()
    page.locator("#x-measure").select_option("share")
    page.wait_for_url("**/explore/?measure=share")
    assert page.evaluate(FOCUSED) == "x-measure" and "share" in page.title()
    page.get_by_label("Kazakhstan").check()
    page.wait_for_url("**/explore/?measure=share&country=KZ")
    page.locator("#x-contenders").select_option("all")
    page.wait_for_url("**contenders=all&country=KZ")
    page.get_by_label("Parliamentary").check()
    page.wait_for_url("**contenders=all&country=KZ&kind=parliamentary")
    page.wait_for_selector("saylau-chart svg")
    assert page.locator("#x-count").inner_text().startswith("4 votes, 25 figures")
    assert page.evaluate("window.stayed && window.said === document.querySelector('#x-count')")
    assert page.locator("#x-address").inner_text() in page.url
    assert page.get_by_role("button", name="PNG").count() == 1  # what came in place can be taken away too
    assert page.get_by_role("button", name="Copy as API call").is_visible()


def wait(page, selector):
    """For a state of the form; its policy forbids the other way of waiting, a script from a text."""
    page.wait_for_selector(selector, state="attached")


def goes_back_and_forward(page):
    page.go_back()
    wait(page, "#x-kind-parliamentary:not(:checked)")
    page.go_back()
    wait(page, "#x-contenders [value=first]:checked")
    page.go_back()
    wait(page, "#x-country-KZ:not(:checked)")
    assert page.url.endswith("/explore/?measure=share")
    page.go_forward()
    wait(page, "#x-country-KZ:checked")
    page.locator("#x-measure").select_option("turnout")
    page.wait_for_url("**/explore/?country=KZ")
    assert page.evaluate("window.stayed"), "one of the states was a visit"


def lays_elections_side_by_side(page):
    page.get_by_text("Lay elections side by side").click()
    page.locator("#x-election-1").select_option("kz-2012-mazhilis")
    page.wait_for_url("**election=kz-2012-mazhilis")
    page.locator("#x-election-2").select_option("kz-2016-mazhilis")
    page.wait_for_url("**election=kz-2016-mazhilis")
    page.locator("#x-measure").select_option("share")
    page.wait_for_selector("table.compared")
    assert page.locator("table.compared tbody tr").first.inner_text().endswith("+1.21 points")
    assert page.locator("#x-chosen").get_attribute("open") is not None


def goes_by_keyboard(page):
    """From the form to the view, its table and a refusal's way out, with Tab, Space and Enter alone."""
    page.goto("/explore/")
    page.locator("#x-country-KZ").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**country=KZ")
    assert page.evaluate(FOCUSED) == "x-country-KZ"
    page.locator("#x-view-2").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**view=table")
    assert page.evaluate(FOCUSED) == "x-view-2"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def takes_the_same_rows_away(page):
    shown = page.locator("table.explored tbody th a").evaluate_all("links => links.map(link => link.pathname)")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert [f"/elections/{row['election']}/" for row in rows] == shown and len(rows) == 8


def visits_plainly_where_a_fetch_fails(page, browser):
    """Without an answer to the script the address is visited as any other is."""
    context = browser.new_context(base_url=page.url.split("/explore/")[0])
    other = context.new_page()
    other.goto("/explore/")
    other.evaluate("window.stayed = true; window.fetch = () => Promise.reject(new TypeError('no network')); true")
    other.locator("#x-measure").select_option("seats")
    other.wait_for_url("**measure=seats**")
    wait(other, "#x-measure [value=seats]:checked")
    assert not other.evaluate("window.stayed"), "the page was not visited anew"
    context.close()


def works_without_scripts(page, browser):
    context = browser.new_context(base_url=page.url.split("/explore/")[0], java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/explore/")
    assert plain.locator("saylau-chart svg").first.is_visible()
    plain.locator("#x-measure").select_option("seats")
    plain.get_by_label("Uzbekistan").check()
    plain.get_by_role("button", name="Show").click()
    assert plain.locator("#x-measure").input_value() == "seats" and plain.locator("#x-country-UZ").is_checked()
    plain.goto("/explore/")
    plain.get_by_label("Uzbekistan").check()
    plain.get_by_role("button", name="Show").click()
    plain.go_back()
    assert not plain.locator("#x-country-UZ").is_checked(), "the form says what the address says, not what was clicked"
    plain.goto("/explore/?measure=seats&level=regions&country=UZ")
    plain.get_by_role("link", name="level=country").click()
    assert plain.url.endswith("/explore/?measure=seats&country=UZ&level=country")
    context.close()
