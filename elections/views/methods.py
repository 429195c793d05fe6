"""How each figure is made, what each check asks and what it cannot show; the rules that pages follow, said once."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from elections.datasets.elections import CONTESTED
from elections.indicators import INDICATORS, Indicator
from elections.lineage import LINEAGE_RULE
from elections.models import SHOWN_FIRST_RULE, Basis, DataVersion, ElectionStatus
from elections.reconcile import METHODS, Method
from elections.views.caching import public_page
from elections.wording import unit_name


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule that pages follow; `code` is its anchor."""

    code: str
    name: str
    text: str
    cannot_show: str


def rules() -> list[Rule]:
    """The rules in the page's language."""
    return [
        Rule(
            "claim",
            _("A figure is a claim"),
            _(
                "Every figure is a row with a basis (what it rests on), a claimant (who says so; none is named where "
                "it is the election commission) and a source (where it was read). Two sources that differ are two "
                "rows. Nothing is corrected, averaged or filled in. What is not known is empty, never zero."
            ),
            _("Which of two claims is true."),
        ),
        Rule(
            "shown-first",
            _("The claim shown first"),
            str(SHOWN_FIRST_RULE),
            _(
                "That the claim shown first is the right one. It is the one that the rule picks; the others stand "
                "beside it."
            ),
        ),
        Rule(
            "status",
            _("Status"),
            _(
                "The status of an election follows from its dated, sourced events. The latest event that annuls, "
                "cancels or restores the whole vote decides: %(annulled)s, %(cancelled)s, or held again. Where none "
                "stands, an annulment of some of it, or in one area, makes it %(partly_annulled)s. Otherwise it was "
                "%(held)s. An annulled election keeps its figures, struck through."
            )
            % {status.value: status.label for status in ElectionStatus},
            _("Whether an annulment was lawful; the events name who decided."),
        ),
        Rule(
            "computed-share",
            _("Computed shares and turnout"),
            _(
                "100 × votes ÷ the base that the printed share names; without one, the valid votes, or the sum of a "
                "complete list in their place. Bases are valid votes, votes listed, ballots cast, ballots issued and "
                "registered voters, taken from the same source or, where it has none, from what Saylau compiled for "
                "that source. Turnout: 100 × ballots cast (else ballots issued) ÷ registered voters of the same "
                "claim. A computed value shows one digit more than the printed one, carries the mark “%(computed)s” "
                "and is never shown first. Without a base there is no rate, and the reason is given."
            )
            % {"computed": Basis.COMPUTED.label},
            _("What the source divided by, where it does not say."),
        ),
        Rule(
            "contested",
            _("Contested, and the largest spread"),
            _("%(contested)s Figures given as bounds (“over 80”) and shares of seats are left out.")
            % {"contested": CONTESTED},
            _("Why figures lie apart: an exit poll, an early bulletin and a final count are of different things."),
        ),
        Rule(
            "lineage",
            _("Lineage of parties"),
            _(LINEAGE_RULE),
            _("Whether voters or members moved along."),
        ),
        Rule(
            "search",
            pgettext("page", "Search"),
            _(
                "Names are compared by their sound, so that script and spelling do not matter. A name is first "
                "written in plain Latin letters (Cyrillic as passports write it; Қ as k, Ұ as u, Ө as o, apostrophes "
                "dropped). Then letters that stand for one sound are written alike: zh, dzh and dj as j; kh and x as "
                "h; gh as g; q, c and ck as k; w as v; y as i; ye and yo as e; ou as u; shch as sh; a doubled letter "
                "once. A word is found where a word of a name begins with it, or where at least half of their groups "
                "of three letters are the same."
            ),
            _("Two people of one name apart, or one person under two names."),
        ),
        Rule(
            "regions",
            _("Regions"),
            _(
                "Regions are those in force on 31 December 2021, by ISO 3166-2. Regions, cities of their rank and all "
                "voters abroad add up to a country; other places that sources name are shown, and added to nothing."
            ),
            _("A region as it was drawn in an older year."),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Explained:
    """One check in the page's language."""

    code: str
    name: str
    formula: str
    needs: str
    cannot_show: str
    reference: str


def explained(method: Method) -> Explained:
    """The record of a check, which the checks keep in English."""
    texts = (method.name, method.formula, method.needs, method.cannot_show)
    return Explained(method.code, *map(_, texts), method.reference)


@require_safe
@public_page
def methods(request: HttpRequest) -> HttpResponse:
    checks = [(explained(method), unit_name(method.unit)) for method in METHODS.values()]
    context = {
        "rules": rules(),
        "checks": checks,
        "indicators": [in_words(each) for each in INDICATORS.values()],
        "version": DataVersion.current(),
    }
    return render(request, "about/methods.html", context)


def in_words(indicator: Indicator) -> Indicator:
    """The record of an indicator in the language of the page."""
    names = ("name", "formula", "needs", "cannot_show", "reference", "unit")
    return replace(indicator, **{name: _(getattr(indicator, name)) for name in names})
