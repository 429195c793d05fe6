"""What one cell of a table may hold. A cell is checked once and its answer kept, since most cells repeat.

Each kind of cell is a mapping from the text in the file to the text that COPY wants (`\\N` for unknown).
Looking a cell up is what checks it: a text seen before costs one dictionary access.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from elections import names
from elections.models.fields import HOUR_PATTERN, ID_PATTERN, LARGEST_NUMBER, LARGEST_PERCENTAGE, PARTIAL_DATE_PATTERN
from elections.models.places import AREA_PATTERN

NULL = r"\N"
REMEMBERED = 20_000  # texts kept per column, so that memory stays flat however long the file is
LONGEST_REMEMBERED = 100  # characters; longer texts seldom repeat
LARGEST_COUNT = 2_147_483_647
MOMENT_FORM = "%Y-%m-%d %H:%M:%S+00"  # as PostgreSQL writes it

ID = re.compile(ID_PATTERN)
PARTIAL_DATE = re.compile(PARTIAL_DATE_PATTERN)
HOUR = re.compile(HOUR_PATTERN)
COUNT = re.compile("[0-9]+")
NUMBER = re.compile(r"[0-9]+(\.[0-9]{1,4})?")
DECIMAL = re.compile("[0-9]+[.,][0-9]+")
GROUPED = re.compile(r"[0-9]{1,3}([,.\s'\u2019][0-9]{3})+([.,][0-9]+)?")
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
# Control characters, those that turn the direction of what follows, marks of byte order, halves of characters.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
SPREADSHEET_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
PLAIN_ID = "an id of lower-case letters, digits and single hyphens"
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


class CellFault(ValueError):
    """What is wrong with a cell, as the end of a sentence that names it; `value` is what it holds if told."""

    def __init__(self, message: str = "", value: str | None = None):
        self.message, self.value = message, value
        super().__init__(message)

    def __str__(self):
        return said_of(self.value, self.message)


class Cell(dict):
    """A kind of cell: maps the text in the file to the text for COPY; raises CellFault where it may not stand.

    `schema` says what it may hold in the words of a Frictionless table schema, for the data package.
    """

    def __init__(self, check: Callable[[str], str | None], needed: bool = False, **schema):
        self.check = check
        self.needed = needed
        self.schema = {"type": "string", **schema}

    def __missing__(self, text: str) -> str:
        if not text and self.needed:
            raise CellFault("is empty and must not be", "")
        if not text.isascii() or not text.isprintable():
            refuse_unfit(text)
        value = self.check(text)
        copied = NULL if value is None else escape(value)
        if len(text) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[text] = copied
        return copied


def escape(text: str) -> str:
    """A text as COPY's text format wants it."""
    if "\\" in text or not text.isprintable():
        return "".join(ESCAPES.get(letter, letter) for letter in text)
    return text


def refuse_unfit(text: str) -> None:
    """Raise CellFault for what no cell may hold: bytes that are not UTF-8, NUL and other control characters."""
    found = UNFIT.search(text)
    if not found:
        return
    code = ord(found.group())
    if 0xDC80 <= code <= 0xDCFF:
        raise CellFault(f"has the byte 0x{code - 0xDC00:02X}, which is not UTF-8; save the file as UTF-8")
    kind = "half a character" if 0xD800 <= code <= 0xDFFF else "the control character"
    raise CellFault("has a NUL byte; take it out" if code == 0 else f"has {kind} U+{code:04X}; take it out")


def refuse_long(text: str, longest: int) -> None:
    """Raise CellFault for a text that its field has no room for."""
    if len(text) > longest:
        raise CellFault(f"has {len(text):,} characters; at most {longest:,} fit", text)


def text_cell(longest: int = 10_000, needed: bool = False) -> Cell:
    """Any text that does not begin like a spreadsheet formula."""

    def check(text: str) -> str:
        if text[:1] in ("=", "+", "-", "@", "\t", "\r"):
            raise CellFault("is what a spreadsheet would run as a formula; begin with a letter or digit", text)
        if text in SPREADSHEET_ERRORS:
            raise CellFault("is the error of a formula; write what was meant", text)
        if text != text.strip():
            raise CellFault("has blanks at an end; take them away", text)
        refuse_long(text, longest)
        return text

    return Cell(check, needed)


def id_cell(needed: bool = True, pattern: str = ID_PATTERN, rule: str = PLAIN_ID) -> Cell:
    """A readable id; unknown is NULL."""
    valid = re.compile(pattern)

    def check(text: str) -> str | None:
        if not text:
            return None
        if not valid.fullmatch(text):
            raise CellFault(f"is not {rule}", text)
        refuse_long(text, 100)
        return text

    return Cell(check, needed, pattern=pattern)


class CountCell(Cell):
    """A count of up to nine digits is taken as it is: it rarely repeats, so that keeping it costs more."""

    def __missing__(self, text: str) -> str:
        if len(text) < 10 and text.isdecimal() and text.isascii():
            return text
        return super().__missing__(text)


def count_cell() -> Cell:
    """A whole number of zero or more; unknown is NULL."""

    def check(text: str) -> str | None:
        if not text:
            return None
        if not COUNT.fullmatch(text):
            raise CellFault(f"is not a count of zero or more{count_hint(text)}", text)
        if len(text) > 10 or int(text) > LARGEST_COUNT:
            raise CellFault(f"is more than {LARGEST_COUNT:,}, the largest count there is room for", text)
        return text

    return CountCell(check, type="integer", minimum=0)


def number_cell(largest: int = LARGEST_NUMBER) -> Cell:
    """A number of zero or more with a decimal point, kept with the digits it was printed with; unknown is NULL."""

    def check(text: str) -> str | None:
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise CellFault(f"is not a number of zero or more{number_hint(text)}", text)
        if len(text) > 20 or Decimal(text) > largest:
            raise CellFault(f"is more than {largest:,}, the largest number there is room for", text)
        return text

    return Cell(check, type="number", minimum=0)


def percentage_cell() -> Cell:
    """A percentage, kept with the digits it was printed with; unknown is NULL."""
    return number_cell(LARGEST_PERCENTAGE)


def count_hint(text: str) -> str:
    """What to write instead of a count that is none, where the text shows what was meant."""
    if GROUPED.fullmatch(text):
        return "; write thousands without a separator"
    return "; a count has no decimals" if DECIMAL.fullmatch(text) else ""


def number_hint(text: str) -> str:
    """What to write instead of a number that is none, where the text shows what was meant."""
    if GROUPED.fullmatch(text) or DECIMAL.fullmatch(text) and "," in text:
        return "; write decimals with a point, and thousands without a separator"
    return "; at most four digits fit behind the point" if DECIMAL.fullmatch(text) else ""


def date_cell(needed: bool = False) -> Cell:
    """A date as precisely as known, which the calendar has; unknown is empty."""

    def check(text: str) -> str:
        if not PARTIAL_DATE.fullmatch(text) or text.startswith("0000"):
            raise CellFault("is not a date: write YYYY, YYYY-MM or YYYY-MM-DD", text)
        if len(text) == 10:
            try:
                date.fromisoformat(text)
            except ValueError:
                raise CellFault("is a day that the calendar does not have", text) from None
        return text

    return Cell(check, needed, pattern=PARTIAL_DATE_PATTERN)


def moment_cell() -> Cell:
    """A moment to the second, in UTC; unknown is NULL."""

    def check(text: str) -> str | None:
        if not text:
            return None
        try:
            datetime.strptime(text, MOMENT_FORM).replace(tzinfo=UTC)
        except ValueError:
            raise CellFault("is not a moment: write YYYY-MM-DD HH:MM:SS+00", text) from None
        return text

    return Cell(check)


def hour_cell() -> Cell:
    """A local time of day, `close`, or empty."""

    def check(text: str) -> str:
        if not HOUR.fullmatch(text):
            raise CellFault("is not a time of day: write HH:MM or close", text)
        return text

    return Cell(check, pattern=HOUR_PATTERN)


def word_cell(choices, needed: bool = True) -> Cell:
    """One word of a list; empty where the list has the empty word or the cell is not needed."""
    words = [word for word in choices.values if word]
    allowed = {*choices.values} | (set() if needed else {""})

    def check(text: str) -> str:
        if text not in allowed:
            raise CellFault(f"is none of: {', '.join(words)}", text)
        return text

    return Cell(check, needed and "" not in choices.values, enum=words)


def yes_no_cell() -> Cell:
    """`yes` or `no`; unknown is NULL."""
    values = {"yes": "t", "no": "f", "": None}

    def check(text: str) -> str | None:
        if text not in values:
            raise CellFault("is neither yes nor no", text)
        return values[text]

    return Cell(check, type="boolean", trueValues=["yes"], falseValues=["no"])


def pattern_cell(pattern: str, rule: str, longest: int, needed: bool = False) -> Cell:
    """A text of a given form."""
    valid = re.compile(pattern)

    def check(text: str) -> str:
        if text and not valid.fullmatch(text):
            raise CellFault(f"is not {rule}", text)
        refuse_long(text, longest)
        return text

    return Cell(check, needed, pattern=pattern)


def ids_cell(needed: bool = False) -> Cell:
    """Ids parted by blanks, each once, in order; for COPY an array."""

    def check(text: str) -> str:
        ids = text.split()
        for one in ids:
            if not ID.fullmatch(one):
                raise CellFault(f"is not {PLAIN_ID}; ids are parted by blanks", one)
        if len(set(ids)) < len(ids):
            raise CellFault("names an id twice", text)
        if text and not ids:
            raise CellFault("holds blanks and no id")
        return "{" + ",".join(ids) + "}"

    return Cell(check, needed)


def names_cell() -> Cell:
    """Names in other languages as a JSON object by BCP 47 tag."""

    def check(text: str) -> str:
        try:
            found = json.loads(text or "{}")
        except (ValueError, RecursionError):
            raise CellFault("is not JSON", text) from None
        if not isinstance(found, dict) or not all(
            LANGUAGE_TAG.fullmatch(tag) and isinstance(name, str) and name for tag, name in found.items()
        ):
            raise CellFault("is not a JSON object of names by language tag", text)
        for name in found.values():
            refuse_unfit(name)
        return json.dumps(found, ensure_ascii=False, sort_keys=True)

    return Cell(check, type="object")


AREA_CODE = re.compile(AREA_PATTERN)
TOO_LONG_A_CODE = re.compile("[A-Z]{2}-[A-Z0-9]{4,20}")
LIKE_A_CODE = re.compile("([A-Za-z]{2})([-_ ][A-Za-z0-9]{1,3})?")


def area_id(country: str, text: str) -> str:
    """The id of an area as tables write it: empty is the whole country, a code is itself, a name gets an id.

    `('KZ', '')` is `KZ`, `('KZ', 'KZ-ALA')` is itself, `('KZ', 'Omsk (abroad)')` is `KZ-x-omsk-abroad`.
    Raises CellFault for another country's code, a code in other letters, and a name without a letter.
    """
    if not text:
        return country
    if AREA_CODE.fullmatch(text):
        if text[:2] != country:
            raise CellFault(f"is not in the country of the election, {country}", text)
        return text
    code = LIKE_A_CODE.fullmatch(text)
    if code and code[1].upper() == country:
        raise CellFault("is not a code: write ISO 3166-2 codes in capital letters with a hyphen", text)
    if TOO_LONG_A_CODE.fullmatch(text) and text[:2] == country:
        return text  # nothing has it: the check of ids says so, and what is written like it
    slug = names.slug(text)
    if not slug or len(slug) > 90:
        raise CellFault("is neither an ISO 3166-2 code nor the name of a place", text)
    return f"{country}-x-{slug}"


def shown(text: str) -> str:
    """A cell as a list of faults shows it: on one line, cut where it is long."""
    cut = text if len(text) <= 60 else text[:57] + "..."
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in cut)


def said_of(value: str | None, message: str) -> str:
    """A sentence that quotes what it speaks of, where that is something."""
    return f"'{shown(value)}' {message}" if value else message
