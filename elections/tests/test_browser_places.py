"""Pages of countries and areas in Chromium: the switches, narrow screens, without scripts, by keyboard."""

import pytest
from django.core.management import call_command

from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WITHIN_SCREEN = "document.documentElement.scrollWidth <= innerWidth"


def test_reading_a_country_and_its_regions(page, browser, live_server):
    """One load of the record for all that is tried here: it takes seconds."""
    call_command("load_tables", *FACT_BASE, verbosity=0)
    switches_by_keyboard_and_back(page)
    fits_narrow_screens(page)
    reads_without_scripts(browser, live_server)


def switches_by_keyboard_and_back(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/countries/KG/")
    assert not page.locator("#shares .for-page").first.get_by_text("Birimdik").count()
    page.get_by_role("link", name="Include 1 annulled").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/KG/?annulled=yes#trends")
    assert page.locator("#shares .for-page").first.get_by_text("Birimdik").count() == 1
    page.get_by_role("link", name="By name").click()
    page.wait_for_url("**/countries/KG/?by=name&annulled=yes#shares")
    page.go_back()
    page.wait_for_url("**/countries/KG/?annulled=yes#trends")
    page.locator("#regions").get_by_role("link", name="Bishkek").click()
    page.wait_for_url("**/areas/KG-GB/")
    assert page.get_by_role("heading", level=1).inner_text() == "Bishkek"


def fits_narrow_screens(page):
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for address in ("/countries/", "/countries/KG/?annulled=yes", "/countries/TJ/", "/areas/KG-GB/"):
            page.goto(address)
            assert page.evaluate(WITHIN_SCREEN), f"{address} at {width} px"


def reads_without_scripts(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/countries/KZ/")
    assert page.locator("#turnout .for-page svg").first.is_visible()
    page.locator("#turnout > details summary").click()
    assert page.get_by_text("at most 60").first.is_visible()
    context.close()
