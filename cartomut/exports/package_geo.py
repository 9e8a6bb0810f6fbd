"""Places and territories as GeoJSON (RFC 7946), GeoPackage and GeoParquet, longitude first.

A place without coordinates stays, with no geometry: it is unknown where it is, not absent. Each
says how precise its point is; an outline says when it is approximate.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from cartomut.exports import audience
from cartomut.exports.package_tables import Content

DIGITS = 6  # of a coordinate: ten centimetres
POINT, POLYGON, MULTIPOLYGON = 1, 3, 6  # of the OGC's well-known binary
WGS84 = "EPSG:4326"
MASK_OF = {"Int64": "int64", "Float64": "float64", "boolean": "bool"}


@dataclass(frozen=True)
class Layer:
    """Features of one kind: an attribute table, one GeoJSON geometry or None per row."""

    name: str
    key: str
    rows: pd.DataFrame
    shapes: Sequence[Mapping[str, Any] | None]
    kind: str  # Point or MultiPolygon

    @cached_property
    def bbox(self) -> list[float]:
        """West, south, east, north; empty when nothing has a place."""
        points = [one for shape in self.shapes if shape for one in _points(shape)]
        if not points:
            return []
        longitudes, latitudes = zip(*points, strict=True)
        return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def layers(content: Content) -> list[Layer]:
    """Make the four layers of a package: centres, seats, regions, districts."""
    made = [
        _placed(content, "centres", "centre", "centre"),
        _placed(content, "sieges", "siege", "organisme"),
        _outlined(content, "regions", "region"),
        _outlined(content, "districts", "district"),
    ]
    return [one for one in made if one is not None]


def geojson(layer: Layer) -> bytes:
    """Write a layer as a FeatureCollection; ``id`` is the row's own identifier."""
    columns = list(layer.rows)
    features = [
        {
            "type": "Feature",
            "id": row[columns.index(layer.key)],
            "geometry": shape,
            "properties": dict(zip(columns, map(_json, row), strict=True)),
        }
        for row, shape in zip(
            layer.rows.itertuples(index=False, name=None), layer.shapes, strict=True
        )
    ]
    box = {"bbox": layer.bbox} if layer.bbox else {}
    whole = {"type": "FeatureCollection", **box, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def geoparquet(layer: Layer) -> bytes:
    """Write a layer as GeoParquet 1.1 (WKB, OGC:CRS84)."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": [layer.kind]}
    about = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": column | ({"bbox": layer.bbox} if layer.bbox else {})},
    }
    table = pa.Table.from_pandas(layer.rows, preserve_index=False)
    table = table.append_column("geometry", pa.array(_binary(layer), pa.binary()))
    target = BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(about)}), target)
    return target.getvalue()


def geopackage(chosen: Sequence[Layer], moment: str) -> bytes:
    """Write layers into one GeoPackage; ``moment`` (ISO, UTC) is the time that it bears."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{moment[:19]}.000Z"})
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cartomut.gpkg"
        for rank, layer in enumerate(chosen):
            _write_layer(path, layer, is_first=rank == 0)
        return path.read_bytes()


def _write_layer(path: Path, layer: Layer, *, is_first: bool) -> None:
    import numpy as np
    from pyogrio.raw import write

    told, masks = [], []
    for name in layer.rows:
        values = layer.rows[name]
        unknown = values.isna().to_numpy(dtype=bool)
        kind = MASK_OF.get(str(values.dtype))
        if kind:
            filled = values.fillna(False if kind == "bool" else 0)
            told.append(filled.to_numpy(dtype=kind))
        else:
            texts = [None if gone else str(one) for one, gone in zip(values, unknown, strict=True)]
            told.append(np.array(texts, dtype=object))
        masks.append(unknown)
    write(
        path,
        geometry=np.array(_binary(layer), dtype=object),
        field_data=told,
        fields=np.array(list(layer.rows), dtype=object),
        field_mask=masks,
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.kind,
        crs=WGS84,
        append=not is_first,
        layer_metadata={audience.KEY: audience.code()} if audience.code() else None,
    )


def _placed(content: Content, name: str, kind: str, table: str) -> Layer | None:
    """Join the rows of a table with where they stand on the map."""
    if table not in content.tables:
        return None
    key = f"{table}_id"
    places = content.places[content.places["genre"] == kind].set_index("id")
    own = content.tables[table].rows
    at = places.reindex(own[key])
    names = {
        level: content.tables[level].rows.set_index(f"{level}_code")["nom"]
        for level in ("region", "district")
    }
    rows = own.drop(columns=["latitude", "longitude", "precision_m"], errors="ignore").assign(
        precision=_texts(at["precision"]),
        region_code=_texts(at["region_code"]),
        region=_texts(at["region_code"].map(names["region"])),
        district_code=_texts(at["district_code"]),
        district=_texts(at["district_code"].map(names["district"])),
        jeu=content.dataset,
    )
    if table == "centre":
        rows["services_disponibles"] = _services(content, own[key])
    shapes = [_point(*one) for one in zip(at["longitude"], at["latitude"], strict=True)]
    return Layer(name, key, rows.reset_index(drop=True), shapes, "Point")


def _texts(values: pd.Series) -> Any:
    return pd.Series([None if pd.isna(one) else str(one) for one in values], dtype=object)


def _services(content: Content, centres: pd.Series) -> list[str | None]:
    """Write the services that a centre is said to offer; None when none was asked or cited."""
    if "centre_service" not in content.tables:
        return [None] * len(centres)
    rows = content.tables["centre_service"].rows
    offered = rows[rows["disponible"].fillna(False)].groupby("centre_id")["service"]
    told = {str(key): " ; ".join(sorted(codes)) for key, codes in offered}
    return [told.get(one) for one in centres]


def _outlined(content: Content, name: str, table: str) -> Layer:
    """Take the outlines of a level of territories, exterior rings counterclockwise."""
    key = f"{table}_code"
    rows = content.tables[table].rows
    known = content.outlines[table]
    shapes = [_polygons(json.loads(known[one])) if one in known else None for one in rows[key]]
    return Layer(name, key, rows, shapes, "MultiPolygon")


def _point(longitude: Any, latitude: Any) -> dict[str, Any] | None:
    if pd.isna(longitude) or pd.isna(latitude):
        return None
    return {"type": "Point", "coordinates": _rounded((longitude, latitude))}


def _polygons(shape: Mapping[str, Any]) -> dict[str, Any]:
    """Make a MultiPolygon of what may be one polygon, its rings turned as RFC 7946 wants."""
    given = shape["coordinates"]
    parts = [given] if shape["type"] == "Polygon" else given
    turned = [
        [_turned(ring, is_outer=rank == 0) for rank, ring in enumerate(part)] for part in parts
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def _turned(ring: Sequence[Sequence[float]], *, is_outer: bool) -> list[list[float]]:
    points = [_rounded(one) for one in ring]
    following = points[1:] + points[:1]
    pairs = zip(points, following, strict=True)
    is_left = sum(one[0] * two[1] - two[0] * one[1] for one, two in pairs) > 0
    return points if is_left == is_outer else points[::-1]


def _rounded(point: Sequence[float]) -> list[float]:
    return [round(float(one), DIGITS) for one in point[:2]]


def _points(shape: Mapping[str, Any]) -> list[list[float]]:
    if shape["type"] == "Point":
        return [shape["coordinates"]]
    return [one for part in shape["coordinates"] for ring in part for one in ring]


def _binary(layer: Layer) -> list[bytes | None]:
    return [None if shape is None else _wkb(shape) for shape in layer.shapes]


def _wkb(shape: Mapping[str, Any]) -> bytes:
    """Write a geometry as well-known binary, little-endian."""
    if shape["type"] == "Point":
        return struct.pack("<BIdd", 1, POINT, *shape["coordinates"])
    parts = shape["coordinates"]
    head = struct.pack("<BII", 1, MULTIPOLYGON, len(parts))
    return head + b"".join(map(_polygon, parts))


def _polygon(part: Sequence[Sequence[Sequence[float]]]) -> bytes:
    rings = b"".join(
        struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
        for ring in part
    )
    return struct.pack("<BII", 1, POLYGON, len(part)) + rings


def _json(value: Any) -> Any:
    """Turn a cell into what JSON can hold."""
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
