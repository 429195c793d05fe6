"""The lines of share_over_time: rows by party and election, and the names at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks
from elections.charts.dates import day_number
from elections.charts.house import Spec, label
from elections.charts.language import Language, rounded
from elections.charts.stacking import Board, spread_out
from elections.charts.text import cut, literal, plain, width
from elections.charts.votes import is_void_status

LINE_HEIGHT = 16
MOST_NAMED, MOST_ON_PHONE = 10, 7


@dataclass(frozen=True, slots=True)
class Row:
    """The share (per cent) of one party or lineage in one election; `line` keeps its rows together."""

    line: str
    name: str
    colour: str
    election: str
    date: str
    share_pct: Decimal | None
    share_of: str = ""
    status: str = "held"
    basis: str = "official_final"
    qualifier: str = ""


@dataclass(frozen=True)
class Line:
    """One party over all elections drawn: a share or None for each of the dates.

    `place` is its rank among the largest, which gives it shape and dash; None is context without a name.
    """

    name: str
    colour: str
    place: int | None
    shares: tuple[Decimal | None, ...]
    rows: tuple[Row | None, ...]

    @property
    def highest(self) -> Decimal:
        return max((share for share in self.shares if share is not None), default=Decimal(0))

    @property
    def end(self) -> int | None:
        """The place of the last election with a share."""
        return max((place for place, share in enumerate(self.shares) if share is not None), default=None)


def drawn_rows(rows: Sequence[Row], include_annulled: bool) -> list[Row]:
    """Annulled elections stay out unless asked for; shares of seats never stand among shares of the vote."""
    of_seats = all(row.share_of == "seats" for row in rows)
    return [
        row
        for row in rows
        if (row.share_of == "seats") == of_seats and (include_annulled or not is_void_status(row.status))
    ]


def lines_of(rows: Sequence[Row], most: int = MOST_NAMED) -> tuple[list[str], list[Line]]:
    """The dates in order and the lines in the order of the rows. An election without a share is a gap."""
    dates = sorted({row.date for row in rows})
    by_line: dict[str, dict[str, Row]] = {}
    for row in rows:
        by_line.setdefault(row.line, {}).setdefault(row.date, row)
    largest = sorted(by_line, key=lambda line: -max(own_share(row) for row in by_line[line].values()))[:most]
    found = []
    for line, own in by_line.items():
        place = largest.index(line) if line in largest else None
        across = tuple(own.get(date) for date in dates)
        shares = tuple(row.share_pct if row else None for row in across)
        first = next(row for row in across if row)
        found.append(Line(first.name, first.colour, place, shares, across))
    return dates, found


def own_share(row: Row) -> Decimal:
    return row.share_pct if row.share_pct is not None else Decimal(-1)


def end_labels(
    lines: Sequence[Line],
    dates: Sequence[str],
    axes: tuple[str, str],
    top: float,
    paper: tuple[float, float],
    room: float,
    language: Language,
) -> list[Spec]:
    """Name and last share at the end of each line: those at the last election moved apart, others where there is room.

    `paper` is the panel's width and height in pixels.
    """
    named = [line for line in lines if line.end is not None and line.place is not None]
    last = len(dates) - 1
    at_end = [line for line in named if line.end == last]
    gap = LINE_HEIGHT * top / paper[1]
    places = spread_out([float(line.shares[last] or 0) for line in at_end], gap, 0, top)
    board = Board(paper[0] + room + 20, paper[1] + LINE_HEIGHT)
    found = []
    for line, place in zip(at_end, places, strict=True):
        words = end_words(line, room, language)
        board.take(label_box(words, date_part(dates, last) * paper[0], (1 - place / top) * paper[1]))
        found.append(end_label(line, words, dates[last], place, axes))
    for line in sorted((line for line in named if line.end != last), key=lambda line: -line.highest):
        end = line.end or 0
        words, share = end_words(line, room, language), float(line.shares[end] or 0)
        tries = [share + shift * gap / 2 for shift in (0, 1, -1, 2, -2)]
        tries = [min(max(each, 0.0), top) for each in tries]
        x = date_part(dates, end) * paper[0]
        place_of = board.first_free(label_box(words, x, (1 - each / top) * paper[1]) for each in tries)
        if place_of is not None:
            found.append(end_label(line, words, dates[end], tries[place_of], axes))
    return found


def end_words(line: Line, room: float, language: Language) -> str:
    figure = language.number(rounded(line.shares[line.end or 0] or Decimal(0), 1))
    return f"{cut(plain(line.name), house.SMALL, room - width(f' {figure}', house.SMALL))} {figure}"


def label_box(words: str, x: float, y: float) -> tuple[float, float, float, float]:
    half = LINE_HEIGHT / 2
    return x + 6, y - half + 8, x + 12 + width(words, house.SMALL), y + half + 8


def date_part(dates: Sequence[str], place: int) -> float:
    """Which part of the panel's width lies before an election."""
    start, end = day_number(dates[0]), day_number(dates[-1])
    pad = padding(end - start)
    return (day_number(dates[place]) - start + pad) / (end - start + 2 * pad)


def padding(days: float) -> float:
    return max(max(days, 365.0) * 0.06, 120)


def end_label(line: Line, words: str, date: str, place: float, axes: tuple[str, str]) -> Spec:
    look: Spec = {"xref": axes[0], "yref": axes[1], "xanchor": "left", "xshift": 9, "bgcolor": marks.PAPER}
    last = line.rows[line.end or 0]
    if last and is_void_status(last.status):
        return label(f"<s>{literal(words)}</s>", date, place, font={"color": marks.GONE}, **look)
    return label(literal(words), date, place, font={"color": marks.INK}, **look)
