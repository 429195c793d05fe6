"""Each table of observation is typed, loaded from files and reviewed as all others are; claims have sources."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from elections.importers.published import published_row
from elections.models import ChangeSet, Upload
from observers.importers import TABLES
from observers.importers.likeness import alike
from observers.importers.record import FINDINGS, ORGANISATIONS

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


def test_what_may_be_there_already_is_told_in_form_and_review_and_stops_nothing(loaded, staff):
    editor, reviewer = staff("editor"), staff("reviewer")
    new = {"organisation_id": "echo-kz", "name": "Ekho", "kind": "domestic_ngo", "scope": "domestic"}
    asked = {"name": "Office of Democratic Institutions and Human Rights of the OSCE", "abbreviation": ""}
    found = editor.get("/admin/alike/organisations/", asked).json()["found"]
    assert [row["id"] for row in found] == ["odihr"] and found[0]["address"].endswith("/organisation/odihr/change/")
    assert editor.get("/admin/alike/organisations/", {"name": "ECHO", "row": "echo"}).json()["found"] == []
    answer = editor.post(
        path(TABLES[0]) + "add/",
        {**new, "abbreviation": "ODIHR", "family": "domestic", "change_set": "new", "reason": "New."},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    editor.post(answer.url, {"action": "hand_in", "reason": "New."})
    for client in (editor, reviewer):
        page = client.get(answer.url).content.decode()
        assert "It may be there already" in page and "/organisation/odihr/change/" in page
    reviewer.post(answer.url, {"action": "approve"})
    assert published_row(TABLES[0], "echo-kz"), "a warning stops nothing"
    same = {"election_id": "kz-2012-mazhilis", "summary": "Nearly half of the counts they watched went badly."}
    assert [row["id"] for row in editor.get("/admin/alike/findings/", same).json()["found"]] == ["kz-2012-mazhilis-f1"]
    other = {**same, "election_id": "kz-2011-president"}
    assert editor.get("/admin/alike/findings/", other).json()["found"] == []
    assert editor.get("/admin/alike/nothing/").status_code == 404
    assert staff("observer").get("/admin/alike/findings/", same).status_code == 403
    form = editor.get(path(TABLES[0], "echo-kz", "change")).content.decode()
    assert "/organisation/odihr/change/" in form, "the form of a row shows it too"


def test_two_hundred_proposed_rows_are_looked_at_by_as_few_questions_as_one(loaded, django_assert_num_queries):
    finding = {"election_id": "kz-2012-mazhilis", "summary": "Nearly half of the counts they watched went badly."}
    odihr = {"name": "Office of Democratic Institutions and Human Rights of the OSCE", "abbreviation": "ODIHR"}
    odd = [{}, {"election_id": "\x00", "summary": "\x00"}, {**finding, "election_id": "kz-2011-president"}]
    proposed = [(FINDINGS, finding, "")] * 200 + [(ORGANISATIONS, odihr, "")] * 200
    proposed += [(FINDINGS, cells, "") for cells in odd] + [(FINDINGS, finding, "kz-2012-mazhilis-f1")]
    with django_assert_num_queries(4):
        found = alike(proposed)
    assert [[row.pk for row in rows] for rows in found] == [
        *[["kz-2012-mazhilis-f1"]] * 200,
        *[["odihr"]] * 200,
        *[[]] * 4,
    ]
