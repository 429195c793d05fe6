"""Faults of a load: gathered, counted, and listed up to a limit."""

from dataclasses import dataclass, field

from elections.importers.cells import said_of, shown

FAULTS_LISTED = 200
COLUMN = "faults"  # of a file that was handed back with its faults; it may stay there


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file, and where; `value` is what stands there, None where it is no one cell."""

    file: str
    line: int | None
    column: str
    message: str
    value: str | None = None

    @property
    def sentence(self) -> str:
        """What is wrong, in words that stand by themselves."""
        return said_of(self.value, self.message)

    def __str__(self):
        place = self.file if self.line is None else f"{self.file} line {self.line}"
        place = f"{place}, {self.column}" if self.column else place
        return f"{place}: {self.sentence}"


@dataclass
class Faults:
    """The faults found so far: all are counted, the first `limit` are kept."""

    listed: list[Fault] = field(default_factory=list)
    count: int = 0
    limit: int = FAULTS_LISTED

    def add(self, file, line, column, message, value=None):
        self.count += 1
        if len(self.listed) < self.limit:
            self.listed.append(Fault(file, line, column, message, None if value is None else shown(value)))

    def __bool__(self):
        return self.count > 0


class UnreadableFile(Exception):
    """A file that cannot be read (any further): what is wrong and what to do, and the line where that is known."""

    def __init__(self, message: str, line: int | None = None):
        self.line = line
        super().__init__(message)


class LoadRefused(Exception):
    """Nothing was saved; `faults` says why."""

    def __init__(self, faults: Faults):
        self.faults = faults
        super().__init__(f"{faults.count:,} faults")
