"""Names by their sound: one coarse key for what five languages, two scripts and many habits of spelling write.

The function takes a folded name (elections.names.fold: Latin letters, digits, blanks) and writes letters alike that
stand for one sound. It lives in the database so that an index holds it and no row has to.

  shch sch → sh   tch → ch   dzh dj zh → j   kh x → h   gh → g   ph → f   ck q c → k   w → v   y → i   ou → u
  a letter written twice or more → once   ye yo (ie io) → e, as е and ё are read
"""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations

# One step inside the next: the digraphs, single letters, doubles, then е and ё with the doubles that they leave.
STEPS = [
    ("s(h?)ch", "sh"),
    ("tch", "ch"),
    ("d?zh|dj", "j"),
    ("kh|x", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("ck|q|c(?!h)", "k"),
    ("w", "v"),
    ("ou", "u"),
    ("y", "i"),
    (r"([a-z])\1+", r"\1"),
    ("i[eo]", "e"),
    (r"([a-z])\1+", r"\1"),
]
TABLES = ("area", "party", "contender")


def sound() -> str:
    expression = "key"
    for pattern, letters in STEPS:
        expression = f"regexp_replace({expression}, '{pattern}', '{letters}', 'g')"
    # In plpgsql and with its true cost, so that the planner keeps it whole and asks the index rather than every row.
    return (
        "CREATE FUNCTION saylau_sound(key text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 500 "
        f"AS $$ BEGIN RETURN {expression}; END $$"
    )


def index(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE INDEX {table}_sound ON elections_{table} USING gin (saylau_sound(search_key) gin_trgm_ops)",
        f"DROP INDEX {table}_sound",
    )


class Migration(migrations.Migration):
    dependencies = [("elections", "0003_constrain_more")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(sound(), "DROP FUNCTION saylau_sound(text)"),
        *map(index, TABLES),
    ]
