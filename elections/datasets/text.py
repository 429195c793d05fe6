"""Finding a text in rows: in names and titles of any script and spelling by their sound, in other texts as it stands.

A word is found in a name when one of the name's words begins with it, or is much like it (misspellings), both
written by their sound. The database says what that is: see migrations 0004 and 0017.
"""

from collections.abc import Callable, Sequence

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db import connection
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from elections.names import APOSTROPHES, fold

SHORTEST_ALIKE = 4  # letters; of shorter words, half of the letters are alike in too many


class Sound(Func):
    """A folded name by its sound."""

    function = "saylau_sound"
    output_field = TextField()


class SourceSound(Func):
    """The title and the publisher of a source by their sound; no key is kept of them but in the index."""

    template, arg_joiner = "saylau_sound(saylau_folded(%(expressions)s))", " || ' ' || "
    output_field = TextField()

    def __init__(self):
        super().__init__(F("title"), F("publisher"))


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text as they stand, each with its sound; signs without a letter or digit are no words.

    The sound is '' for a word of letters that none is known of, and for one that is left with a single letter of
    several: "zzzz" is no initial.
    """
    words = [word for word in text.split() if any(map(str.isalnum, word.translate(APOSTROPHES)))]
    return [
        (word, "" if len(sound) == 1 and sum(map(str.isalnum, word)) > 1 else sound)
        for word, sound in zip(words, sounds_of(words), strict=True)
    ]


def sounds_of_all(text: str) -> list[str]:
    """The sounds of the words of a text; none where a word has no sound, as then no name has all the words."""
    sounds = [sound for _word, sound in words_of(text)]
    return sounds if all(sounds) else []


def sounds_of(texts: Sequence[str]) -> list[str]:
    """Each text by its sound."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT saylau_sound(word) FROM unnest(%s::text[]) WITH ORDINALITY AS given (word, place) ORDER BY place",
            [[fold(text) for text in texts]],
        )
        return [row[0] for row in cursor.fetchall()]


def sounds_like(sound: str, path: str = "search_key") -> Q:
    """The condition that a name has a word that begins with this sound, or is much like it; one letter is a word."""
    key = f"{path}_sound".replace("__", "_")
    if len(sound) == 1:
        return Q(**{f"{key}__regex": rf"\m{sound}\M"})
    like = Q(**{f"{key}__startswith": sound}) | Q(**{f"{key}__contains": f" {sound}"})
    if len(sound) >= SHORTEST_ALIKE:
        like |= Q(**{f"{key}__trigram_strict_word_similar": sound})
    return like


def named(rows: QuerySet, sounds: list[str], path: str = "search_key") -> QuerySet:
    """Rows whose names have a word for each of these sounds, the most alike first."""
    rows = rows.alias(**{f"{path}_sound".replace("__", "_"): Sound(F(path))})
    for sound in sounds:
        rows = rows.filter(sounds_like(sound, path))
    alike = TrigramStrictWordSimilarity(Value(" ".join(sounds)), Sound(F(path)))
    return rows.annotate(alike=alike)


def titled(rows: QuerySet, sound: str) -> QuerySet:
    """Sources with a word in their title or publisher that begins with this sound, or is much like it.

    The beginning of a word is one question here, as each folds a title anew; of two letters the index knows none.
    """
    if len(sound) == 2:
        likely = Q(sound__startswith=sound) | Q(sound__contains=f" {sound}")
    else:
        likely = Q(sound__regex=rf"\m{sound}" if len(sound) > 1 else rf"\m{sound}\M")
    if len(sound) >= SHORTEST_ALIKE:
        likely |= Q(sound__trigram_strict_word_similar=sound)
    return rows.alias(sound=SourceSound()).filter(likely)


def stands_in(field: str, word: str) -> Q:
    """The condition that a text has a word as it stands, in any case; a single letter or digit is a word by itself."""
    return Q(**({f"{field}__iregex": rf"\m{word}\M"} if len(word) == 1 else {f"{field}__icontains": word}))


def found_in(rows: QuerySet, text: str, *fields: str, by_sound: Callable[[str], Q] | None = None) -> QuerySet:
    """Rows that have every word of a text in one of the fields, or fit `by_sound` of the word; none without a word."""
    words = words_of(text)
    if not words:
        return rows.filter(Value(False))  # and not none(), of which no query can be written
    for word, sound in words:
        condition = Q(pk__in=[])
        for field in fields:
            condition |= stands_in(field, word)
        if by_sound and sound:
            condition |= by_sound(sound)
        rows = rows.filter(condition)
    return rows
