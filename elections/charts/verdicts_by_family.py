"""How many missions of each family of observers came to which verdict.

Families stand on bars of their own and are never added or averaged: each judges by its own yardstick.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from elections.charts import house, marks
from elections.charts.house import Spec, label
from elections.charts.language import ENGLISH, Language
from elections.charts.plotted import plotted
from elections.charts.rows import Key, NothingToDraw, Table
from elections.charts.stacked import HATCHED, PLAIN, Look, box, count_in, shade
from elections.charts.text import cut, literal, plain, widest, width

WIDTH, PHONE_WIDTH = 1200, 358
ROW, PHONE_ROW = 46, 58
BAR, NAME_ROOM = 0.6, 260
LOOKS: dict[str, Look] = {
    "positive": PLAIN,
    "progress_but_short": shade(2),
    "fell_short": shade(4),
    "undemocratic": shade(6),
    "no_assessment": HATCHED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """How many missions of a family came to one verdict; `verdict` is a word of the list."""

    family: str
    name: str
    verdict: str
    missions: int


def words_of(verdict: str, language: Language) -> str:
    return {
        "positive": language.gettext("positive"),
        "progress_but_short": language.gettext("progress, but short"),
        "fell_short": language.gettext("fell short"),
        "undemocratic": language.gettext("not democratic"),
        "no_assessment": language.gettext("no assessment given"),
    }[verdict]


def by_family(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Families in the order of the rows, each with its verdicts from positive on."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.missions:
            found.setdefault(row.family, []).append(row)
    return {family: sorted(own, key=lambda row: list(LOOKS).index(row.verdict)) for family, own in found.items()}


@plotted
def figure(rows: Sequence[Row], *, phone: bool = False, language: Language = ENGLISH) -> Spec:
    """One bar a family, for WIDTH or PHONE_WIDTH pixels. Raises NothingToDraw."""
    families = by_family(rows)
    if not families:
        raise NothingToDraw("no family has a verdict")
    most = max(sum(row.missions for row in own) for own in families.values())
    step = max(1, int(house.step_for(most, 3 if phone else 6)))
    ticks = {float(place): language.number(place) for place in range(0, most + 1, step)}
    names = [cut(plain(own[0].name), house.BODY, NAME_ROOM) for own in families.values()]
    left = 10 if phone else widest(names, house.BODY) + 14
    right = max(16, width(ticks[max(ticks)], house.SMALL) / 2 + 2)
    per_unit = ((PHONE_WIDTH if phone else WIDTH) - left - right) / most
    tall = PHONE_ROW if phone else ROW
    data, notes = [], []
    for place, (own, name) in enumerate(zip(families.values(), names, strict=True)):
        y = len(families) - 1 - place - (0.14 if phone else 0)
        bar = BAR * (0.75 if phone else 1)
        start = 0
        for row in own:
            look = LOOKS[row.verdict]
            data.append(box((start, start + row.missions), (y - bar / 2, y + bar / 2), look, told(row, language)))
            room = row.missions * per_unit, bar * tall
            notes += count_in(row.missions, (start + row.missions / 2, y), room, look, language)
            start += row.missions
        if phone:
            notes.append(label(literal(name), 0, y + bar / 2, xanchor="left", yanchor="bottom", yshift=2))
    places = [float(len(families) - 1 - place) for place in range(len(families))]
    layout: Spec = {
        "annotations": notes,
        "xaxis": house.axis(0, most, ticks, anchor="y"),
        "yaxis": house.axis(
            -0.55,
            len(families) - 0.45,
            dict(zip(places, map(literal, names), strict=True)),
            anchor="x",
            showgrid=False,
            showticklabels=not phone,
            tickfont={"size": house.BODY, "color": marks.INK},
        ),
    }
    return house.figure(data, layout, len(families) * tall + 40, {"l": left, "r": right, "t": 8, "b": 32})


def told(row: Row, language: Language) -> str:
    words = language.ngettext("%(count)s mission", "%(count)s missions", row.missions) % {
        "count": language.number(row.missions)
    }
    return f"{literal(row.name)}: {words_of(row.verdict, language)}, {words}"


def key(rows: Sequence[Row], language: Language = ENGLISH) -> tuple[Key, ...]:
    """The verdicts in use."""
    used = {row.verdict for row in rows if row.missions}
    found = []
    for verdict, look in LOOKS.items():
        if verdict not in used:
            continue
        if look.is_hatched:
            found.append(Key("hatch", words_of(verdict, language), "var(--hatch)"))
        elif look is PLAIN:
            found.append(Key("square", words_of(verdict, language), is_hollow=True))
        else:
            found.append(Key("area", words_of(verdict, language), look.fill))
    return tuple(found)


def summary(rows: Sequence[Row], language: Language = ENGLISH) -> str:
    """One sentence: of each family, how many verdicts are positive and how many name shortcomings."""
    families = by_family(rows)
    if not families:
        return language.gettext("No verdict is recorded.")
    parts = []
    for own in families.values():
        count = {row.verdict: row.missions for row in own}
        short = sum(count.get(each, 0) for each in ("progress_but_short", "fell_short", "undemocratic"))
        words = language.gettext("%(name)s: %(positive)s positive, %(short)s naming shortcomings")
        parts.append(
            words
            % {
                "name": own[0].name,
                "positive": language.number(count.get("positive", 0)),
                "short": language.number(short),
            }
        )
    return "; ".join(parts) + "."


def table(rows: Sequence[Row], language: Language = ENGLISH) -> Table:
    """Family, verdict, missions."""
    g = language.gettext
    return Table(
        (g("Family of observers"), g("Verdict"), g("Missions")),
        tuple(
            (own[0].name, words_of(row.verdict, language), language.number(row.missions))
            for own in by_family(rows).values()
            for row in own
        ),
        frozenset({2}),
    )
