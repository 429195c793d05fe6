"""Every kind of page at two widths, light and dark: axe-core finds nothing, the browser neither, none is too wide."""

import pytest
from django.conf import settings
from django.core.management import call_command

from conftest import CI
from elections.tests.conftest import FACT_BASE
from elections.tests.test_machines import page_routes
from elections.tests.test_site_links import shape_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]

AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
PAGES = [
    "/",
    "/elections/",
    "/elections/kz-2012-mazhilis/",
    "/elections/kg-2020-jogorku-kenesh/",
    "/elections/kg-2007-referendum/",
    "/countries/",
    "/countries/KG/?annulled=yes",
    "/areas/KG-GB/",
    "/parties/",
    "/parties/kz-adilet/?by=lineage",
    "/data/",
    "/observers/",
    "/observers/?country=KG&spread=differ",
    "/observers/missions/",
    "/observers/missions/kz-2005-president-ieom/",
    "/observers/reports/",
    "/observers/organisations/",
    "/observers/organisations/osce-odihr/",
    "/observers/findings/?country=KG&severity=serious",
    "/observers/findings/categories/",
    "/observers/findings/ballot-box-stuffing/",
    "/observers/recommendations/",
    "/ru/observers/",
    "/ru/observers/recommendations/",
    "/explore/",
    "/explore/?measure=share&election=kz-2012-mazhilis&election=kg-2020-jogorku-kenesh",
    "/explore/?level=regions&view=map",
    "/charts/latest-turnout/all/",
    "/charts/findings-by-year/all/",
    "/charts/latest-turnout/all/embed/",
    "/sources/",
    "/sources/kz-enwiki-2012-old/",
    "/changes/",
    "/changes/parties/kz-adilet/",
    "/search/?q=nazarbayev",
    "/methods/",
    "/about/",
    "/data/dictionary/",
    "/data/api/",
    "/api/v1/docs/",
    "/observers/reports/uz-2021-president-final/",
    "/ru/",
    "/ru/elections/kg-2020-jogorku-kenesh/",
    "/ru/search/?q=zzzz",
]
REFUSED = [
    "/elections/no-such-election/",
    "/elections/?colour=red",
    "/explore/?measure=nothing",
    "/explore/?measure=seats&level=regions",
    "/search/?x=1",
]
# Files; and what only observers see, tried with their filing.
LEFT_OUT = {"picture-figure", "picture-file", "changes-feed", "election-citation"}
LEFT_OUT |= {"observers-new-report", "observers-filed", "observers-filed-report", "observers-filed-file"}
VIEWER = "/api/v1/docs/"  # drawn by a script from the description
TAGS = "{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}"
LOOK = """async () => (await axe.run(document, {runOnly: %s})).violations.map(
    each => `${each.id} (${each.help}): ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`)"""
FOUND, COLOURS = LOOK % TAGS, LOOK % "['color-contrast']"
LOOKS = ((1280, "light", FOUND), (1280, "dark", COLOURS), (320, "dark", FOUND), (320, "light", COLOURS))


def test_every_page_is_looked_at():
    assert {shape_of(address)[0] for address in PAGES} == set(page_routes()) - LEFT_OUT


@pytest.fixture
def watched(browser, live_server):
    """A page of a browser on the whole record, and the list of what is wrong, which must stay empty."""
    if not AXE.exists() and not CI:
        pytest.skip("NOT CHECKED: axe-core is missing; npm ci --ignore-scripts installs it")
    call_command("load_tables", *FACT_BASE, verbosity=0)
    context, found = browser.new_context(base_url=live_server.url, reduced_motion="reduce"), []
    page = context.new_page()
    watch(page, live_server.url, found)
    yield page, found
    context.close()


def look(page, name, looks, found):
    """Let axe look at what is shown, at each width and theme."""
    page.evaluate(AXE.read_text())  # not a script of the page: its policy would refuse one
    for width, scheme, looked_for in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{name} {scheme} {width}: {each}" for each in page.evaluate(looked_for)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name} {scheme} {width}: wider than the screen")


def test_axe_finds_nothing(watched):
    page, found = watched
    for address in [*PAGES, *REFUSED]:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        if address == VIEWER:
            page.locator("#api-viewer .opblock-tag").first.wait_for()
        look(page, address, LOOKS, found)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_an_open_operation_of_the_viewer(watched):
    """Swagger UI names no field of its own and draws its words too pale: css/api.css and js/api-docs.js mend that."""
    page, found = watched
    page.goto(VIEWER)
    page.locator("#operations-tag-results, [data-tag=results]").first.click()
    page.locator(".opblock-summary-control").first.click()
    page.locator(".execute").click()
    page.locator(".live-responses-table").wait_for()
    assert '"results"' in page.locator(".live-responses-table").inner_text()
    look(page, VIEWER, ((1280, "light", FOUND), (320, "dark", FOUND)), found)
    assert not found, "\n".join(found)


def watch(page, site, found):
    """Keep what the browser complains of, what fails to load, and what is asked of others."""
    page.on("console", lambda told: told.type in ("error", "warning") and said(told, found))
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: found.append(f"{page.url}: {request.url} failed"))
    page.on("request", lambda asked: asked.url.startswith((site, "data:")) or found.append(f"asked {asked.url}"))


def said(told, found):
    """The browser reports a refused address of ours as an error of its own: that alone is meant."""
    where = told.location["url"]
    if not any(where.endswith(address) for address in REFUSED):
        found.append(f"{where}: {told.text}")
