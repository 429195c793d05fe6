"""How a mission rated the stages of a voting day: the share of the places it observed that it rated negatively.

A bound is an open bar that says so. What nobody published stays empty; a mission without observers on the day has no
percentages, which is another thing than nought per cent, and is told in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.text import cut, literal, plain, widest, width

WIDTH, PHONE_WIDTH = 690, 358
ROW, PHONE_ROW = 34, 64
BAR, PHONE_BAR = 0.5, 0.28
NAME_ROOM, PHONE_NAME_ROOM = 250, 330
STAGES = ("campaign", "opening", "voting", "counting", "tabulation", "overall")
BEYOND = {"lower_bound": 1, "upper_bound": -1}  # of two ratings of one share, "over 50" is the higher
WITHOUT_PERCENTAGES = ("LEOM", "EAM", "EET", "NAM")


@dataclass(frozen=True, slots=True)
class Row:
    """One rating of one stage: shares in per cent of `observed_n` places; None where not published.

    `qualifier` says how the shares are meant; `mission_type` is the format of the mission.
    """

    name: str
    stage: str
    negative_pct: Decimal | None = None
    positive_pct: Decimal | None = None
    observed_n: int | None = None
    qualifier: str = ""
    mission_type: str = ""

    @property
    def has_percentages(self) -> bool:
        """Whether the mission's format gives percentages at all, and one is published."""
        known = self.negative_pct is not None or self.positive_pct is not None
        return known and self.mission_type not in WITHOUT_PERCENTAGES


def stage_words(stage: str, language: Language) -> str:
    return {
        "campaign": language.gettext("campaign"),
        "opening": language.gettext("opening"),
        "voting": language.gettext("voting"),
        "counting": language.gettext("counting"),
        "tabulation": language.gettext("tabulation"),
        "overall": language.gettext("overall"),
    }[stage]


def ordered(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: STAGES.index(row.stage))


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """One bar a rating, from 0 to 100 per cent, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    drawn = [row for row in ordered(rows) if row.has_percentages]
    if not drawn:
        raise NothingToDraw("no stage has a percentage")
    places = [float(len(drawn) - 1 - place) for place in range(len(drawn))]
    names = [cut(name_of(row, language), house.SMALL, PHONE_NAME_ROOM if phone else NAME_ROOM) for row in drawn]
    figures = [words_of(row, language) for row in drawn]
    highest = max([100.0, *(float(each) for row in drawn for each in (row.negative_pct, row.positive_pct) if each)])
    left = 10 if phone else widest(names, house.SMALL) + 12
    room = (PHONE_WIDTH if phone else WIDTH) - left - 24
    layout: Spec = {
        "annotations": [
            note
            for y, row, name, words in zip(places, drawn, names, figures, strict=True)
            for note in labels(y, row, name, words, room / highest, phone)
        ],
        "xaxis": house.shares_axis(language, highest, anchor="y"),
        "yaxis": house.axis(
            -0.5,
            len(drawn) - (0.1 if phone else 0.4),
            dict(zip(places, map(literal, names), strict=True)),
            anchor="x",
            showgrid=False,
            showticklabels=not phone,
            tickfont={"size": house.SMALL, "color": marks.INK},
        ),
    }
    height = len(drawn) * (PHONE_ROW if phone else ROW) + 44
    return house.figure(
        [bars(places, drawn, PHONE_BAR if phone else BAR, language)],
        layout,
        height,
        {"l": left, "r": 24, "t": 12, "b": 30},
    )


def name_of(row: Row, language: Language) -> str:
    """counting, OSCE/ODIHR"""
    return plain(f"{stage_words(row.stage, language)}, {row.name}" if row.name else stage_words(row.stage, language))


def bars(places: Sequence[float], rows: Sequence[Row], tall: float, language: Language) -> Spec:
    """Negative shares as bars, and positive ones where only they are published; hollow unless printed exactly."""
    shares = [share_of(row) for row in rows]
    hollow = [bool(row.qualifier) or row.negative_pct is None for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(places),
        "x": [house.value(share) for share in shares],
        "width": tall,
        "marker": {
            "color": [marks.PAPER if open_ else marks.INK for open_ in hollow],
            "line": {"color": [marks.INK] * len(rows), "width": [1.6] * len(rows)},
        },
        "customdata": (f"{literal(name_of(row, language))}<br>{literal(words_of(row, language))}" for row in rows),
        "hovertemplate": "%{customdata}<extra></extra>",
        "xaxis": "x",
        "yaxis": "y",
    }


def share_of(row: Row) -> Decimal:
    share = row.positive_pct if row.negative_pct is None else row.negative_pct
    assert share is not None
    return share


def words_of(row: Row, language: Language) -> str:
    """over 40 % negative, of 133 observed"""
    parts = []
    for share, pattern in (
        (row.negative_pct, language.gettext("%(share)s negative")),
        (row.positive_pct, language.gettext("%(share)s positive")),
    ):
        if share is not None:
            parts.append(pattern % {"share": language.qualified(language.percent(share), row.qualifier)})
    if row.observed_n is not None:
        parts.append(language.gettext("of %(count)s observed") % {"count": language.number(row.observed_n)})
    return ", ".join(parts) if parts else language.gettext("in words only")


def labels(y: float, row: Row, name: str, words: str, per_unit: float, phone: bool) -> list[Spec]:
    """The figure after its bar, or at the end within it where there is more room; on a phone above it, as the name."""
    share = float(share_of(row))
    if phone:
        above: Spec = {"xanchor": "left", "yanchor": "bottom", "bgcolor": marks.PAPER}
        strong = {"size": house.SMALL, "color": marks.INK}
        return [
            label(literal(name), 0, y, yshift=29, font=strong, **above),
            label(literal(cut(words, house.SMALL, PHONE_NAME_ROOM)), 0, y, yshift=11, **above),
        ]
    after, within = (max(100.0, share) - share) * per_unit + 12, share * per_unit - 12
    is_inside = after < width(words, house.SMALL) + 12 and within > after
    side, room = ("right", within) if is_inside else ("left", after)
    words = cut(words, house.SMALL, max(room, 40))
    return [label(literal(words), share, y, xanchor=side, xshift=-7 if is_inside else 7, bgcolor=marks.PAPER)]


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The filled and the open bar, where they are in use."""
    drawn = [row for row in rows if row.has_percentages]
    found = []
    if any(not row.qualifier and row.negative_pct is not None for row in drawn):
        found.append(Key("bar", language.gettext("rated negatively")))
    if any(row.qualifier for row in drawn):
        found.append(Key("square", language.gettext("a bound or an approximate figure"), is_hollow=True))
    if any(row.negative_pct is None for row in drawn):
        found.append(Key("square", language.gettext("rated positively; no negative share published"), is_hollow=True))
    return tuple(found)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: which stage was rated worst, and what has no percentages."""
    known = [row for row in rows if row.has_percentages and row.negative_pct is not None]
    without = [row for row in rows if not row.has_percentages]
    parts = []
    if known:
        worst = max(known, key=lambda row: (row.negative_pct or Decimal(0), BEYOND.get(row.qualifier, 0)))
        words = language.gettext("The highest share rated negatively: %(stage)s, %(share)s")
        parts.append(words % {"stage": name_of(worst, language), "share": words_of(worst, language)})
    else:
        parts.append(language.gettext("No share rated negatively is published"))
    if without:
        words = language.ngettext(
            "%(count)s rating gives no percentage", "%(count)s ratings give no percentage", len(without)
        )
        parts.append(words % {"count": len(without)})
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Stage, who unless that is said elsewhere, shares, places observed."""
    g = language.gettext
    named = any(row.name for row in rows)
    shares = (g("Negative, %"), g("Positive, %"), g("Places observed"))
    return Table(
        (g("Stage"), *([g("Rated by")] if named else []), *shares),
        tuple(
            (
                stage_words(row.stage, language),
                *([row.name] if named else []),
                share_cell(row.negative_pct, row, language),
                share_cell(row.positive_pct, row, language),
                "" if row.observed_n is None else language.number(row.observed_n),
            )
            for row in ordered(rows)
        ),
        frozenset(range(1 + named, 4 + named)),
    )


def share_cell(share: Decimal | None, row: Row, language: Language) -> str:
    return "" if share is None else language.qualified(language.number(share), row.qualifier)
