"""The colours of parties on pages: tokens that pictures name, and the style sheet that gives them."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from elections.charts.colours import FALLBACKS, party_colours
from elections.charts.themes import DARK, LIGHT
from elections.models import Contender, Party
from elections.views.caching import public_page

SHEET = """:root {{ {light} }}
@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}
@media screen {{ :root[data-theme="dark"] {{ {dark} }} }}
"""


def colours_of(contenders: Iterable[Contender]) -> dict[str, str]:
    """The token of each contender, by its id: that of its party's own colour, else the next of the house's.

    Contenders are given with their party, in any order; who stands in one vote takes the house's colours in the
    order of the ids, so that a picture and the next one of the same vote give each the same.
    """
    found, unnamed = {}, 0
    for contender in sorted(contenders, key=lambda each: (each.party_id or each.pk, each.pk)):
        if contender.party and contender.party.colour:
            found[contender.pk] = f"var(--p-{contender.party_id})"
        else:
            found[contender.pk] = f"var(--party-{unnamed % len(FALLBACKS) + 1})"
            unnamed += 1
    return found


def own_colours(paper: str) -> dict[str, str]:
    """Tokens and colours of all parties that have one of their own, legible on a paper."""
    parties = Party.objects.exclude(colour="").order_by("pk").values_list("pk", "colour")
    return dict(party_colours(parties, paper))


@require_safe
@public_page
def party_colours_sheet(request: HttpRequest) -> HttpResponse:
    """The colours that parties have of their own, as custom properties for light and dark; print is light."""
    light, dark = (
        " ".join(f"--{token}: {colour};" for token, colour in own_colours(theme["paper"]).items())
        for theme in (LIGHT, DARK)
    )
    return HttpResponse(SHEET.format(light=light, dark=dark), content_type="text/css; charset=utf-8")
