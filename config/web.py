"""gunicorn's settings: `gunicorn --config python:config.web config.wsgi`.

Processes times threads bounds the database connections (16 of PostgreSQL's 100 for each web server).
"""

import json
import os
import re
from logging.config import dictConfig

from django.conf import settings
from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http.errors import (
    ConfigurationProblem,
    InvalidRequestLine,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestLine,
    ParseException,
)
from gunicorn.workers.gthread import ThreadWorker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
limit_request_line = 8190
preload_app = True
timeout = 60
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
forwarded_allow_ips = settings.TRUSTED_PROXY
accesslog = "-"


OURS = (ConfigurationProblem, InvalidResponseHeader, InvalidResponseHeaderName)  # faults that no reader made
REFUSALS = {
    LimitRequestLine: f"The address is longer than {limit_request_line:,} characters; ask for less at once.",
    InvalidRequestLine: (
        "The address has characters that must be written as %XX, such as Cyrillic letters or blanks; curl does so: "
        "curl -G --data-urlencode 'search=Отан' …"
    ),
}


class worker_class(ThreadWorker):  # noqa: N801  the name gunicorn looks for
    def handle_error(self, req, client, addr, exc):
        """What cannot be read is refused in the form of the API's errors; gunicorn's own is a page, and logs who."""
        if not isinstance(exc, ParseException) or isinstance(exc, OURS):
            super().handle_error(req, client, addr, exc)
            return
        detail = REFUSALS.get(type(exc)) or f"The request cannot be read: {str(exc)[:200]}"
        told = {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": detail}
        body = json.dumps({**told, "code": "bad_request", "field": None, "help": "/api/v1/docs/"})
        head = f"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: {len(body)}\r\n"
        answer = f"{head}Content-Type: application/problem+json\r\nAccess-Control-Allow-Origin: *\r\n\r\n{body}"
        try:
            util.write_nonblock(client, answer.encode())
        except OSError:
            self.log.debug("Nobody waits to hear that a request cannot be read.")


def without_secret(path: str) -> str:
    """The path as it is logged: a link that sets a password is worth one, and names whose."""
    return re.sub("(?<=/invitation/).+", "…", path)


class logger_class(Logger):  # noqa: N801  the name gunicorn looks for
    def setup(self, cfg):
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers, logger.propagate = [], True
        dictConfig(settings.LOGGING)

    def access(self, resp, req, environ, request_time):
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": without_secret(environ["PATH_INFO"]),
            "status": int(resp.status.split()[0]),
            "bytes": getattr(resp, "sent", None),
            "seconds": round(request_time.total_seconds(), 4),
        }
        self.access_log.info("request", extra={"fields": fields})
