"""Keys of the API: made and revoked here by administrators; the key itself is shown once, when it is made."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.models import ApiKey


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    list_display = ("name", "beginning", "per_minute", "made_at", "revoked_at")
    search_fields = ("name", "contact", "beginning")
    fields = ("name", "contact", "per_minute", "beginning", "made_at", "revoked_at")
    readonly_fields = ("beginning", "made_at", "revoked_at")
    actions = ["revoke"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[:3]

    def save_model(self, request, key, form, change):
        if change:
            super().save_model(request, key, form, change)
            return
        secret = key.make()
        super().save_model(request, key, form, change)
        told = _("The key of %(name)s is %(secret)s. It is shown this once; only its hash is kept.")
        self.message_user(request, told % {"name": key.name, "secret": secret}, messages.WARNING)

    @admin.action(description=gettext_lazy("Revoke the chosen keys"), permissions=["change"])
    def revoke(self, request, keys):
        keys.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())

    def has_delete_permission(self, request, obj=None):
        """A revoked key stays, so that it is known whose it was."""
        return False
