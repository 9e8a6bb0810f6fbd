"""How far places are from centres, in kilometres, without a table of every pair.

A tree of the centres as points of the unit sphere finds the near ones; their distance is then
taken from the haversine formula itself, so that a figure is the same as by brute force.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from cartomut.access.points import Flags, Floats, Ints, Points

EARTH_KM = 6371.0088  # mean radius, the one of queries/schema/25_distances.sql
FARTHEST_KM = np.pi * EARTH_KM
SLACK_KM = 1e-6  # what the tree's own arithmetic may be off by; the formula decides after it
CHUNK = 512  # places whose pairs are looked for at a time


def haversine(
    latitude: NDArray[np.float64],
    longitude: NDArray[np.float64],
    to_latitude: NDArray[np.float64],
    to_longitude: NDArray[np.float64],
) -> Floats:
    """Return great-circle kilometres between points in degrees; arrays are broadcast."""
    north, other_north = np.radians(latitude), np.radians(to_latitude)
    half = np.sin((other_north - north) / 2) ** 2
    half = half + np.cos(north) * np.cos(other_north) * (
        np.sin(np.radians(to_longitude - longitude) / 2) ** 2
    )
    found: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return found


@dataclass(frozen=True)
class Pairs:
    """Places and centres within a distance: row numbers of both, and ``km`` between them.

    Ordered by place, then distance, then centre.
    """

    place: Ints
    centre: Ints
    km: Floats

    def __len__(self) -> int:
        return len(self.km)


@dataclass(frozen=True)
class Nearest:
    """For each place its nearest centre: ``km`` (infinite when there is none) and its row (-1).

    By the road ``km`` may be NaN, with row -1: no way is known, which is not that there is none.
    """

    km: Floats
    centre: Ints


class Near(Protocol):
    """Centres, ready to be asked which are near."""

    def nearest(self, places: Points) -> Nearest:
        """Find the nearest centre of each place."""

    def pairs(self, places: Points, km: float) -> Pairs:
        """Return every pair within ``km`` kilometres."""

    def chunks(self, places: Points, km: float) -> Iterator[Pairs]:
        """Yield the same pairs some at a time, in any order, so that memory stays bounded."""

    def known(self, places: Points) -> Flags:
        """Tell of which places it is known whether a centre is near."""


class Way(Protocol):
    """How distances are measured: along the straight line, or by the road."""

    @property
    def factor(self) -> float:
        """Return what a straight kilometre is worth on the road."""

    def index(self, centres: Points) -> Near:
        """Make centres ready to be asked which are near."""


@dataclass(frozen=True)
class Straight:
    """The straight line, times a factor for the road: 1.0 keeps it."""

    factor: float = 1.0

    def index(self, centres: Points) -> "Index":
        """Make centres ready to be asked which are near."""
        return Index(centres, self.factor)


LINE = Straight()


class Index:
    """The centres, ready to be asked which are near. Those without a position are never near.

    Parameters
    ----------
    centres
        M points; two at the same point are both kept.
    factor
        What a straight kilometre is worth on the road: 1.0 keeps the straight line.
    """

    def __init__(self, centres: Points, factor: float = 1.0) -> None:
        if not factor >= 1.0:
            raise ValueError("a road is not shorter than the straight line")
        self.centres = centres
        self.factor = factor
        self._rows: Ints = np.flatnonzero(centres.placed)
        self._tree = KDTree(directions(centres.take(self._rows))) if len(self._rows) else None

    def nearest(self, places: Points) -> Nearest:
        """Find the nearest centre of each place; the first listed among those at the same point."""
        km = np.full(len(places), np.inf)
        centre = np.full(len(places), -1, dtype=np.int64)
        asked = np.flatnonzero(places.placed)
        if self._tree is None or not len(asked):
            return Nearest(km, centre)
        _chord, found = self._tree.query(directions(places.take(asked)))
        centre[asked] = self._rows[found]
        km[asked] = self._between(places, asked, centre[asked])
        return Nearest(km, self._first_at(centre))

    def pairs(self, places: Points, km: float) -> Pairs:
        """Return every pair within ``km`` kilometres (of road, when there is a factor)."""
        return joined(list(self.chunks(places, km)))

    def chunks(self, places: Points, km: float, size: int = CHUNK) -> Iterator[Pairs]:
        """Yield the same pairs for ``size`` places at a time, so that memory stays bounded."""
        asked = np.flatnonzero(places.placed)
        if self._tree is None or not km >= 0:
            return
        chord = chord_of(km / self.factor + SLACK_KM)
        for start in range(0, len(asked), size):
            rows = asked[start : start + size]
            found = self._tree.query_ball_point(directions(places.take(rows)), chord)
            counts = np.fromiter((len(one) for one in found), np.int64, len(found))
            if counts.sum():
                yield self._measured(places, np.repeat(rows, counts), np.concatenate(found), km)

    def known(self, places: Points) -> Flags:
        """Tell of which places it is known whether a centre is near: those with a position."""
        return places.placed

    def _measured(self, places: Points, place: Ints, found: Floats, km: float) -> Pairs:
        centre = self._rows[found.astype(np.int64)]
        far = self._between(places, place, centre)
        order = np.lexsort((centre, far, place))
        order = order[far[order] <= km]
        return Pairs(place[order], centre[order], far[order])

    def _between(self, places: Points, place: Ints, centre: Ints) -> Floats:
        straight = haversine(
            places.latitude[place],
            places.longitude[place],
            self.centres.latitude[centre],
            self.centres.longitude[centre],
        )
        return straight * self.factor

    def _first_at(self, centre: Ints) -> Ints:
        """Replace each centre by the first one that stands at its very point."""
        spots = np.stack([self.centres.latitude, self.centres.longitude], axis=1)[self._rows]
        _spots, first, which = np.unique(spots, axis=0, return_index=True, return_inverse=True)
        same = np.full(len(self.centres) + 1, -1, dtype=np.int64)  # the last one answers for -1
        same[self._rows] = self._rows[first[which.reshape(-1)]]
        return same[centre]


def joined(chunks: Sequence[Pairs]) -> Pairs:
    """Put pairs one after the other."""
    if not chunks:
        nothing = np.zeros(0, dtype=np.int64)
        return Pairs(nothing, nothing.copy(), np.zeros(0))
    return Pairs(
        np.concatenate([one.place for one in chunks]),
        np.concatenate([one.centre for one in chunks]),
        np.concatenate([one.km for one in chunks]),
    )


def directions(points: Points) -> Floats:
    """Give points in degrees as directions from the centre of the Earth; shape (n, 3)."""
    north, east = np.radians(points.latitude), np.radians(points.longitude)
    flat = np.cos(north)
    return np.stack([flat * np.cos(east), flat * np.sin(east), np.sin(north)], axis=1)


def chord_of(km: float) -> float:
    """Turn kilometres along the globe into the straight line through a globe of radius 1."""
    return float(2 * np.sin(min(km, FARTHEST_KM) / EARTH_KM / 2))
