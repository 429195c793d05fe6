"""Who may file, and who may look: observers see what is their organisation's, reviewers what was sent."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from elections.models import ChangeState
from observers.models import FiledReport, Observer


def observer_of(user) -> Observer | None:
    """For whom somebody files; None without the role, or without an organisation."""
    if not (user.is_active and user.has_perm("observers.add_filedreport")):
        return None
    return Observer.objects.select_related("organisation").filter(user=user.pk).first()


def seen_by(request: HttpRequest) -> QuerySet:
    """The reports that a person may open; nobody's draft is seen by anybody else."""
    if request.observer:
        return FiledReport.objects.seen_by(request.observer)
    sent = FiledReport.objects.exclude(change_set=None).exclude(change_set__state=ChangeState.DRAFT)
    return sent if request.user.has_perm("elections.review_changeset") else FiledReport.objects.none()


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for observers and reviewers: others sign in, or are told why not. No cache keeps it."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = answered(request, *args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        response["X-Robots-Tag"] = "noindex"
        return response

    def answered(request, *args, **kwargs):
        if not request.user.is_authenticated:
            if is_script(request):
                return JsonResponse({"fault": _("You are signed out.")}, status=401)
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        request.observer = observer_of(request.user)
        if request.observer is None and not request.user.has_perm("elections.review_changeset"):
            return render(request, "observers/filing/not_yours.html", status=403)
        return view(request, *args, **kwargs)

    return answer


def is_script(request: HttpRequest) -> bool:
    """Whether the page's script asks, which wants to know how it went instead of a page."""
    return request.headers.get("Accept", "").startswith("application/json")
