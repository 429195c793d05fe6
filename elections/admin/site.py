"""The staff's site: what waits for you, then the tables; and the search behind fields that refer to rows."""

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from elections.admin.allowed import may_review
from elections.admin.finding import find, nearest_first
from elections.admin.grid import grid
from elections.admin.likeness import repeats
from elections.admin.proposed import found_in_drafts
from elections.models import ChangeSet, ChangeState, Source, Upload, UploadState
from observers.importers import RECORD

BY_NAME = {table.name: table for table in RECORD}
BY_MODEL = {table.model._meta.label_lower: table for table in RECORD}
FOUND = 12  # rows that a search shows
FILES = 10  # uploads that wait for a person's word, the newest first


class StaffSite(admin.AdminSite):
    site_title = _("Saylau staff")
    site_header = _("Saylau staff")
    index_title = _("What waits for you")
    index_template = "admin/staff_index.html"
    enable_nav_sidebar = False

    def get_urls(self):
        own = [
            path("find/<str:model>/", self.admin_view(require_safe(self.find)), name="find"),
            path("alike/<str:table>/", self.admin_view(require_safe(self.alike)), name="alike"),
            path("grid/<str:election_id>/", self.admin_view(self.grid), name="grid"),
        ]
        return own + super().get_urls()

    def index(self, request, extra_context=None):
        user = request.user
        if user.has_perm("observers.add_filedreport") and not user.has_perm("elections.view_changeset"):
            return HttpResponseRedirect(reverse("observers-filed"))  # observers have nothing to do here
        own, own_files = ChangeSet.objects.filter(author=user), Upload.objects.filter(uploaded_by=user)
        waiting = ChangeSet.objects.awaiting(user) if may_review(user) else ChangeSet.objects.none()
        context = {
            "sent_back": own.filter(state=ChangeState.SENT_BACK),
            "drafts": ChangeSet.objects.open_to(user).filter(state=ChangeState.DRAFT),
            "files": own_files.exclude(state=UploadState.CONFIRMED).defer("faults", "mapping")[:FILES],
            "in_review": own.filter(state=ChangeState.IN_REVIEW),
            "waiting": waiting.select_related("author").order_by("submitted_at")[:20],
            "waiting_count": waiting.count(),
            "may_review": may_review(user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    def grid(self, request, election_id):
        return grid(request, election_id, self.each_context(request))

    def alike(self, request, table):
        """Published rows that one with these cells may repeat, as `{"found": [{"id", "label", "address"}, …]}`."""
        table = BY_NAME.get(table)
        if table is None:
            raise Http404
        rows = table.model._meta
        if not request.user.has_perm(f"{rows.app_label}.view_{rows.model_name}"):
            raise PermissionDenied
        cells = {name: cell[:2_000].replace("\x00", "") for name, cell in request.GET.items()}
        return JsonResponse({"found": repeats([(table, cells, cells.get("row", ""))])[0]})

    def find(self, request, model):
        """Rows of one table that fit a few letters, as `{"found": [{"id", "label"}, …]}`."""
        if model not in BY_MODEL:
            raise Http404
        rows = apps.get_model(model)
        if not request.user.has_perm(f"{rows._meta.app_label}.view_{rows._meta.model_name}"):
            raise PermissionDenied
        text = request.GET.get("q", "")[:100].strip()
        if election := request.GET.get("election_id", ""):
            own = {"contender": "election", "area": "country__elections"}.get(rows._meta.model_name)
            known = own and rows.objects.filter(**{own: election}).distinct()
            if own and not known.exists():  # an election that is proposed; its places are those of its country
                known = rows.objects.filter(country=election[:2].upper()) if "country" in own else known
        else:
            known = None
        found = find(rows.objects.all() if known is None else known, text)
        found = nearest_first(found, election) if election and rows is Source else found
        told = [{"id": str(row.pk), "label": str(row)} for row in found[:FOUND]]
        drafted = found_in_drafts(request.user, BY_MODEL[model].name, text) if text else []
        told += [{"id": pk, "label": gettext("%(name)s (in a set of yours)") % {"name": name}} for pk, name in drafted]
        return JsonResponse({"found": told})
