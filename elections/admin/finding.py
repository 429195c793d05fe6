"""Finding rows by a few letters of an id, a title, or a name in any script and spelling.

A table of figures has no words of its own: its rows are found by what they are about. That is looked up first, in
the small tables of contenders, areas, elections and sources, so that a word is never held against every figure.
"""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, F, Model, Q, QuerySet, Value, When

from elections.datasets.text import Sound, sounds_like, stands_in, titled, words_of
from elections.models import Election, ElectionEvent, ElectionSource, Party, Result, Source, Turnout, TurnoutSource
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
    about; none where the text has no word."""
    words = words_of(text)
    if text and not words:
        return rows.none()
    for by_text, by_sound in conditions(rows.model, words):
        rows = with_sound(rows).filter(by_text | by_sound)
    return rows


def nearest_first(sources: QuerySet, election: str) -> QuerySet:
    """Sources as somebody at an election looks for them: those that its rows name, those that elections and
    parties of its country name, then all others. A proposed election has a country, by its id, and no rows yet."""
    country = election[:2].upper()
    naming = {  # rows that name a source, by the path to their election
        Election: "",
        ElectionSource: "election__",
        ElectionEvent: "election__",
        Turnout: "election__",
        TurnoutSource: "turnout__election__",
        Result: "contender__election__",
    }
    own = [model.objects.filter(**{f"{path}pk": election}) for model, path in naming.items()]
    near = [model.objects.filter(**{f"{path}country": country}) for model, path in naming.items()]
    near.append(Party.objects.filter(country=country))
    ranks = [When(pk__in=named_by(rows), then=Value(rank)) for rank, rows in enumerate((own, near))]
    return sources.order_by(Case(*ranks, default=Value(len(ranks))), *Source._meta.ordering)


def named_by(naming: list[QuerySet]) -> list[str]:
    """The ids of the sources that some rows name; looked up first, so that no plan looks at them for each source."""
    first, *others = (rows.order_by().values_list("source", flat=True) for rows in naming)
    return list(first.union(*others))


def conditions(model: type[Model], words: list[tuple[str, str]]) -> list[tuple[Q, Q]]:
    """For each word the two conditions of which a row fits one: that its texts have the word, or what it is about
    has; and that it sounds like it."""
    about = ids_about(model, words)
    return [
        (fits(model, word) | of_any(about[number]), sounds(model, sound)) for number, (word, sound) in enumerate(words)
    ]


def sounds(model: type[Model], sound: str) -> Q:
    """The condition that a name, or the title or publisher of a source, has a word that sounds like this."""
    if sound and has_names(model):
        return sounds_like(sound)
    if sound and model is Source:
        return Q(pk__in=titled(Source.objects.order_by(), sound).values("pk"))
    return Q(pk__in=[])


def ids_about(model: type[Model], words: list[tuple[str, str]]) -> dict[int, dict[str, set[str]]]:
    """The ids of what rows are about, as number of the word -> field -> ids; one question for all words and tables.

    The database is then told of ids rather than of conditions: it knows how many figures there are of each, and finds
    them by index. Texts and sounds are asked apart, since only sounds have an index.
    """
    asked = [
        with_sound(other._default_manager.order_by()).filter(condition).values_list(Value(number), Value(field), "pk")
        for field in ABOUT.get(model._meta.model_name, ())
        for other in [model._meta.get_field(field).related_model]
        for number, either in enumerate(conditions(other, words))
        for condition in either
    ]
    found = defaultdict(lambda: defaultdict(set))
    for number, field, pk in asked[0].union(*asked[1:], all=True) if asked else ():
        found[number][field].add(pk)
    return found


def of_any(about: dict[str, set[str]]) -> Q:
    """The condition that a row is about one of these."""
    return reduce(or_, (Q(**{f"{field}__in": sorted(ids)}) for field, ids in about.items()), Q(pk__in=[]))


def has_names(model: type[Model]) -> bool:
    return model._meta.model_name in NAMED


def with_sound(rows: QuerySet) -> QuerySet:
    return rows.alias(search_key_sound=Sound(F("search_key"))) if has_names(rows.model) else rows


def any_of(field: str, spellings: set[str]) -> Q:
    """The condition that a text has a word as it was typed, or in Latin letters: мажилис finds Mazhilis."""
    return reduce(or_, (stands_in(field, each) for each in spellings))


def fits(model: type[Model], word: str) -> Q:
    """The condition that a row's id or texts have one word."""
    spellings = {word, fold(word)} - {""}
    if isinstance(model._meta.pk, CharField):
        condition = any_of("pk", spellings)
    else:
        is_number = word.isascii() and word.isdigit() and len(word) <= 18
        condition = Q(pk=int(word)) if is_number else Q(pk__in=[])
    for field in TEXTS.get(model._meta.model_name, ()):
        condition |= any_of(field, spellings)
    return condition
