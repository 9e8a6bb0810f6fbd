"""Outlines of territories as flat paths, for pictures that are drawn without a browser."""

import json
from collections.abc import Mapping
from math import cos, radians
from typing import Any

Ring = list[tuple[float, float]]
MIDDLE = 7.5  # degrees; the latitude at which a degree of longitude is drawn in proportion
STRETCH = cos(radians(MIDDLE))


def rings(geometry: str) -> list[Ring]:
    """Read a GeoJSON polygon or multipolygon as rings of (longitude, latitude) in degrees."""
    read: Mapping[str, Any] = json.loads(geometry)
    corners = read["coordinates"]
    polygons = [corners] if read["type"] == "Polygon" else corners
    return [[(x, y) for x, y, *_height in ring] for polygon in polygons for ring in polygon]


def middle(found: list[Ring]) -> tuple[float, float]:
    """Return the centre of gravity (longitude, latitude) of the largest ring."""
    ring = max(found, key=lambda one: abs(_area(one)))
    area = _area(ring)
    if not area:
        return ring[0]
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x0 * y1 - x1 * y0
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    return x / (6 * area), y / (6 * area)


def box(every: list[list[Ring]]) -> tuple[float, float, float, float]:
    """Return the box around territories: west, south, east, north."""
    points = [point for found in every for ring in found for point in ring]
    longitudes, latitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _area(ring: Ring) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
