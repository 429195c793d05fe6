"""gunicorn's settings: `gunicorn --config python:config.web config.wsgi`.

Processes times threads bounds the database connections (16 of PostgreSQL's 100 for each web server).
"""

import os
from logging.config import dictConfig

from django.conf import settings
from gunicorn.glogging import Logger

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 10
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
forwarded_allow_ips = settings.TRUSTED_PROXY
accesslog = "-"


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
