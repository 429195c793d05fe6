"""Sets of changes: the author's draft, the reviewer's queue, and what was published."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from elections.admin.allowed import may_propose, may_review, set_address
from elections.admin.likeness import repeats
from elections.admin.rows import label
from elections.admin.sources import row_form
from elections.admin.workers import hand_over
from elections.analysis import Trial, trial, trial_told
from elections.datasets.copies import handed_out
from elections.importers import LoadRefused, changes, works
from elections.importers.changes import ChangeRefused
from elections.importers.publishing import Conflict, Conflicts, decidable, publish
from elections.importers.record import SOURCES
from elections.importers.tables import Table
from elections.models import (
    Change,
    ChangeChannel,
    ChangeKind,
    ChangeSet,
    ChangeState,
    Result,
    SetWork,
    Source,
    Turnout,
    WorkKind,
    WorkState,
)
from elections.tasks import do_work
from observers.importers import RECORD
from observers.importers.hints import Hint, hints
from observers.importers.record import FINDINGS

BY_NAME = {table.name: table for table in RECORD}
ON_A_PAGE = 50
KINDS = {"": _("all"), "add": _("new"), "alter": _("changed"), "withdraw": _("withdrawn")}


@dataclass
class Work:
    """What a worker does for a set, and how far it is; nothing where no worker is at it."""

    work: SetWork
    progress: dict | None


@dataclass
class Shown:
    """A change as the page of its set shows it."""

    change: Change
    table: Table
    subject: str
    cells: list[tuple[str, str, str]]  # label, published, proposed
    faults: list[str]
    published: list[tuple[str, str]]  # label and cell of what is published now, where that is a conflict
    is_conflict: bool
    rivals: list  # other published claims of the same figure
    source: Source | None
    repeats: list[dict[str, str]]  # published rows that a new or altered one may repeat
    hints: list[Hint]  # words of a filed text that may name a finer place than readers are to see

    @property
    def measures(self) -> list[str]:
        return [each.name for each in self.table.columns if each.cell().schema["type"] in ("integer", "number")]

    @property
    def figures(self) -> list[str]:
        """The figures it proposes, with the names of their columns."""
        cells = self.change.values
        return [f"{label(name)}: {cells[name]}" for name in self.measures if cells.get(name)]

    @property
    def has_other_figures(self) -> bool:
        """Whether a figure is not what is published: a note may change alone."""
        change = self.change
        return any(change.values.get(name, "") != change.before.get(name, "") for name in self.measures)


@dataclass
class Kind:
    """A kind of change that a set has, `""` for all of them together."""

    value: str
    words: str
    count: int
    is_chosen: bool


def of_one_kind(request, change_set) -> tuple[QuerySet, list[Kind]]:
    """The changes of a set, only those of the kind that the address asks for where it has such; and its kinds."""
    counts = dict(change_set.changes.order_by().values_list("kind").annotate(Count("pk")))
    asked = request.GET.get("kind", "")
    asked = asked if asked in counts else ""
    counts = {"": sum(counts.values()), **counts}
    kinds = [Kind(kind, words, counts[kind], kind == asked) for kind, words in KINDS.items() if kind in counts]
    return change_set.changes.filter(kind=asked) if asked else change_set.changes.all(), kinds


@admin.register(ChangeSet)
class ChangeSetAdmin(admin.ModelAdmin):
    list_display = ["title", "state", "channel", "size", "author", "reviewer", "submitted_at", "published_at"]
    list_filter = ["state", "channel"]
    list_select_related = ["author", "reviewer"]
    search_fields = ["title", "reason"]
    show_full_result_count = False
    actions = None

    @admin.display(description=_("changes"))
    def size(self, change_set):
        return change_set.size

    def get_queryset(self, request):
        """What a person may see: own sets, what is published, and for reviewers what others handed in."""
        seen = Q(author=request.user) | Q(state__in=[ChangeState.PUBLISHED, ChangeState.ROLLED_BACK])
        if may_review(request.user):
            seen |= Q(state__in=[ChangeState.IN_REVIEW, ChangeState.SENT_BACK])
        return super().get_queryset(request).filter(seen).annotate(size=Count("changes"))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return self.has_view_permission(request, obj)

    def get_urls(self):
        own = [
            path(
                "<int:set_id>/row/<int:change_id>/",
                self.admin_site.admin_view(self.row_view),
                name="elections_changeset_row",
            ),
            path(
                "<int:set_id>/progress/",
                self.admin_site.admin_view(require_safe(self.progress)),
                name="elections_changeset_progress",
            ),
            path(
                "<int:set_id>/copy/<int:change_id>/",
                self.admin_site.admin_view(require_safe(self.copy_view)),
                name="elections_changeset_copy",
            ),
        ]
        return own + super().get_urls()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        change_set = self.get_object(request, object_id)
        if change_set is None:
            raise Http404
        if request.method == "POST":
            return self.act(request, change_set)
        return self.page(request, change_set)

    def act(self, request, change_set):
        """What somebody asked of a set; refused with a sentence where it is not open to them."""
        action = request.POST.get("action", "")
        if action not in ACTIONS:
            raise Http404
        may, do = ACTIONS[action]
        if not may(request.user, change_set):
            raise PermissionDenied
        try:
            answer = do(request, change_set)
        except ChangeRefused as refused:
            messages.error(request, str(refused))
        except (LoadRefused, Conflicts):
            messages.error(request, gettext("Nothing was published: see below what stands against it."))
        else:
            return answer or HttpResponseRedirect(set_address(change_set))
        return HttpResponseRedirect(set_address(change_set))

    def page(self, request, change_set):
        is_waiting = change_set.state in (ChangeState.DRAFT, ChangeState.IN_REVIEW, ChangeState.SENT_BACK)
        is_large, works_of_set = works.is_large(change_set.size), list(change_set.works.all())
        tried = trial_of(change_set, change_set.size) if is_waiting else Trial()
        some, kinds = of_one_kind(request, change_set)
        page = Paginator(some, ON_A_PAGE).get_page(request.GET.get("page"))
        user = request.user
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": change_set.title,
            "set": change_set,
            "trial": tried,
            "is_untried": is_waiting and is_large and tried == Trial(),
            "works": [Work(each, works.progress_of(each)) for each in works_of_set if each.state in works.ACTIVE],
            "stopped": [each for each in works_of_set if each.state == WorkState.STOPPED],
            "is_waiting": is_waiting,
            "roll_backs": change_set.roll_backs.all(),
            "page": page,
            "kinds": kinds,
            "kind": next((each.value for each in kinds if each.is_chosen), ""),
            "shown": shown(list(page), tried),
            "general_faults": [
                str(fault) for fault in (tried.faults.listed if tried.faults else ()) if fault.line is None
            ],
            "may": {name: may(user, change_set) for name, (may, _) in ACTIONS.items()},
        }
        return TemplateResponse(request, "admin/change_set.html", context)

    def progress(self, request, set_id):
        """How far the workers are with a set: `{"state", "step", "position", "size"}`."""
        change_set = self.get_object(request, str(set_id)) if self.has_view_permission(request) else None
        if change_set is None:
            raise Http404
        active = list(change_set.works.filter(state__in=works.ACTIVE))
        told = next(filter(None, map(works.progress_of, active)), None)
        return JsonResponse({"state": "reading" if active else "done", **(told or {})})

    def copy_view(self, request, set_id, change_id):
        """The stored copy of a source that a set proposes, for whoever may see the set."""
        change_set = self.get_object(request, str(set_id)) if self.has_view_permission(request) else None
        change = change_set and change_set.changes.filter(pk=change_id, table=SOURCES.name).first()
        if not change or not change.values.get("archived_copy"):
            raise Http404
        answer = handed_out(change.values["archived_copy"], change.row_id)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def row_view(self, request, set_id, change_id):
        """The form of one change of an own open set."""
        change_set = self.get_object(request, str(set_id))
        change = change_set and change_set.changes.filter(pk=change_id).exclude(kind=ChangeKind.WITHDRAW).first()
        if not change:
            raise Http404
        if not is_own_and_open(request.user, change_set):
            raise PermissionDenied
        table = BY_NAME[change.table]
        locked = {"status"} if table.name == "elections" else set()
        if change.kind == ChangeKind.ALTER and table.has_own_id:
            locked.add(table.file_column("id"))
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = row_form(table, data, files, initial=change.values, locked=locked, auto_id="row_%s")
        if data is not None and form.is_valid():
            try:
                with transaction.atomic():
                    form.store()
                    changes.rewrite(change, table, form.cells)
            except ChangeRefused as refused:
                form.add_error(None, str(refused))
            else:
                return HttpResponseRedirect(set_address(change_set))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("A change of %(table)s") % {"table": table.model._meta.verbose_name_plural},
            "form": form,
            "set": change_set,
            "may": True,
        }
        return TemplateResponse(request, "admin/row.html", context)


def is_own_and_open(user, change_set):
    return change_set.author_id == user.pk and change_set.is_open and may_propose(user)


def is_own_and_waiting(user, change_set):
    return change_set.author_id == user.pk and change_set.state == ChangeState.IN_REVIEW


def is_decided_by(user, change_set):
    return may_review(user) and change_set.author_id != user.pk and change_set.state == ChangeState.IN_REVIEW


def may_roll_back(user, change_set):
    return may_propose(user) and change_set.state == ChangeState.PUBLISHED


def may_throw_away(user, change_set):
    return is_own_and_open(user, change_set) and change_set.state == ChangeState.DRAFT


def may_try(user, change_set):
    return may_review(user) or change_set.author_id == user.pk


def trial_of(change_set, size: int) -> Trial:
    """What publishing a set would do: of a large one, what a worker found, and nothing before it did."""
    if not works.is_large(size):
        return trial(change_set, RECORD) if size else Trial()
    outcome = works.tried(change_set)
    return trial_told(outcome, change_set) if outcome else Trial()


def save(request, change_set):
    change_set.title = request.POST.get("title", "").strip()[:200] or change_set.title
    change_set.reason = request.POST.get("reason", "").strip() or change_set.reason
    change_set.save()


def hand_in(request, change_set):
    save(request, change_set)
    tried = trial_of(change_set, change_set.size)
    if tried != Trial() and not tried.may_be_published:
        raise ChangeRefused(gettext("It cannot be published as it is: mend what is marked below, then hand it in."))
    changes.hand_in(change_set)
    if tried == Trial():
        queue(request, works.ask(change_set, WorkKind.TRY, request.user))
    messages.success(request, gettext("The set waits for somebody else's review."))


def take_back(request, change_set):
    changes.take_back(change_set)


def throw_away(request, change_set):
    changes.throw_away(change_set)
    messages.success(request, gettext("The draft is gone."))
    return HttpResponseRedirect(reverse("admin:index"))


def try_out(request, change_set):
    queue(request, works.ask(change_set, WorkKind.TRY, request.user))


def start_again(request, change_set):
    """Hand what is asked for to the workers once more: theirs was lost, or none ran."""
    for work in change_set.works.filter(state__in=works.ACTIVE):
        if works.progress_of(work) is None:
            queue(request, work)


def queue(request, work) -> None:
    """Have a work done; where no worker can be reached it waits, and can be handed over again."""
    told = gettext("No worker can be reached now. It waits; hand it over again later.")
    hand_over(request, do_work, work.pk, told)


def approve(request, change_set):
    if works.is_large(change_set.size):
        decidable(change_set, request.user)
        queue(request, works.ask(change_set, WorkKind.PUBLISH, request.user))
        return
    load = publish(change_set, request.user, RECORD)
    messages.success(request, gettext("Published: %(counts)s.") % {"counts": load.counts})


def send_back(request, change_set):
    changes.send_back(change_set, request.user, request.POST.get("note", ""))
    messages.success(request, gettext("The set went back to its author."))


def roll_back(request, change_set):
    reason = request.POST.get("reason", "").strip()
    if works.is_large(change_set.size):
        return queue(request, works.ask(change_set, WorkKind.ROLL_BACK, request.user, reason))
    draft = changes.roll_back(change_set, request.user, RECORD, reason)
    messages.success(request, gettext("This draft takes the set back, once somebody else has approved it."))
    return HttpResponseRedirect(set_address(draft))


def drop(request, change_set):
    changes.drop(one_of(request, change_set))


def rebase(request, change_set):
    change = one_of(request, change_set)
    changes.rebase(change, BY_NAME[change.table])


def one_of(request, change_set):
    change = change_set.changes.filter(pk=request.POST.get("change") or 0).first()
    if change is None:
        raise Http404
    change.change_set = change_set
    return change


ACTIONS = {
    "save": (is_own_and_open, save),
    "hand_in": (is_own_and_open, hand_in),
    "take_back": (is_own_and_waiting, take_back),
    "throw_away": (may_throw_away, throw_away),
    "try": (may_try, try_out),
    "again": (may_try, start_again),
    "drop": (is_own_and_open, drop),
    "rebase": (is_own_and_open, rebase),
    "approve": (is_decided_by, approve),
    "send_back": (is_decided_by, send_back),
    "roll_back": (may_roll_back, roll_back),
}


def shown(some: list[Change], tried: Trial) -> list[Shown]:
    """The changes of a page with what the reviewer weighs beside each."""
    faults = {}
    for fault in tried.faults.listed if tried.faults else ():
        place = f"{label(fault.column)}: " if fault.column else ""
        faults.setdefault(fault.line, []).append(f"{place}{fault.sentence}")
    conflicts = {each.change.pk: each for each in tried.conflicts.conflicts} if tried.conflicts else {}
    sources = Source.objects.in_bulk({change.row.get("source_id") or first_source(change) for change in some})
    rivals = rival_claims(some)
    new = [change for change in some if not change.change_set.published_at]
    looked_at = repeats([(BY_NAME[change.table], change.values, change.row_id) for change in new])
    repeated = dict(zip([change.pk for change in new], looked_at, strict=True))
    allowed = place_shown(some)
    return [
        Shown(
            change,
            BY_NAME[change.table],
            changes.subject(change, BY_NAME[change.table]),
            [(label(name), old, new) for name, old, new in changes.in_order(change, BY_NAME[change.table])],
            faults.get(change.position, []),
            published_now(conflicts.get(change.pk), BY_NAME[change.table]),
            change.pk in conflicts,
            rivals.get(change.pk, []),
            sources.get(change.row.get("source_id") or first_source(change)),
            repeated.get(change.pk, []),
            hints_in(change, allowed) if change.table == FINDINGS.name and allowed else [],
        )
        for change in some
    ]


def place_shown(some: list[Change]) -> str:
    """How exactly readers may learn where things were seen, where the set was filed by observers; else ''."""
    is_filed = bool(some) and some[0].change_set.channel == ChangeChannel.REPORT
    return some[0].change_set.filed_report.answers.get("place_shown", "") if is_filed else ""


def hints_in(change: Change, allowed: str) -> list[Hint]:
    """What readers will see of a filed finding and may lead to a finer place than they are to know."""
    texts = [change.values.get(name, "") for name in ("place", "summary", "figure_unit")]
    return [hint for text in texts for hint in hints(text, allowed, known=texts[:1])]


def published_now(conflict: Conflict | None, table: Table) -> list[tuple[str, str]]:
    """The filled cells of the published row that a change runs into, in the order of the table."""
    now = (conflict and conflict.published) or {}
    return [(label(name), now[name]) for name in table.changeable if now.get(name)]


def first_source(change: Change) -> str:
    return (change.row.get("source_ids") or "").partition(" ")[0]


def rival_claims(some: list[Change]) -> dict[int, list]:
    """Other published claims of the figure that each change is about: the same contender or vote, area and time."""
    wanted = {
        "results": (Result, ("contender_id", "area_id")),
        "turnout": (Turnout, ("election_id", "part", "area_id", "as_of_time")),
    }
    found: dict[int, list] = {}
    for name, (model, fields) in wanted.items():
        keys = {change.pk: figure_of(change, fields) for change in some if change.table == name}
        if not keys:
            continue
        condition = Q()
        for key in set(keys.values()):
            condition |= Q(**dict(zip(fields, key, strict=True)))
        claims = {}
        for claim in model.objects.filter(condition).select_related("source"):
            claims.setdefault(tuple(getattr(claim, field) for field in fields), []).append(claim)
        own = {change.pk: change.row_id for change in some}
        for pk, key in keys.items():
            found[pk] = [claim for claim in claims.get(key, []) if str(claim.pk) != own[pk]]
    return found


def figure_of(change: Change, fields) -> tuple:
    row = change.row
    election = row.get("election_id", "")
    return tuple(
        (row.get("area") or election[:2].upper()) if name == "area_id" else row.get(name, "") for name in fields
    )
