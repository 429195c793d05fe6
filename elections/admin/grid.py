"""The sheet for one election: contenders by areas, or the counts of each area, typed as a source prints them.

Source, basis, claimant and moment are chosen once for the sheet. What is typed joins one draft; the sums beside the
printed totals are worked out while typing and stored nowhere.
"""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from elections.admin.allowed import may_propose, set_address
from elections.admin.proposed import KINDS, add_contenders, contenders_of, proposed_election
from elections.importers import Faults, changes, record
from elections.importers.changes import ChangeRefused
from elections.importers.published import published_rows
from elections.importers.staging import Reader
from elections.models import (
    Area,
    Basis,
    ChangeChannel,
    ChangeKind,
    ChangeSet,
    ContenderKind,
    Election,
    ShareOf,
    Source,
)

MEASURES = {"votes": _("votes"), "share_pct": _("shares (%)"), "seats": _("seats"), "turnout": _("voters and ballots")}
COUNTS = ("registered", "issued", "cast", "valid", "invalid", "turnout_pct")
ADDED = {"votes", "seats", "registered", "issued", "cast", "valid", "invalid"}  # what regions add up to


class HeadForm(forms.Form):
    """What every figure of a sheet shares, and the set that the figures go into."""

    change_set = forms.ChoiceField(
        label=_("Set of changes"),
        required=False,
        help_text=_("A sheet sees what its set adds: a new election, its contenders, a new source."),
    )
    measure = forms.ChoiceField(label=_("Figures"), choices=lambda: MEASURES.items())
    part = forms.ChoiceField(label=_("Part of the vote"), required=False)
    source_id = forms.CharField(
        label=_("Source"), widget=forms.TextInput({"data-lookup": "elections.source", "autocomplete": "off"})
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=Basis.choices)
    claimant = forms.CharField(label=_("Claimant"), required=False, help_text=_("Empty for the election commission."))
    as_of = forms.CharField(
        label=_("As of (votes, seats)"), required=False, help_text=_("YYYY, YYYY-MM or YYYY-MM-DD.")
    )
    as_of_time = forms.CharField(
        label=_("Hour (voters)"), required=False, initial="close", help_text=_("HH:MM or close.")
    )
    share_of = forms.ChoiceField(label=_("Shares are of"), choices=ShareOf.choices, required=False)
    places = forms.ChoiceField(
        label=_("Places"),
        choices=[("all", _("regions and the whole country")), ("country", _("the whole country only"))],
    )

    def __init__(self, user, election, change_set, *args, **options):
        super().__init__(*args, initial={"change_set": str(change_set.pk) if change_set else ""}, **options)
        self.set = change_set
        own = [(str(each.pk), str(each)) for each in ChangeSet.objects.open_to(user)[:50]]
        self.fields["change_set"].choices = [("", _("the draft of this sheet")), *own]
        parts = sorted({each.part for each in contenders_of(election, change_set)} | {""})
        self.fields["part"].choices = [(part, part.replace("_", " ") or _("the whole")) for part in parts]

    def clean_source_id(self):
        pk = self.cleaned_data["source_id"].strip()
        in_set = self.set is not None and self.set.changes.filter(table="sources", row_id=pk, kind=ChangeKind.ADD)
        if not Source.objects.filter(pk=pk).exists() and not (in_set and in_set.exists()):
            raise forms.ValidationError(_("%(id)s is not known; a new source is proposed first."), params={"id": pk})
        return pk


@dataclass
class Cell:
    """One figure of the sheet."""

    name: str
    value: str
    published: str
    label: str
    fault: str = ""


@dataclass
class Sheet:
    """The sheet: columns (key, label, whether regions add up), and rows of cells; the country's row comes last."""

    table: object
    columns: list[tuple[str, str, bool]]
    areas: list[Area]
    country: Area
    rows: list[tuple[Area, list[Cell]]] = field(default_factory=list)
    total: list[Cell] = field(default_factory=list)


def grid(request, election_id, context):
    """The page of a sheet; what is sent becomes changes of a draft."""
    if not may_propose(request.user):
        raise PermissionDenied
    election, own = Election.objects.filter(pk=election_id).select_related("country").first(), None
    if election is None:
        election, own = proposed_election(request.user, election_id)
    if election is None:
        raise Http404
    change_set = chosen_set(request) or own or draft_of(request.user, election)
    if request.method == "POST" and "contenders" in request.POST:
        return stand(request, election, change_set)
    asked = request.GET if "source_id" in request.GET else None
    head = HeadForm(request.user, election, change_set, asked)
    sheet = None
    if asked is not None and head.is_valid():
        sheet = sheet_of(election, head.cleaned_data, change_set)
        if request.method == "POST":
            answer = keep(request, election, head.cleaned_data, sheet, change_set)
            if answer:
                return answer
    page = {
        **context,
        "title": gettext("Sheet: %(election)s") % {"election": election},
        "election": election,
        "is_proposed": own is not None,
        "contenders": contenders_of(election, change_set),
        "kinds": ContenderKind.choices,
        "usual_kind": KINDS.get(election.kind, ""),
        "head": head,
        "sheet": sheet,
        "set": change_set,
        "path": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/grid.html", page)


def chosen_set(request) -> ChangeSet | None:
    """The open set of one's own that the address names, if it names one."""
    text = request.GET.get("change_set", "")
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    return ChangeSet.objects.open_to(request.user).filter(pk=text).first()


def stand(request, election, change_set):
    """Add who stands in the election, one name a line, and come back to the sheet."""
    kind = request.POST.get("kind", "")
    if kind not in ContenderKind.values:
        raise Http404
    try:
        with transaction.atomic():
            change_set = change_set or changes.begin(request.user, title_of(election), ChangeChannel.GRID)
            new = add_contenders(change_set, election, request.POST["contenders"], kind, request.GET.get("part", ""))
            if not change_set.changes.exists():
                changes.throw_away(change_set)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, ngettext("%(n)s contender is in the set.", "%(n)s contenders are in the set.", new) % {"n": new}
        )
    return HttpResponseRedirect(request.get_full_path())


def draft_of(user, election) -> ChangeSet | None:
    """The draft that this person's sheets of the election go into, if there is one."""
    return ChangeSet.objects.open_to(user).filter(channel=ChangeChannel.GRID, title=title_of(election)).first()


def title_of(election) -> str:
    return f"{election} ({election.pk})"[:200]


def sheet_of(election, head, change_set) -> Sheet:
    """The empty sheet filled with what is published, and over that with what the draft has."""
    country = election.country
    regions = [] if head["places"] == "country" else list(Area.objects.added_up().filter(country=country))
    regions = [area for area in regions if area.existed_on(election.date)]
    if head["measure"] == "turnout":
        table = record.TURNOUT
        columns = [(name, name.replace("_pct", " (%)"), name in ADDED) for name in COUNTS]
    else:
        table = record.RESULTS
        stands = [each for each in contenders_of(election, change_set) if each.part == head["part"]]
        columns = [(each.pk, each.name, head["measure"] in ADDED) for each in stands]
    sheet = Sheet(table, columns, regions, country)
    published, drafted = figures(election, head, table), drafts(election, head, table, change_set)
    for area in [*regions, country]:
        cells = []
        for key, label, _is_added in columns:
            row_key, column = place_of(area, key, head)
            was = published.get(row_key, ("", {}))[1].get(column, "")
            value = drafted[row_key].get(column, "") if row_key in drafted else was
            cells.append(Cell(f"{area.pk}|{key}", value, was, f"{label}, {area.name}"))
        if area is country:
            sheet.total = cells
        else:
            sheet.rows.append((area, cells))
    return sheet


def place_of(area, key, head) -> tuple[tuple[str, str], str]:
    """((area, contender or ''), column) that a cell of the sheet stands for."""
    return ((area.pk, ""), key) if head["measure"] == "turnout" else ((area.pk, key), head["measure"])


def shared(election, head, table) -> dict[str, str]:
    """The cells that all rows of the sheet share."""
    same = {name: head[name] for name in ("source_id", "basis", "claimant")}
    if table is record.TURNOUT:
        return {**same, "election_id": election.pk, "part": head["part"], "as_of_time": head["as_of_time"]}
    more = {"share_of": head["share_of"]} if head["measure"] == "share_pct" else {}
    return {**same, "election_id": election.pk, "as_of": head["as_of"], **more}


def figures(election, head, table) -> dict:
    """{(area, contender): (id, cells)} of the published rows that the sheet is about."""
    same = shared(election, head, table)
    if election._state.adding:  # nothing of it is published
        return {}
    rows = table.model.objects.filter(source=same["source_id"], basis=same["basis"], claimant=same["claimant"])
    if table is record.TURNOUT:
        rows = rows.filter(election=election, part=same["part"], as_of_time=same["as_of_time"])
    else:
        rows = rows.filter(contender__election=election, contender__part=head["part"], as_of=same["as_of"])
    found = published_rows(table, list(rows.values_list("pk", flat=True)))
    return {(cells["area"], cells.get("contender_id", "")): (pk, cells) for pk, (cells, _) in found.items()}


def drafts(election, head, table, change_set) -> dict:
    """{(area, contender): cells} of what the draft has for the sheet; no cells where it withdraws a row."""
    if change_set is None:
        return {}
    same = shared(election, head, table)
    found = {}
    for change in change_set.changes.filter(table=table.name):
        cells = change.row
        if all(cells.get(name, "") == value for name, value in same.items() if name != "share_of"):
            found[(cells["area"] or election.country_id, cells.get("contender_id", ""))] = change.values
    return found


def keep(request, election, head, sheet, change_set):
    """Put what was typed into the draft; None, with the faults at their cells, where a figure is none."""
    typed: dict[tuple[str, str], dict[str, str]] = {}
    cells = {cell.name: cell for _, row in [*sheet.rows, (sheet.country, sheet.total)] for cell in row}
    for area in [*sheet.areas, sheet.country]:
        for key, _label, _is_added in sheet.columns:
            cell = cells[f"{area.pk}|{key}"]
            given = request.POST.get(cell.name, "").strip()
            row_key, column = place_of(area, key, head)
            if given != cell.value:
                typed.setdefault(row_key, {})[column] = given
                cell.value = given
    same, published = shared(election, head, sheet.table), figures(election, head, sheet.table)
    drafted = (
        {change_key(change, election): change for change in change_set.changes.filter(table=sheet.table.name)}
        if change_set
        else {}
    )
    if not check(sheet, typed, same, published, cells, head):
        return None
    if not typed:
        messages.info(request, gettext("Nothing differs from what was there."))
        return HttpResponseRedirect(request.get_full_path())
    try:
        with transaction.atomic():
            change_set = change_set or changes.begin(request.user, title_of(election), ChangeChannel.GRID)
            for row_key, figures_typed in typed.items():
                propose(change_set, sheet.table, row_key, figures_typed, same, published, drafted)
            if not change_set.changes.exists():
                changes.throw_away(change_set)
                return HttpResponseRedirect(request.get_full_path())
    except ChangeRefused as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, gettext("Kept in your draft. Nothing is published yet."))
    done = "done" in request.POST
    return HttpResponseRedirect(set_address(change_set) if done else request.get_full_path())


def change_key(change, election):
    cells = change.row
    return tuple(
        cells.get(name, "")
        for name in ("area", "contender_id", "source_id", "basis", "claimant", "as_of", "as_of_time", "part")
    )


def check(sheet, typed, same, published, cells, head) -> bool:
    """Mark the cells that are no figures, in the importer's words."""
    is_fine = True
    for (area, contender), given in typed.items():
        row = {
            **published.get((area, contender), ("", {}))[1],
            **same,
            "area": area,
            "contender_id": contender,
            **given,
        }
        if not any(given.values()):
            continue
        faults = Faults()
        reader = Reader(sheet.table, "", sheet.table.changeable, 0, faults)
        list(reader.copy_lines([(1, [row.get(name, "") for name in sheet.table.changeable])]))
        for fault in faults.listed:
            is_fine = False
            key = fault.column if head["measure"] == "turnout" else contender
            if f"{area}|{key}" in cells:
                cells[f"{area}|{key}"].fault = fault.sentence
            else:
                cells[f"{area}|{sheet.columns[0][0]}"].fault = fault.sentence
    return is_fine


def propose(change_set, table, row_key, given, same, published, drafted) -> None:
    """One row of the sheet as a change: new, other, or gone where every figure was taken out."""
    area, contender = row_key
    own = {**same, "area": area, **({"contender_id": contender} if contender else {})}
    mine = drafted.get(
        tuple(
            own.get(name, "")
            for name in ("area", "contender_id", "source_id", "basis", "claimant", "as_of", "as_of_time", "part")
        )
    )
    row_id, was = published.get(row_key, ("", {}))
    measures = COUNTS if table is record.TURNOUT else ("votes", "share_pct", "seats")
    now = {**(mine.values if mine and mine.kind != ChangeKind.WITHDRAW else was), **given}
    is_empty = not any(now.get(name, "") for name in measures)
    if mine is not None and (is_empty or mine.kind == ChangeKind.WITHDRAW or {**mine.values, **given} == mine.before):
        changes.drop(mine)
        mine = None
        if not row_id and is_empty:
            return
    if row_id and is_empty:
        changes.withdraw(change_set, table, row_id)
    elif mine is not None:
        changes.rewrite(mine, table, {**given, **({"share_of": same["share_of"]} if "share_of" in same else {})})
    elif row_id:
        wanted = {**was, **given, **({"share_of": same["share_of"]} if "share_of" in same else {})}
        if wanted != was:
            changes.alter(change_set, table, row_id, wanted)
    elif not is_empty:
        changes.add(change_set, table, {**own, **given})
