"""What a page in another language shows: no sentence of the interface that went past gettext, everything else told.

A made-up language stands for any: it writes every marked word in Cyrillic letters. What is Latin on a page of it is
data, and says so by `lang`, or is a name; or somebody forgot to mark it.
"""

import re

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import translation

from config.words import marked
from elections.models import COMPILED, Area, Contender, Exclusion, Party, Result, Source, Turnout
from elections.tests.answers import asked
from elections.tests.markup import Page
from elections.views.families import SINGLE, families
from elections.wording import capital, part_name, qualified_number
from observers.models import Organisation, Recommendation

KEPT = re.compile(r"%(?:\(\w+\))?[sdirf%]|<[^>]*>|&\w+;")
WORD = re.compile(r"\b[a-z’']{3,}\b")
# Words that names and forms of data share with the interface.
NAMES = {
    *("csv", "json", "xlsx", "svg", "png", "utc", "curl", "http", "https", "www", "html", "zip", "null"),
    *("page", "country", "read", "data", "and", "for", "the"),
}
QUOTED = ("code", "pre", "script", "style", "title", "cite", "svg", "option")


def made_up(text: str) -> str:
    """A message of the interface with Cyrillic letters; placeholders and tags stay."""
    pieces = KEPT.split(text)
    kept = [*KEPT.findall(text), ""]
    return "".join(re.sub("[A-Za-z]", "ж", piece) + mark for piece, mark in zip(pieces, kept, strict=True))


@pytest.fixture
def another_language(monkeypatch):
    """Django speaks the made-up language wherever it speaks another than English."""
    real = translation._trans

    def spoken(told):
        return told if translation.get_language() == "en" else made_up(told)

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        getattr(real, name)  # Django puts each into place when it is first asked for
    monkeypatch.setattr(real, "gettext", spoken)
    monkeypatch.setattr(real, "pgettext", lambda context, message: spoken(message))
    monkeypatch.setattr(real, "ngettext", lambda one, many, n: spoken(one if n == 1 else many))
    monkeypatch.setattr(real, "npgettext", lambda context, one, many, n: spoken(one if n == 1 else many))


def interface_words() -> set[str]:
    """Every word that the interface uses in English."""
    texts = (text for each in marked() for text in (each.id if isinstance(each.id, (list, tuple)) else [each.id]))
    return {word for text in texts for word in WORD.findall(KEPT.sub(" ", text))} - NAMES


def names_of_record() -> re.Pattern:
    """Everything that the record calls by a name, longest first."""
    names = {
        *Area.objects.values_list("name", flat=True),
        *Party.objects.values_list("name", flat=True),
        *Contender.objects.values_list("name", flat=True),
        *Exclusion.objects.values_list("name", flat=True),
        *Source.objects.values_list("publisher", flat=True),
        *Source.objects.values_list("title", flat=True),
        *Result.objects.values_list("claimant", flat=True),
        *Turnout.objects.values_list("claimant", flat=True),
        *Contender.objects.values_list("part", flat=True),
        *Organisation.objects.values_list("name", flat=True),
        *Recommendation.objects.values_list("addressee", flat=True),
    } - {COMPILED, ""}
    names |= {name.replace("_", " ") for name in names} | {capital(name) for name in names}
    ordered = sorted(names, key=len, reverse=True)
    return re.compile(
        "|".join(
            [
                r"https?://\S+",
                r"\S*/\S*",
                r"\b[A-Z]{2}-x-\S+",
                r"\S+\.csv",
                r"\b[a-z]{2}-[0-9]{4}-\S+",
                *map(re.escape, ordered),
            ]
        )
    )


def forgotten(page: Page, words: set[str], names: re.Pattern) -> list[str]:
    """Texts of a page that have words of the English interface and say no other language."""
    found = []
    for element in page.elements:
        around = [*element.parents, element]
        if any(each.tag in QUOTED for each in around):
            continue
        tags = [each.attributes["lang"] for each in around if each.attributes.get("lang")]
        own = names.sub(" ", " ".join(element.own))
        if tags and tags[-1] == "ru" and set(WORD.findall(own)) & words:
            found.append(own.strip())
    return found


def addresses() -> list[str]:
    """Every page by itself, two of each family, and what is said where something is wrong."""
    with translation.override("ru"):
        found = [reverse(name) for name in SINGLE if name != "dictionary"]
        for family in families():
            keys = list(family.rows().order_by("pk").values_list("pk", flat=True))
            found += [family.address(key) for key in {keys[0], keys[len(keys) // 2]}]
        return [*found, f"{reverse('search')}?q=otan", f"{reverse('elections')}?country=ZZ", "/ru/nothing/"]


@pytest.mark.django_db
@pytest.mark.usefixtures("record", "another_language")
class TestAnotherLanguage:
    def test_no_page_has_words_that_went_past_gettext(self):
        words, names, client, found = interface_words(), names_of_record(), Client(), {}
        for address in addresses():
            page = Page(client.get(address).content.decode())
            if left := forgotten(page, words, names):
                found[address] = left[:12]
        assert not found, "\n".join(f"{address}: {left}" for address, left in found.items())


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        (71, "lower_bound", "более 71 голоса"),
        (72, "lower_bound", "более 72 голосов"),
        (11, "about", "около 11 голосов"),
        (1021, "upper_bound", "не более 1\u00a0021 голоса"),
        (71, "", "71 голос"),
        (72, "words", "72 голоса"),
    ],
)
def test_a_bound_is_followed_by_the_case_it_asks_for(value, qualifier, words):
    with translation.override("ru"):
        assert qualified_number(value, "vote", qualifier) == words


@pytest.mark.parametrize("rows", ["areas", "parties", "sources"])
@pytest.mark.usefixtures("record")
def test_an_unknown_id_is_told_in_the_language_of_the_page(rows):
    with pytest.raises(Http404, match=r"^В своде нет \w+ no-such-id\.$"):
        asked(f"/ru/{rows}/no-such-id/")


@pytest.mark.usefixtures("record")
class TestParts:
    def test_every_part_of_a_vote_on_record_has_words_in_russian(self):
        parts = set(Contender.objects.values_list("part", flat=True))
        assert len(parts) > 3
        with translation.override("ru"):
            assert not [part for part in parts if re.search("[A-Za-z]", part_name(part))]
