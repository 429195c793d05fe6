"""Put the trigger that notes edits on the observers' tables too."""

from importlib import import_module

from django.db import migrations

mark_edits = import_module("elections.migrations.0002_mark_edits").mark_edits

TABLES = [
    "observers_organisation",
    "observers_mission",
    "observers_report",
    "observers_verdict",
    "observers_assessment",
    "observers_recommendation",
    "observers_recommendationrating",
    "observers_finding",
    "observers_response",
]


class Migration(migrations.Migration):
    dependencies = [("observers", "0001_initial"), ("elections", "0002_mark_edits")]

    operations = [mark_edits(table) for table in TABLES]
