"""What the tables are: for each, its columns, the model they fill, what makes two rows the same, and its rules.

These definitions are the one place that knows the files: the importer checks against them, the data package and
its README are written from them, and both take each column's explanation from the model's help_text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import models

from elections.importers.cells import Cell

Check = Callable[[list[str]], str | None]


@dataclass(frozen=True)
class Column:
    """One column of a table's files.

    `into` is the model's field (its attribute name, as `source_id`; the column's own name where it is not given),
    or `''` for a column that only serves to make other values. `optional` columns may be missing from a file,
    which then leaves what is published there. `path` leads from a row of the model to what a written file has in
    the column where no field takes the cell; `''` leaves the column out of written files. A column `by_hand` is
    one of proposed rows only: no file has it, and a load leaves what is published there.
    """

    name: str
    cell: Callable[[], Cell]
    into: str | None = None
    optional: bool = False
    about: str = ""
    path: str = ""
    by_hand: bool = False

    @property
    def target(self) -> str:
        return self.name if self.into is None else self.into


@dataclass(frozen=True)
class Made:
    """A value that is made from a row's cells: `build(positions)` gives a function of the cells.

    The function returns COPY text and may raise CellFault, which is reported for `column`.
    """

    into: str
    column: str
    build: Callable[[dict[str, int]], Callable[[list[str]], str]]


@dataclass(frozen=True)
class ListColumn:
    """A column of several ids: the first may fill a field, the others become rows of `through`, in order."""

    name: str
    through: type[models.Model]
    owner: str  # the field of `through` that points at the row
    member: str  # the field of `through` that points at what is listed
    first_into: str = ""  # the field that takes the first id; the rest is listed
    needed: bool = True


@dataclass(frozen=True, eq=False)
class Table:
    """One table: a file `<name>.csv` or `<name>.xlsx` in any folder of what is loaded."""

    name: str
    model: type[models.Model]
    key: Sequence[str]
    columns: Sequence[Column]
    made: Sequence[Made] = ()
    lists: Sequence[ListColumn] = ()
    rules: Callable[[dict[str, int]], Sequence[Check]] = field(default=lambda at: ())
    # Which country a row is of: an SQL expression over the staged row (`s`), and a path of the model.
    # Rows of tables without it are never withdrawn for being absent.
    country_sql: str = ""
    country_path: str = ""
    # Set-wise checks beyond ids and keys: (SQL that leaves the wrong rows of the stage `s`, field, what is wrong).
    checks: Sequence[tuple[str, str, str]] = ()
    # SQL that finds, in the staged rows, which row of another table one is about that has no readable id.
    found: str = ""
    # Columns that are staged with an SQL type of their own although no field takes them.
    staged: dict[str, str] = field(default_factory=dict)
    # Pairs of columns that fill the same field: a file has one of them.
    either: Sequence[tuple[str, str]] = ()
    # The rows to write to a file, where a column's path needs more than the model's fields.
    rows: Callable[[], models.QuerySet] | None = None

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns if not column.by_hand] + [each.name for each in self.lists]

    @property
    def required(self) -> set[str]:
        return {column.name for column in self.columns if not (column.optional or column.by_hand)} | {
            column.name for column in self.lists if column.needed
        }

    @property
    def changeable(self) -> list[str]:
        """The columns of a proposed row: those that a published row gives back by itself."""
        own = {field.name for field in self.model._meta.fields} | {field.attname for field in self.model._meta.fields}
        fields = [each.name for each in self.columns if each.target or each.path.split("__")[0] in own]
        return fields + [each.name for each in self.lists]

    @property
    def stage(self) -> str:
        return f"stage_{self.name}"

    @property
    def targets(self) -> list[str]:
        """The model's columns that a load fills, in order."""
        targets = (
            [column.target for column in self.columns if column.target]
            + [made.into for made in self.made]
            + [column.first_into for column in self.lists if column.first_into]
        )
        return list(dict.fromkeys(targets))

    @property
    def references(self) -> list[models.ForeignKey]:
        """The model's references that a load fills."""
        fields = [self.model._meta.get_field(name) for name in self.targets]
        return [field for field in fields if field.is_relation]

    def file_column(self, target: str) -> str:
        """The column of the file that fills a field, as messages name it."""
        named = {column.target: column.name for column in self.columns}
        named |= {made.into: made.column for made in self.made}
        named |= {column.first_into: column.name for column in self.lists}
        return named.get(target, target)  # a column that is only staged is named as it is

    @property
    def has_own_id(self) -> bool:
        """Whether the key is a readable id that other rows refer to."""
        return list(self.key) == ["id"]
