"""What the Dockerfile says, read so that it can be tried without an engine."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Stage:
    """One FROM of the Dockerfile: its instructions in order, as (word, rest)."""

    instructions: list[tuple[str, str]] = field(default_factory=list)

    def all(self, word: str) -> list[str]:
        return [rest for name, rest in self.instructions if name == word]

    def command(self) -> list[str]:
        given = [json.loads(rest) for word in ("ENTRYPOINT", "CMD") for rest in self.all(word)]
        return [part for words in given for part in words]

    def environment(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for rest in self.all("ENV") for pair in rest.split())


def stages() -> dict[str, Stage]:
    found, stage = {}, None
    text = re.sub(r"\\\n\s*", "", (PROJECT / "Dockerfile").read_text())
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, rest = line.split(maxsplit=1)
        if word == "FROM":
            stage = found[rest.split()[-1]] = Stage()
        else:
            stage.instructions.append((word, rest))
    return found


def sent() -> list[str]:
    """The files of the repository that .dockerignore lets through, as paths from its root."""
    rules = [line for line in (PROJECT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True)
    return [path for path in listed.stdout.splitlines() if let_through(path, rules)]


def let_through(path: str, rules: list[str]) -> bool:
    """The last rule that names the path, or a folder above it, decides."""
    parts = path.split("/")
    heads = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    kept = True
    for rule in rules:
        pattern = rule.removeprefix("!")
        names = parts if pattern.startswith("**/") else heads
        if any(matches(name, pattern.removeprefix("**/")) for name in names):
            kept = rule.startswith("!")
    return kept


def matches(name: str, pattern: str) -> bool:
    return name.count("/") == pattern.count("/") and fnmatch(name, pattern)


def assemble(folder: Path) -> None:
    """Lay out /srv/saylau as `COPY . .` would."""
    for path in sent():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(PROJECT / path, target)


def build_front_end(folder: Path) -> Path:
    """Run the stage `front` in a folder. Returns the folder that the image takes from it."""
    folder.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy2(PROJECT / name, folder)
    for command in stages()["front"].all("RUN"):
        subprocess.run(command, shell=True, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder / "vendor"
