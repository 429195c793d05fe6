"""Who observes, reports or answers."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elections.datasets.columns import Column, Kind, columns_of, updated
from elections.datasets.definition import Dataset, Order
from elections.datasets.filters import Choice, Since, words_of_choices
from elections.datasets.text import found_in
from observers.datasets.expressions import number_of
from observers.models import Family, Finding, MissionOrganisation, Organisation, OrganisationKind, Scope


def whole(rows: QuerySet) -> QuerySet:
    return rows.annotate(
        missions_n=number_of(MissionOrganisation.objects.filter(mission__same_as=None), "organisation"),
        findings_n=number_of(Finding.objects, "organisation"),
    )


ORGANISATIONS = Dataset(
    name="organisations",
    title=_("Organisations"),
    about=Organisation.__doc__.strip(),
    base=Organisation.objects.all,
    whole=whole,
    columns=[
        *columns_of(Organisation, "id", "name", "abbreviation", "kind", "family", "scope", "country", "website"),
        Column(
            "missions",
            "How many missions it took part in; further accounts of one mission are not counted again.",
            "missions_n",
            Kind.WHOLE,
            (),
            False,
        ),
        Column("findings", "How many findings it reported without a mission.", "findings_n", Kind.WHOLE, (), False),
        updated(),
    ],
    filters=[
        Choice("family", _("Family of observers"), "family", words_of_choices(Family)),
        Choice("kind", _("Kind of body"), "kind", words_of_choices(OrganisationKind)),
        Choice("scope", _("Scope"), "scope", words_of_choices(Scope)),
        Since(),
    ],
    orders=[
        Order("name", _("Name"), ["name"]),
        Order("family", _("Family of observers"), ["family"]),
        Order("missions", _("Missions"), ["missions_n"], starts_descending=True),
        Order("findings", _("Findings"), ["findings_n"], starts_descending=True),
    ],
    default_order="name",
    found=lambda rows, text: found_in(rows, text, "name", "abbreviation", "id"),
    table="organisations",
)
