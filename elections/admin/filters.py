"""Filters of lists: by the id of a row that is referred to, found by a few letters."""

from django.contrib import admin


class ByReference(admin.FieldListFilter):
    """One field for an id: a list of thousands of sources is no choice."""

    template = "admin/filter_by_reference.html"

    def __init__(self, field, request, params, model, model_admin, field_path):
        self.parameter = f"{field_path}__id__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.value = (self.used_parameters.get(self.parameter) or [""])[0]
        self.refers_to = field.related_model._meta.label_lower
        self.others = [
            (key, value)
            for key, values in request.GET.lists()
            for value in values
            if key != self.parameter and key != "p"
        ]

    def expected_parameters(self):
        return [self.parameter]

    def has_output(self):
        return True

    def choices(self, changelist):
        return [{"selected": not self.value}]
