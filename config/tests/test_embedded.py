"""The servers under var/: started by whoever needs them, stopped after the last, nothing lost in between."""

import os
import shlex
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.tests.conftest import PROJECT, READ, WRITE, Folder

MIGRATE = ("migrate", "auth", "--verbosity=0")


def test_a_command_starts_what_it_needs_and_stops_it_again(empty_folder):
    assert empty_folder.command(*MIGRATE).returncode == 0
    assert (empty_folder.var / "postgres").exists()
    assert empty_folder.processes() == {}


def test_what_needs_no_database_starts_none(empty_folder):
    for arguments in (["help"], ["check"]):
        assert empty_folder.command(*arguments).returncode == 0
    assert not (empty_folder.var / "postgres").exists()


def test_the_cache_alone_starts_the_servers_too(folder):
    code = "from django.core.cache import cache; cache.set('a', 'here'); print(cache.get('a'))"
    assert folder.shell(code) == "here"


def test_a_process_keeps_its_connection_to_the_cache(folder):
    code = """
from django.core.cache import cache

def opened():
    return cache._cache.get_client().info("stats")["total_connections_received"]

before = opened()
cache.set("a", 1), cache.get("a"), cache.get("b")
print(opened() - before)
"""
    assert folder.shell(code) == "0"


def test_one_command_does_not_stop_the_servers_under_another(folder):
    holder = folder.hold()
    keeper = folder.process("config.embedded.keeper")
    folder.shell(WRITE)
    assert folder.shell(READ) == "kept"
    assert folder.process("config.embedded.keeper") == keeper
    holder.communicate("")
    assert folder.processes() == {}


def test_commands_that_start_at_once_share_one_pair_of_servers(folder):
    at_once = [folder.start(sys.executable, "manage.py", "shell", "--verbosity=0", "-c", READ) for _ in range(4)]
    assert [command.communicate(timeout=60)[1] for command in at_once] == [""] * 4
    folder.wait_until_empty()


def test_a_killed_command_leaves_no_servers_behind(folder):
    folder.hold().kill()
    folder.wait_until_empty()


@pytest.mark.parametrize("victim", ["bin/postgres", "valkey-server", "config.embedded.keeper"])
def test_nothing_committed_is_lost_when_a_server_is_killed(folder, victim):
    holder = folder.hold()
    folder.shell(WRITE)
    os.kill(folder.process(victim), signal.SIGKILL)
    assert folder.shell(READ) == "kept"
    holder.kill()
    folder.wait_until_empty()


def test_stale_files_are_survived_also_one_that_names_a_living_stranger(folder):
    folder.shell(WRITE)
    stranger = os.getpid()
    pid_file = f"{stranger}\n{folder.var}/postgres\n0\n5432\n{folder.var}/run\n\n  0  0\nready\n"
    (folder.var / "postgres" / "postmaster.pid").write_text(pid_file)
    (folder.var / "run" / ".s.PGSQL.5432.lock").write_text(pid_file)
    for name in ("ready", "ended", "valkey.sock", "keeper", "leases", "starting", "site"):
        (folder.var / "run" / name).write_text(str(stranger))
    assert folder.shell(READ) == "kept"


def test_servers_whose_keeper_is_gone_end_before_new_ones_start_and_nobody_else_does(folder):
    data = folder.var / "postgres"
    visitor = folder.start("sleep", "60", cwd=data)
    keeper = folder.hold() and folder.process("config.embedded.keeper")
    orphan = folder.process("bin/postgres")
    os.kill(orphan, signal.SIGSTOP)  # it cannot end when its keeper dies
    for process in (keeper, *folder.children(keeper)):
        os.kill(process, signal.SIGKILL)
    os.kill(orphan, signal.SIGCONT)
    assert folder.shell(READ) == ""
    assert orphan not in folder.processes()
    assert visitor.poll() is None


def test_a_data_folder_of_another_major_version_is_refused(folder):
    (folder.var / "postgres" / "PG_VERSION").write_text("17\n")
    refused = folder.command("showmigrations")
    assert refused.returncode == 1
    assert "PostgreSQL 17" in refused.stderr and "make backup" in refused.stderr
    assert "Traceback" not in refused.stderr and len(refused.stderr.splitlines()) == 1


def test_a_long_path_gets_its_sockets_in_a_short_private_folder(folder):
    deep = Folder(folder.var / ("d" * 90))
    code = "import os; from django.db import connection as c; c.cursor(); h = c.settings_dict['HOST']"
    place, mode = deep.shell(f"{code}; print(h, os.stat(h).st_mode)").split()
    assert place.startswith("/tmp/saylau-") and stat.S_IMODE(int(mode)) == 0o700
    deep.wait_until_empty()
    assert not Path(place).exists()


def test_other_users_of_the_machine_cannot_reach_the_servers(folder):
    holder = folder.hold()
    listening = [folder.process(name) for name in ("bin/postgres", "valkey-server")]
    assert stat.S_IMODE((folder.var / "run").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder.var / "postgres").stat().st_mode) == 0o700
    assert not any(tcp_sockets(process) for process in listening)
    holder.communicate("")


def tcp_sockets(process: int) -> set[str]:
    """The TCP sockets, by inode, that a process has open."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    known = {row.split()[9] for table in tables for row in table.read_text().splitlines()[1:]}
    links = {os.readlink(link) for link in Path(f"/proc/{process}/fd").iterdir()}
    return {link[8:-1] for link in links if link.startswith("socket:[")} & known


@pytest.mark.skipif(os.getuid() != 0, reason="only root has to run PostgreSQL as somebody else")
def test_root_without_user_namespaces_runs_postgresql_as_nobody(folder, tmp_path):
    refusing = tmp_path / "unshare"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    usual = folder.environment["PATH"]
    folder.environment["PATH"] = f"{tmp_path}:{usual}"
    folder.shell(WRITE)
    folder.environment["PATH"] = usual
    assert folder.shell(READ) == "kept"  # and back to a user namespace, on the same folder


def test_a_folder_that_cannot_be_written_is_one_sentence(folder):
    folder = Folder(Path("/proc/nowhere"))
    refused = folder.command("showmigrations")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Cannot write to /proc/nowhere") and len(refused.stderr.splitlines()) == 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(folder, tmp_path):
    """In a mount namespace of its own: the folder moves onto a small disk, which is filled and then emptied."""
    folder.shell(WRITE)
    manage, kept = f"{sys.executable} manage.py shell --verbosity=0 -c", shlex.quote(READ)
    script = f"""
        mount -t tmpfs -o size=120m small {tmp_path} && cp -a {folder.var} {tmp_path}/var && cd {PROJECT}
        export SAYLAU_VAR={tmp_path}/var
        dd if=/dev/zero of={tmp_path}/fill bs=1M 2>/dev/null
        {manage} {kept} 2>&1
        rm {tmp_path}/fill && {manage} {kept}
    """
    said = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, timeout=100)
    assert said.stdout.splitlines() == [
        f"{tmp_path}/var has no room left for the database; make room and try again.",
        "kept",
    ]
