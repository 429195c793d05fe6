"""What a person of the staff may do with sets of changes, and where these are."""

from django.urls import reverse


def may_propose(user) -> bool:
    return user.has_perm("elections.add_changeset")


def may_review(user) -> bool:
    return user.has_perm("elections.review_changeset")


def set_address(change_set) -> str:
    return reverse("admin:elections_changeset_change", args=[change_set.pk])
