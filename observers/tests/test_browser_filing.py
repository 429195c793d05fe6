"""A report filed on a phone, kept through a closed tab and a lost line, reviewed on a desk, read in public.

GUIDE=1 makes the picture of the guide.
"""

import os

import pytest

from elections.tests.test_browser_axe import AXE, FOUND
from elections.tests.test_browser_staff import GUIDE
from observers.models import FiledReport, Observer
from observers.tests.filing_steps import FILED, NEW, SEEN, VOTE
from observers.tests.telling_files import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "[data-told]:has-text('Saved as a draft')"


def looked_at(page) -> list[str]:
    """What axe finds on this page, light and dark, wide and narrow, and whether it is wider than the screen."""
    found, size = [], page.viewport_size
    for scheme, width in (("light", 390), ("dark", 390), ("light", 1280), ("light", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # a fading colour is none of either
        page.set_viewport_size({"width": width, "height": 844})
        if AXE.exists():
            page.evaluate(AXE.read_text())
            found += [f"{page.url} {scheme} {width}: {each}" for each in page.evaluate(FOUND)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url} is wider than {width}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size)
    return found


def sign_in(page, name, at):
    page.context.clear_cookies()
    page.goto(f"/admin/login/?next={at}")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "x")
    page.click("[type=submit]")
    page.wait_for_url(f"**{at}")


def another_tab(page):
    """The tab is closed, and another one opened."""
    another = page.context.new_page()
    another.set_viewport_size(page.viewport_size)
    page.close()
    return another


def test_a_report_is_filed_on_a_phone_and_reviewed_on_a_desk(page, observer, staff, tmp_path):
    observer(), staff("reviewer")
    found = []
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "observer", NEW)
    found += looked_at(page)
    page.click("text=Next: what you saw")
    page.wait_for_selector(".faults")
    assert page.inner_text(".faults b") == "1 answer is missing or wrong", "of this step alone"
    found += looked_at(page)
    page.select_option("[name=election_id]", VOTE)
    page.click("text=Next: what you saw")
    page.wait_for_selector("[data-step='2']:visible")
    assert page.locator(".faults, .em").count() == 0, "what was mended is said no more"
    assert page.inner_text(".steps [aria-current]") == "Step 2 of 4: What you saw"
    assert page.evaluate("document.activeElement.id") == "finding-1-h", "whoever reads by ear is at the new step"
    assert page.evaluate("location.search") == "?step=2" and page.is_hidden("[name=election_id]")
    found += looked_at(page)
    page.go_back()
    page.wait_for_selector("[name=election_id]:visible")
    page.click(".steps button:has-text('What you saw')")
    page.check("[name=finding-0-stage][value=counting]")
    page.fill("[name=finding-0-summary]", SEEN["summary"])
    assert page.inner_text("textarea + .hint") == f"{len(SEEN['summary'])} of 1,000 characters"
    page.wait_for_selector(KEPT)
    assert page.url.endswith(f"{FILED}{FiledReport.objects.get().pk}/?step=2"), "the draft has its address"

    page = another_tab(page)
    page.goto(FILED)
    found += looked_at(page)
    page.click("tbody a")
    page.wait_for_selector("[data-erase]:visible")  # the script is there
    assert page.input_value("[name=finding-0-summary]") == SEEN["summary"]
    assert page.is_checked("[name=finding-0-stage][value=counting]")

    page.click(".steps button:has-text('What you saw')")
    page.wait_for_selector(KEPT)
    page.context.set_offline(True)
    page.fill("[name=finding-0-area]", "Алматы")
    page.wait_for_selector("[data-told]:has-text('No connection')")
    page.click("text=Next: numbers and pictures")
    page.wait_for_selector("[name=finding-0-figure]:visible")  # a lost line stops nobody
    page = another_tab(page)
    page.context.set_offline(False)
    page.goto(f"{FILED}{FiledReport.objects.get().pk}/")
    assert page.input_value("[name=finding-0-area]") == "Алматы", "what was typed without a line is back"
    page.wait_for_selector(KEPT)
    assert not page.evaluate("Object.keys(localStorage).some(key => key.startsWith('report:'))")

    page.click(".steps button:has-text('Send')")
    page.click("text=Send for review")
    page.wait_for_selector(".faults")
    assert page.inner_text(".faults b") == "2 answers are missing or wrong"
    found += looked_at(page)
    assert page.is_visible("[name=finding-0-category]") and page.is_visible("text=Send for review")
    page.select_option("[name=finding-0-category]", "protocol_not_posted")
    page.check("[name=finding-0-severity][value=serious]")
    page.click("[data-step='2'] >> text=Next: numbers and pictures")
    page.wait_for_selector("[name=files]:visible")
    picture = tmp_path / "ivan-petrov.jpg"
    picture.write_bytes(photograph())
    page.set_input_files("[name=files]", picture)
    page.wait_for_selector(".file")
    found += looked_at(page)
    page.click(".steps button:has-text('What you saw')")
    page.click("text=Add another thing you saw")
    page.wait_for_selector("#finding-2")
    page.click("text=Remove what you saw: 2")
    page.wait_for_selector("#finding-2", state="detached")
    if os.environ.get("GUIDE"):
        page.screenshot(path=GUIDE / "report.png", full_page=True)
    page.click(".steps button:has-text('Numbers and pictures')")
    page.fill("[name=finding-0-figure]", "3")
    page.fill("[name=finding-0-observed_n]", "11")
    page.fill("[name=finding-0-figure_unit]", SEEN["figure_unit"])
    page.click("text=Next: who sees it")
    page.wait_for_selector("text=Send for review")
    found += looked_at(page)
    page.click("text=Send for review")
    page.wait_for_selector("text=The report waits for a reviewer")
    found += looked_at(page)
    report = FiledReport.objects.get()

    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, "reviewer", f"/admin/elections/changeset/{report.change_set_id}/change/")
    page.click("text=As its observer sent it")
    page.wait_for_selector(".file img")
    page.click("text=To the review")
    page.click("text=Approve and publish")
    page.wait_for_selector(".state.published")

    page.context.clear_cookies()
    page.goto(f"/observers/findings/?election={VOTE}")
    line = page.inner_text(f"tr:has-text('{SEEN['summary']}')")
    assert "OSCE" in line and "3" in line and "Almaty" in line
    rows = page.request.get(f"/api/v1/findings?election={VOTE}").json()
    assert SEEN["summary"] in str(rows)
    assert Observer.objects.count() == 1
    assert not found, "\n".join(found)


def test_everything_works_without_the_script(browser, live_server, observer):
    observer()
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, "observer", NEW)
    page.select_option("[name=election_id]", VOTE)
    page.click("text=Next: what you saw")
    page.press("[name=finding-0-area]", "Enter")
    page.wait_for_selector(".faults")
    assert page.inner_text(".faults b") == "4 answers are missing or wrong", "Enter goes on, and says what is missing"
    page.fill("[name=finding-0-summary]", SEEN["summary"])
    page.click("text=Keep as a draft >> visible=true")
    page.wait_for_selector("text=The draft is kept")
    page.click("tbody a")
    page.click(".steps button:has-text('What you saw')")
    assert page.input_value("[name=finding-0-summary]") == SEEN["summary"]
    page.click("text=Add another thing you saw")
    page.fill("[name=finding-1-summary]", "Another thing.")
    page.click(".steps button:has-text('Send')")
    assert page.is_hidden("[name=finding-1-summary]")
    page.click("text=Send for review")
    page.wait_for_selector(".faults")
    assert page.input_value("[name=finding-1-summary]") == "Another thing." and page.is_hidden("[name=election_id]")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
