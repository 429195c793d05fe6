import pytest
from django.http import HttpResponse

from config.security import POLICY, content_security_policy


@pytest.mark.django_db
def test_no_page_may_load_anything_from_elsewhere(client):
    for address in ("/", "/admin/login/"):
        policy = client.get(address).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy and "unsafe" not in policy and "*" not in policy


def test_an_answer_may_bring_a_policy_of_its_own(rf):
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    assert content_security_policy(lambda request: own)(rf.get("/")).headers["Content-Security-Policy"] != POLICY


def test_another_host_is_refused_by_a_page(client):
    """The page of a refusal may not ask for the host that was refused."""
    answer = client.get("/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert b"<h1>" in answer.content and b"elsewhere" not in answer.content
