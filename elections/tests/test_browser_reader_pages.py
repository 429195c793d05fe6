"""The readers' pages in Chromium: nothing fails to load, and without JavaScript everything is there to read."""

import pytest
from django.core.management import call_command

from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]

PAGES = {
    "/": "",
    "/elections/?country=KZ": "",
    "/elections/kz-2012-mazhilis/": "vote-shares-kz-2012-mazhilis",
    "/elections/kg-2020-jogorku-kenesh/": "",
    "/countries/": "",
    "/countries/KZ/": "party-shares-kz-mazhilis",
    "/areas/KZ-ALA/": "",
    "/parties/?country=KG": "",
    "/parties/kz-otan/": "party-life-kz-otan",
    "/parties/kz-nur-otan/?by=lineage": "",
    "/charts/party-lineage/kz-otan/": "party-lineage-kz-otan",
    "/charts/party-life/kz-otan/embed/": "party-life-kz-otan",
    "/explore/": "",
    "/observers/": "",
    "/sources/?kind=news": "",
    "/sources/kz-iwpr-2005-12/": "",
    "/search/?q=nazarbaev": "",
    "/methods/": "",
    "/about/": "",
    "/data/": "",
    "/data/dictionary/": "",
    "/ru/": "",
    "/ru/parties/kz-otan/": "",
}
LEFT = "ERR_ABORTED"
MISSING = {"/parties/no-such-party/": 404, "/elections/?colour=red": 400}
READ = """() => ({
  headings: document.querySelectorAll('h1').length,
  main: (document.querySelector('main')?.innerText ?? '').trim().length,
  wide: document.documentElement.scrollWidth - innerWidth,
  hidden: [...document.querySelectorAll('button[data-copy], [data-theme-switch]')].filter(each => !each.hidden).length,
  pictures: [...document.querySelectorAll('saylau-chart')].map(each =>
    [...each.querySelectorAll('svg[role=img]')].filter(svg => svg.getBoundingClientRect().width > 200).length),
})"""


@pytest.fixture(autouse=True)
def committed_record():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_every_page_reads_without_javascript_and_asks_for_nothing_that_fails(browser, live_server):
    for scripts in (False, True):
        context = browser.new_context(base_url=live_server.url, java_script_enabled=scripts)
        failed = watch(context, live_server.url)
        context.set_default_timeout(120_000)  # a busy machine is not a fault of the page
        page = context.new_page()
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for address, picture in PAGES.items():
                answer = page.goto(address)
                assert answer.status == 200, address
                holds(page, address, picture, scripts)
        for address, status in MISSING.items():
            answer = page.goto(address)
            assert answer.status == status and page.locator("h1").count() == 1, address
        context.close()
        assert failed == [], failed


def watch(context, site):
    """What fails to load, complains or asks another machine; what the browser gave up as it left does not count."""
    failed = []
    context.on("requestfailed", lambda request: None if LEFT in request.failure else failed.append(request.url))
    context.on("request", lambda request: None if request.url.startswith(site) else failed.append(request.url))
    context.on("response", lambda answer: failed.append(answer.url) if is_wrong(answer) else None)
    context.on("weberror", lambda error: failed.append(str(error.error)))
    return failed


def is_wrong(answer) -> bool:
    return answer.status >= 400 and not any(address.split("?")[0] in answer.url for address in MISSING)


def holds(page, address, picture, scripts):
    found = page.evaluate(READ)
    assert found["headings"] == 1 and found["main"] > 100, (address, found)
    assert found["wide"] <= 0, (address, "wider than the screen", found["wide"])
    assert all(shown == 1 for shown in found["pictures"]), (address, "one drawing of each picture", found["pictures"])
    assert scripts or not found["hidden"], (address, "what only a script can do is shown")
    assert not picture or page.locator(f"#{picture} svg[role=img]:visible").count() == 1, (address, picture)
