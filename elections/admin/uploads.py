"""Load a file: what it would do is shown first, and what a person confirms goes to review like anything else."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from elections.admin.allowed import may_propose, may_review
from elections.admin.handed_back import faults_alone, file_with_faults, in_rows
from elections.admin.mapping import mapping_page
from elections.admin.sets import of_one_kind, shown, trial_of
from elections.admin.workers import hand_over
from elections.analysis import Trial, touched_elections
from elections.importers import uploads
from elections.importers.changes import ChangeRefused
from elections.importers.uploads import UploadRefused
from elections.models import Upload, UploadState
from elections.tasks import read_upload
from observers.importers import RECORD

SHOWN = 50  # changes of a preview
FAULTS_SHOWN = 200
ELECTIONS_SHOWN = 10
EARLIER = 5  # uploads that are listed beside one
STEPS = [_("File"), _("Check"), _("Compare"), _("Hand in"), _("Review")]
PENDING = (UploadState.WAITING, UploadState.READING)
AT = {"unmapped": 1, "waiting": 2, "reading": 2, "faulty": 2, "failed": 2, "ready": 3, "confirmed": 5}


class UploadForm(forms.Form):
    """A file and what it holds."""

    file = forms.FileField(label=_("File"), help_text=_("CSV in UTF-8, or an Excel workbook (.xlsx) with one sheet."))
    table = forms.ChoiceField(
        label=_("It holds"),
        required=False,
        help_text=_("The columns of each table are named in the data dictionary."),
    )
    is_whole = forms.BooleanField(
        label=_("The file is the whole table of its country"),
        required=False,
        help_text=_("Then rows of earlier loads that it lacks are withdrawn. Leave it open to add and change only."),
    )

    def __init__(self, user, *args, **options):
        super().__init__(*args, **options)
        tables = [table for table in RECORD if proposes_to(user, table)]
        self.fields["table"].choices = [
            *((table.name, table.model._meta.verbose_name_plural) for table in tables),
            ("", _("votes in a shape of its own; I name the columns")),
        ]


def proposes_to(user, table) -> bool:
    model = table.model._meta
    return user.has_perm(f"{model.app_label}.add_{model.model_name}")


@dataclass
class Earlier:
    """An upload in the list beside another, and how far its reading is."""

    upload: Upload
    progress: dict | None


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    list_display = ["name", "table", "state", "rows_read", "fault_count", "uploaded_by", "uploaded_at"]
    list_filter = ["state"]
    list_select_related = ["uploaded_by"]
    actions = None

    def get_queryset(self, request):
        own = Q(uploaded_by=request.user)
        return super().get_queryset(request).filter(own | Q(state="confirmed") if may_review(request.user) else own)

    def has_view_permission(self, request, obj=None):
        return may_propose(request.user)

    has_add_permission = has_change_permission = has_view_permission

    def has_module_permission(self, request):
        return may_propose(request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/progress/", view(require_safe(self.progress)), name="elections_upload_progress"),
            path("<int:pk>/faults.csv", view(require_safe(self.faults)), name="elections_upload_faults"),
            path("<int:pk>/with-faults/", view(require_safe(self.marked)), name="elections_upload_marked"),
        ]
        return own + super().get_urls()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if object_id is None:
            return self.new(request)
        upload = self.own(request, object_id)
        if request.method == "POST" and upload.state != UploadState.UNMAPPED:
            return self.act(request, upload)
        if upload.state == UploadState.UNMAPPED:
            return self.mapped(request, upload)
        return TemplateResponse(request, "admin/upload.html", self.context_of(request, upload))

    def own(self, request, pk) -> Upload:
        upload = self.get_object(request, str(pk)) if self.has_view_permission(request) else None
        if upload is None:
            raise Http404
        return upload

    def new(self, request):
        form = UploadForm(request.user, *([request.POST, request.FILES] if request.method == "POST" else []))
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            file = given["file"]
            try:
                upload = uploads.take(file, file.name, request.user, table=given["table"], is_whole=given["is_whole"])
            except UploadRefused as refused:
                form.add_error("file", str(refused))
            else:
                if upload.table:
                    queue(request, upload)
                return HttpResponseRedirect(upload_address(upload))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("Load a file: check first"),
            "form": form,
            "steps": STEPS,
            "at": 1,
            "earlier": self.earlier(request),
        }
        return TemplateResponse(request, "admin/upload_new.html", context)

    def earlier(self, request, *but) -> list[Earlier]:
        """The last uploads that the person may see, but for the one that is looked at."""
        found = self.get_queryset(request).exclude(pk__in=[each.pk for each in but]).defer("faults", "mapping")
        return [Earlier(each, uploads.progress_of(each) if each.state in PENDING else None) for each in found[:EARLIER]]

    def mapped(self, request, upload):
        answer = mapping_page(request, upload, {**self.admin_site.each_context(request), "opts": self.model._meta})
        if answer is None:
            queue(request, upload)
            return HttpResponseRedirect(upload_address(upload))
        return answer

    def act(self, request, upload):
        if upload.uploaded_by_id != request.user.pk:
            raise PermissionDenied
        action = request.POST.get("action", "")
        try:
            if action == "confirm":
                refuse_stale(upload)
                uploads.confirm(upload, request.POST.get("reason", ""))
                messages.success(request, gettext("The file waits for somebody else's review."))
            elif action == "again":
                uploads.start_anew(upload)
                queue(request, upload)
            elif action == "discard":
                uploads.discard(upload)
                messages.success(request, gettext("The file and its preview are gone."))
                return HttpResponseRedirect(reverse("admin:elections_upload_changelist"))
            else:
                raise Http404
        except ChangeRefused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(upload_address(upload))

    def context_of(self, request, upload):
        change_set = upload.change_set
        some, kinds = of_one_kind(request, change_set) if change_set else ([], [])
        count = kinds[0].count if kinds else 0
        tried = trial_of(change_set, count) if change_set and upload.state == UploadState.READY else Trial()
        each_shown = shown(list(some[:SHOWN]), tried)
        told, faults = uploads.progress_of(upload), uploads.faults_of(upload)
        return {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": upload.name,
            "upload": upload,
            "steps": STEPS,
            "at": AT[upload.state],
            "progress": told,
            "is_silent": upload.state in PENDING and told is None,
            "faults": faults[:FAULTS_SHOWN],
            "faulty_lines": len({(fault.file, fault.line) for fault in faults}) if faults else 0,
            "has_faulty_rows": bool(in_rows(upload)),
            "totals": totals(upload),
            "table": next((each.model._meta.verbose_name_plural for each in RECORD if each.name == upload.table), ""),
            "elections": touched_elections(change_set)[:ELECTIONS_SHOWN] if change_set else [],
            "rivalled": [each for each in each_shown if each.rivals and each.has_other_figures],
            "change_set": change_set,
            "count": count,
            "kinds": kinds,
            "of_kind": next((each.count for each in kinds if each.is_chosen), 0),
            "shown": each_shown,
            "trial": tried,
            "is_untried": count > 0 and tried == Trial() and upload.state == UploadState.READY,
            "same": uploads.same_before(upload),
            "is_own": upload.uploaded_by_id == request.user.pk,
            "earlier": self.earlier(request, upload),
        }

    def progress(self, request, pk):
        """How far the reading is: `{"state", "step", "position", "size"}`."""
        upload = self.own(request, pk)
        return JsonResponse({"state": upload.state, **(uploads.progress_of(upload) or {})})

    def faults(self, request, pk):
        return faults_alone(self.own(request, pk))

    def marked(self, request, pk):
        upload = self.own(request, pk)
        if not in_rows(upload):
            raise Http404
        return file_with_faults(upload)


def refuse_stale(upload: Upload) -> None:
    """Raise ChangeRefused where the record is no longer what the person has seen the file compared with."""
    tried = trial_of(upload.change_set, upload.change_set.changes.count()) if upload.change_set else Trial()
    if tried.faults or tried.conflicts:
        raise ChangeRefused(gettext("The record has changed since the file was checked; check it again."))


def totals(upload: Upload) -> dict[str, int]:
    """What the file would do to all tables together."""
    names = ("inserted", "updated", "unchanged", "withdrawn")
    return {name: sum(counts.get(name, 0) for counts in upload.counts.values()) for name in names}


def queue(request, upload) -> None:
    """Have an upload read; where no worker can be reached it waits, and can be handed over again."""
    told = gettext("No worker can be reached now. The file is kept; start it again later.")
    hand_over(request, read_upload, upload.pk, told)


def upload_address(upload) -> str:
    return reverse("admin:elections_upload_change", args=[upload.pk])
