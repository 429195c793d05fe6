"""A line of a log is one JSON object and says nothing of who asked for what."""

import json
import logging
import sys

import pytest

from config.logs import JsonFormatter, scrub


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GET /search/?q=Nazarbayev&page=2 HTTP/1.1", "GET /search/ HTTP/1.1"),
        ("Invalid request from ip=203.0.113.7: bad", "Invalid request from ip=(address): bad"),
        ("from 2001:db8::1f port 5", "from (address) port 5"),
        (
            "[2001:db8::1f]:443, ::ffff:198.51.100.4 and 198.51.100.4:443.",
            "[(address)]:443, (address) and (address):443.",
        ),
        ("Not Found: /elections/kz-2012-mazhilis/", "Not Found: /elections/kz-2012-mazhilis/"),
        ("Listening at: http://127.0.0.1:8000 (17)", "Listening at: http://127.0.0.1:8000 (17)"),
        (
            "at 12:30:45, PostgreSQL 18.6, Django 5.2.19.1 of 2026",
            "at 12:30:45, PostgreSQL 18.6, Django (address) of 2026",
        ),
        ("what now? Nothing.", "what now? Nothing."),
    ],
)
def test_queries_and_addresses_are_taken_out(written, kept):
    assert scrub(written) == kept


def formatted(**attributes) -> dict:
    record = logging.makeLogRecord({"name": "site", "levelname": "ERROR", "msg": "first\nsecond", **attributes})
    text = JsonFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_many_lines_become_one():
    assert formatted()["message"] == "first\nsecond"


def test_a_traceback_is_kept_without_what_was_asked_for():
    try:
        raise ValueError("/search/?q=secret from 198.51.100.4")
    except ValueError:
        found = formatted(exc_info=sys.exc_info())["traceback"]
    assert "ValueError: /search/ from (address)" in found and "test_logs.py" in found


def test_fields_join_the_line():
    assert formatted(fields={"status": 404, "path": "/"}) | {"at": ""} == {
        "at": "",
        "logger": "site",
        "level": "error",
        "message": "first\nsecond",
        "status": 404,
        "path": "/",
    }
