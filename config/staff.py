from importlib import import_module

from django.contrib.admin.apps import AdminConfig

PAGES = [f"elections.admin.{name}" for name in ("record", "sets", "uploads", "people", "keys")]


class StaffConfig(AdminConfig):
    """Django's admin with the staff's own site in its place."""

    default_site = "elections.admin.site.StaffSite"

    def ready(self):
        super().ready()
        for module in PAGES:  # not found by themselves: the site is in their package, and must stand first
            import_module(module)
