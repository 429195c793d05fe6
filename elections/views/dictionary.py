"""The data dictionary: every table and field of the record, as the models themselves define them."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from elections.models import Citation, DataVersion
from elections.models.fields import CountField, PartialDateField, PercentageField, PrintedNumberField, Published
from elections.views.caching import public_page

APPS = ("elections", "observers")
KINDS = (
    (PartialDateField, "date, as precisely as known"),
    (CountField, "whole number"),
    (PercentageField, "percentage, with the digits printed"),
    (PrintedNumberField, "number, with the digits printed"),
    (models.DateTimeField, "moment, UTC"),
    (models.BooleanField, "yes or no"),
    (models.JSONField, "names by BCP 47 tag, or values by name"),
    (models.FileField, "file"),
    (models.IntegerField, "whole number"),
    (models.DecimalField, "number"),
)


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One field: what it is called, what it holds, the words it may have."""

    name: str
    kind: str
    refers_to: str  # the anchor of the table it points at, if it points at one
    text: str
    words: list[tuple[str, str]]
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table with its definition, fields and rules."""

    anchor: str
    name: str
    definition: str
    fields: list[FieldEntry]
    rules: list[str]


@require_safe
@public_page
def dictionary(request: HttpRequest) -> HttpResponse:
    groups = [
        ("Elections", tables_of("elections", published=True)),
        ("Observation", tables_of("observers", published=True)),
        ("Keeping the record", [each for app in APPS for each in tables_of(app, published=False)]),
    ]
    return render(request, "about/dictionary.html", {"groups": groups, "version": DataVersion.current()})


def tables_of(app: str, published: bool) -> list[TableEntry]:
    """The tables of one app, those readers see or the others; lists of further sources are fields, not tables."""
    found = [model for model in apps.get_app_config(app).get_models() if not issubclass(model, Citation)]
    return [table(model) for model in found if issubclass(model, Published) == published]


def table(model: type[models.Model]) -> TableEntry:
    told = model._meta
    fields = [entry(each) for each in told.get_fields() if not each.auto_created and each.help_text]
    rules = [str(each.violation_error_message) for each in told.constraints if own_words(each)]
    rules = [rule for rule in rules if not rule.startswith("Use one of")]  # the words stand with their field
    definition = " ".join(str(model.__doc__).split())
    return TableEntry(told.model_name or "", model.__name__, definition, fields, list(dict.fromkeys(rules)))


def own_words(constraint: models.BaseConstraint) -> bool:
    return constraint.violation_error_message != models.BaseConstraint.default_violation_error_message


def entry(field: models.Field) -> FieldEntry:
    words = [(str(value), str(label)) for value, label in (field.choices or []) if value != ""]
    other = field.related_model._meta.model_name if field.is_relation else ""
    other = "" if other == "user" else other
    empty = bool(field.null or field.blank)
    return FieldEntry(field.name, kind_of(field, words), other, str(field.help_text), words, empty)


def kind_of(field: models.Field, words: list[tuple[str, str]]) -> str:
    if field.is_relation:
        return "ids" if field.many_to_many else "id"
    if words:
        return "word"
    if field.primary_key:
        return "readable id"
    return next((name for kind, name in KINDS if isinstance(field, kind)), "text")
