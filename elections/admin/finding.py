"""Finding rows by a few letters of an id, a title, or a name in any script and spelling.

A table of figures has no words of its own: its rows are found by what they are about. That is looked up first, in
the small tables of contenders, areas, elections and sources, so that a word is never held against every figure.
"""

from functools import reduce
from operator import or_

from django.db.models import CharField, F, Model, Q, QuerySet

from elections.datasets.text import Sound, sounds_like, words_of
from elections.names import fold

NAMED = {"area", "party", "contender"}  # tables whose rows have names in several languages, and an index of their sound
# Texts of a row that are searched as they stand.
TEXTS = {
    "source": ("publisher", "title", "url"),
    "election": ("name", "body"),
    "electionevent": ("event", "actor", "note"),
    "exclusion": ("name", "ground"),
    "organisation": ("name", "abbreviation"),
    "report": ("title",),
    "finding": ("summary", "place"),
    "recommendation": ("summary",),
    "response": ("actor", "summary"),
    "partyevent": ("note",),
    "verdict": ("summary",),
}
# What a row is about, by which it is found too.
ABOUT = {
    "electionevent": ("election",),
    "exclusion": ("election", "party"),
    "result": ("contender", "area", "source"),
    "turnout": ("election", "area", "source"),
    "mission": ("election",),
    "report": ("mission",),
    "finding": ("election",),
    "recommendation": ("report",),
    "response": ("election",),
    "partyevent": ("party",),
    "assessment": ("mission",),
    "verdict": ("mission",),
}


def find(rows: QuerySet, text: str) -> QuerySet:
    """The rows that have every word of a text in their id, their texts, a name that sounds like it, or what they are
    about."""
    for word, sound in words_of(text) if text else ():
        rows = with_sound(rows).filter(fits(rows.model, word, sound))
    return rows


def with_sound(rows: QuerySet) -> QuerySet:
    return rows.alias(search_key_sound=Sound(F("search_key"))) if rows.model._meta.model_name in NAMED else rows


def any_of(field: str, spellings: set[str]) -> Q:
    """The condition that a text has a word as it was typed, or in Latin letters: мажилис finds Mazhilis."""
    return reduce(or_, (Q(**{f"{field}__icontains": each}) for each in spellings))


def fits(model: type[Model], word: str, sound: str) -> Q:
    """The condition that a row fits one word."""
    name = model._meta.model_name
    spellings = {word, fold(word)} - {""}
    if isinstance(model._meta.pk, CharField):
        condition = any_of("pk", spellings)
    else:
        is_number = word.isascii() and word.isdigit() and len(word) <= 18
        condition = Q(pk=int(word)) if is_number else Q(pk__in=[])
    for field in TEXTS.get(name, ()):
        condition |= any_of(field, spellings)
    if name in NAMED and sound:
        condition |= sounds_like(sound)
    for field in ABOUT.get(name, ()):
        other = model._meta.get_field(field).related_model
        found = with_sound(other._default_manager.order_by()).filter(fits(other, word, sound))
        condition |= Q(**{f"{field}__in": found.values("pk")})
    return condition
