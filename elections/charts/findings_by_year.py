"""How many findings the record holds of the votes of each year, by severity.

A count of entries: it says how much was written down, not how much happened. A year without a vote stays empty; a
vote of which nobody found anything to report has a cross on the baseline.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.stacked import PLAIN, Look, box, count_in, shade
from elections.charts.text import widest, width

WIDTH, PHONE_WIDTH = 1200, 358
HEIGHT, PHONE_HEIGHT = 260, 220
BAR = 0.66
MOST_YEARS = 60
LOOKS: dict[str, Look] = {"serious": shade(6), "concern": shade(3), "info": PLAIN}


@dataclass(frozen=True, slots=True)
class Row:
    """The votes of one year and the findings about them, by severity."""

    year: int
    votes: int
    serious: int = 0
    concern: int = 0
    info: int = 0

    @property
    def findings(self) -> int:
        return self.serious + self.concern + self.info


def severity_words(severity: str, language: Language) -> str:
    return {
        "serious": language.gettext("serious"),
        "concern": language.gettext("concern"),
        "info": language.gettext("for information"),
    }[severity]


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """One bar a year, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    known = sorted((row for row in rows if row.votes or row.findings), key=lambda row: row.year)
    if not any(row.findings for row in known):
        raise NothingToDraw("no finding in any year")
    first, last = known[0].year, known[-1].year
    if last - first > MOST_YEARS:
        raise NothingToDraw(f"{last - first} years")
    most = max(row.findings for row in known)
    step = max(1, int(house.step_for(most, 4)))
    top = -(-most // step) * step
    scale = {float(place): language.number(place) for place in range(0, top + 1, step)}
    every = max(1, round((last - first + 1) / (5 if phone else 20)))
    years = {float(year): str(year) for year in range(first, last + 1) if (last - year) % every == 0}
    wide, tall = (PHONE_WIDTH, PHONE_HEIGHT) if phone else (WIDTH, HEIGHT)
    margin = {"l": widest(list(scale.values()), house.SMALL) + 10, "r": 12, "t": 20, "b": 28}
    across = (wide - margin["l"] - margin["r"]) / (last - first + 1.4)
    up = (tall - margin["t"] - margin["b"]) / (top * 1.04)
    data: list[Spec] = []
    notes: list[Spec] = []
    for row in known:
        start = 0
        for severity, look in LOOKS.items():
            count = getattr(row, severity)
            if count:
                ends = (row.year - BAR / 2, row.year + BAR / 2)
                data.append(box(ends, (start, start + count), look, told(row, severity, language)))
                room = BAR * across, count * up
                notes += count_in(count, (row.year, start + count / 2), room, look, language)
            start += count
        if start and width(language.number(start), house.SMALL) <= across + 8:  # else the table alone has the sum
            notes.append(label(language.number(start), row.year, start, yanchor="bottom", yshift=1))
    if silent := [row.year for row in known if not row.findings]:
        data.append(house.marks_trace(silent, [0] * len(silent), marks.NOT_PUBLISHED))
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(first - 0.7, last + 0.7, years, anchor="y", showgrid=False),
        "yaxis": house.axis(0, top * 1.04, scale, anchor="x"),
    }
    return house.figure(data, layout, tall, margin)


def told(row: Row, severity: str, language: Language) -> str:
    words = language.ngettext("%(count)s finding", "%(count)s findings", getattr(row, severity)) % {
        "count": language.number(getattr(row, severity))
    }
    return f"{row.year}: {severity_words(severity, language)}, {words}"


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The severities in use, and votes without a finding."""
    found = []
    for severity, look in LOOKS.items():
        if any(getattr(row, severity) for row in rows):
            words = severity_words(severity, language)
            found.append(Key("square", words, is_hollow=True) if look is PLAIN else Key("area", words, look.fill))
    if any(row.votes and not row.findings for row in rows):
        found.append(Key("x-thin", language.gettext("votes, but no finding recorded"), "var(--ink-3)"))
    return tuple(found)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: how many findings of how many votes, and the year with most."""
    count = sum(row.findings for row in rows)
    if not count:
        return language.gettext("No finding is recorded.")
    most = max(rows, key=lambda row: row.findings)
    words = language.gettext(
        "%(findings)s of %(votes)s; most of them about %(year)s (%(most)s). The number says how much was written down, "
        "not how much happened."
    )
    votes = sum(row.votes for row in rows)
    return words % {
        "findings": language.ngettext("%(count)s finding", "%(count)s findings", count)
        % {"count": language.number(count)},
        "votes": language.ngettext("%(count)s vote", "%(count)s votes", votes) % {"count": language.number(votes)},
        "year": most.year,
        "most": language.number(most.findings),
    }


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Year, votes, findings by severity."""
    g = language.gettext
    return Table(
        (g("Year"), g("Votes"), g("Findings"), g("Serious"), g("Concern"), g("For information")),
        tuple(
            (
                str(row.year),
                language.number(row.votes),
                language.number(row.findings),
                language.number(row.serious),
                language.number(row.concern),
                language.number(row.info),
            )
            for row in sorted(rows, key=lambda row: row.year)
        ),
        frozenset({1, 2, 3, 4, 5}),
    )
