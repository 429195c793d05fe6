"""How each figure is made, what each check asks and what it cannot show; the rules that pages follow, said once."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from elections.datasets.elections import CONTESTED
from elections.indicators import INDICATORS, Indicator
from elections.lineage import LINEAGE_RULE
from elections.models import SHOWN_FIRST_RULE, Basis, DataVersion, ElectionStatus
from elections.reconcile import METHODS
from elections.shares import BASES
from elections.views.caching import public_page
from elections.wording import UNITS, listed


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that pages follow; `code` is its anchor."""

    code: str
    name: str
    text: str
    cannot_show: str


RULES = (
    Rule(
        "claim",
        "A figure is a claim",
        "Every figure is a row with a basis (what it rests on), a claimant (who says so; none is named where it is "
        "the election commission) and a source (where it was read). Two sources that differ are two rows. Nothing is "
        "corrected, averaged or filled in. What is not known is empty, never zero.",
        "Which of two claims is true.",
    ),
    Rule(
        "shown-first",
        "The claim shown first",
        SHOWN_FIRST_RULE,
        "That the claim shown first is the right one. It is the one that the rule picks; the others stand beside it.",
    ),
    Rule(
        "status",
        "Status",
        "The status of an election follows from its dated, sourced events. The latest event that annuls, cancels or "
        f"restores the whole vote decides: {ElectionStatus.ANNULLED.label}, {ElectionStatus.CANCELLED.label}, or held "
        "again. Where none stands, an annulment of some of it, or in one area, makes it "
        f"{ElectionStatus.PARTLY_ANNULLED.label}. Otherwise it was {ElectionStatus.HELD.label}. An annulled election "
        "keeps its figures, struck through.",
        "Whether an annulment was lawful; the events name who decided.",
    ),
    Rule(
        "computed-share",
        "Computed shares and turnout",
        "100 × votes ÷ the base that the printed share names; without one, the valid votes, or the sum of a complete "
        f"list in their place. Bases are {listed(list(BASES.values()))}, taken from the same source or, where it has "
        "none, from what Saylau compiled for that source. Turnout: 100 × ballots cast (else ballots issued) ÷ "
        "registered voters of the same claim. A computed value shows one digit more than the printed one, carries "
        f"the mark “{Basis.COMPUTED.label}” and is never shown first. Without a base there is no rate, and the reason "
        "is given.",
        "What the source divided by, where it does not say.",
    ),
    Rule(
        "contested",
        "Contested, and the largest spread",
        CONTESTED + " Figures given as bounds (“over 80”) and shares of seats are left out.",
        "Why figures lie apart: an exit poll, an early bulletin and a final count are of different things.",
    ),
    Rule(
        "lineage",
        "Lineage of parties",
        LINEAGE_RULE,
        "Whether voters or members moved along.",
    ),
    Rule(
        "search",
        "Search",
        "Names are compared by their sound, so that script and spelling do not matter. A name is first written in "
        "plain Latin letters (Cyrillic as passports write it; Қ as k, Ұ as u, Ө as o, apostrophes dropped). Then "
        "letters that stand for one sound are written alike: zh, dzh and dj as j; kh and x as h; gh as g; q, c and ck "
        "as k; w as v; y as i; ye and yo as e; ou as u; shch as sh; a doubled letter once. A word is found where a "
        "word of a name begins with it, or where at least half of their groups of three letters are the same.",
        "Two people of one name apart, or one person under two names.",
    ),
    Rule(
        "regions",
        "Regions",
        "Regions are those in force on 31 December 2021, by ISO 3166-2. Regions, cities of their rank and all voters "
        "abroad add up to a country; other places that sources name are shown, and added to nothing.",
        "A region as it was drawn in an older year.",
    ),
)


@require_safe
@public_page
def methods(request: HttpRequest) -> HttpResponse:
    checks = [(method, f"{UNITS.get(method.unit, method.unit)}s") for method in METHODS.values()]
    context = {
        "rules": RULES,
        "checks": checks,
        "indicators": [in_words(each) for each in INDICATORS.values()],
        "version": DataVersion.current(),
    }
    return render(request, "about/methods.html", context)


def in_words(indicator: Indicator) -> Indicator:
    """The record of an indicator in the language of the page."""
    names = ("name", "formula", "needs", "cannot_show", "reference", "unit")
    return replace(indicator, **{name: gettext(getattr(indicator, name)) for name in names})
