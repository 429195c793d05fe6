"""What every test may rely on: nothing reaches a site that runs beside the tests, nor any other machine."""

import os
import signal
from pathlib import Path

import pytest
from django.conf import settings

from config.words import compile_stale

CHROMIUM = Path("/usr/bin/chromium")
CI = bool(os.environ.get("CI"))


def pytest_configure(config):
    compile_stale()
    if CI and no_browser():
        raise pytest.UsageError("Browser tests must run here: apt-get install chromium libatomic1")
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a background job, and in what it starts
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    mine = f"test-{worker}-"
    cache = settings.CACHES["default"]
    cache["KEY_PREFIX"] = mine
    if settings.EMBEDDED:  # emptying a cache takes its whole database, and Valkey has sixteen
        number = 2 + int(worker.removeprefix("gw").replace("alone", "0")) % 14
        cache["LOCATION"] = cache["LOCATION"].replace("?db=1", f"?db={number}")
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0  # a live server's thread must not outlive its test's database
    settings.CELERY_TASK_ALWAYS_EAGER = True
    settings.API_ANONYMOUS_PER_MINUTE = 0  # no limit; the tests of the limits set theirs
    settings.PACKAGES = settings.PACKAGES.with_name(f"{mine}packages")
    settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = mine
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def no_browser() -> bool:
    """Playwright's driver needs libatomic, which Debian's Chromium does not bring."""
    return not (CHROMIUM.exists() and any(Path("/usr/lib").glob("*/libatomic.so.1")))


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a browser that is not there, and whole runs unless in CI or asked for (-m slow)."""
    left_out = {name for name, so in (("browser", no_browser()), ("slow", not (CI or config.option.markexpr))) if so}
    kept = [item for item in items if not left_out & {mark.name for mark in item.iter_markers()}]
    if len(kept) < len(items):
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


def pytest_terminal_summary(terminalreporter):
    if no_browser():
        sentence = "NO BROWSER TEST WAS RUN: Chromium is missing. To have them: apt-get install chromium libatomic1"
        terminalreporter.write_line(sentence, red=True, bold=True)


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, for the tests of a module: Django must allow its loop in the thread only as long."""
    from playwright.sync_api import sync_playwright  # only where there is a browser

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        options = ["--no-sandbox"] if os.getuid() == 0 else []
        yield playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)


@pytest.fixture
def page(browser, live_server):
    """A page of the live server. The test fails when it asks another machine for anything, or complains."""
    context = browser.new_context(base_url=live_server.url)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def pass_on(route):
        if route.request.url.startswith((live_server.url, "data:", "blob:")):
            route.continue_()
        else:
            complaints.append(f"asked for {route.request.url}")
            route.abort()

    context.route("**/*", pass_on)
    yield page
    context.close()
    assert complaints == []
