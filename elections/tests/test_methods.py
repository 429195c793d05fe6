"""Methods, about and data dictionary: whole, from one source, and with every link arriving."""

import re

import pytest
from django.apps import apps
from django.urls import resolve

from elections.models import SHOWN_FIRST_RULE, Citation
from elections.reconcile import METHODS
from elections.tests.answers import page

pytestmark = pytest.mark.django_db
PAGES = ("/methods/", "/about/", "/data/dictionary/", "/search/", "/elections/", "/sources/")


def test_every_check_is_explained_under_its_code():
    shown = page("/methods/")
    for method in METHODS.values():
        told = shown.by_id(method.code).text
        for part in (method.name, method.formula, method.cannot_show, method.reference):
            assert " ".join(part.split()) in told
    assert str(SHOWN_FIRST_RULE) in shown.by_id("shown-first").text


def test_every_table_and_field_is_in_the_dictionary():
    shown = page("/data/dictionary/")
    models = [each for app in ("elections", "observers") for each in apps.get_app_config(app).get_models()]
    tables = [model for model in models if not issubclass(model, Citation)]
    assert len(shown.all("table")) == len(tables)
    for model in tables:
        told = shown.by_id(model._meta.model_name)
        assert " ".join(model.__doc__.replace("`", "").split()) in told.text
        rows = {shown.inside(row, "th")[0].text: row.text for row in shown.inside(told, "tr")[1:]}
        for field in model._meta.get_fields():
            if field.auto_created or not field.help_text:
                continue
            assert str(field.help_text).replace("`", "") in rows[field.name]
            assert all(str(value) in rows[field.name] for value, _ in field.choices or [])


def test_an_error_can_be_reported_from_every_page():
    for address in PAGES:
        assert "/about/#report" in [each.attributes["href"] for each in page(address).all("a")]
    told = page("/about/").by_id("report").text
    assert "issue tracker" in told and "Report a vulnerability" in told and "@" not in told


@pytest.mark.parametrize("address", PAGES)
def test_links_arrive(address):
    for link in page(address).all("a"):
        target, _, anchor = link.attributes["href"].partition("#")
        if target.startswith(("http:", "https:")):
            continue
        if "hreflang" in link.attributes:
            continue
        path = target.partition("?")[0] or address
        resolve(path)
        if anchor and not re.search(r"\.(csv|json|xlsx)$", path):
            assert page(path).by_id(anchor)


@pytest.mark.parametrize("address", PAGES)
def test_where_one_is_is_marked_once(address):
    current = [each for each in page(address).all("a") if each.attributes.get("aria-current") in ("page", "true")]
    assert [each.attributes["href"] for each in current] == (
        ["/data/"] if address == "/data/dictionary/" else [address]
    )


@pytest.mark.parametrize("address", PAGES)
def test_the_form_of_the_pages(address):
    shown = page(address)
    levels = [int(each.tag[1]) for each in shown.all("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1 == levels[0]
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
    assert len(identifiers) == len(set(identifiers))
    for label in shown.all("label"):
        assert label.attributes.get("for") in identifiers or shown.inside(label, "input")
    for table in shown.all("table"):
        assert shown.inside(table, "caption") and all("scope" in each.attributes for each in shown.inside(table, "th"))
    for region in shown.all("section", "nav", "form", "article"):
        assert {"aria-labelledby", "aria-label"} & region.attributes.keys()
