"""Bookkeeping is held by the database: each bad row is refused by the constraint meant for it; odd figures are not."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models.deletion import ProtectedError
from django.db.models.expressions import RawSQL
from django.utils import timezone

from elections.models import (
    Area,
    CheckRun,
    Contender,
    DataVersion,
    Election,
    ElectionEvent,
    ElectionEventSource,
    ElectionSource,
    Exclusion,
    ExclusionSource,
    ImportBatch,
    Party,
    PartyEvent,
    PartySource,
    Redirect,
    Result,
    Source,
    Tombstone,
    Turnout,
    TurnoutSource,
)
from elections.tests import editing_rows
from elections.tests.refusals import constraints_of, of_copy, of_update, refusal

pytestmark = pytest.mark.django_db

BAD_DATES = [
    "21-01-01",
    "2021-13",
    "2021-00",
    "2021-02-32",
    "2021-1-1",
    "2021-01-1\n",
    "2021--01",
    "tomorrow",
    "202",
]
BAD_IDS = ["KZ", "kz nur", "kz--nur", "-kz", "kz-", "kz\n", "кз", ""]
BAD_PERCENTAGES = [RawSQL(f"'{number}'::numeric", []) for number in ("-0.1", "NaN", "Infinity", "1000000")]


@pytest.fixture
def small(tables):
    """The small set in the database, and a row of each kind of bookkeeping."""
    tables.load()
    Tombstone.objects.create(table="results", row_id="1", reason="Told twice.")
    Redirect.objects.create(table="parties", old_id="a", new_id="b")
    now = timezone.now()
    CheckRun.objects.create(started_at=now, finished_at=now, exit_status=0)
    editing_rows.make_rows()


def first(model, **values):
    return model.objects.filter(**values).order_by("pk")[0]


def bad_rows():
    """(constraint, row, bad values): each constraint of the app at least once."""
    for model, date in [(Area, "valid_from"), (Area, "valid_to"), (Source, "published"), (PartyEvent, "date")] + [
        (Election, "date"),
        (Election, "end_date"),
        (ElectionEvent, "date"),
        (Exclusion, "date"),
        (Result, "as_of"),
    ]:
        for text in BAD_DATES:
            yield f"{model._meta.model_name}_{date}_valid", first(model), {date: text}
    for model in (Source, Party, Contender):
        for text in BAD_IDS:
            yield f"{model._meta.model_name}_id_valid", first(model), {"id": text}
    for text in ["kg-2005", "kg-05-x", "kg-2005-", "kg-2005-X", "kg-2005-x\n"]:
        yield "election_id_valid", first(Election), {"id": text}
    for text in ["KZ-", "KZ-ALAM", "KZ-ala", "KZ-x-", "KZ-x-Omsk", "KZ ", "KZALA", "KZ-ALA\n"]:
        yield "area_id_valid", Area.objects.get(pk="KZ-ALA"), {"id": text}
    for model, field in [
        (Area, "kind"),
        (Source, "kind"),
        (Party, "alignment"),
        (PartyEvent, "event"),
        (Election, "kind"),
        (Election, "system"),
        (ElectionEvent, "event"),
        (Contender, "kind"),
        (Exclusion, "kind"),
        (Result, "share_of"),
        (Result, "basis"),
        (Result, "qualifier"),
        (Turnout, "basis"),
        (Turnout, "qualifier"),
        (ImportBatch, "kind"),
    ]:
        yield f"{model._meta.model_name}_{field}_known", model.objects.order_by("-pk")[0], {field: "unheard"}
    with_share = first(Result, share_pct__isnull=False)
    for number in BAD_PERCENTAGES:
        yield "election_percentages_valid", first(Election), {"threshold_pct": number}
        yield "result_percentages_valid", with_share, {"share_pct": number}
        yield "result_percentages_valid", with_share, {"margin_pct": number}
        yield "turnout_percentages_valid", first(Turnout, turnout_pct__isnull=False), {"turnout_pct": number}
    nothing = {"share_of": "", "margin_pct": None, "qualifier": "", "note": ""}
    yield "result_says_something", with_share, {**nothing, "votes": None, "share_pct": None, "seats": None}
    words = {**nothing, "votes": None, "share_pct": None, "seats": None, "qualifier": "words"}
    yield "result_says_something", with_share, words
    yield "result_share_of_with_share", with_share, {"share_pct": None, "share_of": "valid", "votes": 1}
    yield "result_margin_with_figure", with_share, {"share_pct": None, "share_of": "", "margin_pct": 2, "votes": 1}
    close = first(Turnout, as_of_time="close")
    counts = dict.fromkeys(["registered", "issued", "cast", "valid", "invalid", "turnout_pct", "margin_pct"])
    yield "turnout_says_something", close, {**counts, "qualifier": "", "note": "Some words."}
    yield "turnout_says_something", close, {**counts, "qualifier": "words", "note": ""}
    yield "turnout_margin_with_figure", close, {"turnout_pct": None, "margin_pct": 2, "cast": 5}
    for hour in ["24:00", "9:00", "09:60", "Close", "09.00", "9"]:
        yield "turnout_as_of_time_valid", close, {"as_of_time": hour}
    for part in ["Party", "party list", "_list", "list_", "a-b"]:
        yield "turnout_part_valid", close, {"part": part}
        yield "contender_part_valid", first(Contender), {"part": part}
    region = Area.objects.get(pk="KZ-ALA")
    country = Area.objects.get(pk="KZ")
    yield "area_valid_to_after_valid_from", region, {"valid_from": "2018-06", "valid_to": "2018-05-31"}
    yield "area_has_parent_unless_country", region, {"parent": None}
    yield "area_has_parent_unless_country", country, {"parent": "KG"}
    yield "area_has_parent_unless_country", country, {"kind": "region"}
    yield "area_parent_differs", region, {"parent": "KZ-ALA"}
    yield "area_id_of_country", region, {"country": "KG"}
    election = Election.objects.get(pk="kz-2012-mazhilis")
    yield "election_id_of_country", election, {"country": "KG"}
    yield "election_dated", election, {"date": "", "end_date": ""}
    yield "election_end_date_after_date", election, {"end_date": "2012-01-14"}
    yield "election_end_date_after_date", election, {"end_date": "2011"}
    yield "election_round_of_another", election, {"round_of": election}
    yield "partyevent_other_party_differs", first(PartyEvent), {"other_party": "kz-nur-otan"}
    for colour in ["red", "#12345", "#gggggg", "1234567", "#12345\n"]:
        yield "party_colour_valid", first(Party), {"colour": colour}
    yield "source_archive_complete", first(Source), {"archived_copy": "a.pdf"}
    yield "source_archive_complete", first(Source), {"retrieved_at": timezone.now()}
    yield "source_archive_complete", first(Source), {"archived_sha256": "0" * 64}
    yield (
        "source_archive_complete",
        first(Source),
        {"archived_copy": "a.pdf", "archived_sha256": "0" * 63, "retrieved_at": timezone.now()},
    )
    yield "importbatch_sha256_valid", first(ImportBatch), {"sha256": "0" * 63}
    yield "importbatch_sha256_valid", first(ImportBatch), {"sha256": "G" * 64}
    yield "dataversion_single", first(DataVersion), {"id": 2}
    yield "tombstone_has_reason", first(Tombstone), {"reason": ""}
    yield "redirect_moves", first(Redirect), {"new_id": "a"}
    run = first(CheckRun)
    yield "checkrun_finished_after_started", run, {"finished_at": run.started_at - timedelta(seconds=1)}
    yield from editing_rows.bad_values()


def repeated_rows():
    """(constraint, row) for each key: a second row with the same key is refused, whatever else it says."""
    yield "result_unique", first(Result), {"votes": 1, "note": "Again."}
    yield "turnout_unique", first(Turnout), {"cast": 1}
    yield "partyevent_unique", first(PartyEvent, election=None, other_party=None), {"note": "Again."}
    yield "electionevent_unique", first(ElectionEvent), {"note": "Again."}
    yield "exclusion_unique", first(Exclusion), {"note": "Again."}
    yield "tombstone_unique", first(Tombstone), {"reason": "Again."}
    yield "redirect_unique", first(Redirect), {"new_id": "c"}
    for table, model in [
        ("party", PartySource),
        ("election", ElectionSource),
        ("electionevent", ElectionEventSource),
        ("exclusion", ExclusionSource),
        ("turnout", TurnoutSource),
    ]:
        yield f"{table}_names_a_source_once", first(model), {"position": 9}
    yield from editing_rows.bad_copies()


def test_every_bad_row_is_refused_by_its_constraint(small):
    tried = [(constraint, of_update(row, **values), row, values) for constraint, row, values in bad_rows()]
    tried += [(constraint, of_copy(row, **values), row, values) for constraint, row, values in repeated_rows()]
    wrong = [f"{row!r} {values}: {found or 'accepted'}, not {due}" for due, found, row, values in tried if found != due]
    assert not wrong, "\n".join(wrong)
    assert constraints_of("elections") == {constraint for constraint, *_ in tried}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"share_pct": None, "share_of": "valid"}, "Say what a share is of only where there is a share."),
        ({"as_of": "2021-13"}, "A date is YYYY, YYYY-MM or YYYY-MM-DD, as precisely as it is known."),
        ({"share_pct": Decimal("-1")}, "A percentage is a number of zero or more."),
        (
            {"votes": None, "share_pct": None, "share_of": "", "seats": None},
            "Give the votes, the share, the seats, or the words in the note.",
        ),
    ],
)
def test_an_editor_is_told_what_is_wrong(small, change, message):
    result = Result.objects.get(contender="kz-2012-mazhilis-nur-otan", basis="official_final")
    for name, value in change.items():
        setattr(result, name, value)
    with pytest.raises(ValidationError) as refused:
        result.full_clean()
    assert message in refused.value.messages


def test_plausibility_is_not_constrained(small):
    """An impossible turnout is a finding to publish, not a row to refuse."""
    turnout = first(Turnout, as_of_time="close")
    assert of_update(turnout, turnout_pct=Decimal("104.37"), cast=10, registered=5, valid=99) == ""
    result = first(Result)
    assert of_update(result, votes=2_000_000_000, share_pct=Decimal("480.5")) == ""


def test_a_period_as_precise_as_known_is_in_order(small):
    area = Area.objects.get(pk="KZ-ALA")
    for begin, end in [("2018", ""), ("", "2018"), ("2018-06", "2018"), ("2018", "2018-01"), ("2018-06-19", "2018-06")]:
        assert of_update(area, valid_from=begin, valid_to=end) == "", (begin, end)


def test_numbers_keep_the_digits_that_were_printed(small):
    result = Result.objects.get(contender="kz-2012-mazhilis-nur-otan", basis="official_final")
    for text in ["6.5", "6.50", "6.5000", "0", "0.00", "100"]:
        Result.objects.filter(pk=result.pk).update(share_pct=Decimal(text))
        result.refresh_from_db()
        assert str(result.share_pct) == text


def test_what_is_cited_or_referred_to_cannot_be_deleted(small):
    for row in (Source.objects.get(pk="cec"), Area.objects.get(pk="KZ"), Election.objects.get(pk="kz-2012-mazhilis")):
        with pytest.raises(ProtectedError):
            row.delete()
    assert refusal(lambda: Source.objects.filter(pk="cec")._raw_delete("default")) == ""  # checked at the end only


def test_a_runoff_links_to_its_first_round(small):
    runoff = Election.objects.get(pk="kg-2005-president-r2")
    assert runoff.round_of_id == "kg-2005-president"
    assert [later.pk for later in runoff.round_of.later_rounds.all()] == [runoff.pk]


def test_the_data_version_is_one_number(small):
    number = DataVersion.current()
    DataVersion.raise_by_one()
    assert DataVersion.current() == number + 1
    assert DataVersion.objects.count() == 1
