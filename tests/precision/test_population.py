"""A population raster is added up exactly, whatever its system, or refused with a reason."""

import warnings

import numpy as np
import pytest
import rasterio
import shapely
from pyproj import Transformer
from rasterio.transform import from_origin

from cartomut import precision
from cartomut.findings import WARNING
from cartomut.sources import grid_faults, grids
from cartomut.sources.faults import Faults
from cartomut.sources.limits import limits
from tests.precision.conftest import NORTH, PIXEL, SOUTH, WEST, people, write_raster


def read(path):
    found = Faults(100)
    return grids.read_grid(path, precision.BOX, limits(), found), found.listed()


def test_cells_hold_what_rasterstats_adds_up_within_their_outlines(raster):
    grid, found = read(raster)  # through the process of its own
    assert found == []
    assert grid.persons.sum() == pytest.approx(29_000_000)
    for times in (12, 24):
        made = grid.gathered(times)
        assert made.persons.sum() == pytest.approx(29_000_000)
        side = made.side
        some = np.random.default_rng(1).choice(len(made), 60, replace=False)
        west, south = WEST + made.column[some] * side, SOUTH + made.row[some] * side
        outlines = shapely.box(west, south, west + side, south + side)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from rasterstats import zonal_stats

            stats = zonal_stats(list(outlines), str(raster), stats=["sum"])
        assert made.persons[some] == pytest.approx([one["sum"] for one in stats])
        points = shapely.points(made.longitude[some], made.latitude[some])
        assert shapely.contains(outlines, points).all()


def test_points_are_as_many_as_the_pages_bear_and_lose_nobody(raster, one_process):
    grid, _found = read(raster)
    counts = [len(grids.fitted(grid, most)) for most in (10**6, 5_000)]
    assert counts[0] == len(grid) > 5_000 >= counts[1] > 1_000
    assert grids.fitted(grid, 1).persons.sum() == pytest.approx(grid.persons.sum())


def test_a_raster_in_metres_puts_people_where_they_live(tmp_path, one_process):
    """500 m pixels of UTM 30N around Bouaké: one of them holds everybody."""
    east, north = Transformer.from_crs(4326, 32630, always_xy=True).transform(-5.03, 7.69)
    values = np.zeros((400, 300))
    values[200, 150] = 1234.0
    place = from_origin(east - 150.5 * 500, north + 200.5 * 500, 500, 500)
    grid, found = read(write_raster(tmp_path / "utm.tif", values, place, crs="EPSG:32630"))
    assert found == []
    assert grid.persons.tolist() == [1234.0]
    assert grid.latitude[0] == pytest.approx(7.69, abs=1e-6)
    assert grid.longitude[0] == pytest.approx(-5.03, abs=1e-6)
    assert grid.pixel_km == pytest.approx(0.5)


def test_what_cannot_be_used_is_refused_with_its_rule(tmp_path, one_process, data):
    whole, empty = people(), np.full((50, 50), np.nan)
    negative = np.where(np.arange(whole.size).reshape(whole.shape) == 7, -3.0, whole)
    cut = np.where(np.arange(whole.shape[0])[:, None] < 60, np.nan, whole)
    elsewhere = from_origin(2, 50, PIXEL, PIXEL)
    wide = from_origin(WEST, NORTH, 0.5, 0.5)
    bad = {
        grid_faults.NO_CRS: (whole, None, {"crs": None}),
        grid_faults.BANDS: (np.dstack([whole, whole]), None, {}),
        grid_faults.OUTSIDE: (empty + 1, elsewhere, {}),
        grid_faults.COARSE: (np.ones((13, 12)), wide, {}),
        grid_faults.NEGATIVE: (negative, None, {}),
        grid_faults.EMPTY: (empty, None, {}),
        grid_faults.TOTAL: (whole / 100, None, {}),
        grid_faults.MISSING: (cut * 1.5, None, {}),
    }
    for rule, (values, place, about) in bad.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
            path = write_raster(tmp_path / f"{rule.code}.tif", values, place, **about)
        done = precision.population(path, 2020, data)
        assert not done.accepted, rule.code
        assert rule.code in [one.rule.code for one in done.findings], done.findings
    text = tmp_path / "texte.tif"
    text.write_text("rien")
    (tmp_path / "coupe.tif").write_bytes(path.read_bytes()[:5000])
    for name in ("texte.tif", "coupe.tif", "absent.tif"):
        done = precision.population(tmp_path / name, 2020, data)
        assert not done.accepted
        assert done.findings[0].rule.code in ("PR-1", "I-1"), done.findings


def test_people_beyond_the_country_are_left_out_and_told(raster, one_process, data):
    done = precision.population(raster, 2020, data)
    assert done.accepted
    told = {one.rule: one for one in done.findings}
    assert set(told) == {grid_faults.BEYOND, grid_faults.BORDER}
    assert {rule.level for rule in told} == {WARNING}
    left = int(told[grid_faults.BEYOND].fields["nombre"].replace("\u202f", ""))
    kept = sum(row["population"] for row in done.rows)
    assert kept + left == pytest.approx(29_000_000, abs=1)
    assert done.measures["personnes"] == round(kept)
    assert len({row["cellule_id"] for row in done.rows}) == len(done.rows)
    assert len({row["region_code"] for row in done.rows}) == 33
