"""Read the polygons of geographic files in a process of its own, which may be stopped.

``python -m cartomut.sources.geolayers`` takes a job on its standard input, a JSON list of paths,
and answers on its standard output with a JSON list: for each path its layers, or what is wrong.
What can be slow or fail on hostile bytes (parsing, projecting, repairing) happens here.
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

MEMORY = 4 * 2**30  # bytes that the process may ask for
SECONDS = 120  # of computing
LAYERS = 50  # of one file
FEATURES = 5_000  # of one layer; ten times the sub-prefectures
POINTS = 5_000_000  # of one layer
DRIVERS = {"GeoJSON", "GPKG", "ESRI Shapefile"}
WGS84 = CRS.from_epsg(4326)
DECIMALS = 7  # of a degree, about 1 cm
UNREADABLE, NO_CRS, DETAILED, NOT_NUMBERS = "illisible", "sans_systeme", "trop_de_points", "infini"
_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_GATHERED = shapely.GeometryType.GEOMETRYCOLLECTION


class Faulty(Exception):
    """A layer that cannot be used; holds one of the constants above and what was found."""


def main() -> None:
    """Answer one job."""
    confine()
    answers = [read_source(Path(path)) for path in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def confine(seconds: int = SECONDS) -> None:
    """Let the system stop this process when it takes too much memory or time (of computing)."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def read_source(path: Path) -> dict[str, Any]:
    """Read the layers of polygons of one file: ``{"couches": […]}`` or ``{"faute": …}``."""
    try:
        names = [str(name) for name, _kind in pyogrio.list_layers(path)]
        found = [_read_layer(path, name) for name in names[:LAYERS]]
    except Faulty as fault:
        return {"faute": fault.args[0], "valeur": fault.args[1]}
    except (DataSourceError, DataLayerError, shapely.GEOSException, MemoryError, ValueError) as why:
        return {"faute": UNREADABLE, "valeur": type(why).__name__}
    return {"couches": [layer for layer in found if layer]}


def _read_layer(path: Path, name: str) -> dict[str, Any] | None:
    """Read a layer in WGS 84; None when it has no polygon or far too many features."""
    about = pyogrio.read_info(path, layer=name, **encoding_of(path))
    if about["driver"] not in DRIVERS:
        raise Faulty(UNREADABLE, about["driver"])
    if not 0 < about["features"] <= FEATURES or about["geometry_type"] is None:
        return None
    meta, columns, shapes = _read(path, name)
    kept = [rank for rank, shape in enumerate(shapes) if _may_be_area(shape)]
    shapes = shapes[kept]
    if not len(shapes) or shapely.is_empty(shapes).all():
        return None
    if shapely.get_num_coordinates(shapes).sum() > POINTS:
        raise Faulty(DETAILED, str(POINTS))
    shapes = in_degrees(shapes, meta["crs"])
    valid = shapely.is_valid(shapes) | shapely.is_missing(shapes)
    for rank in np.flatnonzero(~valid):
        shapes[rank] = _repaired(shapes[rank])
    return {
        "nom": name,
        "colonnes": {
            str(column): [_text(values[rank]) for rank in kept]
            for column, values in zip(meta["fields"], columns, strict=True)
        },
        "formes": shapely.to_wkb(shapes, hex=True).tolist(),
        "reparees": (~valid).tolist(),
    }


def _read(path: Path, name: str) -> tuple[dict[str, Any], list[Any], Any]:
    """Read attributes and geometries; a shapefile that names no encoding is tried as UTF-8."""
    wanted = encoding_of(path)
    try:
        meta, _ids, shapes, columns = pyogrio.raw.read(path, layer=name, **wanted)
    except UnicodeDecodeError:
        wanted = {"encoding": "cp1252"}
        meta, _ids, shapes, columns = pyogrio.raw.read(path, layer=name, **wanted)
    return meta, list(columns), shapely.force_2d(shapely.from_wkb(shapes))


def encoding_of(path: Path) -> dict[str, str]:
    """Say how a shapefile that names no encoding is read first."""
    bare = path.suffix == ".shp" and not path.with_suffix(".cpg").exists()
    return {"encoding": "UTF-8"} if bare else {}


def _may_be_area(shape: Any) -> bool:
    """Keep areas and missing geometries; leave out the points and lines of a mixed layer."""
    if shape is None or shape.is_empty:
        return True
    kind = shapely.get_type_id(shape)
    return kind in _AREAS or (kind == _GATHERED and any(map(_is_area, shape.geoms)))


def _is_area(shape: Any) -> bool:
    return shapely.get_type_id(shape) in _AREAS


def in_degrees(shapes: Any, system: str | None) -> Any:
    """Project to WGS 84, longitude first; Faulty when the system is not told or does not fit."""
    crs = _system(system)
    if not crs.equals(WGS84, ignore_axis_order=True):
        change = Transformer.from_crs(crs, WGS84, always_xy=True)
        shapes = shapely.transform(
            shapes, lambda points: np.column_stack(change.transform(points[:, 0], points[:, 1]))
        )
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise Faulty(NOT_NUMBERS, crs.name)
    return shapely.transform(shapes, lambda points: points.round(DECIMALS))


def _system(text: str | None) -> CRS:
    try:
        crs = CRS.from_user_input(text) if text else None
    except CRSError as unknown:
        raise Faulty(NO_CRS, "") from unknown
    if (
        crs is None
        or not (crs.is_geographic or crs.is_projected)
        or "undefined" in crs.name.lower()
    ):
        raise Faulty(NO_CRS, "")
    return crs


def _repaired(shape: Any) -> Any:
    """Make a valid area of a geometry; what has no area is dropped."""
    made = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(made) if _is_area(part)]
    return shapely.union_all(parts) if parts else shapely.MultiPolygon()


def _text(value: Any) -> str:
    missing = value is None or (isinstance(value, float) and math.isnan(value))
    return "" if missing else str(value)


if __name__ == "__main__":
    main()
