"""Pages of countries and areas on the whole fact base: what they show, what they leave out, and how they are asked."""

import csv
import gzip
import json
import sys
from functools import cache
from io import StringIO

import pytest
from django.core.cache import cache as kept
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from elections.datasets.derivation import derive
from elections.datasets.kept import KEPT
from elections.importers import TABLES, load_tables
from elections.lineage import LINEAGE_RULE
from elections.models import Area, Party
from elections.tests.answers import asked, text
from elections.tests.conftest import FACT_BASE
from elections.tests.markup import Page
from observers.importers import TABLES as OBSERVERS_TABLES

pytestmark = [pytest.mark.usefixtures("record"), pytest.mark.django_db]

CODES = ("KZ", "KG", "TJ", "TM", "UZ")
COUNTRY_QUERIES, AREA_QUERIES = 19, 11  # with the transaction’s own statements


@pytest.fixture(scope="module")
def record(django_db_setup, django_db_blocker):
    """The whole fact base for all tests here: pages are read from it once."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_tables(FACT_BASE, TABLES + OBSERVERS_TABLES)
        derive()
        yield
        transaction.set_rollback(True)


@cache
def page(address: str) -> Page:
    answer = asked(address)
    assert answer.status_code == 200, text(answer)
    return Page(text(answer))


def rows_of(address: str) -> list[dict]:
    return json.loads(text(asked(address)))["results"]


def words(element) -> str:
    return element.text.replace("\u202f", " ")


def cells(shown: Page, caption: str) -> list[list[str]]:
    """The rows of the table under a caption's id, as texts."""
    table = shown.by_id(caption).parents[-1]
    rows = shown.inside(table, "tr")
    return [[words(cell) for cell in shown.inside(row, "th", "td")] for row in rows]


class TestCountry:
    @pytest.mark.parametrize("code", CODES)
    def test_every_section_is_there(self, code):
        shown = page(f"/countries/{code}/")
        assert len(shown.all("h1")) == 1
        for section in ("shares", "turnout", "indicators", "regions", "parties", "elections", "sources", "cite"):
            assert shown.by_id(section)
        links = {link.attributes["href"] for link in shown.all("a")}
        country = Area.objects.get(pk=code)
        assert {f"/elections/{each.pk}/" for each in country.elections.all()} <= links
        assert {f"/areas/{area.pk}/" for area in Area.objects.added_up().filter(country=code)} <= links
        assert all(party.name in shown.by_id("parties").text for party in Party.objects.filter(country=code))

    def test_names_carry_their_language(self):
        shown = page("/countries/KZ/")
        native = shown.by_class("native")[0]
        tags = {e.attributes["lang"]: e.text for e in shown.inside(native, "span") if "lang" in e.attributes}
        assert tags == {"kk-Cyrl": "Қазақстан", "ru": "Казахстан"}

    def test_what_was_voted_on_in_one_sentence(self):
        said = words(page("/countries/KZ/").by_class("standfirst")[0])
        assert said == "8 national votes from 2005 to 2021: 4 for president and 4 for parliament. None was annulled."
        assert "Not standing: Parliamentary election October 2020 (annulled)" in words(
            page("/countries/KG/").by_class("standfirst")[0]
        )

    def test_facts_have_a_basis_and_a_source(self):
        shown = page("/countries/KZ/")
        facts = shown.by_class("facts")[0]
        assert "63.25–95.21 %" in words(facts) and "54.73–96.14 points" in words(facts)
        assert len([e for e in shown.inside(facts, "a") if "ref" in e.attributes.get("class", "")]) >= 4

    def test_parties_say_what_they_became(self):
        said = page("/countries/KZ/").by_id("parties").text
        assert "→ Nur Otan (renamed, 22 December 2006)" in said
        assert "(merged, 10 November 2006, 22 December 2006)" in said

    def test_turnout_stands_on_every_basis(self):
        rows = cells(page("/countries/KZ/"), "turnout-rows")
        assert rows[0][2:] == ["Final", "Preliminary", "Observers", "Exit poll", "Opposition"]
        of_2005 = rows[-1]
        assert "76.78 %" in of_2005[2] and "over 77 %" in of_2005[3] and "at most 60 %" in of_2005[6]


class TestLineage:
    def test_it_is_the_default_and_its_rule_is_stated(self):
        assert " ".join(LINEAGE_RULE.split()) in page("/countries/KZ/").by_id("shares").text
        assert " ".join(LINEAGE_RULE.split()) not in page("/countries/KZ/?by=name").by_id("shares").text

    def test_renamed_parties_are_one_line_and_merged_ones_are_added_up(self):
        rows = rows_of("/charts/party-shares/KZ.json?office=mazhilis")
        adal = {row["date"][:4]: row for row in rows if row["line"] == "kz-adal"}
        assert {year: row["share_pct"] for year, row in adal.items()} == {
            **{"2007": "0.4", "2012": "0.66", "2016": "0.29", "2021": "3.57"}
        }
        auyl = {row["date"][:4]: row for row in rows if row["line"] == "kz-auyl"}
        assert auyl["2012"]["contenders"] == ["kz-2012-mazhilis-auyl", "kz-2012-mazhilis-patriots"]
        assert (auyl["2012"]["share_pct"], auyl["2012"]["basis"]) == ("2.02", "computed")  # 1.19 + 0.83
        assert auyl["2021"]["basis"] == "official_final"

    def test_by_name_every_party_stands_for_itself(self):
        rows = rows_of("/charts/party-shares/KZ.json?office=mazhilis&by=name")
        assert {"kz-birlik", "kz-adal", "kz-adilet", "kz-patriots", "kz-auyl-ksdp"} <= {row["line"] for row in rows}
        assert all(len(row["contenders"]) == 1 for row in rows)

    def test_a_line_of_candidates_is_called_after_the_party(self):
        names = {row["line_name"] for row in rows_of("/charts/party-shares/KZ.json?office=president")}
        assert "Nur Otan" in names and "Kassym-Jomart Tokayev" not in names
        by_name = rows_of("/charts/party-shares/KZ.json?office=president&by=name")
        assert sum(row["line_name"] == "Nursultan Nazarbayev" for row in by_name) == 3

    def test_rivals_of_one_party_are_never_added_up(self):
        rows = rows_of("/charts/party-shares/TM.json?office=president")
        assert all(len(row["contenders"]) == 1 for row in rows)
        shares = {row["date"][:4]: row["share_pct"] for row in rows if row["line_name"].startswith("Gurbanguly")}
        assert shares == {"2007": "89.2", "2012": "97.14", "2017": "97.69"}

    def test_offices_without_any_share_have_no_picture(self):
        shown = page("/countries/TM/").by_id("shares").text
        assert "Mejlis" in shown and "Halk Maslahaty" not in shown

    def test_elections_whose_seats_do_not_add_up_are_named(self):
        assert "Left out, as no source gives away all seats: 2004/05" in page("/countries/UZ/").by_id("shares").text

    def test_where_no_votes_are_published_seats_are_shown_instead(self):
        shown = page("/charts/party-shares/UZ/")
        assert "Share of the seats" in shown.all("h1")[0].text
        rows = rows_of("/charts/party-shares/UZ.json")
        assert {row["share_of"] for row in rows} == {"seats"} and {row["basis"] for row in rows} == {"computed"}

    def test_shares_of_registered_voters_are_said_to_compare_with_no_others(self):
        assert "2010 are of registered voters" in page("/countries/KG/").by_id("shares").text


class TestAnnulled:
    OCTOBER = "Parliamentary election October 2020"

    def test_they_are_out_of_the_pictures_by_default_and_said_to_be(self):
        shown = page("/countries/KG/")
        assert "left out of the pictures" in shown.by_id("trends").text
        drawn = "".join(each.attributes.get("data-words", "") + each.text for each in shown.by_class("plot"))
        assert "Birimdik" not in drawn
        assert "annulled and left out" in shown.by_id("turnout").text

    def test_the_address_brings_them_back(self):
        shown = page("/countries/KG/?annulled=yes")
        assert "drawn hollow and struck through" in shown.by_id("trends").text
        switch = next(e for e in shown.by_class("switch") if e.attributes["aria-label"].startswith("Annulled"))
        links = {e.text: e.attributes for e in shown.inside(switch, "a")}
        assert links["Include 1 annulled"]["aria-current"] == "true"
        assert links["Leave annulled votes out of trends"]["href"] == "/countries/KG/#trends"

    def test_switches_keep_each_other(self):
        shown = page("/countries/KG/?by=name&annulled=yes")
        links = [e.attributes["href"].partition("#")[0] for e in shown.inside(shown.by_id("main"), "a")]
        assert "/countries/KG/?annulled=yes" in links and "/countries/KG/?by=name" in links

    def test_a_country_without_any_has_no_switch(self):
        assert not [e for e in page("/countries/KZ/").elements if e.attributes.get("id") == "trends"]

    def test_tables_strike_them_through_and_data_keeps_them(self):
        shown = page("/countries/KG/")
        struck = [e.text for e in shown.inside(shown.by_id("elections"), "s")]
        assert self.OCTOBER in struck
        rows = rows_of("/charts/country-turnout/KG.json")
        assert {row["status"] for row in rows if row["election"] == "kg-2020-jogorku-kenesh"} == {"annulled"}


class TestIndicators:
    def test_values_bounds_and_reasons(self):
        rows = {
            (row["election"], row["indicator"]): row
            for code in CODES
            for row in rows_of(f"/charts/indicators/{code}.json")
            if row["part"] is None
        }
        assert rows["kz-2012-mazhilis", "effective_parties_by_votes"]["value"] == "1.50"
        assert rows["kz-2012-mazhilis", "effective_parties_by_seats"]["value"] == "1.37"
        assert rows["kz-2012-mazhilis", "disproportionality"]["value"] == "3.13"
        assert rows["kz-2012-mazhilis", "winners_margin"]["value"] == "73.52"  # 80.99 − 7.47
        seats = rows["tm-2018-mejlis", "effective_parties_by_seats"]
        assert (seats["value"], seats["low"], seats["high"]) == (None, "2.80", "4.71")
        mixed = rows["tj-2020-majlisi-namoyandagon", "disproportionality"]
        assert mixed["value"] is None and "lists and districts together" in mixed["reason"]
        for row in rows.values():
            given = [row["value"] is not None, row["low"] is not None, row["reason"] is not None]
            assert sum(given) == 1 and row["sources"] or row["reason"]
        assert ("kz-2019-president", "disproportionality") not in rows
        assert ("kg-2010-referendum", "effective_parties_by_votes") not in rows

    def test_the_table_gives_the_reasons(self):
        shown = page("/countries/TJ/").by_id("indicators").text
        assert "none: the votes are of the party lists, the seats of lists and districts together" in shown


class TestRegions:
    def test_changed_boundaries_are_said(self):
        said = page("/countries/KZ/").by_id("regions").text
        assert "South Kazakhstan before 2018: the same code then covered the town of Shymkent too" in said
        assert "Regions as in force on 31 December 2021" in said

    def test_no_reading_of_shymkent_before_it_was_a_city_of_republican_rank(self):
        rows = rows_of("/charts/regional-turnout/KZ.json")
        assert min(row["date"] for row in rows if row["area"] == "KZ-SHY") > "2018-06"

    def test_readings_before_the_close_say_their_hour(self):
        table = cells(page("/charts/regional-turnout/KZ/"), "regional-turnout-kz-rows")
        akmola = next(row for row in table if row[0] == "Akmola")
        assert any(cell.endswith("at 18:00") for cell in akmola) and any(
            "at" not in cell and "%" in cell for cell in akmola
        )


@pytest.mark.parametrize(
    "address",
    [
        *(f"/charts/{kind}/KG" for kind in ("party-shares", "country-turnout", "indicators", "regional-turnout")),
        "/charts/area-turnout/KZ-ALA",
    ],
)
def test_every_picture_gives_the_same_rows_as_json_and_csv(address):
    found = json.loads(text(asked(f"{address}.json")))
    rows = list(csv.DictReader(StringIO(text(asked(f"{address}.csv")))))
    assert len(rows) == found["count"] == len(found["results"]) > 0
    for line, row in zip(rows, found["results"], strict=True):
        for name, value in row.items():
            plain = " ".join(value) if isinstance(value, list) else value
            if isinstance(plain, str):
                assert line[name].lstrip("'") == plain or isinstance(value, list)
            elif plain is None:
                assert line[name] == ""
    assert text(asked(f"{address}.svg")).startswith("<")


class TestAsking:
    @pytest.mark.parametrize(
        ("address", "target"),
        [
            ("/countries/kz/", "/countries/KZ/"),
            ("/countries/Kz/?by=name", "/countries/KZ/?by=name"),
            ("/areas/KZ/", "/countries/KZ/"),
            ("/areas/kz-ala/", "/areas/KZ-ALA/"),
        ],
    )
    def test_other_spellings_redirect_for_good(self, address, target):
        answer = asked(address)
        assert (answer.status_code, answer["Location"]) == (301, target)

    def test_unknown_countries_and_areas_are_not_found(self):
        with pytest.raises(Http404, match=r"no country XX.*Kazakhstan \(KZ\).*Uzbekistan \(UZ\)"):
            asked("/countries/XX/")
        with pytest.raises(Http404, match="no area KZ-almaty"):
            asked("/areas/KZ-almaty/")

    @pytest.mark.parametrize(
        "address", ["/countries/%00/", "/countries/KZ%0A/", "/areas/%F0%9F%98%80/", "/areas/..%00/"]
    )
    def test_rubbish_is_not_found(self, address):
        with pytest.raises(Http404):
            asked(address)

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("/countries/KZ/?by=colour", "by takes name and lineage"),
            ("/countries/KZ/?by=name&by=lineage", "one value"),
            ("/countries/KZ/?annulled=1", "annulled takes yes"),
            ("/countries/KZ/?page=2", "There is no parameter"),
            ("/areas/KZ-ALA/?by=name", "There is no parameter"),
            ("/charts/party-shares/KZ/?office=sultan", "office takes mazhilis and president"),
        ],
    )
    def test_bad_parameters_are_refused_with_the_choices(self, address, said):
        answer = asked(address)
        assert answer.status_code == 400 and said in text(answer).replace("&#x27;", "'")


class TestArea:
    def test_its_place_names_and_validity(self):
        shown = page("/areas/KZ-SHY/")
        crumbs = shown.by_class("crumbs")[0].text
        assert crumbs == "Countries / Kazakhstan / Shymkent"
        assert "The area has existed since June 2018." in shown.by_id("main").text
        assert "part of South Kazakhstan (KZ-YUZ) until then" in shown.by_id("main").text

    def test_a_place_within_a_region_has_a_longer_path(self):
        assert (
            page("/areas/KZ-x-zhanaozen/").by_class("crumbs")[0].text
            == "Countries / Kazakhstan / Mangystau / Zhanaozen"
        )
        assert "/areas/KZ-x-zhanaozen/" in [
            e.attributes["href"] for e in page("/areas/KZ-MAN/").inside(page("/areas/KZ-MAN/").by_id("children"), "a")
        ]

    def test_every_claim_of_the_area_is_listed(self):
        area = Area.objects.get(pk="KG-GB")
        shown = page("/areas/KG-GB/")
        assert len(cells(shown, "turnout-rows")) - 1 == area.turnout.count()
        assert len(cells(shown, "result-rows")) - 1 == area.results.count() > 0

    def test_an_area_without_claims_says_so(self):
        assert "No claim of results in this area was found" in page("/areas/UZ-AN/").by_id("results").text


def test_the_list_of_countries():
    shown = page("/countries/")
    links = [e.attributes["href"] for e in shown.inside(shown.by_id("main"), "a")]
    assert links == [f"/countries/{code}/" for code in CODES]
    votes = {shown.inside(row, "th")[0].text: shown.inside(row, "td")[1].text for row in shown.all("tr")[1:]}
    assert votes["Kyrgyzstan"] == "16"  # as its page says: a second round is no vote by itself


@pytest.mark.parametrize(
    ("address", "most"),
    [
        *((f"/countries/{code}/", COUNTRY_QUERIES) for code in CODES),
        ("/areas/KG-GB/", AREA_QUERIES),
        ("/countries/", 5),
    ],
)
def test_queries_are_pinned(address, most):
    """Of a reader who finds nothing kept, neither in the cache nor in the process."""
    kept.clear()
    KEPT.forget()
    with CaptureQueriesContext(connection) as queries:
        asked(address)
    assert len(queries) <= most, [each["sql"][:90] for each in queries]


@pytest.mark.parametrize("code", CODES)
def test_pages_stay_light(code):
    """A reader gets 60 KB before touching anything, of which styles, scripts and headers take a third."""
    answer = text(asked(f"/countries/{code}/"))
    assert len(gzip.compress(answer.encode())) < 41_000


def test_the_newest_regions_lead_to_their_map():
    shown = page("/countries/KZ/")
    links = {e.text: e.attributes["href"] for e in shown.inside(shown.by_id("turnout"), "a")}
    assert links["The same regions on a map with their boundaries"] == "/charts/turnout-by-region/kz-2021-mazhilis/"
    assert "covered the town of Shymkent too" in shown.by_id("turnout").text


@pytest.mark.parametrize("address", ["/", "/countries/KG/"])
def test_of_very_many_votes_a_page_has_the_newest_and_says_where_all_are(address, monkeypatch):
    whole = page(address)
    for name in ("home", "countries"):
        monkeypatch.setattr(sys.modules[f"elections.views.{name}"], "MOST", 3)
    monkeypatch.setattr("elections.views.caching.found", lambda tag: None)
    monkeypatch.setattr("elections.views.caching.keep", lambda tag, response: None)
    cut = Page(text(asked(address)))
    captions = ["all-caption"] if address == "/" else ["elections-caption", "turnout-rows"]
    for caption in captions:
        all_rows, newest = ([row for row in cells(each, caption) if len(row) > 1] for each in (whole, cut))
        assert len(newest) < len(all_rows) and all(row[1] in [each[1] for each in all_rows] for row in newest)
        assert "are here; the list has all of them" not in whole.by_id("main").text
    said = " ".join(cut.by_id("main").text.split())
    assert said.count("The newest 3 of 17 are here; the list has all of them.") == len(captions)
    assert "/elections/?country=KG" in {link.attributes["href"] for link in cut.all("a")}
