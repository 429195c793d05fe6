"""Names in five languages and two scripts are found and ordered by one key, and tagged as far as letters prove it."""

import csv
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from elections import names
from elections.importers.cells import LANGUAGE_TAG
from elections.models import local_name

DATA = Path(__file__).parents[1] / "data"
LETTERS = st.sampled_from(sorted({*names.LETTERS, *map(str.upper, names.LETTERS)} - {"SS"}))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Әділет", "adilet"),
        ("Нұр Отан", "nur otan"),
        ("Ақ жол", "ak zhol"),
        ("Бүтүн Кыргызстан", "butun kyrgyzstan"),
        ("Ҳизби халқӣ", "hizbi khalki"),
        ("Ўзбекистон", "uzbekiston"),
        ("O‘zbekiston", "ozbekiston"),
        ("O'zbekiston", "ozbekiston"),
        ("Oʻzbekiston", "ozbekiston"),
        ("Türkmenistanyň", "turkmenistanyn"),
        ("Җумхурият", "jumkhuriyat"),
        ("Щучинск", "shchuchinsk"),
        ("Ёлка", "elka"),
        ("  Two\u00a0 blanks ", "two blanks"),
        ("Omsk (abroad)", "omsk abroad"),
        ("Qazaqstañ Şŋ", "qazaqstan sn"),
        ("«Nur» — 2012", "nur 2012"),
        ("北京", ""),
        ("", ""),
    ],
)
def test_a_name_folds_into_plain_latin(name, key):
    assert names.fold(name) == key
    assert names.slug(name) == key.replace(" ", "-")


@given(st.text(max_size=60))
def test_a_folded_name_is_plain_and_folds_into_itself(name):
    key = names.fold(name)
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", key)
    assert names.fold(key) == key


@given(st.text(LETTERS, max_size=20))
def test_case_and_composition_of_letters_do_not_matter(name):
    assert names.fold(name.upper()) == names.fold(name.lower()) == names.fold(name)
    assert names.fold(unicodedata.normalize("NFD", name)) == names.fold(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize("country", names.OWN_LETTERS)
def test_every_letter_of_the_five_languages_has_a_place_in_the_key(country):
    _, own = names.OWN_LETTERS[country]
    for letter in own + "абвгдеёжзийклмнопрстуфхцчшщыэюя":
        assert names.fold(letter), letter


def test_a_search_key_has_each_name_once():
    assert names.search_key("Ak Zhol", "Ақ жол", "AZh", "") == "ak zhol | azh"
    assert names.search_key("", "北京") == ""


@pytest.mark.parametrize(
    ("country", "name", "tag"),
    [
        ("KZ", "Нұр Отан", "kk-Cyrl"),
        ("KZ", "Отан", "und-Cyrl"),
        ("KZ", "НҰР ОТАН", "kk-Cyrl"),
        ("KZ", "Amanat", "und-Latn"),
        ("KG", "Бүтүн Кыргызстан", "ky-Cyrl"),
        ("KG", "Ата Мекен", "und-Cyrl"),
        ("TJ", "Ҳизби халқӣ", "tg-Cyrl"),
        ("UZ", "Oʻzbekiston", "uz-Latn"),
        ("UZ", "Ўзбекистон", "uz-Cyrl"),
        ("UZ", "Адолат", "und-Cyrl"),
        ("TM", "Türkmenistanyň", "tk-Latn"),
        ("TM", "Нұр", "und-Cyrl"),
        ("UZ", "عدالت", "und"),
        ("XX", "Отан", "und-Cyrl"),
    ],
)
def test_a_name_is_tagged_as_far_as_its_letters_prove(country, name, tag):
    assert names.native_tag(country, name) == tag


@given(st.sampled_from([*names.OWN_LETTERS, "XX"]), st.text(min_size=1, max_size=20))
def test_every_tag_is_one_that_tables_may_hold(country, name):
    assert LANGUAGE_TAG.fullmatch(names.native_tag(country, name))


def test_every_native_name_of_the_set_is_found_by_its_key():
    found = 0
    for path in DATA.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if native := row.get("name_native"):
                    found += 1
                    assert names.fold(native), native
                    assert names.native_tag(path.parent.name.upper(), native) != "und"
    assert found > 100


@pytest.mark.parametrize(("name", "said"), [("abroad", "за рубежом"), ("Omsk (abroad)", "Omsk (abroad)")])
def test_all_votes_abroad_are_said_in_the_language_of_the_page(name, said):
    place = SimpleNamespace(kind="abroad", name=name, names={})
    with translation.override("ru"):
        assert local_name(place) == said
    assert local_name(place) == name
