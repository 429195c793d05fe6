"""The tables described for machines: a Frictionless data package, written from the definitions of the tables."""

import json
from pathlib import Path

from elections.importers.cells import ids_cell
from elections.importers.tables import Table

CONSTRAINTS = ("minimum", "pattern", "enum")
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}


def describe(folder: Path, tables: list[Table], name: str, title: str, description: str) -> dict:
    """The descriptor of all tables in a folder (and its country folders), as `datapackage.json` holds it.

    Shape: one resource a file, each with the columns it has, their explanations, keys and references within
    the package. Source: the Data Package and Table Schema specifications (specs.frictionlessdata.io).
    """
    files = [
        (table, path.relative_to(folder).as_posix())
        for table in tables
        for path in sorted([*folder.glob(f"{table.name}.csv"), *folder.glob(f"*/{table.name}.csv")])
    ]
    present = {resource_name(path): table for table, path in files}
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": title,
        "description": description,
        "licenses": [LICENCE],
        "resources": [resource(table, path, folder, present) for table, path in files],
    }


def resource_name(path: str) -> str:
    return path.removesuffix(".csv").replace("/", "-").replace("_", "-")


def resource(table, path, folder, present):
    with (folder / path).open(encoding="utf-8-sig") as file:
        header = file.readline().strip().split(",")
    beside = path.rpartition("/")[0]
    schema = {"fields": [field(table, name) for name in header], "missingValues": [""]}
    if table.has_own_id:
        schema["primaryKey"] = [table.file_column("id")]
    keys = [key for name in header if (key := foreign_key(table, name, beside, present))]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": resource_name(path),
        "title": f"{table.model._meta.verbose_name_plural}{f' ({beside.upper()})' if beside else ''}",
        "description": table.model.__doc__.strip().split("\n\n")[0],
        "path": path,
        "encoding": "utf-8",
        "schema": schema,
    }


def field(table, name):
    cell, about = explained(table, name)
    described = {"name": name, **{word: value for word, value in cell.schema.items() if word not in CONSTRAINTS}}
    constraints = {word: value for word, value in cell.schema.items() if word in CONSTRAINTS}
    if cell.needed:
        constraints["required"] = True
    return described | {"description": about} | ({"constraints": constraints} if constraints else {})


def explained(table, name):
    """(cell, explanation) of a column: the explanation is the help_text of the field it fills."""
    for column in table.lists:
        if column.name == name:
            about = (
                column.through.__doc__ if not column.first_into else "The sources, parted by blanks; the first leads."
            )
            return ids_cell(column.needed), about.strip()
    column = next(column for column in table.columns if column.name == name)
    fills = {made.column: made.into for made in table.made}
    target = column.into if column.into else fills.get(name, name) if column.into == "" else name
    return column.cell(), column.about or table.model._meta.get_field(target).help_text


def foreign_key(table, name, beside, present):
    """The reference of a column within the package, where the table it points at is there too."""
    column = next((column for column in table.columns if column.name == name), None)
    if column is None or not column.target:
        return None
    referred = table.model._meta.get_field(column.target)
    if not referred.is_relation:
        return None
    for place in (f"{beside}-" if beside else "", ""):
        for resource, other in present.items():
            if other.model is referred.related_model and resource == resource_name(f"{place}{other.name}"):
                here = "" if other is table and place == (f"{beside}-" if beside else "") else resource
                return {"fields": [name], "reference": {"resource": here, "fields": [other.file_column("id")]}}
    return None


def write(folder: Path, descriptor: dict) -> None:
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
