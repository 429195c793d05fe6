"""The datasets of observation: every row once, facets that count what choosing them gives, texts that are found."""

import csv
import io
import json

import pytest

from elections.datasets import BadQuery
from elections.datasets.formats import as_csv, as_geojson, as_json
from observers.datasets import FINDINGS, MATRIX, MISSIONS, OBSERVATION, RECOMMENDATIONS, VERDICTS
from observers.datasets.matrix import all_of_the_verdicts, watching
from observers.models import Family, Finding, Mission, Recommendation, RecommendationRating, Verdict

COUNTS = {
    "organisations": 63,
    "missions": 157,
    "reports": 108,
    "verdicts": 106,
    "assessments": 8,
    "findings": 358,
    "responses": 39,
    "recommendations": 92,
    "recommendation-ratings": 0,
}

pytestmark = pytest.mark.django_db


def ids(dataset, **query):
    return [row.pk for row in dataset.select({name: [value] for name, value in query.items()}).rows]


@pytest.mark.usefixtures("record")
class TestTheRecord:
    @pytest.mark.parametrize("name", OBSERVATION)
    def test_every_row_stands_once_in_every_order(self, name):
        dataset = OBSERVATION[name]
        everything = set(dataset.base().values_list("pk", flat=True))
        assert len(everything) == COUNTS.get(name, len(everything))
        for order in dataset.orders:
            for sign in ("", "-"):
                keys = ids(dataset, ordering=f"{sign}{order.name}")
                assert len(keys) == len(set(keys)) and set(keys) == everything

    @pytest.mark.parametrize("name", OBSERVATION)
    def test_a_facet_counts_what_choosing_it_gives(self, name):
        dataset = OBSERVATION[name]
        for query in ({}, {"country": ["KG"]}, {"country": ["KZ", "UZ"], "family": ["osce_europe"]}):
            query = {key: value for key, value in query.items() if key in dataset.parameters}
            selection = dataset.select(query)
            assert selection.count == len(list(selection.rows))
            for facet in selection.facets:
                for value, _, n, _ in facet.options:
                    chosen = dataset.select({**query, facet.filter.name: [value]})
                    assert chosen.count == len(list(chosen.rows)) == n, (facet.filter.name, value)

    @pytest.mark.parametrize("name", OBSERVATION)
    def test_csv_and_json_hold_the_rows_of_the_page(self, name):
        dataset = OBSERVATION[name]
        selection = dataset.select({})
        keys = [str(row.pk) for row in selection.rows]
        lines = list(csv.DictReader(io.StringIO(b"".join(as_csv(selection)).decode(), newline="")))
        rows = json.loads("".join(as_json(selection, {"count": 1})))["results"]
        assert [line["id"] for line in lines] == [str(row["id"]) for row in rows] == keys
        assert all(column.help.endswith(".") for column in dataset.columns)

    def test_findings_are_found_by_any_form_of_a_word_and_by_place_in_any_script(self):
        stuffed = ids(FINDINGS, search="ballots stuffed")
        assert stuffed and set(stuffed) == set(ids(FINDINGS, search="stuffing ballot"))
        osh = set(ids(FINDINGS, search="Ош"))
        assert osh >= set(Finding.objects.filter(area="KG-GO").values_list("pk", flat=True)) != set()
        for odd in ("'", "!!", "a' | 'b", "the", "\\", ":*", "&"):
            assert FINDINGS.select({"search": [odd]}).count >= 0

    def test_an_organisation_s_findings_are_its_own_and_its_missions(self):
        found = Finding.objects.filter(pk__in=ids(FINDINGS, organisation="kg-common-cause"))
        assert {each.organisation_id or each.mission.organisations.get(pk="kg-common-cause").pk for each in found} == {
            "kg-common-cause"
        }
        with pytest.raises(BadQuery, match="kg-common-cause"):
            FINDINGS.select({"organisation": ["kg-comon-cause"]})

    def test_a_joint_mission_stands_in_the_family_of_its_lead(self):
        joint = "kz-2021-mazhilis-iphr"  # led by IPHR, with a domestic bureau
        assert [family for family in Family.values if joint in ids(MISSIONS, family=family)] == ["turkic_other"]

    def test_numbers_of_people_are_told_apart_by_what_they_speak_of(self):
        assert len(ids(MISSIONS, basis="accredited")) == 25
        assert "kz-2019-president-ieom-press" in ids(MISSIONS, basis="requested")
        assert Mission.objects.get(pk="kz-2005-president-ieom-accredited").same_as_id == "kz-2005-president-ieom"

    def test_the_matrix_says_who_was_there_and_whether_they_differ(self):
        rows = {row.pk: row for row in MATRIX.select({}).rows}
        assert rows["kg-2020-jogorku-kenesh"].spread == "differ"
        assert rows["kz-2012-mazhilis"].spread == "not_comparable"
        stands_in, rests_on = (
            MATRIX.select({})
            .rows.values_list(*(all_of_the_verdicts(each) for each in ("report_id", "source_id")))
            .get(pk="kg-2020-jogorku-kenesh")
        )
        assert "kg-2020-jogorku-kenesh-statement" in stands_in
        assert rests_on == sorted(
            {*Verdict.objects.filter(mission__election="kg-2020-jogorku-kenesh").values_list("source", flat=True)}
        )
        assert "tj-2013-president" in ids(MATRIX, family="osce_europe")
        assert set(ids(MATRIX, family="none_recorded")).isdisjoint(watching().values_list("election", flat=True))
        first = [row.pk for row in MATRIX.select({}).rows][:8]
        assert first == ids(MATRIX, country="KZ") and first[0] == "kz-2021-mazhilis"

    def test_verdicts_are_versions_by_report(self):
        said = ids(VERDICTS, mission="kz-2007-mazhilis-ieom")
        assert len(said) == 2, "the final report and a news agency's account of the day after"

    def test_findings_lie_where_their_area_is(self):
        features = json.loads("".join(as_geojson(FINDINGS.select({"area": ["KZ-ALA"]}), {"count": 1})))["features"]
        assert len(features) == 6 and all(each["geometry"] for each in features)

    def test_not_evaluated_and_not_rated_are_two_states(self):
        one = Recommendation.objects.first()
        mission = Mission.objects.filter(mission_type="EOM").last()
        RecommendationRating.objects.create(
            recommendation=one, mission=mission, status="not_evaluated", date="2021", source=one.source
        )
        assert ids(RECOMMENDATIONS, status="not_evaluated") == [one.pk]
        assert len(ids(RECOMMENDATIONS, status="not_rated")) == 91
        RecommendationRating.objects.create(
            recommendation=one,
            mission=Mission.objects.filter(mission_type="EOM").first(),
            status="partial",
            date="2022",
            source=one.source,
        )
        selection = RECOMMENDATIONS.select({"status": ["partial"]})
        (row,) = json.loads("".join(as_json(selection, {"count": 1})))["results"]
        assert [each.split(":")[1] for each in row["ratings"]] == ["not_evaluated", "partial"]

    def test_asked_again_means_the_same_addressee_and_theme_after_an_earlier_vote(self):
        for row in RECOMMENDATIONS.select({"again": ["yes"]}).rows:
            election = row.report.mission.election
            assert Recommendation.objects.filter(
                addressee__iexact=row.addressee,
                category=row.category,
                report__mission__election__country=election.country_id,
                report__mission__election__date__lt=election.date,
            ).exists()
