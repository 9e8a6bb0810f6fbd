"""How far places are from centres by the road: shortest ways on a network, one-way roads included.

A point is tied to the nearest node of the network, ``OFF_ROAD_KM`` away at most; what lies off the
road counts as a straight line times a factor. Somebody off the road goes straight to a centre when
that is no longer than reaching the road. What has no way is unknown (NaN), never infinite.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from cartomut.access.distance import (
    CHUNK,
    SLACK_KM,
    Nearest,
    Pairs,
    chord_of,
    directions,
    haversine,
    joined,
)
from cartomut.access.network import Network
from cartomut.access.points import Flags, Floats, Ints, Points

OFF_ROAD_KM = 5.0  # straight kilometres between a point and the road, at most; a convention
BLOCK = 2**22  # distances computed at a time: 32 MB
TILE_KM = 5.0  # centres nearer than this are looked at together
INDEXES = 16  # sets of centres whose answers are kept: 16 bytes a node each
PAIRS = 500_000  # of one question, at most, to be kept
DEGREE_KM = 111.2
T = TypeVar("T")


class Kept(Generic[T]):
    """The last few answers, for every thread; the oldest goes when there are too many."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._answers: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to a question asked before, else make it."""
        found = self.look(key)
        return self.put(key, make()) if found is None else found

    def look(self, key: Hashable) -> T | None:
        """Return the answer to a question asked before; None when it is not kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: Hashable, answer: T) -> T:
        """Keep an answer."""
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer


@dataclass(frozen=True)
class Tied:
    """Points tied to the road: ``node`` (-1: none near enough), ``leg`` road kilometres to it.

    Where there is no node the leg is the most that one may be: it is at least that.
    """

    points: Points
    node: Ints
    leg: Floats


class Road:
    """A network, with the factor that straight kilometres off the road count for."""

    def __init__(self, network: Network, factor: float = 1.0) -> None:
        if not factor >= 1.0:
            raise ValueError("a way off the road is not shorter than the straight line")
        self.network = network
        self._factor = factor
        self._indexes: Kept[RoadIndex] = Kept(INDEXES)
        self._tied: Kept[Tied] = Kept(INDEXES)

    @property
    def factor(self) -> float:
        """Return what a straight kilometre off the road is worth."""
        return self._factor

    def index(self, centres: Points) -> "RoadIndex":
        """Make centres ready to be asked which are near; kept for the next question."""
        return self._indexes.get(key_of(centres), lambda: RoadIndex(self, centres))

    def tie(self, points: Points) -> Tied:
        """Tie points to the nearest node of the network."""
        return self._tied.get(key_of(points), lambda: self._tie(points))

    def _tie(self, points: Points) -> Tied:
        node = np.full(len(points), -1, dtype=np.int64)
        asked = np.flatnonzero(points.placed)
        leg = np.full(len(points), OFF_ROAD_KM)
        if len(asked) and len(self.network):
            _far, found = self.network.tree.query(directions(points.take(asked)))
            straight = haversine(
                points.latitude[asked],
                points.longitude[asked],
                self.network.latitude[found],
                self.network.longitude[found],
            )
            near = straight <= OFF_ROAD_KM
            node[asked[near]], leg[asked[near]] = found[near], straight[near]
        return Tied(points, node, leg * self.factor)


class RoadIndex:
    """Centres on a network, ready to be asked which are near; those without a position never are.

    The way from every node to the nearest centre is found once, at the first question.
    """

    def __init__(self, road: Road, centres: Points) -> None:
        self.road, self.centres = road, centres
        self.tied = road.tie(centres)
        self._pairs: Kept[list[Pairs]] = Kept(2)

    def nearest(self, places: Points) -> Nearest:
        """Find the nearest centre of each place by the road; NaN and -1 where no way is known.

        Infinite when no centre has a position at all.
        """
        if not self.centres.placed.any():
            return Nearest(np.full(len(places), np.inf), np.full(len(places), -1, dtype=np.int64))
        there = self.road.tie(places)
        km, centre = np.full(len(places), np.inf), np.full(len(places), -1, dtype=np.int64)
        on = np.flatnonzero(there.node >= 0)
        field, source = self._field
        km[on] = there.leg[on] + field[there.node[on]]
        centre[on] = np.where(np.isfinite(km[on]), source[there.node[on]], -1)
        for pairs in self.direct(there, np.inf):
            order = np.lexsort((pairs.centre, pairs.km, pairs.place))
            place, first = np.unique(pairs.place[order], return_index=True)
            best = order[first]
            closer = pairs.km[best] < km[place]
            km[place[closer]] = pairs.km[best[closer]]
            centre[place[closer]] = pairs.centre[best[closer]]
        return Nearest(np.where(centre >= 0, km, np.nan), self._first[centre])

    def pairs(self, places: Points, km: float) -> Pairs:
        """Return every pair within ``km`` kilometres by the road."""
        found = joined(list(self.chunks(places, km)))
        order = np.lexsort((found.centre, found.km, found.place))
        return Pairs(found.place[order], found.centre[order], found.km[order])

    def chunks(self, places: Points, km: float) -> Iterator[Pairs]:
        """Yield the same pairs some at a time; few enough of them are kept for the next time."""
        key = (key_of(places), km)
        kept = self._pairs.look(key)
        if kept is not None:
            yield from kept
            return
        made, count = list[Pairs](), 0
        for chunk in self._chunks(self.road.tie(places), km):
            count += len(chunk)
            made = [*made, chunk] if count <= PAIRS else []
            yield chunk
        if count <= PAIRS:
            self._pairs.put(key, made)

    def known(self, places: Points) -> Flags:
        """Tell of which places it is known whether a centre is near: those that have a way to one.

        Without any centre that has a position nothing is near anybody: that is known.
        """
        return places.placed & ~np.isnan(self.nearest(places).km)

    def _chunks(self, there: Tied, km: float) -> Iterator[Pairs]:
        yield from self.direct(there, km)
        for rows in self._tiles(km):
            yield from self._by_road(there, rows, km)

    @cached_property
    def _first(self) -> Ints:
        """Return for each centre the first that stands at its very point; -1 for -1, at the end."""
        spots = np.stack([self.centres.latitude, self.centres.longitude], axis=1)
        _spots, first, which = np.unique(spots, axis=0, return_index=True, return_inverse=True)
        return np.append(first[which.reshape(-1)], -1).astype(np.int64)

    @cached_property
    def _field(self) -> tuple[Floats, Ints]:
        """Return of each node the kilometres to the nearest centre, and its row.

        Each centre is a node more, from which its own leg leads to the road.
        """
        graph, nodes = self.road.network.towards, len(self.road.network)
        rows = np.unique(self._first[np.flatnonzero(self.tied.node >= 0)])
        if not len(rows):
            return np.full(nodes, np.inf), np.full(nodes, -1, dtype=np.int64)
        size = nodes + len(rows)
        more = graph.indptr[-1] + np.arange(1, len(rows) + 1, dtype=np.int32)
        whole = sparse.csr_array(
            (
                np.concatenate([graph.data, self.tied.leg[rows]]),
                np.concatenate([graph.indices, self.tied.node[rows].astype(np.int32)]),
                np.concatenate([graph.indptr, more]),
            ),
            shape=(size, size),
        )
        km, _before, source = dijkstra(
            whole, indices=np.arange(nodes, size), min_only=True, return_predecessors=True
        )
        found = np.where(np.isfinite(km[:nodes]), source[:nodes] - nodes, 0)
        return km[:nodes], np.where(np.isfinite(km[:nodes]), rows[found], -1)

    def _tiles(self, km: float) -> Iterator[Ints]:
        """Gather the centres that are on the road and near one another."""
        rows = np.flatnonzero(self.tied.node >= 0)
        if not len(rows) or not km >= 0:
            return
        side = max(km, TILE_KM) / DEGREE_KM
        cells = np.stack([self.centres.latitude[rows], self.centres.longitude[rows]], axis=1)
        _cells, which = np.unique(np.floor(cells / side), axis=0, return_inverse=True)
        order = np.argsort(which.reshape(-1), kind="stable")
        ends = np.cumsum(np.bincount(which.reshape(-1)))[:-1]
        yield from np.split(rows[order], ends)

    def _by_road(self, there: Tied, rows: Ints, km: float) -> Iterator[Pairs]:
        """Measure the centres of a tile on the part of the network that they can reach."""
        nodes = self._around(rows, km)
        local = np.full(len(self.road.network) + 1, -1, dtype=np.int64)  # the last answers for -1
        local[nodes] = np.arange(len(nodes))
        places = np.flatnonzero(local[there.node] >= 0)
        if not len(places):
            return
        part = self.road.network.towards[nodes][:, nodes]
        step = max(1, BLOCK // (len(nodes) + len(places)))
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            sources, which = np.unique(local[self.tied.node[some]], return_inverse=True)
            far = dijkstra(part, indices=sources, limit=km)[:, local[there.node[places]]][which]
            far += self.tied.leg[some][:, None] + there.leg[places][None, :]
            centre, place = np.nonzero(far <= km)
            found = Pairs(places[place], some[centre], far[centre, place])
            yield self._without_direct(found, there)

    def _around(self, rows: Ints, km: float) -> Ints:
        """List the nodes that a way of ``km`` from some centres may pass."""
        latitude, longitude = self.centres.latitude[rows], self.centres.longitude[rows]
        north, east = float(latitude.mean()), float(longitude.mean())
        here = (np.array([north]), np.array([east]))
        radius = float(haversine(*here, latitude, longitude).max()) + km + SLACK_KM
        middle = directions(Points(*here))[0]
        found = self.road.network.tree.query_ball_point(middle, chord_of(radius))
        return np.sort(np.asarray(found, dtype=np.int64))

    def _without_direct(self, pairs: Pairs, there: Tied) -> Pairs:
        straight = self._straight(there, pairs.place, pairs.centre)
        kept = ~self._goes_straight(there, pairs.place, pairs.centre, straight)
        return Pairs(pairs.place[kept], pairs.centre[kept], pairs.km[kept])

    def direct(self, there: Tied, km: float) -> Iterator[Pairs]:
        """Yield the pairs that go straight, off the road: each is near one of its two points."""
        asked = np.flatnonzero(there.points.placed)
        rows = np.flatnonzero(self.centres.placed)
        if not len(asked) or not len(rows):
            return
        for place, centre in _close(there, asked, self.tied, rows, self.road.factor):
            own = there.leg[place] >= self.tied.leg[centre]
            yield self._measured(there, place[own], centre[own], km)
        for centre, place in _close(self.tied, rows, there, asked, self.road.factor):
            own = there.leg[place] < self.tied.leg[centre]
            yield self._measured(there, place[own], centre[own], km)

    def _measured(self, there: Tied, place: Ints, centre: Ints, km: float) -> Pairs:
        straight = self._straight(there, place, centre)
        kept = self._goes_straight(there, place, centre, straight)
        kept &= straight * self.road.factor <= km
        return Pairs(place[kept], centre[kept], straight[kept] * self.road.factor)

    def _straight(self, there: Tied, place: Ints, centre: Ints) -> Floats:
        return haversine(
            there.points.latitude[place],
            there.points.longitude[place],
            self.centres.latitude[centre],
            self.centres.longitude[centre],
        )

    def _goes_straight(self, there: Tied, place: Ints, centre: Ints, straight: Floats) -> Flags:
        """Tell which pairs are nearer off the road than the road is to them."""
        legs = there.leg[place] + self.tied.leg[centre]
        return (straight <= OFF_ROAD_KM) & (straight * self.road.factor <= legs)


def key_of(points: Points) -> bytes:
    """Name points by their positions."""
    return blake2b(points.latitude.tobytes() + points.longitude.tobytes()).digest()


def _close(
    one: Tied, rows: Ints, other: Tied, others: Ints, factor: float
) -> Iterator[tuple[Ints, Ints]]:
    """Yield the points of both that are at most twice the first one's leg apart."""
    tree = KDTree(directions(other.points.take(others)))
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        reach = np.minimum(2 * one.leg[some] / factor, OFF_ROAD_KM) + SLACK_KM
        radius = [chord_of(float(km)) for km in reach]
        found = tree.query_ball_point(directions(one.points.take(some)), radius)
        counts = np.fromiter((len(each) for each in found), np.int64, len(found))
        if counts.sum():
            yield np.repeat(some, counts), others[np.concatenate(found).astype(np.int64)]
