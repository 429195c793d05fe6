"""Titles and publishers of sources by their sound, as names are (0004), folded in the database itself.

`saylau_folded` does what elections.names.fold does: Latin letters and digits in lower case, words parted by a blank. A
test holds the two equal. The letters stand here in both cases, so that no locale of a server matters.
"""

from django.db import migrations

ONE = {  # a letter, and the one it is written as
    **dict(zip("абвгдезийклмнопрстуфыэёәғқңөұүһіӣӯҷҳўҗ", "abvgdeziiklmnoprstufyeeagknouuhiiujhuj", strict=True)),
    **dict(zip("ıəŋøł", "ianol", strict=True)),
}
MORE = {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ß": "ss"}
NONE = "ъь'`’‘ʻʼ´"


def folded() -> str:
    both = ONE | {letter.upper(): latin for letter, latin in ONE.items() if len(letter.upper()) == 1}
    given, latin = "".join(both), "".join(both.values())
    nothing = "".join(dict.fromkeys(NONE + NONE.upper())).replace("'", "''")
    expression = f"translate(given, '{given}{nothing}', '{latin}')"
    for letter, letters in MORE.items():
        for each in dict.fromkeys((letter, letter.upper() if len(letter.upper()) == 1 else "ẞ")):
            expression = f"replace({expression}, '{each}', '{letters}')"
    expression = rf'''lower(regexp_replace(normalize({expression}, NFKD), '[^\x01-\x7f]', '', 'g') COLLATE "C")'''
    return (
        "CREATE FUNCTION saylau_folded(given text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE "
        rf"COST 500 AS $$ BEGIN RETURN btrim(regexp_replace({expression}, '[^a-z0-9]+', ' ', 'g')); END $$"
    )


INDEX = """CREATE INDEX source_sound ON elections_source
    USING gin (saylau_sound(saylau_folded(title || ' ' || publisher)) gin_trgm_ops)"""


class Migration(migrations.Migration):
    dependencies = [("elections", "0016_keep_works_for_sets")]

    operations = [
        migrations.RunSQL(folded(), "DROP FUNCTION saylau_folded(text)"),
        migrations.RunSQL(INDEX, "DROP INDEX source_sound"),
    ]
