"""Sentences beside the figures of explore: what is left out, missing or computed, and which shares do not compare."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.datasets.explore import Row, Selected
from elections.datasets.explore.measures import ALL, FIRST, PRINTED, REGIONS
from elections.wording import count, listed, whole_name


def count_of(selected: Selected) -> str:
    """43 votes, 281 figures; a row that says that there is no figure is none."""
    votes, figures = len(selected.votes), sum(row.has_figure for row in selected.rows)
    said = [ngettext("%(count)s vote", "%(count)s votes", votes) % {"count": count(votes)}]
    if figures != votes:
        said.append(ngettext("%(count)s figure", "%(count)s figures", figures) % {"count": count(figures)})
    return ", ".join(said)


def left_out(selected: Selected) -> str:
    out = selected.left_out
    parts = []
    if out.annulled:
        parts.append(
            ngettext("%(count)s annulled vote", "%(count)s annulled votes", out.annulled) % {"count": out.annulled}
        )
    if out.later_rounds:
        words = ngettext("%(count)s second round", "%(count)s second rounds", out.later_rounds)
        parts.append(words % {"count": out.later_rounds})
    return _("Left out: %(what)s.") % {"what": listed(parts)} if parts else ""


def missing(selected: Selected) -> str:
    given = {row.vote.id for row in selected.rows if row.has_figure}
    without = sum(vote.id not in given for vote in selected.votes)
    if not without:
        return ""
    words = ngettext(
        "For %(count)s vote there is no such figure.", "For %(count)s votes there is no such figure.", without
    )
    return words % {"count": count(without)}


def computed(rows: Sequence[Row]) -> str:
    number = sum(row.is_computed and row.unit == "pct" for row in rows)
    words = ngettext(
        "%(count)s figure is computed here from printed counts and marked with a cross.",
        "%(count)s figures are computed here from printed counts and marked with a cross.",
        number,
    )
    return words % {"count": count(number)} if number else ""


def wholes(selected: Selected) -> str:
    """That shares of different wholes stand beside each other, and what to do about it."""
    if selected.state.measure != "share":
        return ""
    found = Counter(row.value_of for row in selected.rows if row.value is not None)
    if len(found) < 2:
        return ""
    parts = [_("%(whole)s (%(count)s)") % {"whole": whole(of), "count": count(n)} for of, n in found.most_common()]
    words = _("These shares are of different wholes and compare only roughly: %(parts)s.") % {"parts": listed(parts)}
    if selected.state.share_of == PRINTED:
        words += " " + _("“Share of” brings them to one whole where the printed counts allow it.")
    return words


def whole(of: str) -> str:
    return whole_name(of) if of else _("a whole that the source does not name")


def sentences(selected: Selected) -> list[str]:
    said = [left_out(selected), missing(selected), computed(selected.rows), wholes(selected)]
    if selected.state.basis == ALL:
        said.append(_("Each claim is a row of its own; the same vote may have several."))
    return [each for each in said if each]


def advice(selected: Selected) -> str:
    """What to change where nothing is found."""
    state = selected.state
    if not selected.votes:
        return _("No vote of the record lies in these countries, kinds and years: take one of the filters away.")
    if state.basis not in (ALL, FIRST):
        return _("Nobody published this on that basis here: choose “All claims” or “Shown first”.")
    if state.level == REGIONS:
        return _("By region hardly anything was published for these votes: choose the whole country, or other votes.")
    return _("Choose another measure, or other votes.")
