"""Let the database keep the history of every published row, and hold sets of changes to their order.

The history is written once a statement, not once a row, so that a load of a million rows stays a load. A new row
needs none: its batch tells who brought it; only one that is written by hand, without a batch, is noted.
"""

from importlib import import_module

from django.db import migrations

marks = import_module("elections.migrations.0002_mark_edits")

CHANNEL = """CASE coalesce(current_setting('saylau.loading', true), '')
        WHEN 'on' THEN 'load' WHEN 'change' THEN 'change' ELSE 'hand' END"""
BATCH = "nullif(current_setting('saylau.batch', true), '')::bigint"
INTO = 'INSERT INTO elections_history ("table", row_id, kind, "row", changed_at, channel, batch_id, database_role)'

# The first argument is what the row lists in tables of its own, as SQL over `o`: further sources and the like.
KEEP = f"""
CREATE FUNCTION saylau_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format($sql$
            {INTO}
            SELECT %L, o.id::text, 'altered', to_jsonb(o) || %s, now(), {CHANNEL},
                   CASE WHEN n.batch_id IS DISTINCT FROM o.batch_id THEN n.batch_id END, session_user
            FROM old_rows o JOIN new_rows n ON n.id = o.id
            WHERE n.batch_id IS DISTINCT FROM o.batch_id
               OR to_jsonb(o) - '{{edited_at,updated_at}}'::text[]
                  IS DISTINCT FROM to_jsonb(n) - '{{edited_at,updated_at}}'::text[]
        $sql$, TG_TABLE_NAME, TG_ARGV[0]);
    ELSIF TG_OP = 'DELETE' THEN
        EXECUTE format($sql$
            {INTO}
            SELECT %L, o.id::text, 'withdrawn', to_jsonb(o) || %s, now(), {CHANNEL}, {BATCH}, session_user
            FROM old_rows o
        $sql$, TG_TABLE_NAME, TG_ARGV[0]);
    END IF;
    RETURN NULL;
END
$$
"""

KEEP_BY_HAND = f"""
CREATE FUNCTION saylau_keep_by_hand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {INTO}
    VALUES (TG_TABLE_NAME, coalesce(NEW.id, OLD.id)::text,
            CASE TG_OP WHEN 'INSERT' THEN 'inserted' WHEN 'UPDATE' THEN 'altered' ELSE 'withdrawn' END,
            coalesce(to_jsonb(OLD), '{{}}'), now(), 'hand', NULL, session_user);
    RETURN NULL;
END
$$
"""

REFUSE = """
CREATE FUNCTION saylau_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation';
END
$$
"""

# draft → in review → published → rolled back; in review → sent back → in review, and in review → draft (taken back).
GUARD_SET = """
CREATE FUNCTION saylau_guard_changeset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'Only a draft may be thrown away; this set is %.', OLD.state
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.author_id <> OLD.author_id OR NEW.created_at <> OLD.created_at OR NEW.channel <> OLD.channel THEN
        RAISE EXCEPTION 'The author, the channel and the beginning of a set stay as they are.'
        USING ERRCODE = 'check_violation';
    END IF;
    IF (OLD.state, NEW.state) NOT IN (
        ('draft', 'draft'), ('draft', 'in_review'), ('in_review', 'draft'), ('in_review', 'sent_back'),
        ('in_review', 'published'), ('sent_back', 'sent_back'), ('sent_back', 'in_review'),
        ('published', 'rolled_back')
    ) THEN
        RAISE EXCEPTION 'A set that is % cannot become %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'published' AND to_jsonb(NEW) - 'state' IS DISTINCT FROM to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'A published set stays as it is.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""

# Of a set that was handed in nothing changes but the ids that its new rows get when it is published.
GUARD_CHANGES = """
CREATE FUNCTION saylau_guard_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT EXISTS (
            SELECT 1 FROM elections_changeset s WHERE s.state NOT IN ('draft', 'sent_back')
            AND s.id IN (SELECT change_set_id FROM new_rows)) INTO closed;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT EXISTS (
            SELECT 1 FROM elections_changeset s WHERE s.state NOT IN ('draft', 'sent_back')
            AND s.id IN (SELECT change_set_id FROM old_rows)) INTO closed;
    ELSE
        SELECT EXISTS (
            SELECT 1 FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
            JOIN elections_changeset s ON s.id IN (o.change_set_id, n.change_set_id)
            WHERE s.state NOT IN ('draft', 'sent_back') AND NOT coalesce(
                s.state = 'in_review' AND o.row_id = '' AND to_jsonb(o) - 'row_id' = to_jsonb(n) - 'row_id', false)
        ) INTO closed;
    END IF;
    IF closed THEN
        RAISE EXCEPTION 'The set was handed in; take it back before you change what it holds.'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$
"""

CHANGE_GUARDS = [("insert", "NEW TABLE AS new_rows"), ("delete", "OLD TABLE AS old_rows")]
CHANGE_GUARDS += [("update", "OLD TABLE AS old_rows NEW TABLE AS new_rows")]


def keep_history(table, lists=()):
    """The operations that keep the history of one table; `lists` are (name, table, owner, member) of what it lists."""
    listed = ", ".join(
        f"''{name}'', ARRAY(SELECT m.{member} FROM {through} m WHERE m.{owner} = o.id ORDER BY m.position)"
        for name, through, owner, member in lists
    )
    function = f"saylau_keep_history('jsonb_build_object({listed})')"
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {table}_history_{operation} AFTER {operation} ON {table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}",
            f"DROP TRIGGER {table}_history_{operation} ON {table}",
        )
        for operation, rows in CHANGE_GUARDS[1:]
    ] + [by_hand(table, "INSERT", "NEW.batch_id IS NULL")]


def by_hand(table, operations="INSERT OR UPDATE OR DELETE", condition=None):
    """The operation that notes what is written by hand, row by row."""
    condition = condition or "coalesce(current_setting('saylau.loading', true), '') = ''"
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_history_by_hand AFTER {operations} ON {table} "
        f"FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION saylau_keep_by_hand()",
        f"DROP TRIGGER {table}_history_by_hand ON {table}",
    )


def operations(tables, lists):
    """All operations for tables and for (table, owner's table, owner's column, member's column, name) of lists."""
    made = []
    for table in tables:
        own = [(name, through, owner, member) for through, of, owner, member, name in lists if of == table]
        made += keep_history(table, own)
    return made + [by_hand(through) for through, *_ in lists]


class Migration(migrations.Migration):
    dependencies = [("elections", "0006_propose_changes")]

    operations = [
        migrations.RunSQL(KEEP, "DROP FUNCTION saylau_keep_history()"),
        migrations.RunSQL(KEEP_BY_HAND, "DROP FUNCTION saylau_keep_by_hand()"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION saylau_refuse()"),
        migrations.RunSQL(GUARD_SET, "DROP FUNCTION saylau_guard_changeset()"),
        migrations.RunSQL(GUARD_CHANGES, "DROP FUNCTION saylau_guard_changes()"),
        *operations(marks.TABLES, [(*listed, "source_id", "other_sources") for listed in marks.LISTS]),
        migrations.RunSQL(
            "CREATE TRIGGER elections_history_fixed BEFORE UPDATE OR DELETE ON elections_history FOR EACH STATEMENT "
            "EXECUTE FUNCTION saylau_refuse('History is never rewritten.')",
            "DROP TRIGGER elections_history_fixed ON elections_history",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER elections_changeset_guard BEFORE UPDATE OR DELETE ON elections_changeset FOR EACH ROW "
            "EXECUTE FUNCTION saylau_guard_changeset()",
            "DROP TRIGGER elections_changeset_guard ON elections_changeset",
        ),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER elections_change_guard_{operation} AFTER {operation} ON elections_change "
                f"REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION saylau_guard_changes()",
                f"DROP TRIGGER elections_change_guard_{operation} ON elections_change",
            )
            for operation, rows in CHANGE_GUARDS
        ],
    ]
