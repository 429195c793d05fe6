"""Filing by HTTP: kept while it is typed, reviewed by another person, then public without its author."""

import json

import pytest

from elections.models import ChangeState
from observers.models import Finding, Report
from observers.tests.filing_steps import SEEN, VOTE, filed, reviewed

pytestmark = pytest.mark.django_db


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
