"""Keep the history of the observers' tables too."""

from importlib import import_module

from django.db import migrations

history = import_module("elections.migrations.0007_guard_history")
marks = import_module("observers.migrations.0002_mark_edits")

MEMBERS = {"observers_missionorganisation": ("organisation_id", "organisations")}
LISTS = [(*listed, *MEMBERS.get(listed[0], ("source_id", "other_sources"))) for listed in marks.LISTS]


class Migration(migrations.Migration):
    dependencies = [("observers", "0004_say_what_figures_speak_of"), ("elections", "0007_guard_history")]

    operations = history.operations(marks.TABLES, LISTS)
