"""The people of the staff: invited and given new passwords by a link that an administrator copies; no mail is sent."""

from importlib import import_module

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from observers.models import Observer, Organisation

ROLES = ("viewer", "entry", "observer", "reviewer", "editor", "administrator")
ROLE_WORDS = {
    "viewer": _("viewer: sees tables, sets and history"),
    "entry": _("entry: types and loads, proposes"),
    "observer": _("observer: files reports of their own organisation"),
    "reviewer": _("reviewer: publishes what others propose"),
    "editor": _("editor: a reviewer who also proposes areas and organisations"),
    "administrator": _("administrator: an editor who also invites people"),
}


class PersonForm(forms.ModelForm):
    """A person and their role; how they sign in is for them alone to set."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: ROLE_WORDS.items())

    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        help_text=_("For an observer: the organisation that they file for."),
        widget=forms.TextInput({"data-lookup": "observers.organisation", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "is_active"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["is_active"].help_text = _("Whether the person may sign in.")
        if self.instance.pk:
            self.fields["role"].initial = next((group.name for group in self.instance.groups.all()), "")
            observer = Observer.objects.filter(user=self.instance).first()
            self.fields["organisation"].initial = observer.organisation_id if observer else ""

    def clean(self):
        """An observer files for one organisation; nobody else files for any."""
        given = super().clean()
        named, is_observer = given.get("organisation", "").strip(), given.get("role") == "observer"
        self.organisation = Organisation.objects.filter(pk=named).first() if is_observer else None
        if is_observer and self.organisation is None:
            self.add_error(
                "organisation",
                _("%(id)s is no organisation of the record; propose it first.") % {"id": named}
                if named
                else _("Name the organisation that the observer files for."),
            )
        return given

    def save(self, commit=True):
        user = super().save(commit=False)
        user.is_staff = True
        if not user.pk:
            user.set_unusable_password()
        user.save()
        kept = user.groups.exclude(name__in=ROLES)
        user.groups.set([*kept, Group.objects.get(name=self.cleaned_data["role"])])
        if self.organisation:
            Observer.objects.update_or_create(user=user, defaults={"organisation": self.organisation})
        else:
            Observer.objects.filter(user=user).delete()
        return user


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["username", "first_name", "last_name", "role", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name"]
    actions = None

    @admin.display(description=_("role"))
    def role(self, user):
        return ", ".join(group.name for group in user.groups.all()) or (_("superuser") if user.is_superuser else "")

    def get_queryset(self, request):
        """Whoever may invite does not touch those who may do everything."""
        seen = super().get_queryset(request).prefetch_related("groups")
        return seen if request.user.is_superuser else seen.filter(is_superuser=False)

    def has_delete_permission(self, request, obj=None):
        return False  # what somebody proposed and reviewed stays theirs; take away the right to sign in instead

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        may = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        person = self.get_object(request, object_id) if object_id else None
        if object_id and person is None:
            raise Http404
        if request.method == "POST" and request.POST.get("action") in ACTIONS and person:
            return ACTIONS[request.POST["action"]](request, person)
        form = PersonForm(request.POST or None, instance=person)
        if request.method == "POST" and form.is_valid():
            person = form.save()
            if not person.is_active:
                sign_out(person)
            if not object_id:
                return show_link(request, person)
            messages.success(request, gettext("Kept."))
            return HttpResponseRedirect(person_address(person))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": str(person) if object_id else gettext("Invite somebody"),
            "form": form,
            "person": person,
            "sessions": len(sessions_of(person)) if person else 0,
        }
        return TemplateResponse(request, "admin/person.html", context)


def person_address(person) -> str:
    return reverse("admin:auth_user_change", args=[person.pk])


def show_link(request, person):
    """Show, once, the link by which a person sets a password; it holds for PASSWORD_RESET_TIMEOUT or until used."""
    token = default_token_generator.make_token(person)
    link = reverse("invitation", args=[urlsafe_base64_encode(force_bytes(person.pk)), token])
    context = {
        **admin.site.each_context(request),
        "opts": User._meta,
        "title": gettext("A link for %(person)s") % {"person": person},
        "person": person,
        "link": request.build_absolute_uri(link),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    return TemplateResponse(request, "admin/person_link.html", context)


def sign_out_everywhere(request, person):
    count = sign_out(person)
    messages.success(
        request, gettext("%(person)s is signed out of %(count)s sessions.") % {"person": person, "count": count}
    )
    return HttpResponseRedirect(person_address(person))


ACTIONS = {"link": show_link, "sign_out": sign_out_everywhere}


def sessions_of(person) -> list[str]:
    """The keys of a person's sessions that have not run out."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    running = Session.objects.filter(expire_date__gt=timezone.now())
    pairs = running.values_list("session_key", "session_data")
    return [key for key, data in pairs if store().decode(data).get("_auth_user_id") == str(person.pk)]


def sign_out(person) -> int:
    """End all sessions of a person; returns how many there were."""
    with transaction.atomic():
        keys = sessions_of(person)
        Session.objects.filter(session_key__in=keys).delete()
    return len(keys)


class InvitationView(PasswordResetConfirmView):
    """Where an invited person, or one who forgot, sets a password; then the sign-in page."""

    template_name = "admin/invitation.html"
    success_url = reverse_lazy("admin:login")

    def form_valid(self, form):
        sign_out(self.user)  # whoever had the old password is out
        reset(username=self.user.get_username(), ip=get_client_ip_address(self.request))  # the way out that is told
        return super().form_valid(form)
