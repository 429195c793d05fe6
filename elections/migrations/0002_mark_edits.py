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

# Further sources and the like stand in tables of their own: whoever changes them edits the row that lists them.
MARK_OWNER = """
CREATE FUNCTION saylau_mark_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('saylau.loading', true) IS DISTINCT FROM 'on' THEN
        EXECUTE format('UPDATE %I SET edited_at = now() WHERE id = ($1).%I', TG_ARGV[0], TG_ARGV[1])
        USING coalesce(NEW, OLD);
    END IF;
    RETURN NULL;
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
LISTS = [
    ("elections_partysource", "elections_party", "party_id"),
    ("elections_electionsource", "elections_election", "election_id"),
    ("elections_electioneventsource", "elections_electionevent", "event_id"),
    ("elections_exclusionsource", "elections_exclusion", "exclusion_id"),
    ("elections_turnoutsource", "elections_turnout", "turnout_id"),
]


def mark_edits(table):
    """The operation that puts the trigger on one table; saving a row as it is changes nothing."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_mark_edit BEFORE UPDATE ON {table} FOR EACH ROW "
        "WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION saylau_mark_edit()",
        f"DROP TRIGGER {table}_mark_edit ON {table}",
    )


def mark_owner(table, owner, column):
    """The operation that puts the trigger on one table of what rows of `owner` list."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_mark_owner AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION saylau_mark_owner('{owner}', '{column}')",
        f"DROP TRIGGER {table}_mark_owner ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [("elections", "0001_initial")]

    operations = [
        migrations.RunSQL(MARK_EDIT, "DROP FUNCTION saylau_mark_edit()"),
        migrations.RunSQL(MARK_OWNER, "DROP FUNCTION saylau_mark_owner()"),
        *[mark_edits(table) for table in TABLES],
        *[mark_owner(*listed) for listed in LISTS],
    ]
