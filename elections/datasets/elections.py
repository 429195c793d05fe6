"""The elections of the record as a dataset, with how far apart the claims about each of them lie."""

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, also, columns_of, source_columns, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Period, Since, words_of_choices
from elections.datasets.kept import once
from elections.datasets.text import found_in, named, sounds_of
from elections.models import (
    Area,
    Contender,
    Election,
    ElectionKind,
    ElectionSource,
    ElectionStatus,
    ElectoralSystem,
    Result,
    Source,
    Turnout,
    local_name,
)

CONTESTED_FROM = 1  # points; CONTESTED says it in words
CONTESTED = _(
    "Contested: two exact figures that somebody published for the whole country, of one contender’s share of the "
    "same whole or of the turnout at the close of voting, lie 1 percentage point or more apart. "
    "Whoever published them counts: commission, observers, exit pollsters, opposition, press."
)
CONTESTED_HELP = (
    "Whether two exact published figures for the whole country, of one contender's share of the same whole or of "
    "the turnout at the close of voting, lie 1 percentage point or more apart."
)
SPREAD_HELP = (
    "The largest gap, in percentage points, between two exact published figures for the whole country: of one "
    "contender's share of the same whole, or of the turnout at the close of voting."
)


def claims_of(model, path: str) -> QuerySet:
    return model.objects.filter(**{path: OuterRef("pk")}).order_by()


def number_of(claims: QuerySet, path: str):
    counted = claims.values(path).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def elections() -> QuerySet:
    """Elections with their status, their largest spread and whether that makes them contested."""
    return Election.objects.with_status().annotate(
        spread_pct=F("derived__spread_pct"),
        contested=Case(When(derived__spread_pct__gte=CONTESTED_FROM, then=Value("yes")), default=Value("no")),
    )


def whole(rows: QuerySet) -> QuerySet:
    """Adds what the columns need: country, source, and how many claims are held."""
    return rows.select_related("country", "source").annotate(
        result_claims=number_of(claims_of(Result, "contender__election"), "contender__election"),
        turnout_claims=number_of(claims_of(Turnout, "election"), "election"),
        claims=F("result_claims") + F("turnout_claims"),
    )


def sounds_of_names() -> dict[str, str]:
    """What each election is called in every language of the site, by its sound: the record has English names alone."""
    rows = list(Election.objects.only("name", "kind", "system", "body", "date", "is_early", "round_of"))
    called = [""] * len(rows)
    for language, _name in settings.LANGUAGES:
        with override(language):
            called = [f"{names} {local_name(each)}" for names, each in zip(called, rows, strict=True)]
    return dict(zip((each.pk for each in rows), sounds_of(called), strict=True))


def found(rows: QuerySet, text: str) -> QuerySet:
    """Elections with a text in their name in any language, their office or id, or the name of country or contender."""
    called = once("sounds of the names of elections", sounds_of_names)

    def by_sound(sound):
        stands = named(Contender.objects.order_by(), [sound]).values("election")
        votes = named(Area.objects.countries().order_by(), [sound]).values("pk")
        begins = f" {sound} " if len(sound) == 1 else f" {sound}"  # one letter is a word
        so_called = [pk for pk, key in called.items() if begins in f" {key} "]
        return Q(pk__in=stands) | Q(country__in=votes) | Q(pk__in=so_called)

    return found_in(rows, text, "name", "body", "id", by_sound=by_sound)


def contested_words() -> dict[str, str]:
    return {"yes": gettext("contested"), "no": gettext("not contested")}


ELECTIONS = Dataset(
    name="elections",
    title=_("Elections"),
    about=Election.__doc__.strip(),
    base=elections,
    whole=whole,
    table="elections",
    columns=[
        *columns_of(Election, "id", "country", "date", "end_date", "kind", "body", "name", "round_of", "is_early"),
        *columns_of(Election, "system", "threshold_pct", "seats_total", "seats_contested"),
        Column(
            "status",
            "Whether the result stands, as it follows from the dated events.",
            "status",
            Kind.ID,
            ElectionStatus.values,
            False,
        ),
        Column("spread_pct", SPREAD_HELP, "spread_pct", Kind.NUMBER),
        Column(
            "contested",
            CONTESTED_HELP,
            Case(When(contested="yes", then=Value(True)), default=Value(False)),
            Kind.YES_NO,
            (),
            False,
        ),
        Column("result_claims", "How many claims of results are held.", "result_claims", Kind.WHOLE, (), False),
        Column("turnout_claims", "How many claims of turnout are held.", "turnout_claims", Kind.WHOLE, (), False),
        *source_columns(Source),
        also(ElectionSource, "election"),
        *columns_of(Election, "note"),
        updated(),
    ],
    filters=[
        choices.country(),
        Period("date", _("Period"), "date"),
        Choice("kind", _("Kind"), "kind", words_of_choices(ElectionKind)),
        Choice("status", _("Status"), "status", words_of_choices(ElectionStatus)),
        Choice("contested", _("Contested"), "contested", contested_words, help=CONTESTED),
        Choice("system", _("System"), "system", words_of_choices(ElectoralSystem)),
        Since(),
    ],
    orders=[
        Order("date", _("Date"), ["date"], starts_descending=True),
        Order("country", _("Country"), ["country__sort_key"]),
        Order("name", pgettext_lazy("column", "Vote"), ["name"]),
        Order("kind", _("Kind"), ["kind"]),
        Order("spread_pct", _("Largest spread, points"), ["spread_pct"], starts_descending=True),
        Order("claims", _("Claims held"), ["claims"], starts_descending=True),
    ],
    default_order="-date",
    found=found,
)
