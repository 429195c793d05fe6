"""The picture of explore: which family draws a state, and what to choose where none can."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from elections.charts import figures_over_time
from elections.datasets.explore import EXPLORE, Row, Selected, State
from elections.datasets.explore.dataset import KEPT
from elections.datasets.explore.measures import ALL
from elections.datasets.explore.rows import COLUMNS
from elections.models import Source
from elections.views.pictures.picture import Picture

COLOURS = {"turnout": "var(--turnout)"}
INK = "var(--ink)"


def explored(selected: Selected) -> Picture | None:
    """The picture of a state from its rows; None where nothing of it can be drawn."""
    if not any(row.value is not None for row in selected.rows):
        return None
    return over_time(selected)


def over_time(selected: Selected) -> Picture:
    state = selected.state
    rows = selected.rows
    return picture(
        state,
        rows,
        selected,
        title=title_of(state),
        family=figures_over_time,
        drawn=[over_time_row(row, has_span=state.basis != ALL and state.measure != "spread") for row in rows],
        options={
            "unit": state.what.unit,
            "colour": COLOURS.get(state.measure, INK),
            "marks_by": figures_over_time.BASES if state.basis == ALL else figures_over_time.KINDS,
        },
    )


def picture(state: State, rows: Sequence[Row], selected: Selected, *, title: str, family, drawn, options) -> Picture:
    return Picture(
        kind="explore",
        subject=state.measure,
        title=title,
        about=str(state.what.about),
        family=family,
        rows=drawn,
        columns=COLUMNS,
        records=rows,
        sources=sources_of(rows, selected),
        options=options,
        query=[(name, value) for name, value in state.pairs() if name not in ("measure", "view", "ordering")],
    )


def title_of(state: State) -> str:
    return str(state.what.label)


def sources_of(rows: Sequence[Row], selected: Selected) -> list[Source]:
    """The sources of the rows, each once, in the order of the rows."""
    held = dict(KEPT.get(selected.version, "sources", lambda: tuple((each.pk, each) for each in Source.objects.all())))
    keys = dict.fromkeys(key for row in rows if row.value is not None for key in (row.source, *row.other_sources))
    return [held[key] for key in keys if key in held]


def over_time_row(row: Row, has_span: bool) -> figures_over_time.Row:
    vote = row.vote
    return figures_over_time.Row(
        election=vote.id,
        name=vote.name,
        country=vote.country,
        country_name=vote.country_name,
        date=vote.date,
        kind=vote.kind,
        value=row.value,
        low=row.low if has_span else None,
        high=row.high if has_span else None,
        whose=row.contender_name,
        status=vote.status,
        is_second_round=bool(vote.round_of),
        basis=row.basis or "official_final",
        qualifier=row.qualifier,
        is_computed=row.is_computed and row.measure != "spread",
    )


def build(subject: str, query) -> Picture:
    """The picture under an address of its own. Raises Http404 where nothing can be drawn, BadQuery."""
    selected = EXPLORE.select({**query, "measure": [subject]})
    made = explored(selected)
    if made is None:
        raise Http404(_("Of this nothing can be drawn; explore says what can."))
    return made
