"""What is said before anything is installed: one sentence that tells what to do."""

import os
import socket
import subprocess
import sys

import pytest

from config import prepare
from config.embedded.locks import try_lock
from config.tests.conftest import PROJECT


def refusal(*arguments, **environment) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "config.prepare", *arguments],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 14, 0)])
def test_an_unsupported_python(monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.13 and this is 3\.\d+; .*PYTHON="):
        prepare.check_python()


def test_a_taken_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal("run", "127.0.0.1", str(port), SAYLAU_VAR=str(tmp_path / "var"))
    assert said.startswith(f"Port {port} is taken by another program") and f"PORT={port + 1}" in said


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", ""])
def test_what_is_no_port(tmp_path, port):
    assert "is no port" in refusal("run", "127.0.0.1", port, SAYLAU_VAR=str(tmp_path / "var"))


def test_an_address_of_another_machine(tmp_path):
    assert "BIND=192.0.2.1" in refusal("run", "192.0.2.1", "8999", SAYLAU_VAR=str(tmp_path / "var"))


def test_a_second_run_beside_a_first(tmp_path):
    run = tmp_path / "var" / "run"
    run.mkdir(parents=True)
    (run / "site").write_text("http://127.0.0.1:8000/")
    first = try_lock(run / "site")
    said = refusal("run", "127.0.0.1", "8999", SAYLAU_VAR=str(tmp_path / "var"))
    os.close(first)
    assert "already runs" in said and "http://127.0.0.1:8000/" in said


def test_a_folder_that_cannot_be_written():
    assert refusal("venv", SAYLAU_VAR="/proc/nowhere").startswith("Cannot write to /proc/nowhere")


@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk(tmp_path):
    mount = f"mount -t tmpfs -o size=20m small {tmp_path}"
    command = f"{mount} && SAYLAU_VAR={tmp_path}/var exec {sys.executable} -m config.prepare venv"
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", command], cwd=PROJECT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "MB free and Saylau needs" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.fixture
def made_in(monkeypatch, tmp_path):
    """A folder for what is made, with a Python in it already."""
    for name in ("VENV", "VENDOR"):
        monkeypatch.setattr(prepare, name, str(tmp_path))
    monkeypatch.setattr(prepare, "LOCALE", str(tmp_path / "locale"))
    (tmp_path / "locale").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    monkeypatch.chdir(PROJECT)
    return tmp_path


def test_what_has_not_changed_is_not_made_again(monkeypatch, made_in):
    made = []
    monkeypatch.setattr(prepare, "check_room", lambda megabytes: made.append(megabytes))
    for name in ("make_venv", "install_front_end", "compile_words"):
        monkeypatch.setattr(prepare, name, lambda name=name: made.append(name) or True)
    monkeypatch.setattr(prepare, "install", lambda requirements: made.append(requirements) or True)
    prepare.prepare(with_tests=True)
    assert made[1:] == ["make_venv", "requirements.txt", ".ci/requirements.txt", "install_front_end", "compile_words"]
    made.clear()
    prepare.prepare(with_tests=True)
    assert made == [prepare.ROOM_TO_RUN]
    made.clear()
    unchanged = prepare.digest
    monkeypatch.setattr(prepare, "digest", lambda *names: "new" if "requirements.txt" in names else unchanged(*names))
    prepare.prepare(with_tests=False)  # as after an upgrade
    assert made == [prepare.ROOM_TO_INSTALL, "requirements.txt"]
    made.clear()
    (made_in / "bin" / "python").unlink()  # the system's Python is another now
    prepare.prepare(with_tests=False)
    assert made[1:] == ["make_venv", "requirements.txt", "install_front_end", "compile_words"]


def test_front_end_packages_that_could_not_be_fetched_are_tried_again(monkeypatch, made_in):
    tries = []
    monkeypatch.setattr(prepare, "make_venv", lambda: True)
    monkeypatch.setattr(prepare, "install", lambda requirements: True)
    monkeypatch.setattr(prepare, "compile_words", lambda: True)
    monkeypatch.setattr(prepare, "install_front_end", lambda: bool(tries.append(1)))
    for _ in range(2):
        prepare.prepare(with_tests=False)
    assert len(tries) == 2
