"""The pages on observation: what they say of the record, their form, few queries, and any query answered or refused."""

import csv
import io
import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.models import Redirect, Tombstone
from elections.templatetags.observation import rating_words
from elections.tests.answers import asked, page, rows_of, text
from observers.datasets import FINDINGS, MATRIX, MISSIONS, ORGANISATIONS, RECOMMENDATIONS, REPORTS
from observers.models import Assessment, Category, Finding, Mission, Recommendation, RecommendationRating
from observers.models.explained import DEFINITIONS, QUESTIONS
from observers.models.organisations import Family

pytestmark = pytest.mark.django_db

LISTS = {
    "/observers/": MATRIX,
    "/observers/missions/": MISSIONS,
    "/observers/reports/": REPORTS,
    "/observers/organisations/": ORGANISATIONS,
    "/observers/findings/": FINDINGS,
    "/observers/recommendations/": RECOMMENDATIONS,
}
PAGES = [
    *LISTS,
    "/observers/?country=KG&family=domestic",
    "/observers/?search=atlantis",
    "/observers/missions/kz-2005-president-ieom/",
    "/observers/missions/tm-2008-mejlis-odihr-experts/",
    "/observers/reports/kg-2021-jogorku-kenesh-final/",
    "/observers/organisations/osce-odihr/",
    "/observers/organisations/afp/",
    "/observers/findings/?country=KZ&severity=serious",
    "/observers/findings/categories/",
    "/observers/findings/ballot-box-stuffing/",
    "/observers/findings/protocol-not-posted/",
    "/observers/recommendations/?country=KG&again=yes",
]
MOST_QUERIES = 20  # cold; the version's and the transaction's are among them
MISSION_QUERIES = 17  # with its recommendations and the two of a moment; each more is felt at 50,000 findings


def cells(shown, table):
    rows = [row for row in shown.inside(table, "tr") if shown.inside(row, "td")]
    return {shown.inside(row, "th")[0].text: [cell.text for cell in shown.inside(row, "td")] for row in rows}


def test_every_family_has_its_question_and_every_category_its_definition():
    assert set(QUESTIONS) == set(Family) and set(DEFINITIONS) == set(Category)


@pytest.mark.usefixtures("record")
class TestThePages:
    def test_the_matrix_puts_families_side_by_side_with_their_questions(self):
        shown = page("/observers/")
        table = next(each for each in shown.by_class("matrix"))
        heads = [each.text for each in shown.inside(table, "th") if each.attributes["scope"] == "col"]
        assert len(heads) == 5 and "Copenhagen" in heads[1] and "national law?" in heads[2]
        rows = cells(shown, table)
        (name,) = [each for each in rows if each.startswith("2012 Mazhilis")]
        assert "300 observers, deployed" in rows[name][0]
        links = [each.attributes["href"] for each in shown.all("a")]
        assert "/observers/reports/kz-2012-mazhilis-statement/" in links
        (annulled,) = [each for each in rows if "October 2020" in each and "annulled" in each]
        assert "from “positive” (CIS and SCO) to “progress, but short” (OSCE and Europe)" in annulled
        assert any(each.tag == "s" for each in shown.elements)

    def test_a_later_verdict_does_not_replace_an_earlier_one(self):
        shown = page("/observers/missions/kz-2007-mazhilis-ieom/")
        said = [each.text for each in shown.by_class("timeline") if each.tag == "ul"]
        assert "Some progress before" in said[0] and "The co-ordinator saw a step forward" in said[0]

    def test_accounts_of_one_mission_stand_side_by_side_with_what_they_count(self):
        for key in ("kz-2005-president-ieom", "kz-2005-president-ieom-accredited"):
            shown = page(f"/observers/missions/{key}/")
            rows = cells(shown, shown.by_class("accounts")[0])
            assert [row[0] for row in rows.values()] == ["deployed", "accredited"]
        shown = page("/observers/missions/tm-2017-president-cis/")
        assert "In all: 73 / 74" in shown.by_class("contested")[0].text

    def test_a_format_without_observers_on_the_day_has_no_percentages_rather_than_nought(self):
        shown = page("/observers/missions/uz-2009-legislative-chamber-eam/")
        assert "That is not nought per cent." in shown.by_class("pairs")[0].text
        assert not shown.all("saylau-chart")

    def test_a_bound_is_told_as_one(self):
        shown = page("/observers/missions/kz-2019-president-ieom/")
        assert "over 50" in " ".join(each.text for each in shown.by_class("timeline"))

    def test_a_rate_stands_only_with_its_denominator(self):
        finding = Finding.objects.filter(area="KZ-PAV").first()
        Finding.objects.filter(pk=finding.pk).update(figure=3, figure_unit="polling stations", observed_n=11)
        shown = page(f"/observers/findings/?area=KZ-PAV&election={finding.election_id}&country=KZ")
        rows = cells(shown, shown.by_class("findings")[0])
        number = rows[next(name for name in rows if name.startswith(finding.summary[:40]))]
        assert any("3 of 11 polling stations" in cell and "27.3" in cell for cell in number)
        rows = rows_of("/charts/findings-by-region/KZ.json")
        (region,) = [row for row in rows if row["area"] == "KZ-PAV"]
        assert (region["counted"], region["observed"], region["rate_pct"]) == ("3", 11, "27.3")
        assert all(row["rate_pct"] is None for row in rows if row["area"] != "KZ-PAV")

    def test_numbers_of_several_categories_give_no_rate(self):
        one, other = Finding.objects.filter(area="KZ-ALA").exclude(category="protest")[:2]
        Finding.objects.filter(pk=one.pk).update(figure=3, figure_unit="stations", observed_n=11, category="bussing")
        Finding.objects.filter(pk=other.pk).update(figure=2, figure_unit="stations", observed_n=11, category="media")
        rows = rows_of("/charts/findings-by-region/KZ.json")
        assert [row["rate_pct"] for row in rows if row["area"] == "KZ-ALA"] == [None]
        rows = rows_of("/charts/findings-by-region/KZ.json?category=bussing")
        assert [row["rate_pct"] for row in rows if row["area"] == "KZ-ALA"] == ["27.3"]

    def test_recommendations_have_a_rate_only_where_some_were_rated(self):
        shown = page("/observers/recommendations/")
        assert "no rate" in cells(shown, shown.all("table")[0])["Fully implemented"][1]
        one, other = Recommendation.objects.all()[:2]
        mission = Mission.objects.filter(mission_type="EOM").last()
        for row, status in ((one, "partial"), (other, "not_evaluated")):
            RecommendationRating.objects.create(
                recommendation=row, mission=mission, status=status, date="2021", source=row.source
            )
        shown = page("/observers/recommendations/?page_size=100")  # another address: the first is kept by its version
        table = cells(shown, shown.all("table")[0])
        assert table["Partially implemented"][0] == "1" and "1 of 1" in table["Partially implemented"][1]
        assert table["Not evaluated"] == ["1", "no rate"] and table["No rating found"][0] == "90"

    def test_a_theme_asked_again_leads_to_all_of_it(self):
        shown = page("/observers/recommendations/?country=TJ")
        (link, *_) = [
            each for each in shown.all("a") if "addressee=" in each.attributes["href"] and "earlier vote" in each.text
        ]
        thread = rows_of("/observers/recommendations.json?" + link.attributes["href"].split("?")[1])
        assert len(thread) > 1 and len({row["election"] for row in thread}) > 1
        assert [row["date"] for row in thread] == sorted(row["date"] for row in thread)

    def test_a_category_explains_itself(self):
        shown = page("/observers/findings/ballot-box-stuffing/")
        assert shown.all("h1")[0].text == "Ballot-box stuffing"
        assert "Bundles of ballots" in shown.by_class("standfirst")[0].text
        assert asked("/observers/findings/Ballot_Box_Stuffing/").status_code == 301
        with pytest.raises(Http404):
            asked("/observers/findings/rumours/")

    @pytest.mark.parametrize(("address", "dataset"), LISTS.items())
    def test_page_json_and_csv_hold_the_same_rows(self, address, dataset):
        query = "country=KG" if "country" in dataset.parameters else "family=domestic"
        rows = rows_of(f"{address.rstrip('/')}.json?{query}")
        lines = list(csv.DictReader(io.StringIO(text(asked(f"{address.rstrip('/')}.csv?{query}")), newline="")))
        assert [str(row["id"]) for row in rows] == [line["id"] for line in lines] != []
        shown = page(f"{address}?{query}&page_size=100")
        assert shown.by_class("found")[0].text.startswith(str(len(rows)))
        found = [each for each in shown.all("th") if each.attributes["scope"] == "row"]
        assert len([each for each in found if each]) >= min(100, len(rows))

    def test_geojson_has_the_shapes_of_regions(self):
        whole = json.loads(text(asked("/observers/findings.geojson?area=KG-GB")))
        assert whole["type"] == "FeatureCollection"
        assert {feature["geometry"]["type"] for feature in whole["features"]} <= {"Polygon", "MultiPolygon", "Point"}

    @pytest.mark.parametrize("address", PAGES)
    def test_the_form_of_the_pages(self, address):
        shown = page(address)
        assert len(shown.all("h1")) == 1
        identifiers = [each.attributes["id"] for each in shown.elements if "id" in each.attributes]
        assert len(identifiers) == len(set(identifiers))
        for label in shown.all("label"):
            assert label.attributes.get("for") in identifiers or shown.inside(label, "input")
        for table in shown.all("table"):
            assert shown.inside(table, "caption")
            assert all("scope" in each.attributes for each in shown.inside(table, "th"))
        for region in (each for each in shown.elements if each.attributes.get("role") == "region"):
            assert region.attributes["tabindex"] == "0"
        assert not [each for each in shown.elements if "style" in each.attributes or each.tag == "style"]

    @pytest.mark.parametrize("address", PAGES)
    def test_few_queries(self, address):
        page(address)  # what is derived is there
        with CaptureQueriesContext(connection) as queries:
            page(f"{address}{'&' if '?' in address else '?'}ordering=" if address.split("?")[0] in LISTS else address)
        assert len(queries) <= MOST_QUERIES, [each["sql"][:100] for each in queries]

    def test_a_mission_does_not_fetch_what_its_page_has(self):
        asking = Recommendation.objects.filter(report__mission__assessments__isnull=False).first().report.mission_id
        silent = Mission.objects.exclude(reports__recommendations__isnull=False).filter(assessments__isnull=False)
        asked_for = []
        for key in (asking, silent.first().pk):
            page(f"/observers/missions/{key}/")
            with CaptureQueriesContext(connection) as queries:
                page(f"/observers/missions/{key}/?again")
            asked_for.append([each["sql"] for each in queries])
        assert max(map(len, asked_for)) <= MISSION_QUERIES, [each[:100] for each in asked_for[0]]
        assert any("observers_recommendationrating" in each for each in asked_for[0])
        assert not any("observers_recommendationrating" in each for each in asked_for[1])

    def test_addresses_that_are_not_there(self):
        for address in ("missions", "reports", "organisations"):
            with pytest.raises(Http404):
                asked(f"/observers/{address}/nobody/")
            with pytest.raises(Http404):
                asked(f"/observers/{address}/%00/")
        assert asked("/observers/missions/KZ-2005-president-IEOM/").status_code == 301
        Redirect.objects.create(table="missions", old_id="kz-old", new_id="kz-2005-president-ieom")
        assert asked("/observers/missions/kz-old/").status_code == 301
        Tombstone.objects.create(table="reports", row_id="kz-gone", reason="Named twice.")
        assert asked("/observers/reports/kz-gone/").status_code == 410

    @pytest.mark.parametrize("kind", ["verdicts-by-family/all", "findings-by-year/all", "findings-by-region/KG"])
    def test_pictures_have_an_address_and_their_rows(self, kind):
        shown = page(f"/charts/{kind}/?date__gte=2010")
        assert shown.all("svg") and len(shown.all("h1")) == 1
        rows = rows_of(f"/charts/{kind}.json?date__gte=2010")
        lines = text(asked(f"/charts/{kind}.csv?date__gte=2010")).splitlines()
        assert len(lines) == len(rows) + 1
        assert "<svg" in text(asked(f"/charts/{kind}.svg"))
        assert asked(f"/charts/{kind}/?colour=red").status_code == 400
        named = json.loads(text(asked(f"/charts/{kind}.json?date__gte=2010")))["sources"]
        assert named and any("Source" in each.text for each in shown.by_class("from"))
        listed = {source for row in rows for source in row.get("sources", [])}
        assert listed == {each["id"] for each in named} or "sources" not in rows[0]
        with pytest.raises(Http404):
            asked(f"/charts/{kind.split('/')[0]}/nowhere/")


values = st.text(max_size=12) | st.sampled_from(["KZ", "-1", "0", "2012", "date", "csv", "osce-odihr", "yes", "KZ-ALA"])
parameters = st.sampled_from(
    ["country", "kind", "family", "spread", "date__gte", "date__lte", "search", "ordering", "page", "page_size",
     "category", "severity", "stage", "organisation", "mission", "election", "area", "status", "again", "addressee"]
) | st.text(max_size=6)  # fmt: skip


@settings(max_examples=80)
@given(
    st.sampled_from([*LISTS, "/observers.csv", "/observers/findings.geojson", "/charts/findings-by-year/all.json"]),
    st.lists(st.tuples(parameters, values), max_size=4),
    st.binary(max_size=6),
)
def test_any_query_is_answered_or_refused_in_words(path, pairs, rubbish):
    query = urlencode(pairs, errors="surrogatepass") + "".join(f"%{byte:02X}" for byte in rubbish)
    answer = asked(f"{path}?{query}")
    assert answer.status_code in (200, 400)
    assert text(answer)


def test_an_empty_record_has_empty_pages():
    for address in LISTS:
        assert page(address).by_class("empty")


def test_a_share_says_of_how_many_places_or_that_no_source_says_so():
    share = {"stage": "counting", "negative_pct": Decimal(50)}
    assert rating_words(Assessment(**share, observed_n=133)) == "50\u202f% negative, of 133 observed"
    bound = Assessment(**share, qualifier="lower_bound")
    assert rating_words(bound) == "over 50\u202f% negative, of how many is not stated"
    assert rating_words(Assessment(stage="counting")) == "in words only"


def test_every_rating_that_a_missions_page_draws_is_at_the_address_of_its_picture(record):
    """Also where they are told in another account of the same mission than the one whose page it is."""
    rated = set(Assessment.objects.values_list("mission", flat=True))
    accounts = set(Mission.objects.filter(same_as__in=rated).values_list("pk", flat=True))
    assert accounts - rated
    for mission in rated | accounts:
        [chart] = page(f"/observers/missions/{mission}/").all("saylau-chart")
        address = chart.attributes["src"].removesuffix("/figure.json")
        assert address == f"/charts/stage-assessments/{mission}"
        shown = page(f"/observers/missions/{mission}/").by_class("summary")[0].text
        assert page(f"{address}/").by_class("summary")[0].text == shown
        assert rows_of(f"{address}.json")
