"""The zip of the whole record: complete, valid, the same bytes each time, and loaded back every row is equal."""

import json
import threading
import zipfile

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, connections
from frictionless import Package as Described

from elections.importers import TABLES, load_tables, package
from elections.importers.writing import cell_text, rows_of
from elections.models import COMPILED, Area, Contender, DataVersion, ImportBatch, Party, Turnout
from elections.models.fields import Published
from elections.tests.conftest import FACT_BASE
from observers.importers import TABLES as OBSERVERS_TABLES

ALL = TABLES + OBSERVERS_TABLES
BOOKKEEPING = {"batch", "updated_at", "edited_at"}


def everything() -> dict[str, dict]:
    """All rows of all tables by their keys: each published field but the bookkeeping, and the lists in order."""
    found = {}
    for table in ALL:
        own = [] if table.has_own_id else ["id"]
        fields = [
            each.attname
            for each in table.model._meta.concrete_fields
            if each.name not in BOOKKEEPING and each.name not in own
        ]
        rows = rows_of(table, [*table.key, *fields])
        width = len(table.key)
        found[table.name] = {tuple(row[:width]): list(map(cell_text, row[width:])) for row in rows}
    return found


def empty_the_record() -> None:
    tables = [model._meta.db_table for model in [*(table.model for table in ALL), ImportBatch]]
    tables += [column.through._meta.db_table for table in ALL for column in table.lists]
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {', '.join(dict.fromkeys(tables))} CASCADE")


def unzipped(made: package.Package, folder):
    with zipfile.ZipFile(folder / made.file) as zipped:
        zipped.extractall(folder / "inside")
    return folder / "inside"


@pytest.mark.django_db
def test_loaded_back_into_an_empty_database_every_row_is_equal(tmp_path):
    load_tables(FACT_BASE, ALL)
    Party.objects.filter(pk="kz-nur-otan").update(
        names={"kk-Cyrl": "Нұр Отан", "ru": "Нур Отан", "kk-Latn": "Nur Otan"}
    )
    before = everything()
    made = package.make(tmp_path, ALL)
    inside = unzipped(made, tmp_path)
    empty_the_record()
    assert not Area.objects.exists() and not Contender.objects.exists()
    load = load_tables([inside], ALL)
    after = everything()
    assert load.new_places == [] and load.left_alone == []
    assert sum(map(len, before.values())) > 5_000
    for table in ALL:
        assert after[table.name] == before[table.name], table.name
    assert {name: rows for name, _, rows in made.tables} == {
        f"{table.name}.csv": len(before[table.name]) for table in ALL
    }
    assert Turnout.objects.filter(claimant=COMPILED).exists()


@pytest.mark.django_db
def test_frictionless_finds_the_package_valid(tmp_path):
    load_tables(FACT_BASE, ALL)
    inside = unzipped(package.make(tmp_path, ALL), tmp_path)
    report = Described(str(inside / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])[:5]
    told = json.loads((inside / "datapackage.json").read_text(encoding="utf-8"))
    assert {each["path"] for each in told["resources"]} == {f"{table.name}.csv" for table in ALL}
    results = next(each for each in told["resources"] if each["name"] == "results")
    assert {key["reference"]["resource"] for key in results["schema"]["foreignKeys"]} == {"contenders", "sources"}
    read_me = (inside / "README.md").read_text(encoding="utf-8")
    for each in told["resources"]:
        for field in each["schema"]["fields"]:
            assert f"| `{field['name']}` | {field['description']} |" in read_me
    assert f"Data version {DataVersion.current()}," in read_me and "CC" not in read_me.split("## Licence")[0]
    assert "creativecommons.org/licenses/by/4.0" in read_me


@pytest.mark.django_db
def test_no_person_who_loaded_or_changed_a_row_is_in_it(tmp_path):
    someone = get_user_model().objects.create_user("zulfiya-the-editor", "zulfiya@example.org", "secret-password")
    load_tables(FACT_BASE, ALL, loaded_by=someone)
    assert ImportBatch.objects.filter(loaded_by=someone).exists()
    inside = unzipped(package.make(tmp_path, ALL), tmp_path)
    for path in inside.iterdir():
        assert "zulfiya" not in path.read_text(encoding="utf-8").lower(), path.name
        first = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
        assert not {"batch", "batch_id", "updated_at", "edited_at", "loaded_by", "author"} & set(first)


@pytest.mark.django_db
class TestMaking:
    @pytest.fixture(autouse=True)
    def small(self, tables):
        tables.load()

    @pytest.fixture
    def folder(self, tmp_path):
        return tmp_path / "packages"

    def test_the_same_version_gives_the_same_bytes(self, folder):
        first = package.make(folder / "one", ALL)
        second = package.make(folder / "two", ALL)
        assert first.sha256 == second.sha256 and first.size == second.size > 1_000
        assert (folder / "one" / first.file).read_bytes() == (folder / "two" / second.file).read_bytes()

    def test_it_is_made_once_for_a_version_and_anew_for_the_next(self, folder):
        first = package.make(folder, ALL)
        assert package.make(folder, ALL) == first == package.newest(folder)
        DataVersion.raise_by_one()
        second = package.make(folder, ALL)
        assert second.version == first.version + 1
        assert [path.name for path in folder.glob("*.zip")] == [second.file]

    def test_a_record_that_began_anew_is_another_one(self, folder):
        first = package.make(folder, ALL)
        DataVersion.objects.update(raised_at="2030-01-01T00:00:00Z")
        second = package.make(folder, ALL)
        assert second.version == first.version and second.raised_at != first.raised_at

    def test_a_maker_that_was_killed_leaves_nothing_that_hinders(self, folder):
        (folder / ".making-old" / "inside").mkdir(parents=True)
        (folder / ".making-old" / "draft.zip").write_bytes(b"half")
        (folder / f"{'0' * 64}.zip").write_bytes(b"moved, but not yet described")
        assert package.newest(folder) is None
        made = package.make(folder, ALL)
        assert {path.name for path in folder.iterdir()} == {made.file, package.NEWEST}

    def test_what_fails_in_the_middle_leaves_the_newest(self, folder, monkeypatch):
        there = package.make(folder, ALL)
        DataVersion.raise_by_one()

        def fail(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(package, "zip_folder", fail)
        with pytest.raises(OSError, match="No space"):
            package.make(folder, ALL)
        assert package.newest(folder) == there and (folder / there.file).exists()
        assert {path.name for path in folder.iterdir()} == {there.file, package.NEWEST}
        assert not package.is_being_made()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one(tmp_path, tables):
    """The second waits for the first and finds its package; others can see that one is being made."""
    tables.load()
    seen, made = [], []
    original = package.put_in_place

    def slow(*args):
        seen.append(package.is_being_made())
        return original(*args)

    def run():
        try:
            made.append(package.make(tmp_path, ALL))
        finally:
            connections.close_all()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "put_in_place", slow)
        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert seen == [True] and made[0] == made[1] and not package.is_being_made()


def test_every_published_table_is_in_it():
    published = {model for model in apps.get_models() if issubclass(model, Published)}
    assert published - {table.model for table in ALL} == set()


def test_nothing_of_how_rows_were_loaded_is_a_column():
    for table in ALL:
        assert issubclass(table.model, Published)
        assert not BOOKKEEPING & {column.target for column in table.columns}
