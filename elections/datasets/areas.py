"""The places that figures are given for as a dataset, and their shapes."""

import json
from functools import cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets import choices
from elections.datasets.columns import Column, Kind, columns_of, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.elections import claims_of, number_of
from elections.datasets.filters import Choice, Since, words_of_choices
from elections.datasets.text import found_in, named
from elections.models import Area, AreaKind, Result, Turnout

BOUNDARIES = settings.BASE_DIR / "elections" / "data" / "boundaries"


@cache
def shapes() -> dict[str, str]:
    """The shape of each area that has one, as GeoJSON text: one vintage of boundaries, Natural Earth's of today."""
    found = {}
    for path in sorted(BOUNDARIES.glob("*.geojson")):
        for feature in json.loads(path.read_text("utf-8"))["features"]:
            found[feature["id"]] = json.dumps(feature["geometry"], separators=(",", ":"))
    return found


def whole(rows: QuerySet) -> QuerySet:
    """Adds how many claims are held for each area."""
    return rows.annotate(
        result_claims=number_of(claims_of(Result, "area"), "area"),
        turnout_claims=number_of(claims_of(Turnout, "area"), "area"),
    )


def found(rows: QuerySet, text: str) -> QuerySet:
    """Areas with a text in their names or id."""

    def by_sound(sound):
        return Q(pk__in=named(Area.objects.order_by(), [sound]).values("pk"))

    return found_in(rows, text, "id", by_sound=by_sound)


AREAS = Dataset(
    name="areas",
    title=_("Areas"),
    about=Area.__doc__.strip(),
    table="areas",
    place="id",
    base=Area.objects.all,
    whole=whole,
    columns=[
        *columns_of(Area, "id", "country", "parent", "kind", "name", "names", "valid_from", "valid_to"),
        Column("result_claims", "How many claims of results are held for it.", "result_claims", Kind.WHOLE, (), False),
        Column(
            "turnout_claims", "How many claims of turnout are held for it.", "turnout_claims", Kind.WHOLE, (), False
        ),
        *columns_of(Area, "note"),
        updated(),
    ],
    filters=[
        choices.country(),
        Choice("kind", _("Kind"), "kind", words_of_choices(AreaKind)),
        Since(),
    ],
    orders=[
        Order("id", _("Id"), []),
        Order("name", _("Name"), ["sort_key"]),
        Order("kind", _("Kind"), ["kind"]),
    ],
    default_order="id",
    found=found,
)
