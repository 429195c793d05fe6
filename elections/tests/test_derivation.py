"""What is kept beside the rows is what the rules say, for every row, after every change, and is made no oftener."""

from collections import Counter
from time import monotonic
from types import SimpleNamespace

import psycopg
import pytest
from celery.signals import worker_ready
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from kombu.exceptions import OperationalError

from config.celery import derive_at_start
from elections.analysis import reconciliations
from elections.datasets import RESULTS, caching, derivation
from elections.datasets.claim_sets import ClaimSets
from elections.datasets.derivation import derive, version_seen
from elections.importers import TABLES, load_tables
from elections.models import (
    Area,
    Contender,
    DataVersion,
    DerivedCheck,
    DerivedElection,
    DerivedResult,
    DerivedTurnout,
    Election,
    ElectionEvent,
    Measure,
    Result,
    Source,
    Turnout,
)
from elections.shares import computed_turnout
from elections.tasks import derive_record
from elections.tests.answers import asked, rows_of, text


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestDerivation:
    def test_every_claim_is_what_the_pages_work_out(self):
        kept = {each.pk: each for each in DerivedResult.objects.all()}
        assert len(kept) == Result.objects.count() > 1500
        for measure, name in ((Measure.VOTES, "is_first_for_votes"), (Measure.SEATS, "is_first_for_seats")):
            first = set(Result.objects.shown_first(measure).values_list("pk", flat=True))
            assert {pk for pk, each in kept.items() if getattr(each, name)} == first
        for election in Election.objects.all():
            claims = list(Result.objects.filter(contender__election=election).select_related("contender"))
            turnout = Turnout.objects.filter(election=election).prefetch_related("other_sources")
            sets = ClaimSets(election, claims, Contender.objects.filter(election=election), turnout)
            for claim in claims:
                computed, found = sets.computed_share(claim), kept[claim.pk]
                assert (found.computed_share_pct, found.computed_share_of) == (computed.pct, computed.of)
                assert (found.election_id, found.votes) == (election.pk, claim.votes)

    def test_the_worker_brings_it_up_to_the_rules_of_an_upgrade_when_it_starts(self):
        sent = []
        derive_at_start(sender=SimpleNamespace(app=SimpleNamespace(send_task=sent.append)))
        assert sent == [derive_record.name]
        assert derive_at_start in [receiver() for _, receiver in worker_ready.receivers]

    def test_readers_wait_a_little_and_are_told_to_come_again_while_another_derives(self, monkeypatch):
        monkeypatch.setattr(caching, "PATIENCE", 2)
        monkeypatch.setattr(caching, "GIVEN_UP", [])
        DataVersion.raise_by_one()
        settings = connection.get_connection_params() | {"autocommit": True, "cursor_factory": None}
        with psycopg.connect(**settings) as other:
            other.execute("SELECT pg_advisory_lock(%s)", [derivation.LOCK])
            waited = []
            for address in ("/api/v1/elections?page_size=1", "/api/v1/elections.csv", "/elections/", "/elections.csv"):
                begun = monotonic()
                answer = asked(address)
                waited.append(monotonic() - begun >= 2)
                assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
                assert "just now" in text(answer) and "ETag" not in answer.headers
            assert asked("/elections/", cookies={"sessionid": "x"}).status_code == 503
            other.execute("SELECT pg_advisory_unlock(%s)", [derivation.LOCK])  # at once: a server ends in its own time
        assert asked("/elections/").status_code == asked("/api/v1/elections").status_code == 200
        assert waited == [True, False, False, False], "only the first waits, so that threads stay for others"

    def test_turnout_and_status_too(self):
        kept = {each.pk: each for each in DerivedTurnout.objects.all()}
        first = set(Turnout.objects.shown_first().values_list("pk", flat=True))
        assert {pk for pk, each in kept.items() if each.is_first} == first and len(kept) == Turnout.objects.count()
        for claim in Turnout.objects.all():
            computed = computed_turnout(claim.registered, claim.issued, claim.cast, claim.turnout_pct)
            assert (kept[claim.pk].computed_turnout_pct, kept[claim.pk].computed_turnout_of) == (
                computed.pct,
                computed.of,
            )
        statuses = dict(Election.objects.with_status().values_list("pk", "status"))
        assert dict(DerivedElection.objects.values_list("pk", "status")) == statuses

    def test_checks_are_kept_as_they_are_made(self):
        made = reconciliations(Election.objects.all())
        kept = DerivedCheck.objects.values_list("election", "method", "status", "text")
        assert Counter(kept) == Counter(
            (pk, check.code, check.status, check.text) for pk, checks in made.items() for check in checks
        )

    def test_checks_are_in_english_whoever_reads_first(self):
        before = set(DerivedCheck.objects.values_list("text", flat=True))
        DerivedCheck.objects.all().delete()
        DerivedElection.objects.update(fingerprint="")
        DataVersion.raise_by_one()
        with translation.override("ru"):
            assert derive() == Election.objects.count()
        assert set(DerivedCheck.objects.values_list("text", flat=True)) == before

    def test_a_check_that_comes_out_the_same_has_not_changed(self):
        before = dict(DerivedCheck.objects.values_list("pk", "changed_at"))
        Turnout.objects.filter(election="kz-2012-mazhilis").update(valid=7)
        DataVersion.raise_by_one()
        derive()
        after = dict(DerivedCheck.objects.values_list("pk", "changed_at"))
        moved = {pk for pk in after if after[pk] != before.get(pk)}
        assert moved and all(pk.startswith("kz-2012-mazhilis-") for pk in moved)
        assert len(moved) < sum(pk.startswith("kz-2012-mazhilis-") for pk in after)

    def test_a_later_round_and_a_place_of_the_country_are_part_of_it(self):
        first = Election.objects.filter(later_rounds__isnull=False).first()
        Election.objects.filter(round_of=first).update(note="Seen again.")
        DataVersion.raise_by_one()
        assert derive() == 2
        Area.objects.filter(pk="KZ-ALA").update(valid_from="1991")
        DataVersion.raise_by_one()
        assert derive() == Election.objects.filter(country="KZ").count()

    def test_nothing_is_made_again_while_the_version_stands(self):
        assert version_seen().is_derived
        with CaptureQueriesContext(connection) as queries:
            assert derive() == 0
        assert len(queries) <= 6

    @pytest.mark.parametrize(
        "change",
        [
            lambda: Result.objects.filter(contender="kz-2012-mazhilis-nur-otan").update(votes=1),
            lambda: Result.objects.filter(contender__election="kz-2012-mazhilis").delete(),
            lambda: Turnout.objects.filter(election="kz-2012-mazhilis").update(valid=7),
            lambda: Contender.objects.filter(election="kz-2012-mazhilis").update(kind="group"),
            lambda: ElectionEvent.objects.create(
                election_id="kz-2012-mazhilis", event="annulled", area_id="KZ", source=Source.objects.first()
            ),
        ],
    )
    def test_a_change_is_followed_for_its_election_alone(self, change):
        before = dict(DerivedElection.objects.values_list("pk", "fingerprint"))
        change()
        DataVersion.raise_by_one()
        assert not version_seen().is_derived
        assert derive() == 1 and version_seen().is_derived
        after = dict(DerivedElection.objects.values_list("pk", "fingerprint"))
        assert {pk for pk in after if after[pk] != before[pk]} == {"kz-2012-mazhilis"}
        votes = Result.objects.filter(contender__election="kz-2012-mazhilis").values_list("pk", "votes")
        kept = DerivedResult.objects.filter(election="kz-2012-mazhilis").values_list("pk", "votes")
        assert dict(kept) == dict(votes)

    def test_a_source_that_changes_kind_changes_what_is_shown_first(self):
        """Eleven sets tell of Kazakhstan 2015; the kind of source is the last word between equals."""
        shown = Result.objects.filter(derived__is_first_for_votes=True, contender__election="kz-2015-president")
        source = shown.first().source
        Source.objects.filter(pk=source.pk).update(kind="blog")
        DataVersion.raise_by_one()
        assert derive() >= 1

    def test_new_rules_are_applied_to_everything(self, monkeypatch):
        monkeypatch.setattr(derivation, "rules", lambda: "other rules")
        assert derive() == Election.objects.count()

    def test_a_reader_derives_what_nobody_has_yet(self):
        """The first answer after a publication is right already."""
        Result.objects.filter(contender="kz-2012-mazhilis-nur-otan", area="KZ").update(votes=5)
        DataVersion.raise_by_one()
        rows = rows_of("/results.json?contender=kz-2012-mazhilis-nur-otan&area=KZ")
        shares = {row["computed_share_pct"] for row in rows if row["computed_share_of"] == "valid"}
        assert shares and all(float(share) < 0.01 for share in shares)

    def test_annulled_votes_stay_out_of_what_spans_several(self):
        spanning = {row["election"] for row in rows_of("/results.json")}
        assert "kg-2020-jogorku-kenesh" not in spanning and "kg-2021-jogorku-kenesh" in spanning
        asked_for = rows_of("/results.json?election=kg-2020-jogorku-kenesh")
        assert {row["election_status"] for row in asked_for} == {"annulled"}
        everything = {
            row["election"] for row in rows_of("/results.json?status=annulled,held,partly_annulled,cancelled")
        }
        assert "kg-2020-jogorku-kenesh" in everything
        assert [each.name for each in RESULTS.defaults] == ["status"]


@pytest.mark.django_db(transaction=True)
class TestAfterThePublication:
    def test_the_worker_derives_before_anybody_reads(self, tables):
        load_tables([tables.folder], TABLES)
        assert version_seen().is_derived and DerivedElection.objects.exists()

    def test_without_a_broker_the_first_reader_does(self, tables, monkeypatch, caplog):
        def refuse(**options):
            raise OperationalError("nobody listens")

        monkeypatch.setattr(derive_record, "apply_async", refuse)
        load_tables([tables.folder], TABLES)
        assert not version_seen().is_derived and "the first reader derives" in caplog.text
        assert rows_of("/results.json?page_size=all")
        assert version_seen().is_derived

    def test_a_trial_derives_nothing(self, tables, monkeypatch):
        sent = []
        monkeypatch.setattr(derive_record, "apply_async", lambda **options: sent.append(options))
        load_tables([tables.folder], TABLES, dry_run=True)
        assert sent == []
