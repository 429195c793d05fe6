"""The rows of explore as cells of a table: the figure in words, what else is claimed, and who says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from elections.datasets.elections import CONTESTED_FROM
from elections.datasets.explore import Row, Selected, State
from elections.datasets.explore.comparison import Line
from elections.datasets.explore.measures import ALL, PRINTED, REGIONS
from elections.models import COMPILED, Basis, ShareOf
from elections.wording import count, difference, number, part_name, percent, qualified, share_in_words, whole_name

NARROWEST = 0.5  # per cent of the width that the thinnest bar has


@dataclass(frozen=True)
class Cells:
    """One row in words. `bar` is the length of the bar in per cent, or None where a bar would say nothing."""

    row: Row
    what: str
    figure: str
    bar: str | None
    of: str
    basis: str
    who: str
    span: str
    is_wide: bool
    computed: str

    @property
    def is_void(self) -> bool:
        return self.row.vote.is_void

    @property
    def part(self) -> str:
        return part_name(self.row.part) if self.row.part else ""


def cells_of(row: Row) -> Cells:
    is_share = row.unit == "pct"
    return Cells(
        row,
        what_of(row),
        figure_text(row),
        f"{max(NARROWEST, min(100, float(row.value))):.1f}" if is_share and row.value is not None else None,
        (whole_name(row.value_of) or str(ShareOf(row.value_of).label))
        if row.measure == "share" and row.value is not None
        else "",
        Basis(row.basis).label if row.basis else "",
        _("compiled by Saylau") if row.claimant == COMPILED else row.claimant,
        span_text(row),
        is_share and row.low is not None and row.high - row.low >= CONTESTED_FROM,
        "" if row.computed_value is None or row.is_computed else computed_text(row),
    )


def what_of(row: Row) -> str:
    """Whose figure it is; of a spread, which figure the claims are of."""
    name = row.contender_title or (_("Turnout") if row.measure == "spread" and row.value is not None else "")
    return f"{name} ({part_name(row.part).lower()})" if name and row.part else name


def figure_text(row: Row) -> str:
    if row.value is None:
        return ""
    if row.unit == "pct":
        text = percent(row.value)
    elif isinstance(row.value, Decimal):
        text = number(row.value)
    else:
        text = count(row.value)
    return qualified(text, row.qualifier)


def computed_text(row: Row) -> str:
    if row.measure == "turnout":
        return percent(row.computed_value)
    return share_in_words(percent(row.computed_value), row.computed_of)


def span_text(row: Row) -> str:
    """The ends of all exact claims; nothing where there is one claim only."""
    if row.low is None or row.claims < 2:
        return ""
    if row.low == row.high:
        return _("same")
    ends = [number(end) for end in (row.low, row.high)]
    return "–".join(ends)


@dataclass(frozen=True)
class Heads:
    """Which columns a table has: only those that say something for its measure."""

    figure: str
    has_areas: bool
    has_contenders: bool
    has_wholes: bool
    has_computed: bool
    has_spans: bool


def heads_of(state: State) -> Heads:
    measure = state.what
    units = {"pct": _("per cent"), "points": _("points"), "number": ""}
    unit = units.get(measure.unit, "")
    figure = f"{measure.label}, {unit}" if unit else str(measure.label)
    return Heads(
        figure,
        state.level == REGIONS,
        measure.is_of_contenders or state.measure == "spread",
        state.measure == "share",
        state.measure in ("turnout", "share") and state.share_of == PRINTED,
        state.basis != ALL and state.what.has_claims or state.measure == "spread",
    )


def caption(selected: Selected) -> tuple[str, str]:
    """The name of what is shown, and its unit and denominator."""
    state = selected.state
    level = _("regions") if state.level == REGIONS else _("whole country")
    return _("%(measure)s, %(level)s") % {"measure": state.what.label, "level": level}, str(state.what.about)


@dataclass(frozen=True)
class Beside:
    """One line of a comparison in words: a cell an election, and the difference."""

    line: Line
    cells: Sequence[Cells | None]
    difference: str


def beside(line: Line) -> Beside:
    gap, unit = line.difference, next(cell.unit for cell in line.cells if cell is not None)
    if gap is None:
        words = _("different wholes") if line.has_different_wholes else ""
    else:
        words = difference(gap, "points" if unit == "pct" else unit)
    return Beside(line, [cells_of(cell) if cell is not None else None for cell in line.cells], words)
