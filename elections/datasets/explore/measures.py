"""What explore can show: each measure with its unit, what it takes, and what it is in one sentence."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.datasets.contests import APPLIES
from elections.indicators import INDICATORS
from elections.indicators.methods import PARTIES
from elections.models import Basis, ElectionKind

COUNTRY, REGIONS = "country", "regions"
CHART, MAP, TABLE = "chart", "map", "table"
FIRST, ALL = "first", "all"
PRINTED, VALID, CAST, REGISTERED = "printed", "valid", "cast", "registered"

Text = str | Promise


@dataclass(frozen=True)
class Measure:
    """One measure: its unit (`pct`, `points`, `number` or a count's noun) and the choices that go with it."""

    name: str
    label: Text
    unit: str
    about: Text
    levels: tuple[str, ...] = (COUNTRY,)
    share_of: tuple[str, ...] = (PRINTED,)
    contenders: tuple[str, ...] = (FIRST,)
    is_of_contenders: bool = False
    has_claims: bool = True
    maps: bool = False
    is_indicator: bool = False
    kinds: tuple[str, ...] = tuple(ElectionKind.values)

    @property
    def bases(self) -> tuple[str, ...]:
        """What `basis` takes: what is worked out from several claims has no basis of its own."""
        return (FIRST, ALL, *Basis.values) if self.has_claims else (FIRST,)

    def views(self, level: str) -> tuple[str, ...]:
        return (CHART, MAP, TABLE) if self.maps and level == REGIONS else (CHART, TABLE)


def of_indicator(code: str) -> Measure:
    """An indicator as a measure, in its own words."""
    told = INDICATORS[code]
    unit = "number" if told.unit == PARTIES else "points"
    kinds = tuple(kind for kind in ElectionKind.values if kind in APPLIES[code])
    return Measure(code, _(told.name), unit, _(told.formula), has_claims=False, is_indicator=True, kinds=kinds)


EVERYWHERE = (COUNTRY, REGIONS)
MEASURES = {
    each.name: each
    for each in (
        Measure(
            "turnout",
            _("Turnout"),
            "pct",
            _(
                "Per cent of registered voters at the close of voting. As printed by the claim; what is computed here "
                "is ballots cast, or else issued, divided by the registered voters of the same claim."
            ),
            levels=EVERYWHERE,
            share_of=(PRINTED, REGISTERED),
            maps=True,
        ),
        Measure(
            "share",
            _("Vote share"),
            "pct",
            _(
                "Per cent of what the source divided by, which is named beside each share. What is computed here is "
                "the votes divided by a count that the same source gives, or that was compiled from it."
            ),
            levels=EVERYWHERE,
            share_of=(PRINTED, VALID, CAST, REGISTERED),
            contenders=(FIRST, ALL),
            is_of_contenders=True,
            maps=True,
        ),
        Measure(
            "votes",
            _("Votes"),
            "votes",
            _("Votes for a contender, as printed."),
            levels=EVERYWHERE,
            contenders=(FIRST, ALL),
            is_of_contenders=True,
        ),
        Measure(
            "seats",
            _("Seats"),
            "seats",
            _("Seats won, as printed; those of two rounds together stand with the first round."),
            kinds=(ElectionKind.PARLIAMENTARY.value,),
            contenders=(FIRST, ALL),
            is_of_contenders=True,
        ),
        Measure(
            "registered",
            _("Registered voters"),
            "voters",
            _("Voters on the register at the close of voting, as printed."),
            levels=EVERYWHERE,
        ),
        Measure(
            "spread",
            _("Spread between claims"),
            "points",
            _(
                "The widest gap, in percentage points, between two exact published figures for the whole country: of "
                "one contender’s share of the same whole, or of the turnout at the close of voting. Worked out here."
            ),
            has_claims=False,
        ),
        *map(of_indicator, INDICATORS),
    )
}

LEVELS = {COUNTRY: _("Whole country"), REGIONS: _("Regions")}
VIEWS = {CHART: _("Chart"), MAP: _("Map"), TABLE: _("Table")}
CONTENDERS = {FIRST: _("First place"), ALL: _("All contenders")}
SHARES_OF = {
    PRINTED: _("As printed"),
    VALID: _("Of valid votes"),
    CAST: _("Of ballots cast"),
    REGISTERED: _("Of registered voters"),
}
BASES = {FIRST: _("Shown first"), ALL: _("All claims")} | dict(Basis.choices)
ORDERS = {
    "date": _("Date"),
    "value": _("Figure"),
    "country": _("Country"),
    "area": _("Area"),
    "claims": _("Number of claims"),
}
