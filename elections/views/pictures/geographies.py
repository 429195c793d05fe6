"""The boundaries of each country, worked out once in a process."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from elections.charts import turnout_map
from elections.charts.geography import Geography, geography_of
from elections.charts.outlines import together

VINTAGE = "2021"
FOLDER = settings.BASE_DIR / "elections" / "data" / "boundaries"


@cache
def geography(country: str) -> Geography | None:
    """The regions of a country on paper; None where the record has no boundaries of it."""
    path = FOLDER / f"{country.lower()}.geojson"
    return geography_of(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


@cache
def countries_together() -> Geography:
    """Every country that the record has boundaries of, as one region, in one plane."""
    paths = sorted(FOLDER.glob("*.geojson"))
    features = [each for path in paths for each in json.loads(path.read_text(encoding="utf-8"))["features"]]
    regions = geography_of({"features": features})
    areas = [region.area for region in regions.regions if region.rings]
    wholes = {path.stem.upper(): [area for area in areas if area.startswith(f"{path.stem.upper()}-")] for path in paths}
    return together(regions, wholes)


@cache
def fingerprint(geography: Geography) -> str:
    """What tells one set of boundaries from another, the same in every process."""
    made_of = [(region.area, region.rings, region.point) for region in geography.regions]
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


def note_of_map(rows: Sequence, boundaries: Geography) -> str:
    """Whose boundaries, of which year, and what has no place on the map."""
    said = [_("Boundaries: Natural Earth, as of %(year)s.") % {"year": VINTAGE}]
    away = [row.name for row in turnout_map.left_out(rows, boundaries) if row.turnout_pct is not None]
    if away:
        said.append(_("Not on the map, but in the rows: %(names)s.") % {"names": ", ".join(away)})
    areas = {row.area for row in rows if row.turnout_pct is not None}
    if "KZ-YUZ" in areas and "KZ-SHY" not in areas:
        said.append(_("South Kazakhstan, as it was until 2018, covers today’s Turkistan region and Shymkent."))
    return " ".join(said)
