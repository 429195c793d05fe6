"""Each table of observation is typed, loaded from files and reviewed as all others are; claims have sources."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from elections.importers.published import published_row
from elections.models import ChangeSet, Upload
from observers.importers import TABLES

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED = {
    "organisations": ("name", "Another name"),
    "missions": ("head_of_mission", "A. Head"),
    "reports": ("title", "Another title"),
    "assessments": ("scale_note", "Another note"),
    "verdicts": ("verdict", "undemocratic"),
    "findings": ("severity", "concern"),
    "recommendations": ("addressee", "government"),
    "recommendation_ratings": ("status", "full"),
    "responses": ("summary", "Said something else."),
}
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)


def path(table, row_id="", what=""):
    model = table.model._meta
    return f"/admin/{model.app_label}/{model.model_name}/" + (f"{row_id}/{what}/" if what else "")


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


@each_table
def test_a_file_is_previewed_reviewed_and_published(loaded, staff, table):
    editor, reviewer = staff("editor"), staff("reviewer")
    column, cell = CHANGED[table.name]
    loaded.change(table.name, 2, **{column: cell})
    file = SimpleUploadedFile(f"{table.name}.csv", loaded.path(table.name).read_bytes())
    editor.post("/admin/elections/upload/add/", {"file": file, "table": table.name})
    upload = Upload.objects.get()
    assert (upload.state, upload.faults) == ("ready", [])
    assert upload.counts[table.name]["updated"] == 1 and upload.counts[table.name]["inserted"] == 0
    at = f"/admin/elections/upload/{upload.pk}/change/"
    assert cell in editor.get(at).content.decode()
    editor.post(at, {"action": "confirm", "reason": "As the source has it."})
    upload.refresh_from_db()
    change = upload.change_set.changes.get()
    assert published_row(table, change.row_id)[0][column] != cell, "nothing is written before the review"
    reviewer.post(f"/admin/elections/changeset/{upload.change_set_id}/change/", {"action": "approve"})
    assert published_row(table, change.row_id)[0][column] == cell


@each_table
def test_a_row_is_typed_as_the_file_has_it_and_a_claim_needs_its_source(loaded, staff, table):
    editor, row = staff("editor"), table.model.objects.order_by("pk").first()
    form = editor.get(path(table, row.pk, "change")).context["form"]
    cells = {name: form[name].value() or "" for name in form.fields if not form.fields[name].disabled}
    column, cell = CHANGED[table.name]
    sent = {**cells, column: cell, "change_set": "new", "set_title": "", "reason": "As the source has it."}
    if table.name != "organisations":
        source = "source_id" if "source_id" in table.changeable else "source_ids"
        refused = editor.post(path(table, row.pk, "change"), {**sent, source: ""})
        assert refused.status_code == 200 and not ChangeSet.objects.exists()
        assert refused.context["form"].errors[source], "a claim without a source is refused at its field"
    answer = editor.post(path(table, row.pk, "change"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    assert ChangeSet.objects.get().changes.get().values[column] == cell
