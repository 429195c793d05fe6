"""Django's PostgreSQL, started when somebody first connects. ENGINE = "config.embedded"."""

from django.db.backends.postgresql import base

from config import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        embedded.need()
        return super().get_new_connection(conn_params)
