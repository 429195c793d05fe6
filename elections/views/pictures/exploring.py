"""The picture of explore: which family draws a state, from which of its rows, and what the picture leaves to others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from elections.charts import (
    claims_of_one_quantity,
    figures_by_region,
    figures_over_time,
    share_over_time,
    side_by_side,
    turnout_map,
)
from elections.charts.colours import FALLBACKS
from elections.datasets.explore import EXPLORE, Row, Selected, State, Vote
from elections.datasets.explore.comparison import added_up, lines_of
from elections.datasets.explore.measures import ALL, FIRST, MAP, REGIONS
from elections.datasets.explore.rows import COLUMNS
from elections.datasets.sources import sources_named
from elections.lineage import LINEAGE_RULE
from elections.models import Source
from elections.views.figures import said_by
from elections.views.pictures.geographies import geography, note_of_map
from elections.views.pictures.languages import language_now
from elections.views.pictures.picture import Picture
from elections.wording import day, numbered, part_name, whole_name

COLOURS = {"turnout": "var(--turnout)"}
INK = "var(--ink)"
WITH_LINES = ("presidential", "parliamentary")
JOINED_PARTS = ("", "list")  # the parts of a vote whose shares a line joins


@dataclass(frozen=True)
class Drawing:
    """How a state is drawn: the family, its rows and options, and the rows of explore they were made from."""

    state: State
    records: Sequence[Row]
    family: Any
    rows: Sequence[Any]
    options: dict[str, Any]
    title: str
    note: str = ""
    words: Any = None
    key_of: Any = None


def explored(selected: Selected) -> Picture | None:
    """The picture of a state from its rows; None where nothing of it can be drawn."""
    if not any(row.value is not None for row in selected.rows):
        return None
    state = selected.state
    if state.level == REGIONS:
        made = by_region(selected)
    elif state.is_comparison and state.what.is_of_contenders:
        made = compared(selected)
    elif state.is_comparison and state.measure == "turnout":
        made = claims(selected)
    elif has_lines(selected):
        made = lines(selected)
    else:
        made = over_time(selected)
    return picture(made, selected) if made else None


def picture(made: Drawing, selected: Selected) -> Picture:
    state = made.state
    return Picture(
        kind="explore",
        subject=state.measure,
        title=made.title,
        about=str(state.what.about),
        note=made.note,
        family=made.family,
        words=made.words,
        key_of=made.key_of,
        rows=made.rows,
        columns=COLUMNS,
        records=made.records,
        sources=sources_of(made.records),
        options=made.options,
        query=[(name, value) for name, value in state.pairs() if name not in ("measure", "ordering")],
    )


def sources_of(rows: Sequence[Row]) -> list[Source]:
    """The sources of the rows, each once, in the order of the rows."""
    return sources_named(key for row in rows if row.value is not None for key in (row.source, *row.other_sources))


def options_of(state: State) -> dict[str, Any]:
    return {"unit": state.what.unit, "colour": COLOURS.get(state.measure, INK)}


def place_words(selected: Selected) -> str:
    """The countries of the votes shown, where these are one or two; the years they lie in."""
    names = list(dict.fromkeys(vote.place for vote in selected.votes))
    years = sorted(vote.date[:4] for vote in selected.votes)
    where = ", ".join(names) if len(names) < 3 else numbered(len(names), "country")
    return f"{where}, {years[0]}" if years[0] == years[-1] else f"{where}, {years[0]}–{years[-1]}"


def title_of(selected: Selected) -> str:
    """Measure, whose, place and time."""
    state = selected.state
    values = {"measure": state.what.label, "where": place_words(selected)}
    if state.what.is_of_contenders and state.contenders == FIRST and not state.is_comparison:
        return _("%(measure)s of first place: %(where)s") % values
    return _("%(measure)s: %(where)s") % values


# Over time


def over_time(selected: Selected) -> Drawing:
    """Marks at the dates of the votes; every claim by its basis where all are asked for."""
    state = selected.state
    has_span = state.basis != ALL and state.what.has_claims
    marks_by = figures_over_time.BASES if state.basis == ALL else figures_over_time.KINDS
    note = ""
    if state.contenders == ALL:
        note = _("Each mark is a contender. For a line for each of them choose one country and one kind of vote.")
    return Drawing(
        state,
        selected.rows,
        figures_over_time,
        [over_time_row(row, has_span and state.contenders == FIRST) for row in selected.rows],
        {**options_of(state), "marks_by": marks_by},
        title_of(selected),
        note if state.measure == "share" else "",
    )


def over_time_row(row: Row, has_span: bool) -> figures_over_time.Row:
    """A mark with the span of all claims behind it; without a mark only bounds that were worked out are drawn."""
    vote, has_ends = row.vote, row.is_between or has_span and row.value is not None
    return figures_over_time.Row(
        election=vote.id,
        name=vote.title,
        country=vote.country,
        country_name=vote.place,
        date=vote.date,
        kind=vote.kind,
        value=row.value,
        low=row.low if has_ends else None,
        high=row.high if has_ends else None,
        whose=row.contender_title or (part_name(row.part) if row.part else ""),
        status=vote.status,
        is_second_round=bool(vote.round_of),
        basis=row.basis or "official_final",
        qualifier=row.qualifier,
        is_computed=row.is_computed and row.unit == "pct" and row.value is not None,
        body=vote.body,
    )


# Lines of parties or persons


def has_lines(selected: Selected) -> bool:
    """Whether contenders can be joined over the votes shown: shares in one country, for one office or chamber."""
    state = selected.state
    places = {(vote.country, vote.kind) for vote in selected.votes}
    several = len({row.vote.id for row in selected.rows if row.value is not None}) > 1
    is_one = len(places) == 1 and next(iter(places))[1] in WITH_LINES
    return state.measure == "share" and state.contenders == ALL and state.basis != ALL and is_one and several


def lines(selected: Selected) -> Drawing:
    own = (row for row in selected.rows if row.part in JOINED_PARTS and row.contender and not row.vote.round_of)
    rows = sorted(added_up(own), key=lambda row: row.vote.date)
    colours = colours_of(rows)
    return Drawing(
        selected.state,
        selected.rows,
        share_over_time,
        [
            share_over_time.Row(
                line=row.line,
                name=row.line_title,
                colour=colours[row.line],
                election=row.vote.id,
                date=row.vote.date,
                share_pct=row.value,
                share_of=row.value_of,
                status=row.vote.status,
                basis=row.basis,
                qualifier=row.qualifier,
            )
            for row in rows
        ],
        {"include_annulled": bool(selected.state.annulled or selected.state.election)},
        title_of(selected),
        _(LINEAGE_RULE) if selected.state.lineage else "",
    )


def colours_of(rows: Sequence[Row]) -> dict[str, str]:
    """The token of each line: that of its party's own colour, else the next of the house's, in the order of names."""
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.line):
        if row.line not in found and row.party and row.colour:
            found[row.line] = f"var(--p-{row.party})"
    unnamed = dict.fromkeys(row.line for row in sorted(rows, key=lambda row: row.line) if row.line not in found)
    return found | {line: f"var(--party-{place % len(FALLBACKS) + 1})" for place, line in enumerate(unnamed)}


# Chosen elections


def compared(selected: Selected) -> Drawing | None:
    """Slopes over the elections chosen, contenders of different countries or offices by place."""
    lines = lines_of(selected.rows, selected.votes)
    colours = colours_of([cell for line in lines for cell in line.cells if cell is not None])
    if not any(cell is not None and cell.value is not None for line in lines for cell in line.cells):
        return None
    language = language_now()
    return Drawing(
        selected.state,
        selected.rows,
        side_by_side,
        [
            side_by_side.Row(
                line=line.key,
                name=line.name,
                colour=colours[next(cell.line for cell in line.cells if cell is not None)],
                values=tuple(cell.value if cell else None for cell in line.cells),
                names=tuple(cell.contender_title if cell else "" for cell in line.cells),
                wholes=tuple(cell.value_of if cell else "" for cell in line.cells),
            )
            for line in lines
        ],
        {
            "unit": selected.state.what.unit,
            "elections": [
                side_by_side.Election(vote.place, language.day(vote.date), vote.date[:4], vote.is_void)
                for vote in selected.votes
            ],
        },
        title_of(selected),
    )


def claims(selected: Selected) -> Drawing:
    """One row of marks an election, each claim by its basis."""
    return Drawing(
        selected.state,
        selected.rows,
        claims_of_one_quantity,
        [
            claims_of_one_quantity.Row(
                quantity=row.vote.id,
                name=vote_and_day(row.vote),
                value_pct=row.value,
                basis="computed" if row.is_computed else row.basis or "official_final",
                claimant=said_by(row),
                qualifier=row.qualifier,
                margin_pct=row.margin_pct,
            )
            for row in selected.rows
        ],
        {},
        title_of(selected),
    )


# By region


def regional_votes(selected: Selected) -> list[Vote]:
    """The votes with figures by region, those with most first where nobody chose, the newest of equals."""
    counts = Counter(row.vote.id for row in selected.rows if row.value is not None)
    found = [vote for vote in selected.votes if counts[vote.id]]
    return found if selected.state.election else sorted(found, key=lambda vote: counts[vote.id] < 2)


def by_region(selected: Selected) -> Drawing | None:
    """The regions of one vote on a map or as dots, or of several votes of one country beside each other."""
    votes = regional_votes(selected)
    if not votes:
        return None
    state = selected.state
    boundaries = geography(votes[0].country) if state.view == MAP else None
    drawn = votes[:1]
    if state.is_comparison and not boundaries:
        drawn = [vote for vote in votes if vote.country == votes[0].country]
    ids = [vote.id for vote in drawn]
    records = sorted(
        (row for row in selected.rows if row.vote.id in ids), key=lambda row: (ids.index(row.vote.id), row.area_name)
    )
    rows = [regional_row(row) for row in records]
    note = note_of_map(rows, boundaries) if boundaries else ""
    if whole := wholes_of(records):
        note = f"{note} {whole}".strip()
    return Drawing(
        state.but(election=tuple(ids)),
        records,
        turnout_map if boundaries else figures_by_region,
        rows,
        {**options_of(state), **({"geography": boundaries} if boundaries else {})},
        _("%(measure)s by region: %(votes)s")
        % {"measure": state.what.label, "votes": "; ".join(f"{vote.place}, {vote.title}" for vote in drawn)},
        note,
        figures_by_region,
        figures_by_region.classes_key if boundaries else None,
    )


def wholes_of(rows: Sequence[Row]) -> str:
    """What the shares are of, where they are of different wholes."""
    found = {row.value_of for row in rows if row.value is not None and row.measure == "share"}
    if len(found) < 2:
        return ""
    named = [whole_name(of) if of else _("a whole that the source does not name") for of in sorted(found)]
    return _("Shares of different wholes: %(wholes)s.") % {"wholes": "; ".join(named)}


def regional_row(row: Row) -> figures_by_region.Row:
    return figures_by_region.Row(
        area=row.area,
        name=row.area_title,
        vote=row.vote.id,
        vote_name=vote_and_day(row.vote),
        value=row.value,
        whose=row.contender_title,
        basis=row.basis or "official_preliminary",
        qualifier=row.qualifier,
        is_computed=row.is_computed,
    )


def vote_and_day(vote: Vote) -> str:
    return _("%(country)s, %(day)s") % {"country": vote.place, "day": day(vote.date)}


def build(subject: str, query) -> Picture:
    """The picture under an address of its own. Raises Http404 where nothing can be drawn, BadQuery."""
    made = explored(EXPLORE.select({**query, "measure": [subject]}))
    if made is None:
        raise Http404(_("Of this nothing can be drawn; explore says what can."))
    return made
