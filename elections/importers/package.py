"""The whole record as one zip of tables, made once for each data version.

A folder holds the newest one: `<sha256>.zip` and `newest.json`, which names and describes it. Both are put in place by
renaming, the description last, so that whoever reads it finds a whole file, also while another one is made or when the
maker is killed. The bytes follow from the published rows and the definitions of the tables alone.
"""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection
from django.utils import timezone

from elections.importers import datapackage
from elections.importers.reading import sha256
from elections.importers.tables import Table
from elections.importers.writing import write_table
from elections.models import COMPILED, DataVersion, alone, one_moment

NEWEST = "newest.json"
MAKING = ".making-"
LOCK = 7_214_591  # the number of the lock that lets one at a time make a package
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the day of every file in a zip: when it was made is no part of its bytes
TITLE = "Saylau: elections and their observation in Central Asia"
ABOUT = (
    "Every published figure of elections in Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan and Uzbekistan with who "
    "claims it and where, and who observed them and what they found. An empty cell is not known, never zero."
)


@dataclass(frozen=True)
class Package:
    """A zip that is ready: of which data version and moment, when it was made, and what is in it.

    `tables` holds (name, title, number of rows) in the order of the package.
    """

    version: int
    raised_at: str
    made_at: str
    file: str
    size: int
    sha256: str
    tables: list[tuple[str, str, int]]

    def is_of(self, version: DataVersion) -> bool:
        """Whether this is the record as it is now; a record made anew counts its versions from 1 again."""
        return (self.version, self.raised_at) == (version.number, version.raised_at.isoformat())


def newest(folder: Path) -> Package | None:
    """The package that is ready, if one is."""
    try:
        told = json.loads((folder / NEWEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Package(**{**told, "tables": [tuple(table) for table in told["tables"]]})


def is_being_made() -> bool:
    """Whether somebody holds the lock: the server knows, and forgets whoever was killed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
            "WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database() "
            "AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1)",
            [LOCK],
        )
        return cursor.fetchone()[0]


def make(folder: Path, tables: Sequence[Table]) -> Package:
    """The package of the record as it is now: the one that is there, or a new one that takes its place."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(LOCK), one_moment():
        version = DataVersion.objects.filter(pk=1).first() or DataVersion(raised_at=timezone.now())
        there = newest(folder)
        if there and there.is_of(version) and (folder / there.file).exists():
            return there
        for left in folder.glob(f"{MAKING}*"):  # by a maker that was killed: nobody else makes one now
            shutil.rmtree(left)
        with tempfile.TemporaryDirectory(dir=folder, prefix=MAKING) as scratch:
            return put_in_place(folder, Path(scratch), version, tables)


def put_in_place(folder: Path, scratch: Path, version: DataVersion, tables: Sequence[Table]) -> Package:
    """Write everything into the scratch folder, move the zip and its description, and remove what was there."""
    inside, draft, note = scratch / "inside", scratch / "draft.zip", scratch / NEWEST
    inside.mkdir()
    rows = {table.name: write_table(table, inside) for table in tables}
    descriptor = described(inside, tables, version)
    datapackage.write(inside, descriptor)
    (inside / "README.md").write_text(readme(descriptor, rows), encoding="utf-8")
    zip_folder(inside, draft)
    digest = sha256(draft)
    made = Package(
        version.number,
        version.raised_at.isoformat(),
        timezone.now().isoformat(),
        f"{digest}.zip",
        draft.stat().st_size,
        digest,
        [(each["path"], each["title"], rows[each["path"].removesuffix(".csv")]) for each in descriptor["resources"]],
    )
    note.write_text(json.dumps(asdict(made), indent=1), encoding="utf-8")
    for path in (draft, note):
        path.chmod(0o644)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    os.replace(draft, folder / made.file)
    os.replace(note, folder / NEWEST)
    for old in folder.glob("*.zip"):
        if old.name != made.file:
            old.unlink()
    return made


def described(inside: Path, tables: Sequence[Table], version: DataVersion) -> dict:
    """The descriptor of the package, with the size and checksum of each of its files."""
    descriptor = datapackage.describe(inside, list(tables), "saylau", TITLE, ABOUT)
    for resource in descriptor["resources"]:
        path = inside / resource["path"]
        resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}
    head = {name: descriptor[name] for name in ("profile", "name", "title", "description")}
    dated = {"version": str(version.number), "created": version.raised_at.isoformat(timespec="seconds")}
    return {**head, **dated, **descriptor}


def zip_folder(inside: Path, target: Path) -> None:
    """A zip whose bytes follow from the files' names and content alone."""
    with zipfile.ZipFile(target, "w") as zipped:
        for path in sorted(inside.iterdir()):
            entry = zipfile.ZipInfo(path.name, LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            with path.open("rb") as source, zipped.open(entry, "w", force_zip64=False) as member:
                shutil.copyfileobj(source, member)


def readme(descriptor: dict, rows: dict[str, int]) -> str:
    """What is in the package and what it means, from its descriptor."""
    lines = [
        f"# {descriptor['title']}",
        "",
        descriptor["description"],
        "",
        f"Data version {descriptor['version']}, as published on {descriptor['created']}.",
        "",
        "## Rules for all tables",
        "* UTF-8, comma, a header row, `.` for decimals. Rows stand in the order of their keys, which means nothing.",
        "* **Empty means not known or not stated, never zero.**",
        "* A date is as precise as it is known: `2012`, `2012-01` or `2012-01-15`.",
        "* Every figure is a claim with a basis, a claimant (empty: the election commission) and a source. Two sources "
        "that differ are two rows; nothing is corrected, averaged or filled in.",
        "* Percentages stand with the digits that were printed; `share_of` says what a share is a share of.",
        "* An area is the country's code, an ISO 3166-2 code, or the country's code, `-x-` and a name.",
        f"* The headline counts of an election are claims too: those of `turnout.csv` with the claimant `{COMPILED}`.",
        "* A list of ids in one cell is parted by blanks; of sources, the first is the one that the row rests on.",
        "",
        "`datapackage.json` says the same for machines (Frictionless), with a checksum for each file.",
        "`manage.py load_tables FOLDER` of the project's code loads the tables back.",
        "",
        "## Tables",
    ]
    for resource in descriptor["resources"]:
        number = rows[resource["path"].removesuffix(".csv")]
        lines += ["", f"### {resource['path']}", "", f"{resource['description']} Rows: {number}.", ""]
        lines += ["| column | is |", "|---|---|"]
        lines += [f"| `{field['name']}` | {field['description']} |" for field in resource["schema"]["fields"]]
    lines += ["", "## Licence", "", *licence(descriptor["licenses"][0])]
    return "\n".join(lines) + "\n"


def licence(terms: dict) -> list[str]:
    return [
        f"The compiled tables are under {terms['title']}, {terms['path']}: name Saylau, and keep with each figure the "
        "source that is given for it. The documents cited belong to their publishers; none is copied here.",
    ]
