"""The pages in a real browser: nothing asked of anyone else, no complaint, nothing wider than the screen."""

import pytest
from django.core.management import call_command

from config.run import ADMIN, FACT_BASE, renew_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ["/", "/elections/kz-2015-president/", "/elections/kg-2020-jogorku-kenesh/"]


@pytest.fixture
def fact_base():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_pages_load_alone_and_fit(fact_base, page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for address in PAGES:
                assert page.goto(address).status == 200, address
                excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert excess <= 0, f"{address} is {excess} px too wide at {width} px, {scheme}"
                assert page.locator("h1").count() >= 1


def test_pages_read_without_scripts(fact_base, browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    links = page.locator("a[href^='/elections/']")
    assert links.count() > 50
    links.first.click()
    assert page.locator("table").count() >= 1
    context.close()


def test_an_administrator_signs_in(page):
    page.goto("/admin/")
    page.fill("input[name=username]", ADMIN)
    page.fill("input[name=password]", renew_password())
    page.click("input[type=submit]")
    page.wait_for_url("**/admin/")
    assert page.locator("#user-tools").inner_text().upper().startswith("WELCOME")
