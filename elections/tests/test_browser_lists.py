"""Lists, search and explanations in Chromium: narrow screens, keyboard, without scripts, one filter to its file."""

import csv
import io

import pytest
from django.core.management import call_command

from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_record")]

PAGES = (
    "/elections/",
    "/elections/?country=KG&contested=yes",
    "/elections/?search=atlantis",
    "/elections/?page=9",
    "/sources/",
    "/sources/kg-kloop-precincts-2020-10-29/",
    "/search/?q=Nazarbaev",
    "/methods/",
    "/about/",
    "/data/dictionary/",
)


@pytest.fixture
def committed_record():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_finding_filtering_and_taking_away(page, browser):
    """One load of the record for all that is tried here: it takes seconds."""
    fits_narrow_screens(page)
    filters_by_keyboard(page)
    finds_in_another_script(page)
    works_without_scripts(page, browser)
    file_has_the_rows_shown(page)


def fits_narrow_screens(page):
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for address in (each for each in PAGES if "page=9" not in each):
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width} px"


def filters_by_keyboard(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/elections/")
    page.get_by_label("Kazakhstan").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement.closest('.chip')).outlineWidth") == "3px"
    page.get_by_label("Kazakhstan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**country=KZ**")
    assert page.locator("#list").inner_text().startswith("8 elections")
    page.get_by_role("link", name="Largest spread").click()
    assert page.locator("th[aria-sort]").inner_text().startswith("Largest spread")
    page.go_back()
    assert page.locator("th[aria-sort]").inner_text().startswith("Date")


def finds_in_another_script(page):
    page.goto("/methods/")
    page.get_by_role("searchbox").fill("Тұяқбай")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert page.locator("#contenders b").first.inner_text() == "Zharmakhan Tuyakbay"


def works_without_scripts(page, browser):
    context = browser.new_context(base_url=page.url.split("/search/")[0], java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/elections/")
    plain.get_by_label("Referendum").first.check()
    plain.get_by_role("button", name="Show elections").click()
    assert plain.locator("#list").inner_text().startswith("6 elections: kind: referendum")
    context.close()


def file_has_the_rows_shown(page):
    page.goto("/elections/?kind=presidential&country=TJ,TM&ordering=date")
    shown = page.locator("table.elections tbody th a").evaluate_all("links => links.map(a => a.pathname.split('/')[2])")
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename.startswith("saylau-elections-country-tj-country-tm-kind-presidential")
    with open(taken.value.path(), encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(io.StringIO(file.read()))] == shown != []
