"""The form of a source: with the document itself, of which a copy is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.admin.rows import RowForm
from elections.importers import archive, record
from elections.importers.tables import Table

COPY_COLUMNS = [column.name for column in record.SOURCES.columns if column.by_hand]


class SourceForm(RowForm):
    """A row of the sources, whose stored copy is handed over as a file and never typed."""

    needs_file = True

    def __init__(self, *args, **options):
        super().__init__(record.SOURCES, *args, **options)
        for name in COPY_COLUMNS:
            del self.fields[name]
        self.fields["copy"] = forms.FileField(
            label=_("Stored copy"),
            required=False,
            help_text=_(
                "The document as PDF, HTML or image, at most 25 MB. Readers can download it from the source’s page."
            ),
        )
        if self.initial.get("archived_copy"):
            about = _("Now stored: SHA-256 %(sha256)s.") % {"sha256": self.initial["archived_sha256"]}
            self.fields["no_copy"] = forms.BooleanField(
                label=_("Take the stored copy away"), required=False, help_text=about
            )
        self.copy = None

    def clean_copy(self):
        if file := self.cleaned_data["copy"]:
            try:
                self.copy = archive.look_at(file)
            except archive.CopyRefused as refused:
                raise forms.ValidationError(str(refused)) from None
        return file

    def given_cells(self, given):
        cells = super().given_cells(given)
        if self.copy:
            return {**cells, **self.copy.cells}
        kept = {name: "" if given.get("no_copy") else self.initial.get(name, "") for name in COPY_COLUMNS}
        return {**cells, **kept}

    def store(self):
        """Keep the copy; in the transaction that proposes the row."""
        if self.copy:
            archive.store(self.copy, self.cleaned_data["copy"])


def row_form(table: Table, *args, **options) -> RowForm:
    """The form for a row of a table."""
    return SourceForm(*args, **options) if table is record.SOURCES else RowForm(table, *args, **options)
