"""Filing by HTTP: kept while it is typed, reviewed by another person, then public without its author."""

import json

import pytest

from elections.models import ChangeSet, ChangeState
from observers.importers.places import finer_than_shown
from observers.models import FiledReport, Finding, Mission, Observer, Report
from observers.tests.filing_steps import FILED, NEW, SEEN, VOTE, answers, filed, reviewed, seen

pytestmark = pytest.mark.django_db


class TestTheWholePath:
    def test_what_is_filed_is_reviewed_and_then_public(self, observer, staff, client):
        report = filed(observer(), {**SEEN}, {**SEEN, "figure": "", "figure_unit": "", "observed_n": "", "area": ""})
        assert report.state == ChangeState.IN_REVIEW and not Finding.objects.filter(pk__contains="-field-").exists()
        page = reviewed(staff("reviewer"), report).content.decode()
        assert "Published" in page and report.state == ChangeState.PUBLISHED
        first, second = Finding.objects.filter(pk__contains="-field-").order_by("pk")
        assert (first.figure, first.observed_n, first.figure_unit) == (3, 11, SEEN["figure_unit"])
        assert first.area_id == "KZ-ALA" and first.place == "" and second.area is None
        assert first.mission.organisations.get().pk == "odihr"
        listed = client.get("/observers/findings/", {"election": VOTE}).content.decode()
        assert f'<span lang="und">{SEEN["summary"]}</span>' in listed, "observers write in any language"
        assert SEEN["summary"] in listed and "Medeu" not in listed and "1245" not in listed
        rows = client.get("/api/v1/findings", {"election": VOTE}).json()
        assert SEEN["summary"] in json.dumps(rows) and "Medeu" not in json.dumps(rows)
        assert client.get(f"/observers/reports/{Report.objects.get(kind='field').pk}/").status_code == 200


class TestWhoSeesWhat:
    def test_others_see_what_is_sent_and_is_their_organisations(self, observer, staff, client):
        mine, colleague, stranger = observer("zq-mine"), observer("colleague"), observer("stranger", "pace")
        draft, sent = filed(mine, action="keep"), filed(mine)
        others = {"colleague": colleague, "stranger": stranger, "reviewer": staff("reviewer"), "entry": staff("entry")}
        others |= {"viewer": staff("viewer"), "nobody": client}
        expected = {"colleague": (404, 200), "stranger": (404, 404), "reviewer": (404, 200), "entry": (403, 403)}
        expected |= {"viewer": (403, 403), "nobody": (302, 302)}
        paths = [f"{FILED}{report.pk}/" for report in (draft, sent)]
        assert {name: tuple(each.get(path).status_code for path in paths) for name, each in others.items()} == expected
        for name, each in others.items():
            answer = each.post(paths[1], {"action": "take_back"})
            assert answer.status_code in (302, 403, 404) and (answer.status_code == 302) == (name == "nobody")
        sent.refresh_from_db()
        assert sent.state == ChangeState.IN_REVIEW
        listed = {name: each.get(FILED).content.decode() for name, each in others.items()}
        assert [name for name, page in listed.items() if paths[1] in page] == ["colleague", "reviewer"]
        assert not [name for name, page in listed.items() if paths[0] in page]
        assert "zq-mine" not in colleague.get(paths[1]).content.decode(), "a colleague is not told who filed"

    def test_only_observers_of_an_organisation_file(self, observer, staff, client):
        observer()
        assert client.get(NEW).url.startswith("/admin/login/?next=")
        assert staff("observer", "untied").get(NEW).status_code == 403
        for role in ("viewer", "entry", "reviewer", "editor", "administrator"):
            assert staff(role, f"a-{role}").get(NEW).status_code == 403
            assert staff(role, f"b-{role}").post(NEW, answers(SEEN)).status_code == 403
        assert not FiledReport.objects.exists()
        signed_out = client.post(NEW, answers(SEEN), headers={"Accept": "application/json"})
        assert signed_out.status_code == 401 and signed_out.json()["fault"]

    def test_an_administrator_ties_an_observer_to_an_organisation(self, tables, staff):
        tables.load()
        administrator = staff("administrator")
        person = {"username": "new", "is_active": "on", "role": "observer"}
        page = administrator.post("/admin/auth/user/add/", person).content.decode()
        assert "Name the organisation" in page and not Observer.objects.exists()
        page = administrator.post("/admin/auth/user/add/", {**person, "organisation": "nobody"}).content.decode()
        assert "is no organisation of the record" in page
        assert administrator.post("/admin/auth/user/add/", {**person, "organisation": "echo"}).context["link"]
        observer = Observer.objects.get()
        assert (observer.user.username, observer.organisation_id) == ("new", "echo")
        at = f"/admin/auth/user/{observer.user_id}/change/"
        assert administrator.get(at).context["form"]["organisation"].value() == "echo"
        administrator.post(at, {**person, "role": "viewer", "organisation": "echo"})
        assert not Observer.objects.exists()


class TestKeeping:
    def test_half_a_report_is_kept_and_sent_when_it_is_whole(self, observer):
        client = observer()
        report = filed(client, {"summary": "Half of it."}, action="keep", vote="")
        assert report.state == ChangeState.DRAFT and report.answers["findings"][0]["summary"] == "Half of it."
        page = client.get(f"{FILED}{report.pk}/").content.decode()
        assert "Half of it." in page
        answer = client.post(
            f"{FILED}{report.pk}/", {**answers({"summary": "x"}, vote=""), "seen": seen(report), "action": "send"}
        )
        assert "4 answers are missing or wrong" in answer.content.decode()
        report.refresh_from_db()
        assert report.change_set is None and report.answers["findings"][0]["summary"] == "x", "it is kept all the same"

    def test_one_form_makes_one_draft_and_windows_do_not_overwrite_each_other(self, observer):
        client, script = observer(), {"headers": {"Accept": "application/json"}}
        token = client.get(NEW).context["token"]
        first = client.post(NEW, answers(SEEN, token=token), **script).json()
        client.post(NEW, answers(SEEN, token=token, seen=first["seen"]), **script)
        report = FiledReport.objects.get()
        assert report.answers["token"] == token and first["address"] == f"{FILED}{report.pk}/"
        stale = client.post(first["address"], answers({"summary": "Older."}, seen=first["seen"]), **script)
        assert stale.status_code == 409
        page = client.post(first["address"], answers({"summary": "Older."}, seen=first["seen"])).content.decode()
        report.refresh_from_db()
        assert "in another window" in page and "Older." in page and report.answers["findings"][0]["summary"] != "Older."

    @pytest.mark.parametrize(
        ("cells", "words"),
        [
            ({"area": "Atlantis"}, "No region or city of that name"),
            ({"figure": "12,5"}, "is not a number"),
            ({"figure": "", "figure_unit": "stations"}, "A number says what it counts"),
            ({"figure": "", "figure_unit": ""}, "Say how many of the places observed"),
            ({"category": "rumour"}, "rumour"),
            ({"summary": "Call +7 (701) 555-01-02"}, "Take out the phone number"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, observer, cells, words):
        page = filed(observer(), {**SEEN, **cells}).content.decode()
        assert words in page and 'href="#id_finding-0-' in page and not FiledReport.objects.get().change_set

    def test_a_report_sent_back_is_mended_and_sent_again(self, observer, staff):
        client, reviewer = observer(), staff("reviewer")
        report = filed(client)
        reviewed(reviewer, report, "send_back", note="Which hour?")
        assert "Which hour?" in client.get(f"{FILED}{report.pk}/").content.decode()
        client.post(
            f"{FILED}{report.pk}/", {**answers({**SEEN, "summary": "At noon."}), "seen": seen(report), "action": "send"}
        )
        reviewed(reviewer, report)
        assert [each.summary for each in Finding.objects.filter(pk__contains="-field-")] == ["At noon."]
        assert "The public report" in client.get(f"{FILED}{report.pk}/").content.decode()

    def test_two_reports_of_a_new_mission_are_published_one_after_the_other(self, observer, staff):
        reviewer = staff("reviewer")
        first, second = filed(observer()), filed(observer("colleague"), {**SEEN, "summary": "Another thing."})
        for report in (first, second):
            reviewed(reviewer, report)
            assert report.state == ChangeState.PUBLISHED
        assert Mission.objects.filter(organisations="odihr").count() == 2, "the joint one, and their own"
        assert Report.objects.filter(kind="field").count() == 2

    def test_a_draft_is_taken_back_and_deleted(self, observer):
        client = observer()
        report = filed(client)
        client.post(f"{FILED}{report.pk}/", {"action": "take_back"})
        report.refresh_from_db()
        assert report.state == ChangeState.DRAFT
        client.post(f"{FILED}{report.pk}/", {"action": "discard"})
        assert not FiledReport.objects.exists() and not ChangeSet.objects.exists()

    @pytest.mark.parametrize("seen", ["2026-99-99T00:00", "yesterday", "\x00", ""])
    def test_odd_answers_are_no_error(self, observer, seen):
        client = observer()
        odd = answers({"summary": "a\x00b", "figure": "9" * 5_000}, vote="\x00", token="\x00", seen=seen)
        for action in ("keep", "remove:99", "detach:x", "send", "add", "unheard"):
            report = filed(client, action="keep")
            for path in (NEW, f"{FILED}{report.pk}/"):
                answer = client.post(path, {**odd, "findings": "1e9", "action": action})
                assert answer.status_code in (200, 302), (path, action)
        assert client.get("/admin/").url == FILED, "an observer has nothing to do among the staff's pages"
        assert client.get(f"{FILED}{10**30}/").status_code == 404


class TestSteps:
    def test_a_step_says_what_is_missing_in_it_alone(self, observer):
        client = observer()
        empty = client.post(NEW, answers({}, vote="", action="next:1", step="1")).content.decode()
        assert (
            "1 answer is missing or wrong" in empty and "Choose the vote" in empty and "Choose the stage" not in empty
        )
        onward = client.post(NEW, answers({}, action="next:1", step="1"))
        assert onward.status_code == 302 and onward.url.endswith("/?step=2")
        page = client.get(onward.url).content.decode()
        assert 'aria-current="step"><button name="action" value="go:2"' in page
        told = client.post(
            NEW, answers({**SEEN, "stage": ""}, action="next:2", step="2"), headers={"Accept": "application/json"}
        ).json()
        assert told["is_wrong"] is True and not told["fault"]

    def test_a_step_is_turned_with_half_of_an_answer(self, observer):
        answer = observer().post(NEW, answers({"summary": "Half"}, action="go:4", step="2"))
        assert answer.url.endswith("?step=4") and FiledReport.objects.get().answers["findings"][0]["summary"] == "Half"

    @pytest.mark.parametrize("step", ["0", "5", "x", "²", "1" * 5_000, ""])
    def test_what_is_no_step_is_the_first(self, observer, step):
        client = observer()
        assert 'value="go:1"' in client.get(NEW, {"step": step}).content.decode()
        assert client.post(NEW, answers(SEEN, action=f"next:{step}", step=step)).url.endswith("?step=2")

    def test_every_fault_is_open_when_it_is_sent(self, observer):
        page = filed(observer(), {**SEEN, "stage": "", "observed_n": "many"}).content.decode()
        opened = [f'data-step="{step}"' in page and f'data-step="{step}" hidden' not in page for step in (2, 3)]
        assert opened == [True, True] and "2 answers are missing or wrong" in page

    def test_the_next_report_begins_with_the_vote_of_the_last(self, observer):
        client = observer()
        filed(client)
        assert f'<option value="{VOTE}" selected>' in client.get(NEW).content.decode()


def test_pages_of_filing_ask_few_questions(observer, staff, django_assert_max_num_queries):
    client = observer()
    draft, sent = filed(client, SEEN, SEEN, SEEN, action="keep"), filed(client, SEEN, SEEN, SEEN)
    for address in (NEW, FILED, f"{FILED}{draft.pk}/", f"{FILED}{sent.pk}/"):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("shown", "summary", "is_refused"),
    [
        ("region", "At station 12 the box stood open.", True),
        ("region", "На участке № 1245 урна была открыта.", True),
        ("region", "В УИК 7 урна была открыта.", True),
        ("region", "Box 1245 stood open.", True),
        ("region", "In Zq-town the box stood open.", True),
        ("region", "In 3 of 12 stations the box stood open.", False),
        ("region", "", False),
        ("area", "In Zq-town the box stood open.", False),
        ("area", "In Zq-town, precinct 12, the box stood open.", True),
        ("station", "In Zq-town, precinct 1245, the box stood open.", False),
    ],
)
def test_words_name_no_place_finer_than_the_form_says(observer, shown, summary, is_refused):
    finding = {**SEEN, "town": "zq-town", "station": "1245", "summary": summary or SEEN["summary"]}
    answer = filed(observer(), finding, shown=shown)
    assert isinstance(answer, FiledReport) != is_refused
    if is_refused:
        assert "out of the text" in answer.content.decode()


NUMBERED = """
    At station 12 the box stood open; in polling station No. 12; station #12; precinct no 3; polling place 4; PEC-12
    PS 7; In stations 12 and 14; stations No. 12; on the 12th polling station; at station 12 voters were sent away
    station (12); box 12 stood open; Ballot box No. 12; boxes 3 to 5; booth 3 had no curtain; school No. 5; school 5
    No. 12 was closed; урна 12 была открыта; из урны № 12; в урне 3; кабинка 3; в кабинке № 3; УИК 12; УИК-12; УИК №12
    участок 12; № 12; на участке № 12; участком 5; участок номер 12; уч. № 12; на 12-м участке
    12-й избирательный участок; на участках 12 и 14; в школе № 5; школа 5; лицей 28; детский сад 3; мектеп 12
    № 12 сайлау учаскесі; 12-ші сайлау учаскесі; участкасы 12; 12-чи шайлоо участкасы; 12-sonli saylov uchastkasi
    maktab 12; saýlaw uçastogy 12
"""
UNNUMBERED = """
    In 3 of 12 stations the box stood open; 12 polling stations; 12 ballots; 3 boxes; in the box 12 ballots were found
    In stations 12 observers were sent away; we left the station, 12 observers stayed; the station opened at 12:30
    A second box was brought; the first box was not sealed; the station stayed open between 8 and 20; Form No. 3
    PS: all well; Law No. 12; candidate No. 2; закон № 12; the article No. 5; observers saw 2 boxes
    there was no ballot box; на 12 участках; 12 участков; на участке 12 избирателей ждали час
    в урну 12 бюллетеней вбросили; в УИК 12 членов; на участке 2 человека; на участках 12 наблюдателей удалили
    на участке 12:30; на участке 12 часов не было света; урна была не опечатана; две урны; кабинка без шторы
    участок не открылся вовремя
"""


def texts_of(lines: str) -> list[str]:
    return [text.strip() for line in lines.strip().splitlines() for text in line.split("; ")]


@pytest.mark.parametrize("text", texts_of(NUMBERED))
def test_a_number_that_leads_to_a_station_is_known_in_every_language(text):
    assert finer_than_shown(text, "region", [], "") and finer_than_shown(text, "area", [], "")
    assert not finer_than_shown(text, "station", [], "")


@pytest.mark.parametrize("text", texts_of(UNNUMBERED))
def test_a_number_that_counts_hides_nothing(text):
    assert not finer_than_shown(text, "region", [], "")


def test_a_town_that_is_shown_hides_no_station(observer):
    answer = filed(observer(), {**SEEN, "town": "Medeu, station 1245"}, shown="area")
    assert "Take the number of the station, box, booth or school out of the text" in answer.content.decode()
