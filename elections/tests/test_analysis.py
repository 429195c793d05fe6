"""What the record's rows say once fetched: its arithmetic, its books, and the command and task that tell of them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from elections.analysis import broken_bookkeeping, reconciliation, reconciliations
from elections.models import Area, CheckRun, Contender, Election, Redirect, Result, Tombstone, Turnout
from elections.reconcile import reconcile
from elections.tasks import check_data
from elections.tests import fact_base

pytestmark = pytest.mark.django_db


def outcomes(checks):
    """What a check says, whatever words it uses for places and sources."""
    return sorted((check.code, check.status, check.areas, check.sources, str(check.residual)) for check in checks)


def in_any_order(checks):
    """What a check says, and of which sources, in whatever order these are cited."""
    return sorted((check.code, check.text, sorted(check.sources), str(check.residual)) for check in checks)


@pytest.mark.usefixtures("record")
class TestRecord:
    def test_database_says_what_the_files_say(self):
        """The rows that come out of the database are checked with the outcome that the files themselves have."""
        from_files = fact_base.elections()
        from_database = reconciliations(Election.objects.all())
        assert set(from_database) == set(from_files)
        for election, rows in from_files.items():
            assert outcomes(from_database[election]) == outcomes(reconcile(*rows)), election

    def test_number_of_queries_does_not_depend_on_the_number_of_elections(self):
        counts = []
        for chosen in (Election.objects.filter(pk="kz-2012-mazhilis"), Election.objects.all()):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                reconciliations(chosen)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 10

    def test_a_page_that_has_the_rows_finds_the_same(self):
        regions = list(Area.objects.added_up())
        expected = reconciliations(Election.objects.all())
        for election in Election.objects.all():
            results = Result.objects.filter(contender__election=election).select_related("contender", "area", "source")
            turnout = Turnout.objects.filter(election=election).select_related("area", "source")
            found = reconciliation(
                election,
                election.contenders.all(),
                results,
                turnout.prefetch_related("other_sources"),
                [region for region in regions if region.country_id == election.country_id],
                election.later_rounds.order_by("date").values_list("pk", flat=True),
            )
            assert in_any_order(found) == in_any_order(expected[election.pk])

    def test_books_are_whole(self):
        assert broken_bookkeeping() == []

    def test_known_findings_are_printed_and_do_not_fail_the_command(self):
        printed = told("kz-2015-president", "tm-2008-mejlis")
        assert "8,833,250" in printed and "5,615 apart" in printed
        assert "2,594,658 ballots cast in 6 regions against 2,594,658 nationally" in printed
        assert printed.endswith("Bookkeeping: whole\n")

    def test_json_says_the_same_as_the_text(self):
        answer = json.loads(told("kg-2017-president", "--json", "--status", "fail"))
        (failing,) = [
            check for check in answer["elections"]["kg-2017-president"] if check["code"] == "shares_match_votes"
        ]
        assert failing["residual"] == "0.07" and "Madumarov" in failing["text"]
        assert answer["broken_bookkeeping"] == []

    def test_outcome_of_a_nightly_run_is_kept(self):
        check_data()
        (run,) = CheckRun.objects.all()
        checks = [check for checks in reconciliations(Election.objects.all()).values() for check in checks]
        assert run.exit_status == 0 and run.started_at <= run.finished_at
        assert sum(run.summary["checks"].values()) == len(checks)

    def test_unknown_election_is_a_sentence(self):
        with pytest.raises(CommandError, match="No election has the id kz-1999-nothing"):
            told("kz-1999-nothing")

    @pytest.mark.parametrize(
        ("spoil", "sentence"),
        [
            (
                lambda: Turnout.objects.filter(election="kz-2012-mazhilis", area="KZ-ALA").update(area="KG-B"),
                "another country",
            ),
            (
                lambda: Turnout.objects.filter(election="kz-2012-mazhilis").update(part="lists"),
                "in which nobody stands",
            ),
            (
                lambda: Election.objects.filter(pk="kg-2005-jogorku-kenesh-r2").update(date="2004"),
                "kg-2005-jogorku-kenesh-r2 is no later round",
            ),
            (
                lambda: Tombstone.objects.create(table="elections", row_id="kz-2012-mazhilis", reason="A test."),
                "kz-2012-mazhilis is published although a tombstone",
            ),
            (
                lambda: Redirect.objects.create(table="elections", old_id="kz-2012", new_id="kz-2012-nowhere"),
                "moved to kz-2012-nowhere, which does not exist",
            ),
            (lambda: dangle(), "name a party that does not exist"),
        ],
    )
    def test_broken_books_fail_the_command(self, spoil, sentence):
        spoil()
        output = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("check_data", "--status", "fail", stdout=output)
        assert ended.value.code == 1
        assert sentence in output.getvalue() and "Bookkeeping: whole" not in output.getvalue()


def dangle():
    """A reference to nothing, as only a bulk load without its own checks could leave it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Contender.objects.filter(pk="kz-2012-mazhilis-nur-otan").update(party_id="kz-nobody")
        cursor.execute("SET LOCAL session_replication_role = origin")


def told(*arguments):
    output = StringIO()
    call_command("check_data", *arguments, stdout=output)
    return output.getvalue()


def test_empty_record_has_nothing_to_check():
    assert told() == "0 elections: 0 pass, 0 fail, 0 cannot be checked\nBookkeeping: whole\n"


def test_election_without_claims_cannot_be_checked(tables):
    tables.load()
    election = Election.objects.first()
    Result.objects.all().delete()
    Turnout.objects.all().delete()
    assert {check.status for check in reconciliations([election])[election.pk]} == {"cannot"}
