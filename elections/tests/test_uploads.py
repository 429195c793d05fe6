"""Files uploaded: first what they would do, then a person's word, then another person's; hostile ones do nothing."""

import csv
import io
import resource
import time
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elections.importers import load_tables, previewing, uploads
from elections.importers.locks import is_held
from elections.importers.workbooks import open_workbook
from elections.models import Change, ChangeSet, Contender, DataVersion, Result, StoredPart, Turnout, Upload
from elections.models.storage import DatabaseStorage
from elections.tests.conftest import FACT_BASE
from elections.tests.killed import killed_in
from elections.tests.shared import ORIGINAL, needs_original
from observers.importers import RECORD

pytestmark = pytest.mark.django_db(transaction=True)

KLOOP = ORIGINAL / "stations/kg-2020-jogorku-kenesh-kloop-original.csv"
NUR_OTAN = "kz-2012-mazhilis-nur-otan"
NEW = "/admin/elections/upload/add/"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


def sent(client, content: bytes, table="results", name="", **more):
    """Upload bytes as a file; the upload as it is after the worker."""
    file = SimpleUploadedFile(name or f"{table}.csv", content)
    answer = client.post(NEW, {"file": file, "table": table, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return Upload.objects.latest("pk")


def page(client, upload):
    return client.get(f"/admin/elections/upload/{upload.pk}/change/")


def act(client, upload, action, **more):
    return client.post(f"/admin/elections/upload/{upload.pk}/change/", {"action": action, **more})


def votes():
    return Result.objects.get(contender=NUR_OTAN, basis="official_final", source="cec").votes


def test_a_file_is_previewed_confirmed_reviewed_and_published(loaded, staff):
    entry, reviewer = staff("entry"), staff("reviewer")
    version, before = DataVersion.current(), votes()
    loaded.change("results", 2, votes="5621437")
    loaded.add("results", 2, source_id="press", votes="12")
    upload = sent(entry, loaded.path("results").read_bytes())
    assert (upload.state, upload.rows_read) == ("ready", 8)
    assert upload.counts == {"results": {"inserted": 1, "updated": 1, "unchanged": 6, "withdrawn": 0, "kept": 0}}
    shown = page(entry, upload).content.decode()
    assert "5621436" in shown and "5621437" in shown and "Hand in 2 changes" in shown
    assert (votes(), DataVersion.current()) == (before, version)
    act(entry, upload, "confirm", reason="The commission corrected it.")
    upload.refresh_from_db()
    assert upload.state == "confirmed" and upload.change_set.state == "in_review"
    assert votes() == before
    path = f"/admin/elections/changeset/{upload.change_set.pk}/change/"
    assert entry.post(path, {"action": "approve"}).status_code == 403
    reviewer.post(path, {"action": "approve"})
    assert votes() == 5621437
    again = sent(entry, loaded.path("results").read_bytes())
    assert again.state == "ready" and again.change_set is None
    assert "The very same file was handed in before" in page(entry, again).content.decode()
    reviewer.post(path, {"action": "roll_back", "reason": "Wrong after all."})
    back = f"/admin/elections/changeset/{ChangeSet.objects.latest('pk').pk}/change/"
    reviewer.post(back, {"action": "hand_in"})
    staff("editor").post(back, {"action": "approve"})
    assert votes() == before and Result.objects.filter(votes=12).count() == 0


def test_what_is_typed_goes_into_no_preview_of_a_file(loaded, staff):
    """A preview is thrown away when its file is checked again; one that was handed in and taken back is a draft."""
    entry = staff("entry")
    loaded.change("results", 2, votes="5621437")
    upload = sent(entry, loaded.path("results").read_bytes())
    form, own = "/admin/elections/source/add/", (str(upload.change_set.pk), str(upload.change_set))
    assert own not in entry.get(form).context["choice"].fields["change_set"].choices
    first = entry.get("/admin/").context
    assert [*first["files"]] == [upload] and not first["drafts"], "who comes back finds the file, and its preview there"
    typed = {"publisher": "A", "title": "B", "kind": "news", "change_set": own[0], "set_title": "", "reason": ""}
    assert entry.post(form, typed).status_code == 200 and upload.change_set.changes.count() == 1
    act(entry, upload, "confirm", reason="The commission corrected it.")
    entry.post(f"/admin/elections/changeset/{own[0]}/change/", {"action": "take_back"})
    assert own in entry.get(form).context["choice"].fields["change_set"].choices


def test_faults_are_listed_by_line_and_column_and_can_be_taken_away_as_csv(loaded, staff):
    entry = staff("entry")
    for line, cells in enumerate(
        [
            {"votes": "1,234"},
            {"votes": "-1"},
            {"share_pct": "75,07"},
            {"basis": "final"},
            {"source_id": ""},
            {"as_of": "17.01.2012"},
            {"contender_id": "nobody-at-all"},
        ],
        2,
    ):
        loaded.change("results", line, **cells)
    loaded.add("results", 2, area="KZ-ALMA-X", votes="=1+1")
    upload = sent(entry, loaded.path("results").read_bytes())
    assert upload.state == "faulty" and upload.fault_count >= 8
    assert upload.change_set is None and not Change.objects.exists() and not ChangeSet.objects.exists()
    shown = page(entry, upload).content.decode()
    assert "Is not a count of zero or more; write thousands without a separator" in shown
    rows = list(
        csv.reader(
            io.StringIO(entry.get(f"/admin/elections/upload/{upload.pk}/faults.csv").content.decode("utf-8-sig"))
        )
    )
    assert rows[0] == ["file", "line", "column", "value", "fault"] and len(rows) == upload.fault_count + 1
    assert rows[1][2:4] == ["votes", "1,234"] and rows[1][4].startswith("is not a count of zero or more")
    assert {row[1] for row in rows[1:]} == {str(line) for line in range(2, 10)}
    assert act(entry, upload, "confirm", reason="x").status_code == 302
    upload.refresh_from_db()
    assert upload.state == "faulty"


def handed_back(client, upload) -> bytes:
    answer = client.get(f"/admin/elections/upload/{upload.pk}/with-faults/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_comes_back_with_its_faults_and_is_taken_again_once_mended(loaded, staff, kind):
    entry = staff("entry")
    whole = loaded.rows("results")
    rows = [{**whole[0], "votes": "1,234", "note": "=1+1"}, {**whole[1], "source_id": "cec2"}, *whole[2:]]
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]

    def packed(lines) -> bytes:
        if kind == "csv":
            text = io.StringIO()
            csv.writer(text).writerows(lines)
            return text.getvalue().encode()
        book, content = openpyxl.Workbook(), io.BytesIO()
        for at, cells in enumerate(lines, 1):
            for place, text in enumerate(cells, 1):
                cell = book.active.cell(at, place, text or None)
                cell.data_type = "s" if text.startswith("=") else cell.data_type
        book.save(content)
        return content.getvalue()

    upload = sent(entry, packed(lines), name=f"results.{kind}")
    shown = page(entry, upload).content.decode()
    assert "<code>1,234</code>" in shown and "nearest: cec (On the results of the election)" in shown
    back = handed_back(entry, upload)
    if kind == "csv":
        got = list(csv.reader(io.StringIO(back.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(back)).active
        assert sheet.cell(2, lines[0].index("note") + 1).data_type == "s", "no formula is made"
        got = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert got[0] == [*lines[0], "faults"]
    assert [row[:-1] for row in got] == lines, "cell by cell as it was"
    assert "votes: '1,234' is not a count of zero or more; write thousands" in got[1][-1] and "note: " in got[1][-1]
    assert got[2][-1].startswith("source_id: 'cec2' is not known") and not any(row[-1] for row in got[3:])
    mended = [
        got[0],
        *([*line, row[-1]] for line, row in zip(map(list, map(dict.values, whole)), got[1:], strict=True)),
    ]
    again = sent(entry, packed(mended), name=f"results-faults.{kind}")
    assert (again.state, again.change_set) == ("ready", None), again.faults
    assert entry.get(f"/admin/elections/upload/{again.pk}/with-faults/").status_code == 404


def test_the_preview_tells_of_findings_that_are_no_faults_and_of_earlier_uploads(loaded, staff):
    entry = staff("entry")
    first = loaded.rows("results")[0]
    loaded.write("results", [{**first, "source_id": "press", "votes": "5621400"}])
    shown = page(entry, sent(entry, loaded.path("results").read_bytes(), name="press.csv")).content.decode()
    assert "Not faults: findings" in shown and "Votes: 5621400" in shown
    beside = shown.index("Published beside it")
    assert shown.index("Compare with what is published") < beside < shown.index("5621436", beside)
    loaded.write("results", [{**first, "votes": "x"}])
    other = page(entry, sent(entry, loaded.path("results").read_bytes(), name="other.csv")).content.decode()
    assert ">press.csv</a>" in other and "read: 1 row," in other, "the list of earlier uploads"
    assert ">other.csv</a>" in entry.get(NEW).content.decode()
    assert ">other.csv</a>" not in staff("entry", "second").get(NEW).content.decode()


def test_changes_can_be_looked_at_kind_by_kind(loaded, staff):
    entry = staff("entry")
    loaded.change("results", 2, votes="5621437")
    loaded.change("results", 3, note="Told twice.")
    loaded.add("results", 2, source_id="press", votes="12")
    upload = sent(entry, loaded.path("results").read_bytes())
    for path in (
        f"/admin/elections/upload/{upload.pk}/change/",
        f"/admin/elections/changeset/{upload.change_set.pk}/change/",
    ):
        for asked, kinds in (
            ("", {"add", "alter"}),
            ("add", {"add"}),
            ("alter", {"alter"}),
            ("withdraw", {"add", "alter"}),
        ):
            answer = entry.get(path, {"kind": asked})
            assert {each.change.kind for each in answer.context["shown"]} == kinds, (path, asked)
            told = [(each.value, each.count) for each in answer.context["kinds"]]
            assert told == [("", 3), ("add", 1), ("alter", 2)] and 'href="?kind=alter"' in answer.content.decode()
    rivalled = page(entry, upload).context["rivalled"]
    assert [each.change.values["votes"] for each in rivalled] == ["12", "5621437"], "a note has no other versions"
    upload.change_set.changes.filter(kind="add").delete()
    assert "?kind=" not in page(entry, upload).content.decode(), "there is nothing to choose among"


def test_what_earlier_loads_brought_goes_only_when_the_file_is_said_to_be_whole(loaded, staff):
    entry = staff("entry")
    loaded.remove("results", 3)
    content = loaded.path("results").read_bytes()
    assert sent(entry, content).change_set is None
    whole = sent(entry, content, is_whole="on")
    assert whole.counts["results"]["withdrawn"] == 1
    assert whole.change_set.changes.get().kind == "withdraw"


def test_new_elections_with_their_counts_and_places_are_one_set(loaded, staff):
    entry = staff("entry")
    row = {
        **loaded.rows("elections")[1],
        "election_id": "kz-2016-mazhilis",
        "date": "2016-03-20",
        "end_date": "",
        "status": "annulled",
    }
    loaded.write("elections", [row])
    upload = sent(entry, loaded.path("elections").read_bytes(), "elections")
    assert upload.state == "ready", upload.faults
    tables = set(upload.change_set.changes.values_list("table", flat=True))
    assert tables == {"elections", "turnout", "election_events"}


@needs_original("a file by polling station is NOT read through a mapping", KLOOP)
def test_floats_by_station_are_added_up_to_regions_through_a_mapping(staff):
    load_tables(FACT_BASE, RECORD)
    entry, election = staff("entry"), "kg-2020-jogorku-kenesh"
    upload = sent(entry, KLOOP.read_bytes(), "", "kloop.csv")
    assert upload.state == "unmapped"
    path = f"/admin/elections/upload/{upload.pk}/change/"
    source = Result.objects.filter(contender__election=election).first().source_id
    shared = {
        "election_id": election,
        "source_id": source,
        "basis": "parallel_count",
        "claimant": "Kloop",
        "as_of": "2020-10-04",
        "area": "level_one",
    }
    asked = entry.post(path, shared).context
    contenders = list(Contender.objects.filter(election=election, kind="party_list").values_list("pk", flat=True))
    columns = {each["name"]: each["field"] for each in asked["columns"]}
    guessed = {each["name"]: each["value"].removeprefix(f"{election}-") for each in asked["columns"]}
    assert guessed["«РЕФОРМА» партиясы"] == "reforma" and guessed["total"] == ""
    assert guessed["«КЫРГЫЗСТАН»"] == "kyrgyzstan"
    assert guessed["«БҮТҮН КЫРГЫЗСТАН» саясий партиясы"] == "butun-kyrgyzstan"
    assert {each["word"]: each["value"] for each in asked["places"]}["БИШКЕК Г."] == "KG-GB"
    chosen = {
        columns["«БИРИМДИК»"]: contenders[0],
        columns["«МЕКЕНЧИЛ»"]: contenders[1],
        columns["total"]: "turnout.valid",
    }
    others = {each["field"]: "" for each in asked["columns"] if each["field"] not in chosen}
    unnamed = entry.post(path, {**shared, **others, **chosen, "read": "1"})
    assert "Say which areas these are" in unnamed.content.decode()
    regions = dict(
        zip(
            (place["field"] for place in asked["places"]),
            ["KG-GB", "KG-C", "KG-Y", "KG-J", "KG-N", "KG-GO", "KG-B", "KG-T", "KG-O", "KG-x-abroad"],
            strict=True,
        )
    )
    done = entry.post(path, {**shared, **others, **chosen, **regions, "read": "1"})
    assert done.status_code == 302
    upload.refresh_from_db()
    assert upload.state == "ready", (upload.faults, upload.message)
    with KLOOP.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    expected = round(sum(float(row["«БИРИМДИК»"]) for row in rows))
    found = upload.change_set.changes.filter(table="results", values__contender_id=contenders[0])
    assert sum(int(change.values["votes"]) for change in found) == expected and found.count() == 10
    assert upload.counts["turnout"]["inserted"] == 10
    assert "Left out of the file are the columns «ЫЙМАН НУРУ»" in page(entry, upload).content.decode()


def test_the_same_file_from_two_people_at_once_is_kept_twice(db, monkeypatch):
    storage, asked = DatabaseStorage(), []
    is_there = storage.exists
    monkeypatch.setattr(storage, "exists", lambda name: bool(asked) and is_there(name) or asked.append(name))
    first = storage.save("a.csv", ContentFile(b"x"))
    asked.clear()
    second = storage.save("a.csv", ContentFile(b"y"))
    assert first != second
    assert [list(storage.pieces(name)) for name in (first, second)] == [[b"x"], [b"y"]]


class TestHostileFiles:
    @pytest.mark.parametrize("name", ["x.exe", "x.xlsm", "x.xls", "x", "x.html"])
    def test_other_kinds_of_file_are_not_taken(self, loaded, staff, name):
        answer = staff("entry").post(NEW, {"file": SimpleUploadedFile(name, b"x"), "table": "results"})
        said = "with macros is not taken" if name == "x.xlsm" else "A table is a .csv or .xlsx file"
        assert said in answer.content.decode()
        assert not Upload.objects.exists() and not StoredPart.objects.exists()

    @pytest.mark.parametrize(
        ("content", "name", "fault"),
        [
            (b"", "results.csv", None),
            (b"\xff\xfea\0b\0", "results.csv", "is UTF-16 or no text"),
            ("election_id,area\nж,ы\n".encode("cp1251"), "results.csv", "is missing"),
            (b"\0" * 1000, "results.csv", "is UTF-16 or no text"),
            (b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>", "results.csv", "is not a column"),
            (b"PK\x03\x04 no zip", "results.xlsx", "is not a whole Excel workbook"),
            (b"a" * 3_000_000, "results.csv", "is longer than 1,000,000 characters"),
        ],
    )
    def test_what_is_no_table_is_a_fault(self, loaded, staff, content, name, fault):
        if fault is None:
            answer = staff("entry").post(NEW, {"file": SimpleUploadedFile(name, content), "table": "results"})
            assert "empty" in answer.content.decode()
            return
        upload = sent(staff("entry"), content, name=name)
        assert upload.state == "faulty"
        assert any(fault in each[3] for each in upload.faults), upload.faults

    def test_macros_stay_unread_and_second_sheets_and_merged_cells_are_refused(self, loaded, staff):
        entry, book = staff("entry"), openpyxl.Workbook()
        for row in [list(loaded.rows("results")[0]), *(list(row.values()) for row in loaded.rows("results"))]:
            book.active.append(row)
        kept = io.BytesIO()
        book.save(kept)
        assert sent(entry, kept.getvalue(), name="results.xlsx").state == "ready"
        with zipfile.ZipFile(kept, "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"x")
        assert sent(entry, kept.getvalue(), name="results.xlsx").state == "ready", "macros are left where they are"
        book.active.merge_cells("A2:B3")
        merged = io.BytesIO()
        book.save(merged)
        assert "merged cells" in sent(entry, merged.getvalue(), name="results.xlsx").faults[0][3]
        book.create_sheet("two")
        two = io.BytesIO()
        book.save(two)
        assert "2 sheets" in sent(entry, two.getvalue(), name="results.xlsx").faults[0][3]

    def test_a_bomb_is_refused_before_it_is_unpacked(self, loaded, staff):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
            archive.writestr("[Content_Types].xml", b"<x/>")
        upload = sent(staff("entry"), bomb.getvalue(), name="results.xlsx")
        assert "unpacks from" in upload.faults[0][3]

    @pytest.mark.slow
    def test_a_sheet_of_500_000_rows_passes_through_a_small_memory(self, tmp_path):
        path, rows = tmp_path / "results.xlsx", 500_000
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            book = io.BytesIO()
            openpyxl.Workbook().save(book)
            with zipfile.ZipFile(book) as empty:
                for part in empty.namelist():
                    if part != "xl/worksheets/sheet1.xml":
                        archive.writestr(part, empty.read(part))
            with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
                sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
                for row in range(1, rows + 1):
                    texts = b"".join(b'<c t="inlineStr"><is><t>kz-2012-%d</t></is></c>' % row for _ in range(3))
                    sheet.write(b'<row r="%d">%s<c><v>%d</v></c></row>' % (row, texts, row))
                sheet.write(b"</sheetData></worksheet>")
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        with open_workbook(path) as (_, read, _position):
            assert sum(1 for _ in read) == rows - 1
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000, "kB more than before"
        assert time.process_time() - began < uploads.LONGEST / 4


class TestWhatGoesWrong:
    @pytest.mark.parametrize("step", ["match", "withdraw"])
    def test_a_reader_that_was_killed_leaves_nothing_and_can_be_started_again(self, loaded, staff, monkeypatch, step):
        entry, others = staff("entry"), list(loaded.rows("results"))
        loaded.write("results", [{**others[0], "votes": "1"}, *others[1:]])
        with monkeypatch.context() as patch:
            patch.setattr("elections.admin.uploads.read_upload.delay", lambda pk: None)
            upload = sent(entry, loaded.path("results").read_bytes(), is_whole="on")

        def reading(stop):
            monkeypatch.setattr(previewing if step == "withdraw" else previewing.setwise, step, stop)
            uploads.read(upload.pk, RECORD)

        killed_in(reading)
        upload.refresh_from_db()
        assert upload.state == "reading" and not ChangeSet.objects.exists() and not Change.objects.exists()
        deadline = time.monotonic() + 20
        while is_held(uploads.LOCK, upload.pk):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert "has stopped" in page(entry, upload).content.decode()
        act(entry, upload, "again")
        upload.refresh_from_db()
        assert upload.state == "ready" and upload.change_set.changes.count() == 1
        uploads.read(upload.pk, RECORD)  # a task that is delivered twice
        assert ChangeSet.objects.count() == 1

    def test_a_file_that_takes_too_long_says_so_and_leaves_nothing(self, loaded, staff, monkeypatch):
        def endless(*args, **options):
            raise SoftTimeLimitExceeded

        monkeypatch.setattr("elections.importers.previewing.setwise.match", endless)
        upload = sent(staff("entry"), loaded.path("results").read_bytes())
        assert (upload.state, upload.message) == ("failed", "It took longer than 10 minutes; split the file.")
        assert not ChangeSet.objects.exists()

    def test_the_same_file_twice_is_said_and_then_changes_nothing(self, loaded, staff):
        entry, reviewer = staff("entry"), staff("reviewer")
        loaded.change("results", 2, votes="1")
        content = loaded.path("results").read_bytes()
        first, second = sent(entry, content), sent(entry, content)
        act(entry, first, "confirm", reason="x")
        assert "The very same file was handed in before" in page(entry, second).content.decode()
        reviewer.post(f"/admin/elections/changeset/{first.change_set.pk}/change/", {"action": "approve"})
        act(entry, second, "again")
        assert "there is nothing to hand in" in page(entry, second).content.decode()

    def test_what_is_handed_in_is_what_was_shown_whatever_becomes_of_the_file(self, loaded, staff):
        entry, reviewer = staff("entry"), staff("reviewer")
        loaded.change("results", 2, votes="1")
        shown = sent(entry, loaded.path("results").read_bytes())
        loaded.change("results", 2, votes="2")
        StoredPart.objects.filter(name=shown.file.name).update(content=loaded.path("results").read_bytes())
        later = sent(entry, loaded.path("results").read_bytes())
        act(entry, shown, "confirm", reason="x")
        reviewer.post(f"/admin/elections/changeset/{shown.change_set.pk}/change/", {"action": "approve"})
        assert votes() == 1
        assert "The record has changed since the file was checked" in page(entry, later).content.decode()

    def test_no_worker_is_no_loss(self, loaded, staff, monkeypatch):
        from kombu.exceptions import OperationalError

        def unreachable(*args):
            raise OperationalError

        entry = staff("entry")
        with monkeypatch.context() as patch:
            patch.setattr("elections.admin.uploads.read_upload.delay", unreachable)
            upload = sent(entry, loaded.path("results").read_bytes())
        assert upload.state == "waiting"
        assert "It waits for a worker" in page(entry, upload).content.decode()
        act(entry, upload, "again")
        upload.refresh_from_db()
        assert upload.state == "ready"

    def test_of_two_files_at_once_the_second_meets_the_conflict(self, loaded, staff):
        first, second, reviewer = staff("entry"), staff("entry", "second"), staff("reviewer")
        made = []
        for client, number in ((first, "1"), (second, "2")):
            loaded.change("results", 2, votes=number)
            made.append(sent(client, loaded.path("results").read_bytes()))
        for client, upload in zip((first, second), made, strict=True):
            act(client, upload, "confirm", reason="x")
        paths = [f"/admin/elections/changeset/{upload.change_set.pk}/change/" for upload in made]
        for path in paths:
            reviewer.post(path, {"action": "approve"})
        assert votes() == 1
        assert "no longer what this change started from" in reviewer.get(paths[1]).content.decode()

    def test_the_record_may_change_between_preview_and_confirming(self, loaded, staff):
        entry = staff("entry")
        loaded.change("results", 2, votes="1")
        upload = sent(entry, loaded.path("results").read_bytes())
        Result.objects.filter(contender=NUR_OTAN, basis="official_final").update(votes=2)
        shown = page(entry, upload).content.decode()
        assert "The record has changed since the file was checked" in shown and "Hand in 1 change" not in shown
        act(entry, upload, "confirm", reason="The page was opened before.")
        upload.refresh_from_db()
        assert upload.state == "ready" and upload.change_set.state == "draft"
        act(entry, upload, "again")
        upload.refresh_from_db()
        assert upload.change_set.changes.get().before["votes"] == "2"

    def test_what_nobody_confirmed_goes_after_thirty_days(self, loaded, staff):
        entry = staff("entry")
        old = sent(entry, loaded.path("turnout").read_bytes(), "turnout")
        loaded.change("results", 2, votes="1")
        kept = sent(entry, loaded.path("results").read_bytes())
        act(entry, kept, "confirm", reason="x")
        loaded.change("results", 2, votes="2")
        stale = sent(entry, loaded.path("results").read_bytes())
        Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=31))
        assert uploads.forget_old() == 2
        assert list(Upload.objects.all()) == [kept]
        assert set(ChangeSet.objects.all()) == {kept.change_set}
        assert not StoredPart.objects.filter(name__in=[old.file.name, stale.file.name]).exists()
        assert Turnout.objects.exists()


def test_uploads_are_their_owners(loaded, staff):
    upload = sent(staff("entry"), loaded.path("results").read_bytes())
    other = staff("entry", "other")
    for path in ("change/", "progress/", "faults.csv", "with-faults/"):
        assert other.get(f"/admin/elections/upload/{upload.pk}/{path}").status_code == 404
    assert act(other, upload, "discard").status_code == 404
    assert staff("viewer").get(NEW).status_code == 403
    choices = dict(other.get(NEW).context["form"].fields["table"].choices)
    assert "areas" not in choices and "results" in choices
    assert "areas" in dict(staff("editor").get(NEW).context["form"].fields["table"].choices)
