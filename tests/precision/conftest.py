"""Small rasters of the country's inhabitants, and a data folder to bring them to."""

import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from cartomut import checks, precision
from cartomut.paths import DATA
from cartomut.sources import apart, gridfile, roadfile

WEST, SOUTH, EAST, NORTH = precision.BOX
PIXEL = 0.05  # degrees; no pixel's middle lies between two cells of 0.1 degree
NOBODY = -99999.0
TABLES = ("region", "population", "localite", "code_liste", "indicateur")


@pytest.fixture(autouse=True)
def _no_rules(monkeypatch):
    """The rules of the field have tests of their own, and cost a build most of its time."""
    monkeypatch.setattr(checks, "rules", lambda: iter(()))


@pytest.fixture
def one_process(monkeypatch):
    """Read rasters and roads here rather than in a process of their own."""

    def ask(module, job, *_seconds):
        if module == roadfile.__name__:
            files = [Path(one) for one in job["chemins"]]
            return roadfile.read(files, job["noms"], Path(job["sortie"]), tuple(job["cadre"]))
        assert module == gridfile.__name__
        paths = Path(job["chemin"]), Path(job["sortie"])
        return gridfile.read(*paths, tuple(job["cadre"]), job["par_degre"])

    monkeypatch.setattr(apart, "ask", ask)


@pytest.fixture
def data(small_data):
    """A data folder that builds in a moment, with what bringing needs; no store yet."""
    for name in TABLES:
        shutil.copy(DATA / "reference" / f"{name}.csv", small_data / "reference")
    return small_data


def people(total=29_000_000.0):
    """Draw persons over the frame: a third of the pixels hold no figure."""
    rng = np.random.default_rng(6)
    shape = round((NORTH - SOUTH) / PIXEL), round((EAST - WEST) / PIXEL)
    drawn = rng.gamma(0.5, 1.0, shape) * (rng.random(shape) > 0.1)
    drawn[rng.random(shape) < 0.33] = np.nan
    return drawn / np.nansum(drawn) * total


def write_raster(path, values, transform=None, **about):
    """Write a GeoTIFF; NaN becomes the value that stands for no figure."""
    transform = transform or from_origin(WEST, NORTH, PIXEL, PIXEL)
    bands = np.atleast_3d(np.nan_to_num(values, nan=NOBODY)).transpose(2, 0, 1)
    shape = {"count": len(bands), "height": bands.shape[1], "width": bands.shape[2]}
    known = {"crs": "EPSG:4326", "nodata": NOBODY, "dtype": "float64"} | about
    make = partial(rasterio.open, path, "w", driver="GTiff", transform=transform)
    with make(**shape, **known) as target:
        target.write(bands)
    return path


@pytest.fixture
def raster(tmp_path):
    """The country's frame, with people in it."""
    return write_raster(tmp_path / "grille.tif", people())
