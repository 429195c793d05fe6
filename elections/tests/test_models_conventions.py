"""What holds for every model of both apps, so that a new one cannot forget it."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Q

from elections.models import (
    ApiKey,
    Change,
    ChangeSet,
    CheckRun,
    Citation,
    DataVersion,
    Derivation,
    History,
    ImportBatch,
    Redirect,
    SetWork,
    StoredPart,
    Tombstone,
    Upload,
)
from elections.models.derived import DERIVED
from elections.models.fields import (
    ID_PATTERN,
    PARTIAL_DATE_PATTERN,
    CountField,
    PartialDateField,
    PercentageField,
    PrintedNumberField,
    Published,
)
from observers.models import Attachment, FiledReport, MissionOrganisation, Observer

MODELS = [model for app in ("elections", "observers") for model in apps.get_app_config(app).get_models()]
PUBLISHED = [model for model in MODELS if issubclass(model, Published)]
LISTS = [model for model in MODELS if issubclass(model, Citation) or model is MissionOrganisation]
BOOKKEEPING = [
    ApiKey,
    Attachment,
    Change,
    ChangeSet,
    CheckRun,
    DataVersion,
    Derivation,
    FiledReport,
    History,
    ImportBatch,
    Observer,
    Redirect,
    SetWork,
    StoredPart,
    Tombstone,
    Upload,
]
NO_SOURCE = {"Area", "Contender", "Organisation", "Source"}  # what claims and statements are made of, not statements

every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
every_published = pytest.mark.parametrize("model", PUBLISHED, ids=lambda model: model.__name__)


def checks(model):
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]


def check_of(model, condition):
    """The names of a model's checks with this condition."""
    return [each.name for each in checks(model) if each.condition == condition]


def own_fields(model):
    return [field for field in model._meta.get_fields() if not field.auto_created]


def test_every_model_is_published_or_listed_or_bookkeeping():
    assert {*MODELS} == {*PUBLISHED, *LISTS, *BOOKKEEPING, *DERIVED}


@every_model
def test_a_model_is_defined_in_one_sentence(model):
    definition = model.__doc__.split("\n\n")[0]
    assert not definition.startswith(f"{model.__name__}("), "Django's own docstring"
    assert re.fullmatch(r"[A-Z][^.!?]{20,200}\.", " ".join(definition.split())), definition


@every_model
def test_every_field_explains_itself_in_a_sentence(model):
    for field in own_fields(model):
        if isinstance(field, models.BigAutoField):
            assert field.help_text == ""
        else:
            assert re.fullmatch(r"[A-Z0-9].{8,200}\.", str(field.help_text)), f"{model.__name__}.{field.name}"


@every_model
def test_words_are_held_to_their_list_by_the_database(model):
    for field in own_fields(model):
        if getattr(field, "choices", None):
            words = [value for value, _ in field.choices]
            known = f"{model._meta.model_name}_{field.name}_known"
            assert check_of(model, Q(**{f"{field.name}__in": words})) == [known]
            assert all(re.fullmatch("[A-Za-z_]*", word) for word in words)
            assert field.blank == ("" in words)


@every_model
def test_no_key_has_a_null_that_lets_duplicates_through(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            nullable = [name for name in constraint.fields if model._meta.get_field(name).null]
            assert not nullable or constraint.nulls_distinct is False, constraint.name
    assert not model._meta.unique_together


@every_published
def test_every_statement_has_a_source_that_cannot_go(model):
    if model.__name__ in NO_SOURCE:
        assert "source" not in {field.name for field in own_fields(model)}
        return
    source = model._meta.get_field("source")
    assert not source.null and not source.blank
    assert source.remote_field.on_delete is models.PROTECT
    assert source.related_model.__name__ == "Source"


@every_model
def test_nothing_that_is_referred_to_can_go(model):
    for field in own_fields(model):
        if isinstance(field, models.ForeignKey) and model not in DERIVED:
            owner = model in LISTS and field.name not in ("source", "organisation")
            assert field.remote_field.on_delete is (models.CASCADE if owner else models.PROTECT), field.name


@every_published
def test_every_published_fact_has_a_key_or_a_readable_id(model):
    key = model._meta.pk
    if isinstance(key, models.CharField):
        patterns = [value for each in checks(model) for name, value in simple(each) if name == f"{key.name}__regex"]
        assert len(patterns) == 1
        assert patterns[0] == ID_PATTERN or model.__name__ in ("Area", "Election")
        assert key.max_length <= 100
    else:
        assert any(isinstance(each, models.UniqueConstraint) for each in model._meta.constraints)


def simple(check):
    """The plain terms of a check: pairs of a lookup and a value."""
    return [child for child in check.condition.children if isinstance(child, tuple)]


@every_model
def test_dates_are_as_precise_as_known_and_held_to_their_form(model):
    for field in own_fields(model):
        is_date = isinstance(field, PartialDateField) or field.name in ("date", "published")
        if is_date:
            assert check_of(model, Q(**{f"{field.name}__regex": PARTIAL_DATE_PATTERN}))
            assert field.max_length == 10 and not field.null
        assert not isinstance(field, models.DateField) or isinstance(field, models.DateTimeField)


@every_model
def test_units_stand_in_the_names_of_fields(model):
    for field in own_fields(model):
        name = f"{model.__name__}.{field.name}"
        assert isinstance(field, PercentageField) == field.name.endswith("_pct"), name
        assert isinstance(field, models.DateTimeField) == field.name.endswith("_at"), name
        if isinstance(field, models.BooleanField):
            assert field.name.startswith(("is_", "has_")), name
        if isinstance(field, CountField):
            assert field.null, f"{name}: unknown is NULL"
        if isinstance(field, models.DecimalField):
            assert isinstance(field, PrintedNumberField) and field.null, name
            assert field.db_type(connection) == "numeric", f"{name} keeps the digits that were printed"
        assert not isinstance(field, models.FloatField), name


@every_model
def test_every_number_that_was_printed_is_held_to_be_a_number(model):
    """PostgreSQL's numeric may be NaN or infinite."""
    named = {name for each in checks(model) for name in re.findall(r"'(\w+)__gte'", str(each.condition))}
    for field in own_fields(model):
        if isinstance(field, PrintedNumberField) and model not in DERIVED:
            assert field.name in named, field.name


@every_model
def test_texts_that_are_not_known_are_empty_and_never_null(model):
    for field in own_fields(model):
        if isinstance(field, models.CharField | models.TextField):
            assert not field.null, field.name


@every_model
def test_a_violated_check_is_explained_to_an_editor(model):
    for check in checks(model):
        message = str(check.violation_error_message)
        assert message != models.CheckConstraint.default_violation_error_message
        assert re.fullmatch(r"[A-Z].{8,900}\.", message), check.name


def test_the_names_of_constraints_tell_their_table():
    names = [(model, each.name) for model in MODELS for each in model._meta.constraints]
    assert len({name for _, name in names}) == len(names)
    for model, name in names:
        if model not in LISTS:
            assert name.startswith(model._meta.model_name + "_")


@pytest.mark.django_db
def test_the_database_itself_notes_every_edit_and_keeps_what_was():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal")
        found = set(cursor.fetchall())
    expected = {(model._meta.db_table, f"{model._meta.db_table}_mark_edit") for model in PUBLISHED}
    expected |= {(model._meta.db_table, f"{model._meta.db_table}_mark_owner") for model in LISTS}
    kept = [(model, kind) for model in PUBLISHED for kind in ("update", "delete", "by_hand")]
    kept += [(model, "by_hand") for model in LISTS]
    expected |= {(model._meta.db_table, f"{model._meta.db_table}_history_{kind}") for model, kind in kept}
    guards = {f"elections_change_guard_{kind}" for kind in ("insert", "update", "delete")}
    guards |= {"elections_changeset_guard", "elections_history_fixed"}
    assert {name for _, name in found} - {name for _, name in expected} == guards
    assert expected <= found


@pytest.mark.django_db
def test_no_migration_is_missing():
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
