"""What was typed, from the request into the answers of a report and from there into forms."""

from collections.abc import Iterable

from django.http import QueryDict

from elections.models import Area, AreaKind, Election, local_name
from elections.names import fold
from elections.views.filing.forms import MOST, FindingForm, ReportForm
from elections.views.filing.steps import OF_FIELD
from observers.importers.places import finer_than_shown
from observers.models import FiledReport, ShownPlace

SHARED = ("election_id", "place_shown")
OF_A_FINDING = tuple(FindingForm.base_fields)
LONGEST = 4_000  # characters of one field that are kept, whatever the form says of it
SHORTEST_NAME = 3  # letters from which on a name is looked for in texts


def answers_of(posted: QueryDict) -> dict:
    """The answers as they were sent, complete or not; there is always a finding, be it an empty one."""
    count = posted.get("findings", "1")
    count = max(1, min(int(count) if count.isdecimal() and len(count) < 4 else 1, MOST))
    findings = [{name: text(posted, f"finding-{number}-{name}") for name in OF_A_FINDING} for number in range(count)]
    return {**{name: text(posted, name) for name in SHARED}, "findings": findings}


def text(posted: QueryDict, name: str) -> str:
    """What a field holds, as far as a database and a page can hold it."""
    return posted.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()[:LONGEST]


def empty_answers(election: str = "") -> dict:
    return {"election_id": election, "place_shown": "region", "findings": [{}]}


class Forms:
    """The forms of a report: bound to its answers where they are checked, else merely showing them."""

    def __init__(self, report: FiledReport, elections: Iterable[Election], checked: bool):
        elections = list(elections)
        answers = report.answers or empty_answers()
        self.election = next((each for each in elections if each.pk == answers.get("election_id")), None)
        shared = {name: answers.get(name, "") for name in SHARED} | {"contact": report.contact}
        self.shared = ReportForm(elections, **as_options(shared, "", checked))
        names = names_of(report.filed_by)
        places = self.places if self.election else {}
        self.findings = [
            FindingForm(
                self.election,
                names,
                **as_options(
                    {**finding, "area": places.get(finding.get("area"), finding.get("area", ""))},
                    f"finding-{number}",
                    checked,
                ),
            )
            for number, finding in enumerate(answers.get("findings") or [{}])
        ]

    @property
    def places(self) -> dict[str, str]:
        """The names of the places of the vote's country by their ids: answers that were sent have ids."""
        return {area.pk: local_name(area) for area in Area.objects.filter(country=self.election.country_id)}

    @property
    def all(self) -> list:
        return [self.shared, *self.findings]

    def are_valid(self) -> bool:
        for form in self.all:  # each of them, so that every fault is told at once
            form.full_clean()
        for form in self.findings:
            self.keep_places_back(form)
        return not self.wrong_steps

    def keep_places_back(self, form: FindingForm) -> None:
        """A place finer than readers may see must not come to them in words either."""
        shown, given = self.shared.cleaned_data.get("place_shown", ""), form.cleaned_data
        place = Area.objects.filter(pk=given.get("area", ""), kind=AreaKind.PLACE).first()
        towns = [given.get("town", ""), *([place.name, local_name(place)] if place else [])]
        for name in ("summary", "figure_unit", *(["town"] if shown == ShownPlace.AREA else [])):
            if fault := finer_than_shown(given.get(name, ""), shown, towns, given.get("station", "")):
                form.add_error(name, fault)

    @property
    def wrong_steps(self) -> set[int]:
        """The numbers of the steps in which something is missing or wrong."""
        return {OF_FIELD[name] for form in self.all if form.is_bound for name in form.errors}

    def say_only(self, step: int) -> None:
        """Leave the faults of other steps for later: nobody has been there yet."""
        for form in self.all:
            for name in [name for name in form.errors if OF_FIELD[name] != step]:
                del form.errors[name]

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(id of the field, what is wrong) of every fault, in the order of the page."""
        return [
            (field.id_for_label or field.auto_id, str(error))
            for form in self.all
            if form.is_bound
            for field in form
            for error in field.errors
        ]

    @property
    def cleaned(self) -> dict:
        """The answers as they are sent: with the ids of the places."""
        shared = {name: self.shared.cleaned_data[name] for name in SHARED}
        return {**shared, "findings": [dict(form.cleaned_data) for form in self.findings]}


def as_options(cells: dict[str, str], prefix: str, checked: bool) -> dict:
    named = {f"{prefix}-{name}" if prefix else name: cell for name, cell in cells.items()}
    return {"prefix": prefix or None, **({"data": named} if checked else {"initial": cells})}


def names_of(user) -> list[str]:
    """What the person is called, folded, as it must not stand in what they file."""
    called = (fold(name) for name in (user.get_username(), user.first_name, user.last_name))
    return [name for name in called if len(name) >= SHORTEST_NAME]
