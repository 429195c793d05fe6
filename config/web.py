"""gunicorn's settings: `gunicorn --config python:config.web config.wsgi`.

Processes times threads bounds the database connections (16 of PostgreSQL's 100 for each web server).
"""

import json
import os
from logging.config import dictConfig

from django.conf import settings
from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestLine
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


TOO_LONG = json.dumps(
    {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": f"The address is longer than {limit_request_line:,} characters; ask for less at once.",
        "code": "bad_request",
        "field": None,
        "help": "/api/v1/docs/",
    }
)


class worker_class(ThreadWorker):  # noqa: N801  the name gunicorn looks for
    def handle_error(self, req, client, addr, exc):
        """An address that is too long is refused in the form of the API's errors; gunicorn's own is a page."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        head = f"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: {len(TOO_LONG)}\r\n"
        answer = f"{head}Content-Type: application/problem+json\r\nAccess-Control-Allow-Origin: *\r\n\r\n{TOO_LONG}"
        try:
            util.write_nonblock(client, answer.encode())
        except OSError:
            self.log.debug("Nobody waits to hear that an address is too long.")


class logger_class(Logger):  # noqa: N801  the name gunicorn looks for
    def setup(self, cfg):
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers, logger.propagate = [], True
        dictConfig(settings.LOGGING)

    def access(self, resp, req, environ, request_time):
        fields = {
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"],
            "status": int(resp.status.split()[0]),
            "bytes": getattr(resp, "sent", None),
            "seconds": round(request_time.total_seconds(), 4),
        }
        self.access_log.info("request", extra={"fields": fields})
