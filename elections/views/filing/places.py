"""No place finer than the form says: what is typed in words must not name what the form keeps back."""

import re

from django.utils.translation import gettext_lazy as _

from elections.names import fold
from observers.models import ShownPlace

# A station by its number, as people write it: "station 12", "PEC No. 12", "участке № 12", "УИК 12", "№ 12".
NUMBERED = re.compile(
    r"(?:\b(?:station|precinct|PEC|PS|участ(?:ок|ка|ке|ку|ком)|УИК|ОИК)\s*(?:№|#|no\.?|number|номер)?|№)\s*\d",
    re.IGNORECASE,
)
SHORTEST = 3  # characters from which on the name or number of a place is known for one wherever it stands
STATION = _("Take the polling station out of the text, or let readers see the station: you chose to show less")
TOWN = _("Take the town or district out of the text, or let readers see it: you chose to show the region only")


def finer_than_shown(text: str, shown: str, towns: list[str], station: str) -> str:
    """What is wrong with a text that readers will see, where it names a finer place than may be shown; else ''."""
    if shown == ShownPlace.STATION:
        return ""
    if NUMBERED.search(text) or names(text, station):
        return str(STATION)
    if shown != ShownPlace.AREA and any(names(text, town) for town in towns):
        return str(TOWN)
    return ""


def names(text: str, place: str) -> bool:
    return len(fold(place)) >= SHORTEST and f" {fold(place)} " in f" {fold(text)} "
