"""The roles of the staff as groups, and what each may do.

Adding, changing and deleting a row of the record means proposing that: nothing published is edited directly. Who may
publish holds `review_changeset`; that nobody publishes their own set is no permission but a rule of the database.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

REFERENCE = ["area", "organisation"]
FACTS = ["source", "party", "partyevent", "election", "electionevent", "contender", "exclusion", "result", "turnout"]
OBSERVATION = ["mission", "report", "verdict", "assessment", "finding", "recommendation", "response"]
OBSERVATION += ["recommendationrating"]
READ = ["changeset", "change", "importbatch", "history", "tombstone", "redirect"]


def actions(*words):
    return lambda models: [f"{word}_{model}" for model in models for word in words]


view, propose = actions("view"), actions("add", "change", "delete")
VIEWER = view([*REFERENCE, *FACTS, *OBSERVATION, *READ])
ENTRY = [*VIEWER, *propose([*FACTS, *OBSERVATION]), "add_changeset", "change_changeset"]
REVIEWER = [*ENTRY, "review_changeset"]
EDITOR = [*REVIEWER, *propose(REFERENCE)]
ADMINISTRATOR = [*EDITOR, "view_user", "add_user", "change_user", "view_group"]
ROLES = {
    "viewer": VIEWER,
    "entry": ENTRY,
    "observer": [],  # files reports of their own organisation, on the observers' pages
    "reviewer": REVIEWER,
    "editor": EDITOR,
    "administrator": ADMINISTRATOR,
}


def make_roles(apps, schema_editor):
    """Make the permissions now, which Django would make after the last migration, and the groups that hold them."""
    for name in ("auth", "elections", "observers"):
        config = installed.get_app_config(name)
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for role, codenames in ROLES.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(Permission.objects.filter(codename__in=codenames))


def take_roles_away(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("elections", "0009_api_keys_and_spreads"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='changeset',
            options={'ordering': ['-id'], 'permissions': [('review_changeset', 'Can publish or send back what others propose')], 'verbose_name': 'set of changes', 'verbose_name_plural': 'sets of changes'},
        ),
        migrations.RunPython(make_roles, take_roles_away),
    ]
