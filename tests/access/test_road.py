"""Distances by the road: against networkx on drawn networks, and counted by hand."""

import networkx as nx
import numpy as np
import pytest

from cartomut.access import road as engine
from cartomut.access.added import add, supply
from cartomut.access.catchment import two_step
from cartomut.access.distance import haversine
from cartomut.access.network import Network
from cartomut.access.points import Points
from cartomut.access.reach import reach
from cartomut.access.referral import next_level
from cartomut.access.road import Road
from cartomut.access.siting import Siting, choose
from tests.access.conftest import places

KM = 1 / 111.195  # degrees of the equator


def network(nodes, stretches):
    """Make a network: nodes in kilometres east of (0, 0), stretches (from, to, km, one way)."""
    start, end, km, oneway = zip(*stretches, strict=True)
    return Network.of(
        {
            "latitude": np.array([north * KM for _east, north in nodes]),
            "longitude": np.array([east * KM for east, _north in nodes]),
            "start": np.array(start),
            "end": np.array(end),
            "km": np.array(km),
            "oneway": np.array(oneway),
            "kind": np.zeros(len(km)),
            "speed": np.zeros(len(km)),
        }
    )


def drawn(rng, count=80):
    """Draw a network of which a third of the roads go one way, in several parts."""
    spots = rng.random((count, 2)) * 60
    ends = rng.integers(0, count, (2 * count, 2))
    near = np.linalg.norm(spots[ends[:, 0]] - spots[ends[:, 1]], axis=1)
    some = np.argsort(near)[: int(1.4 * count)]
    stretches = [
        (one, two, float(km) * rng.uniform(1, 2), rng.random() < 0.33)
        for (one, two), km in zip(ends[some], near[some], strict=True)
    ]
    return network(spots, stretches)


def every_way(made, here, there, factor):
    """Measure every place to every centre with networkx; infinite where no way is known."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(made)))
    for one, two, km, oneway in zip(made.start, made.end, made.km, made.oneway, strict=True):
        graph.add_edge(int(one), int(two), km=float(km))
        if not oneway:
            graph.add_edge(int(two), int(one), km=float(km))
    ways = dict(nx.all_pairs_dijkstra_path_length(graph, weight="km"))
    straight = _pairs(here, there)
    ties = [_tied(made, one) for one in (here, there)]
    found = np.full(straight.shape, np.inf)
    for place, (one, leg) in enumerate(ties[0]):
        for centre, (two, other) in enumerate(ties[1]):
            direct, far = straight[place, centre], engine.OFF_ROAD_KM
            legs = factor * (min(leg, far) + min(other, far))
            if direct <= far and direct * factor <= legs:
                found[place, centre] = direct * factor
            elif leg <= far and other <= far:
                found[place, centre] = legs + ways[one].get(two, np.inf)
    return found


def _tied(made, points):
    far = _pairs(points, Points(made.latitude, made.longitude))
    return list(zip(far.argmin(axis=1).tolist(), far.min(axis=1).tolist(), strict=True))


def _pairs(here, there):
    return haversine(
        here.latitude[:, None], here.longitude[:, None], there.latitude[None], there.longitude[None]
    )


def test_ways_are_those_that_networkx_finds(monkeypatch):
    """Drawn networks with one-way roads, points off the road, twins, and parts apart."""
    monkeypatch.setattr(engine, "BLOCK", 500)  # several blocks to a tile
    wrong = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        made, factor = drawn(rng), float(rng.choice([1.0, 1.3]))
        here = Points.of(*(rng.random((2, 60)) * 70 * KM))
        there = Points.of(*(rng.random((2, 15)) * 70 * KM)).join(here.take([0, 1, 1]))
        there = there.join(Points.of([made.latitude[3]], [made.longitude[3]]))
        wanted = every_way(made, here, there, factor)
        index = Road(made, factor).index(there)
        for turn in (1, 2):  # the second answer is one that was kept
            for km in (0.0, 8.0, 25.0, 200.0):
                found = np.full(wanted.shape, np.inf)
                pairs = index.pairs(here, km)
                found[pairs.place, pairs.centre] = pairs.km
                expected = np.where(wanted <= km, wanted, np.inf)
                if not np.allclose(found, expected) or len(pairs) != np.isfinite(found).sum():
                    wrong.append((seed, turn, km))
        near = index.nearest(here)
        least = wanted.min(axis=1)
        if not np.allclose(np.nan_to_num(near.km, nan=np.inf), least):
            wrong.append((seed, "nearest"))
        chosen = near.centre >= 0
        if not np.allclose(wanted[np.flatnonzero(chosen), near.centre[chosen]], least[chosen]):
            wrong.append((seed, "centre"))
        if (chosen != np.isfinite(least)).any() or (near.centre == 17).any():
            wrong.append((seed, "unknown, or a twin that is not the first"))
    assert wrong == []


def test_a_way_goes_as_the_signs_say_and_the_shortest_of_two_roads_counts():
    """A (0, 0) to B (10, 0): 12 km and 30 km from A, 15 km back; C stands alone at 3 km of B."""
    made = network(
        [(0, 0), (10, 0), (13, 0)], [(0, 1, 12, True), (0, 1, 30, True), (1, 0, 15, True)]
    )
    a, b, c = (Points.of([0], [east * KM]) for east in (0, 10, 13))
    by = Road(made, 1.0)
    assert by.index(b).nearest(a).km.tolist() == pytest.approx([12])
    assert by.index(a).nearest(b).km.tolist() == pytest.approx([15])
    assert made.linked() == (2, 1.0)
    # C is a node that no road leads to, and B is 3 km from it: B stands on the road, so no way.
    assert np.isnan(by.index(c).nearest(a.join(b)).km).all()


def test_what_has_no_way_is_unknown_and_counted_apart():
    """On a road of 20 km: 100 persons at its start, 40 at 4 km off it, 30 at 6 km off, 7 apart.

    The centre is at its end; off the road a kilometre counts for 1.5. Those at 6 km are beyond
    what may be tied to a road; those apart live on another road, without a centre.
    """
    made = network(
        [(0, 0), (10, 0), (20, 0), (200, 0), (210, 0)],
        [(0, 1, 10, False), (1, 2, 10, False), (3, 4, 10, False)],
    )
    here = places([0, 4 * KM, 6 * KM, 0], [0, 10 * KM, 10 * KM, 205 * KM], [100, 40, 30, 7])
    centre = Points.of([0], [20 * KM])
    found = reach(here, centre, Road(made, 1.5))
    assert found.km[:2] == pytest.approx([20, 10 + 6])
    assert np.isnan(found.km[2:]).all()
    assert found.without_way.tolist() == [False, False, True, True]
    total = found.total(18.0)
    parts = ("population", "population_a_portee", "population_hors_portee", "population_sans_route")
    assert [total[one] for one in parts] == [177, 40, 100, 37]
    assert total["part_a_portee"] == pytest.approx(40 / 177)
    assert total["km_moyen"] == pytest.approx((100 * 20 + 40 * 16) / 140)
    rings = found.by_class((17.0,))
    assert rings["rang"].tolist() == [0, 1, -1]
    assert rings["part"].tolist() == pytest.approx([40 / 177, 100 / 177, 37 / 177])
    index = two_step(here, centre, np.array([14.0]), 25.0, by=Road(made, 1.5)).index
    assert index[:2].tolist() == pytest.approx([0.1, 0.1])
    assert np.isnan(index[2:]).all()
    # Twice the people: the same shares, twice the counts; no centre at all is not an unknown way.
    twice = reach(places([0, 0], [0, 10 * KM], [20, 60]), centre, Road(made, 1.5)).total(15.0)
    once = reach(places([0, 0], [0, 10 * KM], [10, 30]), centre, Road(made, 1.5)).total(15.0)
    assert twice["population_a_portee"] == 2 * once["population_a_portee"] == 60
    assert twice["part_a_portee"] == once["part_a_portee"]
    assert np.isinf(reach(here, Points.of([], []), Road(made)).km).all()
    nowhere = reach(here, Points.of([7.0, np.nan], [7.0, 0]), Road(made))
    assert nowhere.without_way.all()


def test_two_villages_off_the_road_go_straight_and_not_by_it():
    """Both 3 km north of the road and 1 km apart, tied to nodes 10 km apart: 1 km, not 16."""
    made = network([(0, 0), (10, 0)], [(0, 1, 10, False)])
    one, two = Points.of([3 * KM], [4.5 * KM]), Points.of([3 * KM], [5.5 * KM])
    by = Road(made, 1.3)
    assert by.index(two).nearest(one).km == pytest.approx([1.3], rel=1e-3)
    assert by.index(two.join(two)).nearest(two).km.tolist() == [0]
    assert by.index(two.join(two)).nearest(two).centre.tolist() == [0]
    assert len(by.index(two.join(two)).pairs(two, 0.0)) == 2


def test_a_new_centre_sites_and_referrals_follow_the_road():
    """A lagoon: 2 km across, 30 km round. 100 persons on this side, 50 with a centre beyond."""
    made = network([(0, 0), (0, 2), (0, 4)], [(0, 1, 30, False), (1, 2, 2, False)])
    here = places([0, 2 * KM], [0, 0], [100, 50])
    by, beyond, spot = Road(made, 1.0), Points.of([2 * KM], [0]), Points.of([0], [0])
    gained = add(here, beyond, spot, 5.0, by)
    assert (gained.reached, gained.gained, gained.km_nearest) == (100, 100, pytest.approx(30))
    assert add(here, beyond, spot, 5.0).gained == 0  # as the crow flies both are served
    known = supply(here, beyond, np.array([5.0]), spot, 10.0, 5.0, by)
    assert (known.before, known.after) == pytest.approx((0, 0.1))
    siting = Siting(here, here.points, beyond, by)
    assert choose(siting.cover(5.0), 1).sites == (0,)
    assert choose(siting.shorten(50.0), 1).value == pytest.approx(100 * 30)
    why = siting.why([0], 5.0).iloc[0]
    assert (why["population_nouvelle"], why["km_centre_proche"]) == (100, pytest.approx(30))
    levels = np.array(["primaire", "secondaire"], dtype=object)
    sent = next_level(spot.join(beyond), levels, by=by)
    assert sent["km"].iloc[0] == pytest.approx(30)
