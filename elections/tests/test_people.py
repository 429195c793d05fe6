"""People of the staff: invited by a link, locked out after wrong passwords, signed out by others."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db

INVITE = "/admin/auth/user/add/"


@pytest.fixture(autouse=True)
def nobody_locked():
    cache.clear()


def invited(administrator, role="entry", name="new"):
    answer = administrator.post(
        INVITE, {"username": name, "first_name": "N", "last_name": "", "is_active": "on", "role": role}
    )
    return User.objects.get(username=name), answer.context["link"]


def take_up(link, password="correct horse 1"):
    """Follow an invitation with a browser of one's own and set a password."""
    client = Client()
    form = client.get(link.removeprefix("http://testserver"), follow=True)
    if not form.context["validlink"]:
        return None
    path = form.redirect_chain[-1][0]
    client.post(path, {"new_password1": password, "new_password2": password})
    return client


def signed_in(name, password):
    client = Client()
    answer = client.post("/admin/login/", {"username": name, "password": password})
    return client if answer.status_code == 302 else answer


def test_an_invited_person_sets_a_password_once(staff):
    user, link = invited(staff("administrator"))
    assert user.is_staff and not user.has_usable_password() and [group.name for group in user.groups.all()] == ["entry"]
    assert take_up(link)
    assert take_up(link) is None, "a link works once"
    assert signed_in("new", "correct horse 1").get("/admin/").status_code == 200


def test_a_forgotten_password_is_replaced_and_old_sessions_end(staff):
    administrator = staff("administrator")
    user, link = invited(administrator)
    take_up(link)
    client = signed_in("new", "correct horse 1")
    again = administrator.post(f"/admin/auth/user/{user.pk}/change/", {"action": "link"}).context["link"]
    take_up(again, "another horse 2")
    assert client.get("/admin/").status_code == 302
    assert signed_in("new", "correct horse 1").status_code == 200
    assert isinstance(signed_in("new", "another horse 2"), Client)


def test_somebody_is_signed_out_everywhere_and_nobody_else(staff):
    administrator, user = staff("administrator"), staff("entry")
    other = Client()
    other.force_login(user.user)
    administrator.post(f"/admin/auth/user/{user.user.pk}/change/", {"action": "sign_out"})
    assert user.get("/admin/").status_code == other.get("/admin/").status_code == 302
    assert administrator.get("/admin/").status_code == 200


def test_who_may_no_longer_sign_in_is_out_at_once(staff):
    administrator, user = staff("administrator"), staff("entry")
    administrator.post(f"/admin/auth/user/{user.user.pk}/change/", {"username": "entry", "role": "entry"})
    assert user.get("/admin/").status_code == 302


def test_an_administrator_makes_nobody_more_than_administrator(staff):
    administrator, root = staff("administrator"), User.objects.create_superuser("root", password="x")
    assert administrator.get(f"/admin/auth/user/{root.pk}/change/").status_code == 404
    assert administrator.post(f"/admin/auth/user/{root.pk}/change/", {"action": "link"}).status_code == 404
    mine = administrator.user
    extra = {
        "username": mine.username,
        "is_active": "on",
        "role": "administrator",
        "is_superuser": "on",
        "is_staff": "on",
    }
    administrator.post(f"/admin/auth/user/{mine.pk}/change/", extra)
    mine.refresh_from_db()
    assert not mine.is_superuser
    assert administrator.post(f"/admin/auth/user/{mine.pk}/delete/", {"post": "yes"}).status_code == 403


def test_five_wrong_passwords_close_the_door_for_that_name_and_address(staff, caplog):
    staff("entry")
    for _ in range(5):
        signed_in("entry", "wrong")
    locked = signed_in("entry", "x")
    assert locked.status_code == 429 and "Locked for a while" in locked.content.decode()
    staff("viewer")
    assert isinstance(signed_in("viewer", "x"), Client)
    assert "entry" not in caplog.text.replace("/admin/", "") and "127.0.0.1" not in caplog.text
    cache.clear()
    assert isinstance(signed_in("entry", "x"), Client)


def test_who_is_locked_out_comes_in_with_a_new_link(staff):
    """The page that tells of the lock names this way out."""
    administrator = staff("administrator")
    user, link = invited(administrator)
    take_up(link)
    for _ in range(6):
        locked = signed_in(user.username, "wrong")
    assert "ask an administrator for a link" in locked.content.decode()
    again = administrator.post(f"/admin/auth/user/{user.pk}/change/", {"action": "link"}).context["link"]
    assert signed_in(user.username, "correct horse 1").status_code == 429
    take_up(again, "battery staple 2")
    assert isinstance(signed_in(user.username, "battery staple 2"), Client)
