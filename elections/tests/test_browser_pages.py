"""The first pages in Chromium: the switch of themes, the keyboard, narrow screens, small numbers, print."""

import pytest
from django.core.management import call_command
from django.db.models import Count

from elections.models import Election
from elections.tests.conftest import FACT_BASE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("committed_record")]

LONGEST = "/elections/kg-2020-jogorku-kenesh/"
SHEETS = (
    *(
        "/",
        "/elections/",
        "/elections/kz-2015-president/",
        "/countries/",
        "/countries/KG/",
        "/areas/KG-C/",
        "/parties/",
    ),
    *("/parties/kz-otan/", "/explore/", "/explore/?country=KZ&measure=turnout&view=table", "/sources/", "/methods/"),
    *(
        "/observers/",
        "/observers/findings/",
        "/observers/recommendations/",
        "/observers/missions/",
        "/data/dictionary/",
    ),
)
COLOUR = "getComputedStyle(document.body).backgroundColor"
DARK, LIGHT = "rgb(22, 24, 27)", "rgb(251, 250, 247)"
WITHIN_SCREEN = "document.documentElement.scrollWidth <= innerWidth"


@pytest.fixture
def committed_record():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_reading_on_a_phone_by_keyboard_and_in_print(page):
    """One load of the record for all that is tried here: it takes seconds."""
    follows_the_system_until_switched(page)
    fits_narrow_screens(page)
    is_reached_by_keyboard(page)
    opens_everything_in_print(page)
    fits_on_paper(page)
    keeps_to_the_sheet(page)
    copies_the_citation(page)
    keeps_small_numbers_reachable(page)


def follows_the_system_until_switched(page):
    page.emulate_media(color_scheme="dark")
    page.goto("/")
    assert page.evaluate(COLOUR) == DARK
    page.get_by_role("button", name="Show the light theme").click()
    assert page.evaluate(COLOUR) == LIGHT
    page.goto(LONGEST)
    assert page.evaluate(COLOUR) == LIGHT
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.get_by_role("button", name="Show the dark theme").click()
    page.emulate_media(color_scheme="light")
    page.reload()
    assert page.evaluate(COLOUR) == DARK
    page.evaluate("localStorage.clear()")
    page.reload()
    assert page.evaluate(COLOUR) == LIGHT


def fits_narrow_screens(page):
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        for address in ("/", LONGEST, "/elections/kz-2012-mazhilis/", "/elections/kg-2007-referendum/"):
            page.goto(address)
            assert page.evaluate(WITHIN_SCREEN), f"{address} at {width} px"
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/elections/kz-2012-mazhilis/")
    table = page.locator("#results .scroll").first
    name = table.locator("tbody th").first
    before = name.bounding_box()["x"]
    table.evaluate("region => region.scrollLeft = 300")
    assert table.evaluate("region => region.scrollLeft") == 300
    assert name.bounding_box()["x"] == before, "the first column stays"


def is_reached_by_keyboard(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/elections/kz-2012-mazhilis/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the content"
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px", page.evaluate("document.activeElement.outerHTML")
        seen.append(page.evaluate("document.activeElement.getAttribute('role')"))
    assert "region" in seen, "a wide table can be scrolled by keyboard"


def opens_everything_in_print(page):
    page.goto(LONGEST)
    hidden = page.locator("#arithmetic details table").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert hidden.is_visible()
    assert not page.locator(".mast nav").first.is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(COLOUR) == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen", color_scheme="light")
    assert not hidden.is_visible()


def fits_on_paper(page):
    """The bars are those of a page, smaller, and names keep whole."""
    size = page.viewport_size
    page.set_viewport_size({"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for address in ("/ru/elections/kz-2021-mazhilis/", "/elections/kz-2012-mazhilis/"):
        page.goto(address)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    names = page.locator("table.pivot tbody th").first
    assert names.bounding_box()["width"] > 80, "names are not broken letter by letter"
    plots = page.locator("#results .plot")
    assert plots.first.is_visible() and "for-page" in plots.first.get_attribute("class")
    page.emulate_media(media="screen")
    page.set_viewport_size(size)


def keeps_to_the_sheet(page):
    """Nothing is wider than an A4 sheet within its margins: the fullest elections in Russian, and each kind of page."""
    size = page.viewport_size
    page.set_viewport_size({"width": 718, "height": 1123})
    page.emulate_media(media="print")
    fullest = Election.objects.annotate(claims=Count("contenders__results")).order_by("-claims", "pk")[:20]
    elections = [f"/ru/elections/{each.pk}/" for each in fullest]
    for address in (*elections, *SHEETS, *(f"/ru{each}" for each in SHEETS)):
        page.goto(address)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("document.documentElement.scrollWidth") <= 718, address
    page.emulate_media(media="screen")
    page.set_viewport_size(size)


def copies_the_citation(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/elections/kz-2012-mazhilis/")
    page.get_by_role("button", name="Copy the citation").click()
    page.get_by_role("status").get_by_text("Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Saylau: Kazakhstan: Mazhilis election")


def keeps_small_numbers_reachable(page):
    page.goto("/elections/kz-2012-mazhilis/")
    reference = page.locator(".standfirst .ref").first
    assert reference.get_attribute("aria-label").startswith("source ")
    reference.click()
    assert page.url.endswith("#s1")
    assert page.locator("#s1").is_visible()
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(each => each.innerText)"
        ".map(each => parseFloat(getComputedStyle(each).fontSize)))"
    )
    assert smallest >= 11.5, "only the numbers of sources are smaller than 13 px"
