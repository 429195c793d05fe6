"""A backup brings everything back, row by row, or changes nothing."""

import stat

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from config import run

pytestmark = pytest.mark.django_db(transaction=True)


def everything() -> dict[str, list]:
    """All rows of all tables, as text, in one order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        rows = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


@pytest.fixture
def backup(tmp_path):
    call_command("load_tables", *run.FACT_BASE, verbosity=0)
    run.renew_password()
    Group.objects.create(name='Сайлау\tObservers\' \\N "x"\n')
    path = tmp_path / "saylau.dump"
    call_command("make_backup", str(path))
    return path


def test_a_restored_backup_is_equal_row_by_row(backup):
    before = everything()
    assert sum(map(len, before.values())) > 5000
    run.renew_password()
    Group.objects.all().delete()
    User.objects.create(username="late")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE a_later_version (id integer)")
    cache.set("answer", "of the data before")
    assert everything() != before
    call_command("restore_backup", str(backup))
    assert everything() == before
    assert cache.get("answer") is None


def test_new_rows_can_be_written_after_a_restore(backup):
    call_command("restore_backup", str(backup))
    Group.objects.create(name="after")
    assert Group.objects.count() == 2


def test_a_damaged_backup_changes_nothing(backup, tmp_path):
    before = everything()
    whole = backup.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:-200], b"PGDMP", whole[:5] + b"x" * 1000):
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(CommandError, match="could not be restored, nothing was changed"):
            call_command("restore_backup", str(tmp_path / "damaged"))
        assert everything() == before


@pytest.mark.parametrize(("command", "said"), [("make_backup", "FILE="), ("restore_backup", "FILE=")])
def test_a_file_must_be_named(command, said):
    with pytest.raises(CommandError, match=said):
        call_command(command, "")


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "letter").write_text("Dear reader")
    with pytest.raises(CommandError, match="is no backup"):
        call_command("restore_backup", str(tmp_path / "letter"))
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("restore_backup", str(tmp_path / "nowhere"))


def test_a_backup_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("make_backup", str(tmp_path / "nowhere" / "saylau.dump"))


def test_only_its_maker_can_read_a_backup(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_a_reset_brings_back_the_first_day(backup, capsys):
    first_day = {
        table: len(rows) for table, rows in everything().items() if table.startswith(("elections_", "observers_"))
    }
    Group.objects.all().delete()
    call_command("reset_record", yes=True)
    again = {table: len(rows) for table, rows in everything().items() if table in first_day}
    assert again == first_day
    assert [user.username for user in User.objects.all()] == [run.ADMIN]


def test_a_reset_asks_first(monkeypatch):
    Group.objects.create(name="kept")
    monkeypatch.setattr("builtins.input", lambda question: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reset_record")
    assert Group.objects.exists()


def test_a_new_password_replaces_the_old(capsys):
    def opens(password):
        return User.objects.get(username=run.ADMIN).check_password(password)

    old, new = run.renew_password(), run.renew_password()
    assert not opens(old) and opens(new)
    call_command("renew_admin_password")
    assert not opens(new)


def test_the_fact_base_is_loaded_into_an_empty_database_only(backup):
    said = []
    before = everything()
    run.load_fact_base(said.append)
    assert said == [] and everything() == before


def test_an_upgrade_brings_the_tables_up_to_date_and_loads_nothing(backup):
    call_command("migrate", "admin", "0002", verbosity=0)
    before, said = everything(), []
    assert run.fill(said.append) == ""
    assert said == ["bringing the tables up to date"]
    after = everything()
    assert len(after.pop("django_migrations")) == len(before.pop("django_migrations")) + 1
    assert after == before


def test_a_backup_of_an_older_version_is_brought_up_to_date(backup, tmp_path):
    call_command("migrate", "admin", "0002", verbosity=0)
    call_command("make_backup", str(tmp_path / "older.dump"))
    call_command("migrate", "admin", verbosity=0)
    before = everything()
    call_command("restore_backup", str(tmp_path / "older.dump"))
    after = everything()
    assert len(after.pop("django_migrations")) == len(before.pop("django_migrations"))
    assert after == before
