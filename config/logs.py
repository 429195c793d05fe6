"""One JSON object a line, without query strings or addresses: what a reader looks up is nobody's business."""

import ipaddress
import json
import logging
import re
from datetime import UTC, datetime

# What PostgreSQL adds to an error quotes the row, which may be what an observer wrote; the error itself does not.
DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT):.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
QUERY = re.compile(r"\?[^\s'\"]+")
IPV4 = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)"
IPV6 = r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}|:):[0-9A-Fa-f:]*[0-9A-Fa-f](?:(?:\.\d{1,3}){3})?(?!\w)"
MAYBE_ADDRESS = re.compile(f"{IPV4}|{IPV6}")


def scrub(text: str) -> str:
    """Take out what follows a question mark, every address of another machine, and rows that a database quotes."""
    return MAYBE_ADDRESS.sub(hide_address, QUERY.sub("", DETAIL.sub("", text)))


def hide_address(found: re.Match) -> str:
    try:
        address = ipaddress.ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else "(address)"


def line(logger: str, message: str, **more) -> str:
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    return json.dumps({"at": at, "logger": logger, "message": scrub(message), **more}, ensure_ascii=False)


class JsonFormatter(logging.Formatter):
    """`fields`, where a record carries them (`extra={"fields": {...}}`), join the line as they are."""

    def format(self, record: logging.LogRecord) -> str:
        more = {"level": record.levelname.lower(), **getattr(record, "fields", {})}
        if record.exc_info:
            more["traceback"] = scrub(self.formatException(record.exc_info))
        return line(record.name, record.getMessage(), **more)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "CRITICAL"},  # it would write the names of those who mistype a password
        "PIL": {"level": "ERROR"},  # it would write where a picture was taken
        "pypdf": {"level": "ERROR"},  # likewise of documents
    },
}
