"""The form for one row of any table of the record: a field for each column, checked as the importer checks a line."""

import json
from itertools import chain, count

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from elections import names
from elections.importers import Faults
from elections.importers.datapackage import explained
from elections.importers.staging import Reader
from elections.importers.tables import Table
from elections.models import Area

MADE = ("source_id", "party_id", "election_id", "contender_id")  # ids that are made where none is given
LONG = {"note", "ground", "summary", "scale_note", "names"}


class RowForm(forms.Form):
    """Cells as texts, by the columns of a table. `cells` holds them after validation, as a file would write them."""

    needs_file = False

    def __init__(self, table: Table, *args, locked=(), **options):
        super().__init__(*args, **options)
        self.table = table
        for name in table.changeable:
            self.fields[name] = row_field(table, name)
            self.fields[name].disabled = name in locked

    def clean(self):
        given = super().clean()
        self.cells = self.given_cells(given)
        if self.errors:
            return given
        own_id = self.table.file_column("id") if self.table.has_own_id else ""
        if own_id and not self.cells[own_id]:
            self.cells[own_id] = made_id(self.table, self.cells)
        faults = Faults()
        reader = Reader(self.table, self.table.name, self.table.changeable, 0, faults)
        list(reader.copy_lines([(1, list(self.cells.values()))]))
        for fault in faults.listed:
            place = fault.column if fault.column in self.fields else None
            self.add_error(place, f"{fault.sentence[0].upper()}{fault.sentence[1:]}.")
        return given

    def given_cells(self, given) -> dict[str, str]:
        """What was given, cell by cell in the order of the table's columns."""
        return {name: text_of(given.get(name, "")) for name in self.table.changeable}

    def store(self) -> None:
        """Keep the files that belong to the row; a row of most tables has none."""


def made_id(table: Table, cells: dict[str, str]) -> str:
    """A readable id for a new row whose author gave none, as those that are there; empty where none can be made."""
    parts = {
        "sources": [cells.get("language", ""), cells.get("publisher", "")[:40], cells.get("published", "")],
        "parties": [cells.get("country", ""), cells.get("name", "")],
        "elections": [cells["round_of"], "r2"] if cells.get("round_of") else vote_of(cells),
        "contenders": [cells.get("election_id", ""), cells.get("name", "")],
    }.get(table.name, [])
    made = "-".join(filter(None, map(names.slug, parts)))[:90].strip("-")
    if not made or not names.slug(parts[-2] if table.name == "sources" else parts[-1]):
        return ""
    taken = set(table.model.objects.filter(pk__startswith=made).values_list("pk", flat=True))
    return next(each for each in chain([made], (f"{made}-{number}" for number in count(2))) if each not in taken)


def vote_of(cells: dict[str, str]) -> list[str]:
    """Country, year and office, of which the id of an election is made: `kz-2012-mazhilis`, `kg-2010-referendum`."""
    country, date, office = (cells.get(name, "") for name in ("country", "date", "body"))
    return [country, date[:4], office or cells.get("kind", "")] if country and date else []


def row_field(table: Table, name: str) -> forms.Field:
    """The field for one column: a choice for words of a list, a search for what refers to another table, else text."""
    cell, about = explained(table, name)
    options = {"label": label(name), "help_text": about, "required": False}
    if words := cell.schema.get("enum") or cell.schema.get("trueValues") and ["yes", "no"]:
        told = dict(getattr(model_field(table, name), "flatchoices", ()))
        pairs = [(word, told.get(word, word)) for word in words]
        # A word is never chosen by itself, also where one is needed: the importer's check says so.
        return forms.ChoiceField(choices=[("", "—"), *pairs], **options)
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    if other := refers_to(table, name):
        attributes |= {"data-lookup": other, **({"data-many": ""} if table_list(table, name) else {})}
    if cell.schema.get("type") == "integer":
        attributes["inputmode"] = "numeric"
    if cell.schema.get("type") == "number":
        attributes["inputmode"] = "decimal"
    if name in MADE and name == (table.file_column("id") if table.has_own_id else ""):
        options["help_text"] = _("The permanent id; one is made when this is left empty.")
    if name == "names":
        options["help_text"] = _("Names in other languages, one a line: the language tag, a colon, the name.")
    if name in LONG:
        return NamesField(**options) if name == "names" else forms.CharField(widget=area_of_text(), **options)
    return forms.CharField(widget=forms.TextInput(attributes), **options)


def area_of_text():
    return forms.Textarea({"rows": 3})


class NamesField(forms.CharField):
    """Names by language tag, one a line; in files they are JSON."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(**options)
        self.widget.attrs |= {"rows": 3, "spellcheck": "false", "placeholder": "ru: Название"}

    def prepare_value(self, value):
        if value and value.startswith("{"):
            return "\n".join(f"{tag}: {name}" for tag, name in sorted(json.loads(value).items()))
        return value

    def clean(self, value):
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if wrong := [line for line in lines if ":" not in line]:
            raise forms.ValidationError(_("%(line)s has no colon between tag and name."), params={"line": wrong[0]})
        pairs = (line.split(":", 1) for line in lines)
        found = {tag.strip(): name.strip() for tag, name in pairs}
        return json.dumps(found, ensure_ascii=False, sort_keys=True) if found else ""


def text_of(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def label(name: str) -> str:
    """A column's name as people read it: `share_pct` is `Share (%)`."""
    words = name.removesuffix("_id").replace("_ids", "s")
    words = f"{words.removesuffix('_pct')} (%)" if words.endswith("_pct") else words
    return words.replace("_", " ").capitalize()


def model_field(table: Table, name: str) -> models.Field | None:
    target = next((column.target for column in table.columns if column.name == name), "")
    return table.model._meta.get_field(target) if target else None


def table_list(table: Table, name: str):
    return next((column for column in table.lists if column.name == name), None)


def refers_to(table: Table, name: str) -> str:
    """The model, as `elections.source`, that a column's ids are of; empty where they are of none."""
    if listed := table_list(table, name):
        return listed.through._meta.get_field(listed.member).related_model._meta.label_lower
    if name == "area":
        return Area._meta.label_lower
    if name == "election_id" and table.name == "results":
        return "elections.election"
    field = model_field(table, name)
    return field.related_model._meta.label_lower if field is not None and field.is_relation else ""
