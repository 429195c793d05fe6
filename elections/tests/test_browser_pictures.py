"""Plotly takes a picture over on the site itself, under its policy: in place, in every theme, or not at all."""

import csv

import pytest
from django.core.management import call_command

from elections.tests.conftest import FACT_BASE
from elections.views.pictures import CHARTS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("committed_record"),
    pytest.mark.timeout(900),
]

PICTURES = (  # one of every kind, and each way that a kind is drawn
    "/charts/vote-shares/kz-2012-mazhilis/",
    "/charts/vote-shares/kg-2020-jogorku-kenesh/",
    "/charts/seats/kz-2012-mazhilis/embed/",
    "/charts/turnout-by-region/kz-2012-mazhilis/",
    "/charts/turnout-by-region/kz-2012-mazhilis/?view=tiles",
    "/charts/turnout-through-the-day/kz-2021-mazhilis/",
    "/charts/turnout-claims/kz-2005-president/",
    "/charts/timeline-of-votes/all/",
    "/charts/turnout-over-time/all/",
    "/charts/latest-turnout/all/",
    "/charts/first-place-over-time/all/",
    "/charts/contested/all/",
    "/charts/party-shares/KZ/?office=mazhilis",
    "/charts/country-turnout/KG/?annulled=yes",
    "/charts/area-turnout/KZ-ALA/",
    "/charts/indicators/KG/",
    "/charts/regional-turnout/KZ/",
    "/charts/party-life/kz-otan/",
    "/charts/party-lineage/kz-otan/",
    "/charts/party-results/kz-ak-zhol/?office=mazhilis",
    "/charts/verdicts-by-family/all/",
    "/charts/stage-assessments/all/",
    "/charts/findings-by-year/all/",
    "/charts/findings-by-region/KZ/",
    "/charts/explore/seats/",
    "/charts/explore/turnout/?level=regions&view=map",
    "/charts/explore/share/?election=kz-2012-mazhilis&election=kz-2016-mazhilis",
)
READ = """(root) => {
  const plot = [...document.querySelectorAll('.plot')].find(each => each.getClientRects().length);
  const whole = plot.getBoundingClientRect(), part = plot.querySelector(root), is_ours = root === 'svg';
  const box = (each) => { const own = each.getBoundingClientRect();
    return [own.x - whole.x, own.y - whole.y, own.width, own.height]; };
  const mark = (each) => { const [x, y, width, height] = box(each), {fill, stroke} = getComputedStyle(each);
    return {at: [x + width / 2, y + height / 2], fill, stroke}; };
  const words = [...part.querySelectorAll('text')].flatMap(text => {
    const lines = text.querySelectorAll('tspan.line');
    return (lines.length ? [...lines] : text.querySelector('tspan') ? [...text.querySelectorAll('tspan')] : [text])
      .map(line => line.textContent.trim()).filter(Boolean);
  });
  const marks = [...part.querySelectorAll(is_ours ? 'path[transform]' : '.scatterlayer .point')].map(mark);
  const bars = [...part.querySelectorAll(is_ours ? 'rect' : '.barlayer .point path')].map(box);
  return {words: words.sort(), marks, bars};
}"""

FOCUSED = """(selector) => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const seen = one.closest('.chip') ?? one;
  return {is_it: one.matches(selector), words: one.innerText ?? '', html: one.outerHTML.slice(0, 200),
    outline: getComputedStyle(seen).outlineWidth,
    is_on_screen: box.bottom > 0 && box.top < innerHeight && box.width > 0};
}"""


@pytest.fixture
def committed_record():
    call_command("load_tables", *FACT_BASE, verbosity=0)


def test_plotly_takes_over(page, browser):
    """One load of the record for all that is tried here: it takes seconds."""
    in_place(page)
    with_the_theme(page)
    at_another_width(page)
    by_keyboard(page)
    as_png(page)
    not_at_all_where_a_fetch_fails(page, browser)
    from_home_to_the_same_rows(page)
    the_same_by_keyboard_alone(page)


def from_home_to_the_same_rows(page):
    """Home, an election, its bars by another basis, the rows taken away: they are those of the picture."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/")
    page.get_by_role("link", name="2012 Mazhilis election").first.click()
    page.wait_for_url("**/elections/kz-2012-mazhilis/**")
    page.locator("nav.views").first.get_by_role("link", name="exit poll").click()
    page.wait_for_url("**basis=exit_poll**")
    figure = page.locator("#vote-shares-kz-2012-mazhilis-exit-poll")
    with page.expect_download() as waiting:
        figure.get_by_role("link", name="CSV").click()
    with open(waiting.value.path(), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [row["share_pct"] for row in rows if row["is_shown_first"] == "true"]
    assert shown and {row["basis"] for row in rows if row["is_shown_first"] == "true"} == {"exit_poll"}
    bars = figure.locator(".for-page text").all_text_contents()
    assert all(any(share in words for words in bars) for share in shown)
    page.go_back()
    page.wait_for_function("!location.search")


def the_same_by_keyboard_alone(page):
    """The same way with Tab, Enter, letters and arrows: what has the focus is seen, and marks are read out."""
    page.goto("/")
    tab_to(page, "a[href='/elections/']", "Elections")
    page.keyboard.press("Enter")
    page.wait_for_url("**/elections/")
    tab_to(page, "#f-search")
    page.keyboard.type("mazhilis 2012")
    page.keyboard.press("Enter")
    page.wait_for_url("**search=mazhilis**")
    tab_to(page, "table.elections th a[href^='/elections/kz-2012-mazhilis/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/elections/kz-2012-mazhilis/**")
    tab_to(page, "#results nav.views a", "exit poll")
    page.keyboard.press("Enter")
    page.wait_for_url("**basis=exit_poll**")
    tab_to(page, "#vote-shares-kz-2012-mazhilis-exit-poll saylau-chart")
    page.wait_for_selector("#vote-shares-kz-2012-mazhilis-exit-poll .plot.taken")
    page.keyboard.press("ArrowRight")
    assert "Nur Otan" in page.locator("#vote-shares-kz-2012-mazhilis-exit-poll [role=status]").first.inner_text()
    tab_to(page, "#vote-shares-kz-2012-mazhilis-exit-poll .carry a", "CSV")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    with open(waiting.value.path(), encoding="utf-8", newline="") as file:
        assert {row["basis"] for row in csv.DictReader(file) if row["is_shown_first"] == "true"} == {"exit_poll"}


def tab_to(page, selector, words=""):
    """Press Tab until this has the focus; whatever has it on the way shows so."""
    for _ in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED, selector)
        assert found["outline"] == "3px" and found["is_on_screen"], found
        if found["is_it"] and words in found["words"]:
            return
    raise AssertionError(f"no Tab reaches {selector} {words}")


def taken_over(page, address):
    page.goto(address)
    page.locator("saylau-chart").first.hover()
    page.wait_for_selector(".plot.taken")


def in_place(page):
    """Of every kind of picture: the same words, marks, bars and colours in the same places, and nothing below moves."""
    assert {address.split("/")[2] for address in PICTURES} == set(CHARTS)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PICTURES:
            page.goto(address)
            ours = page.evaluate(READ, "svg")
            height = page.evaluate("document.documentElement.scrollHeight")
            taken_over(page, address)
            theirs = page.evaluate(READ, ".over")
            assert page.evaluate("document.documentElement.scrollHeight") == height, address
            assert theirs["words"] == ours["words"], address
            assert len(theirs["marks"]) == len(ours["marks"]), address
            assert all(any(same(mark, other) for other in theirs["marks"]) for mark in ours["marks"]), address
            assert all(any(near(bar, other, 2, 2, 2, 2) for other in ours["bars"]) for bar in theirs["bars"]), address


def same(mark, other):
    """A mark's place and colours. A mark of mere lines has no area to fill, whatever Plotly says of it."""
    filled = mark["fill"] in ("none", other["fill"])
    return near(mark["at"], other["at"], 1.5, 3) and filled and mark["stroke"] == other["stroke"]


def near(a, b, *slack):
    """Triangles are not centred on their point, so their boxes lie a little off."""
    return all(abs(x - y) < most for x, y, most in zip(a, b, slack, strict=True))


def with_the_theme(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    taken_over(page, PICTURES[0])
    label = page.locator(".over .annotation-text").first
    before = label.evaluate("each => getComputedStyle(each).fill")
    page.get_by_role("button", name="dark").click()
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.over .annotation-text')).fill !== before", arg=before
    )
    assert page.locator(".over").count() == 1
    page.evaluate("localStorage.clear()")


def at_another_width(page):
    taken_over(page, PICTURES[0])
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_selector(".for-phone.taken")
    assert page.evaluate(READ, ".over")["words"] == page.evaluate(READ, "svg")["words"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})


def by_keyboard(page):
    page.goto(PICTURES[0])
    page.locator("saylau-chart").focus()
    page.wait_for_selector(".plot.taken")
    page.keyboard.press("ArrowRight")
    assert "80.99" in page.locator("saylau-chart [role=status]").inner_text()


def as_png(page):
    with page.expect_download() as waiting:
        page.get_by_role("button", name="PNG").click()
    with open(waiting.value.path(), "rb") as file:
        head = file.read(24)
    with page.expect_download() as drawn:
        page.locator("a[data-svg]").click()
    assert waiting.value.suggested_filename == drawn.value.suggested_filename.replace(".svg", ".png")
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(head[16:20], "big") == 2 * (1200 + 32)


def not_at_all_where_a_fetch_fails(page, browser):
    for failing in ("**/figure.json", "**/plotly-basic*.js"):
        alone = browser.new_context(base_url=page.url).new_page()
        alone.route(failing, lambda route: route.abort())
        alone.goto(PICTURES[0])
        with alone.expect_event("requestfailed"):
            alone.locator("saylau-chart").hover()
        alone.wait_for_timeout(200)
        assert alone.locator(".for-page > svg").is_visible() and alone.locator(".over").count() == 0
        alone.get_by_text("The same rows as a table").click()
        assert alone.locator("table.rows").is_visible()
        alone.context.close()
