"""What a map says of its boundaries, where the region of an older vote covers today's two."""

from decimal import Decimal
from types import SimpleNamespace

from elections.views.pictures.geographies import fingerprint, geography, note_of_map

TWO = "today’s Turkistan region and Shymkent"


def note(**turnout):
    rows = [
        SimpleNamespace(area=area.replace("_", "-"), name=area, turnout_pct=pct and Decimal(pct))
        for area, pct in turnout.items()
    ]
    return note_of_map(rows, geography("KZ"))


def test_the_old_south_is_told_from_todays_region():
    assert TWO in note(KZ_YUZ="80.1")
    assert TWO in note(KZ_YUZ="80.1", KZ_SHY=None)
    assert TWO not in note(KZ_YUZ="65.8", KZ_SHY="56.5")
    assert TWO not in note(KZ_ALA="50.0")


def test_boundaries_are_told_apart_the_same_way_in_every_process():
    assert fingerprint(geography("KZ")) == fingerprint(geography("KZ")) != fingerprint(geography("KG"))
    assert len(fingerprint(geography("KZ"))) == 64
