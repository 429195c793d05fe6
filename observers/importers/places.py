"""No place finer than the form says: what is typed in words must not name what the form keeps back."""

import re

from django.utils.translation import gettext_lazy as _

from elections.names import fold
from observers.models import ShownPlace

# What has a number that leads to one station, as `fold` spells it in every script: the station and its commission in
# each language, and what stands in it or holds it.
STATIONS = r"station|precinct|(?:polling|voting) (?:place|site)|pec|ps"
OTHERS = (
    r"uchast(?:ok|k[aeu]|kom|k[ai]s[yi]\w*)|uchaske\w*|ucasto[kg]\w*|uik|oik"
    r"|box|booth|urn[aeuy]?|urnoi|kabink[aeiu]|kabinkoi"
    r"|school|kindergarten|lyceum|gymnasium|shkol[aeyu]|shkoloi|litse(?:i|e|ya|yu)|gimnazi(?:ya|i|yu|ei)"
    r"|detsk\w+ sad\w*|mekte[pb]\w*|maktab\w*|mekde[pb]\w*"
)
# After a number these say that it counts: "in the box 12 ballots", "на участке 12 избирателей". An English station is
# not excused by them, as "at station 12 voters were sent away" may name it.
COUNTED = (
    r"ballots?|papers?|voters?|people|persons?|observers?|members?|minutes?|hours?|per ?cent"
    r"|(?:byulleten|izbiratel|nablyudatel)(?:ya|ei)?|chelovek\w*|lyudei|chlen(?:a|ov)|golosov|podpis(?:i|ei)?"
    r"|minut\w?|chas(?:a|ov)?|raza?|let|protsent\w*|shtuk\w?"
)
NUMBERED = re.compile(
    rf"\b(?:{STATIONS})(?: (?:no|nr|number))? \d"
    rf"|\b(?:{OTHERS})(?: (?:no|nr|number|nomer\w*))? \d+\b(?! (?:{COUNTED})\b)"
)
SEVERAL = re.compile(
    r"\b(?:stations|precincts|boxes|booths|schools|uchastki|uchastkakh|urny|urnakh|shkoly|shkolakh) \d+"
    r"(?: (?:and|or|to|i|ili|do) \d|$)"
)  # by number; "in stations 12 observers" only counts
ORDINAL = re.compile(
    r"\b\d+(?:st|nd|rd|th| (?:i|yi|m|om|go|ogo|mu|omu|sonli|(?:[iyu]?n)?(?:sh|ch)[iy]))"
    rf" (?:\w+ )?(?:{STATIONS}|uchas\w+)\b"
)
NUMBER_SIGN = re.compile(r"№|#|\bno\.", re.IGNORECASE)
SIGNED = re.compile(r"(?:(\w+) )?\bno \d")
# What has a number of its own, by its first letters as `fold` spells them.
NO_PLACES = ("law", "article", "form", "decree", "order", "decision", "candidate", "list")
NO_PLACES += ("zakon", "statya", "prikaz", "postanovlen", "resheni", "kandidat", "spis")
CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
PAUSE = re.compile(r"[,;:!?]|\.\s+(?!\d)")
SHORTEST = 3  # characters from which on the name or number of a place is known for one wherever it stands
STATION = _(
    "Take the number of the station, box, booth or school out of the text, or let readers see the station: "
    "you chose to show less"
)
TOWN = _("Take the town or district out of the text, or let readers see it: you chose to show the region only")


def finer_than_shown(text: str, shown: str, towns: list[str], station: str) -> str:
    """What is wrong with a text that readers will see, where it names a finer place than may be shown; else ''."""
    if shown == ShownPlace.STATION:
        return ""
    if numbers_a_place(text) or names(text, station):
        return str(STATION)
    if shown != ShownPlace.AREA and any(names(text, town) for town in towns):
        return str(TOWN)
    return ""


def numbers_a_place(text: str) -> bool:
    """Whether a text names a station, or what leads to one, by its number: "PEC No. 12", "урна 12", "№ 12-мектеп"."""
    for part in PAUSE.split(NUMBER_SIGN.sub(" no ", CLOCK.sub(" ", text))):
        words = fold(part)
        if any(each.search(words) for each in (NUMBERED, SEVERAL, ORDINAL)):
            return True
        if any(not (owner or "").startswith(NO_PLACES) for owner in SIGNED.findall(words)):
            return True
    return False


def names(text: str, place: str) -> bool:
    return len(fold(place)) >= SHORTEST and f" {fold(place)} " in f" {fold(text)} "
