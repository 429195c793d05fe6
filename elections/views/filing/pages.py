"""The pages of filing: a form that keeps what is typed, the list of one's reports, and what became of each."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from elections.analysis import trial
from elections.importers import changes
from elections.importers.changes import ChangeRefused
from elections.models import Area, ChangeState, Election, local_name
from elections.views.filing.access import is_script, seen_by, signed_in
from elections.views.filing.answers import Forms, answers_of, empty_answers, text
from elections.views.filing.forms import MOST
from elections.views.filing.steps import STEPS, shown_steps, step_of
from observers.importers import RECORD, attachments, filing
from observers.importers.attachments import AttachmentRefused
from observers.models import Attachment, FiledReport, Finding, Report

READING = ("GET", "HEAD", "POST")
STALE = gettext_noop(
    "This report was changed in another window meanwhile. What you see is what you typed here: keep it to let it "
    "stand, or leave this page to drop it."
)


@require_http_methods(READING)
@signed_in
def new_report(request: HttpRequest) -> HttpResponse:
    """The empty form. The first time that anything is kept makes a draft, and only once for each form."""
    if request.observer is None:
        return render(request, "observers/filing/not_yours.html", status=403)
    token = text(request.POST, "token")[:36]
    if request.method == "POST" and token:
        begun = FiledReport.objects.filter(filed_by=request.user, answers__token=token).first()
        if begun:
            return written(request, begun) if begun.is_open else HttpResponseRedirect(address_of(begun))
    last = FiledReport.objects.filter(filed_by=request.user).first()  # who files again mostly files of the same vote
    report = FiledReport(
        organisation=request.observer.organisation,
        filed_by=request.user,
        answers=empty_answers(last.answers.get("election_id", "") if last else "")
        | {"token": token or str(uuid.uuid4())},
    )
    return written(request, report) if request.method == "POST" else form_page(request, report)


@require_safe
@signed_in
def filed_list(request: HttpRequest) -> HttpResponse:
    """One's drafts, and what the organisation has sent; for reviewers what all have sent."""
    rows = seen_by(request).select_related("change_set", "organisation")[:500]
    names = {election.pk: election for election in elections()}
    lines = [(each, names.get(each.answers.get("election_id")), len(each.answers["findings"])) for each in rows]
    context = {
        "drafts": [line for line in lines if line[0].is_open],
        "sent": [line for line in lines if not line[0].is_open],
        "observer": request.observer,
        "is_kept": request.GET.get("kept") == "yes",
    }
    return render(request, "observers/filing/list.html", context)


@require_http_methods(READING)
@signed_in
def filed_report(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report: the form where its observer may still write, otherwise what was sent and what became of it."""
    rows = seen_by(request).select_related("change_set", "organisation", "filed_by")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Http404(_("There is no such report, or it is not your organisation’s."))
    is_own = report.filed_by_id == request.user.pk and request.observer is not None
    if request.method == "POST":
        if not is_own:
            return render(request, "observers/filing/not_yours.html", status=403)
        if request.POST.get("action") == "take_back":
            return taken_back(request, report)
        if not report.is_open:
            return sent_page(request, report, is_own, _("This report is sent; take it back to change it."))
        return written(request, report)
    return form_page(request, report) if is_own and report.is_open else sent_page(request, report, is_own)


def written(request: HttpRequest, report: FiledReport) -> HttpResponse:
    """Keep what was typed, then do what the button says."""
    action, _sep, number = request.POST.get("action", "keep").partition(":")
    step = step_of(request.POST.get("step", ""))
    if action == "enter":  # the key, in a field of the step
        action, number = ("next", str(step)) if step < len(STEPS) else ("keep", "")
    if action == "discard":
        return discarded(report)
    is_stale = report.pk is not None and text(request.POST, "seen") != report.saved_at.isoformat()
    if is_stale and is_script(request):
        fault = _("This report was changed in another window. Open it again to see both.")
        return JsonResponse({"fault": fault}, status=409)
    token = report.answers.get("token", "")
    report.answers = answers_of(request.POST) | {"token": token}
    report.contact = text(request.POST, "contact")[:500]
    findings = report.answers["findings"]
    if action == "add" and len(findings) < MOST:
        findings.append({})
    if action == "remove" and number.isdecimal() and len(findings) > 1:
        del findings[int(number[:3]) : int(number[:3]) + 1]
    if is_stale:
        return form_page(request, report, notes=[_(STALE)])
    report.saved_at = timezone.now()
    report.save()
    refused = filed_with(request, report, number if action == "detach" else "")
    if is_script(request):
        told = {"seen": report.saved_at.isoformat(), "address": address_of(report), "fault": " ".join(refused)}
        told["is_wrong"] = action == "next" and bool(faults_in(report, step_of(number)).wrong_steps)
        return JsonResponse(told)
    if refused:
        return form_page(request, report, notes=refused)
    if action == "send":
        return sent(request, report)
    if action == "next":
        return onward(request, report, step_of(number))
    if action == "keep":
        return HttpResponseRedirect(f"{reverse('observers-filed')}?kept=yes")
    step = step_of(number) if action == "go" else step
    at = {"add": f"#finding-{len(findings)}", "detach": "#files"}.get(action, "")
    return HttpResponseRedirect(f"{address_of(report)}?step={step}{at}")


def faults_in(report: FiledReport, step: int) -> Forms:
    """The forms with what is missing or wrong in one step."""
    forms = Forms(report, elections(), checked=True)
    forms.are_valid()
    forms.say_only(step)
    return forms


def onward(request: HttpRequest, report: FiledReport, step: int) -> HttpResponse:
    """The next step, where nothing is missing in this one."""
    forms = faults_in(report, step)
    if forms.wrong_steps:
        return form_page(request, report, forms, step=step)
    return HttpResponseRedirect(f"{address_of(report)}?step={min(step + 1, len(STEPS))}")


def filed_with(request: HttpRequest, report: FiledReport, taken_away: str) -> list[str]:
    """Attach the files that came, and take away the one that is named; the reasons why some were not taken."""
    refused = []
    if taken_away.isdecimal() and (old := report.attachments.filter(pk=int(taken_away[:18])).first()):
        attachments.detach(old)
    for file in request.FILES.getlist("files"):
        try:
            attachments.attach(report, file)
        except AttachmentRefused as error:
            refused.append(str(error))
    return refused


def sent(request: HttpRequest, report: FiledReport) -> HttpResponse:
    """Hand the report in, or show what is missing; what a trial of its set finds is said in the importer's words."""
    forms = Forms(report, elections(), checked=True)
    if not forms.are_valid():
        return form_page(request, report, forms)
    typed, report.answers = report.answers, forms.cleaned | {"token": report.answers.get("token", "")}
    try:
        filing.compose(report)
        tried = trial(report.change_set, RECORD)
        if not tried.may_be_published:
            told = (
                tried.faults.listed if tried.faults else [_("Somebody changed the same rows meanwhile; send it again.")]
            )
            report.answers = typed
            return form_page(request, report, forms, notes=[str(each) for each in told])
        changes.hand_in(report.change_set)
    except ChangeRefused as refused:
        report.answers = typed
        return form_page(request, report, forms, notes=[str(refused)])
    report.save(update_fields=["answers"])
    return HttpResponseRedirect(address_of(report))


def taken_back(request: HttpRequest, report: FiledReport) -> HttpResponse:
    try:
        changes.take_back(report.change_set)
    except (ChangeRefused, AttributeError):
        return sent_page(request, report, True, _("It is no longer waiting for review, so it cannot be taken back."))
    return HttpResponseRedirect(address_of(report))


def discarded(report: FiledReport) -> HttpResponse:
    """A draft goes for good; what was once sent back stays with its set."""
    if report.pk:
        change_set = report.change_set
        if change_set and change_set.state != ChangeState.DRAFT:
            return HttpResponseRedirect(address_of(report))
        for each in report.attachments.all():
            attachments.detach(each)
        report.delete()
        if change_set:
            changes.throw_away(change_set)
    return HttpResponseRedirect(reverse("observers-filed"))


def form_page(
    request: HttpRequest, report: FiledReport, forms: Forms | None = None, notes=(), step: int | None = None
) -> HttpResponse:
    """The form at one step: the one that is asked for, or those in which something is wrong."""
    step = step or step_of(request.POST.get("step") or request.GET.get("step", ""))
    forms = forms or Forms(report, elections(), checked=False)
    places = Area.objects.exclude(kind="country").select_related("country").order_by("country", "sort_key")
    if forms.election:
        places = places.filter(country=forms.election.country_id)
    context = {
        "report": report,
        "files": files_of(report),
        "forms": forms,
        "notes": notes,
        "places": [(local_name(each), local_name(each.country)) for each in places],
        "steps": shown_steps(step, forms.wrong_steps),
        "at": address_of(report) if report.pk else reverse("observers-new-report"),
        "token": report.answers.get("token", ""),
        "seen": report.saved_at.isoformat() if report.pk else "",
        "may_add": len(forms.findings) < MOST,
        "may_discard": not report.change_set or report.change_set.state == ChangeState.DRAFT,
        "drafts": FiledReport.objects.filter(filed_by=request.user, change_set=None).count(),
    }
    return render(request, "observers/filing/form.html", context, status=200)


def sent_page(request: HttpRequest, report: FiledReport, is_own: bool, note: str = "") -> HttpResponse:
    election = Election.objects.filter(pk=report.answers.get("election_id")).first()
    forms = Forms(report, [election] if election else [], checked=False)
    added = dict(report.change_set.changes.filter(table__in=["reports"]).values_list("table", "row_id"))
    published = Report.objects.filter(pk=added.get("reports", "")).first()
    context = {
        "report": report,
        "set": report.change_set,
        "files": files_of(report),
        "election": election,
        "findings": [told(form) for form in forms.findings],
        "place_shown": dict(forms.shared.fields["place_shown"].choices).get(report.answers.get("place_shown"), ""),
        "published": published,
        "public_findings": Finding.objects.filter(mission=published.mission_id).count() if published else 0,
        "is_own": is_own,
        "may_review": request.user.has_perm("elections.review_changeset"),
        "note": note,
    }
    return render(request, "observers/filing/sent.html", context)


def told(form) -> list[tuple[str, str]]:
    """(label, what was answered) of a finding, without what was left empty; words of a list as people read them."""
    shown = []
    for name, field in form.fields.items():
        value = form.initial.get(name, "")
        value = dict(getattr(field, "choices", ())).get(value, value)
        if value:
            shown.append((field.label, value))
    return shown


def files_of(report: FiledReport) -> list[tuple[Attachment, str, str]]:
    """The files of a report, each with its address and its size in words."""
    if report.pk is None:
        return []
    return [
        (each, reverse("observers-filed-file", args=[report.pk, each.pk]), filesizeformat(each.size))
        for each in report.attachments.all()
    ]


@require_safe
@signed_in
def filed_file(request: HttpRequest, report_id: int, file_id: int) -> HttpResponse:
    """A file of a report, for its organisation and for reviewers; it is a download and runs nothing."""
    report = seen_by(request).filter(pk=report_id).first()
    found = report and report.attachments.filter(pk=file_id).first()
    if not found:
        raise Http404(_("There is no such report, or it is not your organisation’s."))
    name = f"report-{report.pk}-{found.pk}.{attachments.SUFFIXES[found.kind]}"
    with found.file.open() as kept:
        answer = HttpResponse(kept.read(), content_type=attachments.MEDIA_TYPES[found.kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Security-Policy"] = attachments.POLICY
    return answer


def elections() -> list[Election]:
    return list(Election.objects.select_related("country").order_by("country", "-date", "pk"))


def address_of(report: FiledReport) -> str:
    return reverse("observers-filed-report", args=[report.pk])
