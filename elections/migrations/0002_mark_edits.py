"""Let the database itself note when a published row changes, and whether a load or a person changed it."""

from django.db import migrations

MARK_EDIT = """
CREATE FUNCTION saylau_mark_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at := now();
    IF current_setting('saylau.loading', true) = 'on' THEN
        NEW.edited_at := NULL;
    ELSE
        NEW.edited_at := now();
    END IF;
    RETURN NEW;
END
$$
"""

TABLES = [
    "elections_source",
    "elections_area",
    "elections_party",
    "elections_partyevent",
    "elections_election",
    "elections_electionevent",
    "elections_contender",
    "elections_exclusion",
    "elections_result",
    "elections_turnout",
]


def mark_edits(table):
    """The operation that puts the trigger on one table."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_mark_edit BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION saylau_mark_edit()",
        f"DROP TRIGGER {table}_mark_edit ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]

    operations = [
        migrations.RunSQL(MARK_EDIT, "DROP FUNCTION saylau_mark_edit()"),
        *[mark_edits(table) for table in TABLES],
    ]
