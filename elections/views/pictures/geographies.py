"""The boundaries of each country, worked out once in a process."""

import json
from functools import cache

from django.conf import settings

from elections.charts.geography import Geography, geography_of

FOLDER = settings.BASE_DIR / "elections" / "data" / "boundaries"


@cache
def geography(country: str) -> Geography | None:
    """The regions of a country on paper; None where the record has no boundaries of it."""
    path = FOLDER / f"{country.lower()}.geojson"
    return geography_of(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


@cache
def fingerprint(geography: Geography) -> int:
    """What tells one set of boundaries from another."""
    return hash(tuple((region.area, region.rings, region.point) for region in geography.regions))
