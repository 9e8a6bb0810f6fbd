"""Read the boundaries and make what the map draws from them.

The map needs the geometry once, not at every run: it goes into a small script under ``static/``
whose name holds a hash of its content, so that a browser keeps it and a new edition replaces it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from cartomut import whole
from cartomut.names import normalise

TOLERANCE = 0.006  # degrees, about 650 m: less than the boundaries' own error
DECIMALS = 4  # about 10 m
KM_PER_DEGREE = 111.2  # at these latitudes a degree of longitude is 1 % shorter
ERROR_KM = 5.0  # of the approximate outlines


def read_areas(path: Path, column: str) -> dict[str, dict[str, Any]]:
    """Read polygons and simplify them together, so that neighbours keep one common border.

    Returns the GeoJSON geometry (WGS 84, degrees) of each normalised name.
    """
    areas = gpd.read_file(path)
    simple = shapely.coverage_simplify(areas.geometry.to_numpy(), TOLERANCE)
    return {
        normalise(name): _geojson(shape) for name, shape in zip(areas[column], simple, strict=True)
    }


def middle(area: dict[str, Any]) -> list[float]:
    """Return a point inside an area, as [latitude, longitude] in degrees."""
    point = shapely.from_geojson(json.dumps(area)).representative_point()
    return [round(point.y, DECIMALS), round(point.x, DECIMALS)]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read rivers or lakes as a list of ``{"nom": …, "forme": GeoJSON geometry}``."""
    features = gpd.read_file(path)
    shapes = features.geometry.simplify(TOLERANCE / 3)
    return [
        {"nom": name, "forme": _geojson(shape)}
        for name, shape in zip(features["name"], shapes, strict=True)
    ]


def write_script(content: dict[str, Any], folder: Path) -> str:
    """Write the map's geometry as a script; returns its file name, e.g. ``limites-1f2e….js``."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    name = f"limites-{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
    folder.mkdir(parents=True, exist_ok=True)
    whole.write(folder / name, f"window.CARTOMUT_LIMITES = {text};\n".encode())
    return name


def _geojson(shape: Any) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 10**-DECIMALS, mode="pointwise")
    text = shapely.to_geojson(shapely.transform(rounded, lambda points: points.round(DECIMALS)))
    return dict(json.loads(text))


def place(points: pd.DataFrame, outlines: dict[str, dict[str, Any]]) -> pd.DataFrame:
    """Say where points fall.

    Parameters
    ----------
    points : objet, objet_id, region_code, latitude, longitude
        Points in degrees (WGS 84), with the region they are said to be in.
    outlines
        GeoJSON geometry of each region, by code.

    Returns
    -------
    objet, objet_id, region_trouvee, distance_km, est_en_mer
        ``distance_km`` is to the declared region, along the ground to about 1 %; a point is at sea
        when it lies beyond the coast by more than the outlines' own error.
    """
    shapes = {code: shapely.from_geojson(json.dumps(area)) for code, area in outlines.items()}
    codes = list(shapes)
    tree = shapely.STRtree(list(shapes.values()))
    dots = shapely.points(points["longitude"], points["latitude"])
    inside, found = tree.query(dots, predicate="intersects")
    region = pd.Series(None, index=range(len(points)), dtype="object")
    region[inside] = [codes[rank] for rank in found]
    declared = points["region_code"].map(shapes).to_numpy(dtype="object")
    distance = shapely.distance(dots, declared) * KM_PER_DEGREE
    return pd.DataFrame(
        {
            "objet": points["objet"],
            "objet_id": points["objet_id"],
            "region_trouvee": region.to_numpy(),
            "distance_km": distance,
            "est_en_mer": _at_sea(dots, list(shapes.values())),
        }
    )


def nearest(
    latitude: Any, longitude: Any, outlines: dict[str, dict[str, Any]]
) -> tuple[list[str], Any]:
    """Say in which region points fall, or which one is nearest.

    Returns the code of each point's region and the kilometres to it, along the ground to about
    1 %; 0 when the point is inside.
    """
    codes = list(outlines)
    shapes = [shapely.from_geojson(json.dumps(outlines[code])) for code in codes]
    dots = shapely.points(longitude, latitude)
    (_dots, found), degrees = shapely.STRtree(shapes).query_nearest(
        dots, return_distance=True, all_matches=False
    )
    return [codes[rank] for rank in found], degrees * KM_PER_DEGREE


def _at_sea(dots: Any, shapes: list[Any]) -> Any:
    """Tell which points have the country to their north only: the coast is the south."""
    country = shapely.union_all(shapes)
    outside = shapely.distance(dots, country) * KM_PER_DEGREE > ERROR_KM
    x, y = shapely.get_x(dots), shapely.get_y(dots)
    north = shapely.linestrings([[[a, b], [a, 90.0]] for a, b in zip(x, y, strict=True)])
    south = shapely.linestrings([[[a, b], [a, -90.0]] for a, b in zip(x, y, strict=True)])
    return outside & shapely.intersects(north, country) & ~shapely.intersects(south, country)
