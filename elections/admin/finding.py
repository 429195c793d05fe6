"""Finding rows by a few letters of an id, a title, or a name in any script and spelling."""

from django.db.models import CharField, F, Q, QuerySet
from django.db.models.functions import Cast

from elections.datasets.text import Sound, sounds_like, words_of

# Where a row has its names: its own, or those of the row it is about.
NAMES = {
    "area": "search_key",
    "party": "search_key",
    "contender": "search_key",
    "partyevent": "party__search_key",
    "result": "contender__search_key",
}
# Other texts that are searched as they stand.
TEXTS = {
    "source": ("publisher", "title", "url"),
    "election": ("name", "body"),
    "electionevent": ("election__id", "event", "actor", "note"),
    "exclusion": ("election__id", "name", "ground"),
    "contender": ("election__id",),
    "result": ("contender__id", "source__id", "area__id"),
    "turnout": ("election__id", "source__id", "area__id"),
    "organisation": ("name", "abbreviation"),
    "mission": ("election__id",),
    "report": ("title", "mission__id"),
    "finding": ("summary", "place", "election__id"),
    "recommendation": ("summary", "report__id"),
    "response": ("actor", "summary", "election__id"),
    "partyevent": ("party__id", "note"),
    "assessment": ("mission__id",),
    "verdict": ("mission__id", "summary"),
}


def find(rows: QuerySet, text: str) -> QuerySet:
    """The rows that have every word of a text in their id, their texts, or a name that sounds like it."""
    if not text:
        return rows
    model = rows.model._meta
    name, texts = NAMES.get(model.model_name), TEXTS.get(model.model_name, ())
    if name:
        rows = rows.alias(**{f"{name}_sound".replace("__", "_"): Sound(F(name))})
    rows = rows.alias(_id=Cast("pk", CharField()))
    for word, sound in words_of(text):
        condition = Q(_id__icontains=word)
        for field in texts:
            condition |= Q(**{f"{field}__icontains": word})
        if name and sound:
            condition |= sounds_like(sound, name)
        rows = rows.filter(condition)
    return rows
