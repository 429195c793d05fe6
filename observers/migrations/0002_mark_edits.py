"""Put the trigger that notes edits on the observers' tables too."""

from importlib import import_module

from django.db import migrations

elections = import_module("elections.migrations.0002_mark_edits")

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
LISTS = [
    ("observers_missionorganisation", "observers_mission", "mission_id"),
    ("observers_missionsource", "observers_mission", "mission_id"),
    ("observers_reportsource", "observers_report", "report_id"),
    ("observers_findingsource", "observers_finding", "finding_id"),
]


class Migration(migrations.Migration):
    dependencies = [("observers", "0001_initial"), ("elections", "0002_mark_edits")]

    operations = [
        *[elections.mark_edits(table) for table in TABLES],
        *[elections.mark_owner(*listed) for listed in LISTS],
    ]
