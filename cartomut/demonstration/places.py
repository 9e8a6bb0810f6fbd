"""Put invented bodies near real settlements, inside the region they say."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from cartomut.demonstration.setting import Flags, Floats, Integers, Texts
from cartomut.names import normalise
from cartomut.paths import REFERENCE

DEGREE_KM = (
    111.2  # kilometres in a degree of latitude; longitudes shrink by 1 % only, this far south
)
STEPS = (1.0, -1.0, 0.5, -0.5, 0.2, -0.2, 0.05, -0.05)
WHOLE_CITY = 2293538  # GeoNames counts Abidjan over again beside its communes


@dataclass(frozen=True)
class Places:
    """Settlements drawn for n bodies: their towns and their points, in degrees."""

    region_codes: Texts
    towns: Texts
    communes: Texts
    latitudes: Floats
    longitudes: Floats


def draw(rng: np.random.Generator, regions: Integers, spread_km: float) -> Places:
    """Draw a settlement in each region, larger ones more often, then a point near it.

    ``regions`` indexes ``region_codes()``; every point stands inside its region's outline.
    """
    towns, codes = settlements(), region_codes()
    chosen = np.empty(len(regions), dtype=np.int64)
    for number, code in enumerate(codes):
        here = np.flatnonzero(regions == number)
        candidates = np.flatnonzero((towns["region_code"] == code).to_numpy())
        weights = towns["poids"].to_numpy()[candidates]
        chosen[here] = rng.choice(candidates, len(here), p=weights / weights.sum())
    middle = towns[["latitude", "longitude"]].to_numpy()[chosen]
    points = _near(middle, rng.normal(0, spread_km / DEGREE_KM, middle.shape), regions)
    return Places(
        region_codes=towns["region_code"].to_numpy()[chosen],
        towns=towns["nom"].to_numpy()[chosen],
        communes=towns["commune"].to_numpy()[chosen],
        latitudes=points[:, 0],
        longitudes=points[:, 1],
    )


@cache
def region_codes() -> tuple[str, ...]:
    """List the 33 regions and autonomous districts, in the order of their codes."""
    return tuple(sorted(pd.read_csv(REFERENCE / "region.csv")["region_code"]))


@cache
def region_weights() -> Floats:
    """Weigh the regions by the people of their settlements; Abidjan is drawn on its own."""
    people = settlements().groupby("region_code")["population"].sum()
    weights = np.sqrt(people.reindex(list(region_codes())).to_numpy(dtype=float))
    return np.asarray(weights / weights.sum())


@cache
def settlements() -> pd.DataFrame:
    """Read the settlements that stand inside the outline of their region, with their weights.

    A village that bears the name of another region's town is left out: it would be taken for it.
    """
    towns = pd.read_csv(REFERENCE / "localite.csv", keep_default_na=False)
    towns = towns[towns["geonameid"] != WHOLE_CITY].reset_index(drop=True)
    numbers = towns["region_code"].map({code: i for i, code in enumerate(region_codes())})
    points = towns[["latitude", "longitude"]].to_numpy(dtype=float)
    towns = towns[_inside(points, numbers.to_numpy())].reset_index(drop=True)
    towns["population"] = pd.to_numeric(towns["population"], errors="coerce").fillna(500)
    names, codes = _landmarks()
    known = set(zip(names, codes, strict=True))
    pairs = zip(towns["nom"], towns["region_code"], strict=True)
    towns["commune"] = [name if (name, code) in known else None for name, code in pairs]
    towns = towns[towns["commune"].notna() | ~towns["nom"].isin(names)].reset_index(drop=True)
    return towns.assign(poids=np.where(towns["commune"].notna(), 1.0, 0.15) * towns["population"])


def _landmarks() -> tuple[list[str], list[str]]:
    read = [pd.read_csv(REFERENCE / f"{name}.csv") for name in ("commune", "departement")]
    both = pd.concat(read)
    return list(both["nom"]), list(both["region_code"])


def _near(middle: Floats, away: Floats, regions: Integers) -> Floats:
    """Step away from the middle; where this leaves the region, the other way, then less far."""
    points = middle.copy()
    left = np.ones(len(middle), dtype=bool)
    for factor in STEPS:
        tried = (middle + factor * away).round(5)
        fits = left & _inside(tried, regions)
        points[fits] = tried[fits]
        left &= ~fits
    return points


def _inside(points: Floats, regions: Integers) -> Flags:
    import shapely

    inside = np.zeros(len(points), dtype=bool)
    for number, outline in enumerate(_outlines()):
        here = np.flatnonzero(regions == number)
        inside[here] = shapely.contains_xy(outline, points[here, 1], points[here, 0])
    return inside


@cache
def _outlines() -> list[Any]:
    import shapely

    path = REFERENCE / "limites" / "adm2_regions.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    shapes = {
        normalise(one["properties"]["region"]): shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    }
    names = pd.read_csv(REFERENCE / "region.csv").set_index("region_code")["nom"]
    return [shapes[normalise(names[code])] for code in region_codes()]
