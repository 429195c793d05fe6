from importlib import import_module

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client

from elections.charts.plotted import plotted
from elections.datasets.derivation import derive
from elections.importers import TABLES, load_tables
from elections.tests.small_set import SmallSet
from observers.importers import TABLES as OBSERVERS_TABLES

FACT_BASE = [settings.BASE_DIR / app / "data" for app in ("elections", "observers")]

# How long one example takes says how busy the machine is, not how good the code.
hypothesis.settings.register_profile("saylau", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("saylau")


@pytest.fixture(scope="session", autouse=True)
def plain_data_is_what_plotly_keeps():
    """Pages draw a figure's plain data, unchecked: wherever a test makes the figure, hold the two equal."""
    make = plotted.__call__

    def compared(self, *args, **kwargs):
        figure = make(self, *args, **kwargs)
        assert figure.to_plotly_json() == self.spec(*args, **kwargs)
        return figure

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plotted, "__call__", compared)
        yield


@pytest.fixture
def tables(tmp_path):
    """A small valid set of the elections' tables in a folder of its own."""
    return SmallSet(tmp_path / "tables")


@pytest.fixture(scope="class")
def record(django_db_setup, django_db_blocker):
    """The whole fact base in the database for all tests of a class; it goes with the class."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_tables(FACT_BASE, TABLES + OBSERVERS_TABLES)
        derive()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def staff(db):
    """A function that gives a client signed in as a new person with a role."""
    if not Group.objects.exists():  # a test with transactions of its own has emptied the tables
        with connection.schema_editor() as editor:
            import_module("elections.migrations.0010_make_roles").make_roles(apps, editor)
            import_module("observers.migrations.0007_file_reports").let_observers_file(apps, editor)

    def make(role, name=""):
        user = User.objects.create_user(name or role, password="x", is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return make
