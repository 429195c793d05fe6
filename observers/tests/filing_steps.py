"""The steps of filing by HTTP, for the tests of what becomes of them."""

from observers.models import FiledReport

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


def seen(report) -> str:
    return report.saved_at.isoformat()
