"""Places to try everything on: the country's, and small ones drawn at random."""

import csv

import numpy as np
import pytest

from cartomut.access.points import Places, Points
from cartomut.paths import REFERENCE

SEA = (2.0, -10.0)  # more than 200 km off the coast


def places(latitude, longitude, population, territory=None):
    """Make places of plain lists."""
    names = ["a"] * len(latitude) if territory is None else territory
    persons = np.asarray(population, dtype=np.float64)
    return Places(Points.of(latitude, longitude), persons, np.array(names, dtype=object))


def drawn(rng, count, size=1.0):
    """Draw places in a square of ``size`` degrees, some at the same point, some of nobody."""
    spots = rng.integers(0, 40, (count, 2)) / 40 * size
    people = rng.integers(0, 900, count) * (rng.random(count) > 0.1)
    return places(5 + spots[:, 0], -5 + spots[:, 1], people)


@pytest.fixture(scope="session")
def country():
    """The 5,135 places of GeoNames without the city that counts its communes again."""
    with (REFERENCE / "localite.csv").open(encoding="utf-8", newline="") as source:
        rows = [row for row in csv.DictReader(source) if row["geonameid"] != "2293538"]
    return places(
        [float(row["latitude"]) for row in rows],
        [float(row["longitude"]) for row in rows],
        [float(row["population"] or "nan") for row in rows],
        [row["region_code"] for row in rows],
    )
