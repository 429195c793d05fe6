"""The steps of a report, one after the other: which fields each holds. A page shows one, or those with a fault."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    title: str
    onward: str  # the button of the step before that leads here
    fields: tuple[str, ...]


STEPS = (
    Step(1, pgettext_lazy("step of a report", "Vote"), "", ("election_id",)),
    Step(
        2,
        _("What you saw"),
        _("Next: what you saw"),
        ("stage", "area", "town", "station", "category", "summary", "severity"),
    ),
    Step(
        3,
        _("Numbers and pictures"),
        _("Next: numbers and pictures"),
        ("figure", "observed_n", "figure_unit"),
    ),
    Step(4, pgettext_lazy("step of a report", "Send"), _("Next: who sees it"), ("place_shown", "contact")),
)
OF_FIELD = {field: step.number for step in STEPS for field in step.fields}


def step_of(text: str) -> int:
    """The step that an address or a form names; the first, where it names none."""
    return int(text) if text in {str(step.number) for step in STEPS} else 1


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as a page has it: hidden or open, before or after the one that is current."""

    step: Step
    is_open: bool
    is_current: bool
    is_done: bool

    @property
    def next(self) -> Step | None:
        return next((step for step in STEPS if step.number == self.step.number + 1), None)


def shown_steps(current: int, wrong: set[int]) -> dict[str, Shown]:
    """The steps by name: open is the current one, or those with a fault and the last, which sends."""
    opened = wrong | {STEPS[-1].number} if wrong - {current} else {current}
    current = min(wrong, default=current)
    return {
        f"step_{step.number}": Shown(step, step.number in opened, step.number == current, step.number < current)
        for step in STEPS
    }
