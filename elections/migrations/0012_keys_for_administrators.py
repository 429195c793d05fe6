"""Administrators make and revoke the keys of the API."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

CODENAMES = ["view_apikey", "add_apikey", "change_apikey"]


def grant(apps, schema_editor):
    create_permissions(installed.get_app_config("elections"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name="administrator"):
        group.permissions.add(*Permission.objects.filter(codename__in=CODENAMES))


class Migration(migrations.Migration):
    dependencies = [("elections", "0011_upload_files")]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
