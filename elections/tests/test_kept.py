"""What is worked out once for a data version: made once, never shown for another one, and never too much of it."""

import pytest
from django.core.cache import cache

from elections.datasets.kept import KEPT, SEEN, Kept, once
from elections.models import DataVersion
from elections.tests.answers import asked, text
from observers.models import Finding


class Made:
    """Makes so many rows, and counts how often it was asked to."""

    def __init__(self, rows=1):
        self.rows, self.times = rows, 0

    def __call__(self):
        self.times += 1
        return [self.times] * self.rows


class TestKept:
    def test_it_is_made_once_for_a_version(self):
        kept, make = Kept(), Made()
        assert [kept.get("v1", "a", make), kept.get("v1", "a", make)] == [[1], [1]]
        assert kept.get("v2", "a", make) == [2] and kept.get("v2", "b", make) == [3]

    def test_an_older_moment_gets_what_is_its_own(self):
        kept, make = Kept(), Made()
        assert [kept.get(version, "a", make) for version in ("v2", "v1", "v2")] == [[1], [2], [3]]

    def test_nothing_is_kept_where_no_version_is_known(self):
        make = Made()
        assert SEEN.get() is None
        assert [once("test", make), once("test", make)] == [[1], [2]]

    def test_the_longest_unasked_goes_when_there_are_too_many_rows(self):
        kept, first, second, third = Kept(most=10), Made(4), Made(4), Made(4)
        kept.get("v", "first", first), kept.get("v", "second", second), kept.get("v", "first", first)
        kept.get("v", "third", third)  # twelve rows: the second goes
        kept.get("v", "first", first), kept.get("v", "third", third)
        assert (first.times, second.times, third.times) == (1, 1, 1)
        kept.get("v", "second", second)
        assert second.times == 2

    def test_rows_that_alone_are_too_many_are_kept_alone(self):
        kept, make = Kept(most=10), Made(50)
        kept.get("v", "a", make), kept.get("v", "a", make)
        assert make.times == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("record")
class TestPages:
    ADDRESSES = ("/observers/findings/?country=KG", "/observers/findings/?country=KG&severity=serious")

    def test_counts_and_pictures_follow_a_publication_at_once(self):
        before = [text(asked(address)) for address in self.ADDRESSES]
        assert (
            Finding.objects.filter(
                election__country="KG", severity="serious", election__date__startswith="2020"
            ).delete()[0]
            > 1
        )
        DataVersion.raise_by_one()
        after = [text(asked(address)) for address in self.ADDRESSES]
        KEPT.forget()
        cache.clear()
        assert [text(asked(address)) for address in self.ADDRESSES] == after
        assert not {*before} & {*after}

    def test_who_is_signed_in_is_answered_from_the_tables(self, admin_client):
        address = self.ADDRESSES[0]
        before = admin_client.get(address).content
        Finding.objects.filter(election__country="KG", severity="serious").update(severity="info")
        assert admin_client.get(address).content != before and SEEN.get() is None
