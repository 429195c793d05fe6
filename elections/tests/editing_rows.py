"""One good row of each kind that editing keeps, and bad variants of it for the tests of constraints."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from elections.models import (
    ApiKey,
    Change,
    ChangeSet,
    Derivation,
    History,
    ImportBatch,
    SetWork,
    StoredPart,
    Upload,
)

HASH = "0" * 64


def make_rows():
    """A draft with one new row, an upload, a stored file, a key, an entry of history."""
    author = get_user_model().objects.create(username="author")
    drafted = ChangeSet.objects.create(title="A seat more", channel="form", author=author)
    Change.objects.create(
        change_set=drafted, position=1, table="results", row_id="7", kind="add", values={"seats": "1"}
    )
    Upload.objects.create(name="results.csv", sha256=HASH, size=1, uploaded_by=author)
    StoredPart.objects.create(name="results.csv", number=0, content=b"x")
    SetWork.objects.create(change_set=drafted, kind="try", asked_by=author)
    ApiKey.objects.create(name="A newspaper", beginning="saylau_", key_sha256=HASH)
    Derivation.objects.get_or_create(id=1)
    History.objects.create(
        table="elections_result",
        row_id="7",
        kind="altered",
        changed_at=timezone.now(),
        channel="hand",
        database_role="a",
    )


def bad_values():
    """(constraint, row, values that it refuses)."""
    now = timezone.now()
    drafted, change = ChangeSet.objects.get(), Change.objects.get()
    yield "changeset_four_eyes", drafted, {"reviewer": drafted.author}
    yield "changeset_submitted_with_reason", drafted, {"state": "in_review", "submitted_at": now}
    yield "changeset_submitted_with_reason", drafted, {"state": "in_review", "reason": "Why."}
    yield "changeset_published_by_a_second_person", drafted, {"published_at": now}
    yield "changeset_roll_back_of_a_set", drafted, {"rolls_back": drafted}
    yield "change_kind_known", change, {"kind": "guess"}
    yield "change_kind_fits", change, {"values": {}}
    yield "change_kind_fits", change, {"kind": "alter"}
    yield "change_kind_fits", change, {"kind": "withdraw"}
    yield "change_successor_of_withdrawn", change, {"successor": "8"}
    yield "setwork_kind_known", SetWork.objects.get(), {"kind": "guess"}
    yield "setwork_state_known", SetWork.objects.get(), {"state": "lost"}
    yield "upload_sha256_valid", Upload.objects.get(), {"sha256": "0" * 63}
    yield "upload_state_known", Upload.objects.get(), {"state": "lost"}
    yield "upload_confirmed_with_set", Upload.objects.get(), {"state": "confirmed"}
    yield "apikey_sha256_valid", ApiKey.objects.get(), {"key_sha256": "G" * 64}
    yield "derivation_single", Derivation.objects.get(), {"id": 2}
    yield "importbatch_change_has_set", ImportBatch.objects.order_by("pk")[0], {"kind": "change"}


def bad_copies():
    """(constraint, row, values with which a second such row is refused)."""
    now = timezone.now()
    drafted, change = ChangeSet.objects.get(), Change.objects.get()  # the steps of a set are guarded by a trigger
    yield "changeset_channel_known", drafted, {"channel": "rumour"}
    yield "changeset_state_known", drafted, {"state": "lost", "reason": "Why.", "submitted_at": now}
    yield "changeset_sent_back_with_note", drafted, {"state": "sent_back", "reason": "Why.", "submitted_at": now}
    yield (
        "changeset_published_by_a_second_person",
        drafted,
        {"state": "published", "reason": "Why.", "submitted_at": now},
    )
    yield "changeset_roll_back_of_a_set", drafted, {"channel": "revert"}
    yield "change_position_unique", change, {"row_id": "8"}
    yield "change_row_once", change, {"position": 2}
    yield "setwork_unique", SetWork.objects.get(), {"state": "done"}
    yield "storedpart_unique", StoredPart.objects.get(), {"content": b"y"}
    entry = History.objects.order_by("-pk")[0]
    yield "history_kind_known", entry, {"kind": "guessed"}
    yield "history_channel_known", entry, {"channel": "rumour"}
