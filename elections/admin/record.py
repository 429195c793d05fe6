"""Lists of every table of the record. Nothing published is edited here: each form proposes a change to a set."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models.constants import LOOKUP_SEP
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elections.admin.allowed import set_address
from elections.admin.filters import ByReference
from elections.admin.finding import find
from elections.admin.likeness import repeats
from elections.admin.rows import label
from elections.admin.sources import SourceForm, row_form
from elections.datasets.versions import cells_before, versions_of
from elections.importers import changes, record
from elections.importers.changes import ChangeRefused
from elections.importers.published import published_row
from elections.models import ChangeChannel, ChangeSet, History, Tombstone
from observers.importers import RECORD
from observers.importers.likeness import LOOKED_AT

AUTOMATIC = {"elections": ("status",)}  # columns that follow from other rows
NEW = "new"


class SetChoice(forms.Form):
    """Which set a proposal joins: an open one of the person's own, or a new one."""

    change_set = forms.ChoiceField(
        label=_("Set of changes"), help_text=_("What belongs together is reviewed together.")
    )
    set_title = forms.CharField(label=_("Title of the new set"), max_length=200, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 2}),
        required=False,
        help_text=_("Why the record should change; readers see it. It can be written later."),
    )

    def __init__(self, user, *args, preferred="", **options):
        super().__init__(*args, initial={"change_set": preferred}, **options)
        self.user = user
        own = [(str(each.pk), str(each)) for each in ChangeSet.objects.open_to(user)[:50]]
        self.fields["change_set"].choices = [*own, (NEW, _("A new set"))]

    def chosen(self, title: str) -> ChangeSet:
        choice = self.cleaned_data["change_set"]
        if choice != NEW:
            return ChangeSet.objects.open_to(self.user).get(pk=choice)
        given = self.cleaned_data["set_title"] or title
        return changes.begin(self.user, given, ChangeChannel.FORM, self.cleaned_data["reason"])


class PageFirst(Paginator):
    """Finds the ids of a page before it fetches the rows: what they refer to is joined to a page, not to the table."""

    def page(self, number):
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = self.object_list.model._default_manager.filter(pk__in=ids)
        rows.query.select_related = self.object_list.query.select_related
        found = {row.pk: row for row in rows}
        return self._get_page([found[pk] for pk in ids if pk in found], number, self)


class RecordList(ChangeList):
    """A list that orders by the ids of what its rows refer to: these tell country, year and name, and have an index,
    while the own order of what is referred to would be joined to every row of the table."""

    def get_ordering_field(self, field_name):
        *path, field = get_fields_from_path(self.model, super().get_ordering_field(field_name))
        return LOOKUP_SEP.join([*(each.name for each in path), field.attname])


class RecordAdmin(admin.ModelAdmin):
    """One table of the record: a list, and forms that propose a new row, other cells, or a withdrawal."""

    table = None
    show_full_result_count = False
    list_per_page = 50
    paginator = PageFirst
    actions = None
    search_help_text = _("Ids, titles, and names in any script and spelling.")
    search_fields = ("pk",)  # asks for the field; what it finds is in finding.py

    def get_changelist(self, request, **kwargs):
        return RecordList

    def get_search_results(self, request, queryset, search_term):
        return find(queryset, search_term.strip()), False

    def get_urls(self):
        info = self.model._meta.app_label, self.model._meta.model_name
        own = [
            path(
                "<path:object_id>/withdraw/",
                self.admin_site.admin_view(self.withdraw_view),
                name="{}_{}_withdraw".format(*info),
            )
        ]
        return own + super().get_urls()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The form of a row, new or published; what is sent becomes a change in a set."""
        before = self.published(request, object_id) if object_id else {}
        if isinstance(before, HttpResponse):
            return before
        may = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        if not may and (request.method == "POST" or not object_id):
            raise PermissionDenied
        locked = {*AUTOMATIC.get(self.table.name, ())}
        if object_id and self.table.has_own_id:
            locked.add(self.table.file_column("id"))
        initial = before or {**self.defaults(), **request.GET.dict()}
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        source = new_source(self.table, data, files) if request.user.has_perm("elections.add_source") else None
        has_source = bool(source and data is not None and source.is_valid() and source.has_changed())
        if has_source:
            data = naming(source.cells["source_id"], data)
        form = row_form(self.table, data, files, initial=initial, locked=locked, auto_id="row_%s")
        choice = SetChoice(request.user, data, preferred=request.GET.get("change_set", ""))
        if data is not None and all([form.is_valid(), choice.is_valid(), source is None or source.is_valid()]):
            try:
                with transaction.atomic():
                    change_set = choice.chosen(self.title_for(object_id, form.cells))
                    form.store()
                    if has_source:
                        source.store()
                        changes.add(change_set, record.SOURCES, source.cells)
                    if object_id:
                        changes.alter(change_set, self.table, object_id, form.cells)
                    else:
                        changes.add(change_set, self.table, form.cells)
            except ChangeRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, gettext("The change is in your set. Nothing is published yet."))
                return HttpResponseRedirect(set_address(change_set))
        row = self.model.objects.filter(pk=object_id).first() if object_id else None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": str(row)
            if row
            else gettext("New row of %(table)s") % {"table": self.model._meta.verbose_name_plural},
            "row": row,
            "row_id": object_id,
            "form": form,
            "choice": choice,
            "alike_at": reverse("admin:alike", args=[self.table.name]) if self.table in LOOKED_AT else "",
            "repeats": repeats([(self.table, getattr(form, "cells", initial), object_id or "")])[0],
            "new_source": source if may else None,
            "may": may,
            "may_withdraw": bool(object_id) and self.has_delete_permission(request),
            "cells": [(label(name), cell) for name, cell in before.items()],
            "source": getattr(row, "source", None),
            "pending": self.pending(object_id),
        }
        return TemplateResponse(request, "admin/row.html", context, status=200)

    def withdraw_view(self, request, object_id):
        """Propose that a row goes, with what takes its place."""
        if not self.has_delete_permission(request):
            raise PermissionDenied
        before = self.published(request, object_id)
        if isinstance(before, HttpResponse):
            return before
        data = request.POST if request.method == "POST" else None
        choice = SetChoice(request.user, data)
        error = ""
        if data is not None and choice.is_valid():
            try:
                change_set = choice.chosen(gettext("Withdraw %(row)s") % {"row": object_id})
                changes.withdraw(change_set, self.table, object_id, data.get("successor", "").strip())
            except ChangeRefused as refused:
                error = str(refused)
            else:
                messages.success(request, gettext("The withdrawal is in your set. Nothing is published yet."))
                return HttpResponseRedirect(set_address(change_set))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("Withdraw a row of %(table)s") % {"table": self.model._meta.verbose_name_plural},
            "row_id": object_id,
            "cells": [(label(name), cell) for name, cell in before.items()],
            "choice": choice,
            "error": error,
        }
        return TemplateResponse(request, "admin/withdraw.html", context)

    def delete_view(self, request, object_id, extra_context=None):
        return HttpResponseRedirect(
            reverse(f"admin:{self.table.model._meta.label_lower.replace('.', '_')}_withdraw", args=[object_id])
        )

    def history_view(self, request, object_id, extra_context=None):
        """Every version of a row, with who changed what, when and why; any of them can be proposed again."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.bring_back(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("History of %(row)s") % {"row": object_id},
            "row_id": object_id,
            "versions": versions_of(self.table, object_id),
            "may": self.has_change_permission(request),
            "stone": Tombstone.objects.filter(table=self.table.name, row_id=object_id).first(),
        }
        return TemplateResponse(request, "admin/history.html", context)

    def bring_back(self, request, object_id):
        """Propose a row as it was before one entry of its history."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        entries = History.objects.filter(table=self.model._meta.db_table, row_id=object_id)
        entry = entries.filter(pk=request.POST.get("version") or 0).exclude(row={}).first()
        if entry is None:
            raise Http404
        cells = cells_before(entry, self.table)
        try:
            with transaction.atomic():
                title = gettext("As it was before %(at)s: %(row)s") % {
                    "at": f"{entry.changed_at:%Y-%m-%d %H:%M}",
                    "row": object_id,
                }
                change_set = changes.begin(request.user, title, ChangeChannel.FORM)
                if published_row(self.table, object_id):
                    changes.alter(change_set, self.table, object_id, cells)
                else:
                    changes.add(change_set, self.table, cells)
        except ChangeRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(request.path)
        messages.success(request, gettext("The earlier version is in a draft of yours. Nothing is published yet."))
        return HttpResponseRedirect(set_address(change_set))

    def published(self, request, object_id):
        """The cells of a published row; where it is gone, an answer that says so."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if found := published_row(self.table, object_id):
            return found[0]
        if Tombstone.objects.filter(table=self.table.name, row_id=object_id).exists():
            return HttpResponseRedirect(
                reverse(f"admin:{self.model._meta.label_lower.replace('.', '_')}_history", args=[object_id])
            )
        return self._get_obj_does_not_exist_redirect(request, self.model._meta, object_id)

    def pending(self, object_id):
        """The sets that wait with a change of this row."""
        if not object_id:
            return ()
        return ChangeSet.objects.filter(
            state="in_review", changes__table=self.table.name, changes__row_id=object_id
        ).distinct()

    def defaults(self) -> dict[str, str]:
        return {"status": "held"} if self.table.name == "elections" else {}

    def title_for(self, object_id, cells) -> str:
        named = cells.get("name") or cells.get("title") or cells.get("contender_id") or cells.get("election_id") or ""
        return f"{self.model._meta.verbose_name.capitalize()}: {named or object_id}"


def new_source(table, data, files):
    """The form for a source that is not there yet, beside a row that names one; left empty, it is not asked."""
    if "source_id" not in table.changeable and "source_ids" not in table.changeable or table is record.SOURCES:
        return None
    options = {"prefix": "new", "auto_id": "new_%s", "empty_permitted": True, "use_required_attribute": False}
    return SourceForm(data, files, **options)


def naming(source: str, data):
    """What was sent, with a new source as the row's first."""
    data = data.copy()
    if "source_id" in data:
        data["source_id"] = source
    else:
        data["source_ids"] = " ".join(
            [source, *(each for each in data.get("source_ids", "").split() if each != source)]
        )
    return data


LISTS = {
    "sources": ["id", "publisher", "title", "published", "language", "kind"],
    "areas": ["id", "name", "kind", "country", "valid_from", "valid_to"],
    "parties": ["name", "id", "abbreviation", "country", "alignment", "source"],
    "elections": ["name", "id", "date", "country", "kind", "system", "source"],
    "contenders": ["name", "id", "election", "kind", "part", "party"],
    "lineage": ["party", "event", "date", "other_party", "election", "source"],
    "election_events": ["election", "event", "date", "area", "actor", "source"],
    "exclusions": ["name", "election", "kind", "date", "party", "source"],
    "results": [
        "contender",
        "contender__election",
        "area",
        "votes",
        "share_pct",
        "seats",
        "basis",
        "claimant",
        "qualifier",
        "as_of",
        "source",
    ],
    "turnout": ["election", "area", "as_of_time", "registered", "cast", "turnout_pct", "basis", "claimant", "source"],
    "organisations": ["name", "id", "abbreviation", "kind", "family", "country"],
}
FILTERS = {
    "results": [("contender__election", ByReference), "basis", ("source", ByReference)],
    "turnout": [("election", ByReference), "basis", ("source", ByReference)],
    "contenders": [("election", ByReference), "kind"],
    "sources": ["kind", "language"],
    "areas": ["kind"],
    "parties": ["alignment", ("source", ByReference)],
    "elections": ["kind", "system"],
}


def fitting(table):
    """The columns and filters of a list, where the table has none of its own here."""
    fields = {field.name: field for field in table.model._meta.fields}
    shown = [name for name in table.changeable for name in [name.removesuffix("_id")] if name in fields][:8]
    filters = [(name, ByReference) for name in ("election", "mission", "source") if name in fields]
    return LISTS.get(table.name, shown), FILTERS.get(table.name, filters)


for each in RECORD:
    columns, filters = fitting(each)
    relations = [name for name in columns if "__" in name or each.model._meta.get_field(name).is_relation]
    options = {
        "table": each,
        "list_display": columns,
        "list_filter": filters,
        "list_select_related": [*relations] or False,
    }
    admin.site.register(each.model, type(f"{each.model.__name__}Admin", (RecordAdmin,), options))
