"""Damaged rasters, roads and boundaries: each is read or refused with a reason, and none raises."""

import json
import subprocess
import sys
from collections import Counter

import geopandas as gpd
import numpy as np
import shapely
from rasterio.transform import from_origin

from cartomut import outlines, precision
from cartomut.findings import REJECT, blocking
from cartomut.i18n import language
from cartomut.paths import ROOT
from tests.fuzz import mutants
from tests.precision.conftest import write_raster
from tests.precision.test_roads import pbf

SEED = 20261123
FALLS = 6  # of the process that reads: the product says of each that the file cannot be read
SLOW = 3


def whole_files(folder):
    """Write one small right file of each form that is taken."""
    west, south = -5.0, 7.0
    west_of, north_of = -5.5, 7.5
    write_raster(folder / "g.tif", np.arange(400.0).reshape(20, 20), from_origin(-6, 8, 0.05, 0.05))
    write_raster(
        folder / "tuiles.tif",
        np.arange(1024.0).reshape(32, 32),
        from_origin(-6, 8, 0.05, 0.05),
        tiled=True,
        blockxsize=16,
        blockysize=16,
        compress="deflate",
    )
    lines = gpd.GeoDataFrame(
        {
            "highway": ["primary", "residential"],
            "oneway": ["yes", None],
            "maxspeed": ["80", "walk"],
        },
        geometry=[
            shapely.LineString([(west, south), (west + 0.1, south)]),
            shapely.LineString([(west + 0.1, south), (west + 0.1, south + 0.1)]),
        ],
        crs="EPSG:4326",
    )
    lines.to_file(folder / "routes.gpkg", layer="routes")
    lines.to_file(folder / "routes.geojson")
    nodes = [(one, south, west + one / 100) for one in range(1, 9)]
    ways = [(1, list(range(1, 9)), {"highway": "primary", "oneway": "yes"})]
    (folder / "routes.osm.pbf").write_bytes(pbf(nodes, ways))
    areas = gpd.GeoDataFrame(
        {"nom": ["Gbêkê", "Béré"]},
        geometry=[
            shapely.box(west_of, north_of, west, 8),
            shapely.Polygon([(west, 8), (west_of, 9), (west, 9), (west_of, 8)]),
        ],
        crs="EPSG:4326",
    )
    areas.to_file(folder / "limites.gpkg", layer="regions")
    areas.to_file(folder / "limites.geojson")
    return sorted(folder.iterdir())


def test_damaged_files_are_read_or_refused_and_never_raise(tmp_path):
    """A hundred damaged files, the same each time; a fall of the reader is counted and passed."""
    paths = whole_files(tmp_path)
    count, first, falls, told = len(paths) * mutants.TIMES, 0, [], {}
    while first < count and len(falls) <= FALLS:
        done = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.mutants", str(SEED), str(first)],
            input=json.dumps([str(one) for one in paths]),
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
        told |= {int(line[0]): (line[1], line[2]) for line in lines if line[2:] and line[2]}
        last = int(lines[-1][0]) if lines else first
        if done.returncode:
            assert lines, done.stderr[-2000:]
            falls.append((lines[-1], done.returncode, done.stderr[-300:]))
        first = last + 1
    outcomes = Counter(what.split()[0] for _name, what in told.values())
    assert [one for one in told.values() if one[1].startswith("RAISED")] == [], outcomes
    assert len(falls) <= FALLS, falls
    assert outcomes["slow"] <= SLOW, outcomes
    assert outcomes["read"] > 4, outcomes
    assert outcomes["fault"] > 20, outcomes
    assert {name for name, _what in told.values()} == {one.name for one in paths}


def test_what_is_no_map_is_refused_with_a_reason_in_both_languages(tmp_path):
    """The whole way, the process of its own included, as a page and a command go it."""
    raster = write_raster(tmp_path / "g.tif", np.ones((4, 4)), from_origin(-6, 8, 0.05, 0.05))
    brought = {
        "population": (tmp_path / "coupe.tif", raster.read_bytes()[:300]),
        "etablissements": (tmp_path / "liste.csv", b"\xff\xfe\x00nom;latitude\n\x00;1e999\n"),
        "limites": (tmp_path / "l.gpkg", b"SQLite format 3\0" + b"\xff" * 500),
    }
    for path, content in brought.values():
        path.write_bytes(content)
    found = {
        "population": precision.population(brought["population"][0], 2021).findings,
        "etablissements": precision.facilities(brought["etablissements"][0]).findings,
        "limites": outlines.examine([brought["limites"][0]]).findings,
    }
    for kind, findings in found.items():
        assert blocking(findings, REJECT), kind
        for code in ("fr", "en"):
            texts = [one.text(language(code)) for one in findings]
            assert not [text for text in texts if not text or "{" in text], (kind, texts)
