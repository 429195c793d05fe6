"""How the API behaves towards those who ask: limits, keys, tags, methods, errors, what moved, what is hostile."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date, parse_http_date
from hypothesis import given, settings
from hypothesis import strategies as st

from config import at_once
from config.at_once import ANSWERS
from elections.api.views import ListView
from elections.datasets import caching
from elections.datasets.derivation import derive
from elections.datasets.resources import CODES, RESOURCES
from elections.models import ApiKey, DataVersion, Election, Redirect, Result, Tombstone
from elections.models.keys import hashed
from elections.tests.answers import asked, content, page, rows_of, text
from elections.tests.test_api import API, get, pages, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("record")]


@pytest.fixture
def limits(settings):
    settings.API_ANONYMOUS_PER_MINUTE, settings.API_KEY_PER_MINUTE = 3, 5
    cache.clear()
    yield
    cache.clear()


def problem(answer, status: int, code: str) -> dict:
    """What a refusal says, in the form that every one has."""
    said = json.loads(text(answer))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), said
    assert {"type", "title", "status", "detail", "code", "field", "help"} <= said.keys()
    assert (said["code"], said["status"]) == (code, status) and CODES[code][0] == status
    assert said["type"].startswith("http") and said["help"].endswith("/api/v1/docs/")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return said


def selects(queries) -> list[str]:
    return [each["sql"] for each in queries if each["sql"].startswith("SELECT") and "set_config" not in each["sql"]]


class TestLimits:
    def test_a_reader_without_a_key(self, limits):
        left = []
        for number in range(3):
            answer = get(f"elections?page_size={number + 1}")
            assert answer["RateLimit-Policy"] == '"anonymous";q=3;w=60'
            left.append(answer["RateLimit"].split(";")[1])
        assert left == ["r=2", "r=1", "r=0"]
        refused = get("elections?page_size=9")
        said = problem(refused, 429, "too_many_requests")
        assert 1 <= int(refused["Retry-After"]) <= 60 and "3 questions a minute" in said["detail"]
        assert refused["RateLimit"].startswith('"anonymous";r=0;t=')
        other = Client(REMOTE_ADDR="192.0.2.7").get(f"{API}elections")
        assert other.status_code == 200, "another reader is counted apart"

    def test_what_is_known_already_and_whole_files_are_not_counted(self, limits):
        answer = get("elections")
        for _ in range(5):
            assert get("elections", If_None_Match=answer["ETag"]).status_code == 304
            whole = get("parties.csv")
            assert whole.status_code == 200 and "RateLimit" not in whole.headers
            content(whole)
        assert get("elections?page_size=7")["RateLimit"].startswith('"anonymous";r=1;')

    def test_a_key_allows_more_and_is_kept_as_a_hash(self, limits):
        key = ApiKey(name="A newspaper")
        secret = key.make()
        key.save()
        assert key.key_sha256 == hashed(secret) and secret not in str(key.__dict__)
        answers = [get(f"elections?page_size={n + 1}", Authorization=f"Api-Key {secret}") for n in range(6)]
        assert [each.status_code for each in answers] == [200] * 5 + [429]
        assert answers[0]["RateLimit-Policy"] == '"key";q=5;w=60'
        assert answers[0]["Cache-Control"].startswith("private")
        ApiKey.objects.update(per_minute=7)
        assert get("elections", Authorization=f"Api-Key {secret}")["RateLimit-Policy"] == '"key";q=7;w=60'
        ApiKey.objects.update(revoked_at=timezone.now())
        refused = get("elections", Authorization=f"Api-Key {secret}")
        problem(refused, 401, "bad_key")
        assert refused["WWW-Authenticate"] == "Api-Key"

    @pytest.mark.parametrize("header", ["Api-Key nonsense", "Api-Key", "Bearer x", "Basic eDp5", "Api-Key \xff"])
    def test_a_wrong_key_is_refused(self, header):
        problem(get("elections", Authorization=header), 401, "bad_key")

    def test_the_proxy_s_reader_is_counted_and_not_the_proxy(self, limits, settings):
        settings.TRUSTED_PROXY = "127.0.0.1"
        client = Client(REMOTE_ADDR="127.0.0.1")
        for number in range(5):
            answer = client.get(
                f"{API}elections?page_size={number + 1}", headers={"X-Forwarded-For": f"192.0.2.{number}"}
            )
            assert answer["RateLimit"].startswith('"anonymous";r=2;')

    def test_one_network_of_version_6_is_one_reader(self, limits):
        left = [
            Client(REMOTE_ADDR=f"2001:db8::{n}").get(f"{API}elections?page_size={n}")["RateLimit"].split(";")[1]
            for n in (1, 2)
        ]
        assert left == ["r=2", "r=1"]

    def test_answers_given_again_are_counted_too(self, limits):
        left = [get("parties?page_size=11")["RateLimit"].split(";")[1] for _ in range(3)]
        assert left == ["r=2", "r=1", "r=0"] and ANSWERS.kept
        problem(get("parties?page_size=11"), 429, "too_many_requests")

    def test_a_wrong_key_is_shown_nothing_that_is_kept(self):
        assert get("parties?page_size=12").status_code == get("parties?page_size=12").status_code == 200
        problem(get("parties?page_size=12", Authorization="Api-Key wrong"), 401, "bad_key")

    def test_an_answer_is_kept_for_each_encoding(self):
        for encoding in ("", "gzip", "br", "gzip"):
            answer = get("parties?page_size=13", Accept_Encoding=encoding)
            assert answer.get("Content-Encoding", "") == encoding
            assert (f'-{encoding}"' in answer["ETag"]) == bool(encoding)
            again = get("parties?page_size=13", Accept_Encoding=encoding, If_None_Match=answer["ETag"])
            assert (again.status_code, again["ETag"], again.content) == (304, answer["ETag"], b"")
            assert "Content-Encoding" not in again

    def test_what_a_process_keeps_is_bounded(self, monkeypatch):
        monkeypatch.setattr(at_once, "MOST", 200_000)
        for size in range(20, 40):
            get(f"parties?page_size={size}")
        assert 0 < ANSWERS.size <= 200_000 and ANSWERS.size == sum(len(each.body) for each in ANSWERS.kept.values())

    def test_addresses_are_not_kept(self, limits):
        Client(REMOTE_ADDR="192.0.2.99").get(f"{API}elections")
        names = cache._cache.get_client(None, write=True).keys("*limit*")
        assert names and not any(b"192.0.2" in name for name in names)


class TestTags:
    @pytest.mark.parametrize("address", ["", "elections", "results.csv?election=kz-2012-mazhilis", "search?q=otan"])
    def test_what_is_known_is_not_made_again(self, address):
        first = get(address)
        content(first)
        assert first["ETag"] and first["Last-Modified"] and first["Cache-Control"].startswith("public")
        assert not first.cookies and "Set-Cookie" not in first.headers
        with CaptureQueriesContext(connection) as queries:
            again = get(address, If_None_Match=first["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert len(selects(queries)) == 1
        assert again["Access-Control-Allow-Origin"] == "*" and again.get("Vary") == first.get("Vary")

    def test_every_form_has_a_tag_of_its_own(self):
        asked = [(f"elections.{form}", "*/*") for form in ("json", "csv", "xlsx")]
        tags = set()
        for address, kind in [*asked, ("elections", "application/json"), ("elections", "text/csv")]:
            answer = get(address, Accept=kind)
            tags.add(answer["ETag"])
            content(answer)
        assert len(tags) == 5

    def test_an_answer_that_depends_on_accept_says_so(self):
        assert get("elections")["Vary"] == "Accept, Accept-Encoding"
        assert get("elections.json")["Vary"] == get("elections?format=json")["Vary"] == "Accept-Encoding"

    def test_nothing_is_stale_after_a_publication(self):
        address = "results?contender=kz-2012-mazhilis-nur-otan&fields=id,votes"
        before = get(address)
        Result.objects.filter(contender="kz-2012-mazhilis-nur-otan").update(votes=4)
        DataVersion.raise_by_one()
        after = get(address, If_None_Match=before["ETag"])
        assert after.status_code == 200
        assert {row["votes"] for row in json.loads(text(after))["results"]} == {4}

    @pytest.mark.parametrize("address", ["elections", "results.csv?election=kz-2012-mazhilis"])
    def test_last_modified_alone_is_answered_too_if_it_is_sent_back_as_it_was(self, address, monkeypatch):
        monkeypatch.setattr(caching, "STARTED", int(timezone.now().timestamp()) - 2 * caching.CLOCKS)
        DataVersion.objects.update(raised_at=timezone.now() - timedelta(hours=1))
        first = get(address)
        content(first)
        for _ in range(2):
            again = get(address, If_Modified_Since=first["Last-Modified"])
            assert (again.status_code, content(again), again["ETag"]) == (304, b"", first["ETag"])
        later = http_date(parse_http_date(first["Last-Modified"]) + 1)
        for sent in ({"If_Modified_Since": later}, {"If_Modified_Since": "soon"}):
            assert get(address, **sent).status_code == 200, "a date of another clock says nothing"
        both = get(address, If_Modified_Since=first["Last-Modified"], If_None_Match='"another"')
        assert both.status_code == 200, "a tag decides alone"

    def test_versions_of_one_second_are_told_apart_by_last_modified(self, monkeypatch):
        monkeypatch.setattr(caching, "STARTED", int(timezone.now().timestamp()) - 2 * caching.CLOCKS)
        DataVersion.raise_by_one()
        derive()
        first = get("elections")
        DataVersion.raise_by_one()
        derive()
        assert get("elections", If_Modified_Since=first["Last-Modified"]).status_code == 200
        assert parse_http_date(get("elections")["Last-Modified"]) <= timezone.now().timestamp()
        sooner = DataVersion.objects.get().raised_at
        DataVersion.raise_by_one()
        later = DataVersion.objects.get().raised_at
        assert int(later.timestamp()) > int(sooner.timestamp())

    def test_the_start_of_the_site_is_no_proof_for_what_was_raised_about_then(self, monkeypatch):
        now = int(timezone.now().timestamp())
        monkeypatch.setattr(caching, "STARTED", now)
        for age, status in ((0, 200), (60, 200), (caching.CLOCKS + 2, 304)):
            DataVersion.objects.update(raised_at=datetime.fromtimestamp(now - age, UTC))
            first = get("elections")
            assert first["Last-Modified"] == http_date(now)
            assert get("elections", If_Modified_Since=http_date(now)).status_code == status

    def test_a_kept_answer_is_read_with_one_query(self):
        first = get("results?election=kg-2020-jogorku-kenesh")
        with CaptureQueriesContext(connection) as queries:
            again = get("results?election=kg-2020-jogorku-kenesh")
        assert (text(again), again["Link"]) == (text(first), first["Link"])
        assert len(selects(queries)) == 1

    def test_a_page_takes_few_queries(self):
        with CaptureQueriesContext(connection) as queries:
            get("results?election=kz-2015-president&ordering=-votes")
        assert len(selects(queries)) <= 5


class TestMethodsAndForms:
    def test_head_is_a_get_without_a_body(self):
        for address in ("elections", "elections.csv", "elections/kz-2012-mazhilis"):
            head, whole = Client().head(f"{API}{address}"), get(address)
            assert head.status_code == 200 and content(head) == b""
            for name in ("ETag", "Content-Type", "Last-Modified", "Cache-Control"):
                assert head[name] == whole[name]
            content(whole)

    def test_head_of_a_file_writes_none(self):
        head = ListView.as_view()(RequestFactory().head(f"{API}results.csv"), name="results", suffix="csv")
        assert head.status_code == 200 and head["Content-Type"].startswith("text/csv")
        with CaptureQueriesContext(connection) as queries:
            assert b"".join(head.streaming_content) == b"" and not queries.captured_queries
        content(head)  # ends the moment that the answer was made in

    def test_options_tell_another_site_s_script_what_it_may(self):
        answer = Client().options(f"{API}results", headers={"Origin": "https://example.org"})
        assert answer.status_code == 204 and answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"
        assert "Authorization" in answer["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
    @pytest.mark.parametrize("address", ["", "elections", "elections/kz-2012-mazhilis", "search", "nowhere"])
    def test_it_only_reads(self, method, address):
        answer = getattr(Client(), method)(f"{API}{address}")
        problem(answer, 405, "method_not_allowed")
        assert answer["Allow"] == "GET, HEAD, OPTIONS"

    def test_a_body_is_refused(self):
        problem(Client().generic("GET", f"{API}elections", b"{}", "application/json"), 415, "unsupported_media_type")

    @pytest.mark.parametrize(
        ("address", "accept", "kind"),
        [
            ("elections", "text/csv", "text/csv"),
            ("elections", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
            ("elections", "text/csv;q=0.5, application/json;q=0.4", "text/csv"),
            ("elections.json", "text/csv", "application/json"),
            ("elections.csv?format=json", "application/json", "text/csv"),
            ("elections?format=csv", "application/json", "text/csv"),
            ("areas", "application/geo+json", "application/geo+json"),
            ("elections", "", "application/json"),
        ],
    )
    def test_the_ending_wins_then_format_then_accept(self, address, accept, kind):
        answer = get(address, Accept=accept)
        assert answer.status_code == 200 and answer["Content-Type"].startswith(kind)
        content(answer)

    def test_no_such_form(self):
        problem(get("elections", Accept="image/png"), 406, "not_acceptable")
        problem(get("elections", Accept="application/geo+json"), 406, "not_acceptable")
        problem(get("elections.geojson"), 404, "not_found")
        problem(get("elections.pdf"), 404, "not_found")
        assert problem(get("elections?format=pdf"), 400, "bad_value")["field"] == "format"

    def test_a_map_without_ids_among_its_fields_is_a_map_still(self):
        for address in ("findings.geojson?fields=date,figure", "findings/kz-2015-president-f003.geojson?fields=date"):
            features = told(address)["features"]
            assert features and all(each["id"] and each["geometry"] for each in features if "KZ" in each["id"])
            assert all("id" not in each["properties"] and "date" in each["properties"] for each in features)

    def test_a_file_is_named_by_query_and_day(self):
        answer = get("results.csv?country=KZ&basis=official_final")
        today = timezone.now().date().isoformat()
        assert f'filename="saylau-results-country-kz-basis-official-final-{today}.csv"' in answer["Content-Disposition"]
        content(answer)

    def test_a_spreadsheet_may_have_its_mark(self):
        assert content(get("parties.csv?bom=yes"))[:3] == b"\xef\xbb\xbf"
        assert content(get("parties.csv"))[:3] == b"id,"


class TestFilters:
    def test_several_values_with_commas_and_repeated(self):
        one = told("elections?country=KZ,KG&page_size=all")["results"]
        assert one == told("elections?country=KG&country=KZ&page_size=all")["results"]
        assert {row["country"] for row in one} == {"KZ", "KG"}

    def test_ranges(self):
        rows = pages("elections?date__gte=2010&date__lte=2012-01")
        assert rows and all("2010" <= row["date"] <= "2012-01-31" for row in rows)
        rows = pages("results?votes__gte=1000000&share_pct__lte=50.5")
        assert rows and all(row["votes"] >= 1_000_000 and float(row["share_pct"]) <= 50.5 for row in rows)

    def test_a_line_of_parties_is_the_party_and_those_it_came_from(self):
        own, line = (
            {row["party"] for row in told(f"results?{name}=kz-amanat&page_size=all&fields=party")["results"]}
            for name in ("party", "lineage")
        )
        assert "kz-nur-otan" in line - own
        parties = [row["id"] for row in told("parties?lineage=kz-amanat&page_size=all")["results"]]
        assert {"kz-amanat", "kz-nur-otan"} <= set(parties) and line <= set(parties)
        problem(get("results?lineage=no-such-party"), 400, "bad_value")

    def test_numbers_are_what_the_description_says_they_are(self):
        told_of = {each["name"]: each["schema"] for each in told("schema/")["paths"]["/results"]["get"]["parameters"]}
        for value in ("0", "-1", "0.5", "5.", "1200000", "123456789012", "1.1234", "1.12345", "1e5", ".5", "+1", "-"):
            status = get(f"results?share_pct__gte={quote(value)}&page_size=1").status_code
            assert (status == 200) == bool(re.search(told_of["share_pct__gte"]["pattern"], value)), value

    def test_a_table_that_nobody_changed_has_no_changes(self):
        assert told("changes?table=results")["count"] == 0

    def test_applied_filters_say_what_is_applied_by_default(self):
        page = told("results?country=KG")
        assert page["applied_filters"] == {"country": ["KG"], "status": ["held", "partly_annulled"]}
        assert page["applied_by_default"] == ["status"]
        assert told("results?election=kg-2020-jogorku-kenesh")["applied_by_default"] == []

    def test_what_changed_and_what_was_withdrawn(self):
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        Tombstone.objects.create(
            table="results", row_id="999999", reason="Read twice.", successor="5", withdrawn_at=timezone.now()
        )
        page = told(f"results?updated_since={moment.isoformat()}")
        assert page["count"] > 1000 and page["withdrawn"]["count"] == 1
        [gone] = page["withdrawn"]["results"]
        assert (gone["id"], gone["reason"]) == (999999, "Read twice.")
        assert gone["successor"] == "http://testserver/api/v1/results/5"
        later = told("results?updated_since=2999-01-01")
        assert later["count"] == 0 and later["withdrawn"]["count"] == 0

    def test_whatever_was_withdrawn_is_found_page_by_page(self):
        now = timezone.now()
        Tombstone.objects.bulk_create(
            Tombstone(table="results", row_id=str(900_000 + n), reason="Replaced.", withdrawn_at=now)
            for n in range(2_500)
        )
        address, found = f"results?updated_since={now:%Y-%m-%dT%H:%M:%SZ}&fields=id&page_size=1", []
        while address:
            withdrawn = told(address)["withdrawn"]
            assert withdrawn["count"] == 2_500
            found += [each["id"] for each in withdrawn["results"]]
            address = withdrawn["next"] and withdrawn["next"].partition(API)[2]
        assert found == list(range(900_000, 902_500))
        for wrong in ("withdrawn_after=5", "updated_since=2026-01-01&withdrawn_after=x"):
            problem(get(f"results?{wrong}"), 400, "bad_value")

    def test_a_row_counts_as_changed_when_what_is_worked_out_changes(self):
        now = timezone.now().isoformat()
        Result.objects.filter(contender="kz-2012-mazhilis-nur-otan").update(share_pct=None, votes=1)
        DataVersion.raise_by_one()
        derive()
        assert told("results?election=kz-2012-mazhilis&updated_since=2026-01-01T00:00:00Z")["count"] > 0
        assert now

    def test_search(self):
        found = told("search?q=Назарбаев")
        assert {group["resource"] for group in found["results"]} >= {"contenders", "results"}
        for group in found["results"]:
            assert told(group["all"].split("/api/v1/")[-1])["count"] == group["count"]
        assert told("search?q=Nazarbayev&resource=contenders")["results"][0]["rows"]
        problem(get("search"), 400, "bad_value")
        problem(get("search?q=a&resource=nothing"), 400, "bad_value")

    @pytest.mark.parametrize(
        ("address", "field", "code"),
        [
            ("elections?colour=red", "colour", "unknown_parameter"),
            ("elections?tournout=5", "tournout", "unknown_parameter"),
            ("elections?country=Kazakhstan", "country", "bad_value"),
            ("results?election=kz-2012-mazhilus", "election", "bad_value"),
            ("results?votes__gte=many", "votes__gte", "bad_value"),
            ("results?updated_since=yesterday", "updated_since", "bad_value"),
            ("elections?ordering=colour", "ordering", "bad_value"),
            ("elections?ordering=date&ordering=name", "ordering", "bad_value"),
            ("elections?ordering=" + ",".join(["date"] * 500), "ordering", "bad_value"),
            ("elections?page_size=0", "page_size", "bad_value"),
            ("elections?page_size=1001", "page_size", "bad_value"),
            ("elections?page_size=-1", "page_size", "bad_value"),
            ("elections?page_size=²", "page_size", "bad_value"),
            ("elections?cursor=nonsense", "cursor", "bad_value"),
            ("elections?bom=no", "bom", "bad_value"),
            ("elections?country=", "country", "bad_value"),
            ("elections?search=%20", "search", "bad_value"),
            ("elections/kz-2012-mazhilis?country=KZ", "country", "unknown_parameter"),
            ("?x=1", "x", "unknown_parameter"),
        ],
    )
    def test_what_cannot_be_answered_is_named(self, address, field, code):
        said = problem(get(address), 400, code)
        assert said["field"] == field and ("valid" in said)

    def test_a_near_word_is_offered(self):
        assert "Did you mean kz-2012-mazhilis?" in told("results?election=kz-2012-mazhilus", 400)["detail"]
        assert "Did you mean country?" in told("results?contry=KZ", 400)["detail"]

    def test_a_cursor_belongs_to_its_order(self):
        cursor = told("elections?page_size=5")["next"].split("cursor=")[1]
        assert told(f"elections?page_size=5&ordering=name&cursor={cursor}", 400)["field"] == "cursor"
        assert told(f"parties?cursor={cursor}", 400)["field"] == "cursor"
        assert told(f"elections?cursor={cursor[:-2]}xx", 400)["field"] == "cursor"

    def test_rows_added_meanwhile_are_neither_skipped_nor_repeated(self):
        """In an order where equal and unknown values abound, with rows added and withdrawn between the pages."""
        address = "results?ordering=-votes&page_size=200&election=kg-2020-jogorku-kenesh&fields=id"
        whole = [row["id"] for row in pages(address)]
        seen, page, extra = [], told(address), 0
        while True:
            seen += [row["id"] for row in page["results"]]
            if not page["next"]:
                break
            model = Result.objects.filter(pk=seen[extra]).get()
            model.pk, model.as_of, extra = None, f"2020-11-{extra + 10}", extra + 1
            model.save(force_insert=True)
            DataVersion.raise_by_one()
            page = told(page["next"].split("/api/v1/")[-1])
        assert extra and len(seen) == len(set(seen)) and [pk for pk in seen if pk in set(whole)] == whole


class TestAddresses:
    def test_what_moved_is_found_at_its_new_id(self):
        Redirect.objects.create(table="elections", old_id="kz-2012-majilis", new_id="kz-2012-mazhilis")
        answer = get("elections/kz-2012-majilis.csv?fields=id")
        assert (answer.status_code, answer["Location"]) == (301, "/api/v1/elections/kz-2012-mazhilis.csv?fields=id")
        assert get("areas/kz-ala")["Location"] == "/api/v1/areas/KZ-ALA"
        assert get("elections/")["Location"] == "/api/v1/elections"
        assert get("elections/?country=KZ")["Location"] == "/api/v1/elections?country=KZ"

    def test_what_is_gone_says_why_and_what_took_its_place(self):
        Tombstone.objects.create(table="parties", row_id="kz-x", reason="Entered twice.", successor="kz-nur-otan")
        said = problem(get("parties/kz-x"), 410, "gone")
        assert said["reason"] == "Entered twice." and said["successor"].endswith("/api/v1/parties/kz-nur-otan")
        assert "withdrawn_at" in said

    @pytest.mark.parametrize(
        "address", ["nowhere", "elections/xx-1999", "results/0", "results/x", "results/" + "9" * 40]
    )
    def test_what_never_was(self, address):
        problem(get(address), 404, "not_found")

    def test_the_root_explains_itself(self):
        root = told("")
        assert root["documentation"].endswith("/docs/") and root["schema"].endswith("/schema/")
        for name, resource in root["resources"].items():
            assert resource["about"] and resource["address"].endswith(f"/api/v1/{name}")
            assert get(name).status_code == 200


HOSTILE = [
    "' OR 1=1 --",
    "'; DROP TABLE elections_result; --",
    "<script>alert(1)</script>",
    "%00",
    "\x00",
    "a\x00b",
    "../../etc/passwd",
    "{{7*7}}",
    "𝒳" * 50,
    "\u202e",
    "-1",
    "1e309",
    "NaN",
    "null",
    "[]",
]


class TestHostile:
    @pytest.mark.parametrize("value", HOSTILE)
    @pytest.mark.parametrize(
        "name", ["country", "search", "election", "ordering", "cursor", "fields", "votes__gte", "x"]
    )
    def test_values(self, name, value):
        answer = get(f"results?{urlencode({name: value})}")
        assert answer.status_code in (200, 400)
        json.loads(text(answer))

    @pytest.mark.parametrize("value", HOSTILE)
    def test_ids(self, value):
        for resource in ("elections", "results"):
            answer = get(f"{resource}/{quote(value, safe='')}")
            assert answer.status_code in (404, 400)
            json.loads(text(answer))

    @pytest.mark.parametrize("value", ["'", "(", "*", "\\", "a:*", "& |"])
    def test_searches_without_a_word(self, value):
        for name, dataset in RESOURCES.items():
            if dataset.found:
                for form in ("json", "csv"):
                    answer = get(f"{name}.{form}?{urlencode({'search': value})}")
                    assert answer.status_code == 200 and content(answer), (name, form)
        told(f"search?{urlencode({'q': value})}")

    def test_invalid_utf_8(self):
        problem(get("results?search=%ff%fe"), 400, "bad_request")
        assert get("elections/%ff").status_code in (400, 404)

    def test_very_much(self):
        problem(get("results?search=" + "a" * 100_000), 400, "bad_request")
        problem(get("results?" + "&".join(f"a{n}=1" for n in range(3000))), 400, "bad_request")
        said = problem(get("results?area=" + ",".join(f"K{n}" for n in range(1000))), 400, "bad_value")
        assert "up to 200 values" in said["detail"]
        assert get("results?area=" + ",".join(["KZ"] * 200)).status_code == 200
        ten_thousand = ",".join(str(n) for n in range(10_000))
        assert get(f"results?area={ten_thousand}").status_code == 400

    def test_a_refusal_repeats_no_more_than_it_must(self):
        said = told("results?country=" + "x" * 15_000, 400)
        assert len(json.dumps(said)) < 5_000

    @settings(max_examples=60)
    @given(
        st.sampled_from(["elections", "results", "turnout.csv", "areas.geojson", "search", "sources", "findings"]),
        st.lists(
            st.tuples(
                st.sampled_from(["country", "date__gte", "search", "ordering", "cursor", "page_size", "fields", "q",
                                 "format", "updated_since", "bom", "election", "votes__lte"]) | st.text(max_size=5),
                st.text(max_size=12) | st.sampled_from(["KZ", "2012", "-date", "id", "csv", "yes", "all", "5"]),
            ),
            max_size=4,
        ),
        st.binary(max_size=5),
    )  # fmt: skip
    def test_any_question_is_answered_or_refused(self, path, pairs, rubbish):
        query = urlencode(pairs, errors="surrogatepass") + "".join(f"%{byte:02X}" for byte in rubbish)
        answer = get(f"{path}?{query}")
        assert answer.status_code in (200, 400)
        assert content(answer)


def test_csv_of_the_api_opens_as_it_is():
    rows = list(csv.DictReader(io.StringIO(text(get("elections.csv?country=TM")), newline="")))
    assert {row["country"] for row in rows} == {"TM"} and Election.objects.exists()


def test_a_fault_of_ours_is_said_in_the_form_of_all_errors(monkeypatch):
    def breaks(*args):
        raise OSError("not a reader's fault")

    monkeypatch.setattr("elections.api.views.page_of", breaks)
    answer = Client(raise_request_exception=False).get(f"{API}results?page_size=1")
    assert answer["Access-Control-Allow-Origin"] == "*" and answer["Cache-Control"] == "no-store"
    problem(answer, 500, "failed")
    assert "fault" not in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused_in_the_same_form():
    answer = Client(headers={"Host": "elsewhere.example"}).get(f"{API}results")
    said = json.loads(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert (said["code"], said["help"]) == ("bad_request", "/api/v1/docs/")


class TestPagesOfLists:
    """A list's page offers the rows that it shows as a call to the API, and its files are answers of the API."""

    @pytest.mark.parametrize(
        "address",
        [
            "/elections/?country=KG&page_size=25",
            "/elections/?ordering=-spread_pct&page_size=25&page=2",
            "/elections/?ordering=name&page_size=25&page=3",
            "/sources/?kind=news&page=4",
            "/elections/?search=atlantis",
        ],
    )
    def test_the_call_gives_exactly_the_rows_shown(self, address):
        shown = page(address)
        [call] = [each.attributes["href"] for each in shown.all("a") if "/api/v1/" in each.attributes["href"]]
        rows = [row["id"] for row in told(call.split("/api/v1/")[-1])["results"]]
        links = []
        for table in shown.all("table")[:1]:
            heads = [each for each in shown.inside(table, "th") if each.attributes["scope"] == "row"]
            links = [shown.inside(head, "a")[0].attributes["href"].split("/")[2] for head in heads]
        assert rows == links

    def test_an_election_has_a_call_for_each_table_that_gives_the_rows_of_its_file(self):
        links = [each.attributes["href"] for each in page("/elections/kz-2012-mazhilis/").all("a")]
        calls = [link.split(API)[1] for link in links if link.startswith(API) and "?election=" in link]
        assert len(calls) == 9 and "results?election=kz-2012-mazhilis" in calls
        for call in calls:
            name, _, query = call.partition("?")
            [file] = [link for link in links if link.endswith(f"/{name}.csv?{query}")]
            rows = list(csv.DictReader(io.StringIO(text(asked(file)))))
            assert [str(row["id"]) for row in pages(call)] == [row["id"] for row in rows], name

    def test_a_file_holds_all_rows(self):
        assert told("turnout.json?page_size=all")["results"] == rows_of("/turnout.json")
        assert len(rows_of("/turnout.json")) > 1000


class TestKeysInTheAdmin:
    def test_a_key_is_shown_once_and_kept_as_a_hash(self, admin_client):
        made = admin_client.post("/admin/elections/apikey/add/", {"name": "A newspaper", "contact": ""}, follow=True)
        [secret] = re.findall(r"saylau_[\w-]{20,}", made.content.decode())
        key = ApiKey.objects.get(name="A newspaper")
        assert key.key_sha256 == hashed(secret) and get("", Authorization=f"Api-Key {secret}").status_code == 200
        shown = admin_client.get(f"/admin/elections/apikey/{key.pk}/change/").content.decode()
        assert secret not in shown and key.beginning in shown
        chosen = {"action": "revoke", "_selected_action": [key.pk]}
        admin_client.post("/admin/elections/apikey/", chosen)
        problem(get("", Authorization=f"Api-Key {secret}"), 401, "bad_key")
