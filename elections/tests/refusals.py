"""Trying rows that the database must refuse, for the tests of constraints."""

from django.apps import apps
from django.db import DataError, IntegrityError, models, transaction


def refusal(change) -> str:
    """The name of the constraint that refuses a change; empty when the change goes through. Nothing is kept."""
    try:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or "NOT NULL"
    except DataError:
        return "too long or too large"
    return ""


def of_update(row: models.Model, **values) -> str:
    """The constraint that refuses other values in a row."""
    return refusal(lambda: type(row).objects.filter(pk=row.pk).update(**values))


def of_copy(row: models.Model, **values) -> str:
    """The constraint that refuses a second row with the values of a row, but for some."""

    def insert():
        fields = [field for field in row._meta.concrete_fields if not isinstance(field, models.AutoField)]
        copied = {field.attname: getattr(row, field.attname) for field in fields if not field.primary_key}
        type(row).objects.create(**{**copied, **values})

    return refusal(insert)


def constraints_of(app: str) -> set[str]:
    models_of = apps.get_app_config(app).get_models()
    return {constraint.name for model in models_of for constraint in model._meta.constraints}
