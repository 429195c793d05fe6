"""axe-core over the readers' pages, in light and dark, at two widths: it must find nothing, and none is too wide."""

import pytest
from django.conf import settings
from django.core.management import call_command

from conftest import CI
from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

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
    "/explore/?measure=seats&level=regions",
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
    "/elections/no-such-election/",
]
FOUND = """async () => (await axe.run(document, {runOnly: {type: 'tag', values: [
    'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}})).violations.map(
    each => `${each.id} (${each.help}): ${each.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | ')}`)"""


def test_axe_finds_nothing(browser, live_server):
    if not AXE.exists() and not CI:
        pytest.skip("NOT CHECKED: axe-core is missing; npm ci --ignore-scripts installs it")
    call_command("load_tables", *FACT_BASE, verbosity=0)
    context, found = browser.new_context(base_url=live_server.url), {}
    page = context.new_page()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for address in PAGES:
                page.goto(address)
                page.evaluate(AXE.read_text())  # not a script of the page: its policy would refuse one
                if violations := page.evaluate(FOUND):
                    found[f"{address} {scheme} {width}"] = violations
                if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found[f"{address} {scheme} {width} width"] = ["wider than the screen"]
    context.close()
    assert not found, "\n" + "\n".join(f"{where}: {each}" for where, what in found.items() for each in what)
