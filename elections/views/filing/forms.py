"""The form of a report: anything may be kept, half of it too; what is sent is complete and says where it was seen.

`answers` is what `FiledReport.answers` holds. A form is bound to it, never to the request.
"""

import re
from collections.abc import Mapping

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elections.datasets.text import named, sounds_of_all
from elections.importers.cells import CellFault, count_cell, number_cell
from elections.models import Area, Election, local_name
from elections.names import fold
from elections.wording import day
from observers.models import Category, Severity, ShownPlace, Stage

MOST = 20  # findings of one report
LONGEST = 1_000  # characters of what was seen
STAGES = [Stage.OPENING, Stage.VOTING, Stage.COUNTING, Stage.TABULATION, Stage.CAMPAIGN, Stage.OVERALL]
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
PHONE = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){8,}")
BEFORE = pgettext_lazy("nothing chosen", "Choose")
# What each choice means, under it.
MEANT = {
    ShownPlace.REGION: _("Readers see the region or city; town and station stay with the reviewers."),
    ShownPlace.AREA: _("Readers see the town or district too; the station stays with the reviewers."),
    ShownPlace.STATION: _(
        "Readers see the number of the station too. Where few people watched, somebody may work out who they were."
    ),
    Severity.INFO: _("Worth knowing; nothing was wrong with it, or little."),
    Severity.CONCERN: _("Against the rules or good practice, without much weight for the result or the voters."),
    Severity.SERIOUS: _("It may have kept voters from choosing freely, or changed what was counted."),
}


class Cards(forms.RadioSelect):
    """Choices as cards large enough for a thumb, each with what it means."""

    def create_option(self, name, value, label, *args, **more):
        return super().create_option(name, value, label, *args, **more) | {"meant": MEANT.get(value, "")}


class Given(forms.Form):
    """A form all of whose fields may be empty while a draft is kept; `needed` says what is missing when it is sent."""

    needed: Mapping[str, str] = {}

    def __init__(self, *args, **options):
        super().__init__(*args, use_required_attribute=False, **options)
        for name, field in self.fields.items():
            field.required = name in self.needed
            if field.required:
                field.error_messages["required"] = self.needed[name]


class ReportForm(Given):
    """What the findings of a report share."""

    needed = {
        "election_id": _("Choose the vote that you observed"),
        "place_shown": _("Choose how exactly the place may be shown"),
    }
    election_id = forms.ChoiceField(label=_("Vote"))
    place_shown = forms.ChoiceField(
        label=_("How exactly may readers see where it was?"),
        choices=ShownPlace.choices,
        widget=Cards,
        initial=ShownPlace.REGION,
    )
    contact = forms.CharField(
        label=_("How can a reviewer ask you back? (optional)"),
        help_text=_("Only you and the reviewers see this. It is never published and is forgotten in time."),
        max_length=500,
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, elections: list[Election], *args, **options):
        super().__init__(*args, **options)
        self.fields["election_id"].choices = [("", BEFORE), *by_country(elections)]


class FindingForm(Given):
    """One thing that was seen."""

    needed = {
        "stage": _("Choose the stage"),
        "category": _("Choose what it is about"),
        "severity": _("Choose how serious it is"),
        "summary": _("Say what you saw"),
    }
    stage = forms.ChoiceField(label=_("Stage"), choices=[(each.value, each.label) for each in STAGES], widget=Cards)
    area = forms.CharField(
        label=_("Region or city"),
        help_text=_("Type a few letters. Empty for the whole country."),
        max_length=200,
        widget=forms.TextInput({"list": "places", "autocomplete": "off"}),
    )
    town = forms.CharField(label=_("Town or district (optional)"), max_length=60)
    station = forms.CharField(
        label=_("Polling station (optional)"), help_text=_("The number on the door."), max_length=20
    )
    category = forms.ChoiceField(
        label=_("Subject"), choices=[("", BEFORE), *((value, capfirst(label)) for value, label in Category.choices)]
    )
    severity = forms.ChoiceField(label=_("How serious is it?"), choices=Severity.choices, widget=Cards)
    summary = forms.CharField(
        label=_("What did you see?"),
        help_text=_(
            "In your own words; readers will see it. Leave out names, addresses and phone numbers, yours and those "
            "of people who could be harmed. Up to 1,000 characters."
        ),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5, "data-counted": _("{n} of {most} characters")}),
    )
    figure = forms.CharField(label=_("How many?"), max_length=16, widget=forms.TextInput({"inputmode": "decimal"}))
    figure_unit = forms.CharField(
        label=_("Of what?"), help_text=_("For example: polling stations without a posted protocol."), max_length=100
    )
    observed_n = forms.CharField(
        label=_("Out of how many places observed?"),
        help_text=_("For example 11, where it was 3 of 11 polling stations."),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )

    def __init__(self, election: Election | None, names: list[str], *args, **options):
        super().__init__(*args, **options)
        self.election, self.names = election, names

    def clean_area(self):
        """The id of the area that the text names, in the country of the vote; empty for the whole country."""
        text = self.cleaned_data["area"].strip()
        if not text or self.election is None:
            return ""
        if area := area_named(text, self.election.country_id):
            return area.pk
        raise forms.ValidationError(_("No region or city of that name is known there; choose one of the list"))

    def clean_summary(self):
        return self.without_people("summary")

    def clean_figure_unit(self):
        return self.without_people("figure_unit")

    def clean_town(self):
        return self.without_people("town")

    def clean_station(self):
        return self.without_people("station")

    def without_people(self, name: str) -> str:
        """A text that readers will see, without what leads to a person."""
        text = self.cleaned_data[name].strip()
        words = f" {fold(text)} "
        if MAIL.search(text) or PHONE.search(text):
            raise forms.ValidationError(_("Take out the phone number or e-mail address: readers will see this text"))
        if any(f" {own} " in words for own in self.names):
            raise forms.ValidationError(_("Take out your own name: readers will see this text"))
        return text

    def clean_figure(self):
        return self.checked("figure", number_cell())

    def clean_observed_n(self):
        return self.checked("observed_n", count_cell())

    def checked(self, name: str, cell) -> str:
        """A number as the importer takes it, or its words for what is wrong."""
        text = self.cleaned_data[name].strip()
        try:
            cell[text]
        except CellFault as fault:
            message = str(fault)
            raise forms.ValidationError(f"{message[0].upper()}{message[1:]}") from None
        return text

    def clean(self):
        given = super().clean()
        if bool(given.get("figure")) != bool(given.get("figure_unit")) and not {"figure", "figure_unit"} & {
            *self.errors
        }:
            missing = "figure" if given.get("figure_unit") else "figure_unit"
            self.add_error(missing, _("A number says what it counts: give both, or neither"))
        if given.get("observed_n") and not given.get("figure") and "figure" not in self.errors:
            self.add_error("figure", _("Say how many of the places observed"))
        return given


def by_country(elections: list[Election]) -> list:
    """Choices of votes in groups by country, the newest first."""
    groups: dict[str, list] = {}
    for election in elections:
        label = f"{local_name(election)}, {day(election.date)}"
        groups.setdefault(local_name(election.country), []).append((election.pk, label))
    return list(groups.items())


def area_named(text: str, country: str) -> Area | None:
    """The area of a country with this id or name, in any script and spelling; None where none or several have it."""
    known = Area.objects.filter(country=country)
    if area := known.filter(pk=text).first():
        return area
    key, sounds = fold(text), sounds_of_all(text)
    found = [area for area in known if key and key in area.search_key.split(" | ")]
    if not found and sounds:
        found = list(named(known.exclude(pk=country), sounds)[:2])
    return found[0] if len(found) == 1 else None
