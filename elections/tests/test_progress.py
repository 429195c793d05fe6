"""The progress of a load on a real terminal."""

import os
import pty
import subprocess
import sys
import termios

import pytest
from django.conf import settings


@pytest.mark.slow
def test_a_terminal_sees_one_moving_line(tmp_path):
    """Read what the command writes to a pseudo-terminal: steps that overwrite each other, then the plain counts."""
    environment = {**os.environ, "SAYLAU_VAR": str(tmp_path / "var")}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=settings.BASE_DIR, env=environment, check=True)
    main, terminal = pty.openpty()
    termios.tcsetwinsize(terminal, (24, 100))
    process = subprocess.Popen(
        [sys.executable, "manage.py", "load_tables", "elections/data", "observers/data", "--dry-run"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    seen = b""
    while True:
        try:
            seen += os.read(main, 4096)
        except OSError:  # the terminal is closed
            break
    process.wait(timeout=60)
    text = seen.decode()
    assert "kz/results.csv" in text and "checking and writing" in text
    moving = text.split("kz/results.csv")[1].split("sources:")[0]
    assert "\n" not in moving
