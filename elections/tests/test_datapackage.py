"""The data folders described for machines: the descriptors are those that the tables' definitions give, and hold."""

import json

import pytest
from django.conf import settings
from frictionless import Package

from elections.importers import datapackage
from elections.management.commands.write_datapackage import PACKAGES


@pytest.mark.parametrize(("path", "tables", "about"), [(path, tables, about) for path, tables, *about in PACKAGES])
def test_committed_package_is_what_the_definitions_give(path, tables, about):
    folder = settings.BASE_DIR / path
    committed = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert committed == datapackage.describe(folder, tables, *about), "run manage.py write_datapackage"


@pytest.mark.parametrize("path", [path for path, *_ in PACKAGES])
def test_every_table_is_described_and_every_column_explained(path):
    folder = settings.BASE_DIR / path
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["path"] for resource in package["resources"]}
    assert described == {file.relative_to(folder).as_posix() for file in folder.rglob("*.csv")}
    for resource in package["resources"]:
        assert resource["description"]
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith("."), (resource["name"], field["name"])


@pytest.mark.parametrize("path", [path for path, *_ in PACKAGES])
def test_frictionless_finds_the_package_valid(path):
    report = Package(str(settings.BASE_DIR / path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]


def test_frictionless_finds_what_is_wrong(tmp_path):
    """The check can fail: a row whose source nothing has, a negative count, a word that no list has."""
    folder = settings.BASE_DIR / "elections" / "data"
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] in ("sources", "kz-results", "kz-contenders")]
    for resource in package["resources"]:
        target = tmp_path / resource["path"]
        target.parent.mkdir(exist_ok=True)
        text = (folder / resource["path"]).read_text(encoding="utf-8")
        if resource["name"] == "kz-results":
            text += "kz-2005-president,,kz-2005-president-nazarbayev,-5,,,,guessed,,,,nobody,,\n"
            resource["schema"]["foreignKeys"] = [
                key for key in resource["schema"]["foreignKeys"] if key["fields"] == ["source_id"]
            ]
        else:
            resource["schema"].pop("foreignKeys", None)
        target.write_text(text, encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    found = {(error[0], error[1]) for error in report.flatten(["type", "fieldName"])}
    assert {("constraint-error", "votes"), ("constraint-error", "basis")} <= found
    assert "foreign-key" in {kind for kind, _ in found}
