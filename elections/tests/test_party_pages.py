"""The list of parties and the page of each: names, life, family, every claim, and addresses that moved."""

import json

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from elections.models import Exclusion, Party, PartyEvent, Redirect, Result, Source, Tombstone
from elections.tests.answers import asked, content, page, text
from elections.views.party import context_of
from elections.views.party_events import family_of, what_happened

pytestmark = pytest.mark.django_db
LIST_QUERIES, COLD_QUERIES = 12, 20


def links(shown) -> set[str]:
    return {each.attributes["href"] for each in shown.all("a")}


@pytest.mark.usefixtures("record")
class TestList:
    def test_every_party_is_there_with_its_names(self):
        shown = page("/parties/?page_size=100&country=KZ")
        assert next(each.text for each in shown.by_class("found")).startswith("27 parties: country: Kazakhstan")
        languages = {each.text: each.attributes["lang"] for each in shown.all("small") if "lang" in each.attributes}
        assert languages["Нұр Отан"] == "kk-Cyrl" and languages["Отан"] == "und-Cyrl"
        assert "/parties/kz-nur-otan/" in links(shown)

    def test_files_hold_the_same_rows(self):
        rows = json.loads(text(asked("/parties.json?country=UZ&ordering=id")))["results"]
        assert [row["id"] for row in rows] == sorted(Party.objects.filter(country="UZ").values_list("pk", flat=True))
        assert content(asked("/parties.csv?country=UZ")).count(b"\n") == len(rows) + 1

    def test_any_spelling_finds(self):
        for spelling in ("Ak Zhol", "Ак жол", "Ақ жол", "ak jol"):
            assert "/parties/kz-ak-zhol/" in links(page(f"/parties/?search={spelling}")), spelling

    def test_few_queries_however_many_rows(self):
        with CaptureQueriesContext(connection) as queries:
            page("/parties/?page_size=100")
        assert len(queries) <= LIST_QUERIES, [each["sql"][:90] for each in queries]

    def test_nothing_found_is_said(self):
        assert page("/parties/?search=atlantis").by_class("empty")
        assert page("/parties/?alignment=good", status=400)


@pytest.mark.usefixtures("record")
class TestPage:
    def test_every_party_has_a_page_that_is_well_formed(self):
        for party in Party.objects.order_by("pk"):
            shown = page(f"/parties/{party.pk}/")
            assert [each.text for each in shown.all("h1")] == [party.name]
            identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
            assert len(identifiers) == len(set(identifiers)), party.pk
            for table in shown.all("table"):
                assert shown.inside(table, "caption")
                assert all("scope" in each.attributes for each in shown.inside(table, "th"))
            assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]
            for anchor in links(shown):
                assert not anchor.startswith("#") or anchor[1:] in identifiers, (party.pk, anchor)

    def test_every_claim_of_the_party_stands_on_it(self):
        for party in ("kz-nur-otan", "kg-sdpk", "tj-pdpt"):
            shown = page(f"/parties/{party}/")
            claims = Result.objects.filter(contender__party=party).count()
            section = shown.by_id("claims")
            rows = [each for each in shown.inside(section, "tr") if shown.inside(each, "td")]
            assert len(rows) == claims > 20
            assert f"{claims} claims of results" in section.text

    def test_every_event_stands_on_it_with_its_source(self):
        shown = page("/parties/kz-adilet/")
        own = PartyEvent.objects.filter(party="kz-adilet").count()
        [timeline] = shown.by_class("timeline")
        assert len(shown.inside(timeline, "li")) == own
        assert all(shown.inside(each, "a")[0].attributes["class"] == "ref" for each in shown.inside(timeline, "li"))
        assert "Merged into Ak Zhol Democratic Party of Kazakhstan" in timeline.text

    def test_the_family_is_a_picture_and_a_nested_list(self):
        shown = page("/parties/kz-otan/")
        [tree] = shown.by_class("tree")
        assert [each.text.split("\n")[0] for each in shown.inside(tree, "b")] == ["Otan (Fatherland)"]
        assert {"/parties/kz-amanat/", "/parties/kz-nur-otan/", "/parties/kz-asar/"} <= links(shown)
        assert shown.by_id("party-lineage-kz-otan")
        assert "no source read tells" in page("/parties/kg-reforma/").by_id("family").text.lower()

    def test_an_exclusion_stands_on_it(self):
        row = Exclusion.objects.exclude(party=None).select_related("party").first()
        assert row.name in page(f"/parties/{row.party_id}/").by_id("ballot").text

    @pytest.mark.parametrize("kind", ["party-life", "party-lineage"])
    def test_its_pictures_have_addresses_of_their_own(self, kind):
        assert len(page(f"/charts/{kind}/kz-otan/").all("h1")) == 1
        rows = json.loads(text(asked(f"/charts/{kind}/kz-otan.json")))
        assert rows["count"] == len(rows["results"]) > 4
        assert text(asked(f"/charts/{kind}/kz-otan.svg")).startswith("<?xml")

    def test_few_queries(self):
        for party in ("kz-nur-otan", "kg-sdpk", "kz-amanat"):
            with CaptureQueriesContext(connection) as queries:
                page(f"/parties/{party}/?")
            assert len(queries) <= COLD_QUERIES, [each["sql"][:90] for each in queries]

    def test_the_template_asks_nothing(self, rf):
        made = context_of(Party.objects.select_related("country", "source").get(pk="kz-nur-otan"), {})

        def refuse(execute, sql, params, many, context):
            raise AssertionError(f"a template asked the database: {sql[:200]}")

        with connection.execute_wrapper(refuse):
            render_to_string("parties/party.html", made, rf.get("/parties/kz-nur-otan/"))

    def test_a_parameter_that_is_none_is_refused_in_words(self):
        assert (
            "There is no parameter" in page("/parties/kz-otan/?colour=red", status=400).by_class("standfirst")[0].text
        )

    def test_every_kind_of_event_has_words_from_both_sides(self):
        for event in PartyEvent.objects.select_related("party", "other_party", "election"):
            for party in filter(None, [event.party, event.other_party]):
                words = what_happened(event, party)
                assert words and "%" not in words

    def test_families_of_all_parties_hold_the_party(self):
        for party in Party.objects.all():
            assert sum(each.is_self and not each.is_again for each in family_of(party)) == 1


class TestAddresses:
    @pytest.fixture(autouse=True)
    def small(self, tables):
        tables.load()

    @pytest.fixture
    def party(self):
        return Party.objects.order_by("pk").first().pk

    def test_other_spellings_redirect(self, client, party):
        for spelling in (party.upper(), party.replace("-", "_"), party.replace("-", " ")):
            answer = client.get(f"/parties/{spelling}/")
            assert (answer.status_code, answer.headers.get("Location")) == (301, f"/parties/{party}/"), spelling

    def test_an_id_that_moved_redirects(self, client, party):
        Redirect.objects.create(table="parties", old_id="kz-old-name", new_id=party)
        for spelling in ("kz-old-name", "KZ-Old-Name"):
            chain = client.get(f"/parties/{spelling}/", follow=True).redirect_chain
            assert {status for _, status in chain} == {301} and chain[-1][0] == f"/parties/{party}/"

    @pytest.mark.parametrize("has_successor", [False, True])
    def test_what_was_withdrawn_is_gone_with_reason_and_successor(self, client, party, has_successor):
        successor = party if has_successor else ""
        Tombstone.objects.create(table="parties", row_id="kz-gone", reason="Entered <b>twice</b>", successor=successor)
        answer = client.get("/parties/kz-gone/")
        assert answer.status_code == 410 and "Entered &lt;b&gt;twice&lt;/b&gt;" in text(answer)
        assert (f'href="/parties/{party}/"' in text(answer)) is has_successor

    @pytest.mark.parametrize("address", ["/parties/zz-nothing/", "/parties/%00/", "/parties/<script>/"])
    def test_what_never_was_is_not_found(self, client, address):
        assert client.get(address).status_code == 404

    def test_a_party_without_anything_has_a_page(self, client):
        Party.objects.create(pk="kz-bare", country_id="KZ", name="Bare", source=Source.objects.first())
        answer = client.get("/parties/kz-bare/")
        assert answer.status_code == 200 and "It stood in no election of the record" in text(answer)
