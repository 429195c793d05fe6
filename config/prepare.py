"""What has to be there before Django can start: a supported Python, room, packages.

    python3 -m config.prepare venv                    installs what runs and what tests need
    python3 -m config.prepare run BIND PORT           … then runs the site
    python3 -m config.prepare manage COMMAND …        … then runs a command of manage.py
    python3 -m config.prepare test …                  … then runs pytest

Standard library only. A stamp beside each result says what it was made from: the second time takes no time.
"""

import glob
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time

SUPPORTED = ((3, 11), (3, 13))
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENDOR = os.path.join(ROOT, "static", "vendor")
LOCALE = os.path.join(ROOT, "locale")
TO_RUN, TO_TEST, TO_HAVE_NODE = "requirements.txt", ".ci/requirements.txt", "config/node-requirements.txt"
ROOM_TO_INSTALL, ROOM_TO_RUN = 900, 100  # MB; installing takes 600, 300 of them only for a minute
TIED = ["setpriv", "--pdeathsig=TERM"]  # what is started here ends with this process


def main(goal, *arguments):
    os.chdir(ROOT)
    check_python()
    from config import embedded
    from config.embedded.locks import is_locked, locked

    try:
        embedded.make_private(embedded.RUN)
    except embedded.EmbeddedError as error:
        sys.exit(str(error))
    if goal == "run":
        check_address(*arguments)
    preparing = embedded.RUN / "preparing"
    if is_locked(preparing):
        say("another command installs packages here; waiting for it")
    with locked(preparing):
        prepare(with_tests=goal in ("test", "venv"))
    python = os.path.join(VENV, "bin", "python")
    commands = {
        "run": ["manage.py", "run_site", *arguments],
        "manage": ["manage.py", *arguments],
        "test": ["-m", "pytest", *arguments],
    }
    if goal in commands:
        os.execv(python, [python, *commands[goal]])


def check_python():
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        first, last = (".".join(map(str, version)) for version in SUPPORTED)
        sys.exit(
            f"Saylau needs Python {first} to {last} and this is {sys.version_info[0]}.{sys.version_info[1]}; "
            f"name another one, for example: make run PYTHON=python{first}"
        )


def check_address(bind, port):
    """Say in one sentence what stands in the way of serving there, before anything is installed."""
    from config.embedded import RUN
    from config.embedded.locks import is_locked

    claim = RUN / "site"

    def is_free():
        return not is_locked(claim)

    if not soon(is_free, patience=3) and (claim.read_text() or not soon(is_free, patience=60)):  # empty: it stops
        sys.exit(f"Saylau already runs from this folder at {claim.read_text()}; stop it there with Ctrl-C first.")
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT={port} is no port; give a number from 1 to 65535, for example: make run PORT=8001")
    was_killed = claim.exists() and claim.read_text()
    if not soon(lambda: not refused(bind, int(port)), patience=5 if was_killed else 0):
        sys.exit(refused(bind, int(port)))


def soon(is_so, patience):
    """Whether something is so within some seconds: what was killed a moment ago may still be ending."""
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def refused(bind, port):
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except PermissionError:
        return f"Port {port} needs root; take one above 1023, for example: make run PORT=8001"
    except OSError as error:
        if error.errno == 98:
            return f"Port {port} is taken by another program; choose another: make run PORT={port + 1}"
        return f"BIND={bind} is not an address of this machine ({error.strerror}); leave it out, or give one."
    return ""


def prepare(with_tests):
    version = f"{sys.version_info[0]}.{sys.version_info[1]} {VENV}"
    steps = [("venv", version, make_venv), ("packages", digest(TO_RUN), lambda: install(TO_RUN))]
    if with_tests:
        steps.append(("test-packages", digest(TO_TEST), lambda: install(TO_TEST)))
    steps.append(("front-end", digest("package.json", "package-lock.json", "config/prepare.py"), install_front_end))
    steps.append(("words", digest(*catalogues()), compile_words))
    check_room(ROOM_TO_INSTALL if any(stamp(name) != made_from for name, made_from, _ in steps) else ROOM_TO_RUN)
    for name, made_from, make in steps:
        if stamp(name) != made_from and make():
            with open(stamp_file(name), "w") as stream:
                stream.write(made_from)


def stamp(name):
    """What a result was made from; '' where it, or the Python it was made with, is gone."""
    if not os.path.exists(os.path.join(VENV, "bin", "python")):
        return ""
    try:
        with open(stamp_file(name)) as stream:
            return stream.read()
    except OSError:
        return ""


def stamp_file(name):
    beside = {"front-end": VENDOR, "words": LOCALE}
    return os.path.join(beside[name], ".made") if name in beside else os.path.join(VENV, "made-" + name)


def digest(*names):
    total = hashlib.sha256()
    for name in names:
        with open(name, "rb") as stream:
            total.update(stream.read())
    return total.hexdigest()


def check_room(megabytes):
    from config.embedded import VAR

    for folder in (ROOT, str(VAR)):
        if not os.access(folder, os.W_OK):
            sys.exit(f"Cannot write to {folder}; make it writable, or put a clone into a folder of your own.")
        free = shutil.disk_usage(folder).free // 1_000_000
        if free < megabytes:
            sys.exit(f"{folder} has {free} MB free and Saylau needs {megabytes}; make room and try again.")


def make_venv():
    say("making the virtual environment .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    run(
        [sys.executable, "-m", "venv", VENV],
        "No virtual environment (on Debian: apt-get install python3-venv)",
    )
    return True


def install(requirements):
    say(f"installing {requirements}, pinned by hash")
    options = [
        "--require-hashes",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
        "--progress-bar=off",
    ]
    pip = [os.path.join(VENV, "bin", "python"), "-m", "pip", "install", *options, "-r", requirements]
    run(pip, f"Packages could not be installed from {requirements}; try again", count="Collecting ")
    return True


def install_front_end():
    """npm ci, then copy what browsers load. A missing npm comes from a wheel and goes again afterwards.

    Without a network the site still runs, its charts as still pictures: said, and tried again the next time.
    """
    path = os.environ["PATH"]
    lent = os.path.join(ROOT, "var", "node")
    if not has_npm():
        say("fetching Node.js for the front-end packages, for this moment only")
        run([sys.executable, "-m", "venv", lent], "No virtual environment for Node.js")
        pip = [os.path.join(lent, "bin", "python"), "-m", "pip", "install", "--require-hashes", "--no-input"]
        run(
            [*pip, "-q", "--disable-pip-version-check", "-r", TO_HAVE_NODE],
            "Node.js could not be fetched; try again",
        )
        path = os.path.join(lent, "bin") + os.pathsep + path
    say("installing front-end packages from package-lock.json")
    npm = ["npm", "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run([*TIED, *npm], env={**os.environ, "PATH": path}, capture_output=True, text=True)
    shutil.rmtree(lent, ignore_errors=True)
    if done.returncode:
        say(f"front-end packages could not be fetched ({reason(done)}); until then charts are still pictures")
        return False
    with open("package.json") as stream:
        copies = json.load(stream)["browserFiles"]
    for source, target in copies.items():
        target = os.path.join(VENDOR, target)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(os.path.join("node_modules", source), target)
    return True


def catalogues():
    """The translations of the site's words, as people edit them."""
    return sorted(glob.glob(os.path.join(LOCALE, "*", "LC_MESSAGES", "django.po")))


def compile_words():
    say("compiling the words of each language")
    run([os.path.join(VENV, "bin", "python"), "-m", "config.words", "compile"], "The words could not be compiled")
    return True


def has_npm():
    """Whether an npm that reads today's lock files (7 or later) is there and starts."""
    if not (shutil.which("npm") and shutil.which("node")):
        return False
    answer = subprocess.run(["npm", "--version"], capture_output=True, text=True)
    return answer.returncode == 0 and int(answer.stdout.split(".")[0]) >= 7


def run(command, complaint, count=None):
    """Run a command, say every tenth line that starts with `count`, end with a sentence when it fails."""
    process = subprocess.Popen([*TIED, *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines, counted = [], 0
    for line in process.stdout:
        lines.append(line.strip())
        if count and line.startswith(count):
            counted += 1
            if counted % 10 == 0:
                say(f"  {counted} packages")
    if process.wait():
        faults = [line for line in lines if line.startswith("ERROR")] or lines[-1:] or ["no reason given"]
        full = any("No space left" in line for line in lines)
        sys.exit("The disk is full; make room and try again." if full else f"{complaint}: {faults[0]}")


def reason(done):
    lines = [line for line in done.stderr.splitlines() if "npm error" in line or "npm ERR" in line]
    return (lines or [done.stderr.strip() or "no reason given"])[0]


def say(sentence):
    print("saylau: " + sentence, flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
