"""Search over everything that has a name, blind to script and spelling."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from elections.datasets import ELECTIONS, SOURCES, BadQuery
from elections.datasets.filters import single
from elections.datasets.text import SourceSound, named, sounds_of_all, words_of
from elections.models import Area, AreaKind, Contender, DataVersion, Election, Party, local_name
from elections.views.caching import public_page
from elections.views.calls import api_call
from elections.views.downloads import query_of, refused
from elections.wording import day

LONGEST = 100  # characters of a query
SHOWN = 12  # results of one group
READ = 400  # rows of one group at most


@dataclass(frozen=True, slots=True)
class Link:
    """A page that a result leads to, and when it was."""

    address: str
    text: str
    is_void: bool = False


@dataclass
class Found:
    """One result: a name, its names in other languages, what it is, and the pages that say more."""

    name: str
    names: dict
    what: str
    links: list[Link] = field(default_factory=list)
    address: str = ""  # of the page that is about just this
    lang: str = ""


@dataclass(frozen=True)
class Group:
    """Results of one kind; `all_at` is the address of a list of all of them, where there is one."""

    anchor: str
    name: str
    found: list[Found]
    count: int
    all_at: str = ""
    call: str = ""  # to the API, for just these

    @property
    def more(self) -> int:
        return self.count - len(self.found)


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponse:
    query = query_of(request)
    try:
        for name in query:
            if name != "q":
                raise BadQuery(name, "", ["q"], unknown=True)
        text = single(query, "q")
        if len(text) > LONGEST:
            raise BadQuery("q", f"{text[:30]}…", [_("up to %(n)s characters") % {"n": LONGEST}])
    except BadQuery as bad:
        return refused(request, bad, as_page=True)
    groups = groups_of(text, request.build_absolute_uri()) if text else []
    context = {
        "text": text,
        "groups": [group for group in groups if group.count],
        "count": sum(group.count for group in groups),
        "version": DataVersion.current(),
    }
    return render(request, "search.html", context)


def groups_of(text: str, page: str = "/") -> list[Group]:
    """Everything with every word of a text in its names. Votes and sources are searched as their lists do."""
    sounds = sounds_of_all(text)
    contenders = merged(contender_rows(sounds)) if sounds else []
    parties = party_results(sounds) if sounds else []
    areas = [area_result(area) for area in named(areas_known(), sounds).order_by("-alike", "pk")] if sounds else []
    return [
        Group("contenders", _("Contenders"), contenders[:SHOWN], len(contenders)),
        Group("parties", _("Parties"), parties[:SHOWN], len(parties), listed("parties", text)),
        Group("areas", _("Places"), areas[:SHOWN], len(areas)),
        votes(text, page),
        documents(text),
    ]


def contender_rows(sounds: list[str]) -> QuerySet:
    rows = named(Contender.objects.exclude(kind="group"), sounds).select_related("election__country", "party")
    return rows.order_by("-alike", "sort_key", "-election__date", "pk")[:READ]


def merged(contenders: Iterable[Contender]) -> list[Found]:
    """Contenders of one name and country as one result, with every election they stood in, and for which party."""
    found: dict[tuple, Found] = {}
    parties: dict[tuple, dict[str, Link]] = {}
    for each in contenders:
        country = each.election.country
        key = (country.pk, each.sort_key, each.kind)
        result = found.setdefault(key, Found(local_name(each), {}, f"{each.get_kind_display()}, {local_name(country)}"))
        result.names.update(each.names)
        result.links.append(link_to(each.election))
        if each.party:
            parties.setdefault(key, {}).setdefault(each.party_id, party_link(each.party))
    for key, result in found.items():
        result.links += parties.get(key, {}).values()
    return list(found.values())


def party_link(party: Party) -> Link:
    return Link(reverse("party", args=[party.pk]), _("Party: %(name)s") % {"name": local_name(party)})


def link_to(election: Election) -> Link:
    return Link(reverse("election", args=[election.pk]), f"{local_name(election)}, {day(election.date)}")


def party_results(sounds: list[str]) -> list[Found]:
    """Parties by name, with the elections their lists and candidates stood in."""
    rows = named(Party.objects.select_related("country"), sounds).order_by("-alike", "sort_key", "pk")[:READ]
    parties = {party.pk: party for party in rows}
    stood: dict[str, dict[str, Link]] = {pk: {} for pk in parties}
    for each in Contender.objects.filter(party__in=parties).select_related("election").order_by("-election__date"):
        stood[each.party_id].setdefault(each.election_id, link_to(each.election))
    return [
        Found(
            local_name(party),
            party.names,
            ", ".join(filter(None, [_("party"), local_name(party.country), party.abbreviation])),
            list(stood[party.pk].values()),
            reverse("party", args=[party.pk]),
        )
        for party in parties.values()
    ]


def areas_known() -> QuerySet:
    return Area.objects.exclude(kind=AreaKind.ABROAD).select_related("country")


def area_result(area: Area) -> Found:
    """A place with its page, and the votes of its country."""
    is_country = area.kind == AreaKind.COUNTRY
    kind, country = str(area.get_kind_display()), local_name(area.country)
    votes_of = f"{reverse('elections')}?{urlencode({'country': area.country_id})}"
    return Found(
        local_name(area),
        area.names,
        kind if is_country else f"{kind}, {country}",
        [Link(votes_of, _("Votes: %(country)s") % {"country": country})],
        reverse("country" if is_country else "area", args=[area.pk]),
    )


def votes(text: str, page: str) -> Group:
    rows = ELECTIONS.found(Election.objects.select_related("country"), text).order_by("-date", "pk")
    found = [
        Found(
            local_name(each),
            {},
            f"{each.get_kind_display()}, {local_name(each.country)}, {day(each.date)}",
            address=reverse("election", args=[each.pk]),
        )
        for each in rows[:SHOWN]
    ]
    return Group(
        "elections",
        _("Elections"),
        found,
        rows.count(),
        listed("elections", text),
        api_call(page, "elections", [("search", text), ("ordering", "-date"), ("page_size", str(SHOWN))]),
    )


def documents(text: str) -> Group:
    rows = SOURCES.found(SOURCES.base(), text)
    alike = TrigramStrictWordSimilarity(Value(" ".join(sound for _, sound in words_of(text))), SourceSound())
    found = [
        Found(
            each.title,
            {},
            ", ".join(filter(None, [each.publisher, day(each.published), str(each.get_kind_display())])),
            address=reverse("source", args=[each.pk]),
            lang=each.language or "und",
        )
        for each in rows.order_by(alike.desc(), "-published", "pk")[:SHOWN]
    ]
    return Group("documents", _("Sources"), found, rows.count(), listed("sources", text))


def listed(name: str, text: str) -> str:
    return f"{reverse(name)}?{urlencode({'search': text})}"
