"""The name of a thing in the language of the page; without one, the name in Latin letters that every row has.

An election's name is English in the record; in other languages it is put together from what the election is.
"""

from django.utils.translation import get_language, gettext, pgettext, pgettext_lazy

from elections.models.elections import ContenderKind, Election, ElectionKind, ElectoralSystem
from elections.models.places import AreaKind

OF_NAMES = "en"  # the language in which the record gives every name
BODIES = {
    "Assembly of Representatives (Majlisi Namoyandagon)": pgettext_lazy("body", "Assembly of Representatives"),
    "Halk Maslahaty (upper chamber)": pgettext_lazy("body", "Halk Maslahaty"),
    "Jogorku Kenesh": pgettext_lazy("body", "Jogorku Kenesh"),
    "Legislative Chamber of the Oliy Majlis": pgettext_lazy("body", "Legislative Chamber of the Oliy Majlis"),
    "Mazhilis": pgettext_lazy("body", "Mazhilis"),
    "Mejlis": pgettext_lazy("body", "Mejlis"),
    "President": pgettext_lazy("body", "President"),
    "President of Tajikistan": pgettext_lazy("body", "President of Tajikistan"),
    "President of Turkmenistan": pgettext_lazy("body", "President of Turkmenistan"),
    "President of Uzbekistan": pgettext_lazy("body", "President of Uzbekistan"),
    "Constitution of Tajikistan": pgettext_lazy("body", "Constitution of Tajikistan"),
}


def local_name(thing) -> str:
    """What an election, area, party, contender or excluded person is called in the page's language."""
    if isinstance(thing, Election):
        return election_name(thing)
    return answer_name(thing) or name_in(get_language(), thing) or thing.name


def answer_name(thing) -> str:
    """What ballots everywhere have in common, and all that votes abroad, are words, not names; '' for any name."""
    if get_language() != OF_NAMES and (getattr(thing, "kind", ""), thing.name) == (AreaKind.ABROAD, "abroad"):
        return str(AreaKind.ABROAD.label)
    if get_language() == OF_NAMES or getattr(thing, "kind", "") not in (
        ContenderKind.AGAINST_ALL,
        ContenderKind.OPTION,
    ):
        return ""
    return {
        "Against all": pgettext("on a ballot", "Against all"),
        "For": pgettext("on a ballot", "For"),
        "Against": pgettext("on a ballot", "Against"),
        "Yes": pgettext("on a ballot", "Yes"),
        "No": pgettext("on a ballot", "No"),
    }.get(thing.name, "")


def name_in(language: str | None, thing) -> str:
    """The name that a row has in a language, in whichever script; '' for none."""
    names = getattr(thing, "names", None) or {}
    return next((names[tag] for tag in tags_of(language, names)), "")


def tags_of(language: str | None, names: dict[str, str]) -> list[str]:
    """The tags of the names that readers of a language read, the best first.

    `und-Cyrl` is Cyrillic without a letter that Russian lacks: a Russian name, or one that reads like it. Not so where
    it says “party” with the ending of a Turkic language.
    """
    own = [tag for tag in names if tag.split("-")[0] == language]
    alike = names.get("und-Cyrl", "") if language == "ru" else ""
    return [*own, "und-Cyrl"] if alike and "партияс" not in alike.lower() else own


def tag_of_name(thing) -> str:
    """The language that `local_name` answers in."""
    here = get_language() or OF_NAMES
    if isinstance(thing, Election) or answer_name(thing):
        return here
    return next(iter(tags_of(here, getattr(thing, "names", None) or {})), OF_NAMES)


def body_name(body: str) -> str:
    """An office or chamber in the page's language, where it is one of those known here."""
    return str(BODIES.get(body, body)) if get_language() != OF_NAMES else body


def election_name(election: Election) -> str:
    """2012 Mazhilis election: the record's own name in English, elsewhere one made from kind, year, body and round."""
    if get_language() == OF_NAMES:
        return election.name
    named = gettext("%(vote)s, %(year)s") % {"vote": vote_name(election), "year": election.date[:4]}
    return later(election, named)


def vote_name(election: Election) -> str:
    """What a vote is, without year and round: Early parliamentary election (Mazhilis)."""
    if election.kind == ElectionKind.REFERENDUM:
        return gettext("Referendum")
    if election.kind == ElectionKind.PRESIDENTIAL:
        return gettext("Early presidential election") if election.is_early else gettext("Presidential election")
    if election.system == ElectoralSystem.INDIRECT:
        kind = gettext("Indirect election")
    else:
        kind = gettext("Early parliamentary election") if election.is_early else gettext("Parliamentary election")
    if not election.body:
        return kind
    return gettext("%(vote)s (%(body)s)") % {"vote": kind, "body": body_name(election.body)}


def later(election: Election, name: str) -> str:
    """The name of a later round says so."""
    return pgettext("later round", "%(vote)s: second round") % {"vote": name} if election.round_of_id else name
