"""An election's status follows from its events, not from a flag; an annulled election keeps its results."""

import pytest

from elections.models import Election, ElectionEvent, Result

pytestmark = pytest.mark.django_db

ELECTION = "kz-2011-president"


def status_after(*events):
    """The status of an election with these events, each (kind, date[, area])."""
    for number, (kind, date, *area) in enumerate(events):
        ElectionEvent.objects.create(
            election_id=ELECTION,
            event=kind,
            date=date,
            area_id=area[0] if area else "KZ",
            source_id=["cec", "press", "wiki", "blog"][number % 4],
        )
    return Election.objects.with_status().get(pk=ELECTION).status


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "held"),
        ([("called", "2011-02"), ("preliminary", "2011-04-04"), ("certified", "2011-04-05")], "held"),
        ([("annulled", "2011-04-06")], "annulled"),
        ([("annulled", "")], "annulled"),
        ([("cancelled", "2011-03")], "cancelled"),
        ([("cancelled", "2011-03-01"), ("restored", "2011-03-09")], "held"),
        ([("restored", "2011-03-09"), ("cancelled", "2011-03-01")], "held"),
        ([("cancelled", "2011-03"), ("restored", "2011-03-09")], "held"),
        ([("restored", "2011-03-01"), ("cancelled", "2011-03-09")], "cancelled"),
        ([("cancelled", "2011-03-01"), ("restored", "2011-03-09"), ("annulled", "2011-04-06")], "annulled"),
        ([("annulled", "2011-04-06"), ("restored", "2011-05")], "held"),
        ([("partly_annulled", "2011-04-06")], "partly_annulled"),
        ([("partly_annulled", "2011-04-06"), ("annulled", "2011-04-07")], "annulled"),
        ([("annulled", "2011-04-06", "KZ-ALA")], "partly_annulled"),
        ([("cancelled", "2011-04-01", "KZ-ALA")], "held"),
        ([("partly_annulled", "2011-04-06"), ("certified", "2011-04-10")], "partly_annulled"),
        ([("complaint", "2011-04-06"), ("court_ruling", "2011-04-10"), ("recount", "2011-04-11")], "held"),
        ([("rerun", "2011-06")], "held"),
    ],
)
def test_the_status_follows_from_the_events(tables, events, status):
    tables.load()
    assert status_after(*events) == status


def test_only_elections_whose_result_stands_are_standing(tables):
    tables.load()
    status_after(("cancelled", "2011-03"))
    standing = set(Election.objects.standing().values_list("pk", flat=True))
    assert standing == {"kz-2012-mazhilis", "kg-2005-president-r2"}
    assert set(Election.objects.in_country("kg").standing().values_list("pk", flat=True)) == {"kg-2005-president-r2"}


def test_events_of_one_election_do_not_reach_another(tables):
    tables.load()
    status_after(("annulled", "2011-04-06"))
    assert Election.objects.with_status().get(pk="kz-2012-mazhilis").status == "held"


@pytest.mark.usefixtures("record")
class TestRecord:
    def test_the_annulled_election_of_2020_keeps_its_results(self):
        election = Election.objects.with_status().get(pk="kg-2020-jogorku-kenesh")
        assert election.status == "annulled"
        assert Result.objects.filter(contender__election=election).count() > 200
        annulled = ElectionEvent.objects.get(election=election, event="annulled", area="KG")
        assert annulled.date == "2020-10-06" and annulled.source_id

    def test_a_status_of_the_files_is_what_its_events_say(self):
        from elections.tests.fact_base import COUNTRIES, table

        for country in COUNTRIES:
            for row in table(country, "elections"):
                election = Election.objects.with_status().get(pk=row["election_id"])
                if row["status"] != "held":
                    assert election.status == row["status"], row["election_id"]

    def test_a_cancelled_and_restored_vote_in_one_town_was_held(self):
        events = ElectionEvent.objects.filter(election="kz-2012-mazhilis", area="KZ-x-zhanaozen")
        assert {event.event for event in events} >= {"cancelled", "restored"}
        assert Election.objects.with_status().get(pk="kz-2012-mazhilis").status == "held"

    def test_every_later_round_links_to_its_first_round(self):
        later = Election.objects.filter(round_of__isnull=False)
        assert later.count() == 7
        for election in later.select_related("round_of"):
            assert election.round_of.round_of_id is None
            assert election.round_of.country_id == election.country_id
            assert election.date > election.round_of.date
            assert election.pk == f"{election.round_of_id}-r2"
