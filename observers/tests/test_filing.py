"""Filing by HTTP: kept while it is typed, reviewed by another person, then public without its author."""

import json

import pytest

from elections.models import ChangeState
from observers.models import FiledReport, Finding, Observer, Report

pytestmark = pytest.mark.django_db

NEW = "/observers/reports/new/"
FILED = "/observers/reports/filed/"
VOTE = "kz-2012-mazhilis"
SEEN = {
    "stage": "counting",
    "area": "Алматы",
    "town": "Medeu district",
    "station": "1245",
    "category": "protocol_not_posted",
    "severity": "serious",
    "summary": "The protocol was not posted and no copy was given.",
    "figure": "3",
    "figure_unit": "polling stations without a posted protocol",
    "observed_n": "11",
}


@pytest.fixture
def loaded(tables):
    tables.load()
    return tables


@pytest.fixture
def observer(loaded, staff):
    """A function that gives a client of a new observer of an organisation."""

    def make(name="observer", organisation="odihr"):
        client = staff("observer", name)
        Observer.objects.create(user=client.user, organisation_id=organisation)
        return client

    return make


def answers(*findings, vote=VOTE, shown="region", **more):
    typed = {"election_id": vote, "place_shown": shown, "findings": str(len(findings)), **more}
    for number, finding in enumerate(findings):
        typed |= {f"finding-{number}-{name}": cell for name, cell in finding.items()}
    return typed


def filed(client, *findings, action="send", **more):
    """File a report on a new form; returns it, or the answer where it was not sent."""
    answer = client.post(NEW, answers(*(findings or [SEEN]), action=action, **more))
    return FiledReport.objects.latest("pk") if answer.status_code == 302 else answer


def reviewed(client, report, action="approve", **more):
    path = f"/admin/elections/changeset/{report.change_set_id}/change/"
    answer = client.post(path, {"action": action, **more}, follow=True)
    report.refresh_from_db()
    return answer


class TestTheWholePath:
    def test_what_is_filed_is_reviewed_and_then_public(self, observer, staff, client):
        report = filed(observer(), {**SEEN}, {**SEEN, "figure": "", "figure_unit": "", "observed_n": "", "area": ""})
        assert report.state == ChangeState.IN_REVIEW and not Finding.objects.filter(pk__contains="-field-").exists()
        page = reviewed(staff("reviewer"), report).content.decode()
        assert "Published" in page and report.state == ChangeState.PUBLISHED
        first, second = Finding.objects.filter(pk__contains="-field-").order_by("pk")
        assert (first.figure, first.observed_n, first.figure_unit) == (3, 11, SEEN["figure_unit"])
        assert first.area_id == "KZ-ALA" and first.place == "" and second.area is None
        assert first.mission.organisations.get().pk == "odihr"
        listed = client.get("/observers/findings/", {"election": VOTE}).content.decode()
        assert SEEN["summary"] in listed and "Medeu" not in listed and "1245" not in listed
        rows = client.get("/api/v1/findings", {"election": VOTE}).json()
        assert SEEN["summary"] in json.dumps(rows) and "Medeu" not in json.dumps(rows)
        assert client.get(f"/observers/reports/{Report.objects.get(kind='field').pk}/").status_code == 200
