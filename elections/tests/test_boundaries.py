"""The regions as they are drawn: each once, the right way round, light enough for a page."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
ROOT = DATA.parents[1]
COUNTRIES = ["kz", "kg", "uz", "tj", "tm"]


def regions_of(country):
    with (DATA / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = [row for row in csv.DictReader(file) if row["country"] == country]
    return [row["area_id"] for row in areas if row["kind"] in ("region", "city")]


def boundaries(country):
    return json.loads((DATA / "boundaries" / f"{country}.geojson").read_text(encoding="utf-8"))


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_region_is_drawn_exactly_once(country):
    drawn = [feature["id"] for feature in boundaries(country)["features"]]
    assert drawn == sorted(regions_of(country.upper()))
    assert {"attribution", "licence", "source", "vintage"} <= boundaries(country).keys()


def signed_area(ring):
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, ring[1:], strict=False)) / 2


@pytest.mark.parametrize("country", COUNTRIES)
def test_shapes_are_closed_rounded_and_wound_as_rfc_7946_asks(country):
    for feature in boundaries(country)["features"]:
        geometry = feature["geometry"]
        if geometry["type"] == "Point":
            continue
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            for position, ring in enumerate(polygon):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(round(number, 2) == number for point in ring for number in point)
                assert (signed_area(ring) > 0) == (position == 0), feature["id"]


def contains(ring, point):
    """Whether the point lies in the ring, by the rays it crosses."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def test_cities_without_a_shape_lie_in_the_region_drawn_around_them():
    around = {"KZ-SHY": "KZ-YUZ", "KG-GO": "KG-O", "TM-S": "TM-A"}
    shapes = {f["id"]: f["geometry"] for country in COUNTRIES for f in boundaries(country)["features"]}
    assert {key for key, shape in shapes.items() if shape["type"] == "Point"} == set(around)
    for city, region in around.items():
        assert shapes[region]["type"] == "Polygon"
        assert contains(shapes[region]["coordinates"][0], shapes[city]["coordinates"])


def test_boundaries_are_light():
    assert sum(path.stat().st_size for path in (DATA / "boundaries").glob("*.geojson")) < 150_000


@pytest.mark.skipif(
    not shutil.which("node") or not (ROOT / "node_modules" / "topojson-simplify").exists(),
    reason="no Node.js or topojson-simplify: boundaries are NOT built again, see elections/data/README.md",
)
def test_the_script_makes_the_very_files_that_ship(tmp_path):
    subprocess.run(["node", DATA / "boundaries" / "build.mjs", tmp_path], check=True)
    for country in COUNTRIES:
        name = f"{country}.geojson"
        assert (tmp_path / name).read_bytes() == (DATA / "boundaries" / name).read_bytes()
