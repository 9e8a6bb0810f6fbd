"""A road network as a graph: where its nodes are, how long its stretches are, which way they go."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from cartomut.access.distance import directions
from cartomut.access.points import Flags, Floats, Ints, Points

# Classes of roads, from the largest; a file's own classes are brought to these.
CLASSES = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "service",
    "track",
    "autre",
)


@dataclass(frozen=True)
class Network:
    """N nodes and E stretches between them.

    ``latitude`` and ``longitude`` of the nodes in degrees. Of the stretches: the nodes where they
    ``start`` and ``end``, ``km`` on the sphere along the road, ``oneway`` (only from start to end),
    ``kind`` (rank in CLASSES) and ``speed`` (the sign's, km/h; 0 where unknown).

    Raises
    ------
    ValueError
        When lengths differ, a stretch ends at no node, or is of no length.
    """

    latitude: Floats
    longitude: Floats
    start: Ints
    end: Ints
    km: Floats
    oneway: Flags
    kind: NDArray[np.uint8]
    speed: NDArray[np.uint8]

    def __post_init__(self) -> None:
        stretches = (self.start, self.end, self.km, self.oneway, self.kind, self.speed)
        if len({len(one) for one in stretches}) > 1 or len(self.latitude) != len(self.longitude):
            raise ValueError("nodes or stretches are not of the same length")
        ends = np.concatenate([self.start, self.end])
        if len(ends) and not 0 <= ends.min() <= ends.max() < len(self):
            raise ValueError("a stretch ends at no node")
        if np.any(self.km < 0) or not np.isfinite(self.km).all():
            raise ValueError("a stretch has no length")

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Network":
        """Make a network of arrays by name, as `write` keeps them."""
        kinds = {"start": np.int64, "end": np.int64, "oneway": np.bool_} | dict.fromkeys(
            ("latitude", "longitude", "km"), np.float64
        )
        made = {one.name: np.asarray(arrays[one.name]) for one in fields(cls)}
        return cls(
            **{name: values.astype(kinds.get(name, np.uint8)) for name, values in made.items()}
        )

    @classmethod
    def read(cls, path: Path) -> "Network":
        """Read what `write` wrote."""
        with np.load(path, allow_pickle=False) as kept:
            return cls.of(kept)

    def write(self, path: Path) -> None:
        """Write the arrays, compressed, nodes as 32-bit numbers."""
        small = {"start": self.start.astype(np.int32), "end": self.end.astype(np.int32)}
        whole = {one.name: getattr(self, one.name) for one in fields(self)} | small
        with path.open("wb") as target:
            np.savez_compressed(target, **whole)

    def __len__(self) -> int:
        return len(self.latitude)

    @cached_property
    def tree(self) -> KDTree:
        """Return the nodes as directions, ready to be asked which are near."""
        return KDTree(directions(Points(self.latitude, self.longitude)))

    @cached_property
    def towards(self) -> sparse.csr_array:
        """Return the graph walked backwards: row, where one arrives; column, where one comes from.

        From a centre it gives how far everybody is from it. Of several stretches between two nodes
        the shortest is kept.
        """
        both = ~self.oneway
        row = np.concatenate([self.end, self.start[both]])
        column = np.concatenate([self.start, self.end[both]])
        km = np.concatenate([self.km, self.km[both]])
        order = np.lexsort((km, column, row))
        row, column, km = row[order], column[order], km[order]
        first = np.ones(len(row), dtype=bool)
        first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        shape = (len(self), len(self))
        return sparse.csr_array((km[first], (row[first], column[first])), shape=shape)

    def linked(self) -> tuple[int, float]:
        """Count the parts that no road links, and give the share of the largest one's kilometres.

        The share is 0 to 1, NaN for a network without a stretch.
        """
        count, part = connected_components(self.towards, directed=True, connection="weak")
        total = float(self.km.sum())
        if not total > 0:
            return int(count), float("nan")
        return int(count), float(np.bincount(part[self.start], self.km).max() / total)
