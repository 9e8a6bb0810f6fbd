"""Read the boundaries and make what the map draws from them.

The map needs the geometry once, not at every run: it goes into a small script under ``static/``
whose name holds a hash of its content, so that a browser keeps it and a new edition replaces it.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from cartomut.names import normalise

TOLERANCE = 0.006  # degrees, about 650 m: less than the boundaries' own error
DECIMALS = 4  # about 10 m


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
    (folder / name).write_text(f"window.CARTOMUT_LIMITES = {text};\n", encoding="utf-8")
    return name


def _geojson(shape: Any) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 10**-DECIMALS, mode="pointwise")
    text = shapely.to_geojson(shapely.transform(rounded, lambda points: points.round(DECIMALS)))
    return dict(json.loads(text))
