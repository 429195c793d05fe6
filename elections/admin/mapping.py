"""The page on which somebody says what the columns of a file of its own shape mean."""

from django import forms
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elections import names
from elections.importers.faults import UnreadableFile
from elections.importers.mapping import COUNTS, header_of, words_of
from elections.importers.uploads import on_disk
from elections.models import Area, Basis, Contender, Election, Source, Upload, UploadState

MOST_COLUMNS = 300


class MappingForm(forms.Form):
    """What all rows share, which column holds the place, and what each other column counts."""

    election_id = forms.CharField(label=_("Election"), widget=forms.TextInput({"data-lookup": "elections.election"}))
    source_id = forms.CharField(label=_("Source"), widget=forms.TextInput({"data-lookup": "elections.source"}))
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices)
    claimant = forms.CharField(label=_("Claimant"), required=False, help_text=_("Empty for the election commission."))
    as_of = forms.CharField(label=_("As of"), required=False, help_text=_("YYYY, YYYY-MM or YYYY-MM-DD."))
    area = forms.ChoiceField(
        label=_("Column of places"),
        required=False,
        help_text=_("Rows of one place are added up; none: the whole country."),
    )

    def __init__(self, header, *args, **options):
        super().__init__(*args, **options)
        self.fields["area"].choices = [("", "—"), *((name, name) for name in header)]

    def clean_election_id(self):
        return known(Election, self.cleaned_data["election_id"])

    def clean_source_id(self):
        return known(Source, self.cleaned_data["source_id"])


def known(model, pk):
    if not model.objects.filter(pk=pk).exists():
        raise forms.ValidationError(_("%(id)s is not known."), params={"id": pk})
    return pk


def mapping_page(request, upload: Upload, context: dict):
    """The page, or None when the mapping is whole and the file can be read."""
    with on_disk(upload) as path:
        try:
            header = header_of(path)[:MOST_COLUMNS]
        except UnreadableFile as error:
            return refuse(request, upload, str(error), context)
        form = MappingForm(header, request.POST or None)
        is_valid = form.is_valid() if request.method == "POST" else False
        area = form.cleaned_data.get("area", "") if is_valid else ""
        words = words_of(path, area) if area else []
    election = form.cleaned_data["election_id"] if is_valid else ""
    columns, places = columns_asked(request, header, area, election), places_asked(request, words, election)
    if is_valid and "read" in request.POST and is_whole(form, columns, places):
        upload.mapping = {
            **form.cleaned_data,
            "areas": {place["word"]: place["value"] for place in places},
            "columns": {column["name"]: column["value"] for column in columns if column["value"]},
            "left_out": [column["name"] for column in columns if not column["value"]],
        }
        upload.state = UploadState.WAITING
        upload.save()
        return None
    page = {**context, "title": upload.name, "upload": upload, "form": form, "columns": columns, "places": places}
    return TemplateResponse(request, "admin/upload_mapping.html", {**page, "is_known": is_valid})


def refuse(request, upload, message, context):
    upload.state, upload.message = UploadState.FAILED, f"The file {message}."
    upload.save()
    return TemplateResponse(
        request,
        "admin/upload_mapping.html",
        {**context, "title": upload.name, "upload": upload, "message": upload.message},
    )


def columns_asked(request, header, area, election) -> list[dict]:
    """For each column of the file its meaning: as chosen, or as its name suggests."""
    if not election:
        return []
    contenders = list(Contender.objects.filter(election=election).order_by("sort_key"))
    choices = [(each.pk, f"{gettext('votes for')} {each.name}") for each in contenders]
    choices += [(f"turnout.{name}", gettext("ballots or voters: %(name)s") % {"name": name}) for name in COUNTS]
    guesses = {
        key: each.pk for each in contenders for key in names.search_key(each.name, *each.names.values()).split(" | ")
    }
    found = []
    for place, name in enumerate(header):
        if name == area:
            continue
        value = request.POST.get(f"column-{place}", meant(name, guesses))
        found.append({"name": name, "field": f"column-{place}", "value": value, "choices": choices})
    return found


def places_asked(request, words, election) -> list[dict]:
    """For each word in the column of places its area: as typed, or as its name sounds."""
    areas = list(Area.objects.filter(country__elections=election).distinct()) if words else []
    guesses = {key: area.pk for area in areas for key in area.search_key.split(" | ")}
    return [
        {
            "word": word,
            "field": f"place-{at}",
            "value": request.POST.get(f"place-{at}", "") or meant(word, guesses),
        }
        for at, word in enumerate(words)
    ]


def meant(words: str, known: dict[str, str]) -> str:
    """What is called just so, else what has the longest name among the words: `Бишкек г.`, `«Реформа» партиясы`."""
    sought = names.fold(words)
    among = [name for name in known if name and f" {name} " in f" {sought} "]
    return known.get(sought) or (known[max(among, key=len)] if among else "")


def is_whole(form, columns, places) -> bool:
    """Whether nothing is left to say; what is missing is added to the form."""
    if not any(column["value"] for column in columns):
        form.add_error(None, gettext("Name at least one column."))
    twice = [
        column["name"]
        for column in columns
        if column["value"] and sum(each["value"] == column["value"] for each in columns) > 1
    ]
    if twice:
        form.add_error(None, gettext("Two columns mean the same: %(names)s.") % {"names": ", ".join(twice)})
    given = {place["value"] for place in places}
    unknown = given - set(Area.objects.filter(pk__in=given).values_list("pk", flat=True))
    if unknown:
        missing = [place["word"] for place in places if place["value"] in unknown]
        form.add_error(None, gettext("Say which areas these are: %(names)s.") % {"names": ", ".join(missing[:10])})
    return not form.errors
