"""Lay lines out as a graph: nodes where roads meet, stretches between them with their length."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from cartomut.access.distance import haversine
from cartomut.access.network import CLASSES, Network

CELL = 1e-5  # degrees, about 1.1 m: points of one cell are one node
STEP_KM = 0.5  # a long stretch is cut, so that a place is tied near to where it stands
CLOSED = (
    "abandoned",
    "bridleway",
    "bus_guideway",
    "busway",
    "construction",
    "corridor",
    "cycleway",
    "demolished",
    "disused",
    "elevator",
    "escape",
    "footway",
    "ladder",
    "no",
    "path",
    "pedestrian",
    "planned",
    "platform",
    "proposed",
    "raceway",
    "razed",
    "rest_area",
    "services",
    "steps",
    "via_ferrata",
)  # classes of OpenStreetMap on which neither car nor motorbike goes through
FORWARD, BACKWARD = ("yes", "true", "1"), ("-1", "reverse")
_SAME = {"living_street": "residential", "road": "unclassified"}


@dataclass(frozen=True)
class Lines:
    """Lines in WGS 84 degrees with what their columns say, texts in lower case; empty: not said."""

    shapes: NDArray[np.object_]
    kind: NDArray[np.object_]
    oneway: NDArray[np.object_]
    speed: NDArray[np.object_]
    junction: NDArray[np.object_]

    def take(self, rows: Any) -> "Lines":
        """Keep some lines."""
        return Lines(
            self.shapes[rows],
            self.kind[rows],
            self.oneway[rows],
            self.speed[rows],
            self.junction[rows],
        )


def is_closed(kind: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which classes are no road that a car or a motorbike goes through."""
    return np.isin(kind.astype(str), CLOSED)


def lay_out(lines: Lines) -> Network:
    """Make a graph of lines: they are linked where they share a point, nowhere else."""
    parts, line = shapely.get_parts(lines.shapes, return_index=True)
    parts = shapely.segmentize(parts, STEP_KM / 111.2)
    spots, part = shapely.get_coordinates(parts, return_index=True)
    cell = _cells(spots)
    fresh = np.ones(len(cell), dtype=bool)  # a point told twice in a row is told once
    fresh[1:] = (cell[1:] != cell[:-1]) | (part[1:] != part[:-1])
    spots, part, cell = spots[fresh], part[fresh], cell[fresh]
    _cell, first, node, times = np.unique(
        cell, return_index=True, return_inverse=True, return_counts=True
    )
    along = _along(spots, part)
    kept = np.flatnonzero(_ends(part) | (times[node.reshape(-1)] > 1) | _cuts(along, part))
    start, end = kept[:-1], kept[1:]
    same = (part[start] == part[end]) & (node[start] != node[end])
    start, end = start[same], end[same]
    used, ends = np.unique(np.concatenate([node[start], node[end]]), return_inverse=True)
    one, two = np.split(ends.reshape(-1), 2)
    row = line[part[start]]
    back = np.isin(lines.oneway[row].astype(str), BACKWARD)
    return Network(
        latitude=spots[first[used], 1],
        longitude=spots[first[used], 0],
        start=np.where(back, two, one).astype(np.int64),
        end=np.where(back, one, two).astype(np.int64),
        km=along[end] - along[start],
        oneway=_one_way(lines)[row],
        kind=_ranks(lines.kind)[row],
        speed=_speeds(lines.speed)[row],
    )


def _cells(spots: NDArray[np.float64]) -> NDArray[np.int64]:
    east, north = np.round(spots / CELL).astype(np.int64).T
    cell: NDArray[np.int64] = east * 2**32 + north
    return cell


def _along(spots: NDArray[np.float64], part: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return for each point the kilometres since the first point of its line."""
    if not len(spots):
        return np.zeros(0)
    x, y = spots.T
    step = haversine(y[:-1], x[:-1], y[1:], x[1:]) * (part[1:] == part[:-1])
    total = np.concatenate([[0.0], np.cumsum(step)])
    starts = np.flatnonzero(np.concatenate([[True], part[1:] != part[:-1]]))
    before: NDArray[np.float64] = np.repeat(total[starts], np.diff(np.append(starts, len(part))))
    return total - before


def _ends(part: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which points begin or end a line."""
    changes = part[1:] != part[:-1]
    edge = np.ones(min(1, len(part)), dtype=bool)
    found: NDArray[np.bool_] = np.concatenate([edge, changes]) | np.concatenate([changes, edge])
    return found


def _cuts(along: NDArray[np.float64], part: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell at which points a long stretch is cut."""
    rank = np.floor(along / STEP_KM)
    edge = np.zeros(min(1, len(part)), dtype=bool)
    return np.concatenate([edge, (rank[1:] != rank[:-1]) & (part[1:] == part[:-1])])


def _one_way(lines: Lines) -> NDArray[np.bool_]:
    """Tell which lines go one way: as they say, else motorways and roundabouts."""
    said = lines.oneway.astype(str)
    by_nature = (lines.kind.astype(str) == "motorway") | (
        np.isin(lines.junction.astype(str), ("roundabout", "circular"))
    )
    told = np.isin(said, FORWARD) | np.isin(said, BACKWARD)
    return np.asarray(told | (by_nature & (said == "")), dtype=np.bool_)


def _ranks(kind: NDArray[np.object_]) -> NDArray[np.uint8]:
    """Bring the classes of OpenStreetMap to ours."""
    names, which = np.unique(kind.astype(str), return_inverse=True)
    known = {name: rank for rank, name in enumerate(CLASSES)}
    base = [name.removesuffix("_link") for name in names]
    ranks = [known.get(_SAME.get(name, name), len(CLASSES) - 1) for name in base]
    return np.array(ranks, dtype=np.uint8)[which.reshape(-1)]


def _speeds(texts: NDArray[np.object_]) -> NDArray[np.uint8]:
    """Read the signs in km/h; 0 where there is none, or it is no number that a sign would bear."""
    names, which = np.unique(texts.astype(str), return_inverse=True)
    read = [_speed(name) for name in names]
    return np.array(read, dtype=np.uint8)[which.reshape(-1)]


def _speed(text: str) -> int:
    number, _space, unit = text.partition(" ")
    try:
        value = float(number) * (1.609 if unit == "mph" else 1.0)
    except ValueError:
        return 0
    return round(value) if 5 <= value <= 140 else 0
