"""The staff's pages by HTTP: nothing published is edited, and each role does what it may and no more."""

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from elections.admin.rows import made_id
from elections.importers import changes, record
from elections.models import ChangeChannel, ChangeSet, Election, Result, Source, Turnout
from observers.importers import RECORD

pytestmark = pytest.mark.django_db

NUR_OTAN = "kz-2012-mazhilis-nur-otan"


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


def address(row, what="change"):
    return f"/admin/elections/{row._meta.model_name}/{row.pk}/{what}/"


def final():
    return Result.objects.get(contender=NUR_OTAN, basis="official_final")


def typed(client, path, **cells):
    """Send the form of a row with other cells than it shows."""
    form = client.get(path).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if not form.fields[name].disabled}
    return client.post(path, {**shown, "change_set": "new", "set_title": "", "reason": "The protocol.", **cells})


@pytest.mark.parametrize(
    ("cells", "made"),
    [
        ({"country": "KZ", "date": "2031-01-10", "body": "Mazhilis"}, "kz-2031-mazhilis"),
        ({"country": "KG", "date": "2031-06", "kind": "referendum"}, "kg-2031-referendum"),
        ({"country": "KZ", "date": "2012-05-01", "body": "Mazhilis"}, "kz-2012-mazhilis-2"),
        ({"country": "KG", "date": "2031-06-27", "round_of": "kg-2031-president"}, "kg-2031-president-r2"),
        ({"country": "KG", "body": "President"}, ""),
    ],
)
def test_the_id_of_a_new_election_is_made_of_country_year_and_office(loaded, cells, made):
    assert made_id(record.ELECTIONS, cells) == made


class TestTheWholePath:
    def test_a_figure_is_corrected_by_two_people(self, loaded, staff):
        entry, reviewer = staff("entry"), staff("reviewer")
        answer = typed(entry, address(final()), votes="5621437")
        assert answer.status_code == 302
        assert final().votes == 5621436
        change_set = ChangeSet.objects.get()
        page = entry.get(answer.url).content.decode()
        assert "5621437" in page and "Hand in for review" in page and "Approve" not in page
        entry.post(answer.url, {"action": "hand_in", "title": "Votes of 2012", "reason": "The protocol says so."})
        page = reviewer.get(answer.url).content.decode()
        assert "Approve and publish" in page and "The protocol says so." in page
        assert entry.post(answer.url, {"action": "approve"}).status_code == 403
        reviewer.post(answer.url, {"action": "send_back", "note": "It says 5621438."})
        assert "It says 5621438." in entry.get("/admin/").content.decode()
        change = change_set.changes.get()
        row = f"/admin/elections/changeset/{change_set.pk}/row/{change.pk}/"
        form = entry.get(row).context["form"]
        entry.post(row, {**{name: form[name].value() or "" for name in form.fields}, "votes": "5621438"})
        entry.post(answer.url, {"action": "hand_in"})
        reviewer.post(answer.url, {"action": "approve"})
        assert final().votes == 5621438
        history = entry.get(address(final(), "history")).content.decode()
        assert "5621436" in history and "5621438" in history and "Votes of 2012" in history
        reviewer.post(answer.url, {"action": "roll_back", "reason": "It was right before."})
        back = ChangeSet.objects.exclude(pk=change_set.pk).get()
        reviewer.post(f"/admin/elections/changeset/{back.pk}/change/", {"action": "hand_in"})
        assert reviewer.post(f"/admin/elections/changeset/{back.pk}/change/", {"action": "approve"}).status_code == 403
        staff("editor").post(f"/admin/elections/changeset/{back.pk}/change/", {"action": "approve"})
        assert final().votes == 5621436

    def test_a_reviewer_sees_what_turns_and_what_others_claim(self, loaded, staff):
        entry, reviewer = staff("entry"), staff("reviewer")
        answer = typed(entry, address(final()), votes="15621436")
        entry.post(answer.url, {"action": "hand_in", "reason": "A misprint, as printed."})
        page = reviewer.get(answer.url).content.decode()
        assert "What it does to the arithmetic" in page and "Other claims of the same figure" in page
        assert "https://example.org/cec" in page

    def test_a_faulty_row_is_refused_in_the_words_of_the_importer(self, loaded, staff):
        answer = typed(staff("entry"), address(final()), votes="5.621.437", source_id="Nobody")
        page = answer.content.decode()
        assert answer.status_code == 200 and not ChangeSet.objects.exists()
        assert "is not a count of zero or more; write thousands without a separator" in page
        assert "is not an id of lower-case letters" in page

    def test_what_refers_to_nothing_is_marked_in_the_set_and_cannot_be_handed_in(self, loaded, staff):
        entry = staff("entry")
        answer = typed(entry, address(final()), source_id="nobody")
        page = entry.get(answer.url).content.decode()
        assert "is not known; sources has no such row" in page
        page = entry.post(answer.url, {"action": "hand_in", "reason": "x"}, follow=True).content.decode()
        assert "It cannot be published as it is" in page
        assert ChangeSet.objects.get().state == "draft"

    def test_a_withdrawal_is_proposed_with_its_successor(self, loaded, staff):
        entry, reviewer = staff("entry"), staff("reviewer")
        row = Turnout.objects.get(as_of_time="10:00")
        answer = entry.post(address(row, "withdraw"), {"change_set": "new", "set_title": "", "reason": "Twice."})
        entry.post(answer.url, {"action": "hand_in"})
        reviewer.post(answer.url, {"action": "approve"})
        assert not Turnout.objects.filter(pk=row.pk).exists()
        page = entry.get(address(row), follow=True).content.decode()
        assert "Twice." in page and "withdrawn" in page

    def test_a_conflict_shows_both_versions_and_applies_nothing(self, loaded, staff):
        entry, other, reviewer = staff("entry"), staff("entry", "other"), staff("reviewer")
        first, second = typed(entry, address(final()), votes="1"), typed(other, address(final()), votes="2")
        for client, answer in ((entry, first), (other, second)):
            client.post(answer.url, {"action": "hand_in"})
        reviewer.post(first.url, {"action": "approve"})
        page = reviewer.post(second.url, {"action": "approve"}, follow=True).content.decode()
        assert "no longer what this change started from" in page and "As published now" in page
        assert final().votes == 1


ALLOWED = {
    # role: what it may do, of: propose facts, propose reference data, review others' sets, see people
    "viewer": set(),
    "entry": {"propose"},
    "observer": set(),
    "reviewer": {"propose", "review"},
    "editor": {"propose", "reference", "review"},
    "administrator": {"propose", "reference", "review", "people"},
}
each_role = pytest.mark.parametrize("role", ALLOWED)


@each_role
class TestRoles:
    def test_tables_are_seen_and_proposed_to(self, loaded, staff, role):
        client, may = staff(role), ALLOWED[role]
        for table in RECORD:
            model = table.model._meta
            base = f"/admin/{model.app_label}/{model.model_name}/"
            proposes = "reference" in may if table.name in ("areas", "organisations") else "propose" in may
            seen = 200 if role != "observer" else 403
            assert client.get(base).status_code == seen, base
            assert client.get(f"{base}add/").status_code == (200 if proposes else 403), base
            row = table.model.objects.first()
            if row is None:
                continue
            assert client.get(f"{base}{row.pk}/change/").status_code == seen
            assert client.get(f"{base}{row.pk}/history/").status_code == seen
            assert client.post(f"{base}{row.pk}/change/", {}).status_code == (200 if proposes else 403)
            for withdrawing in (client.get, client.post):
                assert withdrawing(f"{base}{row.pk}/withdraw/").status_code == (200 if proposes else 403)

    @pytest.mark.parametrize("state", ["draft", "in_review", "sent_back", "published"])
    @pytest.mark.parametrize("own", [True, False])
    def test_sets_are_acted_on(self, loaded, staff, role, state, own):
        client, may, someone, second = (
            staff(role),
            ALLOWED[role],
            staff("entry", "someone"),
            staff("reviewer", "second"),
        )
        author = client.user if own else someone.user
        change_set = changes.begin(author, "T", ChangeChannel.FORM, "Because.")
        changes.alter(change_set, record.RESULTS, final().pk, {"votes": "1"})
        if state != "draft":
            changes.hand_in(change_set)
        if state == "sent_back":
            changes.send_back(change_set, second.user, "Mend it.")
        if state == "published":
            second.post(f"/admin/elections/changeset/{change_set.pk}/change/", {"action": "approve"})
        path = f"/admin/elections/changeset/{change_set.pk}/change/"
        is_open, waits = state in ("draft", "sent_back"), state == "in_review"
        expected = {
            "save": own and is_open and "propose" in may,
            "drop": own and is_open and "propose" in may,
            "rebase": own and is_open and "propose" in may,
            "throw_away": own and state == "draft" and "propose" in may,
            "take_back": own and waits,
            "approve": not own and waits and "review" in may,
            "send_back": not own and waits and "review" in may,
            "roll_back": state == "published" and "propose" in may,
        }
        seen = role != "observer" and (own or state == "published" or state != "draft" and "review" in may)
        assert client.get(path).status_code == (200 if seen else 403 if role == "observer" else 404)
        tried = {}
        for action in expected:
            extra = {"note": "x", "change": change_set.changes.get().pk if action in ("drop", "rebase") else ""}
            with transaction.atomic():
                tried[action] = client.post(path, {"action": action, **extra}).status_code == 302
                transaction.set_rollback(True)
        assert tried == {action: bool(may_it) and seen for action, may_it in expected.items()}

    def test_only_administrators_see_people(self, loaded, staff, role):
        expected = 200 if "people" in ALLOWED[role] else 403
        assert staff(role).get("/admin/auth/user/").status_code == expected


def test_nothing_of_the_staff_is_open_to_others(loaded, client):
    for path in (
        "/admin/",
        "/admin/elections/result/",
        "/admin/elections/changeset/",
        "/admin/find/elections.source/?q=c",
    ):
        assert client.get(path).status_code == 302
    user = User.objects.create_user("reader", password="x")
    client.force_login(user)
    assert client.get("/admin/elections/result/").status_code == 302


def test_lists_find_names_in_any_script_and_filter_by_reference(loaded, staff):
    client = staff("viewer")
    found = set(client.get("/admin/elections/result/", {"q": "Нұр Отан"}).context["cl"].queryset)
    about = Result.objects.filter(contender__name="Nur Otan")
    assert found == {*about, *Result.objects.filter(source__title__contains="Nur Otan")} > set()
    assert client.get("/admin/elections/party/", {"q": "нурр отан"}).context["cl"].result_count == 1
    only = client.get("/admin/elections/result/", {"source__id__exact": "cec"}).context["cl"]
    assert only.result_count == Result.objects.filter(source="cec").count() > 0
    of = {"contender__election__id__exact": "kz-2012-mazhilis", "basis__exact": "official_final"}
    assert client.get("/admin/elections/result/", of).context["cl"].result_count > 0
    answer = client.get("/admin/find/elections.party/", {"q": "Нур"})
    assert [row["id"] for row in answer.json()["found"]] == ["kz-nur-otan"]


def test_a_search_for_sources_offers_first_what_the_election_and_then_its_country_name(loaded, staff):
    client = staff("entry")
    for pk in ("aa-elsewhere", "zz-protocol", "zz-country"):
        Source.objects.create(pk=pk, publisher="Commission", title="Protocol", kind="electoral_commission")
    Turnout.objects.filter(election="kg-2005-president").update(source="aa-elsewhere")
    Turnout.objects.filter(election="kz-2012-mazhilis").update(source="zz-protocol")
    Election.objects.filter(pk="kz-2011-president").update(source="zz-country")

    def offered(**scope):
        found = client.get("/admin/find/elections.source/", {"q": "protocol", **scope}).json()["found"]
        return [row["id"] for row in found]

    assert offered() == ["aa-elsewhere", "zz-country", "zz-protocol"]
    assert offered(election_id="kz-2012-mazhilis") == ["zz-protocol", "zz-country", "aa-elsewhere"]
    assert offered(election_id="kz-2031-proposed") == ["zz-country", "zz-protocol", "aa-elsewhere"]
    page = client.get("/admin/grid/kz-2012-mazhilis/").content.decode()
    assert 'data-election="kz-2012-mazhilis"' in page, "the sheet's search asks for the sources of its election"


def test_lists_take_few_queries(loaded, staff, django_assert_max_num_queries):
    client = staff("viewer")
    for table in RECORD:
        model = table.model._meta
        with django_assert_max_num_queries(15):
            client.get(f"/admin/{model.app_label}/{model.model_name}/")


def test_a_source_is_made_in_place_and_joins_the_set(loaded, staff):
    entry = staff("entry")
    new = {"new-publisher": "Vesti", "new-title": "Итоги", "new-kind": "news", "new-published": "2012-01-18"}
    answer = typed(entry, address(final()), votes="1", source_id="", **new)
    assert answer.status_code == 302, answer.context["form"].errors
    change_set = ChangeSet.objects.get()
    source, row = change_set.changes.get(table="sources"), change_set.changes.get(table="results")
    assert source.row_id == row.values["source_id"] == "vesti-2012-01-18"
    assert "It cannot be published" not in entry.get(answer.url).content.decode()
    faulty = typed(entry, address(final()), votes="2", **{**new, "new-kind": "", "new-published": "18.1.2012"})
    assert "is not a date" in faulty.content.decode() and ChangeSet.objects.count() == 1


def test_an_earlier_version_is_proposed_again_from_the_history(loaded, staff):
    entry, reviewer = staff("entry"), staff("reviewer")
    row, gone = final(), Turnout.objects.get(as_of_time="10:00")
    change_set = changes.begin(entry.user, "T", ChangeChannel.FORM, "Because.")
    changes.alter(
        change_set, record.RESULTS, row.pk, {"votes": "1", "source_id": "press", "share_pct": "", "share_of": ""}
    )
    changes.withdraw(change_set, record.TURNOUT, gone.pk)
    changes.alter(change_set, record.PARTIES, "kz-ak-zhol", {"source_ids": "wiki", "name": "Other"})
    changes.hand_in(change_set)
    reviewer.post(f"/admin/elections/changeset/{change_set.pk}/change/", {"action": "approve"})
    party = row.contender.election.country.parties.get(pk="kz-ak-zhol")
    expected = {each.row_id: each.before for each in change_set.changes.all()}
    for published in (row, gone, party):
        path = address(published, "history")
        (version,) = [each for each in entry.get(path).context["versions"] if each.kept]
        answer = entry.post(path, {"version": version.kept.pk})
        proposed = ChangeSet.objects.latest("pk").changes.get()
        assert proposed.values == expected[str(published.pk)]
        assert "It cannot be published" not in entry.get(answer.url).content.decode()
    assert staff("viewer").post(path, {"version": version.kept.pk}).status_code == 403
